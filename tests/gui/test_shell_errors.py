"""Errors as they are met: sentences, bugs in a dialog that can be copied, and the log."""

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from ui import errors
from ui.dialogs.error import ErrorDialog
from vinhloc_cds.errors import UserError
from vinhloc_cds.system import system_name


def shown(kind):
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, kind) and widget.isVisible()
    ]


@pytest.fixture
def no_dialog_left(qtbot):
    yield
    for dialog in shown(QDialog):
        dialog.close()


def test_what_the_user_can_mend_is_one_plain_sentence(qtbot, no_dialog_left):
    errors.show(UserError("service.actor_blank"))
    (box,) = shown(QMessageBox)
    assert box.text() == str(UserError("service.actor_blank"))
    assert box.textFormat() == Qt.TextFormat.PlainText
    box.close()
    assert not shown(QMessageBox)


@pytest.mark.expects_log
def test_a_bug_can_be_copied_and_is_logged(qtbot, caplog, no_dialog_left, tmp_path):
    handler = logging.FileHandler(tmp_path / "a.log", delay=True)
    logging.getLogger().handlers.insert(0, handler)
    try:
        errors.show(ZeroDivisionError("<b>đơn vị</b>"))
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    (dialog,) = shown(ErrorDialog)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: <b>đơn vị</b>" in copied
    assert str(tmp_path / "a.log") in copied
    assert system_name() in copied
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]
    dialog.close()


@pytest.mark.expects_log
def test_what_nobody_caught_comes_to_the_dialog_from_any_thread(
    qtbot, qapp, caplog, no_dialog_left, monkeypatch
):
    # Set back by monkeypatch when the test ends.
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(errors, "qInstallMessageHandler", lambda handler: None)
    catcher = errors.Catcher()
    catcher.install()

    def fail():
        raise RuntimeError("on a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError("here"), None)
    qtbot.waitUntil(lambda: len(shown(ErrorDialog)) == 2)
    words = " ".join(dialog.details.toPlainText() for dialog in shown(ErrorDialog))
    assert "RuntimeError: on a thread" in words
    assert "ValueError: here" in words


@pytest.mark.expects_log
def test_messages_of_qt_go_to_the_log(caplog):
    errors.log_qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), "no such font")
    assert [(r.name, r.levelname, r.getMessage()) for r in caplog.records] == [
        ("qt", "WARNING", "default: no such font")
    ]
