"""The window: eight pages behind a list, menus, tool bar and status bar."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QEventLoop, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from ui import errors
from ui.session import Session
from ui.widgets.commands import Commands
from ui.widgets.navigation import Navigation
from ui.widgets.status import StatusBar
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    # Pages, and the data that they show, come after the first paint.
    from ui.page import Page
    from vinhloc_cds.domain.snapshot import Snapshot
    from vinhloc_cds.services.walking import Dropped

PAGES = {
    "overview": ("ui.pages.overview", "OverviewPage"),
    "assignments": ("ui.pages.assignments", "AssignmentsPage"),
    "imports": ("ui.pages.imports", "ImportsPage"),
    "submissions": ("ui.pages.submissions", "SubmissionsPage"),
    "matrix": ("ui.pages.matrix", "MatrixPage"),
    "chasing": ("ui.pages.chasing", "ChasingPage"),
    "report": ("ui.pages.report", "ReportPage"),
    "settings": ("ui.pages.settings", "SettingsPage"),
}
"""The module and the class of each page, in the order of Ctrl+1 to 8; made when first opened."""

_MESSAGE_TIME = 6000
_FIRST_SIZE = QSize(1240, 700)
_FRAME = 40
_MOMENT = 0.02
"""Seconds that the window may stand still unnoticed."""


class MainWindow(QMainWindow):
    """Shows one page at a time and keeps itself in step with the session."""

    painted = Signal()
    """The window stands on the screen for the first time."""

    def __init__(self, session: Session, data_dir: Path) -> None:
        super().__init__()
        self.session = session
        self._data_dir = data_dir
        self._pages: dict[str, Page] = {}
        self._first = next(iter(PAGES))
        self._painted = False
        self._closing = False
        self.setWindowTitle(text("ui.program"))
        self.setAcceptDrops(True)
        self.commands = Commands(self, tuple(PAGES))
        self.navigation = Navigation()
        self.stack = QStackedWidget()
        self.setStatusBar(StatusBar(session, self.commands.actor))
        self.plan_choice = self._make_plan_choice()
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.stack, 1)
        self.setCentralWidget(body)
        for number, name in enumerate(PAGES, start=1):
            self.navigation.add(
                name, text(f"ui.page.{name}"), name, text("ui.page_keys", number=number)
            )
        self._connect()
        self.commands.set_ready(ready=False)
        self.commands.set_undo(None)
        self._restore()

    def open_page(self, name: str, /, **target: str) -> "Page":
        """Bring the page `name` to the front, at `target` if one is given."""
        new = name not in self._pages
        page = self._page(name)
        self.stack.setCurrentWidget(page)
        self.navigation.mark(name)
        if target:
            page.open_at(**target)
        # To a new page the stack gives the keyboard by chance: to the first widget of all.
        if (new and not target) or not page.isAncestorOf(QApplication.focusWidget() or self):
            page.take_keyboard()
        return page

    def current_page(self) -> "Page | None":
        """The page that is shown, or None while there is none."""
        shown = self.stack.currentWidget()
        return next((page for page in self._pages.values() if page is shown), None)

    def come_to_front(self) -> None:
        """Show the window above all others, as a second start of the program asks for it."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        # Over a window that waits for its dialog, the dialog is what can be worked with.
        front = QApplication.activeModalWidget() or self
        front.raise_()
        front.activateWindow()

    def close_over_dialogs(self) -> bool:
        """Close the dialogs that are open, then the window; False as soon as one does not let go.

        Each does what it does when it is closed by hand: what was typed is asked about.
        """
        while (dialog := QApplication.activeModalWidget()) is not None:
            if not dialog.close() or dialog is QApplication.activeModalWidget():
                return False
        return self.close()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere, once there is an office to take them in."""
        if event.mimeData().hasUrls() and self.session.snapshot is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            secured = self._secured(paths)
            # The program that they come from waits for the end of the drop: no dialog before.
            QTimer.singleShot(0, self, lambda: self._take_paths(paths, secured))

    def _secured(self, paths: list[Path]) -> "list[Path | Dropped]":
        """What is to be read: the program that they come from may remove its files after the drop.

        The window is drawn meanwhile, but takes nothing.
        """
        from concurrent.futures import ThreadPoolExecutor, wait  # noqa: PLC0415

        from vinhloc_cds.services.walking import secured  # noqa: PLC0415 - after the first paint

        with ThreadPoolExecutor(1) as worker:
            copying = worker.submit(secured, paths, self.session.passing)
            while not wait([copying], _MOMENT).done:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return copying.result()

    def _take_paths(self, paths: list[Path], secured: "list[Path | Dropped]") -> None:
        self.activateWindow()
        self.open_page("imports").take_paths(paths, secured)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            # Once this paint, children included, has reached the screen.
            QTimer.singleShot(0, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "navigation"):
            self.navigation.restyle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once nothing unsaved is left and the worker has ended what it has begun."""
        if not self._closing and not all(page.may_close() for page in self._pages.values()):
            event.ignore()
            return
        if self.session.tasks.busy:
            self._closing = True
            self.session.tasks.cancel_all()
            self.setEnabled(False)
            self.statusBar().showMessage(text("ui.status.closing"))
            event.ignore()
            return
        self._save()
        super().closeEvent(event)

    def _connect(self) -> None:
        commands = self.commands
        for name, action in zip(PAGES, commands.pages, strict=True):
            action.triggered.connect(self._opener(name))
        self.navigation.chosen.connect(self.open_page)
        self.painted.connect(self._prepare_first_page)
        commands.new_submission.triggered.connect(lambda: self.open_page("submissions", new="1"))
        commands.import_files.triggered.connect(lambda: self.open_page("imports", choose="files"))
        commands.import_folder.triggered.connect(lambda: self.open_page("imports", choose="folder"))
        commands.print.triggered.connect(self._print)
        commands.quit.triggered.connect(self.close)
        commands.undo.triggered.connect(lambda: self.session.undo(self._say_undone))
        commands.copy.triggered.connect(_copy_from_focus)
        commands.find.triggered.connect(self._find)
        commands.refresh.triggered.connect(self.session.refresh)
        commands.actor.triggered.connect(self._change_actor)
        commands.back_up.triggered.connect(self._back_up)
        commands.check.triggered.connect(self._check)
        commands.check_form.triggered.connect(self._check_form)
        commands.folder.triggered.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._data_dir)))
        )
        commands.manual.triggered.connect(self._show_manual)
        commands.about.triggered.connect(self._show_about)
        self.session.opened.connect(lambda: commands.set_ready(ready=True))
        self.session.snapshot_changed.connect(self._take_snapshot)
        self.session.tasks.busy_changed.connect(self._close_when_idle)

    def _opener(self, name: str) -> Callable[[], object]:
        return lambda: self.open_page(name)

    def _prepare_first_page(self) -> None:
        """Load the code of the first page beside the window, which stays at hand meanwhile."""
        module, _ = PAGES[self._first]
        self.session.tasks.submit(
            text("ui.task.page"),
            lambda _: import_module(module),
            lambda _: self._show_first_page(),
            errors.show,
        )

    def _show_first_page(self) -> None:
        if self.current_page() is None:
            self.open_page(self._first)

    def _page(self, name: str) -> "Page":
        if name not in self._pages:
            module, kind = PAGES[name]
            page = getattr(import_module(module), kind)(self.session)
            page.page_requested.connect(lambda name, target: self.open_page(name, **target))
            page.announced.connect(self._say)
            page.restore_layout()
            self.stack.addWidget(page)
            self._pages[name] = page
        return self._pages[name]

    def _make_plan_choice(self) -> QComboBox:
        """Which plan is in hand; only there while there are several."""
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.commands.tool_bar.addWidget(spacer)
        choice = QComboBox()
        choice.setAccessibleName(text("ui.plan_choice"))
        choice.setToolTip(text("ui.plan_choice"))
        choice.activated.connect(lambda row: self.session.choose_plan(choice.itemData(row)))
        self._plan_action = self.commands.tool_bar.addWidget(choice)
        self._plan_action.setVisible(False)
        return choice

    def _take_snapshot(self, snapshot: "Snapshot") -> None:
        desk = self.session.desk
        self.setWindowTitle(text("ui.title", plan=snapshot.plan.short_title))
        self.commands.set_undo(desk.undo_label)
        self.plan_choice.clear()
        for code, title in desk.plans.items():
            self.plan_choice.addItem(title, code)
        self.plan_choice.setCurrentIndex(self.plan_choice.findData(snapshot.plan.code))
        self._plan_action.setVisible(len(desk.plans) > 1)

    def _say(self, words: str) -> None:
        self.statusBar().showMessage(words, _MESSAGE_TIME)

    def _say_undone(self, step: str | None) -> None:
        if step is not None:
            self._say(text("ui.status.undone", step=step))

    def _print(self) -> None:
        if (page := self.current_page()) is not None:
            page.print_page()

    def _find(self) -> None:
        if (page := self.current_page()) is not None:
            page.focus_search()

    def _change_actor(self) -> None:
        from ui.dialogs.person import PersonDialog  # noqa: PLC0415 - when first needed

        dialog = PersonDialog(self.session, self)
        dialog.open()

    def _back_up(self) -> None:
        self.session.read(
            lambda office: office.backups.make("manual"),
            lambda made: self._say(text("ui.status.backed_up", path=made.path)),
            title=text("ui.task.back_up"),
        )

    def _check(self) -> None:
        self.session.read(
            lambda office: office.backups.check(),
            self._show_faults,
            title=text("ui.task.check"),
        )

    def _check_form(self) -> None:
        from ui.dialogs.form_check import check_file  # noqa: PLC0415 - when first needed

        check_file(self.session, self)

    def _show_faults(self, faults: tuple[str, ...]) -> None:
        if faults:
            errors.show_message("\n".join(faults))
        else:
            self._say(text("ui.status.whole"))

    def _show_manual(self) -> None:
        from ui.dialogs.manual import ManualDialog  # noqa: PLC0415 - when first needed

        page = self.current_page()
        manual = self.findChild(ManualDialog) or ManualDialog(self)
        manual.open_at(page.name if page else "")

    def _show_about(self) -> None:
        from ui.dialogs.about import AboutDialog  # noqa: PLC0415 - when first needed

        AboutDialog(self._data_dir, self).open()

    def _close_when_idle(self, busy: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if self._closing and not busy:
            self.close()

    def _restore(self) -> None:
        settings = self.session.settings
        geometry = settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            room = self.screen().availableSize()
            self.resize(_FIRST_SIZE.boundedTo(room))
            if room.height() < _FIRST_SIZE.height() + _FRAME or room.width() < _FIRST_SIZE.width():
                # With its title bar it would be higher than the screen.
                self.setWindowState(Qt.WindowState.WindowMaximized)
        name = str(settings.value("window/page", ""))
        if name in PAGES:
            self._first = name
        self.navigation.mark(self._first)

    def _save(self) -> None:
        settings = self.session.settings
        settings.setValue("window/geometry", self.saveGeometry())
        if (page := self.current_page()) is not None:
            settings.setValue("window/page", page.name)
        for page in self._pages.values():
            page.save_layout()
        settings.sync()


def _copy_from_focus() -> None:
    """Copy from whatever has the focus and can be copied from."""
    copy = getattr(QApplication.focusWidget(), "copy", None)
    if copy is not None:
        copy()
