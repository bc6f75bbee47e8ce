"""Work off the GUI thread: one worker for everything that touches the store.

A `TaskRunner` is one thread and a queue. Its tasks run one after the other, in the order in
which they were asked for; what they give is handed back on the GUI thread. A second runner may
stand beside the first for work that never touches the store (drawing pages of a PDF, say).
"""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Task(Generic[T]):
    """One piece of work, from the moment it is asked for until its result has been handed over.

    `cancellable` says that nothing is lost when the work is dropped halfway, as with reading.
    """

    def __init__(
        self,
        title: str,
        work: "Callable[[Task[T]], T]",
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        *,
        cancellable: bool,
    ) -> None:
        self.title = title
        self.cancellable = cancellable
        self._work = work
        self._done = done
        self._failed = failed
        self._asked_to_stop = threading.Event()
        self._result: T | None = None
        self._error: Exception | None = None

    def cancel(self) -> None:
        """Ask the task to stop; one that has not begun never will, and its result is dropped."""
        if self.cancellable:
            self._asked_to_stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether the task was asked to stop."""
        return self._asked_to_stop.is_set()

    def run(self) -> None:
        """Do the work, on the worker; the outcome is kept for `deliver`."""
        if self.cancelled:
            return
        try:
            self._result = self._work(self)
        except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to the GUI thread
            self._error = error

    def deliver(self) -> None:
        """Hand the outcome over, on the GUI thread."""
        if self.cancelled:
            return
        if self._error is not None:
            self._failed(self._error)
        else:
            self._done(self._result)  # type: ignore[arg-type]  # T itself may include None


class TaskRunner(QObject):
    """Runs one task at a time on its thread and hands the outcomes back on the GUI thread."""

    busy_changed = Signal(bool)
    """The runner has got something to do, or has done all there was."""
    begun = Signal(object)
    """A `Task` has come to the front of the queue and runs now."""

    _began = Signal(object)
    _ended = Signal(object)

    def __init__(self, name: str = "store", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._open: list[Task[Any]] = []
        self._stopped = False
        self._began.connect(self._report_begin, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        # A daemon: a worker that hangs must not keep an invisible program alive after `stop`.
        self._thread = threading.Thread(target=self._work_through, name=name, daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a task runs, waits, or has an outcome that is not handed over yet."""
        return bool(self._open)

    @property
    def current(self) -> Task[Any] | None:
        """The task that runs or is next, or None."""
        return self._open[0] if self._open else None

    def submit(
        self,
        title: str,
        work: Callable[[Task[T]], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        *,
        cancellable: bool = False,
    ) -> Task[T]:
        """Queue `work`; `done` or `failed` is called on the GUI thread, or neither if cancelled.

        After `stop` nothing is taken any more: the task comes back cancelled.
        """
        task = Task(title, work, done, failed, cancellable=cancellable)
        if self._stopped:
            _log.info("not begun, the program is closing: %s", title)
            return task
        self._open.append(task)
        if len(self._open) == 1:
            self.busy_changed.emit(True)
        self._queue.put(task)
        return task

    def cancel_all(self) -> None:
        """Ask every task that may be dropped to stop."""
        for task in self._open:
            task.cancel()

    def stop(self) -> None:
        """Take no more work, drop what may be dropped, and wait for the rest to end.

        Outcomes that were not handed over yet are dropped: nothing runs after this.
        """
        if self._stopped:
            return
        self._stopped = True
        self.cancel_all()
        self._queue.put(None)
        self._thread.join()
        self._open.clear()

    def _work_through(self) -> None:
        while (task := self._queue.get()) is not None:
            self._began.emit(task)
            task.run()
            self._ended.emit(task)

    @Slot(object)
    def _report_begin(self, task: Task[Any]) -> None:
        if not self._stopped:
            self.begun.emit(task)

    @Slot(object)
    def _hand_over(self, task: Task[Any]) -> None:
        if self._stopped:
            return
        self._open.remove(task)
        try:
            task.deliver()
        finally:
            if not self._open:
                self.busy_changed.emit(False)
