"""From a number in a document to the units, files and cells behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vinhloc_cds.domain.consolidation import Total, consolidate
from vinhloc_cds.domain.formatting import format_number, format_percent, format_value
from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan, ValueType
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import StandingValue, nothing_arose, standing_matrix
from vinhloc_cds.domain.submission import Submission, SubmissionState, Value
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.trace import FigureKey, Part, StateKey, parse_key
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store
from vinhloc_cds.services.tracing_states import (
    TraceRow,
    assignments_behind,
    field_title,
    opinion_of,
    state_title,
    units_behind,
)
from vinhloc_cds.texts import text


@dataclass(frozen=True, slots=True)
class Trace:
    """A number with what it is (`title`, sentences) and what it is made of, unit by unit.

    `indicator` is blank for a count of units or duties.
    """

    title: str
    said: tuple[str, ...]
    rows: tuple[TraceRow, ...]
    indicator: str = ""


class Tracing:
    """Use cases around where a number comes from."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def trace(self, plan: str, key: str) -> Trace:
        """What is behind the figure `key` now; UserError where it is no figure of the plan."""
        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=self._clock())
        return trace(snapshot, key)


def trace(snapshot: Snapshot, key: str) -> Trace:
    """What is behind the figure `key` (`vinhloc_cds.reports.trace`) of `snapshot`.

    UserError where the plan has no such figure.
    """
    try:
        parsed = parse_key(key)
    except ValueError:
        raise UserError("trace.unknown", key=key) from None
    if isinstance(parsed, StateKey):
        return _of_state(snapshot, parsed)
    indicator = snapshot.plan.indicator_by_code.get(parsed.code)
    if indicator is None:
        raise UserError("trace.unknown", key=key)
    return _Figure(snapshot, indicator, parsed).trace()


def title_of(plan: Plan, key: str) -> str:
    """What the figure `key` is, in words; the key itself where the plan has none like it.

    Figures of the same, such as a count and the names counted, are told apart.
    """
    try:
        parsed = parse_key(key)
    except ValueError:
        return key
    if isinstance(parsed, StateKey):
        return field_title(plan, parsed)
    indicator = plan.indicator_by_code.get(parsed.code)
    return _figure_title(plan, indicator, parsed) if indicator else key


def _figure_title(plan: Plan, indicator: Indicator, key: FigureKey) -> str:
    below = plan.indicator_by_code.get(indicator.denominator)
    of_below = key.part is Part.OF and below is not None
    shown = below if below is not None and of_below else indicator
    words = text("trace.figure", code=shown.code, name=shown.name)
    if of_below:
        words = text("trace.denominator", what=words, code=indicator.code)
    groups = {group.code: group.name for group in plan.groups}
    if key.group:
        words = text("trace.of", of=groups.get(key.group, key.group), what=words)
    if key.unit and (unit := plan.unit_by_code.get(key.unit)):
        words = text("trace.of", of=unit.name, what=words)
    if key.part is Part.VALUE or of_below:
        return words
    return text("trace.part_of", part=text(f"trace.part.{key.part}"), what=words)


def _of_state(snapshot: Snapshot, key: StateKey) -> Trace:
    """What a count, or a list of names, is of."""
    title = state_title(snapshot.plan, key)
    if (indicator := opinion_of(snapshot.plan, key)) is not None:
        figure = _Figure(snapshot, indicator, FigureKey(indicator.code))
        rows = tuple(row for row in figure.rows() if row.shown)
        return Trace(title, (text("trace.units", count=len(rows)),), rows, indicator.code)
    if (units := units_behind(snapshot, key)) is not None:
        return Trace(title, (text("trace.units", count=len(units)),), units)
    if (duties := assignments_behind(snapshot, key)) is not None:
        return Trace(title, (text("trace.assignments", count=len(duties)),), duties)
    return Trace(title, (text("trace.from_plan"),), ())


