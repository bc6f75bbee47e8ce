"""The page Nhiệm vụ over the demo: found, bundled, read and marked as an officer does it."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from tests.keyboard import press, write
from tests.pages import back_on, column, settle, show, the_dialog
from ui.dialogs.mark import MarkDialog
from ui.pages.assignments import AssignmentsPage
from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.progress import AssignmentState

HUNG, HUNG_2 = "Xã Vĩnh Hưng", "Xã Vĩnh Hùng"
ALL = 272
PLAN = "KH-CDS-2024"


@pytest.fixture
def page(qtbot, demo):
    return show(qtbot, AssignmentsPage(demo))


def units(page) -> set[str]:
    return set(column(page.table, "Đơn vị"))


def bundle(page, name: str):
    return next(row for row in page.bundles.model().rows if row.name.startswith(name))


def test_all_assignments_are_there_by_unit(page):
    assert page.table.model().rowCount() == ALL
    assert bundle(page, "Tất cả").total == ALL
    assert bundle(page, HUNG).total == 11
    assert page.shown.text() == "272/272 nhiệm vụ được giao"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("vinh hung", {HUNG, HUNG_2}), ("vĩnh hưng", {HUNG}), ("Vĩnh Hùng", {HUNG_2})],
)
def test_typing_without_accents_finds_both_communes_and_with_them_one(page, typed, found):
    page.focus_search()
    write(typed)
    assert units(page) == found


@pytest.mark.parametrize(
    ("typed", "clause"), [("II.2.a", "II.2.a"), ("iv.2", "IV.2."), ("II.1.b-2", "II.1.b-2")]
)
def test_a_clause_that_is_typed_finds_its_own_duties(page, typed, clause):
    page.focus_search()
    write(typed)
    found = column(page.table, "Mục")
    assert found
    assert all(any(c.startswith(clause) for c in row.split(", ")) for row in found)


def test_what_is_not_found_is_said_and_escape_brings_all_back(page):
    page.focus_search()
    write("khong co gi nhu the")
    assert page.table.model().rowCount() == 0
    press("esc")
    assert page.table.model().rowCount() == ALL
    assert page.search.text() == ""


def test_enter_in_the_search_goes_to_the_first_row(page):
    page.focus_search()
    write("vĩnh hưng")
    press("enter")
    assert page.table.hasFocus()
    assert page.table.current_row().progress.unit.short_name == HUNG


def test_bundled_by_clause_each_clause_shows_its_own(page):
    page.by.setCurrentIndex(page.by.findText("Mục của kế hoạch"))
    clause = bundle(page, "IV.2.1")
    page.bundles.select_key(clause.key)
    assert page.table.model().rowCount() == clause.total == 26
    assert all("IV.2.1" in clauses for clauses in column(page.table, "Mục"))
    counted = [row for row in page.table.model().rows if row.progress.state == "overdue"]
    assert clause.overdue == len(counted)


def test_filters_narrow_each_other(page):
    page.group.setCurrentIndex(page.group.findText("UBND các xã, thị trấn"))
    assert page.table.model().rowCount() == 143
    assert {row.name for row in page.bundles.model().rows} >= {"Tất cả", HUNG}
    assert "Phòng Y tế" not in {row.name for row in page.bundles.model().rows}
    page.role.setCurrentIndex(page.role.findText("Chỉ đạo"))
    page.state.setCurrentIndex(page.state.findText("Quá hạn"))
    rows = page.table.model().rows
    assert {row.progress.state for row in rows} == {AssignmentState.OVERDUE}
    assert set(column(page.table, "Vai trò")) == {"Chỉ đạo"}
    page.clear_filters()
    assert page.table.model().rowCount() == ALL


def test_another_page_opens_it_at_a_clause_or_a_state(page):
    page.open_at(clause="II.3.3")
    assert page.by.currentText() == "Mục của kế hoạch"
    assert page.table.model().rowCount() == bundle(page, "II.3.3").total
    page.open_at(state="overdue", group="G_XA")
    assert set(column(page.table, "Trạng thái")) == {"Quá hạn"}


def test_the_plans_own_words_stand_beside_and_what_it_does_not_say_is_marked(page):
    page.search.setText("vĩnh hưng IV.2.1 xây dựng")
    page.table.setFocus()
    page.table.selectRow(0)
    assert column(page.table, "Thời gian") == ["26/09 – 01/10/2024 *"]
    assert column(page.table, "Vai trò") == ["Chủ trì *"]
    said = page.detail.toPlainText()
    clause = page.session.snapshot.plan.clause_by_ref["IV.2.1"]
    assert clause.body in said
    assert "* Kế hoạch không ghi:" in said
    assert "thời gian (suy ra)" in said
    assert "A01. Đã ban hành kế hoạch hưởng ứng (có/không): Có" in said


def test_what_the_plan_states_bears_no_mark(page):
    page.open_at(search="vĩnh hưng treo băng rôn")
    assert column(page.table, "Thời gian") == ["26/09 – 15/10/2024"]


def test_an_extension_moves_the_deadline_of_the_duty_to_report(qtbot, page):
    page.open_at(search="vĩnh yên báo cáo kết quả")
    assert column(page.table, "Thời gian") == ["trước 12/10/2024"]
    assert column(page.table, "Trạng thái") == ["Quá hạn"]
    extension = Extension("15355", Deadline(date(2024, 10, 14), exclusive=False), "mất điện")
    page.session.write(
        lambda office: office.planning.extend(PLAN, extension), lambda _: None, title=""
    )
    settle(qtbot, page)
    assert column(page.table, "Thời gian") == ["hạn 14/10/2024"]
    assert column(page.table, "Trạng thái") != ["Quá hạn"]


def test_not_applicable_needs_a_reason_and_is_taken_back(qtbot, page):
    page.open_at(search="vĩnh yên treo băng rôn")
    page.table.selectRow(0)
    assert column(page.table, "Trạng thái") == ["Quá hạn"]
    press("f2")
    dialog = the_dialog(qtbot, page, MarkDialog)
    dialog.not_applicable.setChecked(True)
    dialog.reason.setFocus()
    press("enter")
    settle(qtbot, page)
    assert dialog.isVisible()
    assert dialog.problem.isVisible()
    assert dialog.problem.text() == "Chưa có lý do không áp dụng. Hãy ghi lý do rồi lưu lại."
    assert dialog.reason.hasFocus()

    write("Xã đã nhập vào thị trấn")
    press("enter")
    back_on(qtbot, page, MarkDialog)
    assert column(page.table, "Trạng thái") == ["Không áp dụng"]
    assert column(page.table, "Ghi chú") == ["Xã đã nhập vào thị trấn"]
    assert "Lý do: Xã đã nhập vào thị trấn" in page.detail.toPlainText()

    page.session.undo(lambda _: None)
    settle(qtbot, page)
    assert column(page.table, "Trạng thái") == ["Quá hạn"]
    assert column(page.table, "Ghi chú") == [""]


def test_only_a_duty_without_figures_is_completed_by_hand(qtbot, page):
    page.open_at(search="vĩnh yên treo băng rôn")
    page.table.selectRow(0)
    press("enter")
    assert not the_dialog(qtbot, page, MarkDialog).accepted_by_hand.isEnabled()
    press("esc")
    back_on(qtbot, page, MarkDialog)

    page.open_at(search="IV.1.3 tổng hợp kết quả")
    page.table.selectRow(0)
    press("enter")
    dialog = the_dialog(qtbot, page, MarkDialog)
    dialog.accepted_by_hand.setChecked(True)
    dialog.note.setFocus()
    write("Đã gửi Sở")
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    settle(qtbot, page)
    assert column(page.table, "Trạng thái") == ["Đã chấp nhận"]
    assert column(page.table, "Ghi chú") == ["Đã gửi Sở"]


def test_the_row_stays_selected_when_data_come_anew(qtbot, page):
    page.open_at(search="vĩnh hưng")
    page.table.selectRow(4)
    chosen = page.table.current_row().key
    page.session.refresh()
    settle(qtbot, page)
    assert page.table.current_row().key == chosen


def test_a_row_leads_to_its_unit_its_clause_and_its_reports(qtbot, page):
    page.search.setText("vĩnh hưng IV.2.1 xây dựng")
    page.table.selectRow(0)
    actions = {action.text(): action for action in page.table.actions()}
    with qtbot.waitSignal(page.page_requested) as asked:
        actions["Nhập báo cáo của đơn vị này"].trigger()
    assert asked.args == ["submissions", {"unit": "15367", "new": "1"}]
    actions["Chỉ xem đơn vị này"].trigger()
    assert (page.search.text(), units(page)) == ("", {HUNG})
    page.table.selectRow(0)
    actions["Chỉ xem mục này"].trigger()
    assert page.bundles.current_row().key == page.table.model().rows[0].progress.duty.clauses[0]


def test_the_words_go_below_the_table_where_there_is_no_room_beside_it(qtbot, page):
    page.resize(900, 700)
    assert page.detail.mapTo(page, page.detail.rect().topLeft()).y() > page.table.height()
    page.resize(2200, 700)
    beside = page.detail.mapTo(page, page.detail.rect().topLeft())
    assert beside.x() > page.table.width()


def test_down_leads_from_the_search_to_what_was_found(page):
    page.focus_search()
    write("vĩnh long")
    press("down")
    assert QApplication.focusWidget() is page.table
    assert page.table.currentIndex().row() == 0
