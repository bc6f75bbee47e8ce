"""A search through all pages of a PDF, page by page beside the window."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Signal

from ui.tasks import Task
from ui.widgets.pdf_pages import PdfPages


@dataclass(frozen=True)
class Hit:
    """What was found on a page (from 0), a rectangle in points to each line it runs over."""

    page: int
    places: tuple[QRectF, ...]


_NEWS = 20
"""After how many pages it is said anew how much was found: telling takes time, too."""


class PdfSearch(QObject):
    """One search at a time; pages are asked for one after the other, so that drawing goes on."""

    changed = Signal()
    """More was found, or all has been looked through."""

    def __init__(self, pages: PdfPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._typed = ""
        self._count = 0
        self._task: Task[tuple[Hit, ...]] | None = None
        self.hits: list[Hit] = []
        self.busy = False

    def start(self, typed: str, count: int) -> None:
        """Look for `typed` on `count` pages, instead of what was looked for before."""
        if self._task is not None:
            self._task.cancel()
        self._typed, self._count = typed, count
        self.hits = []
        self.busy = bool(typed.strip()) and count > 0
        if self.busy:
            self._look_at(0)
        self.changed.emit()

    def _look_at(self, page: int) -> None:
        pages, typed = self._pages, self._typed

        def work() -> tuple[Hit, ...]:
            content = pages.read_now(page)
            return tuple(
                Hit(page, tuple(lines))
                for start, end in content.searchable.find(typed)
                if (lines := content.lines(start, end))
            )

        self._task = pages.ask(work, lambda found: self._take(page, found))

    def _take(self, page: int, found: tuple[Hit, ...]) -> None:
        first = bool(found) and not self.hits
        self.hits += found
        self.busy = page + 1 < self._count
        if self.busy:
            self._look_at(page + 1)
        if first or not self.busy or page % _NEWS == 0:
            self.changed.emit()
