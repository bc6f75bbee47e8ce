"""Pages one below the other, as they will be printed."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui import errors, theme
from ui.tasks import Task, TaskRunner
from ui.widgets.pdf_pages import POINTS_PER_INCH, PdfPages
from vinhloc_cds.texts import text

_GAP = 12
_KEPT_IMAGES = 12
_STEP = 1.25
_SMALLEST, _LARGEST = 0.25, 4.0
_LINE = 40


class PdfView(QAbstractScrollArea):
    """Scrolls continuously; only what is in sight is drawn, at the screen's own resolution."""

    zoom_changed = Signal(float)
    """1.0 is the size on paper."""
    page_changed = Signal(int, int)
    """The page in sight, from 1, and how many there are."""
    shown = Signal()
    """A document was opened and its pages are laid out."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PdfPages(runner)
        self.sizes: list[QSizeF] = []
        self._zoom = 1.0
        self._fits_width = True
        self._empty_text = ""
        self._edition = 0
        self._images: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._drawing: dict[tuple[int, float], Task[QImage]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._announce_page)

    @property
    def zoom(self) -> float:
        """Times the size on paper."""
        return self._zoom

    def set_empty_text(self, words: str) -> None:
        """What stands there while there are no pages."""
        self._empty_text = words
        self.viewport().update()

    def show_document(
        self, data: bytes, failed: Callable[[Exception], object] = errors.show
    ) -> None:
        """Show the PDF `data`; the place that was looked at stays in sight.

        `failed` gets a UserError where it cannot be opened.
        """
        self.pages.open(data, self._lay_out_anew, failed)

    def set_zoom(self, zoom: float) -> None:
        """Show pages at `zoom` times their size on paper."""
        self._fits_width = False
        self._change_zoom(zoom)

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(self._zoom * _STEP)

    def zoom_out(self) -> None:
        """One step smaller."""
        self.set_zoom(self._zoom / _STEP)

    def fit_width(self) -> None:
        """Let every page fill the width, now and when the window changes."""
        self._fits_width = True
        if self.sizes:
            self._change_zoom(self._zoom_of(0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Mid))
        if not self.sizes:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), int(flags), self._empty_text)
            return
        wanted = set()
        for number, place in enumerate(self._places()):
            if place.intersects(QRectF(self.viewport().rect())):
                key = (number, self._scale_of(number))
                wanted.add(key)
                self._paint_page(painter, place, key)
        for key in [key for key in self._drawing if key not in wanted]:
            self._drawing.pop(key).cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
            self.fit_width()
        self._set_scroll_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Home: lambda: bar.setValue(0),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            Qt.Key.Key_Space: lambda: bar.setValue(bar.value() + bar.pageStep()),
        }
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.key() in moves:
            moves[event.key()]()
        else:
            super().keyPressEvent(event)

    @property
    def _dots(self) -> float:
        """Logical pixels to a point at the size on paper."""
        return self.logicalDpiX() / POINTS_PER_INCH

    def _zoom_of(self, page: int) -> float:
        """All pages have one zoom, or each the one with which it fills the width."""
        if not self._fits_width:
            return self._zoom
        room = self.viewport().width() - 2 * _GAP
        zoom = room / (self.sizes[page].width() * self._dots)
        return min(max(zoom, _SMALLEST), _LARGEST)

    def _scale_of(self, page: int) -> float:
        """Pixels of the screen to a point."""
        return round(self._zoom_of(page) * self._dots * self.devicePixelRatioF(), 4)

    def _sizes_on_screen(self) -> list[QSizeF]:
        return [size * (self._zoom_of(n) * self._dots) for n, size in enumerate(self.sizes)]

    def _places(self) -> list[QRectF]:
        """Where each page stands in the viewport."""
        sizes = self._sizes_on_screen()
        wide = max([self.viewport().width(), *(s.width() + 2 * _GAP for s in sizes)])
        left = -self.horizontalScrollBar().value()
        top = float(_GAP - self.verticalScrollBar().value())
        places = []
        for size in sizes:
            places.append(QRectF(left + (wide - size.width()) / 2, top, *size.toTuple()))
            top += size.height() + _GAP
        return places

    def _paint_page(self, painter: QPainter, place: QRectF, key: tuple[int, float]) -> None:
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
            painter.drawImage(place, image)
        else:
            # Paper is white, whatever the palette.
            painter.fillRect(place, Qt.GlobalColor.white)
            if key not in self._drawing:
                self._drawing[key] = self.pages.draw(*key, self._keeper(key))
        painter.setPen(theme.colour("line"))
        painter.drawRect(place)

    def _keeper(self, key: tuple[int, float]) -> Callable[[QImage], None]:
        edition = self._edition

        def keep(image: QImage) -> None:
            if edition != self._edition:
                return
            self._drawing.pop(key, None)
            self._images[key] = image
            while len(self._images) > _KEPT_IMAGES:
                self._images.popitem(last=False)
            self.viewport().update()

        return keep

    def _lay_out_anew(self, sizes: list[QSizeF]) -> None:
        self._edition += 1
        self._images.clear()
        self._drawing.clear()
        self.sizes = sizes
        if self._fits_width:
            self.fit_width()
        self._set_scroll_bars()
        self.viewport().update()
        self._announce_page()
        self.shown.emit()

    def _change_zoom(self, zoom: float) -> None:
        zoom = min(max(zoom, _SMALLEST), _LARGEST)
        bar = self.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self._zoom = zoom
        self._set_scroll_bars()
        bar.setValue(round(place * bar.maximum()))
        across = self.horizontalScrollBar()
        across.setValue(across.maximum() // 2)
        self.viewport().update()
        self.zoom_changed.emit(zoom)

    def _set_scroll_bars(self) -> None:
        sizes, port = self._sizes_on_screen(), self.viewport()
        high = _GAP + sum(size.height() + _GAP for size in sizes)
        wide = max([0.0, *(size.width() for size in sizes)]) + 2 * _GAP
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, round(high) - port.height()))
        down.setPageStep(port.height())
        down.setSingleStep(_LINE)
        across.setRange(0, max(0, round(wide) - port.width()))
        across.setPageStep(port.width())
        across.setSingleStep(_LINE)

    def _announce_page(self) -> None:
        if self.sizes:
            middle = self.viewport().height() / 2
            above = sum(place.top() <= middle for place in self._places())
            self.setAccessibleName(
                text("report_page.page", page=max(above, 1), pages=len(self.sizes))
            )
            self.page_changed.emit(max(above, 1), len(self.sizes))
