"""A cell in its surroundings, as the officer sees it beside a question about it."""

import re
from dataclasses import dataclass

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Book, Place

_ROWS_AROUND = 4
_COLUMNS_AROUND = 3
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A cell in its surroundings, as texts; all places count from 0."""

    sheet: str
    top: int
    left: int
    rows: tuple[tuple[str, ...], ...]
    row: int
    column: int


def excerpt(book: Book, sheet: str, cell: str) -> Excerpt:
    """The surroundings of a cell ("B7"; of several, "C5, C6", the first). UserError if none is."""
    found = next((each for each in book.sheets if each.name == sheet), None)
    place = _place(cell)
    if found is None or place is None:
        raise UserError("worker.no_cell", sheet=sheet, cell=cell)
    row, column = place
    top, left = max(0, row - _ROWS_AROUND), max(0, column - _COLUMNS_AROUND)
    rows = tuple(
        tuple(
            one.raw if (one := found.cells.get((r, c))) else ""
            for c in range(left, column + _COLUMNS_AROUND + 1)
        )
        for r in range(top, row + _ROWS_AROUND + 1)
    )
    return Excerpt(sheet, top, left, rows, row, column)


def _place(cell: str) -> Place | None:
    match = _CELL.match(cell)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
