"""A pane to read in: paragraphs and headings, never markup."""

from collections.abc import Iterable

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.models.paragraph import Paragraph


class ReadingPane(QPlainTextEdit):
    """Shows words as they are; they can be selected and copied, and Tab leaves the pane."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        # Files are for the window to take, wherever they are dropped.
        self.setAcceptDrops(False)

    def show_words(self, words: str) -> None:
        """Show `words` alone, as where there is nothing to read."""
        self.show_paragraphs([Paragraph(words)])

    def show_paragraphs(self, paragraphs: Iterable[Paragraph]) -> None:
        """Show `paragraphs` from the top; a heading stands apart from what comes before it."""
        self.clear()
        cursor = QTextCursor(self.document())
        plain, bold = QTextCharFormat(), QTextCharFormat()
        bold.setFontWeight(700)
        for number, said in enumerate(paragraphs):
            if number:
                cursor.insertBlock(QTextBlockFormat())
                if said.heading:
                    cursor.insertBlock(QTextBlockFormat())
            cursor.insertText(said.words, bold if said.heading else plain)
        self.moveCursor(QTextCursor.MoveOperation.Start)
