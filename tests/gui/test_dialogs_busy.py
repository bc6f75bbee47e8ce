"""Dialogs that are closed while the worker is still busy for them."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox

from tests.keyboard import press, write
from tests.pages import answer, back_on, settle, show, the_dialog
from ui.dialogs.contact import ContactDialog
from ui.dialogs.letter import LetterDialog
from ui.pages.chasing import ChasingPage
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
