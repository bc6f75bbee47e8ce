"""The pages of a PDF in small, beside the view: the one in sight is marked, a click goes to it."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSignalBlocker,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.tasks import Task
from ui.widgets.pdf_pages import PdfPages
from vinhloc_cds.texts import text

_BOX = QSize(96, 122)
_GAP = 6
_FRAME = 34


class PdfThumbnails(QListWidget):
    """One small picture to a page, drawn when it comes into sight; arrow keys go page by page."""

    page_chosen = Signal(int)
    """The user went to a page, from 1."""

    def __init__(self, pages: PdfPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._sizes: list[QSizeF] = []
        self._images: dict[int, QImage] = {}
        self._wanted: list[int] = []
        self._task: Task[QImage] | None = None
        self.setAccessibleName(text("preview.thumbnails"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Delegate(self))
        self.setFixedWidth(_BOX.width() + _FRAME + self.verticalScrollBar().sizeHint().width())
        self.currentRowChanged.connect(self._choose)

    def show_pages(self, sizes: list[QSizeF]) -> None:
        """Other pages, of so many points each."""
        if self._task is not None:
            self._task.cancel()
        self._sizes, self._task = sizes, None
        self._images.clear()
        self._wanted.clear()
        with QSignalBlocker(self):
            self.clear()
            self.addItems([str(number) for number in range(1, len(sizes) + 1)])

    def follow(self, page: int) -> None:
        """Mark `page`, from 1, as the one in sight."""
        with QSignalBlocker(self):
            self.setCurrentRow(page - 1)

    @property
    def drawn(self) -> int:
        """How many pages have been drawn so far."""
        return len(self._images)

    def paint_page(self, painter: QPainter, page: int, box: QRectF) -> None:
        """Paint `page`, from 0, within `box`, or have it drawn first."""
        size = self._sizes[page]
        scale = min(box.width() / size.width(), box.height() / size.height())
        place = QRectF(box.topLeft(), size * scale)
        place.moveCenter(box.center())
        painter.fillRect(place, Qt.GlobalColor.white)
        image = self._images.get(page)
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, image)
        elif page not in self._wanted:
            self._wanted.append(page)
            self._draw_next()
        painter.setPen(theme.colour("line"))
        painter.drawRect(place)

    def _draw_next(self) -> None:
        """One at a time: the pages in the view come in between."""
        if self._task is not None or not self._wanted:
            return
        # What was scrolled to last is what is looked at.
        page = self._wanted[-1]
        size = self._sizes[page]
        scale = min(_BOX.width() / size.width(), _BOX.height() / size.height())
        self._task = self._pages.draw(
            page, scale * self.devicePixelRatioF(), lambda image: self._keep(page, image)
        )

    def _keep(self, page: int, image: QImage) -> None:
        self._task = None
        self._images[page] = image
        self._wanted.remove(page)
        self.viewport().update()
        self._draw_next()

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.page_chosen.emit(row + 1)


class _Delegate(QStyledItemDelegate):
    """A page in small above its number."""

    def __init__(self, view: PdfThumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(_BOX.width(), _BOX.height() + option.fontMetrics.height() + 3 * _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        ink = QPalette.ColorRole.Text
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
            ink = QPalette.ColorRole.HighlightedText
        box = QRectF(option.rect.x(), option.rect.y() + _GAP, option.rect.width(), _BOX.height())
        self._view.paint_page(painter, index.row(), box)
        painter.setPen(option.palette.color(ink))
        words = QRectF(box.x(), box.bottom(), box.width(), option.rect.bottom() - box.bottom())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()
