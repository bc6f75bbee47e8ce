"""A paragraph set straight onto the PDF's canvas.

Platypus' own reads its text as markup and breaks lines otherwise where a link stands in them; this
one takes text only, and its lines are the same with links and without.
"""

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.pdf_pages import Paper
from vinhloc_cds.reports.pdf_text import ASCENT, Line, Marked, lines, link

# So many lines stay together at the foot of a page and at the head of the next.
_TOGETHER = 2
# A rounding error is no reason for a new page.
_TOLERANCE = 0.01


class Words(Flowable):
    """A paragraph or a part of one: `first` and `last` say which ends of it are here.

    `bookmark` is the words under which the outline of the file lists it.
    """

    def __init__(
        self,
        content: Marked,
        style: nd30.Style,
        font: str,
        *,
        links: bool = False,
        bookmark: str = "",
        first: bool = True,
        last: bool = True,
    ) -> None:
        super().__init__()
        self._content = content
        self._style = style
        self._font = font
        self._links = links
        self._bookmark = bookmark
        self._first = first
        self._last = last
        self._lines: tuple[Line, ...] = ()
        self._leading = style.size * nd30.SINGLE_LINE * style.line
        self.keep_next = style.keep_next
        self.spaceBefore = style.before if first else 0
        self.spaceAfter = style.after if last else 0

    @property
    def _indent(self) -> float:
        return self._style.indent if self._first else 0

    def wrap(self, aw: float, ah: float) -> tuple[float, float]:  # noqa: ARG002  reportlab's
        """Its size in a column of `aw`."""
        if not self._lines or aw != self.width:
            self._lines = lines(self._content.text, self._font, self._style.size, aw, self._indent)
        self.width = aw
        self.height = len(self._lines) * self._leading
        return aw, self.height

    def least_height(self, width: float) -> float:
        """What of it has to stand on a page at least."""
        self.wrap(width, 0)
        count = len(self._lines)
        return (count if count < 2 * _TOGETHER else _TOGETHER) * self._leading

    def split(self, aw: float, ah: float) -> list[Flowable]:
        """What fits into `ah`, and the rest; nothing where it has to stay whole."""
        self.wrap(aw, ah)
        count = len(self._lines)
        fitting = int((ah + _TOLERANCE) / self._leading)
        if fitting >= count:
            return [self]
        cut = min(fitting, count - _TOGETHER)
        return list(self._cut(cut)) if cut >= _TOGETHER else []

    def tail(self, width: float) -> "tuple[Words, ...]":
        """The paragraph with its last lines apart, where it is long enough."""
        self.wrap(width, 0)
        count = len(self._lines)
        return self._cut(count - _TOGETHER) if count >= 2 * _TOGETHER else (self,)

    def _cut(self, count: int) -> "tuple[Words, Words]":
        at = self._lines[count].start
        text = self._content
        head = Words(
            text.part(0, self._lines[count - 1].end),
            self._style,
            self._font,
            links=self._links,
            bookmark=self._bookmark,
            first=self._first,
            last=False,
        )
        rest = Words(
            text.part(at, len(text.text)),
            self._style,
            self._font,
            links=self._links,
            first=False,
            last=self._last,
        )
        return head, rest

    def draw(self) -> None:
        """The lines in one text object; the last line of a justified paragraph is not stretched."""
        style, words = self._style, self._content.text
        if self._bookmark and isinstance(self.canv, Paper):
            self.canv.list_in_outline(self._bookmark, style.outline or 0, self.height)
        text = self.canv.beginText()
        text.setFont(self._font, style.size)
        y = self.height - ASCENT * style.size
        stretched = 0.0
        for number, line in enumerate(self._lines):
            left, space = self._place(number, line)
            if space != stretched:
                text.setWordSpace(space)
                stretched = space
            text.setTextOrigin(left, y)
            text.textOut(words[line.start : line.end])
            if self._links:
                self._link(line, left, space, y)
            y -= self._leading
        if stretched:
            text.setWordSpace(0)
        self.canv.drawText(text)

    def _place(self, number: int, line: Line) -> tuple[float, float]:
        """Where a line begins, and what is added to each of its blanks."""
        indent = self._indent if number == 0 else 0.0
        free = self.width - indent - line.width
        adjust = self._style.adjust
        if adjust is nd30.Adjust.CENTER:
            return indent + free / 2, 0
        if adjust is nd30.Adjust.RIGHT:
            return indent + free, 0
        blanks = _blanks(self._content.text[line.start : line.end])
        ends = self._last and number == len(self._lines) - 1
        if adjust is nd30.Adjust.LEFT or ends or not blanks:
            return indent, 0
        # As exact as it is written into the file, so that links stand where the words do.
        return indent, float(fp_str(free / blanks))

    def _link(self, line: Line, left: float, space: float, y: float) -> None:
        size, words = self._style.size, self._content.text

        def reach(end: int) -> float:
            before = words[line.start : end]
            return float(stringWidth(before, self._font, size)) + space * _blanks(before)

        for spot in self._content.spots:
            start, end = max(spot.start, line.start), min(spot.end, line.end)
            if start < end:
                link(self.canv, spot.key, left + reach(start), left + reach(end), y, size)


def _blanks(words: str) -> int:
    """What the space between words is added to: the PDF knows one blank only."""
    return words.count(" ") + words.count("\u00a0")
