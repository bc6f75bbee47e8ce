"""The page Đơn vị & kế hoạch over the demo: what is edited there, and what follows from it."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from tests.keyboard import press, write
from tests.pages import back_on, column, settle, show, the_dialog
from ui.dialogs.record import RecordDialog
from ui.pages.overview import OverviewPage
from ui.pages.settings import SettingsPage
from vinhloc_cds.bootstrap import SetClock, build_office
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.progress import UnitState, assignment_progress, unit_progress
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.services.demo import DEMO_NOW

YEN, HUNG, HUNG_2 = "15355", "15367", "15379"


@pytest.fixture
def page(qtbot, demo):
    return show(qtbot, SettingsPage(demo))


@pytest.fixture
def form(qtbot, page):
    """The form that is open over the page."""
    return lambda: the_dialog(qtbot, page, RecordDialog)


def field(dialog, key: str, kind=QLineEdit):
    return dialog.findChild(kind, key)


def fill(dialog, key: str, words: str, kind=QLineEdit) -> None:
    """Type `words` over what stands in a field."""
    widget = field(dialog, key, kind)
    widget.setFocus()
    widget.selectAll()
    write(words)


def state(page, unit: str) -> UnitState:
    progress = unit_progress(page.session.snapshot)
    return next(each.state for each in progress if each.unit.code == unit)


def plan(page):
    return page.session.snapshot.plan


def go_to(page, part: str, search: str = "") -> None:
    page.open_at(part=part, search=search)
    page.tables[part].selectRow(0)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vinh hung", ["15367", "15379"]),
        ("vĩnh hưng", ["15367"]),
        ("VT0", ["VT01", "VT02", "VT03"]),
    ],
)
def test_units_are_searched_as_one_types(page, typed, found):
    page.focus_search()
    write(typed)
    assert column(page.tables["units"], "Mã") == found


def test_a_profile_is_edited_and_kept(qtbot, page, form, demo_folder):
    page.open_at(unit=HUNG)
    press("f2")
    dialog = form()
    fill(dialog, "households", "1.905")
    fill(dialog, "as_of", "1/10/2024")
    fill(dialog, "source", "Công văn 15/UBND")
    press("enter")
    back_on(qtbot, page)
    profile = plan(page).unit_by_code[HUNG].profile
    assert (profile.households, profile.as_of) == (1905, date(2024, 10, 1))
    assert "9 / 1.905 / 10 / 60" in column(page.tables["units"], "Thôn/hộ/tổ/TV tổ")
    page.session.close()

    office = build_office(demo_folder, SetClock(DEMO_NOW))
    kept = office.planning.plan().unit_by_code[HUNG]
    office.store.close()
    assert kept.profile == profile
    assert kept.profile.hamlets == 9


def test_names_aliases_relation_and_contact_are_edited(qtbot, page, form):
    page.open_at(unit="DT03")
    press("enter")
    dialog = form()
    fill(dialog, "aliases", "HLHPN huyện", QPlainTextEdit)
    fill(dialog, "phone", "0237 3870 123")
    relation = field(dialog, "relation", QComboBox)
    relation.setCurrentIndex(relation.findText("Phải báo cáo"))
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    back_on(qtbot, page)
    unit = plan(page).unit_by_code["DT03"]
    assert (unit.aliases, unit.contact.phone) == (("HLHPN huyện",), "0237 3870 123")
    assert unit.relation is Relation.OBLIGED
    page.open_at(search="hlhpn")
    assert column(page.tables["units"], "Mã") == ["DT03"]


def test_a_name_left_out_is_said_in_the_form_which_stays(qtbot, page, form):
    page.open_at(unit=HUNG)
    press("enter")
    dialog = form()
    fill(dialog, "name", " ")
    press("enter")
    assert dialog.isVisible()
    assert dialog.problem.text() == "Ô “Tên đơn vị” còn trống. Hãy điền rồi lưu lại."
    assert field(dialog, "name").hasFocus()
    press("esc")
    back_on(qtbot, page)
    assert plan(page).unit_by_code[HUNG].name == "UBND xã Vĩnh Hưng"


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("as_of", "31/9/2024", "Ô “Hồ sơ tính đến ngày”: “31/9/2024” không có trong lịch."),
        ("households", "vài trăm", "Ô “Số hộ”: Không đọc được “vài trăm” thành số."),
    ],
)
def test_what_cannot_be_read_is_said_with_its_field(page, form, key, typed, said):
    page.open_at(unit=HUNG)
    press("enter")
    dialog = form()
    fill(dialog, key, typed)
    press("enter")
    assert dialog.problem.text().startswith(said)
    assert field(dialog, key).hasFocus()
    assert field(dialog, key).text() == typed


def test_an_extension_makes_an_overdue_unit_wait_until_it_is_ended(qtbot, page, form):
    assert state(page, YEN) is UnitState.OVERDUE
    page.open_at(unit=YEN)
    page.extend_button.click()
    dialog = form()
    fill(dialog, "day", "11/10/2024")
    fill(dialog, "reason", "Mất điện do bão")
    press("enter")
    settle(qtbot, page)
    assert dialog.problem.text()
    assert state(page, YEN) is UnitState.OVERDUE

    fill(dialog, "day", "14/10/2024")
    press("enter")
    back_on(qtbot, page)
    assert state(page, YEN) is UnitState.WAITING
    row = page.tables["units"].current_row()
    assert (row.deadline, row.extended) == ("hết ngày 14/10/2024", "Mất điện do bão")

    assert page.end_extension.isEnabled()
    page.end_extension.trigger()
    settle(qtbot, page)
    assert state(page, YEN) is UnitState.OVERDUE
    assert not page.end_extension.isEnabled()


def test_an_extension_without_a_reason_is_refused(page, form):
    page.open_at(unit=YEN)
    page.extend_button.click()
    dialog = form()
    fill(dialog, "day", "14/10/2024")
    press("enter")
    assert dialog.problem.text() == "Ô “Lý do gia hạn” còn trống. Hãy điền rồi lưu lại."
    assert state(page, YEN) is UnitState.OVERDUE


def test_a_new_enterprise_has_its_groups_duties_and_is_taken_back(qtbot, page, form):
    page.open_at(unit="VT03")
    page.add_button.click()
    dialog = form()
    assert field(dialog, "group", QComboBox).currentText() == "Các doanh nghiệp viễn thông"
    fill(dialog, "name", "Vietnamobile Vĩnh Lộc")
    fill(dialog, "short_name", "Vietnamobile")
    press("enter")
    back_on(qtbot, page)
    unit = plan(page).unit_by_code["VT04"]
    assert (unit.relation, unit.origin) == (Relation.OBLIGED, Origin.ASSUMED)
    mine, fellow = (
        [p.duty.code for p in assignment_progress(page.session.snapshot) if p.unit.code == code]
        for code in ("VT04", "VT03")
    )
    assert mine == fellow
    order = [unit.code for unit in plan(page).units]
    assert order.index("VT04") == order.index("VT03") + 1

    page.session.undo(lambda _: None)
    settle(qtbot, page)
    assert plan(page).unit_by_code["VT04"].relation is Relation.NONE
    assert all("VT04" not in duty.units for duty in plan(page).duties)


def test_the_number_of_the_plan_is_asked_for_until_it_is_filled_in(qtbot, page, form):
    overview = show(qtbot, OverviewPage(page.session))
    assert "Chưa ghi số của kế hoạch" in [todo.words for todo in overview.todo.todos]
    page.activateWindow()
    page.open_at(part="plan")
    assert page.strip.isVisible()
    assert page.strip.words.text() == (
        "Kế hoạch còn thiếu: Số, ký hiệu kế hoạch; Ngày ban hành; Hạn huyện báo cáo Sở."
    )
    page.strip.button.click()
    dialog = form()
    assert field(dialog, "number").hasFocus()
    write("152")
    press("enter")
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "“152” chưa có ký hiệu" in dialog.problem.text()
    assert field(dialog, "number").hasFocus()
    write("/KH-UBND")
    press("enter")
    back_on(qtbot, page)
    assert plan(page).number == "152/KH-UBND"
    assert page.strip.words.text() == "Kế hoạch còn thiếu: Ngày ban hành; Hạn huyện báo cáo Sở."
    assert "Chưa ghi số của kế hoạch" not in [todo.words for todo in overview.todo.todos]


def test_a_row_of_the_header_opens_the_form_at_its_field(qtbot, page, form):
    overview = show(qtbot, OverviewPage(page.session))
    assert not overview.province.isVisible()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.open_at(part="plan")
    page.tables["plan"].select_key(("", "Hạn huyện báo cáo Sở"))
    press("enter")
    dialog = form()
    assert field(dialog, "province").hasFocus()
    write("20/10")
    press("enter")
    back_on(qtbot, page)
    assert overview.province.text().startswith(
        "Hạn huyện báo cáo Sở: đến hết ngày 20/10/2024 – còn "
    )
    assert overview.province.isVisible()
    deadline = plan(page).reporting.province_deadline
    assert deadline is not None
    assert deadline.last_day == date(2024, 10, 20)
    assert plan(page).reporting.deadline.exclusive


def test_what_is_to_be_filled_in_comes_first_and_everyones_deadline_last(page, form):
    go_to(page, "plan")
    press("f2")
    opened = form()
    names = ["number", "issued_on", "province", "title", "short_title", "basis", "day"]
    fields = [opened.findChild(QWidget, name) for name in names]
    tops = [widget.mapTo(opened, QPoint()).y() for widget in fields]
    assert tops == sorted(tops)
    assert any("đổi hạn của mọi đơn vị" in hint.text() for hint in opened.findChildren(QLabel))


def test_down_and_f2_lead_from_the_search_to_what_was_found(page, form):
    page.open_at(part="units")
    page.focus_search()
    write("vinh yen")
    press("down")
    assert QApplication.focusWidget() is page.tables["units"]
    assert page.tables["units"].current_row().unit.code == "15355"
    press("f2")
    assert form().windowTitle() == "Sửa đơn vị"


def test_f2_within_the_search_edits_what_was_found(page, form):
    page.open_at(part="units")
    page.focus_search()
    write("vinh yen")
    press("f2")
    assert form().windowTitle() == "Sửa đơn vị"


def test_a_later_deadline_of_the_plan_is_that_of_its_units(qtbot, page, form):
    page.open_at(part="plan")
    page.tables["plan"].select_key(("", "Hạn đơn vị báo cáo"))
    press("enter")
    fill(form(), "day", "15/10/2024")
    press("enter")
    back_on(qtbot, page)
    assert state(page, YEN) is UnitState.WAITING
    go_to(page, "duties", "BC-G_XA")
    assert column(page.tables["duties"], "Thời gian") == ["trước 15/10/2024"]


def test_the_dates_that_duties_hold_as_well_are_told_but_not_edited_here(page, form):
    page.open_at(part="plan")
    values = dict(
        zip(*(column(page.tables["plan"], t) for t in ("Thông tin", "Nội dung")), strict=True)
    )
    assert values["Thời gian ra quân"] == "01/10 – 10/10/2024"
    assert values["Lễ phát động"] == "01/10/2024 08:00"
    page.tables["plan"].select_key(("", "Thời gian ra quân"))
    press("enter")
    assert set(form()._readers) == {
        "title", "short_title", "number", "issued_on", "day", "exclusive", "province", "basis",
    }  # fmt: skip


def test_a_letterhead_is_edited_and_its_missing_signer_stands_out(qtbot, page, form):
    page.open_at(part="plan")
    page.tables["plan"].select_key(("vhtt", "Họ và tên người ký"))
    assert page.tables["plan"].current_row().missing
    press("enter")
    dialog = form()
    assert field(dialog, "signer_name").hasFocus()
    write("Lê Thị Mai")
    fill(dialog, "recipients", "Như trên", QPlainTextEdit)
    press("enter")
    write("Lưu: VT")
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    back_on(qtbot, page)
    heads = {head.profile: head for head in plan(page).letterheads}
    assert heads["vhtt"].signer.name == "Lê Thị Mai"
    assert heads["vhtt"].recipients == ("Như trên", "Lưu: VT")
    assert heads["ubnd"].signer.name == "Trịnh Xuân Thắng"


def test_what_is_changed_of_a_duty_is_no_longer_the_plans_own(qtbot, page, form):
    go_to(page, "duties", "T1-G_PB")
    table = page.tables["duties"]
    assert column(table, "Nguồn") == ["Kế hoạch nêu"]
    press("enter")
    dialog = form()
    fill(dialog, "end", "20/10/2024")
    units = field(dialog, "units", QListWidget)
    units.item(0).setCheckState(Qt.CheckState.Unchecked)
    field(dialog, "place").setFocus()
    press("enter")
    back_on(qtbot, page)
    duty = plan(page).duty_by_code["T1-G_PB"]
    assert (duty.window.end, len(duty.units)) == (date(2024, 10, 20), 10)
    assert duty.origins["window"] is duty.origins["units"] is Origin.ASSUMED
    assert duty.origins["role"] is Origin.STATED
    assert column(table, "Thời gian") == ["26/09 – 20/10/2024 *"]
    assert "thời gian (giả định)" in column(table, "Nguồn")[0]


def test_a_window_that_ends_before_it_begins_is_refused(qtbot, page, form):
    go_to(page, "duties", "T1-G_PB")
    press("enter")
    dialog = form()
    fill(dialog, "end", "20/9/2024")
    press("enter")
    settle(qtbot, page)
    assert dialog.problem.text() == "Ngày kết thúc trước ngày bắt đầu. Hãy sửa lại rồi lưu."


def test_a_deadline_that_was_inferred_can_be_moved(qtbot, page, form):
    go_to(page, "duties", "X1")
    press("enter")
    dialog = form()
    fill(dialog, "day", "30/9/2024")
    press("enter")
    back_on(qtbot, page)
    assert plan(page).duty_by_code["X1"].deadline.last_day == date(2024, 9, 30)


def test_indicators_and_groups_are_renamed(qtbot, page, form):
    go_to(page, "indicators", "C08")
    press("enter")
    fill(form(), "name", "Băng rôn")
    press("enter")
    back_on(qtbot, page)
    assert plan(page).indicator_by_code["C08"].name == "Băng rôn"
    go_to(page, "groups", "ngan hang")
    press("enter")
    fill(form(), "name", "Ngân hàng trên địa bàn")
    press("enter")
    back_on(qtbot, page)
    assert "Ngân hàng trên địa bàn" in [group.name for group in plan(page).groups]


def test_the_plans_own_words_are_read_and_not_edited(page):
    go_to(page, "clauses", "IV.2.1")
    words = page.findChild(QPlainTextEdit, "clause_words")
    assert plan(page).clause_by_ref["IV.2.1"].body in words.toPlainText()
    assert words.isReadOnly()
    assert not page.edit_button.isEnabled()
