"""A table drawn straight onto the PDF's canvas.

Platypus' own tables measure every cell again on every page and slow down with their square; this
one breaks its texts into lines once and then only looks up where a page ends. Texts never pass
through reportlab's markup.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Protocol

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Align, Cell, Table


class Face(Protocol):
    """Names the font for a bold or italic text."""

    def __call__(self, *, bold: bool, italic: bool) -> str:
        """The font's registered name."""
        ...


_SIZE = nd30.TABLE_TEXT.size
_LEADING = _SIZE * nd30.SINGLE_LINE
# From the top of a line to its baseline.
_ASCENT = _SIZE * 0.89
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell ready to draw: its left edge, width, lines, font and how the lines stand."""

    left: float
    width: float
    lines: tuple[str, ...]
    font: str
    align: Align


@dataclass(frozen=True, slots=True)
class _Row:
    """A row ready to draw; `heads` says that it introduces the rows after it."""

    cells: tuple[_Text, ...]
    height: float
    heads: bool


class Grid(Flowable):
    """The rows `start` to `end` of a laid-out table, under its header row."""

    def __init__(self, head: _Row, rows: Sequence[_Row], start: int, end: int) -> None:
        super().__init__()
        self._head = head
        self._rows = rows
        self._start = start
        self._end = end
        self._tops: Sequence[float] = ()

    @classmethod
    def of(
        cls, table: Table, width: float, height: float, face: Face, shown: Callable[[str], str]
    ) -> "Grid":
        """`table` laid out over `width`; no row grows taller than a page of `height` can hold."""
        layout = _Layout(table, width, face, shown)
        head = layout.head()
        rows = [part for row in table.rows for part in layout.row(row, height - head.height)]
        grid = cls(head, rows, 0, len(rows))
        grid._tops = tuple(accumulate((row.height for row in rows), initial=0.0))
        return grid

    def _part(self, start: int, end: int) -> "Grid":
        part = Grid(self._head, self._rows, start, end)
        part._tops = self._tops
        return part

    @property
    def least_height(self) -> float:
        """What has to fit below a table's title: its header and first rows."""
        last = min(self._start + _LEAST_ROWS, self._end)
        return self._head.height + self._tops[last] - self._tops[self._start]

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:  # noqa: ARG002  reportlab's
        """Its size: that of its columns and rows, whatever `aw` and `ah` are."""
        last = self._head.cells[-1]
        self.width = last.left + last.width
        self.height = self._head.height + self._tops[self._end] - self._tops[self._start]
        return self.width, self.height

    def split(self, aw: float, ah: float) -> list[Flowable]:  # noqa: ARG002  reportlab's
        """The rows that fit into `ah`, and the rest; nothing if not even one fits."""
        room = self._tops[self._start] + ah - self._head.height
        cut = min(bisect_right(self._tops, room) - 1, self._end)
        if cut == self._end:
            return [self]
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
        borders: list[tuple[float, float, float, float]] = []
        top = self.height
        borders.append((0, top, self.width, top))
        font = ""
        for row in (self._head, *self._rows[self._start : self._end]):
            bottom = top - row.height
            borders.append((0, bottom, self.width, bottom))
            borders.append((0, bottom, 0, top))
            for cell in row.cells:
                right = cell.left + cell.width
                borders.append((right, bottom, right, top))
                if cell.font != font:
                    font = cell.font
                    text.setFont(font, _SIZE, _LEADING)
                y = top - (row.height - len(cell.lines) * _LEADING) / 2 - _ASCENT
                for line in cell.lines:
                    text.setTextOrigin(_left(cell, line), y)
                    text.textOut(line)
                    y -= _LEADING
            top = bottom
        self.canv.setLineWidth(nd30.CELL_BORDER)
        self.canv.lines(borders)
        self.canv.drawText(text)


def _left(cell: _Text, line: str) -> float:
    """Where `line` begins in its cell."""
    if cell.align is Align.LEFT:
        return cell.left + nd30.CELL_PADDING
    free = cell.width - stringWidth(line, cell.font, _SIZE)
    return cell.left + (free / 2 if cell.align is Align.CENTER else free - nd30.CELL_PADDING)


class _Layout:
    """Breaks the texts of one table into lines and rows."""

    def __init__(self, table: Table, width: float, face: Face, shown: Callable[[str], str]) -> None:
        whole = sum(column.share for column in table.columns)
        shares = (column.share / whole * width for column in table.columns)
        self._edges = tuple(accumulate(shares, initial=0.0))
        self._columns = table.columns
        self._face = face
        self._shown = shown

    def head(self) -> _Row:
        cells = [Cell(column.title, align=Align.CENTER, bold=True) for column in self._columns]
        return _row([self._text(cell, i, i + 1) for i, cell in enumerate(cells)])

    def row(self, cells: tuple[Cell, ...], height: float) -> list[_Row]:
        """The row, or the rows it is broken into where it is taller than `height`."""
        texts: list[_Text] = []
        at = 0
        for cell in cells:
            texts.append(self._text(cell, at, at + cell.span))
            at += cell.span
        most = int((height - 2 * nd30.ROW_PADDING) / _LEADING)
        longest = max(len(text.lines) for text in texts)
        if longest <= most:
            return [_row(texts, heads=len(cells) == 1 and len(self._columns) > 1)]
        return [
            _row(
                [
                    _Text(t.left, t.width, t.lines[first : first + most], t.font, t.align)
                    for t in texts
                ]
            )
            for first in range(0, longest, most)
        ]

    def _text(self, cell: Cell, first: int, last: int) -> _Text:
        left, right = self._edges[first], self._edges[last]
        font = self._face(bold=cell.bold, italic=cell.italic)
        room = right - left - 2 * nd30.CELL_PADDING
        return _Text(
            left, right - left, _broken(self._shown(cell.text), font, room), font, cell.align
        )


def _row(texts: Sequence[_Text], *, heads: bool = False) -> _Row:
    most = max(len(text.lines) for text in texts)
    return _Row(tuple(texts), max(most, 1) * _LEADING + 2 * nd30.ROW_PADDING, heads)


@cache
def _width(word: str, font: str) -> float:
    return float(stringWidth(word, font, _SIZE))


def _broken(text: str, font: str, room: float) -> tuple[str, ...]:
    """`text` in lines no wider than `room`; a word that is wider is broken where it must be."""
    if not text:
        return ()
    space = _width(" ", font)
    found: list[str] = []
    line: list[str] = []
    used = 0.0
    pieces = (piece for word in text.split() for piece in _fitting(word, font, room))
    for word in pieces:
        width = _width(word, font)
        if line and used + space + width > room:
            found.append(" ".join(line))
            line, used = [], 0.0
        used += width + (space if line else 0.0)
        line.append(word)
    return (*found, " ".join(line))


def _fitting(word: str, font: str, room: float) -> list[str]:
    """`word` in pieces that each fit into `room`, almost always the word itself."""
    if _width(word, font) <= room:
        return [word]
    pieces: list[str] = [""]
    for character in word:
        if pieces[-1] and stringWidth(pieces[-1] + character, font, _SIZE) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
