"""A table drawn straight onto the PDF's canvas.

Platypus' own tables measure every cell again on every page and slow down with their square; this
one breaks its texts into lines once and then only looks up where a page ends. Texts never pass
through reportlab's markup.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Align, Cell, Table
from vinhloc_cds.reports.pdf_paragraph import Words
from vinhloc_cds.reports.pdf_text import ASCENT, Lettering, lines, link

_SIZE = nd30.TABLE_TEXT.size
_LEADING = _SIZE * nd30.SINGLE_LINE
_ASCENT = _SIZE * ASCENT
_LEAST_ROWS = 3
# A row that takes more than this share of a page may go on on the next, so many lines together.
_TALL = 1 / 3
_LINES_TOGETHER = 3
# A header row that takes more of a page than this is not repeated.
_TALL_HEAD = 0.4
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell's words ready to draw: where each line begins, and how far below the row's top."""

    lines: tuple[tuple[float, str], ...]
    top: float
    font: str
    key: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, or a piece of one that goes on in the next; `edges` are where its cells end.

    `heads` says that it introduces the rows after it.
    """

    edges: tuple[float, ...]
    texts: tuple[_Text, ...]
    height: float
    heads: bool = False
    goes_on: bool = False


class Grid(Flowable):
    """The rows `start` to `end` of a laid-out table, under the header rows that each page has.

    A `note` stands below its last rows, on the same page.
    """

    def __init__(
        self,
        head: Sequence[_Row],
        rows: Sequence[_Row],
        tops: Sequence[float],
        start: int,
        end: int,
        width: float,
        note: Words | None,
        *,
        links: bool,
    ) -> None:
        super().__init__()
        self._head = head
        self._rows = rows
        self._tops = tops
        self._start = start
        self._end = end
        self.width = width
        self._links = links
        self._head_height = sum(row.height for row in head)
        self._note = note
        self._foot = 0.0
        if note is not None:
            self._foot = note.spaceBefore + note.wrap(width, 0)[1]
        self.spaceAfter = note.spaceAfter if note is not None else nd30.PARAGRAPH_SPACE

    @classmethod
    def of(
        cls,
        table: Table,
        width: float,
        height: float,
        letters: Lettering,
        note: Words | None,
        *,
        links: bool,
    ) -> "Grid":
        """`table` laid out over `width`; what is too tall for a page of `height` is broken."""
        layout = _Layout(table, width, letters)
        tall = height * _TALL
        head = layout.head(height * _TALL_HEAD)
        repeated = head if len(head) == 1 else []
        rows = [part for row in table.rows for part in layout.row(row, tall)]
        if not repeated:
            rows = [*head, *rows]
        tops = tuple(accumulate((row.height for row in rows), initial=0.0))
        return cls(repeated, rows, tops, 0, len(rows), width, note, links=links)

    def _part(self, start: int, end: int) -> "Grid":
        note = self._note if end == self._end else None
        return Grid(
            self._head, self._rows, self._tops, start, end, self.width, note, links=self._links
        )

    def least_height(self, width: float) -> float:  # noqa: ARG002  as of every block
        """What has to fit below a table's title: its header and first rows."""
        last = min(self._start + _LEAST_ROWS, self._end)
        return self._head_height + self._tops[last] - self._tops[self._start]

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:  # noqa: ARG002  reportlab's
        """Its size: that of its columns, rows and note, whatever `aw` and `ah` are."""
        rows = self._tops[self._end] - self._tops[self._start]
        self.height = self._head_height + rows + self._foot
        return self.width, self.height

    def split(self, aw: float, ah: float) -> list[Flowable]:  # noqa: ARG002  reportlab's
        """The rows that fit into `ah`, and the rest; nothing if not even one fits."""
        room = self._tops[self._start] + ah - self._head_height + _TOLERANCE
        if self._tops[self._end] + self._foot <= room:
            return [self]
        # Where the rows fit but the note does not, the last row goes with it.
        cut = min(bisect_right(self._tops, room) - 1, self._end - 1)
        if self._end - cut == 1 and cut - self._start > _LEAST_ROWS:
            cut -= 1  # a last row (the total) does not stand alone on a page
        while cut - 1 > self._start and self._rows[cut - 1].heads:
            cut -= 1
        if cut <= self._start:
            return []
        # The rest begins a page, also where rows were held back for it that would still fit here.
        return [self._part(self._start, cut), PageBreak(), self._part(cut, self._end)]

    def draw(self) -> None:
        """Borders in one path and texts in one text object, row after row from the top."""
        text = self.canv.beginText()
        top = self.height
        borders = [(0.0, top, self.width, top)]
        font = ""
        rows = (*self._head, *self._rows[self._start : self._end])
        edges: tuple[float, ...] = ()
        since = top
        for row in rows:
            bottom = top - row.height
            if row.edges != edges:
                borders += [(edge, top, edge, since) for edge in edges]
                edges, since = row.edges, top
            if not row.goes_on or row is rows[-1]:
                borders.append((0, bottom, self.width, bottom))
            for cell in row.texts:
                if cell.font != font:
                    font = cell.font
                    text.setFont(font, _SIZE, _LEADING)
                y = top - cell.top - _ASCENT
                for left, words in cell.lines:
                    text.setTextOrigin(left, y)
                    text.textLine(words)
                    if self._links and cell.key:
                        right = left + stringWidth(words, font, _SIZE)
                        link(self.canv, cell.key, left, right, y, _SIZE)
                    y -= _LEADING
            top = bottom
        borders += [(edge, top, edge, since) for edge in edges]
        self.canv.setLineWidth(nd30.CELL_BORDER)
        self.canv.lines(borders)
        self.canv.drawText(text)
        if self._note is not None:
            self._note.drawOn(self.canv, 0, 0)


