"""Cells that hold nothing but text, as files without cell types give them."""

import re
from dataclasses import dataclass, field

from vinhloc_cds.forms.bounds import Room
from vinhloc_cds.forms.grid import Cell, CellKind, Place, Sheet

# All but the blanks that `domain.text.collapse` knows; the soft hyphen is a letter of TCVN3.
_SEEN = re.compile(r"[^\s\u200b-\u200d\u2060\ufeff]")


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen."""
    return _SEEN.search(text) is None


@dataclass(slots=True)
class Filler:
    """Puts cells into the sheets of one file, as many as a report may have."""

    room: Room = field(default_factory=Room)

    def put(self, sheet: Sheet, place: Place, cell: Cell) -> None:
        """Place a cell unless it is blank; UserError when there are too many."""
        if cell.kind is CellKind.TEXT and not cell.comment and is_blank(cell.raw):
            return
        self.room.take()
        sheet.cells[place] = cell

    def put_text(self, sheet: Sheet, place: Place, text: str, font: str = "") -> None:
        """Place a text in one font, as `put`."""
        self.put(sheet, place, Cell(CellKind.TEXT, text, text, font))
