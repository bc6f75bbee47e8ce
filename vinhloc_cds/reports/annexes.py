"""The report's annexes: figures unit by unit, state of the duties, late and missing units."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from vinhloc_cds.domain.deadline import Deadline, local
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import Duty, Indicator
from vinhloc_cds.domain.progress import (
    AssignmentProgress,
    AssignmentState,
    UnitProgress,
    UnitState,
    count_assignments,
)
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.document import Align, Block, Cell, Column, Paragraph, Table, count_cell
from vinhloc_cds.reports.figure_table import FigureTable
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.trace import StateKey
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.texts import text

# Beside the number and the name of the unit; more would break words in the columns' titles.
_INDICATORS_PER_TABLE = 9
_REPORTED = (AssignmentState.ACCEPTED, AssignmentState.REPORTED)
# What has a column of its own beside the results; the last two states share one.
_STATES = (
    AssignmentState.NOT_APPLICABLE,
    AssignmentState.RETURNED,
    AssignmentState.OVERDUE,
    AssignmentState.UNDER_WAY,
)
_AHEAD = (AssignmentState.NOT_DUE, AssignmentState.UNDATED)


def _cell(value: str, key: str = "") -> Cell:
    return Cell(value, align=Align.CENTER, key=key)


def figures(material: Material) -> tuple[Block, ...]:
    """All sections' figures: small ones of the same units in one table, big ones in parts.

    Where no figure at all has been accepted, that is said once.
    """
    if not _any_figure(material):
        return (Paragraph(text("annex.no_figures_at_all")),)
    nothing = frozenset(material.nothing)
    return tuple(
        FigureTable(material, chosen, nothing).table(name, title)
        for sections in _joined(material)
        for name, title, chosen in _parts(material, sections)
    )


def printed_tables(material: Material) -> dict[str, str]:
    """By section what the table that holds its figures is called: "Biểu A, B".

    A section without a table, or all of them where no figure has been accepted, is not in it.
    """
    if not _any_figure(material):
        return {}
    return {
        section: text("annex.table_name", section=", ".join(sections))
        for sections in _joined(material)
        for section in sections
    }


def _any_figure(material: Material) -> bool:
    codes = {i.code for section in material.sections() for i in material.figures_of(section)}
    return any(code in codes for _, code in material.matrix)


def _joined(material: Material) -> list[tuple[str, ...]]:
    """The sections that share a table, in order: neighbours with the most units in common first.

    Each unit then has one row for both; what is too wide for one table stays by itself. What
    nobody is asked for has no table.
    """
    units = {
        section: {
            unit.code
            for indicator in material.figures_of(section)
            for unit in material.plan.units
            if unit.group in indicator.groups and unit.relation is not Relation.NONE
        }
        for section in material.sections()
    }
    wide = {section: len(material.figures_of(section)) for section in units}
    joined: list[tuple[str, ...]] = [
        (section,) for section in units if wide[section] and units[section]
    ]
    while True:
        # How many units a pair that fits has in common, which is how many rows it saves.
        saved = {
            (one, other): len(_of(units, one) & _of(units, other))
            for one, other in pairwise(joined)
            if sum(wide[section] for section in one + other) <= _INDICATORS_PER_TABLE
        }
        best = max(saved, key=saved.__getitem__, default=None)
        if best is None or not saved[best]:
            return joined
        one, other = best
        joined[joined.index(one)] = one + other
        joined.remove(other)


def _of(units: Mapping[str, set[str]], sections: tuple[str, ...]) -> set[str]:
    return {unit for section in sections for unit in units[section]}


def _parts(
    material: Material, sections: tuple[str, ...]
) -> Iterator[tuple[str, str, Sequence[Indicator]]]:
    """Name, title and indicators of each table that `sections` need, as even as can be."""
    indicators = [i for section in sections for i in material.figures_of(section)]
    letters = ", ".join(sections)
    title = "; ".join(material.plan.sections.get(section, section) for section in sections)
    parts = -(-len(indicators) // _INDICATORS_PER_TABLE)
    if parts == 1:
        yield (
            text("annex.table_name", section=letters),
            text("annex.figures_table", section=letters, title=title),
            indicators,
        )
        return
    start = 0
    for part in range(1, parts + 1):
        # 15 indicators are 8 and 7.
        end = start + -(-(len(indicators) - start) // (parts - part + 1))
        yield (
            text("annex.table_part_name", section=letters, part=part),
            text("annex.figures_table_part", section=letters, title=title, part=part, parts=parts),
            indicators[start:end],
        )
        start = end


def duties(material: Material) -> tuple[Block, ...]:
    """Duty by duty how many units have reported and in which state the others are."""
    columns = (
        Column(text("annex.order"), 12, Align.CENTER),
        Column(text("annex.clause"), 30),
        Column(text("annex.group"), 56),
        Column(text("annex.duty"), 80),
        Column(text("annex.reported_of"), 16, Align.CENTER),
        *(Column(text(f"state.assignment.{state}"), 16, Align.CENTER) for state in _STATES),
        Column(text("annex.ahead"), 22, Align.CENTER),
    )
    groups = {group.code: group.name for group in material.plan.groups}
    by_duty: dict[str, list[AssignmentProgress]] = {}
    for progress in material.assignments:
        by_duty.setdefault(progress.duty.code, []).append(progress)
    rows = tuple(
        _duty_row(number, duty, groups.get(duty.group, ""), by_duty.get(duty.code, []))
        for number, duty in enumerate(material.plan.duties, 1)
    )
    title, name = text("annex.duties_table"), text("annex.duties_name")
    return (Table(name, title, columns, rows, text("annex.duties_note")),)


def _duty_row(
    number: int, duty: Duty, group: str, found: Sequence[AssignmentProgress]
) -> tuple[Cell, ...]:
    counts = count_assignments(found)
    reported = sum(counts[state] for state in _REPORTED)
    expected = len(found) - counts[AssignmentState.NOT_APPLICABLE]

    def key(what: str) -> str:
        return str(StateKey(f"duty.{duty.code}.{what}"))

    return (
        count_cell(number),
        Cell("; ".join(duty.clauses)),
        Cell(group),
        Cell(duty.text),
        _cell(text("annex.covered_of", reported=reported, expected=expected), key("reported")),
        *(count_cell(counts[state], key(state)) for state in _STATES),
        count_cell(sum(counts[state] for state in _AHEAD), key("ahead")),
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
        name, title = text("annex.late_name"), text("annex.late_table")
        blocks.append(_unit_table(material, name, title, late))
    else:
        blocks.append(Paragraph(text("annex.none_late")))
    if asked:
        name, title = text("annex.asked_name"), text("annex.asked_table")
        blocks.append(_unit_table(material, name, title, asked))
    return tuple(blocks)


def _unit_table(material: Material, name: str, title: str, found: Sequence[UnitProgress]) -> Table:
    columns = (
        Column(text("annex.order"), 6, Align.CENTER),
        Column(text("annex.unit"), 40),
        Column(text("annex.deadline"), 22, Align.CENTER),
        Column(text("annex.received"), 22, Align.CENTER),
        Column(text("annex.state"), 24, Align.CENTER),
        Column(text("annex.remark"), 30),
    )
    rows = tuple(
        (
            count_cell(number),
            Cell(listed_name(material.plan, progress.unit)),
            _cell(_deadline(progress.deadline)),
            received_cell(progress.received_at),
            _cell(text(f"state.unit.{progress.state}")),
            Cell(_remark(material, progress)),
        )
        for number, progress in enumerate(found, 1)
    )
    return Table(name, title, columns, rows)


def _remark(material: Material, progress: UnitProgress) -> str:
    """What else there is to say about a unit: that all was returned, that it has more time."""
    remarks = [text("annex.returned")] if progress.was_returned else []
    remarks += [
        text("annex.extended", reason=extension.reason)
        for extension in material.snapshot.extensions
        if extension.unit == progress.unit.code
        # The plan's own deadline may have been moved behind it since.
        and progress.deadline != material.plan.reporting.deadline
    ]
    return "; ".join(remarks)


def received_cell(moment: datetime | None) -> Cell:
    """When a unit's report came; a dash where none has."""
    if moment is None:
        return _cell(text("annex.missing"))
    return Cell(format_datetime(moment), local(moment).replace(tzinfo=None), Align.CENTER)


def _deadline(deadline: Deadline) -> str:
    day = format_date(deadline.day)
    if deadline.exclusive:
        return text("annex.before", day=day)
    return text("annex.until", day=day)
