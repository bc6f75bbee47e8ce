"""Figures of one unit held against those of the others of its group (dirty_cases.md, N27 and D11).

What is found is only ever asked, with the reason: a unit may well have done seven times as much.
"""

from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction

from vinhloc_cds.domain.expression import parse
from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.domain.incoming import FileProblem, Todo
from vinhloc_cds.domain.plan import Indicator, Plan, Severity, ValueType
from vinhloc_cds.domain.submission import Doubt, Scalar
from vinhloc_cds.domain.unit import Unit, UnitProfile
from vinhloc_cds.texts import text

Figures = Mapping[str, Mapping[str, Scalar]]
"""By unit and indicator."""

_FAR_ABOVE = 5
# Fewer others say nothing of what is usual.
_FEWEST_OTHERS = 4
# Two units may well agree in a few small numbers.
_FEWEST_ALIKE = 5

_PROFILE_OF_MEASURE = {
    "tổ": "teams",
    "thôn": "hamlets",
    "hộ": "households",
}


class Comparison:
    """All units' figures beside each other: those that stand, and those of the files in hand.

    Made once for many units; the order of units and figures does not matter.
    """

    def __init__(self, plan: Plan, figures: Figures) -> None:
        self._plan = plan
        self._group_names = {group.code: group.name for group in plan.groups}
        self._baselines = _baselines(plan)
        self._counts: dict[str, dict[str, int]] = {}
        self._sorted: dict[tuple[str, str], list[int]] = {}
        self._alike: dict[tuple[str, frozenset[tuple[str, int]]], list[str]] = {}
        for unit in plan.units:
            if unit.code in figures:
                self._add(unit, figures[unit.code])
        for values in self._sorted.values():
            values.sort()

    def _add(self, unit: Unit, figures: Mapping[str, Scalar]) -> None:
        counts = self._counts[unit.code] = self._counted(figures)
        for code, value in counts.items():
            self._sorted.setdefault((unit.group, code), []).append(value)
        self._alike.setdefault((unit.group, frozenset(counts.items())), []).append(unit.code)

    def _counted(self, figures: Mapping[str, Scalar]) -> dict[str, int]:
        return {
            code: value
            for code, value in figures.items()
            if type(value) is int and value > 0 and code in self._plan.indicator_by_code
        }

    def doubts(self, unit: str, figures: Mapping[str, Scalar]) -> tuple[tuple[str, Doubt], ...]:
        """Those of the unit's `figures` that stand out, in the plan's order; one doubt for each.

        They are those of one file: the unit may have sent others, with other figures.
        """
        counts = self._counted(figures)
        asked = self._plan.unit_by_code[unit] if counts else None
        found = []
        for indicator in self._plan.indicators:
            value = counts.get(indicator.code)
            if value is None or asked is None:
                continue
            if sentence := self._above_profile(asked.profile, indicator, value) or (
                self._far_above(asked, indicator, value)
            ):
                found.append((indicator.code, Doubt(Severity.QUESTION, sentence)))
        return tuple(found)

    def _above_profile(self, profile: UnitProfile, indicator: Indicator, value: int) -> str:
        field = self._baselines.get(indicator.code, "")
        baseline: int | None = getattr(profile, field) if field else None
        if baseline is None or value <= baseline:
            return ""
        return text(
            "comparison.above_profile",
            value=_shown(value, indicator),
            baseline=_shown(baseline, indicator),
        )

    def _far_above(self, unit: Unit, indicator: Indicator, value: int) -> str:
        values = self._sorted.get((unit.group, indicator.code), [])
        own = self._counts.get(unit.code, {}).get(indicator.code)
        others = len(values) if own is None else len(values) - 1
        if others < _FEWEST_OTHERS:
            return ""
        median = _median_without(values, own)
        if value <= _FAR_ABOVE * median:
            return ""
        return text(
            "comparison.far_above",
            value=_shown(value, indicator),
            times=format_number(round(float(value / median), 1)),
            median=format_number(float(median)),
            count=others,
            group=self._group_names.get(unit.group, unit.group),
        )

    def problems(self, unit: str, figures: Mapping[str, Scalar]) -> tuple[FileProblem, ...]:
        """That all the unit's `figures` are those of another unit of its group, too."""
        counts = self._counted(figures)
        if len(counts) < _FEWEST_ALIKE:
            return ()
        by_code = self._plan.unit_by_code
        key = (by_code[unit].group, frozenset(counts.items()))
        others = [by_code[code].name for code in self._alike.get(key, ()) if code != unit]
        if not others:
            return ()
        names = text("comparison.or").join(others)
        sentence = text("comparison.same_figures", count=len(counts), units=names)
        return (FileProblem(Todo.CONFIRM, Severity.QUESTION, sentence),)


def _median_without(values: list[int], own: int | None) -> Fraction:
    """The median of sorted `values` without `own`, which is one of them unless there is none."""
    skipped = len(values) if own is None else bisect_left(values, own)
    left = len(values) if own is None else len(values) - 1

    def at(place: int) -> int:
        return values[place if place < skipped else place + 1]

    return Fraction(at((left - 1) // 2) + at(left // 2), 2)


def _baselines(plan: Plan) -> Mapping[str, str]:
    """Which number of the profile no figure of an indicator can exceed, by its unit of measure.

    Indicators that a check of the plan holds against the profile are left to it.
    """
    baselines = {}
    for indicator in plan.indicators:
        if indicator.value_type is not ValueType.INTEGER:
            continue
        measure = indicator.unit_of_measure.partition(",")[0].strip().casefold()
        field = _PROFILE_OF_MEASURE.get(measure)
        facts = {fact for check in indicator.checks for fact in parse(check.rule).facts}
        if field and f"profile.{field}" not in facts:
            baselines[indicator.code] = field
    return baselines


def _shown(value: int, indicator: Indicator) -> str:
    return f"{format_number(value)} {indicator.unit_of_measure}".strip()
