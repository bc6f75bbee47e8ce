"""The inside of the reading process: it reads what it is given, silently, and answers.

It loads only what reading needs: neither the window nor the store.
"""

import faulthandler
import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any, Protocol

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import limits
from vinhloc_cds.forms.context import Context, Member
from vinhloc_cds.forms.excerpt import Excerpt

_GRACE_SECONDS = 2
_OUTWARD = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
    }
)


class Work(Protocol):
    """What the process can do; its methods are called by name."""

    def read(self, data: bytes, name: str, unit: str | None) -> FileReading:
        """What a file reports."""

    def members(self, data: bytes) -> Iterable[Member] | None:
        """The files in an archive, or None."""

    def excerpt(self, data: bytes, name: str, sheet: str, cell: str) -> Excerpt:
        """The surroundings of a cell."""


def forms(context: Context) -> Work:
    """What reads the office's files; it is loaded here and not by the program that asks."""
    from vinhloc_cds.forms.reading import Forms  # noqa: PLC0415

    return Forms(context)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the process answers: a result, a sentence for the user, or the traceback of a bug.

    A result that is worked out piece by piece is sent so, too, for all of it could be too much to
    hold: each of its replies says that there is `more`, and the one that ends them has no result.
    After the `last` one it ends, so that another takes its place with its memory in order.
    """

    result: object = None
    said: UserError | None = None
    bug: str = ""
    last: bool = False
    more: bool = False


def serve(
    pipe: Connection,
    make: Callable[[Context], Work],
    memory: int,
    seconds: float,
) -> None:
    """Answer what comes through `pipe` until it is closed.

    The first answer says "here": now the context may be sent, which no pipe would hold if nobody
    read from it. The second says "ready". Either may tell of a bug instead. Should the program that
    asked be gone, a file that takes too long ends this process, too.
    """
    _be_silent()
    here = _answer(lambda: limits.confine(memory))
    pipe.send_bytes(pickle.dumps(here))
    context: Context = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own program
    ready = _answer(lambda: make(context))
    work: Any = ready.result
    pipe.send_bytes(pickle.dumps(Reply(bug=ready.bug)))
    sys.addaudithook(_stay_inside)
    # What is loaded by now stays: it need not be looked through for garbage again and again.
    gc.freeze()
    while True:
        try:
            task, *arguments = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own program
        except EOFError:
            return
        faulthandler.dump_traceback_later(seconds + _GRACE_SECONDS, exit=True)
        answer = _answer(lambda: getattr(work, task)(*arguments))  # noqa: B023 - called at once
        if isinstance(answer.result, Iterator):
            answer = _sent(pipe, answer.result)
        written = _written(answer)
        faulthandler.cancel_dump_traceback_later()
        pipe.send_bytes(written)
        if answer.last:
            return


def _sent(pipe: Connection, pieces: Iterator[object]) -> Reply:
    """Send a result piece by piece; the reply that ends it."""
    while (answer := _answer(lambda: next(pieces, pieces))).result is not pieces:
        if answer.result is None:
            return answer
        pipe.send_bytes(_written(replace(answer, more=True)))
    return Reply()


def _answer(do: Callable[[], object]) -> Reply:
    """What comes of `do`; never an exception."""
    try:
        return Reply(do())
    except UserError as error:
        return Reply(said=error)
    except MemoryError:
        return Reply(said=UserError("worker.too_much_memory"), last=True)
    except RecursionError:
        return Reply(said=UserError("worker.too_deep"))
    except BaseException:  # noqa: BLE001 - it arrives in the parent's log, with its traceback
        return Reply(bug=traceback.format_exc())


def _written(reply: Reply) -> bytes:
    """The reply as bytes; of one that cannot be written, why."""
    done = _answer(lambda: pickle.dumps(reply, pickle.HIGHEST_PROTOCOL))
    return done.result if isinstance(done.result, bytes) else pickle.dumps(done)


def _be_silent() -> None:
    """Say nothing on the streams of the program, and leave Ctrl+C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = os.fdopen(nowhere, "w", encoding="utf-8")


def _stay_inside(event: str, _: tuple[object, ...]) -> None:
    """No file makes this process connect to anything or start anything."""
    if event in _OUTWARD:
        raise PermissionError(event)
