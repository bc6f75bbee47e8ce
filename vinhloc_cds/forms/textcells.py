"""Cells that hold nothing but text, as files without cell types give them."""

import re
from dataclasses import dataclass

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Cell, CellKind, Place, Sheet

CELLS = 300_000
"""Non-blank cells of a file, at most: a report has some hundreds, and memory has its limit."""


# All but the blanks that `domain.text.collapse` knows; the soft hyphen is a letter of TCVN3.
_SEEN = re.compile(r"[^\s\u200b-\u200d\u2060\ufeff]")


def is_blank(text: str) -> bool:
    """Whether nothing of `text` can be seen."""
    return _SEEN.search(text) is None


@dataclass(slots=True)
class Filler:
    """Puts cells into the sheets of one file, as many as a report may have."""

    left: int = CELLS

    def put(self, sheet: Sheet, place: Place, cell: Cell) -> None:
        """Place a cell unless it is blank; UserError when there are too many."""
        if cell.kind is CellKind.TEXT and not cell.comment and is_blank(cell.raw):
            return
        self.left -= 1
        if self.left < 0:
            raise UserError("encodings.too_many_cells", limit=CELLS)
        sheet.cells[place] = cell

    def put_text(self, sheet: Sheet, place: Place, text: str, font: str = "") -> None:
        """Place a text in one font, as `put`."""
        self.put(sheet, place, Cell(CellKind.TEXT, text, text, font))
