"""What stands on the pages of a PDF: pieces of text and drawn lines, with their places.

Places are points from the lower left corner of the page.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import Room
from vinhloc_cds.inspection.pdf_nesting import refuse_endless
from vinhloc_cds.inspection.sheet import BLACK

PAGES = 500
"""More than any document has that is held against the decree."""
_THIN = 2.2
_LONG = 12.0
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_DEEPEST = 8
_PALE = (0x80, 0xF4)
"""How light a mark behind the text is: darker is a drawing, lighter is not seen."""
_CORNERS = 8
_SHAPED = 80
"""Corners that letters drawn as shapes have together at least; bars and boxes have 5 each."""
_ACROSS = 0.25
"""The part of the page's width and height that a mark across it reaches over at least."""
_STYLE = re.compile(r"[-,]?(?:bold|italic|oblique|regular|roman|mt|ps)+", re.I)


@dataclass(slots=True)
class Piece:
    """A piece of text on one line; `base` is the height of its line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    bold: bool
    italic: bool
    color: str


@dataclass(slots=True)
class Drawn:
    """A thin line, lying or standing."""

    left: float
    right: float
    bottom: float
    top: float


@dataclass(slots=True)
class Page:
    """What is on a page. `slanted` is text that does not lie: marks across the page.

    A `stamped` page has such a mark as a picture or as shapes. `grid` is how far its tables reach
    to both sides.
    """

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    lying: list[Drawn] = field(default_factory=list)
    standing: list[Drawn] = field(default_factory=list)
    slanted: list[str] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)
    stamped: bool = False
    grid: tuple[float, float] | None = None


def read_pages(data: bytes) -> list[Page]:
    """Every page; UserError where the file is damaged, has a password or too many pages."""
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # noqa: PLC0415

    refuse_endless(data)
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        locked = "password" in str(error).casefold()
        raise UserError(
            "inspection.pdf_password" if locked else "inspection.pdf_damaged"
        ) from error
    try:
        if len(document) > PAGES:
            raise UserError("inspection.pdf_long", pages=len(document), limit=PAGES)
        room = Room()
        fonts: dict[int, tuple[str, bool, bool]] = {}
        pages = []
        for at in range(len(document)):
            try:
                page = document[at]
            except PdfiumError as error:
                raise UserError("inspection.pdf_damaged") from error
            pages.append(_Reader(page, room, fonts).page)
            page.close()
        return pages
    finally:
        document.close()


class _Reader:
    """Reads one page through PDFium."""

    def __init__(self, page: Any, room: Room, fonts: dict[int, tuple[str, bool, bool]]) -> None:  # noqa: ANN401  it has no types
        from pypdfium2 import raw  # noqa: PLC0415

        self._raw = raw
        self._room = room
        self._fonts = fonts
        width, height = page.get_size()
        self.page = Page(width, height)
        self._pale: Drawn | None = None
        self._corners = 0
        words = raw.FPDFText_LoadPage(page.raw)
        try:
            for each in self._objects(page.raw, 0):
                self._take(each, words)
        finally:
            raw.FPDFText_ClosePage(words)

    def _objects(self, holder: Any, depth: int) -> Iterator[Any]:  # noqa: ANN401
        raw = self._raw
        count = (
            raw.FPDFPage_CountObjects(holder) if not depth else raw.FPDFFormObj_CountObjects(holder)
        )
        get = raw.FPDFPage_GetObject if not depth else raw.FPDFFormObj_GetObject
        for at in range(max(0, count)):
            self._room.see()
            found = get(holder, at)
            if raw.FPDFPageObj_GetType(found) == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                yield from self._objects(found, depth + 1)
            else:
                yield found

    def _take(self, found: Any, words: Any) -> None:  # noqa: ANN401
        raw = self._raw
        kind = raw.FPDFPageObj_GetType(found)
        if kind not in {raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE}:
            return
        edges = [ctypes.c_float() for _ in range(4)]
        if not raw.FPDFPageObj_GetBounds(found, *map(ctypes.byref, edges)):
            return
        left, bottom, right, top = (edge.value for edge in edges)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(found, matrix)
            across = right - left > self.page.width / 2 or top - bottom > self.page.height / 2
            if across and min(abs(matrix.a), abs(matrix.b)) > _THIN:
                self.page.stamped = True
            else:
                self.page.pictures.append(Drawn(left, right, bottom, top))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            drawn = Drawn(left, right, bottom, top)
            self._note_shape(found, drawn)
            self._draw(found, drawn)
        else:
            self._write(found, words, left, right)

    def _note_shape(self, found: Any, drawn: Drawn) -> None:  # noqa: ANN401
        """See whether pale shapes reach across the page: words that were exported as drawings."""
        raw = self._raw
        corners = raw.FPDFPath_CountSegments(found)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if corners <= _CORNERS or not raw.FPDFPath_GetDrawMode(found, fill, stroke):
            return
        channels = bytes.fromhex(self._color(found))
        if not fill.value or not (_PALE[0] <= min(channels) and max(channels) <= _PALE[1]):
            return
        before = self._pale or drawn
        self._corners += corners
        self._pale = Drawn(
            min(before.left, drawn.left), max(before.right, drawn.right),
            min(before.bottom, drawn.bottom), max(before.top, drawn.top),
        )  # fmt: skip
        wide = self._pale.right - self._pale.left >= _ACROSS * self.page.width
        high = self._pale.top - self._pale.bottom >= _ACROSS * self.page.height
        self.page.stamped |= wide and high and self._corners >= _SHAPED

    def _draw(self, found: Any, drawn: Drawn) -> None:  # noqa: ANN401
        if self._draw_line(drawn):
            return
        raw = self._raw
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(found, matrix)
        before: tuple[float, float] | None = None
        x, y = ctypes.c_float(), ctypes.c_float()
        for at in range(max(0, raw.FPDFPath_CountSegments(found))):
            self._room.see()
            segment = raw.FPDFPath_GetPathSegment(found, at)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO and before:
                xs, ys = sorted((before[0], point[0])), sorted((before[1], point[1]))
                self._draw_line(Drawn(xs[0], xs[1], ys[0], ys[1]))
            before = point

    def _draw_line(self, drawn: Drawn) -> bool:
        """Note a thin line; whether it is one."""
        wide, high = drawn.right - drawn.left, drawn.top - drawn.bottom
        if high <= _THIN and wide >= _LONG:
            self.page.lying.append(drawn)
        elif wide <= _THIN and high > _THIN:
            self.page.standing.append(drawn)
        return wide <= _THIN or high <= _THIN

    def _write(self, found: Any, words: Any, left: float, right: float) -> None:  # noqa: ANN401
        raw = self._raw
        size = raw.FPDFTextObj_GetText(found, words, None, 0)
        if size <= 2:
            return
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFTextObj_GetText(
            found, words, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
        )
        text = buffer.raw[: size - 2].decode("utf-16-le", "replace")
        text = text.replace("\r", "").replace("\n", "").replace("\0", "")
        if not text.strip():
            return
        self._room.take()
        matrix = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(found, matrix)
        if abs(matrix.b) > abs(matrix.a) / 10:
            self.page.slanted.append(text)
            return
        scale = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(found, scale)
        font, bold, italic = self._font(raw.FPDFTextObj_GetFont(found))
        self.page.pieces.append(
            Piece(
                text, left, right, matrix.f, round(scale.value * abs(matrix.d), 2), font, bold,
                italic, self._color(found),
            )
        )  # fmt: skip

    def _color(self, found: Any) -> str:  # noqa: ANN401
        channels = [ctypes.c_uint() for _ in range(4)]
        if not self._raw.FPDFPageObj_GetFillColor(found, *map(ctypes.byref, channels)):
            return BLACK
        return "".join(f"{channel.value:02X}" for channel in channels[:3])

    def _font(self, font: Any) -> tuple[str, bool, bool]:  # noqa: ANN401
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            size = self._raw.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(max(size, 1))
            self._raw.FPDFFont_GetBaseFontName(font, buffer, size)
            name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
            lowered = name.casefold()
            weight = self._raw.FPDFFont_GetWeight(font)
            bold = "bold" in lowered or (weight >= 600 and "regular" not in lowered)
            italic = "italic" in lowered or "oblique" in lowered
            self._fonts[key] = (_STYLE.sub("", name).strip(" -,") or name, bold, italic)
        return self._fonts[key]
