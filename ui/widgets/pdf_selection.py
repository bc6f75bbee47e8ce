"""The words that were selected with the mouse in a PDF, from one page to another."""

from collections.abc import Callable

from PySide6.QtCore import QRectF

from ui.widgets.pdf_content import PageContent
from vinhloc_cds.domain.text import nfc

_Spot = tuple[int, int]


class Selection:
    """From the letter where the mouse was pressed to the one where it is; nothing at first."""

    def __init__(self) -> None:
        self._from: _Spot | None = None
        self._to: _Spot | None = None

    def clear(self) -> None:
        """Select nothing."""
        self._from = self._to = None

    def begin(self, page: int, letter: int | None) -> None:
        """The mouse was pressed at a letter; nothing is selected until it moves."""
        self._from, self._to = (page, letter) if letter is not None else None, None

    def stretch(self, page: int, letter: int | None) -> None:
        """The mouse has come to a letter."""
        if self._from is not None and letter is not None:
            self._to = page, letter

    def lines(self, page: int, content: PageContent) -> list[QRectF]:
        """What is selected of `page`, a rectangle to each line."""
        start, end = self._part(page, content)
        return content.lines(start, end)

    def words(self, content_of: Callable[[int], PageContent | None]) -> str:
        """The selected words, line by line; pages that have not been in sight give none."""
        if self._from is None or self._to is None:
            return ""
        first, last = sorted((self._from[0], self._to[0]))
        parts = []
        for page in range(first, last + 1):
            if (content := content_of(page)) is not None:
                start, end = self._part(page, content)
                parts.append(content.text[start:end].replace("\r\n", "\n"))
        return nfc("\n".join(parts))

    def _part(self, page: int, content: PageContent) -> tuple[int, int]:
        if self._from is None or self._to is None:
            return 0, 0
        first, last = sorted((self._from, self._to))
        if not first[0] <= page <= last[0]:
            return 0, 0
        start = first[1] if page == first[0] else 0
        end = last[1] + 1 if page == last[0] else len(content.text)
        return start, end
