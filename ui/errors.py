"""The two families of error as the user meets them, and everything else that goes to the log."""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

_log = logging.getLogger(__name__)

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

# Dialogs that are open have no other owner where no window is.
_open: set[QDialog] = set()


class ShownBugError(UserError):
    """A bug whose dialog is open already: a form says in place that nothing was done."""

    def __init__(self) -> None:
        super().__init__("ui.bug.in_place")


def show_once(error: BaseException) -> None:
    """As `show`, where a bug may have been shown already."""
    if not isinstance(error, ShownBugError):
        show(error)


def show(error: BaseException) -> QDialog:
    """Show what the user can mend as one sentence, and a bug as a report that can be copied.

    Neither blocks: the caller goes on at once, with the open dialog in hand.
    """
    if isinstance(error, UserError):
        return show_message(str(error))
    from ui.dialogs.error import ErrorDialog  # noqa: PLC0415 - seldom needed, never at start

    _log.error("a bug: %s", error, exc_info=error)
    details = "".join(traceback.format_exception(error))
    return _present(ErrorDialog(details, log_path(), QApplication.activeWindow()))


def show_message(words: str) -> QDialog:
    """Show a sentence about something the user can put right."""
    box = QMessageBox(QApplication.activeWindow())
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(text("ui.program"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    return _present(box)


def log_path() -> Path | None:
    """The file that the log is written to, if there is one."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.FileHandler):
            return Path(handler.baseFilename)
    return None


def _present(dialog: QDialog) -> QDialog:
    _open.add(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(lambda _: _open.discard(dialog))
    dialog.open()
    return dialog


class Catcher(QObject):
    """Takes what nobody caught, on whatever thread, and Qt's own messages."""

    caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.caught.connect(show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Stand in for Python's hooks and Qt's message handler until the program ends."""
        sys.excepthook = self._take
        threading.excepthook = lambda hooked: self._take(
            hooked.exc_type, hooked.exc_value, hooked.exc_traceback
        )
        qInstallMessageHandler(log_qt_message)

    def _take(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error or kind(), trace)
        else:
            self.caught.emit(error)


def log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write a message of Qt's to the log."""
    category = getattr(context, "category", None) or "default"
    logging.getLogger("qt").log(_QT_LEVELS[kind], "%s: %s", category, message)
