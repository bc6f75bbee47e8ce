"""The base of the pages of the main window."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ui.session import Session
from ui.widgets.table import TableView
from vinhloc_cds.domain.snapshot import Snapshot

if TYPE_CHECKING:
    # More than the first paint needs.
    from vinhloc_cds.services.walking import Dropped


class Page(QWidget):
    """One page of the window; its title is the sentence `ui.page.<name>`, its icon `<name>.svg`.

    A page is built empty, before there is any data, and must look sensible then. It is given
    the snapshot when it is first shown, and each newer one at once if it is visible, else when
    it is shown next.
    """

    name = ""
    """A short ASCII name, for settings, the object name and the command that opens it."""

    page_requested = Signal(str, dict)
    """Another page is asked for, by name and with a target for its `open_at`."""

    announced = Signal(str)
    """A sentence for the status bar: what was done."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(self.name)
        self.session = session
        self._stale = session.snapshot is not None
        session.snapshot_changed.connect(self._take_snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new data; selection, scroll position and filters stay where they can."""
        raise NotImplementedError

    def open_at(self, **target: str) -> None:
        """Come to the front with a filter or a selection, as another page asks for it."""

    def take_paths(self, paths: Sequence[Path], secured: "Sequence[Path | Dropped]" = ()) -> None:
        """Take in files and folders that were dropped on the window, as they were `secured`."""

    def focus_search(self) -> None:
        """Put the cursor into the page's search field, if it has one (Ctrl+F)."""

    def take_keyboard(self) -> None:
        """Put the cursor where work on the page begins: in its first table."""
        if (table := self.findChild(TableView)) is not None:
            table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def print_page(self) -> None:
        """Print what the page shows, if it can be printed (Ctrl+P)."""
        self.page_requested.emit("report", {"print": "1"})

    def may_close(self) -> bool:
        """Whether the window may close; a page with unsaved entries asks the user first."""
        return True

    def save_layout(self) -> None:
        """Remember the columns of the page's tables and its splitters, by object name."""
        for table in self.findChildren(TableView):
            table.save_columns(self.session.settings, self.name)
        for splitter in self.findChildren(QSplitter):
            self.session.settings.setValue(
                f"{self.name}/{splitter.objectName()}", splitter.saveState()
            )

    def restore_layout(self) -> None:
        """Bring back what `save_layout` remembered; called once the page is built."""
        for table in self.findChildren(TableView):
            table.restore_columns(self.session.settings, self.name)
        for splitter in self.findChildren(QSplitter):
            state = self.session.settings.value(f"{self.name}/{splitter.objectName()}")
            if state is not None:
                splitter.restoreState(state)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the data that came while the page was hidden."""
        super().showEvent(event)
        if self._stale and self.session.snapshot is not None:
            self._stale = False
            self.show_snapshot(self.session.snapshot)

    def mark_stale(self) -> None:
        """Have the snapshot shown again when the page is shown next."""
        self._stale = True

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self._stale = not (self.isVisible() or self.isWindow())
        if not self._stale:
            self.show_snapshot(snapshot)