class _Figure:
    """One figure of an indicator."""

    def __init__(self, snapshot: Snapshot, indicator: Indicator, key: FigureKey) -> None:
        self._snapshot = snapshot
        self._plan = snapshot.plan
        self._indicator = indicator
        self._key = key
        self._matrix = standing_matrix(snapshot)
        self._submissions = {each.id: each for each in snapshot.submissions}
        below = self._plan.indicator_by_code.get(indicator.denominator)
        self._told = below if key.part is Part.OF and below else indicator
        """Of what each unit's figure is told: of a denominator its own indicator."""

    def trace(self) -> Trace:
        title = _figure_title(self._plan, self._indicator, self._key)
        return Trace(title, tuple(self._said()), self.rows(), self._told.code)

    def rows(self) -> tuple[TraceRow, ...]:
        """What each unit has to do with it."""
        return tuple(self._row(unit) for unit in self._units())

    def _units(self) -> Sequence[Unit]:
        """Whom the figure is of: the unit, or those of the groups that are asked for it."""
        if self._key.unit:
            return [unit for unit in self._plan.units if unit.code == self._key.unit]
        groups = {self._key.group} if self._key.group else set(self._indicator.groups)
        return [
            unit
            for unit in self._plan.units
            if unit.group in groups and unit.relation is not Relation.NONE
        ]

    def _said(self) -> Iterable[str]:
        if self._key.unit:
            return
        total = next(
            (
                total
                for total in consolidate(self._snapshot)
                if total.code == self._indicator.code and (total.group or "") == self._key.group
            ),
            None,
        )
        if total is None:
            return
        if self._told is self._indicator:
            yield from _said_of(self._plan, self._indicator, total)
        else:
            yield from _said_of_ratio(total)

    def _row(self, unit: Unit) -> TraceRow:
        standing = self._matrix.get((unit.code, self._told.code))
        if standing is None:
            return TraceRow(unit.code, unit.name, "", place=self._why_blank(unit))
        submission = self._submissions.get(standing.submissions[-1])
        value = submission.value_of(self._told.code) if submission else None
        return TraceRow(
            unit.code,
            unit.name,
            self._shown(unit, standing),
            raw=" ".join(value.raw.split()) if value else "",
            place=self._counted(unit, self._place(standing, submission, value)),
            received_at=submission.received_at if submission else None,
            submission=submission.id if submission else None,
        )

    def _counted(self, unit: Unit, place: str) -> str:
        """`place`; of a denominator it is said whose figure plays no part in it (rule 9)."""
        code = self._indicator.code
        if self._told is self._indicator or (unit.code, code) in self._matrix:
            return place
        return text("trace.not_counted", place=place, code=code)

    def _shown(self, unit: Unit, standing: StandingValue) -> str:
        words = format_value(self._told, standing.value)
        if standing.estimate:
            words = text("trace.estimate", value=words)
        below = self._matrix.get((unit.code, self._indicator.denominator))
        if self._key.part is Part.PERCENT and below is not None:
            of = self._plan.indicator_by_code[self._indicator.denominator]
            return f"{words}/{format_value(of, below.value)}"
        return words

    def _place(
        self, standing: StandingValue, submission: Submission | None, value: Value | None
    ) -> str:
        """Where the figure stands: in which cell of which file, or by which way it came."""
        if self._told.aggregation is Aggregation.COMPUTED:
            return text("trace.computed", parts=", ".join(self._told.computed_from))
        if value is not None and value.source is not None:
            source = value.source
            if source.cell:
                return text(
                    "trace.cell", file=source.file_name, sheet=source.sheet, cell=source.cell
                )
            return text("trace.file", file=source.file_name)
        if submission is None:
            return ""
        words = text("trace.typed", channel=text(f"state.channel.{submission.channel}"))
        more = len(standing.submissions) - 1
        return text("trace.and_more", words=words, count=more) if more else words

    def _why_blank(self, unit: Unit) -> str:
        sent = self._snapshot.by_unit.get(unit.code, ())
        if not sent:
            return text("trace.nothing_sent")
        if nothing_arose(self._plan, sent):
            return text("trace.nothing_arose")
        if any(each.state is SubmissionState.ACCEPTED for each in sent):
            return text("trace.left_blank")
        if any(each.stands for each in sent):
            return text("trace.not_accepted")
        return text("trace.returned")


def _said_of(plan: Plan, indicator: Indicator, total: Total) -> Iterable[str]:
    """How the total is made, and over how many units it stands (rules 8 and 9)."""
    if total.value is None:
        yield text("trace.no_value")
    else:
        value = format_number(total.value)
        if indicator.value_type is not ValueType.BOOLEAN and indicator.unit_of_measure:
            value = f"{value} {indicator.unit_of_measure}"
        yield text("trace.total", how=text(f"trace.how.{indicator.aggregation}"), value=value)
    yield from _said_of_ratio(total)
    yield text("trace.coverage", reported=total.reported, expected=total.expected)
    if total.extra_units:
        yield text("trace.others", count=total.extra_units)
    if total.missing:
        names = ", ".join(plan.unit_by_code[code].short_name for code in total.missing)
        yield text("trace.missing", names=names)


def _said_of_ratio(total: Total) -> Iterable[str]:
    if total.ratio is not None and total.denominator is not None:
        yield text(
            "trace.ratio",
            percent=format_percent(total.ratio),
            below=format_number(total.denominator),
        )
