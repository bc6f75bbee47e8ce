"""What every page shares: the services, the plan in hand and its latest snapshot."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from ui import errors
from ui.tasks import Task, TaskRunner
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    # More than the first paint needs.
    from vinhloc_cds.domain.snapshot import Snapshot
    from vinhloc_cds.services.office import Office

T = TypeVar("T")

_log = logging.getLogger(__name__)

_TICK = 30_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What is known beside the snapshot: whose name is used, which plans there are, what undo does.

    `plans` maps the code of each plan to its short title, the newest last.
    """

    actor: str = ""
    plans: dict[str, str] = field(default_factory=dict)
    undo_label: str | None = None


class Session(QObject):
    """The running program's data, as pages see it.

    Pages never call a service themselves on the GUI thread: `read` and `write` run one on the
    database worker and hand its result back on the GUI thread. After a `write` the snapshot is
    loaded anew and `snapshot_changed` is emitted.
    """

    snapshot_changed = Signal(object)
    """A new `Snapshot` is there; emitted on the GUI thread."""
    opened = Signal()
    """The office is there and the first snapshot has been shown."""
    ticked = Signal()
    """Half a minute has passed: what shows a distance in time shows it anew."""
    open_failed = Signal(object)
    """The office could not be opened; carries the exception."""

    def __init__(
        self,
        tasks: TaskRunner,
        parent: QObject | None = None,
        *,
        settings: QSettings | None = None,
    ) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.settings = settings or QSettings("", QSettings.Format.IniFormat)
        self.snapshot: Snapshot | None = None
        self.desk = Desk()
        self._plan_code: str | None = None
        self._office: Office | None = None
        self._drawing: TaskRunner | None = None
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._tick)

    @property
    def plan_code(self) -> str:
        """The code of the plan in hand; blank before there is one."""
        return self._plan_code or ""

    @property
    def drawing(self) -> TaskRunner:
        """A worker of its own for drawing pages, which never touches the store."""
        if self._drawing is None:
            self._drawing = TaskRunner("drawing", self)
        return self._drawing

    @property
    def passing(self) -> Path:
        """The folder for files that nobody needs any more at the next start, which empties it."""
        return Path(self.settings.fileName()).with_name("passing")

    def now(self) -> datetime:
        """The present moment by the office's own clock, in UTC."""
        return self._office.clock() if self._office else datetime.now(UTC)

    def open(self, make_office: "Callable[[], Office]", plan: str | None = None) -> None:
        """Make the office on the worker and load the plan `plan`, or the only or newest one."""

        def work(_task: "Task[tuple[Snapshot, Desk]]") -> "tuple[Snapshot, Desk]":
            from vinhloc_cds.services.files import remove_folder  # noqa: PLC0415

            office = make_office()
            remove_folder(self.passing)
            try:
                loaded = self._load(office, plan)
            except BaseException:
                # Nobody can work with it, and a backup may have to take its file's place.
                office.store.close()
                raise
            self._office = office
            return loaded

        def done(loaded: "tuple[Snapshot, Desk]") -> None:
            self._show(loaded)
            self._timer.start()
            self.opened.emit()

        self.tasks.submit(text("ui.task.open"), work, done, self.open_failed.emit)

    def close(self, last: "Callable[[Office], object] | None" = None) -> None:
        """End all work, do `last`, and let go of the store; nothing runs afterwards."""
        self._timer.stop()
        if (office := self._office) is not None:
            store = office.store
            if last is not None:
                self.tasks.submit(text("ui.task.close"), lambda _: last(office), _ignore, _log_only)
            self.tasks.submit(text("ui.task.close"), lambda _: store.close(), _ignore, _log_only)
        self.tasks.stop()
        if self._drawing is not None:
            self._drawing.stop()

    def read(
        self,
        operation: "Callable[[Office], T]",
        done: Callable[[T], object],
        *,
        title: str,
        failed: Callable[[Exception], object] | None = None,
    ) -> "Task[T]":
        """Run `operation` on the worker, then `done` with its result on the GUI thread.

        A UserError is shown as a message, anything else in the bug dialog; `failed` instead
        takes the UserErrors itself when it is given (a form that shows them in place, say); of a
        bug it is told in a sentence as well, so that nothing goes on waiting.
        The task that is returned can be cancelled.
        """
        return self.tasks.submit(
            title,
            lambda _: operation(self._ready_office()),
            done,
            _sorting(failed),
            cancellable=True,
        )

    def write(
        self,
        operation: "Callable[[Office], T]",
        done: Callable[[T], object],
        *,
        title: str,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """As `read`, and load the snapshot anew afterwards, before `done` is called."""
        plan = self._plan_code

        def work(
            _task: "Task[tuple[T, tuple[Snapshot, Desk]]]",
        ) -> "tuple[T, tuple[Snapshot, Desk]]":
            office = self._ready_office()
            result = operation(office)
            return result, self._load(office, plan)

        def finish(outcome: "tuple[T, tuple[Snapshot, Desk]]") -> None:
            result, loaded = outcome
            self._show(loaded)
            done(result)

        self.tasks.submit(title, work, finish, _sorting(failed))

    def refresh(self) -> None:
        """Load the snapshot anew (the clock has moved, say)."""
        self.choose_plan(self._plan_code)

    def choose_plan(self, plan: str | None) -> None:
        """Take another plan in hand and load its snapshot."""
        self.read(lambda office: self._load(office, plan), self._show, title=text("ui.task.load"))

    def undo(self, done: Callable[[str | None], None]) -> None:
        """Take the last step of this session back; `done` gets its name."""
        self.write(lambda office: office.history.undo(), done, title=text("ui.task.undo"))

    def _tick(self) -> None:
        """Let distances in time be shown anew, and each full hour the states that hang on it."""
        if self.snapshot is not None and _hour(self.now()) != _hour(self.snapshot.now):
            self.refresh()
        self.ticked.emit()

    def _ready_office(self) -> "Office":
        if self._office is None:
            raise RuntimeError("the office is not open")
        return self._office

    def _load(self, office: "Office", plan: str | None) -> "tuple[Snapshot, Desk]":
        """The snapshot and what goes with it, on the worker."""
        snapshot = office.planning.snapshot(plan)
        known = self.desk.plans | {snapshot.plan.code: snapshot.plan.short_title}
        return snapshot, Desk(
            actor=office.planning.actor(),
            plans={
                code: known.get(code) or office.planning.plan(code).short_title
                for code in office.planning.codes()
            },
            undo_label=office.history.next_label,
        )

    def _show(self, loaded: "tuple[Snapshot, Desk]") -> None:
        self.snapshot, self.desk = loaded
        self._plan_code = self.snapshot.plan.code
        self.snapshot_changed.emit(self.snapshot)


def _sorting(
    failed: Callable[[Exception], object] | None,
) -> Callable[[Exception], object]:
    """What takes a failed task: `failed` for the user's own errors if given, else the dialogs."""

    def sort(error: Exception) -> None:
        is_bug = not isinstance(error, UserError)
        if is_bug or failed is None:
            errors.show(error)
        if failed is not None:
            failed(errors.ShownBugError() if is_bug else error)

    return sort


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _ignore(_result: object) -> None:
    """Nobody waits for this result."""


def _log_only(error: Exception) -> None:
    _log.error("while closing", exc_info=error)
