"""The base of the pages of the main window."""

from PySide6.QtWidgets import QWidget

from ui.session import Session
from vinhloc_cds.domain.snapshot import Snapshot


class Page(QWidget):
    """One page; its class attributes name its sentence codes and its icon file.

    A page is built empty, before there is any data, and must look sensible then.
    """

    name = ""
    """A short ASCII name, for settings, the object name and the command that opens it."""
    title_code = ""
    icon = ""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(self.name)
        self.session = session
        session.snapshot_changed.connect(self.show_snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show new data; selection, scroll position and filters stay where they can."""
        raise NotImplementedError

    def open_at(self, **target: str) -> None:
        """Come to the front with a filter or a selection, as another page asks for it."""
