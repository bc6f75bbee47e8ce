"""Issued reports: numbered, signed and frozen, with the data and the files they were made of."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vinhloc_cds.domain.plan import Signer


class IssueKind(StrEnum):
    """What was issued: a consolidated report, or what changed since one."""

    REPORT = "report"
    SUPPLEMENT = "supplement"


@dataclass(frozen=True, slots=True)
class FrozenValue:
    """What stood for one unit and one indicator, as it was printed, and where it came from.

    `value` is in the terms of JSON (moments and dates ISO strings). `submissions` are the ids it
    was made from; `file`, `sheet`, `cell` and `raw` those of the last of them.
    """

    unit: str
    indicator: str
    value: int | bool | str | None
    shown: str
    submissions: tuple[int, ...] = ()
    file: str = ""
    sheet: str = ""
    cell: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class FrozenTotal:
    """A total as it was printed; `group` "" is over all groups."""

    code: str
    group: str
    value: int | float | None
    ratio: float | None
    reported: int
    expected: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrozenUnit:
    """How a unit stood: its state and when its report had come (rule 5).

    `nothing` says that its accepted word was "không phát sinh".
    """

    unit: str
    state: str
    received_at: datetime | None
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class Frozen:
    """The data of an issued report."""

    values: tuple[FrozenValue, ...]
    totals: tuple[FrozenTotal, ...]
    units: tuple[FrozenUnit, ...]


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """One file of an issued report, by its format ("pdf", "docx", "xlsx", "control")."""

    file_format: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Issue:
    """A frozen, numbered report ("bản phát hành"): nothing of it changes but its withdrawal.

    `number` is the running number alone, `symbol` what stands behind the stroke ("BC-UBND").
    `as_of` is up to when what was received counts, `audit_number` and `audit_hash` the end of the
    audit log before it was issued, `base` the id of the issue that a supplement continues.
    """

    id: int
    plan: str
    kind: IssueKind
    profile: str
    number: int
    symbol: str
    day: date
    signer: Signer
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    as_of: datetime
    issued_at: datetime
    issued_by: str
    audit_number: int
    audit_hash: str
    frozen: Frozen
    files: tuple[IssuedFile, ...]
    base: int | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""

    def file(self, file_format: str) -> IssuedFile:
        """The file of a format. Raises KeyError."""
        return {each.file_format: each for each in self.files}[file_format]


@dataclass(frozen=True, slots=True)
class IssueForm:
    """What the officer fills in before a report is issued.

    `number` is None while nobody has given one: so it can be rehearsed, but not issued.
    """

    number: int | None
    day: date
    signer: Signer
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A figure of one unit that is another than in an issued report, and why.

    `was` and `now` are as printed, "" where there was or is none. `why` is a sentence: which
    submission supplemented, replaced or corrected it, when, with the reason given.
    """

    unit: str
    indicator: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class TotalChange:
    """A total that is another than in an issued report; `units` changed or joined it.

    A total that is new to the plan had no value before, one that is gone has none now.
    """

    code: str
    group: str
    was: int | float | None
    now: int | float | None
    was_reported: int
    now_reported: int
    expected: int
    units: tuple[str, ...]
    was_ratio: float | None = None
    now_ratio: float | None = None


@dataclass(frozen=True, slots=True)
class StateChange:
    """A unit that stands otherwise than in an issued report by what was done, not by time alone.

    `was` and `now` are as printed, "" where the unit was or is none of those that report.
    """

    unit: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different now from what an issued report says.

    `reported_since` are units whose report has come, `no_longer_reported` those whose report
    does not stand any more. `states` are all changes of state but those of `reported_since`.
    """

    issue: Issue
    values: tuple[ValueChange, ...]
    totals: tuple[TotalChange, ...]
    reported_since: tuple[str, ...]
    no_longer_reported: tuple[str, ...] = ()
    states: tuple[StateChange, ...] = ()

    @property
    def told_totals(self) -> tuple[TotalChange, ...]:
        """The totals without those of groups that are told of over all groups already."""
        whole = {change.code for change in self.totals if not change.group}
        return tuple(each for each in self.totals if not each.group or each.code not in whole)

    def __bool__(self) -> bool:
        """Whether anything is different."""
        return bool(
            self.values
            or self.totals
            or self.reported_since
            or self.no_longer_reported
            or self.states
        )
