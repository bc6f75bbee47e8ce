"""A PDF in memory, drawn and read page by page off the GUI thread.

PDFium is not made for several threads: everything here is done on one runner of its own, also
letting go of a document.
"""

import logging
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QImage

from ui import errors
from ui.tasks import Task, TaskRunner
from ui.widgets.pdf_content import NOTHING, PageContent, read_content
from vinhloc_cds.errors import UserError
from vinhloc_cds.inspection.pdf_nesting import refuse_endless
from vinhloc_cds.services.files import write_whole
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]  # it has no types

T = TypeVar("T")

POINTS_PER_INCH = 72

_FINEST_GREY = 600
"""Dots to an inch above which a printed document does not look any better."""
_FINEST_COLOUR = 300
_ROUGH = 0.5
_UNKNOWN = QSizeF(595, 842)
"""A4, for a page so damaged that it has no size: the others are shown all the same."""

_log = logging.getLogger(__name__)


class PdfPages:
    """Opens a document, draws and reads its pages; results come back on the GUI thread."""

    def __init__(self, runner: TaskRunner) -> None:
        self._runner = runner
        self._document: PdfDocument | None = None
        self._edition = 0
        self._closed = False
        self._read: dict[int, PageContent] = {}

    def open(
        self,
        data: bytes,
        done: Callable[[list[QSizeF]], None],
        failed: Callable[[Exception], object] = errors.show,
    ) -> None:
        """Take the document `data` instead of the one before; `done` gets its pages' points.

        `failed` gets a UserError where the data are no whole PDF, or one without end.
        """

        def opened(sizes: list[QSizeF]) -> None:
            if not self._closed:
                self._forget()
                done(sizes)

        def refused(error: Exception) -> None:
            if not self._closed:
                self._forget()
                failed(error)

        self._runner.submit(text("preview.task.open"), lambda _: self._open(data), opened, refused)

    def close(self) -> None:
        """Let go of the document for good, on the runner; nothing asked for comes any more."""
        self._closed = True
        self._forget()
        self._runner.submit(
            text("preview.task.open"), lambda _: self._let_go(), lambda _: None, _log_only
        )

    def draw(
        self, page: int, scale: float, done: Callable[[QImage], None], part: QRect | None = None
    ) -> Task[QImage]:
        """Draw `page` (from 0) at `scale` pixels to a point: all of it, or a `part` in pixels."""
        return self._ask(text("preview.task.draw"), lambda: self._draw(page, scale, part), done)

    def draw_for_paper(
        self,
        page: int,
        dots: int,
        put: Callable[[QImage], None],
        done: Callable[[None], None],
        failed: Callable[[Exception], object] = errors.show,
        *,
        grey: bool = False,
    ) -> Task[None]:
        """Draw `page` for a printer of so many dots to an inch, in colour where it has any.

        The image goes to `put` on the runner: handing it to a printer takes nearly a second.
        `failed` gets a UserError where the page is damaged: it must not come out blank.
        """
        title = text("preview.task.draw")
        return self._ask(
            title, lambda: put(self._draw_for_paper(page, dots, grey=grey)), done, failed
        )

    def save(
        self,
        pages: Sequence[int],
        path: Path,
        done: Callable[[None], None],
        failed: Callable[[Exception], object] = errors.show,
    ) -> Task[None]:
        """Write `pages` (from 0), in this order, to `path` as a PDF: drawn by nobody, so as sharp.

        It has no links, as paper has none: ours lead nowhere outside the program, so the document
        loses them. `failed` gets a UserError where a page is damaged or `path` cannot be written.
        """
        return self._ask(text("preview.task.save"), lambda: self._save(pages, path), done, failed)

    def content(self, page: int) -> PageContent | None:
        """What `page` says, if it has been read."""
        return self._read.get(page)

    def read(self, page: int, done: Callable[[PageContent], None]) -> Task[PageContent]:
        """Read what `page` says; `content` knows it from then on."""
        return self.ask(lambda: self.read_now(page), done)

    def ask(self, work: Callable[[], T], done: Callable[[T], None]) -> Task[T]:
        """Do something with what pages say, on the runner."""
        return self._ask(text("preview.task.read"), work, done)

    def read_now(self, page: int) -> PageContent:
        """What `page` says; only on the runner."""
        content = self._read.get(page)
        if content is None:
            found = self._page(page)
            content = read_content(found) if found else NOTHING
            if found:
                found.close()
            # The GUI thread may forget it again at any moment.
            self._read[page] = content
        return content

    def _ask(
        self,
        title: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], object] = errors.show,
    ) -> Task[T]:
        """What comes for a document that is no longer shown is dropped."""
        edition = self._edition

        def take(result: T) -> None:
            if edition == self._edition:
                done(result)

        return self._runner.submit(title, lambda _: work(), take, failed, cancellable=True)

    def _forget(self) -> None:
        self._edition += 1
        self._read.clear()

    def _let_go(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None

    def _open(self, data: bytes) -> list[QSizeF]:
        # Loaded on the worker, when first needed.
        from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415

        self._let_go()
        # It would end the program: PDFium draws forms in forms until there is no memory left.
        refuse_endless(data)
        try:
            self._document = document = PdfDocument(data)
        except PdfiumError as error:
            raise UserError("preview.no_pdf") from error

        def size(number: int) -> QSizeF:
            try:
                return QSizeF(*document.get_page_size(number))
            except PdfiumError:
                return _UNKNOWN

        return [size(number) for number in range(len(document))]

    def _page(self, number: int) -> "PdfPage | None":
        """A page to work with; None where it is damaged, or there is no document any more."""
        from pypdfium2 import PdfiumError  # noqa: PLC0415 - loaded on the worker

        if self._document is None or number >= len(self._document):
            return None
        try:
            return self._document[number]
        except PdfiumError:
            return None

    def _draw(
        self, number: int, scale: float, part: QRect | None = None, *, grey: bool = False
    ) -> QImage:
        """A damaged page is none: it stays blank on the screen."""
        page = self._page(number)
        if page is None:
            return QImage()
        try:
            return _rendered(page, scale, part, grey=grey)
        finally:
            page.close()

    def _draw_for_paper(self, page: int, dots: int, *, grey: bool) -> QImage:
        rough = self._draw(page, _ROUGH)
        if rough.isNull():
            raise UserError("preview.no_page", page=page + 1)
        # A page without colour is a quarter of the size in greys, and can be twice as fine.
        if grey or rough.isGrayscale():
            return self._draw(page, min(dots, _FINEST_GREY) / POINTS_PER_INCH, grey=True)
        return self._draw(page, min(dots, _FINEST_COLOUR) / POINTS_PER_INCH)

    def _save(self, pages: Sequence[int], path: Path) -> None:
        from pypdfium2 import PdfDocument  # noqa: PLC0415 - loaded on the worker

        for number in sorted(set(pages)):
            page = self._page(number)
            if page is None:
                raise UserError("preview.no_page", page=number + 1)
            _drop_links(page)
            page.close()
        written, copy = BytesIO(), PdfDocument.new()
        try:
            copy.import_pages(self._document, list(pages))
            copy.save(written)
        finally:
            copy.close()
        write_whole(path, written.getvalue())


def _drop_links(page: "PdfPage") -> None:
    from pypdfium2 import raw  # noqa: PLC0415 - loaded on the worker

    for at in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind == raw.FPDF_ANNOT_LINK:
            raw.FPDFPage_RemoveAnnot(page, at)


def _rendered(page: "PdfPage", scale: float, part: QRect | None, *, grey: bool) -> QImage:
    from pypdfium2 import PdfBitmap, raw  # noqa: PLC0415 - loaded on the worker

    across, down = (max(round(side * scale), 1) for side in page.get_size())
    part = part or QRect(0, 0, across, down)
    kind = raw.FPDFBitmap_Gray if grey else raw.FPDFBitmap_BGRx
    bitmap = PdfBitmap.new_native(part.width(), part.height(), kind)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, part.width(), part.height())
    flags = raw.FPDF_ANNOT | (raw.FPDF_GRAYSCALE if grey else 0)
    raw.FPDF_RenderPageBitmap(bitmap, page, -part.x(), -part.y(), across, down, 0, flags)
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form)
    # The bitmap's memory goes with it.
    kept = image.copy()
    del image
    bitmap.close()
    return kept


def _log_only(error: Exception) -> None:
    _log.error("while letting go of a document", exc_info=error)
