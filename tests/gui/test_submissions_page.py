"""The page Kết quả, with the real use cases behind it."""

import pytest
from builders import at
from memory import MemoryStore, office
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.keyboard import press, write
from ui.dialogs.correct import CorrectDialog
from ui.dialogs.return_reason import ReasonDialog
from ui.pages.submissions import SubmissionsPage
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.errors import UserError

PLAN = built_in_plans()[0].load()
HUNG, HUNG_2, TOWN, BANK = "15367", "15379", "15349", "NH01"
BLOCKED = {"A01": "có", "B01": "có", "D01": "5", "D02": "6"}


@pytest.fixture
def store():
    store = MemoryStore(PLAN)
    record = office(store).recording.record
    for unit, received, figures, accept in (
        (HUNG, "2024-10-10T08:00", {"A01": "có", "B01": "có", "C01": "7"}, True),
        (HUNG_2, "2024-10-11T09:00", BLOCKED, False),
        (BANK, "2024-10-09T10:00", {"G06": "5"}, False),
    ):
        entries = tuple(Entry(code, raw) for code, raw in figures.items())
        draft = SubmissionDraft(
            unit, SubmissionKind.FIRST, at(received), Channel.EMAIL, "78/BC-UBND", entries=entries
        )
        record(PLAN.code, draft, accept=accept)
    return store


@pytest.fixture
def session(qtbot, closed_session, store):
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: office(store))
    return closed_session


@pytest.fixture
def page(qtbot, session, settled):
    page = SubmissionsPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 600)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    settled()
    page.table.setFocus()
    return page


@pytest.fixture
def select(page, settled):
    def number(submission):
        assert page.table.select_key(submission)
        settled()

    return number


@pytest.fixture
def dialog(qtbot, page):
    """The dialog of a kind that has just been opened from the page."""

    def find(kind):
        (found,) = [each for each in page.findChildren(kind) if each.isVisible()]
        qtbot.waitUntil(found.isActiveWindow)
        return found

    return find


def column(page, title):
    model = page.table.model()
    titles = [model.columns[n].title for n in range(model.columnCount())]
    return [model.index(row, titles.index(title)).data() for row in range(model.rowCount())]


def stored(store, number):
    return store.tables.submissions[number]


def test_what_was_received_last_stands_first(page):
    assert column(page, "Nhận lúc") == ["11/10/2024 09:00", "10/10/2024 08:00", "09/10/2024 10:00"]
    assert column(page, "Chỉ tiêu") == ["4", "3", "1"]


def test_problems_are_counted_once_they_are_known(page):
    assert column(page, "Cần xem lại")[0].startswith("1 lỗi")


def test_search_without_accents_finds_both_and_with_accents_one(page):
    page.focus_search()
    write("vinh hung")
    assert len(column(page, "Đơn vị")) == 2
    page.search.clear()
    write("hùng")
    assert column(page, "Đơn vị") == ["UBND xã Vĩnh Hùng"]


def test_down_leads_from_the_search_to_what_was_found(page):
    page.focus_search()
    write("hưng")
    press("down")
    assert QApplication.focusWidget() is page.table
    assert page.table.current_row().unit.code == HUNG


def test_filters_by_state_and_group(page):
    page.open_at(state="accepted")
    assert column(page, "Đơn vị") == ["UBND xã Vĩnh Hưng"]
    page.open_at(group="G_NH")
    assert column(page, "Đơn vị") == [PLAN.unit_by_code[BANK].name]
    page.clear_filters()
    assert len(column(page, "Đơn vị")) == 3


def test_another_page_can_ask_for_a_unit_or_a_submission(page):
    page.open_at(unit=HUNG_2)
    assert column(page, "Đơn vị") == ["UBND xã Vĩnh Hùng"]
    page.open_at(submission="3")
    assert page.table.current_row().submission.id == 3


