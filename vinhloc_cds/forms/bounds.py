"""How much a file may hold: far more than any report, and little enough to be read in time.

Who is over these gets a sentence at once, rather than after the time or the memory of the reading
process has run out.
"""

from dataclasses import dataclass

from vinhloc_cds.errors import UserError

ROWS, COLUMNS = 1_048_576, 16_384
"""Of a sheet of Excel."""
FILE_BYTES = 30 * 1024 * 1024
CELLS = 500_000
"""Cells of a file that hold something; also its texts."""
STYLES = 400_000
"""Formats of numbers, fonts and styles of cells: Excel has some 65,000, its helpers far more."""
RELATIONS = 100_000
"""Of a part; Excel's 65,530 links of a sheet are relations, too."""
SHEETS = 10_000
MERGED = 200_000
"""Merged areas of a sheet."""
SEEN = 1_000_000
"""Cells, blank ones too, rows and columns that a file spells out."""
MARKS = 1_000_000
"""Tags and attributes of a document, or of what is read of it in one go; it is held in memory."""
_TIMES = 10
"""How often a file may hide each column of a sheet."""


@dataclass(slots=True)
class Room:
    """How much of a file may still come; UserError when there is no more room."""

    cells: int = CELLS
    seen: int = SEEN

    def take(self, count: int = 1) -> None:
        """Count cells that hold something."""
        self.cells -= count
        if self.cells < 0:
            raise UserError("opening.too_many_cells", limit=CELLS)

    def see(self, count: int = 1) -> None:
        """Count whatever has to be looked at."""
        self.seen -= count
        if self.seen < 0:
            raise UserError("opening.too_much")


class HiddenColumns(set[int]):
    """The columns of a sheet that are hidden."""

    _said = 0

    def hide(self, first: int, last: int) -> None:
        """Hide the columns from `first` to `last`; UserError where a file says so on and on."""
        last = min(last, COLUMNS - 1)
        self._said += max(0, last - first + 1)
        refuse_many(self._said, _TIMES * COLUMNS)
        self.update(range(first, last + 1))


def refuse_many(count: int, limit: int) -> None:
    """UserError where there is more of anything than its limit."""
    if count > limit:
        raise UserError("opening.too_much")
