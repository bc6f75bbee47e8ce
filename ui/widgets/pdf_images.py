"""The pictures of what is in sight of a PDF, in squares, so that no zoom fills the memory."""

from collections import OrderedDict
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter

from ui.tasks import Task
from ui.widgets.pdf_pages import PdfPages

_SIDE = 2048
"""Pixels along a square: at everyday zooms a page is one square."""
_KEPT = 8
"""How many squares are kept beside those in sight: 16 MB each at most."""

_Key = tuple[int, float, int, int]


class PdfImages:
    """Draws the squares that are asked for and keeps the last ones; `drawn` is told of new ones."""

    def __init__(self, pages: PdfPages, drawn: Callable[[], None]) -> None:
        self._pages = pages
        self._drawn = drawn
        self._images: OrderedDict[_Key, QImage] = OrderedDict()
        self._drawing: dict[_Key, Task[QImage]] = {}
        self._wanted: set[_Key] = set()

    @property
    def kept_bytes(self) -> int:
        """How much memory the pictures take."""
        return sum(image.sizeInBytes() for image in self._images.values())

    def start_anew(self) -> None:
        """Forget all pictures: another document is shown."""
        self._images.clear()
        self._drawing.clear()
        self._wanted.clear()

    def begin(self) -> None:
        """What is painted from now on until `end` is in sight, and nothing else."""
        self._wanted.clear()

    def end(self) -> None:
        """Have nothing drawn any more that has gone out of sight."""
        for key in [key for key in self._drawing if key not in self._wanted]:
            self._drawing.pop(key).cancel()

    def paint(
        self, painter: QPainter, page: int, points: QSizeF, place: QRectF, sight: QRectF
    ) -> None:
        """Paint what is in `sight` of `page` at `place`, each dot on one of the screen's own.

        `points` is the page's size on paper.
        """
        to_dots = painter.deviceTransform()
        back, _ = to_dots.inverted()
        dots = to_dots.mapRect(place)
        corner, scale = dots.topLeft().toPoint(), round(dots.width() / points.width(), 4)
        whole = (points * scale).toSize()
        visible = to_dots.mapRect(place & sight).toAlignedRect().translated(-corner)
        for square in _squares(whole, visible):
            key = (page, scale, square.x(), square.y())
            self._wanted.add(key)
            image = self._images.get(key)
            if image is not None:
                self._images.move_to_end(key)
                painter.drawImage(back.mapRect(QRectF(square.translated(corner))), image)
            elif key not in self._drawing:
                self._drawing[key] = self._pages.draw(page, scale, self._keeper(key), square)

    def _keeper(self, key: _Key) -> Callable[[QImage], None]:
        return lambda image: self._keep(key, image)

    def _keep(self, key: _Key, image: QImage) -> None:
        self._drawing.pop(key, None)
        self._images[key] = image
        spare = [key for key in self._images if key not in self._wanted]
        for old in spare[: max(len(spare) - _KEPT, 0)]:
            del self._images[old]
        self._drawn()


def _squares(size: QSize, visible: QRect) -> Iterator[QRect]:
    """The squares of a page of `size` pixels that `visible` touches."""
    whole = QRect(QPoint(), size)
    shown = visible & whole
    for top in range(shown.top() // _SIDE * _SIDE, shown.bottom() + 1, _SIDE):
        for left in range(shown.left() // _SIDE * _SIDE, shown.right() + 1, _SIDE):
            yield QRect(left, top, _SIDE, _SIDE) & whole
