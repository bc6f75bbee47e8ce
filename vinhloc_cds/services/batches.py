"""A batch of files to take in, and what became of each."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.submission import Channel
from vinhloc_cds.services.review import Point
from vinhloc_cds.services.walking import Dropped


class Status(StrEnum):
    """What became of a file in a batch, in the words of the command line."""

    IMPORTED = "imported"
    NEEDS_REVIEW = "needs_review"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `said` is the sentence of a refusal or a duplicate.

    `incoming` is the file as it was stored (of a DUPLICATE, the one that was there before, and
    `points` are those that are still open about it).
    `harmless`: refused, but no unit has sent it, so nobody has to look after it.
    """

    file_name: str
    sha256: str
    status: Status
    said: str = ""
    incoming: Incoming | None = None
    points: tuple[Point, ...] = ()
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: `done` of `total` files, and the name of the one in hand.

    All files are read first and then stored, so `done` runs to `total` twice.
    """

    done: int
    total: int
    file_name: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Files and folders to take in, with what is said once of all of them.

    `stop` ends it after the file in hand: while files are still read nothing is stored, later
    what was stored stays. `progress` is called from the thread that does the work.
    """

    paths: Sequence[Path | Dropped]
    received_at: datetime
    channel: Channel
    accept_proposals: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[Progress], None] = lambda _: None
