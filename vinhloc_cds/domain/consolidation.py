"""Totals and ratios over the accepted submissions (rules 8 to 13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan, ValueType
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import StandingValue, standing_values, whole_number
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.unit import Relation, Unit


@dataclass(frozen=True, slots=True)
class Total:
    """One indicator over one group, or over all groups (`group` None).

    `value` is None where nobody gave one: blank is not zero. `ratio` is unrounded, a ratio of
    sums over the units that gave both numerator and denominator (rule 9), and `denominator` is
    the sum below the line. `reported` and `missing` are of the obliged units expected to give
    the figure; `extra_units` counts the others whose values are in `value`. `maximum` goes
    with an average; `estimates` counts values marked as estimates, `partial` computed ones that
    lack a part ("chưa đủ").
    """

    code: str
    name: str
    unit_of_measure: str
    group: str | None
    value: int | float | None
    denominator: int | float | None
    ratio: float | None
    reported: int
    expected: int
    missing: tuple[str, ...]
    extra_units: int
    maximum: int | None = None
    estimates: int = 0
    partial: int = 0


# What is counted whatever the type of its values; the rest of the totals are of whole numbers.
_COUNTED = {Aggregation.COUNT, Aggregation.COUNT_YES, Aggregation.COUNT_ON_TIME}
_SUMMED = {Aggregation.SUM, Aggregation.SUM_WITHIN_GROUP, Aggregation.COMPUTED}
_TOTALLED = {*_COUNTED, *_SUMMED, Aggregation.AVERAGE, Aggregation.MAX}


def consolidate(snapshot: Snapshot) -> tuple[Total, ...]:
    """All totals in the plan's order of indicators: each group's row, then the one over all.

    Within-group indicators (rule 10) have no row over all groups; lists, texts, dates and
    submission fields have no rows at all. Groups and the unit codes in `missing` are in the
    plan's order.
    """
    plan = snapshot.plan
    standing = {
        unit: standing_values(plan, submissions) for unit, submissions in snapshot.by_unit.items()
    }
    participants = plan.units_related(Relation.OBLIGED, Relation.ASKED, Relation.OWN)
    members: dict[str, list[Unit]] = {group.code: [] for group in plan.groups}
    for unit in participants:
        members.setdefault(unit.group, []).append(unit)
    totals = []
    for indicator in plan.indicators:
        if not _has_total(indicator):
            continue
        for group, units in members.items():
            if units and group in indicator.groups:
                totals.append(_total(plan, indicator, group, units, standing))
        if indicator.aggregation is not Aggregation.SUM_WITHIN_GROUP:
            asked = [unit for unit in participants if unit.group in indicator.groups]
            totals.append(_total(plan, indicator, None, asked, standing))
    return tuple(totals)


def _has_total(indicator: Indicator) -> bool:
    if indicator.submission_field or indicator.aggregation not in _TOTALLED:
        return False
    return indicator.aggregation in _COUNTED or indicator.value_type in {
        ValueType.INTEGER,
        ValueType.MONEY,
    }


@dataclass(frozen=True, slots=True)
class _Given:
    """What some units gave for one indicator, by unit, and who was expected to."""

    plan: Plan
    indicator: Indicator
    values: Mapping[str, Scalar]
    below: Mapping[str, Scalar]
    expected: frozenset[str]

    @property
    def numbers(self) -> list[int]:
        """The whole numbers among the values."""
        return [n for n in map(whole_number, self.values.values()) if n is not None]


@dataclass(frozen=True, slots=True)
class _Figure:
    """What the units' values come to."""

    value: int | float | None
    denominator: int | float | None = None
    ratio: float | None = None
    maximum: int | None = None


def _total(
    plan: Plan,
    indicator: Indicator,
    group: str | None,
    units: Sequence[Unit],
    standing: Mapping[str, Mapping[str, StandingValue]],
) -> Total:
    """One row: what `units` gave for `indicator`."""
    given: dict[str, StandingValue] = {}
    below: dict[str, Scalar] = {}
    for unit in units:
        values = standing.get(unit.code, {})
        if found := values.get(indicator.code):
            given[unit.code] = found
            if base := values.get(indicator.denominator):
                below[unit.code] = base.value
    expected = [unit.code for unit in units if unit.relation is Relation.OBLIGED]
    missing = tuple(code for code in expected if code not in given)
    reported = len(expected) - len(missing)
    figure = _figure(
        _Given(
            plan,
            indicator,
            {unit: found.value for unit, found in given.items()},
            below,
            frozenset(expected),
        )
    )
    return Total(
        code=indicator.code,
        name=indicator.name,
        unit_of_measure=indicator.unit_of_measure,
        group=group,
        value=figure.value,
        denominator=figure.denominator,
        ratio=figure.ratio,
        reported=reported,
        expected=len(expected),
        missing=missing,
        extra_units=len(given) - reported,
        maximum=figure.maximum,
        estimates=sum(found.estimate for found in given.values()),
        partial=sum(found.partial for found in given.values()),
    )


def _figure(given: _Given) -> _Figure:
    match given.indicator.aggregation:
        case Aggregation.COUNT_YES:
            return _yes(given)
        case Aggregation.COUNT_ON_TIME:
            return _on_time(given)
        case Aggregation.COUNT:
            return _Figure(len(given.values) or None)
        case Aggregation.AVERAGE:
            return _average(given)
        case Aggregation.MAX:
            return _against_constant(given, max(given.numbers, default=None))
        case _:
            return _sum(given)


def _sum(given: _Given) -> _Figure:
    """A sum, and a ratio of sums over the units that gave both (rule 9)."""
    numbers = given.numbers
    value = sum(numbers) if numbers else None
    if given.indicator.denominator in given.plan.constants:
        return _against_constant(given, value)
    above = base = 0
    for unit, scalar in given.below.items():
        number, whole = whole_number(given.values[unit]), whole_number(scalar)
        if number is not None and whole is not None:
            above += number
            base += whole
    if not given.below:
        return _Figure(value)
    return _Figure(value, base, _ratio(above, base))


def _yes(given: _Given) -> _Figure:
    """The yes, over all that were expected to answer: who did not is no yes (rule 9)."""
    yes = {unit for unit, value in given.values.items() if value is True}
    answered = given.values.keys() & given.expected
    expected = len(given.expected)
    return _Figure(
        len(yes) if given.values else None,
        expected,
        _ratio(len(yes & given.expected), expected) if answered else None,
    )


def _on_time(given: _Given) -> _Figure:
    """Those held at the expected moment, over those that say they were held and when."""
    moment = given.indicator.expected_moment
    on_time = {unit for unit, value in given.values.items() if value == moment}
    held = {unit for unit, value in given.below.items() if value is True}
    return _Figure(
        len(on_time) if given.values else None,
        len(held) if given.values else None,
        _ratio(len(on_time & held), len(held)),
    )


def _average(given: _Given) -> _Figure:
    numbers = given.numbers
    mean = sum(numbers) / len(numbers) if numbers else None
    return replace(_against_constant(given, mean), maximum=max(numbers, default=None))


def _against_constant(given: _Given, value: float | None) -> _Figure:
    """A figure over what the plan itself says, such as its days or its communes (rule 12)."""
    constant = given.plan.constants.get(given.indicator.denominator)
    return _Figure(value, constant, _ratio(value, constant))


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None
