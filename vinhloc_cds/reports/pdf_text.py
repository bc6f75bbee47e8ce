"""Words on their way to the PDF: what the font can print, how wide it is, where lines end.

Nothing here is markup: text is measured, cut at figures and between words, and drawn as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from resources.fonts import FontFamily
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Spot
from vinhloc_cds.reports.plain import REPLACEMENT, plain

LINK_SCHEME = "vlcds"
"""The scheme of links that stand on figures: what follows the colon is the figure's key."""

# From the top of a line of Times New Roman to its baseline and on to its foot, in its size.
ASCENT = 0.89
DESCENT = 0.22


class Line(NamedTuple):
    """A line of a text: where in the text it starts and ends, and how wide it is."""

    start: int
    end: int
    width: float


@dataclass(frozen=True, slots=True)
class Marked:
    """A text ready to be set, with the places of its figures."""

    text: str
    spots: tuple[Spot, ...] = ()

    def part(self, start: int, end: int) -> "Marked":
        """The text from `start` to `end` with what of the figures stands there."""
        kept = (
            Spot(max(spot.start, start) - start, min(spot.end, end) - start, spot.key)
            for spot in self.spots
            if spot.start < end and spot.end > start
        )
        return Marked(self.text[start:end], tuple(kept))


class Lettering:
    """The four faces of a family, and which characters of a document they lack."""

    def __init__(self, family: FontFamily) -> None:
        self._name = family.name
        self._characters = family.characters
        self.missing: set[str] = set()
        for bold, italic, path in (
            (False, False, family.regular),
            (True, False, family.bold),
            (False, True, family.italic),
            (True, True, family.bold_italic),
        ):
            pdfmetrics.registerFont(TTFont(self.face(bold=bold, italic=italic), str(path)))

    def face(self, *, bold: bool = False, italic: bool = False) -> str:
        """The registered name of a face."""
        return f"{self._name}{'-Bold' if bold else ''}{'-Italic' if italic else ''}"

    def shown(self, words: str) -> str:
        """`words` with what the font can print."""
        words = plain(words)
        if not self._characters.issuperset(words):
            lacking = set(words) - self._characters
            self.missing |= lacking
            words = "".join(REPLACEMENT if c in lacking else c for c in words)
        return words

    def marked(self, words: str, spots: Sequence[Spot] = ()) -> Marked:
        """`words` as they are printed; `spots` are offsets in `words` as they came."""
        text = ""
        found: list[Spot] = []
        at = 0
        for spot in spots:
            text += self.shown(words[at : spot.start])
            start = len(text)
            text += self.shown(words[spot.start : spot.end])
            found.append(Spot(start, len(text), spot.key))
            at = spot.end
        text += self.shown(words[at:])
        # Blanks left for a pen stay together and as wide as they are.
        text = text.replace("  ", "\u00a0\u00a0").replace("\u00a0 ", "\u00a0\u00a0")
        return Marked(text, tuple(found))

    def width(self, words: str, style: nd30.Style) -> float:
        """How long `words` are on one line."""
        face = self.face(bold=style.bold, italic=style.italic)
        return float(stringWidth(self.shown(words), face, style.size))


@lru_cache(maxsize=20_000)
def _width(word: str, font: str, size: float) -> float:
    return float(stringWidth(word, font, size))


def lines(text: str, font: str, size: float, room: float, indent: float = 0) -> tuple[Line, ...]:
    """`text` in lines no wider than `room`, the first by `indent` less.

    A word that is wider than a line is broken where it must be.
    """
    if not text.strip(" "):
        return ()
    whole = float(stringWidth(text, font, size))
    if whole <= room - indent and text[0] != " " != text[-1]:
        return (Line(0, len(text), whole),)
    space = _width(" ", font, size)
    found: list[Line] = []
    start = end = -1
    used = 0.0
    left = room - indent
    for first, last, width in _words(text, font, size, min(room, left)):
        gap = space * (first - end)
        if start >= 0 and used + gap + width > left:
            found.append(Line(start, end, used))
            start, left = -1, room
        if start < 0:
            start, used, gap = first, 0.0, 0.0
        used += gap + width
        end = last
    return (*found, Line(start, end, used))


def _words(text: str, font: str, size: float, room: float) -> Iterator[tuple[int, int, float]]:
    """Start, end and width of each word, and of each piece of a word wider than `room`."""
    at = 0
    for word in text.split(" "):
        if word:
            width = _width(word, font, size)
            if width <= room:
                yield at, at + len(word), width
            else:
                yield from _pieces(word, at, font, size, room)
        at += len(word) + 1


def _pieces(
    word: str, at: int, font: str, size: float, room: float
) -> Iterator[tuple[int, int, float]]:
    start, used = 0, 0.0
    for index, character in enumerate(word):
        width = _width(character, font, size)
        if index > start and used + width > room:
            yield at + start, at + index, used
            start, used = index, 0.0
        used += width
    yield at + start, at + len(word), used


def link(canvas: Canvas, key: str, left: float, right: float, baseline: float, size: float) -> None:
    """Lead from words of a line to the figure `key`, without a mark that anybody sees."""
    rectangle = (left, baseline - DESCENT * size, right, baseline + ASCENT * size)
    canvas.linkURL(f"{LINK_SCHEME}:{quote(key, safe='/@.:')}", rectangle, relative=1, thickness=0)
