"""A table of figures: titles of rows stay in sight, headings take several lines."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from ui import theme
from ui.models.matrix import HEADING_FLAGS, MatrixModel, TotalsModel, heading
from ui.widgets.table import as_tsv
from vinhloc_cds.domain.plan import Indicator
from vinhloc_cds.texts import text

_TITLE_CHARACTERS = 32
_COLUMN_CHARACTERS = (12, 15, 18, 22)
_TEXT_CHARACTERS = 34
_HEADING_LINES = 5
_PADDING = 10


class Grid(QTableView):
    """Shows a matrix and copies cells with the titles around them."""

    def __init__(
        self, name: str, model: MatrixModel | TotalsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.figures = model
        self._empty_text = ""
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        font = self.fontMetrics()
        titles = self.verticalHeader()
        titles.setFixedWidth(font.averageCharWidth() * _TITLE_CHARACTERS)
        titles.setDefaultSectionSize(font.height() + 8)
        titles.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        titles.setTextElideMode(Qt.TextElideMode.ElideRight)
        titles.setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)

    def set_empty_text(self, words: str) -> None:
        """What stands in the middle while there are no rows."""
        self._empty_text = words
        self.viewport().update()

    def fit_columns(self, chosen: Mapping[str, int], sums: TotalsModel) -> None:
        """Give each column the width `chosen` for its indicator, or one that suits it.

        It then shows all of its figures and of the `sums` below: a number cut short is another.
        """
        height = 0
        for column, indicator in enumerate(self.figures.indicators):
            width = chosen.get(indicator.code)
            if width is None:
                figures = 0 if indicator.is_text else self._widest(column, sums)
                width = max(self._suitable_width(indicator), figures)
            self.setColumnWidth(column, width)
            height = max(height, self._heading_height(indicator, width))
        self.horizontalHeader().setFixedHeight(height + _PADDING)

    def copy(self) -> None:
        """Put the selected cells on the clipboard; several of them with their titles."""
        indexes = self.selectionModel().selectedIndexes()
        if not indexes:
            return
        rows = sorted({index.row() for index in indexes})
        columns = sorted({index.column() for index in indexes})
        figures = self.figures
        lines = [[figures.copied_at(row, column) for column in columns] for row in rows]
        if len(indexes) > 1:
            names = [figures.indicators[column].name for column in columns]
            titles = [figures.title_of_row(row) for row in rows]
            lines = [[title, *line] for title, line in zip(titles, lines, strict=True)]
            lines.insert(0, [text("matrix.corner"), *names])
        QGuiApplication.clipboard().setText(as_tsv(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty_text and self.figures.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("quiet"))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect(), flags, self._empty_text)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.addAction(text("ui.table.copy"), QKeySequence.StandardKey.Copy, self.copy)
        menu.exec(event.globalPos())

    def _widest(self, column: int, sums: TotalsModel) -> int:
        bold = self.font()
        bold.setBold(True)
        font = QFontMetrics(bold)
        words = {
            model.text_at(row, column)
            for model in (self.figures, sums)
            for row in range(model.rowCount())
        }
        return max(font.horizontalAdvance(each) for each in words) + _PADDING if words else 0

    def _suitable_width(self, indicator: Indicator) -> int:
        """The narrowest width in which the heading takes few lines."""
        font = self.fontMetrics()
        character = font.averageCharWidth()
        if indicator.is_text:
            return character * _TEXT_CHARACTERS
        widths = [character * characters for characters in _COLUMN_CHARACTERS]
        room = font.lineSpacing() * _HEADING_LINES
        fitting = (w for w in widths if self._heading_height(indicator, w) <= room)
        return next(fitting, widths[-1])

    def _heading_height(self, indicator: Indicator, width: int) -> int:
        room = QRect(0, 0, width - _PADDING, 10_000)
        font = self.horizontalHeader().fontMetrics()
        return font.boundingRect(room, HEADING_FLAGS, heading(indicator)).height()
