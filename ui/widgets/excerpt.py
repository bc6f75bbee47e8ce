"""A cell of a unit's own file in its surroundings, as the file has it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ui import theme
from vinhloc_cds.forms.grid import column_name
from vinhloc_cds.forms.worker import Excerpt
from vinhloc_cds.texts import text

_WIDEST = 150


class ExcerptView(QTableWidget):
    """Shows the rows and columns around a cell under their own numbers and letters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("excerpt")
        self.setAccessibleName(text("imports.excerpt"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)

    def show_excerpt(self, excerpt: Excerpt | None) -> None:
        """Show `excerpt` with its cell marked; nothing without one."""
        self.clear()
        if excerpt is None:
            self.setRowCount(0)
            self.setColumnCount(0)
            return
        width = max((len(row) for row in excerpt.rows), default=0)
        self.setRowCount(len(excerpt.rows))
        self.setColumnCount(width)
        self.setHorizontalHeaderLabels([column_name(excerpt.left + n) for n in range(width)])
        self.setVerticalHeaderLabels([str(excerpt.top + n + 1) for n in range(len(excerpt.rows))])
        for row, cells in enumerate(excerpt.rows):
            for column, words in enumerate(cells):
                item = QTableWidgetItem(" ".join(words.split()))
                item.setToolTip(theme.plain_tooltip(words))
                self.setItem(row, column, item)
        self._mark(excerpt.row - excerpt.top, excerpt.column - excerpt.left)
        for column in range(width):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(self.columnWidth(column), _WIDEST))

    def _mark(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.setItem(row, column, item)
        item.setBackground(QBrush(theme.colour("strip")))
        item.setForeground(QBrush(theme.colour("strip_text")))
        font = self.font()
        font.setBold(True)
        item.setFont(font)
        self.scrollToItem(item, QAbstractItemView.ScrollHint.EnsureVisible)
