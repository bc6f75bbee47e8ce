"""The program with a window: from the first paint to the last task."""

import ctypes
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from ui import errors, standard_texts, theme
from ui.garbage import GarbageCollector
from ui.main_window import MainWindow
from ui.rhythm import BackupRhythm, back_up_at_exit
from ui.session import Session
from ui.tasks import TaskRunner
from vinhloc_cds.errors import UnusableStoreError
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

    from vinhloc_cds.services.office import Office
    from vinhloc_cds.services.ports import Backups

_LOADING_SWITCH_INTERVAL = 0.001
"""Seconds a thread may hold the interpreter while libraries load beside a window that is drawn."""

_RAISE_TIMEOUT = 1000
"""Milliseconds to wait for the window that is open already."""

_ANY_PROCESS = -1
"""What Windows calls ASFW_ANY."""


def run(
    make_office: "Callable[[], Office]",
    make_backups: "Callable[[], Backups] | None" = None,
    *,
    plan: str | None,
    data_dir: Path,
    argv: Sequence[str],
) -> int:
    """Show the window, then make the office behind it, and work until the window is closed.

    `make_office` is called on the worker after the first paint, so that nobody waits for the
    store to see the window. `make_backups` gives its backups even where the store itself cannot
    be used; None where nothing is kept, and so nothing backed up or recovered. Returns the exit
    code: 1 if the office could not be opened.
    """
    # Before the application, which already has things to complain of.
    catcher = errors.Catcher()
    catcher.install()
    application = QApplication(list(argv))
    application.setApplicationName(text("ui.program"))
    application.setWindowIcon(theme.icon("program"))
    standard_texts.install(application)

    settings = QSettings(str(data_dir / "window.ini"), QSettings.Format.IniFormat)
    session = Session(TaskRunner(), settings=settings)
    window = MainWindow(session, data_dir)
    if make_backups is not None:
        BackupRhythm(session, window.statusBar().showMessage)
    garbage = GarbageCollector(application)
    switch_interval = sys.getswitchinterval()

    def open_office() -> None:
        sys.setswitchinterval(_LOADING_SWITCH_INTERVAL)
        session.open(make_office, plan)

    def settle() -> None:
        sys.setswitchinterval(switch_interval)
        garbage.start()
        # A start from then on waits until all is done, and opens a window of its own.
        application.lastWindowClosed.connect(_listen(data_dir, window).close)

    def give_up(error: Exception) -> None:
        sys.setswitchinterval(switch_interval)
        if make_backups is not None and isinstance(error, UnusableStoreError):
            offer_backups(error, make_backups)
            return
        errors.show(error).finished.connect(lambda _: application.exit(1))

    def offer_backups(error: UnusableStoreError, make_backups: "Callable[[], Backups]") -> None:
        from ui.dialogs.recovery import RecoveryDialog  # noqa: PLC0415 - seldom needed

        dialog = RecoveryDialog(error, make_backups, session.tasks, data_dir, window)
        dialog.restored.connect(window.statusBar().showMessage)
        dialog.restored.connect(open_office)
        dialog.rejected.connect(lambda: application.exit(1))
        dialog.open()

    window.painted.connect(open_office)
    session.open_failed.connect(give_up)
    session.opened.connect(settle)
    application.commitDataRequest.connect(lambda manager: _end_session(window, manager))
    window.show()
    code = application.exec()
    session.close(back_up_at_exit if make_backups is not None else None)
    return code


def raise_running(data_dir: Path) -> bool:
    """Bring the window that works on `data_dir` already to the front; whether it answered."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - only a second start needs it

    if sys.platform == "win32":
        # Windows lets a program come to the front if the one that was just started says so.
        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
    socket = QLocalSocket()
    socket.connectToServer(_server_name(data_dir))
    if not socket.waitForConnected(_RAISE_TIMEOUT):
        return False
    socket.disconnectFromServer()
    return True


def _listen(data_dir: Path, window: MainWindow) -> "QLocalServer":
    """Come to the front whenever a second start asks for it."""
    from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - after the first paint

    server = QLocalServer(window)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    name = _server_name(data_dir)
    # A crash leaves the name behind; whoever holds the lock on the data may take it over.
    QLocalServer.removeServer(name)

    def answer() -> None:
        while server.hasPendingConnections():
            # Kept, they would be too many one day.
            server.nextPendingConnection().deleteLater()
        window.come_to_front()

    server.newConnection.connect(answer)
    server.listen(name)
    return server


def _end_session(window: MainWindow, manager: QSessionManager) -> None:
    """Close before the system shuts down, or stop it while something is unsaved or being done."""
    if not window.close_over_dialogs():
        manager.cancel()


def _server_name(data_dir: Path) -> str:
    import hashlib  # noqa: PLC0415 - after the first paint

    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()
    return f"vinhloc-cds-{digest[:16]}"