class _Layout:
    """Breaks the texts of one table into lines and rows."""

    def __init__(self, table: Table, width: float, letters: Lettering) -> None:
        whole = sum(column.share for column in table.columns)
        shares = (column.share / whole * width for column in table.columns)
        self._edges = tuple(accumulate(shares, initial=0.0))
        self._columns = table.columns
        self._letters = letters
        self._faces = {
            (bold, italic): letters.face(bold=bold, italic=italic)
            for bold in (False, True)
            for italic in (False, True)
        }

    def head(self, most: float) -> list[_Row]:
        """The header row; more than one where it is too tall to be repeated."""
        cells = [Cell(column.title, align=Align.CENTER, bold=True) for column in self._columns]
        return list(self._rows(cells, most, heads=True))

    def row(self, cells: Sequence[Cell], most: float) -> Iterator[_Row]:
        """The row, or the pieces it is broken into where it is taller than `most`."""
        return self._rows(cells, most, heads=len(cells) == 1 and len(self._columns) > 1)

    def _rows(self, cells: Sequence[Cell], most: float, *, heads: bool) -> Iterator[_Row]:
        edges = [0.0]
        found: list[tuple[Cell, str, list[tuple[float, str]]]] = []
        at = longest = 0
        for cell in cells:
            end = at + cell.span
            left, right = self._edges[at], self._edges[end]
            edges.append(right)
            at = end
            if cell.text:
                font = self._faces[cell.bold, cell.italic]
                set_lines = self._lines(cell, font, left, right)
                longest = max(longest, len(set_lines))
                found.append((cell, font, set_lines))
        places = tuple(edges)
        height = max(longest, 1) * _LEADING + 2 * nd30.ROW_PADDING
        if height <= most:
            texts = tuple(
                _Text(tuple(each), (height - len(each) * _LEADING) / 2, font, cell.key)
                for cell, font, each in found
            )
            yield _Row(places, texts, height, heads)
            return
        for first in range(0, longest, _LINES_TOGETHER):
            count = min(_LINES_TOGETHER, longest - first)
            above = 0.0 if first else nd30.ROW_PADDING
            goes_on = first + count < longest
            texts = tuple(
                _Text(tuple(each[first : first + count]), above, font, cell.key)
                for cell, font, each in found
            )
            below = 0.0 if goes_on else nd30.ROW_PADDING
            yield _Row(places, texts, above + count * _LEADING + below, goes_on=goes_on)

    def _lines(self, cell: Cell, font: str, left: float, right: float) -> list[tuple[float, str]]:
        """The lines of a cell, each with where it begins."""
        words = self._letters.shown(cell.text)
        if "  " in words or words[:1] == " ":
            words = " ".join(words.split())
        room = right - left - 2 * nd30.CELL_PADDING
        found = []
        for start, end, width in lines(words, font, _SIZE, room):
            if cell.align is Align.LEFT:
                x = left + nd30.CELL_PADDING
            elif cell.align is Align.CENTER:
                x = left + (right - left - width) / 2
            else:
                x = right - nd30.CELL_PADDING - width
            found.append((x, words[start:end]))
        return found
