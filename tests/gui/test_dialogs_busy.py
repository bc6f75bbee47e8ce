"""Dialogs that are closed while the worker is still busy for them."""

import threading

import pytest
from inspected_documents import letter
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QMessageBox

from tests.keyboard import press, write
from tests.pages import answer, back_on, is_open, settle, show, the_dialog
from ui.dialogs.contact import ContactDialog
from ui.dialogs.form_check import FormCheckDialog, show_inspection
from ui.dialogs.letter import LetterDialog
from ui.dialogs.preview import PreviewDialog
from ui.dialogs.return_slip import ReturnSlipDialog
from ui.pages.chasing import ChasingPage
from ui.previews import show_return_slip
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.services.chasing import Chasing


@pytest.fixture
def page(qtbot, session):
    page = show(qtbot, ChasingPage(session))
    page.table.setFocus()
    page.table.selectRow(0)
    settle(qtbot, page)
    return page


@pytest.fixture
def hold():
    """Holds a worker up until it is called again."""
    gates = []

    def hold(runner):
        if gates:
            gates.pop().set()
            return
        gates.append(threading.Event())
        runner.submit("", lambda _, gate=gates[0]: gate.wait(10), lambda _: None, print)

    yield hold
    for gate in gates:
        gate.set()


def gone() -> None:
    """Let Qt destroy what was closed, as it does when nothing else is to be done."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def boxes():
    tops = QApplication.topLevelWidgets()
    return [each for each in tops if isinstance(each, QMessageBox) and each.isVisible()]


def contact(qtbot, page):
    press("ctrl+k")
    dialog = the_dialog(qtbot, page, ContactDialog)
    write("Hen gui chieu nay")
    return dialog, dialog.buttons.button(QDialogButtonBox.StandardButton.Save)


def test_what_is_being_saved_stays_open_to_be_refused(qtbot, page, session, hold):
    dialog, save = contact(qtbot, page)
    dialog.moment.setText("13/10 9h")
    hold(session.tasks)
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    press("esc")
    dialog.close()
    assert dialog.isVisible()
    hold(session.tasks)
    settle(qtbot, page)
    assert "Thời điểm liên hệ sau thời điểm hiện tại" in dialog.problem.text()
    assert not boxes()
    press("esc")
    assert answer(qtbot, dialog, "Sửa tiếp") == (
        "Những gì vừa nhập chưa được lưu. Lưu trước khi đóng?"
    )
    dialog.moment.setText("12/10 8h")
    press("esc")
    answer(qtbot, dialog, "Lưu")
    back_on(qtbot, page, ContactDialog)
    assert page.contacts.model().rowCount() == 1


@pytest.mark.expects_log
def test_a_bug_while_saving_keeps_no_dialog_open(qtbot, page, monkeypatch):
    dialog, save = contact(qtbot, page)
    monkeypatch.setattr(Chasing, "note", lambda *_: 1 / 0)
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    report = QApplication.activeModalWidget()
    assert "ZeroDivisionError" in report.details.toPlainText()
    report.close()
    assert "lỗi ngoài dự kiến" in dialog.problem.text()
    assert save.isEnabled()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    press("esc")
    answer(qtbot, dialog, "Không lưu")
    back_on(qtbot, page, ContactDialog)


def test_nothing_is_asked_where_nothing_was_typed(qtbot, page):
    for key, kind in (("ctrl+k", ContactDialog), ("ctrl+l", LetterDialog)):
        press(key)
        settle(qtbot, page)
        the_dialog(qtbot, page, kind)
        press("esc")
        back_on(qtbot, page, kind)
        page.table.setFocus()


def test_a_preview_closed_while_it_is_saved_is_saved(qtbot, drafted, session, hold, tmp_path):
    dialog = PreviewDialog(session, "Danh sách", drafted.reader.data, "a.pdf", drafted)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.reader.sizes))
    hold(session.tasks)
    press("ctrl+s")
    (chooser,) = (each for each in dialog.findChildren(QDialog) if each.isVisible())
    chooser.close()
    path = tmp_path / "a.pdf"
    chooser.fileSelected.emit(str(path))
    the_dialog(qtbot, drafted, PreviewDialog)
    press("esc")
    assert not dialog.isVisible()
    gone()
    with qtbot.waitSignal(dialog.destroyed):
        hold(session.tasks)
    settle(qtbot, drafted)
    assert path.read_bytes() == drafted.reader.data


@pytest.mark.expects_log
def test_a_bug_of_a_preview_is_told_once(qtbot, drafted, session, tmp_path, monkeypatch):
    dialog = PreviewDialog(session, "Danh sách", drafted.reader.data, "a.pdf", drafted)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.reader.sizes))
    monkeypatch.setattr("ui.dialogs.preview.write_whole", lambda *_: 1 / 0)
    press("ctrl+s")
    (chooser,) = (each for each in dialog.findChildren(QDialog) if each.isVisible())
    chooser.close()
    chooser.fileSelected.emit(str(tmp_path / "a.pdf"))
    settle(qtbot, drafted)
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    boxes.remove(dialog)
    assert len(boxes) == 1
    assert "ZeroDivisionError" in boxes[0].details.toPlainText()
    boxes[0].close()
    dialog.close()


def test_a_preview_whose_window_went_with_it_is_not_told(qtbot, drafted, session, hold, tmp_path):
    below = QDialog(drafted)
    below.open()
    dialog = PreviewDialog(session, "Danh sách", drafted.reader.data, "a.pdf", below)
    dialog.open()
    hold(session.tasks)
    dialog._save(tmp_path / "a.pdf")
    dialog.close()
    below.deleteLater()
    gone()
    hold(session.tasks)
    settle(qtbot, drafted)
    assert (tmp_path / "a.pdf").exists()


def test_a_slip_closed_while_the_report_is_given_back_says_so(qtbot, page, session, hold):
    snapshot = session.snapshot
    (found, *_) = (s for s in snapshot.submissions if s.state is SubmissionState.RECEIVED)
    show_return_slip(session, found.id, page)
    settle(qtbot, page)
    dialog = the_dialog(qtbot, page, ReturnSlipDialog)
    said = []
    page.announced.connect(said.append)
    hold(session.tasks)
    qtbot.mouseClick(dialog.return_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    gone()
    assert not said
    with qtbot.waitSignal(dialog.destroyed):
        hold(session.tasks)
    assert snapshot.plan.unit_by_code[found.unit].name in said[0]
    (now,) = (each for each in session.snapshot.submissions if each.id == found.id)
    assert now.state is SubmissionState.RETURNED


def test_a_check_outlives_the_dialog_it_was_asked_from(qtbot, page, session, hold, tmp_path):
    path = tmp_path / "cong-van.docx"
    path.write_bytes(letter())
    asked_from = QDialog(page)
    asked_from.open()
    hold(session.drawing)
    show_inspection(session, path, asked_from)
    asked_from.close()
    asked_from.deleteLater()
    del asked_from
    gone()
    hold(session.drawing)
    qtbot.waitUntil(lambda: not session.drawing.busy)
    the_dialog(qtbot, page, FormCheckDialog).close()


def letter_dialog(qtbot, page):
    press("ctrl+l")
    return the_dialog(qtbot, page, LetterDialog)


def test_a_letter_refused_after_it_was_closed_is_told(qtbot, page, session, hold):
    dialog = letter_dialog(qtbot, page)
    dialog.new_deadline.setFocus()
    write("1/10")
    hold(session.tasks)
    qtbot.mouseClick(dialog.sent_button, Qt.MouseButton.LeftButton)
    press("esc")
    answer(qtbot, dialog, "Đóng")
    gone()
    with qtbot.waitSignal(dialog.destroyed):
        hold(session.tasks)
    (box,) = boxes()
    assert "01/10/2024" in box.text()
    box.close()


def test_words_typed_into_a_letter_are_not_lost(qtbot, page, tmp_path):
    dialog = letter_dialog(qtbot, page)
    proposed = dialog.recipients.toPlainText()
    dialog.signer.setFocus()
    press("ctrl+a")
    write("Le Van A")
    dialog.letterhead.setFocus()
    press("up")
    assert dialog.signer.text() == "Le Van A"
    # What was not touched is the letterhead's own, whichever is chosen.
    dialog.signer.clear()
    dialog.signer.setText(dialog._plan.letterheads[0].signer.name)
    press("down", "up", "down")
    assert dialog.signer.text() == dialog._plan.letterheads[1].signer.name
    assert dialog.recipients.toPlainText() == proposed
    dialog.signer.setText("Le Van A")
    press("esc")
    answer(qtbot, dialog, "Sửa tiếp")
    assert is_open(page, LetterDialog)
    # What is in a file is not lost.
    dialog.save(dialog.form(), tmp_path / "a.pdf", "pdf")
    settle(qtbot, page)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    press("esc")
    back_on(qtbot, page, LetterDialog)
