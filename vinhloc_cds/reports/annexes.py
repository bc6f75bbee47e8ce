"""The report's annexes: figures unit by unit, state of the duties, late and missing units."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.deadline import Deadline, local
from vinhloc_cds.domain.formatting import format_date, format_datetime, format_number, format_value
from vinhloc_cds.domain.plan import Aggregation, Duty, Indicator
from vinhloc_cds.domain.progress import (
    AssignmentProgress,
    AssignmentState,
    UnitProgress,
    UnitState,
    count_assignments,
)
from vinhloc_cds.domain.unit import Relation, Unit, UnitGroup
from vinhloc_cds.reports.document import Align, Block, Cell, Column, Paragraph, Table
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.texts import text

# With the number and the name of the unit a table has ten columns at most.
_INDICATORS_PER_TABLE = 8
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_REPORTED = (AssignmentState.ACCEPTED, AssignmentState.REPORTED)
# What has a column of its own beside the results; the last two states share one.
_STATES = (
    AssignmentState.NOT_APPLICABLE,
    AssignmentState.RETURNED,
    AssignmentState.OVERDUE,
    AssignmentState.UNDER_WAY,
)
_AHEAD = (AssignmentState.NOT_DUE, AssignmentState.UNDATED)


def roman(number: int) -> str:
    """`number` in Roman numerals: annexes are numbered by them (Decree 30, Annex I, part III)."""
    digits = ""
    for value, letter in _ROMAN:
        while number >= value:
            digits += letter
            number -= value
    return digits


def _cell(value: str, *, bold: bool = False, italic: bool = False) -> Cell:
    return Cell(value, align=Align.CENTER, bold=bold, italic=italic)


def _count(number: int) -> Cell:
    return Cell(str(number), number, Align.CENTER)


def figures(material: Material) -> tuple[Block, ...]:
    """A table for each section, split where it has more than eight indicators."""
    return tuple(
        table for section in material.sections() for table in _section_tables(material, section)
    )


def _section_tables(material: Material, section: str) -> Iterator[Table]:
    indicators = material.figures_of(section)
    count = -(-len(indicators) // _INDICATORS_PER_TABLE)
    title = material.plan.sections.get(section, section)
    start = 0
    for part in range(1, count + 1):
        # Parts as even as can be: 15 indicators are 8 and 7.
        end = start + -(-(len(indicators) - start) // (count - part + 1))
        chosen = indicators[start:end]
        start = end
        names = (
            (
                text("report.annex.table_part_name", section=section, part=part),
                text(
                    "report.annex.figures_table_part",
                    section=section, title=title, part=part, parts=count,
                ),
            )
            if count > 1
            else (
                text("report.annex.table_name", section=section),
                text("report.annex.figures_table", section=section, title=title),
            )
        )  # fmt: skip
        yield _FigureTable(material, chosen).table(*names)


class _FigureTable:
    """Units by some indicators: communes first, then group by group, with what they add up to."""

    def __init__(self, material: Material, indicators: Sequence[Indicator]) -> None:
        self._material = material
        self._indicators = indicators
        self._totals = {(t.code, t.group): t for t in material.totals}
        self._within = {i.code for i in indicators if i.aggregation is Aggregation.SUM_WITHIN_GROUP}

    def table(self, name: str, title: str) -> Table:
        groups = self._groups()
        rows: list[tuple[Cell, ...]] = []
        for at, (group, units) in enumerate(groups, 1):
            if len(units) == 1:
                rows.append(self._unit_row(_cell(roman(at)), units[0]))
                continue
            if len(groups) > 1:
                rows.append(self._group_row(roman(at), group))
            rows += [self._unit_row(_count(number), unit) for number, unit in enumerate(units, 1)]
            if len(groups) > 1:
                label = text("report.annex.subtotal", number=roman(at))
                rows += self._total_rows(label, group.code)
        only = groups[0][0].code if len(groups) == 1 else None
        rows += self._total_rows(text("report.annex.total"), None, only)
        note = "report.annex.figures_note_within" if self._within else "report.annex.figures_note"
        return Table(name, title, self._columns(), tuple(rows), text(note))

    def _groups(self) -> list[tuple[UnitGroup, list[Unit]]]:
        """The groups that are asked for one of the indicators, with their units."""
        plan = self._material.plan
        asked = {group for indicator in self._indicators for group in indicator.groups}
        found = []
        for group in sorted(plan.groups, key=lambda g: (g.code != plan.commune_group, g.order)):
            units = [
                u for u in plan.units if u.group == group.code and u.relation is not Relation.NONE
            ]
            if group.code in asked and units:
                found.append((group, sorted(units, key=lambda u: u.order)))
        return found

    def _columns(self) -> tuple[Column, ...]:
        columns = [
            Column(text("report.annex.order"), 6, Align.CENTER),
            Column(text("report.annex.unit"), 24),
        ]
        for indicator in self._indicators:
            title = indicator.name
            unit = indicator.unit_of_measure
            if unit and unit.casefold() not in title.casefold():
                title = text("report.annex.indicator", name=title, unit=unit)
            wide = 13 if indicator.is_text else 10
            columns.append(Column(title, wide, Align.LEFT if indicator.is_text else Align.RIGHT))
        return tuple(columns)

    def _group_row(self, number: str, group: UnitGroup) -> tuple[Cell, ...]:
        words = text("report.annex.group_row", number=number, name=group.name)
        return (Cell(words, bold=True, span=len(self._indicators) + 2),)

    def _unit_row(self, number: Cell, unit: Unit) -> tuple[Cell, ...]:
        cells = [number, Cell(listed_name(self._material.plan, unit))]
        cells += [self._value(unit, indicator) for indicator in self._indicators]
        return tuple(cells)

    def _value(self, unit: Unit, indicator: Indicator) -> Cell:
        """What the unit reported; missing, zero and never asked for are told apart."""
        if unit.group not in indicator.groups:
            return _cell("")
        standing = self._material.matrix.get((unit.code, indicator.code))
        if standing is None or standing.value is None:
            return _cell(text("report.annex.missing"))
        value = standing.value
        words = format_value(indicator, value)
        align = Align.LEFT if indicator.is_text else Align.RIGHT
        if standing.estimate:
            return Cell(text("report.annex.estimate", value=words), align=align)
        if standing.partial:
            return Cell(text("report.annex.partial", value=words), align=align)
        if isinstance(value, bool):
            return _cell(words)
        if isinstance(value, datetime):
            value = local(value).replace(tzinfo=None)
        if isinstance(value, date):
            align = Align.CENTER
        return Cell(words, value, align)

    def _total_rows(
        self, label: str, group: str | None, only: str | None = None
    ) -> list[tuple[Cell, ...]]:
        """What units add up to, and over how many of them it stands."""
        # Where there is one group only, what is never added across groups is its total.
        totals = [
            self._totals.get((i.code, group), self._totals.get((i.code, only)) if only else None)
            for i in self._indicators
        ]
        values = tuple(
            self._total(indicator, total, group)
            for indicator, total in zip(self._indicators, totals, strict=True)
        )
        coverage = tuple(self._coverage(total) for total in totals)
        return [
            (Cell(label, bold=True, align=Align.CENTER, span=2), *values),
            (
                Cell(text("report.annex.coverage"), italic=True, align=Align.CENTER, span=2),
                *coverage,
            ),
        ]

    def _total(self, indicator: Indicator, total: Total | None, group: str | None) -> Cell:
        if total is None:
            crossed = indicator.code in self._within and group is None
            return _cell(text("report.annex.not_added") if crossed else "")
        if total.value is None:
            return _cell(text("report.annex.missing"), bold=True)
        words = format_number(total.value)
        if indicator.aggregation is Aggregation.AVERAGE:
            words = text("report.annex.average", value=words)
        return Cell(words, total.value, Align.RIGHT, bold=True)

    @staticmethod
    def _coverage(total: Total | None) -> Cell:
        if total is None or not (total.expected or total.extra_units):
            return _cell("")
        words = text("report.annex.covered_of", reported=total.reported, expected=total.expected)
        others = text("report.annex.covered_others", extra=total.extra_units)
        if not total.expected:
            words = others
        elif total.extra_units:
            words = f"{words} {others}"
        return _cell(words, italic=True)


def duties(material: Material) -> tuple[Block, ...]:
    """Duty by duty how many units have reported and in which state the others are."""
    columns = (
        Column(text("report.annex.order"), 12, Align.CENTER),
        Column(text("report.annex.clause"), 30),
        Column(text("report.annex.group"), 56),
        Column(text("report.annex.duty"), 80),
        Column(text("report.annex.reported_of"), 16, Align.CENTER),
        *(Column(text(f"state.assignment.{state}"), 16, Align.CENTER) for state in _STATES),
        Column(text("report.annex.ahead"), 22, Align.CENTER),
    )
    groups = {group.code: group.name for group in material.plan.groups}
    by_duty: dict[str, list[AssignmentProgress]] = {}
    for progress in material.assignments:
        by_duty.setdefault(progress.duty.code, []).append(progress)
    rows = tuple(
        _duty_row(number, duty, groups.get(duty.group, ""), by_duty.get(duty.code, []))
        for number, duty in enumerate(material.plan.duties, 1)
    )
    title, name = text("report.annex.duties_table"), text("report.annex.duties_name")
    return (Table(name, title, columns, rows, text("report.annex.duties_note")),)


def _duty_row(
    number: int, duty: Duty, group: str, found: Sequence[AssignmentProgress]
) -> tuple[Cell, ...]:
    counts = count_assignments(found)
    reported = sum(counts[state] for state in _REPORTED)
    expected = len(found) - counts[AssignmentState.NOT_APPLICABLE]
    return (
        _count(number),
        Cell("; ".join(duty.clauses)),
        Cell(group),
        Cell(duty.text),
        _cell(text("report.annex.covered_of", reported=reported, expected=expected)),
        *(_count(counts[state]) for state in _STATES),
        _count(sum(counts[state] for state in _AHEAD)),
    )


def late_units(material: Material) -> tuple[Block, ...]:
    """Who was late and who has not sent anything: the obliged, then those only asked."""
    late = [
        progress
        for progress in material.units
        if progress.state in {UnitState.LATE, UnitState.OVERDUE, UnitState.WAITING}
        and progress.unit.relation is Relation.OBLIGED
    ]
    asked = [
        progress
        for progress in material.units
        if progress.state in {UnitState.LATE, UnitState.NOT_SENT}
        and progress.unit.relation is Relation.ASKED
    ]
    blocks: list[Block] = []
    if late:
        name, title = text("report.annex.late_name"), text("report.annex.late_table")
        blocks.append(_unit_table(material, name, title, late))
    else:
        blocks.append(Paragraph(text("report.annex.none_late")))
    if asked:
        name, title = text("report.annex.asked_name"), text("report.annex.asked_table")
        blocks.append(_unit_table(material, name, title, asked))
    return tuple(blocks)


def _unit_table(material: Material, name: str, title: str, found: Sequence[UnitProgress]) -> Table:
    columns = (
        Column(text("report.annex.order"), 6, Align.CENTER),
        Column(text("report.annex.unit"), 40),
        Column(text("report.annex.deadline"), 22, Align.CENTER),
        Column(text("report.annex.received"), 22, Align.CENTER),
        Column(text("report.annex.state"), 24, Align.CENTER),
        Column(text("report.annex.remark"), 30),
    )
    missing = text("report.annex.missing")
    rows = tuple(
        (
            _count(number),
            Cell(listed_name(material.plan, progress.unit)),
            _cell(_deadline(progress.deadline)),
            _moment(progress.received_at) if progress.received_at else _cell(missing),
            _cell(text(f"state.unit.{progress.state}")),
            Cell(text("report.annex.returned") if progress.was_returned else ""),
        )
        for number, progress in enumerate(found, 1)
    )
    return Table(name, title, columns, rows)


def _moment(moment: datetime) -> Cell:
    return Cell(format_datetime(moment), local(moment).replace(tzinfo=None), Align.CENTER)


def _deadline(deadline: Deadline) -> str:
    day = format_date(deadline.day)
    if deadline.exclusive:
        return text("report.annex.before", day=day)
    return text("report.annex.until", day=day)
