"""Sending the pages of a PDF to a printer, one by one, without holding up the window.

Where the dialog's choice is a PDF file, the pages themselves are written, not pictures of them.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import (
    QAbstractPrintDialog,
    QPrintDialog,
    QPrinter,
    QPrinterInfo,
)
from PySide6.QtWidgets import QProgressDialog, QWidget

from ui import errors
from ui.tasks import Task, TaskRunner
from ui.widgets.pdf_pages import POINTS_PER_INCH, PdfPages
from vinhloc_cds.texts import text

_Option = QAbstractPrintDialog.PrintDialogOption

_ONLY_PRINTERS = sys.platform == "win32"
"""Whether the dialog is the system's own: it does not even show where there is no printer."""


class PrintJob(QObject):
    """Prints the pages that the print dialog chose, each upright or across as it is itself.

    `current` is the page in sight, from 1, for "the current page".
    """

    progressed = Signal(int, int)
    """How many pages were sent, and of how many."""
    ended = Signal(bool)
    """The job is over; False if it was cancelled or the printer refused it."""

    def __init__(
        self,
        printer: QPrinter,
        pages: PdfPages,
        sizes: list[QSizeF],
        parent: QObject | None = None,
        *,
        current: int = 1,
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._pages = pages
        self._sizes = sizes
        self._order = chosen_pages(printer, len(sizes), current)
        self._sent = 0
        self._painter = QPainter()
        self._task: Task[None] | None = None

    def start(self) -> None:
        """Begin with the first page."""
        if self._order:
            self._draw_next()
        else:
            self.ended.emit(False)

    def cancel(self) -> None:
        """Stop; what the printer already has may still come out."""
        if self._task is not None:
            self._task.cancel()
        self._pages.ask(self._abort, lambda _: self.ended.emit(False))

    def _draw_next(self) -> None:
        self._task = self._pages.draw_for_paper(
            self._order[self._sent],
            self._printer.resolution(),
            self._put,
            lambda _: self._sent_one(),
            self._fail,
            grey=self._printer.colorMode() == QPrinter.ColorMode.GrayScale,
        )

    def _fail(self, error: Exception) -> None:
        self.cancel()
        if not isinstance(error, _RefusedError):
            errors.show(error)

    def _sent_one(self) -> None:
        self._sent += 1
        self.progressed.emit(self._sent, len(self._order))
        if self._sent == len(self._order):
            self.ended.emit(True)
        else:
            self._draw_next()

    # On the runner: painting on a printer is allowed in any thread, and each page is slow.

    def _put(self, image: QImage) -> None:
        page = self._order[self._sent]
        self._turn(page)
        if not self._painter.isActive():
            self._printer.setFullPage(True)
            if not self._painter.begin(self._printer):
                raise _RefusedError
        else:
            self._printer.newPage()
        scale = self._printer.resolution() / POINTS_PER_INCH
        size = self._sizes[page] * scale
        self._painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
        if self._sent + 1 == len(self._order):
            self._painter.end()

    def _turn(self, page: int) -> None:
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape
            if _lies_across(self._sizes[page])
            else QPageLayout.Orientation.Portrait
        )

    def _abort(self) -> None:
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()


class _RefusedError(Exception):
    """The printer takes nothing."""


def chosen_pages(printer: QPrinter, count: int, current: int) -> list[int]:
    """The pages to send, from 0, in their order: all, some, or the `current` one (from 1).

    Copies are counted in where the printer cannot make them itself.
    """
    chosen = list(range(1, count + 1))
    if printer.printRange() == QPrinter.PrintRange.PageRange and not printer.pageRanges().isEmpty():
        chosen = [page for page in chosen if printer.pageRanges().contains(page)]
    elif printer.printRange() == QPrinter.PrintRange.CurrentPage:
        chosen = [current]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        chosen.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    pages = [page - 1 for page in chosen]
    if printer.collateCopies():
        return pages * copies
    return [page for page in pages for _ in range(copies)]


def make_printer(name: str, sizes: list[QSizeF]) -> QPrinter:
    """The system's own printer, ready for a document named `name` with pages of `sizes`.

    Official paper is A4. Where the printer can, it prints on both sides: turned at the long edge
    as an upright document is bound, at the short one where all pages lie across.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    across = bool(sizes) and all(_lies_across(size) for size in sizes)
    duplex = QPrinter.DuplexMode.DuplexShortSide if across else QPrinter.DuplexMode.DuplexLongSide
    if duplex in QPrinterInfo(printer).supportedDuplexModes():
        printer.setDuplex(duplex)
    return printer


def print_pdf(
    runner: TaskRunner,
    data: bytes,
    parent: QWidget,
    *,
    name: str,
    current: int = 1,
    ended: Callable[[str], object] = lambda _words: None,
) -> None:
    """Ask for a printer and print the PDF `data`; `ended` gets a sentence on what came of it.

    What is printed is this document, whatever its window shows in the meantime.
    """
    pages = PdfPages(runner)
    parent.destroyed.connect(pages.close)

    def ask(sizes: list[QSizeF]) -> None:
        printer = make_printer(name, sizes)
        if _ONLY_PRINTERS and printer.outputFormat() != QPrinter.OutputFormat.NativeFormat:
            pages.close()
            ended(text("preview.printing.no_printer"))
            return
        dialog = QPrintDialog(printer, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.setMinMax(1, len(sizes))
        dialog.setOption(_Option.PrintCurrentPage)
        dialog.setOption(_Option.PrintCollateCopies)
        dialog.accepted.connect(lambda: begin(printer, sizes))
        dialog.rejected.connect(pages.close)
        dialog.show()

    def begin(printer: QPrinter, sizes: list[QSizeF]) -> None:
        if writes_file(printer):
            _write(printer, pages, chosen_pages(printer, len(sizes), current), ended)
        else:
            _Printing(printer, pages, sizes, parent, current, ended)

    pages.open(data, ask, errors.show)


def writes_file(printer: QPrinter) -> bool:
    """Whether what is printed becomes a PDF file, by Qt and not by a printer's own program."""
    is_pdf = printer.outputFormat() == QPrinter.OutputFormat.PdfFormat
    return is_pdf and bool(printer.outputFileName())


def _write(
    printer: QPrinter, pages: PdfPages, order: list[int], ended: Callable[[str], object]
) -> None:
    path = Path(printer.outputFileName())

    def written(_: None) -> None:
        pages.close()
        ended(text("preview.printing.saved", path=path))

    def failed(error: Exception) -> None:
        pages.close()
        errors.show(error)

    if order:
        pages.save(order, path, written, failed)
    else:
        pages.close()
        ended(text("preview.printing.failed"))


class _Printing(QProgressDialog):
    """Says which page is being sent, and stops it."""

    def __init__(
        self,
        printer: QPrinter,
        pages: PdfPages,
        sizes: list[QSizeF],
        parent: QWidget,
        current: int,
        ended: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._said = ended
        self.setWindowTitle(printer.docName())
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setCancelButtonText(text("preview.printing.cancel"))
        self.setMinimumDuration(0)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self._job = PrintJob(printer, pages, sizes, self, current=current)
        self._job.progressed.connect(self._show_page)
        self._job.ended.connect(self._end)
        self.canceled.connect(self._job.cancel)
        self._show_page(0, len(sizes))
        self.show()
        self._job.start()

    def _show_page(self, sent: int, pages: int) -> None:
        self.setMaximum(pages)
        self.setValue(sent)
        self.setLabelText(text("preview.printing.page", page=min(sent + 1, pages), pages=pages))

    def _end(self, finished: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._pages.close()
        self.canceled.disconnect(self._job.cancel)
        self.close()
        self.deleteLater()
        self._said(text("preview.printing.done" if finished else "preview.printing.failed"))


def _lies_across(size: QSizeF) -> bool:
    return size.width() > size.height()
