"""The commands of the main window and where they stand: menus and tool bar."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar

from ui import theme
from vinhloc_cds.texts import text

_Key = str | QKeySequence.StandardKey | None


class Commands(QObject):
    """All actions of the window; whoever owns the window connects them."""

    def __init__(self, window: QMainWindow, pages: Sequence[str]) -> None:
        super().__init__(window)
        self.new_submission = self._action(text("ui.command.new_submission"), "Ctrl+N", "new")
        self.import_files = self._action(text("ui.command.import_files"), "Ctrl+O", "imports")
        self.import_folder = self._action(text("ui.command.import_folder"), "Ctrl+Shift+O")
        self.print = self._action(text("ui.command.print"), QKeySequence.StandardKey.Print, "print")
        self.quit = self._action(text("ui.command.quit"), "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.undo = self._action(text("ui.command.undo"), QKeySequence.StandardKey.Undo, "undo")
        self.copy = self._action(text("ui.command.copy"), QKeySequence.StandardKey.Copy)
        self.find = self._action(text("ui.command.find"), QKeySequence.StandardKey.Find, "search")
        self.refresh = self._action(text("ui.command.refresh"), "F5", "refresh")
        self.actor = self._action(text("ui.command.actor"), None, "person")
        self.back_up = self._action(text("ui.command.back_up"), None, "backup")
        self.check = self._action(text("ui.command.check"))
        self.check_form = self._action(text("ui.command.check_form"))
        self.folder = self._action(text("ui.command.folder"))
        self.manual = self._action(text("ui.command.manual"), "F1", "manual")
        self.about = self._action(text("ui.command.about"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.pages = [
            self._action(text(f"ui.page.{name}").replace("&", "&&"), f"Ctrl+{number}", name)
            for number, name in enumerate(pages, start=1)
        ]
        self._fill_menus(window)
        self.tool_bar = self._make_tool_bar(window)

    def set_ready(self, *, ready: bool) -> None:
        """Whether there is an office to work with."""
        for action in (
            self.new_submission,
            self.import_files,
            self.import_folder,
            self.print,
            self.refresh,
            self.actor,
            self.back_up,
            self.check,
        ):
            action.setEnabled(ready)

    def set_undo(self, label: str | None) -> None:
        """Name what `undo` would take back; without a name there is nothing."""
        self.undo.setEnabled(label is not None)
        self.undo.setText(
            text("ui.command.undo") if label is None else text("ui.command.undo_step", step=label)
        )
        self.undo.setIconText(text("ui.command.undo"))

    def _action(self, title: str, keys: _Key = None, icon: str = "") -> QAction:
        action = QAction(title, self)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if icon:
            action.setIcon(theme.icon(icon))
        return action

    def _fill_menus(self, window: QMainWindow) -> None:
        bar = window.menuBar()
        file = bar.addMenu(text("ui.menu.file"))
        file.addActions([self.new_submission, self.import_files, self.import_folder])
        file.addSeparator()
        file.addAction(self.print)
        file.addSeparator()
        file.addAction(self.quit)
        edit = bar.addMenu(text("ui.menu.edit"))
        edit.addAction(self.undo)
        edit.addSeparator()
        edit.addActions([self.copy, self.find])
        view = bar.addMenu(text("ui.menu.view"))
        view.addActions(self.pages)
        view.addSeparator()
        view.addAction(self.refresh)
        tools = bar.addMenu(text("ui.menu.tools"))
        tools.addAction(self.actor)
        tools.addSeparator()
        tools.addAction(self.check_form)
        tools.addSeparator()
        tools.addActions([self.back_up, self.check, self.folder])
        aid = bar.addMenu(text("ui.menu.help"))
        aid.addActions([self.manual, self.about])

    def _make_tool_bar(self, window: QMainWindow) -> QToolBar:
        bar = window.addToolBar(text("ui.menu.tool_bar"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.toggleViewAction().setEnabled(False)
        bar.addActions([self.new_submission, self.import_files])
        bar.addSeparator()
        bar.addActions([self.undo, self.refresh])
        bar.addSeparator()
        bar.addAction(self.print)
        return bar
