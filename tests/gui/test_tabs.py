"""The titles of tabs are read whole: Vietnamese letters have dots below and hooks above."""

import pytest
from PySide6.QtWidgets import QStyle, QStyleFactory, QStyleOptionTab, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.tabs import Tabs


@pytest.mark.parametrize("name", ["Fusion", "Windows"])
def test_every_tab_has_room_for_a_line_of_its_title(qtbot: QtBot, name: str) -> None:
    """Windows' styles draw the tabs that are not selected lower, which must not cut them."""
    style = QStyleFactory.create(name)
    tabs = Tabs()
    qtbot.addWidget(tabs)
    bar = tabs.tabBar()
    bar.setStyle(style)
    for title in ("Đơn vị", "Nhiệm vụ", "Ảnh"):
        tabs.addTab(QWidget(), title)
    tabs.show()
    for number in range(tabs.count()):
        tab = QStyleOptionTab()
        bar.initStyleOption(tab, number)
        room = style.subElementRect(QStyle.SubElement.SE_TabBarTabText, tab, bar)
        assert room.height() >= bar.fontMetrics().height()
