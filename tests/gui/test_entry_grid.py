"""The grid of figures, as it is worked with by keyboard."""

import pytest
from builders import indicator, plan, text_indicator, unit
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from tests.keyboard import press, write
from ui.models.entry import EntryColumn, EntryModel
from ui.widgets.entry import EntryView
from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.plan import Aggregation, Severity, ValueType
from vinhloc_cds.domain.standing import StandingValue
from vinhloc_cds.domain.submission import Entry, Value

COMMUNE = unit("A")
PLAN = plan(
    [COMMUNE],
    [
        indicator("A01", Aggregation.COUNT_YES, ValueType.BOOLEAN),
        indicator("A02", Aggregation.LIST, ValueType.TEXT),
        indicator("B04"),
        indicator("C01"),
        text_indicator("K01"),
    ],
)
# Headings stand in rows 0, 3, 5 and 7.
A01, A02, B04, C01, K01 = 1, 2, 4, 6, 8


class Form(QWidget):
    """The grid between two fields, so that Tab has where to go."""

    def __init__(self, model):
        super().__init__()
        self.before, self.grid, self.after = QLineEdit(), EntryView(model), QLineEdit()
        layout = QVBoxLayout(self)
        for widget in (self.before, self.grid, self.after):
            layout.addWidget(widget)
        self.resize(1000, 500)


@pytest.fixture
def model(qtbot):
    model = EntryModel()
    model.show_unit(PLAN, COMMUNE, {"B04": StandingValue("A", "B04", 1200, (1,))})
    return model


@pytest.fixture
def form(qtbot, model):
    form = Form(model)
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()
    form.grid.go_to_first()
    return form


def shown(model, row, column=EntryColumn.ENTRY):
    return model.index(row, column).data()


def test_headings_part_the_sections(form, model):
    assert model.headings() == (0, 3, 5, 7)
    assert model.asked == 5
    assert form.grid.columnSpan(0, 0) == len(EntryColumn)


def test_typing_and_enter_go_down_over_the_headings(form, model):
    for words in ("x", "12/KH-UBND", "60", "7"):
        write(words)
        press("enter")
    assert form.grid.currentIndex().row() == K01
    assert model.entries() == (
        Entry("A01", "Có"),
        Entry("A02", "12/KH-UBND"),
        Entry("B04", "60"),
        Entry("C01", "7"),
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("c", "Có"), ("C", "Có"), ("k", "Không"), ("x", "Có"), ("không", "Không"), ("có", "Có")],
)
def test_one_letter_answers_yes_or_no(form, model, typed, kept):
    write(typed)
    press("enter")
    assert model.entries()[0].raw.casefold() == kept.casefold()


def test_arrows_end_an_entry_too(form, model):
    form.grid.go_to(B04)
    write("5")
    press("down")
    write("6")
    press("up")
    assert form.grid.currentIndex().row() == B04
    assert model.entries() == (Entry("B04", "5"), Entry("C01", "6"))


def test_typing_replaces_a_long_text_and_f2_goes_on_with_it(form, model):
    for words in ("hướng dẫn chậm", "hướng dẫn mới"):
        form.grid.go_to(K01)
        write(words)
        press("enter")
    assert model.entries() == (Entry("K01", "hướng dẫn mới"),)
    form.grid.go_to(K01)
    press("f2")
    write(", gửi lại")
    press("enter")
    assert model.entries() == (Entry("K01", "hướng dẫn mới, gửi lại"),)


def test_escape_leaves_an_entry_as_it_was(form, model):
    form.grid.go_to(B04)
    write("5")
    press("enter")
    form.grid.go_to(B04)
    write("77")
    press("esc")
    assert model.entries() == (Entry("B04", "5"),)


def test_typing_replaces_and_f2_goes_on_with_what_stands(form, model):
    form.grid.go_to(B04)
    write("12")
    press("enter")
    form.grid.go_to(B04)
    press("f2")
    press("end")
    write("0")
    press("enter")
    assert model.entries() == (Entry("B04", "120"),)


def test_delete_makes_an_entry_blank(form, model):
    form.grid.go_to(B04)
    write("12")
    press("enter")
    form.grid.go_to(B04)
    press("del")
    assert model.entries() == ()


def test_clearing_a_figure_is_explicit_struck_and_can_be_taken_back(form, model):
    form.grid.go_to(B04)
    press("ctrl+del")
    assert model.entries() == (Entry("B04", "", cleared=True),)
    cell = model.index(B04, EntryColumn.ENTRY)
    assert cell.data() == "1.200"
    assert cell.data(Qt.ItemDataRole.FontRole).strikeOut()
    press("f2")
    press("enter")
    assert model.entries() == (Entry("B04", "", cleared=True),)
    form.grid.go_to(B04)
    press("ctrl+del")
    assert model.entries() == ()


