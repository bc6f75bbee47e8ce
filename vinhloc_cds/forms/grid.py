"""A workbook of any format as one neutral, sparse grid: readers give it, recognition reads it.

Cells are read once and by the thousand, so they are named tuples. Rows and columns count from 0.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import NamedTuple

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.texts import Message

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


class CellKind(IntEnum):
    """What a cell holds. A blank one is not in the grid."""

    TEXT = 1
    NUMBER = 2
    BOOLEAN = 3
    DATE = 4
    ERROR = 5
    """`raw` is "#REF!", "#N/A" …"""
    UNCALCULATED = 6
    """A formula whose result the file does not hold; `raw` is the formula with its "="."""


class Run(NamedTuple):
    """A stretch of text in one font."""

    text: str
    font: str


class Cell(NamedTuple):
    """One non-blank cell.

    `raw` is what is kept for ever: texts as they are, letter for letter (no normalisation, soft
    hyphens stay); numbers in the fewest digits ("25", "1.2"; "95%" where the format is percent);
    dates as dd/mm/yyyy, with hh:mm where there is a time. `value` is str, int (whole numbers),
    float, bool, date, datetime or None (ERROR, UNCALCULATED). `runs` is only filled where a text
    has several fonts, `font` is the cell's own, or the first run's. `formula` is blank for a
    constant. `hidden` covers hidden rows and columns.
    """

    kind: CellKind
    value: str | int | float | bool | date | datetime | None
    raw: str
    font: str = ""
    formula: str = ""
    comment: str = ""
    hidden: bool = False
    runs: tuple[Run, ...] = ()


class Area(NamedTuple):
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet, or a table of a document that has no sheets.

    `merged` holds the merged areas, whose text stands in their first cell. `pictures` are the
    places (top left) of pictures that lie over cells.
    """

    name: str
    cells: dict[Place, Cell] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    pictures: tuple[Place, ...] = ()


@dataclass(slots=True)
class Book:
    """A file's sheets, and what is to be told about the file as a whole (macros, links …)."""

    kind: FileKind
    sheets: list[Sheet]
    notices: tuple[Message, ...] = ()


def column_name(column: int) -> str:
    """The letters of a column: 0 is A, 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_name(place: Place) -> str:
    """As Excel names a cell: (6, 1) is B7."""
    return f"{column_name(place[1])}{place[0] + 1}"
