"""The table of the house: copying, sorting, keeping the place, and text that is only text."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from tests.keyboard import press
from ui.models.table import ROW_ROLE, SORT_ROLE, Column, TableModel
from ui.widgets.table import TableView, as_tsv


@dataclass(frozen=True)
class Row:
    code: str
    name: str
    count: int | None


ROWS = [
    Row("a", "UBND xã Vĩnh Tiến", 12),
    Row("b", "UBND xã Vĩnh An", None),
    Row("c", "UBND xã Đông Hải", 3),
    Row("d", "UBND xã Vĩnh Hùng", 3),
]


def columns():
    return [
        Column("Đơn vị", lambda row: row.name, width=30),
        Column(
            "Số lượng",
            lambda row: "—" if row.count is None else str(row.count),
            sort=lambda row: row.count,
            right=True,
            colour=lambda row: "bad" if row.count == 3 else "",
        ),
    ]


@pytest.fixture
def model(qapp):
    model = TableModel(columns(), lambda row: row.code)
    model.set_rows(ROWS)
    return model


@pytest.fixture
def table(qtbot, model):
    table = TableView("things")
    qtbot.addWidget(table)
    table.set_table(model)
    table.resize(400, 200)
    table.show()
    qtbot.waitUntil(table.isVisible)
    table.activateWindow()
    table.setFocus()
    return table


def names(model):
    return [row.code for row in model.rows]


def test_words_sort_as_in_vietnamese_and_unknown_numbers_last(model):
    model.sort(0)
    assert names(model) == ["c", "b", "d", "a"]
    model.sort(1)
    assert names(model) == ["c", "d", "a", "b"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["a", "c", "d", "b"]


def test_roles(model):
    index = model.index(0, 1)
    assert index.data() == "12"
    assert index.data(ROW_ROLE) is ROWS[0]
    assert index.data(SORT_ROLE) == 12
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert index.data(Qt.ItemDataRole.ForegroundRole) is None
    assert model.index(2, 1).data(Qt.ItemDataRole.ForegroundRole) is not None


def test_a_click_on_a_title_sorts_and_keeps_the_chosen_row(qtbot, table, model):
    table.select_key("a")
    header = table.horizontalHeader()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center())
    assert table.current_row() is ROWS[0]


def test_new_rows_keep_selection_and_order(qtbot, table, model):
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.select_key("d")
    heard = []
    table.row_changed.connect(heard.append)
    newer = [Row("d", "UBND xã Vĩnh Hùng", 40), *ROWS[:3]]
    table.show_rows(newer)
    assert names(model) == ["c", "b", "d", "a"]
    assert table.current_row() is newer[0]
    assert table.selected_rows() == [newer[0]]
    assert heard == [newer[0]]


def test_a_row_that_is_gone_is_no_longer_chosen(table):
    table.select_key("d")
    table.show_rows(ROWS[:2])
    assert table.selected_rows() == []
    assert table.current_row() is None


def test_copying_by_key_with_and_without_titles(table):
    table.select_key("a")
    press("ctrl+c")
    assert QGuiApplication.clipboard().text() == "UBND xã Vĩnh Tiến\t12"
    press("ctrl+shift+c")
    assert QGuiApplication.clipboard().text() == "Đơn vị\tSố lượng\nUBND xã Vĩnh Tiến\t12"


def test_columns_are_copied_as_they_stand(table):
    table.horizontalHeader().moveSection(1, 0)
    table.select_key("a")
    press("ctrl+c")
    assert QGuiApplication.clipboard().text() == "12\tUBND xã Vĩnh Tiến"
    table.setColumnHidden(1, True)
    press("ctrl+c")
    assert QGuiApplication.clipboard().text() == "UBND xã Vĩnh Tiến"


def test_copied_text_is_never_a_formula():
    cells = ["=1+1", "@a", "+cmd", "-x", "-5", "+84 912", "1.234,5", "a\tb\nc"]
    assert as_tsv([cells]) == "'=1+1\t'@a\t'+cmd\t'-x\t-5\t'+84 912\t1.234,5\ta b c"


def test_enter_opens_the_row(table):
    opened = []
    table.row_opened.connect(opened.append)
    table.select_key("c")
    press("enter")
    assert opened == [ROWS[2]]


def test_the_context_menu_offers_the_page_s_actions_and_copying(table):
    action = table.addAction("Mở")
    table.select_key("b")
    menu = table.context_menu()
    words = [each.text() for each in menu.actions() if not each.isSeparator()]
    assert words == ["Mở", "Sao chép", "Sao chép kèm tiêu đề cột", "Chọn tất cả"]
    assert menu.actions()[0] is action


def test_columns_are_remembered(qtbot, table, model, tmp_path):
    settings = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    table.setColumnWidth(0, 222)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    table.save_columns(settings, "page")

    again_model = TableModel(columns(), lambda row: row.code)
    again_model.set_rows(ROWS)
    again = TableView("things")
    qtbot.addWidget(again)
    again.set_table(again_model)
    again.restore_columns(settings, "page")
    assert again.columnWidth(0) == 222
    assert names(again_model) == ["a", "c", "d", "b"]


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_cell_cut_short_explains_itself_as_plain_text(qtbot, table, model):
    table.show_rows([Row("x", '<img src="file:///x"> ' * 5, 1)])
    table.setColumnWidth(0, 60)
    place = table.visualRect(model.index(0, 0)).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    assert "<img" not in QToolTip.text()
    assert "&lt;img" in QToolTip.text()
    QToolTip.hideText()


def test_an_empty_table_says_why(qtbot, table):
    table.set_empty_text("Không có gì.")
    before = table.grab().toImage()
    table.show_rows([])
    assert table.grab().toImage() != before
    blank = table.grab().toImage()
    table.set_empty_text("")
    assert table.grab().toImage() != blank
