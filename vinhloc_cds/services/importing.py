"""Files that come in: read, held against all others, stored with their figures, and settled."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.submission import Channel, SubmissionKind
from vinhloc_cds.forms.worker import Excerpt
from vinhloc_cds.services.review import Point


class Status(StrEnum):
    """What became of a file in a batch, in the words of the command line."""

    IMPORTED = "imported"
    NEEDS_REVIEW = "needs_review"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `said` is the sentence of a refusal or a duplicate.

    `incoming` is the file as it was stored (of a DUPLICATE, the one that was there before).
    """

    file_name: str
    sha256: str
    status: Status
    said: str = ""
    incoming: Incoming | None = None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: `done` of `total` files, and the name of the one in hand."""

    done: int
    total: int
    file_name: str


class Action(StrEnum):
    """How the officer answers a point.

    ACCEPT takes the proposal, or the value as it was understood. TYPE puts a text in its place
    (for PLACE: the code of the indicator the cell belongs to). BLANK leaves no value, or leaves
    the cell out. ASK leaves it open, for the unit to mend.
    """

    ACCEPT = "accept"
    TYPE = "type"
    BLANK = "blank"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Answer:
    """The officer's answer to the point `key` of the file `incoming`."""

    incoming: int
    key: str
    action: Action
    text: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer says of a file as a whole; None leaves a thing as it is.

    `reason` is needed for a REPLACEMENT.
    """

    unit: str | None = None
    kind: SubmissionKind | None = None
    reason: str | None = None
    received_at: datetime | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that a file would change: as it stands now and as the file has it."""

    indicator: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Files and folders to take in, with what is said once of all of them.

    `stop` ends it after the file in hand; what was taken in stays. `progress` is called from the
    thread that does the work.
    """

    paths: Sequence[Path]
    received_at: datetime
    channel: Channel
    accept_proposals: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Callable[[Progress], None] = lambda _: None


class Importing:
    """Use cases around incoming files (stub: see the methods' contracts)."""

    def take_in(self, plan: str, batch: Batch) -> tuple[Outcome, ...]:
        """Read and store all files of `batch`, each whole or not at all; one step to undo.

        A backup is made before. UserError where nothing could be begun at all.
        """
        raise NotImplementedError

    def incoming(self, plan: str) -> tuple[tuple[Incoming, tuple[Point, ...]], ...]:
        """All files that were not discarded, the newest first, with their points."""
        raise NotImplementedError

    def answer(self, answers: Sequence[Answer]) -> tuple[Incoming, ...]:
        """Settle points, all in one step; what has none left open is accepted.

        UserError where a typed text is none for its indicator.
        """
        raise NotImplementedError

    def decide(self, incoming: int, decision: Decision) -> Incoming:
        """Give a file its unit, kind, moment or channel; a submission follows as soon as it can."""
        raise NotImplementedError

    def differences(self, incoming: int) -> tuple[Difference, ...]:
        """What a file of a unit that has reported already would change."""
        raise NotImplementedError

    def link(self, incoming: int, submission: int) -> Incoming:
        """Say that a submission entered by hand is what the file reports."""
        raise NotImplementedError

    def discard(self, incoming: int, reason: str) -> Incoming:
        """Set a file aside that no submission was made of; it can be taken in again later."""
        raise NotImplementedError

    def excerpt(self, incoming: int, sheet: str, cell: str) -> Excerpt:
        """The original cell in its surroundings, read from the kept file."""
        raise NotImplementedError

    def file(self, sha256: str) -> bytes:
        """The kept file; UserError where it is gone or is not what it was."""
        raise NotImplementedError
