"""What one unit sent, at one moment, by one channel, and the values read from it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vinhloc_cds.domain.plan import Severity


class SubmissionKind(StrEnum):
    """How a submission relates to the unit's earlier ones (rule 11).

    ADDITIONAL is a supplement marked "số phát sinh thêm": its whole numbers are added.
    NOTHING is "không phát sinh", a valid report without figures (rule 5).
    """

    FIRST = "first"
    SUPPLEMENT = "supplement"
    ADDITIONAL = "additional"
    REPLACEMENT = "replacement"
    NOTHING = "nothing"


class SubmissionState(StrEnum):
    """Where a submission stands. WITHDRAWN is an entry undone: kept, but counted nowhere."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """By which way a submission came."""

    IN_PERSON = "in_person"
    POST = "post"
    FAX = "fax"
    EMAIL = "email"
    SOFTWARE = "software"
    ZALO = "zalo"
    PHONE = "phone"
    OFFICE = "office"


# A value once read; None is "no figure", which is never zero (rule 8).
Scalar = int | bool | str | date | datetime | None


@dataclass(frozen=True, slots=True)
class Source:
    """The file (by SHA-256 and shown name), sheet and cell a value was read from."""

    sha256: str
    file_name: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What only the file could tell about a value: its cell's type, its font, its label.

    What the raw text alone tells is read from it again at each check and is no doubt. A QUESTION
    stays open until the value has a reason; a BLOCK goes with a value that could not be read.
    `proposal` is what to type instead, where that can be told.
    """

    severity: Severity
    sentence: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator in one submission.

    `raw` is what was typed or read, kept for ever. `value` is None where `raw` could not be read
    (`unreadable`) or where `cleared` says "xóa số liệu": that takes an earlier figure away.
    `reason` answers the questions that checks asked. `corrected_from` is the raw text before a
    correction, `correction_reason` why it was made (rule 13). `doubt` is what reading the file
    brought up; a new text has none.
    """

    indicator: str
    value: Scalar
    raw: str
    cleared: bool = False
    estimate: bool = False
    reason: str = ""
    source: Source | None = None
    corrected_from: str | None = None
    correction_reason: str = ""
    doubt: Doubt | None = None

    @property
    def given(self) -> bool:
        """Whether it states something: neither blank nor cleared nor unreadable."""
        return self.value is not None and self.value != ""

    @property
    def unreadable(self) -> bool:
        """Whether something stands there that is no value of the indicator's type."""
        return self.value is None and not self.cleared and bool(self.raw.strip())


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission with its values, at most one per indicator.

    `id` grows in the order of entry and breaks ties of `received_at` (rule 11). `reason` is
    why it replaces the earlier ones; `returned_reason` what the unit was told.
    """

    id: int
    plan: str
    unit: str
    kind: SubmissionKind
    state: SubmissionState
    received_at: datetime
    entered_at: datetime
    channel: Channel
    number: str
    signed_on: date | None
    maker: str
    phone: str
    reason: str
    note: str
    returned_reason: str
    values: tuple[Value, ...]

    @property
    def stands(self) -> bool:
        """Whether it counts as sent: received or accepted, neither returned nor withdrawn."""
        return self.state in {SubmissionState.RECEIVED, SubmissionState.ACCEPTED}

    def value_of(self, indicator: str) -> Value | None:
        """Its value for `indicator`, or None."""
        return next((value for value in self.values if value.indicator == indicator), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the officer typed for one indicator; `reason` answers a question about it."""

    indicator: str
    raw: str
    cleared: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionDraft:
    """A submission as it is being entered: nothing in it has been checked yet."""

    unit: str
    kind: SubmissionKind
    received_at: datetime
    channel: Channel
    number: str = ""
    signed_on: date | None = None
    maker: str = ""
    phone: str = ""
    reason: str = ""
    note: str = ""
    entries: tuple[Entry, ...] = ()
