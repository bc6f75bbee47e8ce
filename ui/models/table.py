"""The base of all tables: columns that know how to show a frozen row, and cached strings."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QBrush, QFont

from ui import theme
from vinhloc_cds.domain.text import sort_key

R = TypeVar("R")

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The frozen dataclass behind a row."""
SORT_ROLE = ROW_ROLE + 1
"""What a cell is sorted by."""

# Plain integers: comparing enum members in `data` doubles the time of a repaint.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

_NO_INDEX = QModelIndex()
# Only its weight is set: all else comes from the view's own font.
_BOLD = QFont()
_BOLD.setBold(True)


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its title, its cell's text, and what to sort, explain and colour it by.

    `sort` is left out for words, which then follow the Vietnamese order. `colour` names one of
    the colours of `ui.theme`, or is blank. `width` is in characters of the table's font.
    """

    title: str
    show: Callable[[R], str]
    width: int = 12
    sort: Callable[[R], Any] | None = None
    right: bool = False
    tooltip: Callable[[R], str] | None = None
    colour: Callable[[R], str] | None = None

    def sort_value(self, row: R) -> Any:  # noqa: ANN401 - whatever compares with its like
        """What `row` is sorted by in this column."""
        return self.sort(row) if self.sort is not None else sort_key(self.show(row))


class TableModel(QAbstractTableModel, Generic[R]):
    """Frozen rows under columns. It sorts itself: a proxy in Python would be far slower.

    `key` tells rows apart from one load of the data to the next, so that the view can keep its
    selection. `None` sorts last in either direction. `bold` says which rows stand out.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        parent: QObject | None = None,
        *,
        bold: Callable[[R], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._bold = bold
        self.columns = tuple(columns)
        self.key = key
        self._rows: list[R] = []
        self._texts: list[tuple[str, ...]] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> Sequence[R]:
        """The rows as they stand now, sorted."""
        return self._rows

    def set_rows(self, rows: Iterable[R]) -> None:
        """Take other rows, in the order they come in unless the user chose a column to sort by."""
        self.beginResetModel()
        self._rows = list(rows)
        if self._order is not None:
            self._sort_rows(*self._order)
        self._cache()
        self.endResetModel()

    def row_of(self, key: Hashable) -> int:
        """Where the row with `key` stands, or -1."""
        return next((n for n, row in enumerate(self._rows) if self.key(row) == key), -1)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        row = index.row()
        if role == _DISPLAY:
            return self._texts[row][index.column()]
        if role == _ALIGNMENT:
            return _RIGHT if self.columns[index.column()].right else _LEFT
        if role == _FOREGROUND:
            return self._brush(self.columns[index.column()], self._rows[row])
        if role == _FONT:
            return _BOLD if self._bold is not None and self._bold(self._rows[row]) else None
        if role == ROW_ROLE:
            return self._rows[row]
        if role == SORT_ROLE:
            return self.columns[index.column()].sort_value(self._rows[row])
        if role == _TOOLTIP:
            tooltip = self.columns[index.column()].tooltip
            return theme.plain_tooltip(tooltip(self._rows[row])) if tooltip else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            if role == _DISPLAY:
                return self.columns[section].title
            if role == _ALIGNMENT:
                return _RIGHT if self.columns[section].right else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by `column`; -1 leaves the order the rows were given in from the next load on."""
        self._order = (column, order) if column >= 0 else None
        if self._order is None:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [self.key(self._rows[index.row()]) for index in before]
        self._sort_rows(column, order)
        self._cache()
        place = {self.key(row): number for number, row in enumerate(self._rows)}
        self.changePersistentIndexList(
            before,
            [
                self.index(place[key], index.column())
                for key, index in zip(kept, before, strict=True)
            ],
        )
        self.layoutChanged.emit()

    def _sort_rows(self, column: int, order: Qt.SortOrder) -> None:
        value = self.columns[column].sort_value
        pairs = [(value(row), row) for row in self._rows]
        known = [pair for pair in pairs if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=order == Qt.SortOrder.DescendingOrder)
        unknown = [row for key, row in pairs if key is None]
        self._rows = [row for _, row in known] + unknown

    def _cache(self) -> None:
        shows = [column.show for column in self.columns]
        self._texts = [tuple(show(row) for show in shows) for row in self._rows]

    @staticmethod
    def _brush(column: Column[R], row: R) -> QBrush | None:
        name = column.colour(row) if column.colour else ""
        return theme.brush(name) if name else None
