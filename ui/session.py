"""What every page shares: the services, the plan in hand and its latest snapshot."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.tasks import TaskRunner
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.services.office import Office

T = TypeVar("T")


class Session(QObject):
    """The running program's data, as pages see it.

    Pages never call a service themselves on the GUI thread: `read` and `write` run one on the
    database worker and hand its result back on the GUI thread. After a `write` the snapshot is
    loaded anew and `snapshot_changed` is emitted.
    """

    snapshot_changed = Signal(object)
    """A new `Snapshot` is there; emitted on the GUI thread."""

    def __init__(self, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.snapshot: Snapshot | None = None

    @property
    def plan_code(self) -> str:
        """The code of the plan in hand."""
        raise NotImplementedError

    def read(
        self,
        operation: Callable[[Office], T],
        done: Callable[[T], None],
        *,
        title: str,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `operation` on the worker, then `done` with its result on the GUI thread.

        A UserError is shown as a message, anything else in the bug dialog; `failed` instead
        takes the UserErrors itself when it is given (a form that shows them in place, say).
        """
        raise NotImplementedError

    def write(
        self,
        operation: Callable[[Office], T],
        done: Callable[[T], None],
        *,
        title: str,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """As `read`, and load the snapshot anew afterwards, before `done` is called."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Load the snapshot anew (the clock has moved, say)."""
        raise NotImplementedError
