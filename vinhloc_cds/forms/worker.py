"""A process of its own that reads files: it can be killed, and takes nothing down with it."""

import logging
import multiprocessing
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self, cast

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import FILE_BYTES
from vinhloc_cds.forms.child import Reply, Work, forms, serve
from vinhloc_cds.forms.context import Context, Member
from vinhloc_cds.forms.excerpt import Excerpt

__all__ = ["FILE_BYTES", "Excerpt", "Reader"]

# Of the 10 seconds that a file may take, some are left for ending the process and saying so.
SECONDS = 8
MEMORY_BYTES = 512 * 1024 * 1024
_START_SECONDS = 60

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Task:
    """What was asked of the process, and what came of it once that is known."""

    name: str
    outcome: object | UserError | None = None
    done: bool = False


class _Child:
    """A running process and the pipe to it."""

    def __init__(self, work: Callable[[Context], Work], memory: int, seconds: float) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, far_end = spawn.Pipe()
        # Few and small: a process that dies while it starts reads none of them, and `start` would
        # wait for ever for what its pipe cannot hold.
        arguments = (far_end, work, memory, seconds)
        self.process: SpawnProcess = spawn.Process(target=serve, args=arguments, daemon=True)
        try:
            self.process.start()
        except BaseException:
            self.pipe.close()
            raise
        finally:
            far_end.close()

    def make_ready(self, context: Context) -> None:
        """Give it `context` and wait until it can read; nothing is sent that it does not await."""
        try:
            self._await_reply()
            self.pipe.send_bytes(pickle.dumps(context, pickle.HIGHEST_PROTOCOL))
            self._await_reply()
        except (EOFError, OSError) as error:
            raise UserError("worker.not_started") from error

    def _await_reply(self) -> None:
        # The process is waited for, too: on Windows this program itself holds the far end of the
        # pipe until the process has taken it, and one that dies before never does.
        wait([self.pipe, self.process.sentinel], _START_SECONDS)
        if not self.pipe.poll():
            raise EOFError
        if bug := _reply(self.pipe).bug:
            raise RuntimeError(f"the reading process does not start:\n{bug}")

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class Reader:
    """Reads files in a child process within the limits above (reliability.md R6).

    The process starts at the first file and is made anew after one that had to be killed. A bug
    met on the way ends its file with a sentence and goes to the log, for a hostile file must not
    stop the batch. A reader is used from one thread at a time. `work`, a class or function that
    the process can import, and the other limits are for tests.
    """

    def __init__(
        self,
        context: Context,
        *,
        work: Callable[[Context], Work] = forms,
        seconds: float = SECONDS,
        memory: int = MEMORY_BYTES,
    ) -> None:
        self._context = context
        self._work = work
        self._seconds = seconds
        self._memory = memory
        self._child: _Child | None = None
        self._task: _Task | None = None
        self._deadline = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str, *, unit: str | None = None) -> FileReading:
        """What a file reports. UserError where it cannot be read within the limits."""
        return cast("FileReading", self._do("read", data, name, unit))

    def read_all(self, files: Iterable[Member]) -> Iterator[tuple[Member, FileReading | UserError]]:
        """As `read`, in order, one file ahead: the next is read while the last is dealt with.

        `files` may itself ask this reader for the members of archives.
        """
        ahead: tuple[Member, _Task] | None = None
        try:
            for file in files:
                done = self._finished(ahead) if ahead else None
                ahead = file, self._begin("read", file.data, file.name, None)
                if done:
                    yield done
            if ahead:
                yield self._finished(ahead)
        finally:
            if self._task and not self._task.done:
                self.close()

    def _finished(self, ahead: tuple[Member, _Task]) -> tuple[Member, FileReading | UserError]:
        file, task = ahead
        self._settle(task)
        return file, cast("FileReading | UserError", task.outcome)

    def members(self, data: bytes) -> tuple[Member, ...] | None:
        """The files in an archive, or None where it is no archive. UserError as `read`."""
        return cast("tuple[Member, ...] | None", self._do("members", data))

    def excerpt(self, data: bytes, name: str, sheet: str, cell: str) -> Excerpt:
        """The surroundings of a cell ("B7"). UserError as `read`."""
        return cast("Excerpt", self._do("excerpt", data, name, sheet, cell))

    def close(self) -> None:
        """End the process."""
        if self._child:
            self._child.end()
        self._child = self._task = None

    def _do(self, what: str, data: bytes, *arguments: object) -> object:
        task = self._begin(what, data, *arguments)
        self._settle(task)
        if isinstance(task.outcome, UserError):
            raise task.outcome
        return task.outcome

    def _begin(self, what: str, data: bytes, *arguments: object) -> _Task:
        """Hand a task to the process, after what it is still at."""
        if self._task:
            self._settle(self._task)
        task = _Task(str(arguments[0]) if arguments else what)
        if len(data) > FILE_BYTES:
            limit = FILE_BYTES // 1024 // 1024
            task.outcome, task.done = UserError("worker.too_big", limit=limit), True
            return task
        written = pickle.dumps((what, data, *arguments), pickle.HIGHEST_PROTOCOL)
        if self._child and not self._child.process.is_alive():
            self.close()
        if self._child is None:
            self._child = self._start()
        # A process that dies meanwhile is noticed when its answer is waited for.
        with suppress(OSError):
            self._child.pipe.send_bytes(written)
        self._deadline = time.monotonic() + self._seconds
        self._task = task
        return task

    def _start(self) -> _Child:
        try:
            child = _Child(self._work, self._memory, self._seconds)
        except OSError as error:
            raise UserError("worker.not_started") from error
        try:
            child.make_ready(self._context)
        except BaseException:
            child.end()
            raise
        return child

    def _settle(self, task: _Task) -> None:
        """Wait until it is known what came of `task`."""
        if not task.done:
            child = self._child
            task.outcome = self._outcome(child, task.name) if child else UserError("worker.crashed")
            task.done = True

    def _outcome(self, child: _Child, name: str) -> object | UserError:
        try:
            pieces = []
            while (reply := self._awaited(child)) and reply.more:
                pieces.append(reply.result)
        except (EOFError, OSError):
            self.close()
            return UserError("worker.crashed")
        if reply is None:
            self.close()
            return UserError("worker.too_slow", seconds=self._seconds)
        if reply.last:
            self.close()
        if reply.bug:
            _log.error("reading %r failed:\n%s", name, reply.bug)
            return UserError("worker.unreadable")
        return reply.said or (tuple(pieces) if pieces else reply.result)

    def _awaited(self, child: _Child) -> Reply | None:
        """The next reply, or None where the time is over."""
        if child.pipe.poll(max(0.0, self._deadline - time.monotonic())):
            return _reply(child.pipe)
        return None


def _reply(pipe: Connection) -> Reply:
    return cast("Reply", pickle.loads(pipe.recv_bytes()))  # noqa: S301 - from our own process
