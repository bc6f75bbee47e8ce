"""The window of what has changed since a report was issued."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from report_samples import plan_2024
from test_report_supplement import CHANGED, VINH_AN

from tests.pages import column
from ui.dialogs.changes import ChangesDialog
from vinhloc_cds.domain.issuing import StateChange, TotalChange


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


def test_a_changed_ratio_is_shown(opened):
    plain = TotalChange("C09", "", 5, 7, 1, 2, 31, ())
    ratio = TotalChange("D02", "", 6, 6, 2, 2, 31, (), was_ratio=0.6, now_ratio=0.5)
    dialog = opened(replace(CHANGED, totals=(plain, ratio)))
    assert column(dialog.totals, "Tỷ lệ đạt") == ["", "60% → 50%"]


def test_what_changed_of_a_total_is_said_and_each_is_told_once(opened):
    totals = (
        TotalChange("C09", "", 8, 8, 1, 2, 31, ()),
        TotalChange("C09", "G_XA", 8, 8, 1, 2, 31, ()),
        TotalChange("D02", "G_XA", 6, 7, 2, 2, 31, (), was_ratio=0.6, now_ratio=0.5),
    )
    changes = replace(CHANGED, totals=totals)
    dialog = opened(changes)
    assert column(dialog.totals, "Đổi gì") == ["chỉ số đơn vị báo cáo", "số liệu, tỷ lệ"]
    dialog.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert "Số tổng hợp (2)" in lines
    assert f"Số liệu của từng đơn vị ({len(changes.values)})" in lines
    assert any(line.split("\t")[1:3] == ["8", "8"] for line in lines)
    assert "Đã chép" in dialog.copied.text()
