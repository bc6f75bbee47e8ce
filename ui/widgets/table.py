"""The table of the house: fixed rows, copying as text, remembered columns, words when empty."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QToolTip, QWidget

from ui import theme
from ui.models.table import ROW_ROLE, Index, TableModel
from vinhloc_cds.texts import text

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_COPY_WITH_TITLES = QKeySequence("Ctrl+Shift+C")


class TableView(QTableView):
    """A table that behaves alike on every page.

    Its object name is what its columns are remembered under. Actions added with `addAction`
    stand at the top of its context menu. Enter and double click emit `row_opened`.
    """

    row_opened = Signal(object)
    """The frozen row the user opened."""
    row_changed = Signal(object)
    """The frozen row that is current now, or None."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._empty_text = ""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_header_menu)
        self.activated.connect(self._open_row)

    def set_empty_text(self, words: str) -> None:
        """What stands in the middle while there are no rows."""
        self._empty_text = words
        self.viewport().update()

    def set_table(self, model: TableModel[Any], *, stretch: int | None = None) -> None:
        """Show `model` with its columns' widths, sortable by a click on a title.

        The column `stretch`, or else the last, takes what room is left.
        """
        self.setModel(model)
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        unit = self.fontMetrics().averageCharWidth()
        for number, column in enumerate(model.columns):
            self.setColumnWidth(number, column.width * unit + 12)
        header.setStretchLastSection(stretch is None)
        if stretch is not None:
            header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._announce_row)

    def show_rows(self, rows: Iterable[Any]) -> None:
        """Give other rows to the `TableModel`; selection and scroll position stay by key."""
        model = self._table()
        column = max(self.currentIndex().column(), 0)
        current = self.current_row()
        chosen = [model.key(row) for row in self.selected_rows()]
        place = self.verticalScrollBar().value()
        selection = self.selectionModel()
        selection.blockSignals(True)
        try:
            model.set_rows(rows)
            where = {model.key(row): number for number, row in enumerate(model.rows)}
            flags = selection.SelectionFlag
            if current is not None and (number := where.get(model.key(current))) is not None:
                selection.setCurrentIndex(model.index(number, column), flags.NoUpdate)
            numbers = sorted(where[key] for key in chosen if key in where)
            selection.select(self._ranges(numbers), flags.Select | flags.Rows)
        finally:
            selection.blockSignals(False)
        self.verticalScrollBar().setValue(place)
        self.viewport().update()
        self.row_changed.emit(self.current_row())

    def current_row(self) -> Any | None:  # noqa: ANN401 - whatever the model's rows are
        """The frozen row that has the cursor, or None."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        """The frozen rows that are selected, from top to bottom."""
        if self.selectionModel() is None:
            return []
        rows = self._table().rows
        # Ranges of whole rows: Qt's own list of rows asks the model about each of their cells.
        ranges = (
            (each.top(), each.bottom()) for each in self.selectionModel().selection().toList()
        )
        return [row for top, bottom in sorted(ranges) for row in rows[top : bottom + 1]]

    def _ranges(self, numbers: Iterable[int]) -> QItemSelection:
        """The rows of these ascending numbers, those side by side at once."""
        selection = QItemSelection()
        model = self._table()
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
            rows = [number for _, number in run]
            selection.select(model.index(rows[0], 0), model.index(rows[-1], 0))
        return selection

    def select_key(self, key: object) -> bool:
        """Make the row with `key` the current one and bring it into sight; whether it is there."""
        model = self._table()
        number = model.row_of(key)
        if number < 0:
            return False
        # `selectRow` would toggle while Ctrl is held, as it is when a shortcut leads here.
        flags = self.selectionModel().SelectionFlag
        self.selectionModel().setCurrentIndex(
            model.index(number, max(self.currentIndex().column(), 0)),
            flags.ClearAndSelect | flags.Rows,
        )
        self.scrollTo(model.index(number, 0))
        return True

    def copy(self, *, titles: bool = False) -> None:
        """Put the selected cells on the clipboard as text that Excel and Zalo take."""
        if self.model() is None or self.selectionModel() is None:
            return
        chosen = self.selectionModel().selectedIndexes()
        if not chosen:
            return
        header = self.horizontalHeader()
        columns = sorted(
            {i.column() for i in chosen if not self.isColumnHidden(i.column())},
            key=header.visualIndex,
        )
        lines: list[list[str]] = []
        if titles:
            across = Qt.Orientation.Horizontal
            lines.append([str(self.model().headerData(c, across) or "") for c in columns])
        picked = {(i.row(), i.column()) for i in chosen}
        lines += [
            [self._shown(row, c) if (row, c) in picked else "" for c in columns]
            for row in sorted({i.row() for i in chosen})
        ]
        QGuiApplication.clipboard().setText(as_tsv(lines))

    def shown_texts(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """What the table shows: the titles, and the cells of each row.

        Columns stand in the order that they were moved to; hidden ones are left out.
        """
        model, header = self._table(), self.horizontalHeader()
        order = sorted(range(len(model.columns)), key=header.visualIndex)
        columns = [number for number in order if not self.isColumnHidden(number)]
        titles = tuple(model.columns[n].title for n in columns)
        rows = range(model.rowCount())
        return titles, tuple(tuple(self._shown(row, n) for n in columns) for row in rows)

    def save_columns(self, settings: QSettings, prefix: str) -> None:
        """Remember widths, order, visibility and sorting of the columns."""
        if self.model() is not None:
            settings.setValue(self._columns_key(prefix), self.horizontalHeader().saveState())

    def restore_columns(self, settings: QSettings, prefix: str) -> None:
        """Bring back what `save_columns` remembered, if the columns are still as many."""
        if self.model() is None:
            return
        state = settings.value(self._columns_key(prefix))
        if state is not None and self.horizontalHeader().restoreState(state):
            header = self.horizontalHeader()
            self.model().sort(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif QKeySequence(event.keyCombination()) == _COPY_WITH_TITLES:
            self.copy(titles=True)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open_row(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.context_menu().exec(event.globalPos())

    def context_menu(self) -> QMenu:
        """The page's own actions, then copying and selecting."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.actions():
            menu.addActions(self.actions())
            menu.addSeparator()
        some = self.selectionModel() is not None and self.selectionModel().hasSelection()
        copy = menu.addAction(text("ui.table.copy"), QKeySequence.StandardKey.Copy, self.copy)
        copy.setEnabled(some)
        titles = menu.addAction(
            text("ui.table.copy_titles"), _COPY_WITH_TITLES, lambda: self.copy(titles=True)
        )
        titles.setEnabled(some)
        menu.addAction(
            text("ui.table.select_all"), QKeySequence.StandardKey.SelectAll, self.selectAll
        )
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._empty_text and (self.model() is None or self.model().rowCount() == 0):
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("quiet"))
            area = self.viewport().rect().adjusted(16, 8, -16, -8)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self._empty_text)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._show_tooltip(event)
        return super().viewportEvent(event)

    def _show_tooltip(self, event: QHelpEvent) -> bool:
        """The model's own explanation, or the whole text of a cell that is cut short."""
        index = self.indexAt(event.pos())
        words = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        if not words and index.isValid():
            shown = str(index.data(_DISPLAY) or "")
            room = self.visualRect(index).width() - 6
            if "\n" in shown or self.fontMetrics().horizontalAdvance(shown) > room:
                words = theme.plain_tooltip(shown)
        QToolTip.showText(event.globalPos(), words or "", self)
        return True

    def _shown(self, row: int, column: int) -> str:
        return str(self.model().index(row, column).data(_DISPLAY) or "")

    def _table(self) -> TableModel[Any]:
        model = self.model()
        if not isinstance(model, TableModel):
            raise TypeError("this table shows another kind of model")
        return model

    def _columns_key(self, prefix: str) -> str:
        return f"{prefix}/{self.objectName()}/{self.model().columnCount()}"

    def _open_row(self, index: Index) -> None:
        if index.isValid() and (row := index.data(ROW_ROLE)) is not None:
            self.row_opened.emit(row)

    def _announce_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.row_changed.emit(current.data(ROW_ROLE) if current.isValid() else None)

    def _open_header_menu(self, position: QPoint) -> None:
        """Which columns are shown; the last one stays."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.horizontalHeader()
        shown = [c for c in range(header.count()) if not header.isSectionHidden(c)]
        for column in range(header.count()):
            title = self.model().headerData(column, Qt.Orientation.Horizontal)
            action = menu.addAction(str(title or ""))
            action.setCheckable(True)
            action.setChecked(column in shown)
            action.setEnabled(shown != [column])
            action.toggled.connect(self._column_switch(column))
        menu.exec(header.mapToGlobal(position))

    def _column_switch(self, column: int) -> Callable[[bool], None]:
        return lambda on: self.setColumnHidden(column, not on)


def as_tsv(lines: Sequence[Sequence[str]]) -> str:
    """Cells as tab-separated text. What Excel would take for a formula is marked as text."""
    return "\n".join("\t".join(_cell(cell) for cell in line) for line in lines)


def _cell(words: str) -> str:
    flat = " ".join(words.split())
    number = flat.lstrip("+-").replace(".", "").replace(",", "").isdigit()
    return f"'{flat}" if flat[:1] in {"=", "+", "-", "@"} and not number else flat
