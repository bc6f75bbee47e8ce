"""What the use cases need from the outside: a store, backups, a clock. `db` implements it.

One unit of work is one transaction: reading ones see one consistent state, writing ones commit
when their block ends without an exception and leave nothing behind otherwise.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from vinhloc_cds.domain.contact import Contact
from vinhloc_cds.domain.deadline import Extension
from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.issuing import Issue
from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.domain.plan import Duty, Indicator, Plan
from vinhloc_cds.domain.snapshot import Mark
from vinhloc_cds.domain.submission import (
    Submission,
    SubmissionDraft,
    SubmissionState,
    Value,
)
from vinhloc_cds.domain.unit import Unit

Clock = Callable[[], datetime]
"""The present moment, aware, in UTC."""

ACTOR = "actor"
"""The setting with the name that changes are recorded in; it is set before the first audit line."""


class PlanRepository(Protocol):
    """Plans, whole; the `save_*` methods replace one part of a stored plan by its code."""

    def codes(self) -> tuple[str, ...]:
        """The codes of all plans, the one added last at the end."""

    def get(self, code: str) -> Plan:
        """The plan `code`. Raises KeyError."""

    def add(self, plan: Plan) -> None:
        """Store a new plan."""

    def save_header(self, plan: Plan) -> None:
        """Store all of `plan` but its units, duties and indicators."""

    def save_unit(self, plan: str, unit: Unit) -> None:
        """Store a unit of `plan`, new or changed."""

    def save_duty(self, plan: str, duty: Duty) -> None:
        """Store a duty of `plan` (and so its assignments), new or changed."""

    def save_indicator(self, plan: str, indicator: Indicator) -> None:
        """Store an indicator of `plan`, new or changed."""


class SubmissionRepository(Protocol):
    """Submissions with their values; a changed value's earlier text is kept in the store."""

    def add(
        self,
        plan: str,
        draft: SubmissionDraft,
        values: tuple[Value, ...],
        entered_at: datetime,
        *,
        state: SubmissionState = SubmissionState.RECEIVED,
    ) -> Submission:
        """Store a new submission in `state` and return it with its id."""

    def get(self, submission: int) -> Submission:
        """Raises KeyError."""

    def of_plan(self, plan: str, *, as_of: datetime | None = None) -> tuple[Submission, ...]:
        """All submissions of `plan` received up to `as_of`, withdrawn ones too, in entry order."""

    def of_unit(self, plan: str, unit: str) -> tuple[Submission, ...]:
        """All submissions of one unit, withdrawn ones too, in entry order."""

    def save(self, submission: Submission) -> None:
        """Store the changed fields and values of a submission that exists."""


class DecisionRepository(Protocol):
    """What the officer decided by hand: marks on assignments and extensions of the deadline."""

    def marks(self, plan: str) -> tuple[Mark, ...]:
        """All marks of `plan`."""

    def save_mark(self, plan: str, mark: Mark) -> None:
        """Store a mark in place of the assignment's earlier one."""

    def delete_mark(self, plan: str, duty: str, unit: str) -> None:
        """Remove a mark, if there is one."""

    def extensions(self, plan: str) -> tuple[Extension, ...]:
        """All extensions of `plan`."""

    def save_extension(self, plan: str, extension: Extension) -> None:
        """Store an extension in place of the unit's earlier one."""

    def delete_extension(self, plan: str, unit: str) -> None:
        """Remove an extension, if there is one."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of the audit log; `hash` covers the line and `previous`, so lines form a chain."""

    number: int
    at: datetime
    actor: str
    action: str
    entity: str
    entity_id: str
    detail: Mapping[str, object]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of the chain: how many lines it has and the hash of the last."""

    number: int
    hash: str


class AuditLog(Protocol):
    """The append-only, hash-chained record of what was done, by whom and when."""

    def append(
        self, action: str, entity: str, entity_id: str, detail: Mapping[str, object]
    ) -> AuditRecord:
        """Add a line in the running transaction; actor and moment are the unit of work's."""

    def of(self, entity: str, entity_id: str) -> tuple[AuditRecord, ...]:
        """The lines about one thing, oldest first."""

    def head(self) -> AuditHead:
        """The end of the chain; number 0 and a blank hash when it is empty."""

    def verify(self) -> int | None:
        """The number of the first line that does not fit the chain, or None."""


class IncomingRepository(Protocol):
    """Files that came in, and the labels that the officer has given a meaning to."""

    def add(self, incoming: Incoming) -> Incoming:
        """Store a file's record, whose bytes are in the store already; return it with its id."""

    def get(self, incoming: int) -> Incoming:
        """Raises KeyError."""

    def of_plan(self, plan: str) -> tuple[Incoming, ...]:
        """All records of `plan`, discarded ones too, in the order of entry."""

    def of_file(self, plan: str, sha256: str) -> tuple[Incoming, ...]:
        """The records of one file, in the order of entry."""

    def of_submission(self, submission: int) -> Incoming | None:
        """The file that a submission was made from, or entered from by hand, if there is one."""

    def save(self, incoming: Incoming) -> None:
        """Store the changed fields of a record that exists.

        Its reading changes where it is read again as of another unit.
        """

    def labels(self, plan: str) -> Mapping[str, str]:
        """The code of the indicator that a label (its fold key) means; "" where it means none."""

    def save_label(self, plan: str, label: str, indicator: str) -> None:
        """Remember what a label means."""

    def delete_label(self, plan: str, label: str) -> None:
        """Forget what a label means, if that is known."""