def test_the_selected_submission_is_shown_in_full(page, select, settled):
    select(2)
    values = page.detail.values.model()
    assert [row.indicator.code for row in values.rows] == ["A01", "B01", "D01", "D02"]
    assert "78/BC-UBND" in page.detail.facts.toPlainText()
    assert page.detail.findings.model().rows[0].indicator == "D02"
    (line,) = page.detail.trail.model().rows
    assert line.record.action == "record"


def test_accepting_by_keyboard(page, select, settled, store):
    select(3)
    press("ctrl+enter")
    settled()
    assert stored(store, 3).state is SubmissionState.ACCEPTED
    assert not page.accept_action.isEnabled()


def test_what_blocks_acceptance_is_said(qtbot, page, select, settled, store):
    select(2)
    press("ctrl+enter")
    settled()
    box = QApplication.activeModalWidget()
    assert "D02" in box.text()
    box.close()
    assert stored(store, 2).state is SubmissionState.RECEIVED


def test_returning_needs_a_reason_and_reopening_too(qtbot, page, select, settled, dialog, store):
    select(2)
    press("ctrl+t")
    form = dialog(ReasonDialog)
    save = form.buttons.button(form.buttons.StandardButton.Save)
    assert (form.windowTitle(), save.text()) == ("Trả lại báo cáo", "Trả lại báo cáo")
    press("enter")
    assert "Phải ghi lý do" in form.problem.text()
    write("thiếu chữ ký")
    press("enter")
    settled()
    assert stored(store, 2).state is SubmissionState.RETURNED
    assert stored(store, 2).returned_reason == "thiếu chữ ký"
    assert "thiếu chữ ký" in page.detail.facts.toPlainText()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.table.setFocus()
    press("ctrl+m")
    assert dialog(ReasonDialog).windowTitle() == "Mở lại báo cáo"
    write("đơn vị đã bổ sung")
    press("enter")
    settled()
    assert stored(store, 2).state is SubmissionState.RECEIVED
    assert [row.record.action for row in page.detail.trail.model().rows] == [
        "reopen",
        "give_back",
        "record",
    ]


def test_an_accepted_value_is_corrected_with_a_reason(page, select, settled, dialog, store):
    select(1)
    press("enter")
    assert QApplication.focusWidget() is page.detail.values
    press("down", "down", "f2")
    form = dialog(CorrectDialog)
    assert form.before.text() == "7"
    write("1200")
    assert form.reading.text() == "Đọc là: 1.200"
    press("enter")
    assert "Phải ghi lý do" in form.problem.text()
    write("xã gọi điện")
    press("enter")
    settled()
    value = stored(store, 1).value_of("C01")
    assert (value.value, value.corrected_from) == (1200, "7")
    assert value.correction_reason == "xã gọi điện"
    remarks = [row for row in page.detail.values.model().rows if row.indicator.code == "C01"]
    index = page.detail.values.model().index(2, 4)
    assert remarks[0].value == value
    assert index.data() == "Đính chính từ “7”: xã gọi điện."
    line = page.detail.trail.model().index(0, 3)
    assert line.data() == "Lý do: xã gọi điện. C01: 7 → 1200."


def test_the_question_of_a_finding_is_answered_in_its_dialog(
    page, select, settled, dialog, store, qtbot
):
    strange = Entry("H00", "900000")
    received = at("2024-10-11T10:00")
    draft = SubmissionDraft(
        TOWN, SubmissionKind.FIRST, received, Channel.EMAIL, "9/BC", entries=(strange,)
    )
    page.session.write(
        lambda office: office.recording.record(PLAN.code, draft), lambda _: None, title=""
    )
    settled()
    select(4)
    findings = page.detail.findings
    page.detail.setCurrentWidget(findings)
    findings.setFocus()
    (row,) = [n for n, found in enumerate(findings.model().rows) if found.indicator == "H00"]
    findings.selectRow(row)
    press("enter")
    form = dialog(CorrectDialog)
    assert "giải trình" in form.reading.text()
    form.reason.setFocus()
    write("xã đã xác nhận")
    with qtbot.waitSignal(page.announced) as said:
        press("enter")
    assert said.args[0].startswith("Đã ghi giải trình H00")
    settled()
    value = stored(store, 4).value_of("H00")
    assert (value.raw, value.reason, value.corrected_from) == ("900000", "xã đã xác nhận", None)
    assert [found.answered for found in findings.model().rows if found.indicator == "H00"] == [True]
    assert page.detail.trail.model().index(0, 1).data() == "Giải trình"


