"""Pages one below the other, as they will be printed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from ui import errors, theme
from ui.tasks import Task, TaskRunner
from ui.widgets.pdf_content import NOTHING, Link, PageContent
from ui.widgets.pdf_images import PdfImages
from ui.widgets.pdf_layout import GAP, LARGEST, SMALLEST, PdfLayout
from ui.widgets.pdf_pages import POINTS_PER_INCH, PdfPages
from ui.widgets.pdf_search import Hit
from ui.widgets.pdf_selection import Selection
from vinhloc_cds.texts import text

_STEP = 1.25
_LINE = 40
_MARGIN = 60
# On paper, which is white whatever the palette.
_HIT, _CURRENT_HIT = QColor("#ffe680"), QColor("#ff9d3c")
_SELECTED, _FOCUS = QColor("#a8cdf7"), QColor("#0a5cad")

_FOR_A_WHILE = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}


class PdfView(QAbstractScrollArea):
    """Scrolls continuously; only what is in sight is drawn, at the screen's own resolution.

    Tab goes from link to link on the page in sight and then on to the next widget; Esc leaves
    the links, Enter follows one.
    """

    zoom_changed = Signal(float)
    """1.0 is the size on paper."""
    page_changed = Signal(int, int)
    """The page in sight, from 1, and how many there are."""
    shown = Signal()
    """A document was opened and its pages are laid out."""
    link_pressed = Signal(str)
    """The key of a link that was clicked, or chosen with Enter."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pages = PdfPages(runner)
        self.pages = pages
        self.sizes: list[QSizeF] = []
        self._layout = PdfLayout()
        self._zoom = 1.0
        self._fits_width = True
        self._empty_text = ""
        self._images = PdfImages(pages, self.viewport().update)
        self._reading: dict[int, Task[PageContent]] = {}
        self._hits: dict[int, list[Hit]] = {}
        self._hit: Hit | None = None
        self._selection = Selection()
        self._pressed: Link | None = None
        self._link: tuple[int, Link] | None = None
        self._passes_links = False
        self._page = 1
        self._goes = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        # PDFium's document must not be let go of beside the runner.
        self.destroyed.connect(pages.close)

    @property
    def zoom(self) -> float:
        """Times the size on paper."""
        return self._zoom

    @property
    def page(self) -> int:
        """The page in sight, from 1."""
        return self._page

    def set_empty_text(self, words: str) -> None:
        """What stands there while there are no pages."""
        self._empty_text = words
        self.viewport().update()

    def clear(self) -> None:
        """Show no document any more."""
        self._lay_out_anew([])

    def show_document(
        self, data: bytes, failed: Callable[[Exception], object] = errors.show
    ) -> None:
        """Show the PDF `data`; the place that was looked at stays in sight.

        `failed` gets a UserError where it cannot be opened.
        """

        def refused(error: Exception) -> None:
            self._lay_out_anew([])
            failed(error)

        def opened(sizes: list[QSizeF]) -> None:
            self._lay_out_anew(sizes)
            self.shown.emit()

        self.pages.open(data, opened, refused)

    def set_zoom(self, zoom: float) -> None:
        """Show pages at `zoom` times their size on paper."""
        self._fits_width = False
        self._change_zoom(zoom, QRectF(self.viewport().rect()).center())

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
            top = QPointF(self.viewport().width() / 2, 0.0)
            self._change_zoom(self._new_layout().zoom_of(0), top)

    def go_to(self, page: int) -> None:
        """Bring the top of `page` (from 1) into sight; the end of a document stays at the end."""
        if not 1 <= page <= len(self.sizes):
            return
        self._page, self._goes = page, True
        self.verticalScrollBar().setValue(round(self._layout.places[page - 1].top()) - GAP)
        self._goes = False
        self._announce_page()

    def show_hits(self, hits: Sequence[Hit], current: Hit | None) -> None:
        """Mark what a search has found; `current` is brought into sight."""
        self._hits = {}
        for hit in hits:
            self._hits.setdefault(hit.page, []).append(hit)
        if current is not None and current != self._hit:
            self._bring_into_sight(current.page, current.places[0])
        self._hit = current
        self.viewport().update()

    def copy(self) -> None:
        """Put the selected words on the clipboard."""
        if words := self._selection.words(self.pages.content):
            QGuiApplication.clipboard().setText(words)

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Mid))
        sight = QRectF(self.viewport().rect())
        if not self.sizes:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), int(flags), self._empty_text)
            return
        self._images.begin()
        for page, place in self._in_sight():
            # Paper is white, whatever the palette.
            painter.fillRect(place, Qt.GlobalColor.white)
            self._images.paint(painter, page, self.sizes[page], place, sight)
            self._paint_marks(painter, page)
            painter.setPen(theme.colour("line"))
            painter.drawRect(place)
            self._want_content(page)
        self._images.end()
        self._drop_reading()

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for hit in self._hits.get(page, ()):
            colour = _CURRENT_HIT if hit == self._hit else _HIT
            for spot in hit.places:
                painter.fillRect(self._on_screen(page, spot), colour)
        for spot in self._selection.lines(page, self._content(page)):
            painter.fillRect(self._on_screen(page, spot), _SELECTED)
        painter.restore()
        if self._link is not None and self._link[0] == page and self.hasFocus():
            painter.setPen(QPen(_FOCUS, 2))
            painter.drawRect(self._on_screen(page, self._link[1].place).adjusted(-2, -2, 2, 2))

    def _in_sight(self) -> list[tuple[int, QRectF]]:
        sight = QRectF(self.viewport().rect())
        places = (place.translated(-self._offset()) for place in self._layout.places)
        return [(page, place) for page, place in enumerate(places) if place.intersects(sight)]

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _on_screen(self, page: int, spot: QRectF) -> QRectF:
        return self._layout.shown(page, spot).translated(-self._offset())

    # What pages say.

    def _content(self, page: int) -> PageContent:
        return self.pages.content(page) or NOTHING

    def _want_content(self, page: int) -> None:
        if self.pages.content(page) is None and page not in self._reading:
            self._reading[page] = self.pages.read(page, lambda _: self._note_content(page))

    def _note_content(self, page: int) -> None:
        self._reading.pop(page, None)
        self.viewport().update()

    def _drop_reading(self) -> None:
        near = {page for page, _ in self._in_sight()}
        for page in [page for page in self._reading if page not in near]:
            self._reading.pop(page).cancel()

    # The mouse.

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._layout.page_at(event.position() + self._offset())
        if event.button() != Qt.MouseButton.LeftButton or found is None:
            super().mousePressEvent(event)
            return
        page, point = found
        self._pressed = self._content(page).link_at(point)
        self._selection.begin(page, self._content(page).letter_at(point))
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._layout.page_at(event.position() + self._offset())
        if found is None:
            return
        page, point = found
        content = self._content(page)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._selection.stretch(page, content.letter_at(point))
            self.viewport().update()
        elif content.link_at(point):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif content.is_text(point):
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        else:
            self.viewport().unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._layout.page_at(event.position() + self._offset())
        pressed, self._pressed = self._pressed, None
        if event.button() == Qt.MouseButton.LeftButton and pressed is not None and found:
            page, point = found
            if self._content(page).link_at(point) == pressed:
                self._selection.clear()
                self.viewport().update()
                self.link_pressed.emit(pressed.key)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._layout.page_at(QPointF(event.pos()) + self._offset())
            link = self._content(found[0]).link_at(found[1]) if found else None
            words = text("preview.link") if link else ""
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Home: lambda: bar.setValue(0),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
            Qt.Key.Key_Space: lambda: bar.setValue(bar.value() + bar.pageStep()),
        }
        if control:
            moves |= {
                Qt.Key.Key_PageUp: lambda: self.go_to(self._page - 1),
                Qt.Key.Key_PageDown: lambda: self.go_to(self._page + 1),
            }
        if self._link is not None:
            key = self._link[1].key
            moves |= {
                Qt.Key.Key_Return: lambda: self.link_pressed.emit(key),
                Qt.Key.Key_Enter: lambda: self.link_pressed.emit(key),
                Qt.Key.Key_Escape: self._leave_links,
            }
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in moves:
            moves[event.key()]()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - as Qt has it
        return self._step_link(1 if forward else -1) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._passes_links = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _FOR_A_WHILE:
            self._link = None
        self.viewport().update()

    def _step_link(self, step: int) -> bool:
        """Go to the next link on the page in sight; whether there was one."""
        page = self._page - 1
        links = self._content(page).links
        if self._passes_links or not links:
            return False
        if self._link is not None and self._link[0] == page:
            number = links.index(self._link[1]) + step
        else:
            number = 0 if step > 0 else len(links) - 1
        if not 0 <= number < len(links):
            self._link = None
            return False
        self._link = page, links[number]
        self._bring_into_sight(page, links[number].place)
        self.viewport().update()
        return True

    def _leave_links(self) -> None:
        self._link, self._passes_links = None, True
        self.viewport().update()

    # Where things stand.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
            self.fit_width()
        else:
            self._lay_out()

    def _lay_out_anew(self, sizes: list[QSizeF]) -> None:
        self._images.start_anew()
        self._reading.clear()
        self._hits, self._hit, self._link = {}, None, None
        self._selection.clear()
        self.sizes = sizes
        if self._fits_width:
            self.fit_width()
        self._lay_out()
        self.viewport().update()
        self._scrolled()

    def _change_zoom(self, zoom: float, held: QPointF) -> None:
        """What stands at `held` in the viewport stays there; the very top stays the top."""
        kept = self._layout.page_at(self._offset() + held)
        at_top = self.verticalScrollBar().value() == 0 and not held.y()
        self._zoom = min(max(zoom, SMALLEST), LARGEST)
        self._lay_out()
        if kept is not None and kept[0] < len(self.sizes):
            corner = self._layout.shown(kept[0], QRectF(kept[1], QSizeF())).topLeft() - held
            self.verticalScrollBar().setValue(0 if at_top else round(corner.y()))
            self.horizontalScrollBar().setValue(round(corner.x()))
        self.viewport().update()
        self.zoom_changed.emit(self._zoom)

    def _new_layout(self) -> PdfLayout:
        zoom = None if self._fits_width else self._zoom
        dots = self.logicalDpiX() / POINTS_PER_INCH
        return PdfLayout(tuple(self.sizes), self.viewport().width(), dots, zoom)

    def _lay_out(self) -> None:
        port = self.viewport()
        self._layout = self._new_layout()
        extent = self._layout.extent
        for bar, long, seen in (
            (self.verticalScrollBar(), extent.height(), port.height()),
            (self.horizontalScrollBar(), extent.width(), port.width()),
        ):
            bar.setRange(0, max(0, round(long) - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(_LINE)

    def _bring_into_sight(self, page: int, spot: QRectF) -> None:
        """Scroll as little as needed; `page` is then the one in sight."""
        place = self._on_screen(page, spot)
        port = self.viewport()
        self._page, self._goes = page + 1, True
        for bar, first, last, room in (
            (self.verticalScrollBar(), place.top(), place.bottom(), port.height()),
            (self.horizontalScrollBar(), place.left(), place.right(), port.width()),
        ):
            if first < 0 or last > room:
                bar.setValue(round(bar.value() + first - min(_MARGIN, room / 4)))
        self._goes = False
        self._announce_page()

    def _scrolled(self) -> None:
        if not self.sizes or self._goes:
            return
        bar, middle = self.verticalScrollBar(), self._offset().y() + self.viewport().height() / 2
        if bar.value() == 0:
            self._page = 1
        elif bar.value() == bar.maximum():
            self._page = len(self.sizes)
        else:
            above = sum(place.top() <= middle for place in self._layout.places)
            self._page = max(above, 1)
        self._announce_page()

    def _announce_page(self) -> None:
        self.setAccessibleName(text("preview.page", page=self._page, pages=len(self.sizes)))
        self.page_changed.emit(self._page, len(self.sizes))