class PassageRepository(Protocol):
    """What the officer wrote over in the report."""

    def of_plan(self, plan: str) -> tuple[PassageEdit, ...]:
        """All edits of `plan`, by the passage's key."""

    def save(self, plan: str, edit: PassageEdit) -> None:
        """Store an edit in place of the passage's earlier one."""

    def delete(self, plan: str, passage: str) -> None:
        """Remove an edit, if there is one: the program's own words stand again."""


class PictureRepository(Protocol):
    """Which of the units' pictures stand in the report's annex."""

    def of_plan(self, plan: str) -> tuple[AnnexPicture, ...]:
        """The pictures of `plan` in the order of the annex."""

    def save(self, plan: str, pictures: tuple[AnnexPicture, ...]) -> None:
        """Store all pictures of `plan`, in their order, in place of the earlier ones."""


class IssueRepository(Protocol):
    """Issued reports with their files; nothing of one ever changes but its withdrawal."""

    def add(self, issue: Issue, files: Mapping[str, bytes]) -> Issue:
        """Store an issued report with its files by format; return it with its id.

        UserError where a report that stands has its number, symbol and year already.
        """

    def get(self, issue: int) -> Issue:
        """Raises KeyError."""

    def of_plan(self, plan: str) -> tuple[Issue, ...]:
        """All issues of `plan`, withdrawn ones too, in the order they were issued."""

    def data(self, issue: int, file_format: str) -> bytes:
        """A file of an issue, byte by byte as it was issued.

        KeyError where there is none; UserError where it is damaged.
        """

    def withdraw(self, issue: int, at: datetime | None, reason: str) -> None:
        """Store that an issue stands no more, or (None) that it does."""


class ContactRepository(Protocol):
    """The log of what the office told units."""

    def add(self, contact: Contact) -> Contact:
        """Store a contact and return it with its id."""

    def get(self, contact: int) -> Contact:
        """Raises KeyError."""

    def of_plan(self, plan: str) -> tuple[Contact, ...]:
        """All contacts of `plan`, cancelled ones too, in order of `at`, then of entry."""

    def save(self, contact: Contact) -> None:
        """Store the changed fields of a contact that exists."""


class Attachments(Protocol):
    """The files themselves, each under its SHA-256; what is in it never changes and never goes."""

    def put(self, data: bytes) -> str:
        """Keep a file durably and return its SHA-256 in hexadecimal digits; UserError as a save."""

    def get(self, sha256: str) -> bytes:
        """Raises UserError where the file is gone or damaged."""


class SettingRepository(Protocol):
    """Small facts about the office, by key."""

    def get(self, key: str) -> str | None:
        """The fact, or None if it was never set."""

    def set(self, key: str, value: str) -> None:
        """Store a fact in place of the earlier one."""


class UnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def plans(self) -> PlanRepository:
        """Plans with their units, duties and indicators."""

    @property
    def submissions(self) -> SubmissionRepository:
        """What units sent."""

    @property
    def incoming(self) -> IncomingRepository:
        """Files that came in."""

    @property
    def decisions(self) -> DecisionRepository:
        """What the officer decided by hand."""

    @property
    def passages(self) -> PassageRepository:
        """What the officer wrote over in the report."""

    @property
    def pictures(self) -> PictureRepository:
        """Which pictures stand in the report."""

    @property
    def issues(self) -> IssueRepository:
        """Issued reports."""

    @property
    def contacts(self) -> ContactRepository:
        """What the office told units."""

    @property
    def settings(self) -> SettingRepository:
        """Facts about the office."""

    @property
    def audit(self) -> AuditLog:
        """What was done."""


class Store(Protocol):
    """Where everything is kept."""

    @property
    def attachments(self) -> Attachments:
        """The files that units sent."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that only reads."""

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction that writes; it commits durably before the block is left."""

    def close(self) -> None:
        """Checkpoint and let go of the file."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A verified copy of the database beside its manifest."""

    path: Path
    kind: str
    made_at: datetime
    sha256: str
    audit: AuditHead
    counts: Mapping[str, int]


class Backups(Protocol):
    """Verified copies of the store (see `reliability` in the manual)."""

    def make(self, kind: str) -> BackupFile:
        """Copy, reopen, check and name it; raises UserError when it cannot."""

    def list(self) -> tuple[BackupFile, ...]:
        """The copies there are, newest first."""

    def issues_lost(self, path: Path) -> tuple[str, ...]:
        """The issued reports that putting a copy back would lose, by number and day."""

    def restore(self, path: Path) -> BackupFile:
        """Put a copy in the place of the store, after a copy of what stands there now."""

    def check(self) -> tuple[str, ...]:
        """What is wrong with the store, a sentence each; nothing when all is well."""
