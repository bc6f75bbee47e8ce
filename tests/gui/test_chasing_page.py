"""The page Đôn đốc, by keyboard: who owes what, the letter, the message, the call."""

from io import BytesIO

import pypdfium2
import pytest
from builders import at
from memory import MemoryStore, office
from PySide6.QtGui import QGuiApplication

from tests.keyboard import press, write
from tests.pages import answer, back_on, column, settle, show, the_dialog, titles
from ui.dialogs.contact import ContactDialog
from ui.dialogs.letter import LetterDialog
from ui.dialogs.preview import PreviewDialog
from ui.dialogs.return_slip import ReturnSlipDialog
from ui.pages.chasing import ChasingPage
from vinhloc_cds.domain.contact import ContactKind
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.progress import UnitState, unit_progress
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.texts import text

PLAN = built_in_plans()[0].load()


@pytest.fixture
def page(qtbot, session):
    page = show(qtbot, ChasingPage(session))
    page.table.setFocus()
    return page


def printed(preview):
    """The words on the first page of what is shown, in one line."""
    page = pypdfium2.PdfDocument(preview._data)[0]
    return " ".join(page.get_textpage().get_text_range().split())


def told(store, kind):
    """The units that a contact of `kind` is noted with, and what it was about."""
    contacts = store.tables.contacts.values()
    return {c.unit: c for c in contacts if c.kind is kind and not c.cancelled}


def test_who_owes_what_is_found_and_filtered(qtbot, page):
    assert column(page.table, "Tình trạng").count("Quá hạn chưa gửi") == 3
    assert column(page.table, "Điện thoại")[0] == "0912 345 103"
    assert "Chưa có số" in column(page.table, "Điện thoại")
    page.open_at(state="returned")
    settle(qtbot, page)
    assert column(page.table, "Đơn vị") == ["UBND xã Vĩnh An"]
    page.open_at(state="past")  # as many as the overview counts
    settle(qtbot, page)
    progress = unit_progress(page.session.snapshot)
    overdue = [each.unit.name for each in progress if each.state is UnitState.OVERDUE]
    assert column(page.table, "Đơn vị") == overdue
    assert "UBND xã Vĩnh An" in overdue
    page.open_at(unit="PB09")
    settle(qtbot, page)
    assert page.table.current_row().code == "PB09"
    page.focus_search()
    write("vinh yen")
    assert column(page.table, "Đơn vị") == ["UBND xã Vĩnh Yên"]
    page.search.clear()
    write("không có")
    assert column(page.table, "Đơn vị") == []
    assert not page.letter_action.isEnabled()


def test_a_message_is_copied_noted_and_taken_back(qtbot, page, demo_store):
    page.open_at(unit="15355")
    settle(qtbot, page)
    press("ctrl+j")
    settle(qtbot, page)
    words = QGuiApplication.clipboard().text()
    assert words.startswith("Kính gửi UBND xã Vĩnh Yên.")
    assert words.startswith(told(demo_store, ContactKind.MESSAGE)["15355"].subject.rstrip("…"))
    assert column(page.contacts, "Hình thức") == ["Tin nhắn"]
    undone = []
    page.session.undo(undone.append)
    settle(qtbot, page)
    assert undone == ["Ghi nhận đôn đốc"]
    assert column(page.contacts, "Hình thức") == []
    assert not told(demo_store, ContactKind.MESSAGE)


def test_a_call_is_noted_with_what_came_of_it(qtbot, page, demo_store):
    page.open_at(unit="15355")
    settle(qtbot, page)
    press("ctrl+k")
    dialog = the_dialog(qtbot, page, ContactDialog)
    assert dialog.person.text() == "Phạm Thị Nga"
    write("hẹn gửi chiều nay")
    dialog.moment.setText("13/10 9h")
    dialog.buttons.accepted.emit()
    qtbot.waitUntil(dialog.problem.isVisible)  # it lies in the future
    dialog.moment.setText("12/10 8h30")
    dialog.buttons.accepted.emit()
    back_on(qtbot, page, ContactDialog)
    call = told(demo_store, ContactKind.CALL)["15355"]
    assert (call.note, call.person) == ("hẹn gửi chiều nay", "Phạm Thị Nga")
    assert call.at == at("2024-10-12T08:30")
    assert column(page.table, "Liên hệ gần nhất")[0] == "Gọi điện 12/10"
    assert column(page.contacts, "Kết quả") == ["hẹn gửi chiều nay"]


