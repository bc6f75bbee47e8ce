"""What the officer says of incoming files: answers to points, and what a file is as a whole."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vinhloc_cds.domain.submission import Channel, SubmissionKind


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

    `reason` is needed for a REPLACEMENT. `no_figures` says of a file that only a person can read
    that nothing is to be entered from it: a picture of what the unit did, say.
    """

    unit: str | None = None
    kind: SubmissionKind | None = None
    reason: str | None = None
    received_at: datetime | None = None
    channel: Channel | None = None
    no_figures: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a file beside the one that stands; blank where there is none.

    `added` is their sum, as "số phát sinh thêm" would make it; blank where nothing can be added.
    """

    indicator: str
    before: str
    after: str
    added: str = ""
