"""The window of what has changed since a report was issued."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from report_samples import plan_2024
from test_report_supplement import CHANGED, VINH_AN

from tests.pages import column
from ui.dialogs.changes import ChangesDialog
from vinhloc_cds.domain.issuing import StateChange


@pytest.fixture
def opened(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)

    def opened(changes):
        dialog = ChangesDialog(plan_2024(), changes, parent)
        dialog.show()
        return dialog

    return opened


def test_units_that_stand_otherwise_are_listed_where_there_are_any(opened):
    assert not opened(CHANGED).states.isVisible()
    states = (StateChange(VINH_AN, "Nộp trễ", ""), StateChange("PB99", "", "Đúng hạn"))
    dialog = opened(replace(CHANGED, states=states))
    assert dialog.states.isVisible()
    assert column(dialog.states, "Đơn vị") == ["UBND xã Vĩnh An", "PB99"]
    was, now = column(dialog.states, "Khi phát hành"), column(dialog.states, "Nay")
    assert (was[0], now) == ("Nộp trễ", [was[1], "Đúng hạn"])