def test_one_letter_to_each_chosen_unit_is_looked_at_saved_and_noted(
    qtbot, page, demo_store, tmp_path
):
    page.open_at(state="overdue")
    settle(qtbot, page)
    press("home", "ctrl+a", "ctrl+l")
    dialog = the_dialog(qtbot, page, LetterDialog)
    assert dialog.windowTitle() == "Công văn đôn đốc – 3 đơn vị"
    assert dialog.scope.isHidden()
    assert "người ký" in dialog.blank.words.text()
    dialog.signer.setText("Lê Văn A")
    assert "người ký" not in dialog.blank.words.text()
    write("12a")
    dialog.preview_button.click()
    assert "12a" in dialog.problem.text()
    dialog.number.clear()
    dialog.number.insert("9" * 5000)
    dialog.preview_button.click()
    settle(qtbot, page)
    assert "Số văn bản 999999999 không dùng được" in dialog.problem.text()
    dialog.number.setText("12")
    dialog.new_deadline.setText("1/10")
    dialog.preview_button.click()
    settle(qtbot, page)
    assert "01/10/2024" in dialog.problem.text()
    dialog.new_deadline.setText("14/10")
    dialog.separate.setCurrentIndex(1)
    dialog.preview_button.click()
    settle(qtbot, page)
    preview = the_dialog(qtbot, dialog, PreviewDialog)
    qtbot.waitUntil(lambda: len(preview.reader.sizes) == 3)
    preview.close_button.click()
    dialog.save(dialog.form(), tmp_path, "pdf")
    settle(qtbot, page)
    (first, *others) = sorted(tmp_path.glob("*.pdf"))
    assert len(others) == 2
    assert "3 công văn" in dialog.said.text()
    words = pypdfium2.PdfDocument(BytesIO(first.read_bytes()))[0].get_textpage().get_text_range()
    assert "Số: 12/VHTT" in " ".join(words.split())
    assert "ngày 14 tháng 10 năm 2024" in " ".join(words.split())
    assert "Lê Văn A" in words
    dialog.sent_button.click()
    back_on(qtbot, page, LetterDialog)
    letters = told(demo_store, ContactKind.LETTER)
    assert [letters[row.code].subject[:18] for row in page.table.model().rows] == [
        "Công văn số 12/VHT",
        "Công văn số 13/VHT",
        "Công văn số 14/VHT",
    ]


def test_the_columns_to_work_with_need_no_scrolling_on_a_small_screen(qtbot, session):
    page = show(qtbot, ChasingPage(session), 1366 - 190, 768 - 110)
    across = titles(page.table).index("Điện thoại")
    right = page.table.columnViewportPosition(across) + page.table.columnWidth(across)
    assert right <= page.table.viewport().width()


def test_a_letter_goes_to_all_listed_until_one_is_chosen(qtbot, page):
    page.open_at(state="past")
    settle(qtbot, page)
    press("ctrl+l")
    dialog = the_dialog(qtbot, page, LetterDialog)
    assert dialog.windowTitle() == "Công văn đôn đốc – 4 đơn vị"
    assert dialog.scope.currentText() == "Tất cả đơn vị đang liệt kê (4)"
    dialog.scope.setCurrentIndex(0)
    assert dialog.windowTitle() == "Công văn đôn đốc – 1 đơn vị"
    assert not dialog.separate.isEnabled()
    dialog.close_button.click()
    back_on(qtbot, page, LetterDialog)
    page.table.setFocus()
    press("ctrl+d")
    settle(qtbot, page)
    calls = the_dialog(qtbot, page, PreviewDialog)
    qtbot.waitUntil(lambda: len(calls.reader.sizes) == 1)
    assert "gồm 4 đơn vị" in printed(calls)
    calls.close_button.click()
    back_on(qtbot, page, PreviewDialog)
    page.table.setFocus()
    press("down", "ctrl+l")
    dialog = the_dialog(qtbot, page, LetterDialog)
    assert dialog.scope.currentText() == "Đơn vị đang chọn (1)"
    assert page.table.current_row().late.unit.name in dialog.heading.text()
    dialog.close_button.click()


def test_what_was_typed_stays_while_the_plan_is_filled_in(qtbot, page):
    press("ctrl+l")
    dialog = the_dialog(qtbot, page, LetterDialog)
    write("45")
    dialog.signer.setText("Lê Văn A")
    dialog.scope.setCurrentIndex(0)
    with qtbot.waitSignal(page.page_requested) as asked:
        dialog.blank.button.click()
    assert asked.args == ["settings", {"part": "plan"}]
    back_on(qtbot, page, LetterDialog)
    page.table.setFocus()
    press("ctrl+l")
    dialog = the_dialog(qtbot, page, LetterDialog)
    kept = (dialog.number.text(), dialog.signer.text(), dialog.scope.currentIndex())
    assert kept == ("45", "Lê Văn A", 0)
    dialog.close_button.click()
    answer(qtbot, dialog, text("ui.unsaved.close"))


