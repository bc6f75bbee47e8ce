"""The manual: its chapters at the left, search below, open at what is done on the page in sight."""

from functools import cached_property
from importlib import resources
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QShowEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.pdf_find_bar import PdfFindBar
from vinhloc_cds.domain.finding import Searchable
from vinhloc_cds.texts import has_text, text

_MANUAL = "huong-dan-su-dung.md"
_CHAPTER = 2
"""The level of the headings that are chapters; above them is the title alone."""
_CONTENTS = 36
"""Letters that the list of the chapters is wide."""
# Black on them is read whatever the palette.
_HIT, _CURRENT_HIT, _INK = QColor("#ffe680"), QColor("#ff9d3c"), QColor("#000000")


class ManualDialog(QDialog):
    """The manual, beside the window so that one can read and work.

    Enter or a click goes to a chapter; Ctrl+F searches, F3 and Shift+F3 go on and back.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("ui.manual.title"))
        self.pages = QTextBrowser()
        self.pages.setOpenExternalLinks(False)
        self.pages.setMarkdown(_manual())
        self.contents = QListWidget()
        self.contents.setAccessibleName(text("ui.manual.contents"))
        self.contents.setWordWrap(True)
        self.contents.setSpacing(2)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chapters = self._headings()
        self.contents.addItems([block.text() for block in self._chapters])
        self.contents.itemClicked.connect(self._go_to)
        self.contents.itemActivated.connect(self._go_to)
        self.bar = PdfFindBar()
        self.bar.hide()
        self.bar.typed.connect(self._look)
        self.bar.stepped.connect(self._step)
        self.bar.closed.connect(self._leave_search)
        self._hits: tuple[tuple[int, int], ...] = ()
        self._hit = 0
        columns = QSplitter()
        columns.addWidget(self.contents)
        columns.addWidget(self.pages)
        columns.setStretchFactor(1, 1)
        columns.setChildrenCollapsible(False)
        wide = self.fontMetrics().averageCharWidth()
        columns.setSizes([_CONTENTS * wide, 3 * _CONTENTS * wide])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(columns, 1)
        layout.addWidget(self.bar)
        for key, act in (
            ("Ctrl+F", self._search),
            ("F3", lambda: self._step(1)),
            ("Shift+F3", lambda: self._step(-1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        room = self.screen().availableSize()
        self.resize(min(960, room.width()), min(640, room.height()))

    def open_at(self, page: str) -> None:
        """Show it at the chapter about `page` of the main window, or from the beginning."""
        code = f"ui.manual_chapter.{page}"
        title = text(code) if has_text(code) else ""
        row = next((n for n, b in enumerate(self._chapters) if title and title in b.text()), 0)
        self.contents.setCurrentRow(row)
        self.show()
        self.activateWindow()
        self._jump()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how the lines run, and so where a chapter begins."""
        super().showEvent(event)
        self._jump()

    def _headings(self) -> list[QTextBlock]:
        found = []
        block = self.pages.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == _CHAPTER:
                found.append(block)
            block = block.next()
        return found

    def _go_to(self, item: QListWidgetItem) -> None:
        self.contents.setCurrentItem(item)
        self._jump()

    def _jump(self) -> None:
        """Bring the chapter that is chosen to the top."""
        row = self.contents.currentRow()
        if row < 0:
            return
        block = self._chapters[row]
        self.pages.setTextCursor(QTextCursor(block))
        layout = self.pages.document().documentLayout()
        self.pages.verticalScrollBar().setValue(round(layout.blockBoundingRect(block).top()))

    @cached_property
    def _searchable(self) -> Searchable:
        return Searchable(self.pages.toPlainText())

    def _search(self) -> None:
        self.bar.enter()
        self._look(self.bar.field.text())

    def _look(self, typed: str) -> None:
        """Find `typed` everywhere, and show the first place from where one reads."""
        self._hits = self._searchable.find(typed)
        here = self.pages.textCursor().selectionStart()
        self._hit = next((n for n, (start, _) in enumerate(self._hits) if start >= here), 0)
        self._show_hits()

    def _step(self, by: int) -> None:
        if self._hits:
            self._hit = (self._hit + by) % len(self._hits)
        self._show_hits()

    def _leave_search(self) -> None:
        self._hits = ()
        self._show_hits()
        self.pages.setFocus()

    def _show_hits(self) -> None:
        marks = []
        for number, (start, behind) in enumerate(self._hits):
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.pages.document())
            cursor.setPosition(start)
            cursor.setPosition(behind, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            mark.format.setBackground(_CURRENT_HIT if number == self._hit else _HIT)
            mark.format.setForeground(_INK)
            marks.append(mark)
        self.pages.setExtraSelections(marks)
        if self._hits:
            place = QTextCursor(self.pages.document())
            place.setPosition(self._hits[self._hit][0])
            self.pages.setTextCursor(place)
            self.pages.ensureCursorVisible()
        self.bar.show_count(self._hit + 1, len(self._hits), busy=False)


def _manual() -> str:
    """The manual's text: installed beside the other resources, in the sources under `docs`."""
    installed = Path(str(resources.files("resources"))) / _MANUAL
    source = installed.parent.parent / "docs" / _MANUAL
    return (installed if installed.exists() else source).read_text("utf-8")
