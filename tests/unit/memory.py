"""A store in memory, for tests of the use cases: transactions, audit and all, but no hashes."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from builders import at

from vinhloc_cds.domain.contact import Contact
from vinhloc_cds.domain.deadline import Extension
from vinhloc_cds.domain.incoming import Incoming, IncomingState
from vinhloc_cds.domain.issuing import Issue
from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.domain.plan import Duty, Indicator, Plan
from vinhloc_cds.domain.snapshot import Mark
from vinhloc_cds.domain.submission import Submission, SubmissionDraft, SubmissionState, Value
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.office import Office
from vinhloc_cds.services.ports import ACTOR, AuditHead, AuditRecord

NOW = at("2024-10-12T09:00")


@dataclass
class Tables:
    plans: dict[str, Plan] = field(default_factory=dict)
    submissions: dict[int, Submission] = field(default_factory=dict)
    marks: dict[tuple[str, str, str], Mark] = field(default_factory=dict)
    extensions: dict[tuple[str, str], Extension] = field(default_factory=dict)
    incoming: dict[int, Incoming] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    passages: dict[tuple[str, str], PassageEdit] = field(default_factory=dict)
    pictures: dict[str, tuple[AnnexPicture, ...]] = field(default_factory=dict)
    issues: dict[int, Issue] = field(default_factory=dict)
    issue_files: dict[tuple[int, str], bytes] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    audit: list[AuditRecord] = field(default_factory=list)

    def copy(self) -> "Tables":
        return Tables(**{each.name: getattr(self, each.name).copy() for each in fields(self)})


class MemoryPlans:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def codes(self) -> tuple[str, ...]:
        return tuple(self.tables.plans)

    def get(self, code: str) -> Plan:
        return self.tables.plans[code]

    def add(self, plan: Plan) -> None:
        assert plan.code not in self.tables.plans
        self.tables.plans[plan.code] = plan

    def save_header(self, plan: Plan) -> None:
        old = self.get(plan.code)
        self.tables.plans[plan.code] = replace(
            plan, units=old.units, duties=old.duties, indicators=old.indicators
        )

    def save_unit(self, plan: str, unit: Unit) -> None:
        self._save(plan, "units", unit)

    def save_duty(self, plan: str, duty: Duty) -> None:
        self._save(plan, "duties", duty)

    def save_indicator(self, plan: str, indicator: Indicator) -> None:
        self._save(plan, "indicators", indicator)

    def _save(self, plan: str, part: str, new: Any) -> None:
        by_code = {old.code: old for old in getattr(self.get(plan), part)} | {new.code: new}
        self.tables.plans[plan] = replace(self.get(plan), **{part: tuple(by_code.values())})


class MemorySubmissions:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def add(
        self,
        plan: str,
        draft: SubmissionDraft,
        values: tuple[Value, ...],
        entered_at: datetime,
        *,
        state: SubmissionState = SubmissionState.RECEIVED,
    ) -> Submission:
        taken = {each.name: getattr(draft, each.name) for each in fields(draft)}
        del taken["entries"]
        made = Submission(
            id=len(self.tables.submissions) + 1,
            plan=plan,
            state=state,
            entered_at=entered_at,
            returned_reason="",
            values=values,
            **taken,
        )
        self.tables.submissions[made.id] = made
        return made

    def get(self, submission: int) -> Submission:
        return self.tables.submissions[submission]

    def of_plan(self, plan: str, *, as_of: datetime | None = None) -> tuple[Submission, ...]:
        return tuple(
            each
            for each in self.tables.submissions.values()
            if each.plan == plan and (as_of is None or each.received_at <= as_of)
        )

    def of_unit(self, plan: str, unit: str) -> tuple[Submission, ...]:
        return tuple(each for each in self.of_plan(plan) if each.unit == unit)

    def save(self, submission: Submission) -> None:
        assert submission.id in self.tables.submissions
        self.tables.submissions[submission.id] = submission


class MemoryIncoming:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def add(self, incoming: Incoming) -> Incoming:
        made = replace(incoming, id=len(self.tables.incoming) + 1)
        self.tables.incoming[made.id] = made
        return made

    def get(self, incoming: int) -> Incoming:
        return self.tables.incoming[incoming]

    def of_plan(self, plan: str) -> tuple[Incoming, ...]:
        return tuple(each for each in self.tables.incoming.values() if each.plan == plan)

    def of_file(self, plan: str, sha256: str) -> tuple[Incoming, ...]:
        return tuple(each for each in self.of_plan(plan) if each.sha256 == sha256)

    def of_submission(self, submission: int) -> Incoming | None:
        taken = (
            each
            for each in self.tables.incoming.values()
            if each.submission == submission and each.state is IncomingState.TAKEN
        )
        return next(taken, None)

    def save(self, incoming: Incoming) -> None:
        assert incoming.id in self.tables.incoming
        self.tables.incoming[incoming.id] = incoming

    def labels(self, plan: str) -> Mapping[str, str]:
        return {label: code for (of, label), code in self.tables.labels.items() if of == plan}

    def save_label(self, plan: str, label: str, indicator: str) -> None:
        self.tables.labels[plan, label] = indicator

    def delete_label(self, plan: str, label: str) -> None:
        self.tables.labels.pop((plan, label), None)


class MemoryAttachments:
    """Files by their SHA-256; no transaction takes one back."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.files[sha256] = data
        return sha256

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.files:
            raise UserError("store.attachment_missing", path=sha256)
        return self.files[sha256]