def test_the_next_letter_has_what_the_last_one_had_and_no_number_twice(qtbot, page, demo_store):
    page.open_at(state="past")
    settle(qtbot, page)
    press("ctrl+l")
    dialog = the_dialog(qtbot, page, LetterDialog)
    write("45")
    dialog.signer.setText("Lê Văn A")
    dialog.new_deadline.setText("14/10")
    dialog.sent_button.click()
    back_on(qtbot, page, LetterDialog)
    assert column(page.table, "Liên hệ gần nhất") == ["CV 45/VHTT 12/10"] * 4
    assert "chậm nhất ngày 14/10/2024" in page.message.toPlainText()
    page.table.setFocus()
    press("ctrl+l")
    dialog = the_dialog(qtbot, page, LetterDialog)
    assert (dialog.number.text(), dialog.signer.text()) == ("46", "Lê Văn A")
    assert dialog.new_deadline.text() == "14/10/2024"
    dialog.number.setText("45")
    dialog.sent_button.click()
    settle(qtbot, page)
    assert "Số 45/VHTT đã ghi nhận" in answer(qtbot, dialog, "Ghi số khác")
    assert len(demo_store.tables.contacts) == 4
    dialog.activateWindow()
    dialog.sent_button.click()
    settle(qtbot, page)
    answer(qtbot, dialog, "Vẫn ghi nhận")
    back_on(qtbot, page, LetterDialog)
    assert len(demo_store.tables.contacts) == 8


def test_the_sheet_of_a_unit_is_opened_from_the_menu(qtbot, page):
    (sheet,) = (a for a in page.table.actions() if a.text() == "Phiếu đơn vị…")
    sheet.trigger()
    settle(qtbot, page)
    preview = the_dialog(qtbot, page, PreviewDialog)
    assert page.table.current_row().late.unit.name in preview.windowTitle()
    preview.close_button.click()


def test_the_list_to_call_by_is_of_those_chosen(qtbot, page):
    page.open_at(state="asked")
    settle(qtbot, page)
    press("ctrl+a", "ctrl+d")
    settle(qtbot, page)
    preview = the_dialog(qtbot, page, PreviewDialog)
    qtbot.waitUntil(lambda: len(preview.reader.sizes) == 1)
    (size,) = preview.reader.sizes
    assert size.width() > size.height()
    preview.close_button.click()


def test_what_was_returned_by_hand_has_a_slip(qtbot, page, demo_store):
    page.open_at(state="returned")
    settle(qtbot, page)
    press("ctrl+t")
    settle(qtbot, page)
    dialog = the_dialog(qtbot, page, ReturnSlipDialog)
    assert "D02" in dialog.words.toPlainText()
    dialog.copy_button.click()
    dialog.close_button.click()
    back_on(qtbot, page, ReturnSlipDialog)
    assert told(demo_store, ContactKind.RETURN)["15391"].subject.startswith("Phiếu trả lại báo cáo")


def test_the_slip_is_of_the_report_that_questions_are_about(qtbot, closed_session):
    store = MemoryStore(PLAN)
    record = office(store).recording.record
    for kind, hour, entries in (
        (SubmissionKind.FIRST, "08", (Entry("D01", "5"), Entry("D02", "6"))),
        (SubmissionKind.SUPPLEMENT, "09", (Entry("A01", "Không"), Entry("B01", "Không"))),
    ):
        moment = at(f"2024-10-10T{hour}:00")
        record(PLAN.code, SubmissionDraft("15355", kind, moment, Channel.EMAIL, entries=entries))
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: office(store))
    page = show(qtbot, ChasingPage(closed_session))
    page.open_at(unit="15355")
    settle(qtbot, page)
    press("ctrl+t")
    settle(qtbot, page)
    dialog = the_dialog(qtbot, page, ReturnSlipDialog)
    assert "D02" in dialog.words.toPlainText()
    dialog.close_button.click()


def test_all_is_well_where_nobody_owes_anything(qtbot, closed_session):
    store = MemoryStore(PLAN)
    record = office(store).recording.record
    for unit in PLAN.units_related(Relation.OBLIGED, Relation.ASKED):
        moment = at("2024-10-10T08:00")
        draft = SubmissionDraft(unit.code, SubmissionKind.NOTHING, moment, Channel.EMAIL)
        record(PLAN.code, draft, accept=True)
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: office(store))
    page = show(qtbot, ChasingPage(closed_session))
    assert column(page.table, "Đơn vị") == []
    assert not any(a.isEnabled() for a in page.actions())
