"""The units' pictures: in small, with the words below each and whether it stands in the report."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPixmap

from ui import theme
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.services.picturing import Candidate
from vinhloc_cds.texts import text

Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_CHECKED = int(Qt.ItemDataRole.CheckStateRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_NO_INDEX = QModelIndex()


class PictureModel(QAbstractListModel):
    """Frozen rows; a tick changes nothing here, it is only asked for."""

    tick_wanted = Signal(int)
    """The picture of this row is to be put into the report, or taken out of it."""

    def __init__(self, blank: QPixmap, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blank = blank
        self.rows: Sequence[Candidate] = ()
        self._images: dict[int, QPixmap | None] = {}

    def set_rows(self, rows: Sequence[Candidate]) -> None:
        """Take other rows, in their order."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, incoming: int) -> int:
        """Where a picture stands, or -1."""
        return next((n for n, row in enumerate(self.rows) if row.incoming == incoming), -1)

    def is_drawn(self, row: int) -> bool:
        """Whether it is known how the picture of `row` looks, or that it cannot be drawn."""
        return self.rows[row].incoming in self._images

    def set_image(self, incoming: int, image: QPixmap | None) -> None:
        """How a picture looks in small; None for one that cannot be printed."""
        self._images[incoming] = image
        if (row := self.row_of(incoming)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = _DISPLAY) -> Any:  # noqa: ANN401 - as Qt has it
        row = self.rows[index.row()]
        if role == _DISPLAY:
            return self._words(row)
        if role == _DECORATION:
            return self._images.get(row.incoming) or self._blank
        if role == _CHECKED:
            return Qt.CheckState.Checked if row.chosen else Qt.CheckState.Unchecked
        if role == _TOOLTIP:
            return theme.plain_tooltip(row.file_name)
        return None

    def setData(self, index: Index, _value: object, role: int = 0) -> bool:
        if role != _CHECKED:
            return False
        self.tick_wanted.emit(index.row())
        return True

    def _words(self, row: Candidate) -> str:
        received = format_datetime(row.received_at)
        lines = [row.caption, text("pictures.from", unit=row.unit, received=received)]
        if self._images.get(row.incoming, self._blank) is None:
            lines.append(text("pictures.not_printable"))
        return "\n".join(lines)