def test_an_accepted_figure_that_stays_is_not_called_corrected(page, select, settled, dialog):
    said = []
    page.announced.connect(said.append)
    select(1)
    press("enter", "down", "down", "f2")
    form = dialog(CorrectDialog)
    form.reason.setFocus()
    write("xã gọi điện")
    press("enter")
    settled()
    assert form.isVisible()
    assert "không đổi" in form.problem.text()
    assert said == []


def test_the_indicator_to_correct_is_found_by_its_code(page, select, settled, dialog, store):
    select(1)
    press("f2")  # with no figure selected, none is taken for granted
    form = dialog(CorrectDialog)
    assert QApplication.focusWidget() is form.indicator
    press("enter", "enter")
    assert not form.line.isEnabled()
    for code in ("C01", "C02"):
        write(code)
        assert form.indicator.currentData().code == code
    assert form.before.text() == "(trống)"
    press("enter")
    assert QApplication.focusWidget() is form.line
    write("20")
    press("tab")
    write("xã gọi điện")
    press("enter")
    settled()
    assert stored(store, 1).value_of("C02").value == 20
    assert stored(store, 1).value_of("C01").value == 7


def test_without_an_indicator_nothing_is_corrected(page, select, dialog):
    select(1)
    press("f2")
    form = dialog(CorrectDialog)
    form.reason.setFocus()
    write("xã gọi điện")
    press("enter")
    assert "Chưa chọn chỉ tiêu" in form.problem.text()
    assert QApplication.focusWidget() is form.indicator


def test_a_correction_that_fails_keeps_what_was_typed(page, select, settled, dialog, store):
    select(1)
    press("f2")
    form = dialog(CorrectDialog)
    write("A01")
    press("enter")
    write("k")
    form.reason.setFocus()
    write("xã gọi điện")
    store.trouble = UserError("submissions.reason_needed")
    press("enter")
    settled()
    assert form.isVisible()
    assert form.problem.text() == str(store.trouble)
    assert (form.line.text(), form.reason.text()) == ("k", "xã gọi điện")


def test_enter_opens_what_is_not_accepted_for_revision(page, select):
    select(2)
    press("enter")
    assert page.form.header.unit.unit.code == HUNG_2
    assert page.form.model.entries()[-1] == Entry("D02", "6")


def test_a_finding_about_the_submission_itself_opens_the_form(page, select, store, settled):
    draft = SubmissionDraft(
        TOWN, SubmissionKind.NOTHING, at("2024-10-11T10:00"), Channel.EMAIL, number="không số"
    )
    page.session.write(
        lambda office: office.recording.record(PLAN.code, draft), lambda made: None, title=""
    )
    settled()
    select(4)
    page.detail.setCurrentWidget(page.detail.findings)
    page.detail.findings.setFocus()
    page.detail.findings.selectRow(0)
    press("enter")
    assert page.form.header.number.text() == "không số"


def test_a_new_one_is_entered_and_then_selected(qtbot, page, settled, store):
    page.search.setText("hùng")
    page.open_at(unit=TOWN, new="1")
    form = page.form
    qtbot.waitUntil(form.isActiveWindow)
    form.header.channel.setFocus()
    press("down")
    form.grid.go_to_first()
    write("c")
    press("ctrl+s")
    settled()
    assert page.form is None
    assert page.table.current_row().unit.code == TOWN
    assert stored(store, 4).state is SubmissionState.RECEIVED


def test_the_commands_of_the_window_open_the_form(page):
    page.open_at(action="new")
    assert page.form.header.unit.unit is None


