"""Where a passage stands in the report that is shown."""

from PySide6.QtCore import QObject

from ui.widgets.pdf_reader import PdfReader
from ui.widgets.pdf_search import PdfSearch
from vinhloc_cds.reports.passages import filled_in
from vinhloc_cds.services.wordings import PassageView

_ENOUGH = 80
"""Letters by which a passage is known from others."""


class PassageFinder(QObject):
    """Brings a passage into sight, beside the window, and marks its first words."""

    def __init__(self, reader: PdfReader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._search = PdfSearch(reader.view.pages, self)
        self._search.changed.connect(self._show)

    def look_for(self, view: PassageView) -> None:
        """Go to where `view` begins; what somebody is searching for stays marked."""
        paragraphs = filled_in(view.template, view.figures)
        if paragraphs and not self._reader.bar.isVisible():
            self._search.start(_beginning(paragraphs[0].text), len(self._reader.sizes))

    def _show(self) -> None:
        if self._search.hits:
            first = self._search.hits[0]
            self._search.start("", 0)
            self._reader.view.show_hits([first], first)


def _beginning(words: str) -> str:
    """The first whole words of a paragraph."""
    return words if len(words) <= _ENOUGH else words[:_ENOUGH].rpartition(" ")[0]
