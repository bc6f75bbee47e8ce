"""Pages behind tabs, whose titles keep what stands above and below Vietnamese letters."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle, QStyleOptionTab, QTabBar, QTabWidget, QWidget


class Tabs(QTabWidget):
    """Pages of which one is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabBar(_TabBar())


class _TabBar(QTabBar):
    """Tabs high enough for a line of text where the style shifts those that are not selected.

    Windows' does, and gives them no room for it: “Nhiệm vụ” would be cut to “Nhiêm vu”.
    """

    def tabSizeHint(self, index: int) -> QSize:
        size = super().tabSizeHint(index)
        tab = QStyleOptionTab()
        self.initStyleOption(tab, index)
        metric = QStyle.PixelMetric.PM_TabBarTabShiftVertical
        return QSize(size.width(), size.height() + self.style().pixelMetric(metric, tab, self))
