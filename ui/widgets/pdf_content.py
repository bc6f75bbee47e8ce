"""What a page of a PDF says and where: its letters and its links, in points from the top left."""

import ctypes
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from PySide6.QtCore import QPointF, QRectF

from vinhloc_cds.domain.finding import Searchable

if TYPE_CHECKING:
    from pypdfium2 import PdfPage  # type: ignore[import-untyped]  # it has no types

LINK_SCHEME = "vlcds:"
"""Only links to what is behind a figure are known; addresses in others' files are never opened."""

_FINE = 100
# More than a page of the smallest print; what is built to be longer would hold up the mouse.
_MOST_LETTERS = 50_000
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Link:
    """A place on the page that leads to what `key` names (`vinhloc_cds.reports.trace`)."""

    key: str
    place: QRectF


@dataclass(frozen=True)
class PageContent:
    """The letters of a page in reading order with their boxes, and its links.

    `boxes` holds four numbers to a letter: left, top, right, bottom. Blanks that only part words
    or lines have an empty one.
    """

    text: str
    boxes: "array[float]"
    links: tuple[Link, ...]
    searchable: Searchable

    def lines(self, start: int, end: int) -> list[QRectF]:
        """What the letters from `start` up to `end` cover, a rectangle to each line."""
        found: list[QRectF] = []
        for number in range(start, end):
            box = self._box(number)
            if box.isEmpty():
                continue
            middle = box.center().y()
            if found and found[-1].top() <= middle <= found[-1].bottom():
                found[-1] = found[-1].united(box)
            else:
                found.append(box)
        return found

    def letter_at(self, point: QPointF) -> int | None:
        """The letter nearest to `point`: its line counts first. None on a page without any."""
        best, nearest = None, (float("inf"), float("inf"))
        x, y, boxes = point.x(), point.y(), self.boxes
        for number in range(len(self.text)):
            left, top, right, bottom = boxes[4 * number : 4 * number + 4]
            if right <= left:
                continue
            away = max(top - y, y - bottom, 0.0), max(left - x, x - right, 0.0)
            if away < nearest:
                best, nearest = number, away
        return best

    def is_text(self, point: QPointF) -> bool:
        """Whether `point` is on a letter."""
        number = self.letter_at(point)
        return number is not None and self._box(number).contains(point)

    def link_at(self, point: QPointF) -> Link | None:
        """The link under `point`."""
        return next((link for link in self.links if link.place.contains(point)), None)

    def _box(self, number: int) -> QRectF:
        left, top, right, bottom = self.boxes[4 * number : 4 * number + 4]
        return QRectF(left, top, right - left, bottom - top)


NOTHING = PageContent("", array("d"), (), Searchable(""))
"""What a page says that is not there."""


def read_content(page: "PdfPage") -> PageContent:
    """All that `page` says; only on the runner that PDFium is used on."""
    from pypdfium2 import raw  # noqa: PLC0415 - loaded on the worker, when first needed

    on_page = _Placing(page)
    words = page.get_textpage()
    letters: list[str] = []
    boxes = array("d")
    box = raw.FS_RECTF()
    for number in range(min(words.count_chars(), _MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(words, number)
        letters.append("\ufffd" if code in _SURROGATES or code > 0x10FFFF else chr(code))
        found = raw.FPDFText_GetLooseCharBox(words, number, box) and not letters[-1].isspace()
        boxes.extend(on_page.corners(box) if found else (0.0,) * 4)
    words.close()
    text = "".join(letters)
    return PageContent(text, boxes, tuple(_links(page, on_page)), Searchable(text))


def _links(page: "PdfPage", on_page: "_Placing") -> Iterator[Link]:
    from pypdfium2 import raw  # noqa: PLC0415 - as above

    place, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page, place, link):
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        size = raw.FPDFAction_GetURIPath(page.pdf, action, None, 0)
        address = ctypes.create_string_buffer(size)
        raw.FPDFAction_GetURIPath(page.pdf, action, address, size)
        uri = address.value.decode("utf-8", "replace")
        if uri.startswith(LINK_SCHEME) and raw.FPDFLink_GetAnnotRect(link, box):
            left, top, right, bottom = on_page.corners(box)
            yield Link(
                unquote(uri.removeprefix(LINK_SCHEME)),
                QRectF(left, top, right - left, bottom - top),
            )


class _Placing:
    """From the page's own coordinates to points from its top left corner, as it is shown.

    PDFium itself says where three points come to stand, so that turned and cut pages fit too.
    """

    def __init__(self, page: "PdfPage") -> None:
        self._page = page
        self._size = tuple(round(side * _FINE) for side in page.get_size())
        self._x0, self._y0 = self._shown(0, 0)
        x1, y1 = self._shown(1000, 0)
        x2, y2 = self._shown(0, 1000)
        self._xx, self._xy = (x1 - self._x0) / 1000, (y1 - self._y0) / 1000
        self._yx, self._yy = (x2 - self._x0) / 1000, (y2 - self._y0) / 1000

    def corners(self, box: "ctypes.Structure") -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a rectangle of PDFium's."""
        one, other = self._point(box.left, box.top), self._point(box.right, box.bottom)
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(one, other, strict=True))
        return left, top, right, bottom

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._x0 + x * self._xx + y * self._yx,
            self._y0 + x * self._xy + y * self._yy,
        )

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        from pypdfium2 import raw  # noqa: PLC0415 - as above

        across, down = ctypes.c_int(0), ctypes.c_int(0)
        raw.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE
