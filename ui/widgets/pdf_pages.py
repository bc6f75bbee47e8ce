"""A PDF in memory, drawn page by page off the GUI thread.

PDFium is not made for several threads: everything here is done on one runner of its own.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from ui import errors
from ui.tasks import Task, TaskRunner
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types

POINTS_PER_INCH = 72


class PdfPages:
    """Opens a document and draws its pages; results come back on the GUI thread."""

    def __init__(self, runner: TaskRunner) -> None:
        self._runner = runner
        self._document: PdfDocument | None = None

    def open(
        self,
        data: bytes,
        done: Callable[[list[QSizeF]], None],
        failed: Callable[[Exception], object] = errors.show,
    ) -> None:
        """Take the document `data` instead of the one before; `done` gets its pages' points.

        `failed` gets a UserError where the data are no whole PDF.
        """
        self._runner.submit(text("report_page.task.open"), lambda _: self._open(data), done, failed)

    def draw(
        self, page: int, scale: float, done: Callable[[QImage], None], *, grey: bool = False
    ) -> Task[QImage]:
        """Draw `page` (from 0) at `scale` pixels to a point."""
        return self._runner.submit(
            text("report_page.task.draw"),
            lambda _: self._draw(page, scale, grey=grey),
            done,
            errors.show,
            cancellable=True,
        )

    def _open(self, data: bytes) -> list[QSizeF]:
        # Loaded on the worker, when first needed.
        from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415

        if self._document is not None:
            self._document.close()
            self._document = None
        try:
            self._document = PdfDocument(data)
        except PdfiumError as error:
            raise UserError("report_page.no_pdf") from error
        return [
            QSizeF(*self._document.get_page_size(number)) for number in range(len(self._document))
        ]

    def _draw(self, page: int, scale: float, *, grey: bool) -> QImage:
        if self._document is None or page >= len(self._document):
            return QImage()
        bitmap = self._document[page].render(scale=scale, grayscale=grey, prefer_bgrx=not grey)
        form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
        image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form)
        # The bitmap's memory goes with it.
        return image.copy()
