"""Sending the pages of a PDF to a printer, one by one, without holding up the window."""

from PySide6.QtCore import QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from ui.tasks import Task
from ui.widgets.pdf_pages import POINTS_PER_INCH, PdfPages

_FINEST = 600
"""Dots to an inch above which an official document does not look any better."""


class PrintJob(QObject):
    """Prints the pages that the print dialog chose, each upright or across as it is itself."""

    progressed = Signal(int, int)
    """How many pages were sent, and of how many."""
    ended = Signal(bool)
    """The job is over; False if it was cancelled or the printer refused it."""

    def __init__(
        self, printer: QPrinter, pages: PdfPages, sizes: list[QSizeF], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._pages = pages
        self._sizes = sizes
        self._order = self._chosen_pages()
        self._sent = 0
        self._painter = QPainter()
        self._task: Task[QImage] | None = None

    def start(self) -> None:
        """Begin with the first page."""
        self._printer.setFullPage(True)
        self._turn(self._order[0])
        if self._painter.begin(self._printer):
            self._draw_next()
        else:
            self.ended.emit(False)

    def cancel(self) -> None:
        """Stop; what the printer already has may still come out."""
        if self._task is not None:
            self._task.cancel()
        self._printer.abort()
        self._painter.end()
        self.ended.emit(False)

    def _chosen_pages(self) -> list[int]:
        first, last = 1, len(self._sizes)
        if self._printer.printRange() == QPrinter.PrintRange.PageRange:
            first = max(self._printer.fromPage(), 1)
            last = min(self._printer.toPage() or last, last)
        order = list(range(first - 1, last)) or [0]
        if self._printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
            order.reverse()
        copies = 1 if self._printer.supportsMultipleCopies() else self._printer.copyCount()
        if self._printer.collateCopies():
            return order * copies
        return [page for page in order for _ in range(copies)]

    def _turn(self, page: int) -> None:
        size = self._sizes[page]
        across = size.width() > size.height()
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        )

    def _draw_next(self) -> None:
        dots = min(self._printer.resolution(), _FINEST)
        page = self._order[self._sent]
        self._task = self._pages.draw(page, dots / POINTS_PER_INCH, self._send, grey=True)

    def _send(self, image: QImage) -> None:
        scale = self._printer.resolution() / POINTS_PER_INCH
        size = self._sizes[self._order[self._sent]] * scale
        self._painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
        self._sent += 1
        self.progressed.emit(self._sent, len(self._order))
        if self._sent == len(self._order):
            self._painter.end()
            self.ended.emit(True)
            return
        self._turn(self._order[self._sent])
        self._printer.newPage()
        self._draw_next()
