"""The base of dialogs that may be closed while the worker is still busy for them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from ui import errors
from ui.session import Session

if TYPE_CHECKING:
    from vinhloc_cds.services.office import Office

T = TypeVar("T")


class WorkingDialog(QDialog):
    """A dialog that goes once it is closed and all that was asked of the worker has come.

    So what was done is announced all the same, and what failed is shown.
    """

    announced = Signal(str)
    """What was done."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._pending = 0

    def done(self, result: int) -> None:
        super().done(result)
        self._let_go()

    def read(
        self, operation: "Callable[[Office], T]", done: Callable[[T], object], *, title: str
    ) -> None:
        """As `Session.read`; what fails is told by `refuse`."""
        self._pending += 1
        self._session.read(
            operation, self._after(done), title=title, failed=self._after(self.refuse)
        )

    def write(
        self, operation: "Callable[[Office], T]", done: Callable[[T], object], *, title: str
    ) -> None:
        """As `Session.write`; what fails is told by `refuse`."""
        self._pending += 1
        self._session.write(
            operation, self._after(done), title=title, failed=self._after(self.refuse)
        )

    def refuse(self, error: Exception) -> None:
        """Tell what could not be done; the dialog may be closed by then."""
        errors.show_once(error)

    def _after(self, act: Callable[[T], object]) -> Callable[[T], None]:
        def take(outcome: T) -> None:
            # What stood below the dialog may have gone, and the dialog with it.
            if not isValid(self):
                if isinstance(outcome, Exception):
                    errors.show_once(outcome)
                return
            self._pending -= 1
            try:
                act(outcome)
            finally:
                self._let_go()

        return take

    def _let_go(self) -> None:
        if not self._pending and not self.isVisible():
            self.deleteLater()