class MemoryDecisions:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def marks(self, plan: str) -> tuple[Mark, ...]:
        return tuple(mark for key, mark in self.tables.marks.items() if key[0] == plan)

    def save_mark(self, plan: str, mark: Mark) -> None:
        self.tables.marks[plan, mark.duty, mark.unit] = mark

    def delete_mark(self, plan: str, duty: str, unit: str) -> None:
        self.tables.marks.pop((plan, duty, unit), None)

    def extensions(self, plan: str) -> tuple[Extension, ...]:
        return tuple(found for key, found in self.tables.extensions.items() if key[0] == plan)

    def save_extension(self, plan: str, extension: Extension) -> None:
        self.tables.extensions[plan, extension.unit] = extension

    def delete_extension(self, plan: str, unit: str) -> None:
        self.tables.extensions.pop((plan, unit), None)


class MemoryPassages:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def of_plan(self, plan: str) -> tuple[PassageEdit, ...]:
        return tuple(edit for key, edit in sorted(self.tables.passages.items()) if key[0] == plan)

    def save(self, plan: str, edit: PassageEdit) -> None:
        self.tables.passages[plan, edit.passage] = edit

    def delete(self, plan: str, passage: str) -> None:
        self.tables.passages.pop((plan, passage), None)


class MemoryPictures:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def of_plan(self, plan: str) -> tuple[AnnexPicture, ...]:
        return self.tables.pictures.get(plan, ())

    def save(self, plan: str, pictures: tuple[AnnexPicture, ...]) -> None:
        self.tables.pictures[plan] = pictures


class MemoryIssues:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def add(self, issue: Issue, files: Mapping[str, bytes]) -> Issue:
        self._refuse_taken(issue)
        made = replace(issue, id=len(self.tables.issues) + 1)
        self.tables.issues[made.id] = made
        for file_format, data in files.items():
            self.tables.issue_files[made.id, file_format] = data
        return made

    def get(self, issue: int) -> Issue:
        return self.tables.issues[issue]

    def of_plan(self, plan: str) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.tables.issues.values() if issue.plan == plan)

    def data(self, issue: int, file_format: str) -> bytes:
        return self.tables.issue_files[issue, file_format]

    def withdraw(self, issue: int, at: datetime | None, reason: str) -> None:
        if at is None:
            self._refuse_taken(self.get(issue))
        self.tables.issues[issue] = replace(
            self.get(issue), withdrawn_at=at, withdrawn_reason=reason
        )

    def _refuse_taken(self, wanted: Issue) -> None:
        name = (wanted.number, wanted.symbol, wanted.day.year)
        for issue in self.tables.issues.values():
            stands = issue.withdrawn_at is None and issue.id != wanted.id
            if stands and (issue.number, issue.symbol, issue.day.year) == name:
                number, symbol, year = name
                raise UserError("store.issue_number_taken", number=number, symbol=symbol, year=year)


class MemoryContacts:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def add(self, contact: Contact) -> Contact:
        made = replace(contact, id=len(self.tables.contacts) + 1)
        self.tables.contacts[made.id] = made
        return made

    def get(self, contact: int) -> Contact:
        return self.tables.contacts[contact]

    def of_plan(self, plan: str) -> tuple[Contact, ...]:
        found = (each for each in self.tables.contacts.values() if each.plan == plan)
        return tuple(sorted(found, key=lambda each: (each.at, each.id)))

    def save(self, contact: Contact) -> None:
        assert contact.id in self.tables.contacts
        self.tables.contacts[contact.id] = contact


class MemoryAudit:
    def __init__(self, tables: Tables, now: datetime) -> None:
        self.lines = tables.audit
        self.settings = tables.settings
        self.now = now

    def append(
        self, action: str, entity: str, entity_id: str, detail: Mapping[str, object]
    ) -> AuditRecord:
        number = len(self.lines) + 1
        actor = self.settings.get(ACTOR, "")
        record = AuditRecord(number, self.now, actor, action, entity, entity_id, detail, "", "")
        self.lines.append(record)
        return record

    def of(self, entity: str, entity_id: str) -> tuple[AuditRecord, ...]:
        return tuple(
            line for line in self.lines if (line.entity, line.entity_id) == (entity, entity_id)
        )

    def head(self) -> AuditHead:
        return AuditHead(len(self.lines), "")

    def verify(self) -> int | None:
        return None


class MemorySettings:
    def __init__(self, tables: Tables) -> None:
        self.get = tables.settings.get
        self.set = tables.settings.__setitem__


class MemoryWork:
    def __init__(self, tables: Tables, now: datetime) -> None:
        self.plans = MemoryPlans(tables)
        self.submissions = MemorySubmissions(tables)
        self.incoming = MemoryIncoming(tables)
        self.decisions = MemoryDecisions(tables)
        self.passages = MemoryPassages(tables)
        self.pictures = MemoryPictures(tables)
        self.issues = MemoryIssues(tables)
        self.contacts = MemoryContacts(tables)
        self.settings = MemorySettings(tables)
        self.audit = MemoryAudit(tables, now)


class MemoryStore:
    """Keeps what a writing unit of work did only if its block ends well; counts such blocks."""

    def __init__(self, *plans: Plan, now: datetime = NOW) -> None:
        self.tables = Tables(plans={plan.code: plan for plan in plans})
        self.attachments = MemoryAttachments()
        self.now = now.astimezone(UTC)
        self.written = 0
        self.trouble: Exception | None = None

    @contextmanager
    def reading(self) -> Iterator[MemoryWork]:
        yield MemoryWork(self.tables.copy(), self.now)

    @contextmanager
    def writing(self) -> Iterator[MemoryWork]:
        tables = self.tables.copy()
        yield MemoryWork(tables, self.now)
        if self.trouble:
            raise self.trouble
        self.tables = tables
        self.written += 1

    def close(self) -> None:
        pass


def office(store: MemoryStore) -> Office:
    return Office.over(store, None, lambda: store.now)
