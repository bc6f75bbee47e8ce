"""The list at the left from which pages are chosen."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from ui import theme

_ICON = 20
_ROW = 38


class Navigation(QListWidget):
    """One line to a page, with its icon; `chosen` carries the page's name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setIconSize(QSize(_ICON, _ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setUniformItemSizes(True)
        self.restyle()
        self.currentItemChanged.connect(self._announce)

    def add(self, name: str, title: str, icon: str, tooltip: str) -> None:
        """A line for the page `name`."""
        item = QListWidgetItem(theme.icon(icon), title, self)
        item.setData(Qt.ItemDataRole.UserRole, name)
        item.setToolTip(tooltip)
        item.setSizeHint(QSize(0, _ROW))
        wanted = self.fontMetrics().horizontalAdvance(title) + _ICON + 56
        self.setFixedWidth(max(self.minimumWidth(), wanted))

    def restyle(self) -> None:
        """Take the colours of the palette in force."""
        self.setStyleSheet(theme.style("navigation"))

    def mark(self, name: str) -> None:
        """Mark the line of the page `name` without choosing it."""
        self.blockSignals(True)
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.setCurrentRow(row)
        self.blockSignals(False)

    def _announce(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self.chosen.emit(current.data(Qt.ItemDataRole.UserRole))