def test_f4_leads_to_the_reason_and_enter_back_to_the_figures(form, model):
    form.grid.go_to(B04)
    write("5000")
    press("f4")
    write("ba xã tổ chức chung")
    press("enter")
    assert model.entries() == (Entry("B04", "5000", reason="ba xã tổ chức chung"),)
    assert form.grid.currentIndex() == model.index(C01, EntryColumn.ENTRY)


@pytest.mark.parametrize("key", ["f4", "right"])
def test_there_is_no_reason_without_a_figure(form, model, key):
    form.grid.go_to(B04)
    press(key)
    assert form.grid.currentIndex() == model.index(B04, EntryColumn.ENTRY)
    write("5")
    press("enter", "up", key)
    assert form.grid.currentIndex() == model.index(B04, EntryColumn.REASON)


def test_a_long_text_takes_lines_and_grows_over_the_rows(form, model):
    form.grid.go_to(K01)
    write("Một")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.height() > 3 * form.grid.rowHeight(K01)
    press("shift+enter")
    write("Hai")
    press("enter")
    assert model.entries() == (Entry("K01", "Một\nHai"),)
    assert shown(model, K01) == "Một Hai"


def test_ctrl_e_goes_on_with_a_long_text(form, model):
    form.grid.go_to(K01)
    write("Một")
    press("enter")
    form.grid.go_to(K01)
    press("ctrl+e")
    write(" hai")
    press("enter")
    assert model.entries() == (Entry("K01", "Một hai"),)


def test_tab_leaves_the_grid_and_keeps_what_was_typed(form, model):
    write("c")
    press("tab")
    assert QApplication.focusWidget() is form.after
    assert model.entries() == (Entry("A01", "Có"),)
    press("backtab")
    assert QApplication.focusWidget() is form.grid


def test_what_stood_before_is_shown_beside(form, model):
    assert shown(model, B04, EntryColumn.EARLIER) == "1.200"
    assert shown(model, C01, EntryColumn.EARLIER) == ""


def test_a_figure_is_shown_as_it_was_read(form, model):
    form.grid.go_to(B04)
    write("khoảng 1200")
    press("enter")
    assert shown(model, B04) == "khoảng 1200"
    model.show_check([Value("B04", 1200, "khoảng 1200", estimate=True)], [])
    assert shown(model, B04) == "≈ 1.200"
    assert model.index(B04, EntryColumn.ENTRY).data(Qt.ItemDataRole.EditRole) == "khoảng 1200"


def test_findings_are_shown_in_words_with_a_picture(form, model):
    model.show_check(
        [],
        [
            Finding("C01", "C01.1", Severity.FLAG, "Nhiều khác thường."),
            Finding("C01", "C01.2", Severity.BLOCK, "Số âm."),
            Finding("B04", "B04.1", Severity.QUESTION, "Vì sao?", answered=True),
        ],
    )
    message = model.index(C01, EntryColumn.MESSAGE)
    assert message.data() == "Lỗi: Số âm. Cảnh báo: Nhiều khác thường."
    assert not message.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "Đã giải trình" in shown(model, B04, EntryColumn.MESSAGE)
    assert model.needs_attention(C01)
    assert not model.needs_attention(B04)


def test_the_next_problem_is_found_from_any_row(form, model):
    model.show_check([], [Finding("A02", "required", Severity.BLOCK, "Phải có.")])
    form.grid.go_to(C01)
    form.grid.go_to_next_problem()
    assert form.grid.currentIndex() == model.index(A02, EntryColumn.ENTRY)


def test_text_from_units_is_no_markup_in_tooltips(form, model):
    model.setData(model.index(A02, EntryColumn.ENTRY), "<img src=x>")
    tooltip = model.index(A02, EntryColumn.ENTRY).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tooltip


def test_another_unit_loses_nothing_that_was_typed(form, model):
    write("c")
    press("enter")
    bank = unit("NH", group="G_NH")
    model.show_unit(PLAN, bank, {})
    assert model.entries() == ()
    model.show_unit(PLAN, COMMUNE, {})
    assert model.entries() == (Entry("A01", "Có"),)


def test_where_there_is_little_width_codes_and_names_stay_readable(form):
    form.resize(620, 500)
    grid = form.grid
    assert grid.isColumnHidden(EntryColumn.MEASURE)
    assert grid.columnWidth(EntryColumn.CODE) > grid.fontMetrics().horizontalAdvance("A01") + 8
    assert grid.columnWidth(EntryColumn.NAME) > grid.columnWidth(EntryColumn.ENTRY)
