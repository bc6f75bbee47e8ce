"""Where the pages of a PDF stand, one below the other: from points on paper to the screen."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP = 12
SMALLEST, LARGEST = 0.25, 4.0


@dataclass(frozen=True)
class PdfLayout:
    """Pages of so many points in a window `room` wide; `dots` are logical pixels to a point.

    All have one `zoom`, or, without one, each its own with which it fills the width.
    """

    sizes: tuple[QSizeF, ...] = ()
    room: float = 1.0
    dots: float = 1.0
    zoom: float | None = None

    def zoom_of(self, page: int) -> float:
        """Times the size on paper."""
        if self.zoom is not None:
            return self.zoom
        fitting = (self.room - 2 * GAP) / (self.sizes[page].width() * self.dots)
        return min(max(fitting, SMALLEST), LARGEST)

    def scale_of(self, page: int) -> float:
        """Logical pixels to a point."""
        return self.zoom_of(page) * self.dots

    @property
    def extent(self) -> QSizeF:
        """The room that all pages take, with gaps around."""
        places = self.places
        wide = max((place.width() for place in places), default=0.0) + 2 * GAP
        return QSizeF(wide, places[-1].bottom() + GAP if places else 0.0)

    @cached_property
    def places(self) -> list[QRectF]:
        """Where each page stands, from the top left corner of them all; narrow ones are centred."""
        shown = [size * self.scale_of(page) for page, size in enumerate(self.sizes)]
        wide = max([self.room, *(size.width() + 2 * GAP for size in shown)])
        top, places = float(GAP), []
        for size in shown:
            places.append(QRectF(QPointF((wide - size.width()) / 2, top), size))
            top += size.height() + GAP
        return places

    def page_at(self, point: QPointF) -> tuple[int, QPointF] | None:
        """The page nearest to `point` in height, from 0, and the place on it in points."""
        places = self.places
        if not places:
            return None
        page = min(
            range(len(places)),
            key=lambda n: max(places[n].top() - point.y(), point.y() - places[n].bottom(), 0.0),
        )
        return page, (point - places[page].topLeft()) / self.scale_of(page)

    def shown(self, page: int, spot: QRectF) -> QRectF:
        """Where a rectangle of `page`, in points, stands."""
        scale = self.scale_of(page)
        corner = self.places[page].topLeft() + spot.topLeft() * scale
        return QRectF(corner, spot.size() * scale)