def test_the_window_does_not_close_over_a_form_with_something_typed(qtbot, page):
    assert page.may_close()
    page.open_at(action="new")
    qtbot.waitUntil(page.form.isActiveWindow)
    page.form.header.maker.setFocus()
    write("Hoa")
    assert not page.may_close()


def test_rows_are_copied_as_text(page, select):
    select(1)
    press("ctrl+c")
    assert "UBND xã Vĩnh Hưng\tLần đầu\tĐã chấp nhận" in QGuiApplication.clipboard().text()


def test_steps_that_do_not_suit_the_state_are_not_offered(page, select):
    select(1)
    assert not page.accept_action.isEnabled()
    assert not page.return_action.isEnabled()
    assert page.reopen_action.isEnabled()
    select(2)
    assert page.accept_action.isEnabled()
    assert page.return_action.isEnabled()
    assert not page.reopen_action.isEnabled()


def test_undo_of_an_entry_takes_it_from_the_page(page, session, settled):
    page.open_at(unit=TOWN, new="1")
    page.form.header.channel.setCurrentIndex(0)
    page.form.header.kind.setCurrentText("Không phát sinh")
    page.form.save()
    settled()
    assert page.table.model().rowCount() == 4
    session.undo(lambda step: None)
    settled()
    assert page.table.model().rowCount() == 3


def test_what_a_later_replacement_voids_says_so(page, settled):
    draft = SubmissionDraft(
        HUNG,
        SubmissionKind.REPLACEMENT,
        at("2024-10-11T14:00"),
        Channel.EMAIL,
        reason="nhầm biểu",
        entries=(Entry("A01", "có"), Entry("B01", "có"), Entry("C01", "8")),
    )
    record = page.session.write
    record(lambda office: office.recording.record(PLAN.code, draft), lambda made: None, title="")
    settled()
    # What was merely received voids nothing yet.
    assert column(page, "Trạng thái")[0::2] == ["Đã nhận", "Đã chấp nhận"]
    page.table.select_key(4)
    press("ctrl+enter")
    settled()
    assert column(page, "Trạng thái") == ["Đã chấp nhận", "Đã nhận", "Đã bị thay thế", "Đã nhận"]
    page.open_at(state="accepted")
    assert column(page, "Nhận lúc") == ["11/10/2024 14:00"]
    page.open_at(state="replaced")
    assert column(page, "Nhận lúc") == ["10/10/2024 08:00"]
    page.table.select_key(1)
    assert "Trạng thái: Đã bị thay thế" in page.detail.facts.toPlainText()


@pytest.mark.parametrize(
    ("number", "keys", "dialog_kind", "said"),
    [
        (3, "ctrl+enter", None, "Đã chấp nhận báo cáo của {bank}."),
        (2, "ctrl+t", ReasonDialog, "Đã trả lại báo cáo của UBND xã Vĩnh Hùng."),
        (1, "ctrl+m", ReasonDialog, "Đã mở lại báo cáo của UBND xã Vĩnh Hưng."),
        (1, "f2", CorrectDialog, "Đã đính chính số liệu của UBND xã Vĩnh Hưng."),
    ],
)
def test_what_was_done_is_announced(
    qtbot, page, select, settled, dialog, number, keys, dialog_kind, said
):
    select(number)
    heard = []
    page.announced.connect(heard.append)
    press(keys)
    if dialog_kind is not None:
        dialog(dialog_kind)
    if dialog_kind is CorrectDialog:
        write("C01")
        press("enter")
        write("9")
        press("tab")
    if dialog_kind is not None:
        write("xã gọi điện")
        press("enter")
    settled()
    assert heard == [said.format(bank=PLAN.unit_by_code[BANK].name)]


def test_where_there_is_little_width_the_details_stand_below(page):
    page.resize(1900, 600)
    assert page.detail.x() > page.table.x()
    page.resize(700, 460)
    assert page.detail.y() > page.table.y()
    assert page.detail.width() == page.table.width()
