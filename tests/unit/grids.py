"""Grids made in code: a sheet from rows of plain values, our form filled in, books of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from vinhloc_cds.domain.incoming import FileKind, FileReading
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.unit import UnitProfile
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.grid import Area, Book, Cell, CellKind, Sheet
from vinhloc_cds.forms.opening import open_book
from vinhloc_cds.forms.recognition import recognise
from vinhloc_cds.forms.writer import Forms

HUNG, HUNGF = "15367", "15379"
"""Vĩnh Hưng and Vĩnh Hùng: the same without accents."""


@cache
def plan() -> Plan:
    return built_in_plans()[0].load()


@cache
def plain_context() -> Context:
    """Nothing but the plan is known."""
    return Context(plan())


def with_hamlets(count: int) -> Plan:
    """The plan with so many hamlets on file for Vĩnh Hùng."""
    units = tuple(
        replace(unit, profile=UnitProfile(hamlets=count)) if unit.code == HUNGF else unit
        for unit in plan().units
    )
    return replace(plan(), units=units)


def cell(value: object, **more) -> Cell:
    """A constant as a reader would give it."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, bool):
        return Cell(CellKind.BOOLEAN, value, str(value).upper(), **more)
    if isinstance(value, int | float):
        return Cell(CellKind.NUMBER, value, f"{value:g}", **more)
    if isinstance(value, date):
        return Cell(CellKind.DATE, value, f"{value:%d/%m/%Y}", **more)
    return Cell(CellKind.TEXT, str(value), str(value), **more)


def sheet(rows: Sequence[Sequence[object]], name: str = "Sheet1", **more) -> Sheet:
    """A sheet from rows of values; None and "" are blank."""
    cells = {
        (row, column): cell(value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None and value != ""
    }
    return Sheet(name, cells, **more)


def read(*sheets: Sheet, name: str = "so lieu.xlsx", labels=None, using=None, unit=None):
    """What recognition makes of `sheets`, with its account checked."""
    context = Context(using or plan(), labels or {}) if using or labels else plain_context()
    return checked(recognise(Book(FileKind.XLSX, list(sheets)), name, context, unit=unit), sheets)


def checked(reading: FileReading, sheets: Sequence[Sheet] | None = None) -> FileReading:
    """`reading`, once its counts add up, to the cells of `sheets` if these were all read."""
    counts = reading.counts
    assert counts.cells == counts.values + counts.notes + counts.problems + counts.labels
    if sheets is not None and counts.cells:
        assert counts.cells <= sum(len(each.cells) for each in sheets)
    return reading


@cache
def blank_form(unit: str = HUNG) -> bytes:
    """Our real form as it goes out."""
    return Forms(plan()).form(plan().unit_by_code[unit], plan().reporting.deadline)


@cache
def _blank_sheet(unit: str) -> Sheet:
    return open_book(blank_form(unit), "bieu.xlsx").sheets[0]


def form(
    values: dict[str, object], *, unit: str = HUNG, change: Callable[[Sheet], None] | None = None
) -> Sheet:
    """The first sheet of our real form, filled in through its hidden ids, then changed."""
    read_once = _blank_sheet(unit)
    made = replace(read_once, cells=dict(read_once.cells))
    rows = {each.raw: row for (row, column), each in made.cells.items() if column == 0}
    for key, value in values.items():
        made.cells[rows[key], 4] = cell(value)
    if change is not None:
        change(made)
    return made


def moved(made: Sheet, place: Callable[[int, int], tuple[int, int] | None]) -> None:
    """Put every cell of `made` elsewhere; None deletes it."""
    cells = {}
    for (row, column), each in made.cells.items():
        if (to := place(row, column)) is not None:
            cells[to] = each
    made.cells = cells
    made.merged = tuple(
        Area(*start, *end)
        for top, left, bottom, right in made.merged
        if (start := place(top, left)) is not None and (end := place(bottom, right)) is not None
    )
