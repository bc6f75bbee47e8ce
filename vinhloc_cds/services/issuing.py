"""Issuing: a report gets its number and day, and its data and files are frozen for good."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import (
    document_number,
    format_date,
    format_datetime,
)
from vinhloc_cds.domain.issuing import Changes, Issue, IssuedFile, IssueForm, IssueKind
from vinhloc_cds.domain.plan import Letterhead, Plan, Signer
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.document import Document
from vinhloc_cds.services.actor import system_user
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.services.freezing import freeze
from vinhloc_cds.services.history import History
from vinhloc_cds.services.ledger import Entry, Ledger
from vinhloc_cds.services.own_duty import settle_duty, settle_duty_without
from vinhloc_cds.services.picturing import annex_pictures, unreadable
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import ACTOR, AuditHead, Clock, Store, UnitOfWork
from vinhloc_cds.services.readiness import (
    blank_before_issuing,
    left_blank,
    left_out,
    letterhead_of,
    refuse_blanks,
    refuse_number,
)
from vinhloc_cds.services.rendering import FORMATS, render, traced_to
from vinhloc_cds.services.since import changes_since
from vinhloc_cds.services.things import issue_thing
from vinhloc_cds.services.wordings import disagreeing
from vinhloc_cds.texts import text

CONTROL = "control"
"""The format under which an issue keeps its control sheet, a PDF that never leaves the office."""

_TRIES = 3
_NO_FILE_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class IssueProposal:
    """What the dialog of issuing begins with.

    `number` follows the highest known of its symbol and year; None where there is none to follow.
    `blanks` have to be filled in in the plan first, `to_fill` where the report is issued;
    `open_points` should be looked at. A sentence each.
    """

    number: int | None
    symbol: str
    day: date
    signer: Signer
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    blanks: tuple[str, ...]
    to_fill: tuple[str, ...]
    open_points: tuple[str, ...]


class Issuing:
    """Use cases around issued reports."""

    def __init__(self, store: Store, clock: Clock, history: History) -> None:
        self._store = store
        self._clock = clock
        self._ledger = Ledger(store, history)

    def propose(self, plan: str, profile: str, *, base: int | None = None) -> IssueProposal:
        """What a report under the letterhead `profile` would be issued with today.

        With `base` it is a supplement, which has none of the officer's passages. UserError when
        the plan has no such letterhead.
        """
        now = self._clock()
        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=now)
            edits = () if base else work.passages.of_plan(plan)
            pictures = annex_pictures(work, self._store.attachments, snapshot.plan)
            head = letterhead_of(snapshot.plan, profile)
            day = local(now).date()
            number = _next_number(work, head.symbol, day.year)
        blanks = blank_before_issuing(snapshot.plan, head)
        return IssueProposal(
            number=number,
            symbol=head.symbol,
            day=day,
            signer=head.signer,
            addressees=head.addressees,
            recipients=head.recipients,
            blanks=blanks,
            to_fill=tuple(
                each for each in left_blank(snapshot.plan, profile) if each not in blanks
            ),
            open_points=(
                *left_out(snapshot),
                *disagreeing(snapshot, profile, edits),
                *unreadable(pictures),
            ),
        )

    def rehearse(
        self,
        plan: str,
        profile: str,
        form: IssueForm,
        *,
        base: int | None = None,
        as_of: datetime | None = None,
    ) -> Mapping[str, bytes]:
        """The PDF and the Word file as `issue` would make them now; nothing is kept.

        Without a number its place is left blank.
        UserError where nothing has changed since `base`, or `as_of` has not come yet.
        """
        with self._store.reading() as work:
            snapshot = _snapshot(work, plan, self._clock(), as_of)
            letterhead_of(snapshot.plan, profile)
            document = self._document(work, snapshot, profile, form=_tidy(form), base=base)
        return {each: render(document, each) for each in ("pdf", "docx")}

    def issue(
        self,
        plan: str,
        profile: str,
        form: IssueForm,
        *,
        base: int | None = None,
        as_of: datetime | None = None,
    ) -> Issue:
        """Number, print and freeze the report of now; with `base`, what has changed since that.

        It cannot be undone, only withdrawn. UserError where the office has left something blank,
        number, day or `as_of` make no sense, the number is taken, or nothing has changed since
        `base`.
        """
        form = _tidy(form)
        # Nobody else should have to wait for the printing: it is done over where data came between.
        for _ in range(_TRIES):
            with self._store.reading() as work:
                ready = self._prepare(work, plan, profile, form, base=base, as_of=as_of)
            issue, files = ready.printed()
            with self._store.writing() as work:
                if work.audit.head() == ready.head:
                    return _keep(work, issue, files)
        with self._store.writing() as work:
            ready = self._prepare(work, plan, profile, form, base=base, as_of=as_of)
            return _keep(work, *ready.printed())

    def _prepare(
        self,
        work: UnitOfWork,
        plan: str,
        profile: str,
        form: IssueForm,
        *,
        base: int | None,
        as_of: datetime | None,
    ) -> "_Ready":
        """What is to be issued; UserError as `issue`, but for a number that is taken."""
        now = self._clock()
        snapshot = _snapshot(work, plan, now, as_of)
        letterhead = letterhead_of(snapshot.plan, profile)
        blanks = blank_before_issuing(snapshot.plan, letterhead)
        refuse_blanks((*blanks, *_blank_in_form(form, letterhead)))
        if (number := form.number) is None:
            raise UserError("issuing.blank.form_number")
        refuse_number(number)
        _refuse_day(snapshot, form)
        head = work.audit.head()
        issue = Issue(
            id=0,
            plan=plan,
            kind=IssueKind.REPORT if base is None else IssueKind.SUPPLEMENT,
            profile=profile,
            number=number,
            symbol=letterhead.symbol,
            day=form.day,
            signer=form.signer,
            addressees=form.addressees,
            recipients=form.recipients,
            as_of=snapshot.moment,
            issued_at=now,
            issued_by=work.settings.get(ACTOR) or system_user(),
            audit_number=head.number,
            audit_hash=head.hash,
            frozen=freeze(snapshot),
            files=(),
            base=base,
        )
        document = self._document(work, snapshot, profile, form=form, base=base)
        return _Ready(issue, snapshot.plan, document, head)

    def issued(self, plan: str) -> tuple[Issue, ...]:
        """All that was issued for a plan, withdrawn reports too, the first first."""
        with self._store.reading() as work:
            return work.issues.of_plan(plan)

    def find(self, plan: str, typed: str) -> Issue:
        """The issue of a plan by its number and symbol ("15/BC-UBND") or by its id.

        Of several the last that stands, else the last. UserError where there is none.
        """
        issues = self.issued(plan)
        found = [issue for issue in issues if typed.strip() in _names(issue)]
        if not found:
            known = ", ".join(f"{document_number(i.number, i.symbol)} ({i.id})" for i in issues)
            known = known or text("issuing.none_issued")
            raise UserError("issuing.unknown_issue", typed=typed, known=known)
        return max(found, key=lambda issue: (issue.withdrawn_at is None, issue.id))

    def data(self, issue: int, file_format: str) -> bytes:
        """A file of an issue, the same bytes for ever; UserError where it is damaged."""
        with self._store.reading() as work:
            return work.issues.data(issue, file_format)

    def save(self, issue: int, file_format: str, file: Path) -> None:
        """Write a file of an issue as `file`; UserError where that cannot be done."""
        write_whole(file, self.data(issue, file_format))

    def export(self, issue: Issue, out: Path, formats: Sequence[str]) -> tuple[Path, ...]:
        """Write files of an issue into the folder `out`, named by its number, symbol and year.

        UserError when the folder cannot be written to or a file is open elsewhere.
        """
        files = {out / file_name(issue, each): self.data(issue.id, each) for each in formats}
        make_folder(out)
        for path, data in files.items():
            write_whole(path, data)
        return tuple(files)

    def standing(self, plan: str) -> tuple[tuple[Issue, Changes | None], ...]:
        """As `issued`, each that stands with what has changed since, seen at one moment."""
        with self._store.reading() as work:
            issues = work.issues.of_plan(plan)
            if not issues:
                return ()
            snapshot = take_snapshot(work, plan, now=self._clock())
            now = freeze(snapshot)
            return tuple(
                (
                    issue,
                    changes_since(work, issue, snapshot.plan, now)
                    if issue.withdrawn_at is None
                    else None,
                )
                for issue in issues
            )

    def withdraw(self, issue: int, reason: str) -> None:
        """Note that an issue stands no more; its files stay. It can be undone.

        UserError without a reason, where it was withdrawn before, or while a supplementary
        report that continues it stands.
        """
        reason = collapse(reason)
        if not reason:
            raise UserError("service.reason_needed")
        with self._ledger.step(text("issuing.step.withdraw")) as entry:
            before = entry.work.issues.get(issue)
            number = document_number(before.number, before.symbol)
            if before.withdrawn_at is not None:
                raise UserError("issuing.is_withdrawn", number=number)
            others = [
                each
                for each in entry.work.issues.of_plan(before.plan)
                if each.withdrawn_at is None and each.id != issue
            ]
            if any(each.base == issue for each in others):
                raise UserError("issuing.is_continued", number=number)
            after = replace(before, withdrawn_at=self._clock(), withdrawn_reason=reason)
            entry.change(issue_thing(issue), after, "withdraw", reason=reason)
            settle_duty_without(entry, before, others)

    def _document(
        self,
        work: UnitOfWork,
        snapshot: Snapshot,
        profile: str,
        *,
        form: IssueForm | None = None,
        base: int | None = None,
    ) -> Document:
        """The report, or what has changed since the issue `base`; to be signed with `form`."""
        draft = form is None
        keywords = traced_to(work.audit.head())
        # The sentences of the reports are not needed before the first of them.
        if base is not None:
            from vinhloc_cds.reports.supplement import supplementary_report  # noqa: PLC0415

            changes = _changed(work, base, snapshot)
            return supplementary_report(
                snapshot, changes, profile, form=form, draft=draft, keywords=keywords
            )
        from vinhloc_cds.reports.consolidated import consolidated_report  # noqa: PLC0415

        edits = work.passages.of_plan(snapshot.plan.code)
        attachments = self._store.attachments
        pictures = annex_pictures(work, attachments, snapshot.plan, snapshot.as_of)
        return consolidated_report(
            snapshot,
            profile,
            form=form,
            edits=edits,
            pictures=pictures,
            draft=draft,
            keywords=keywords,
        )


@dataclass(frozen=True)
class _Ready:
    """A report that can be issued while the audit log still ends at `head`."""

    issue: Issue
    plan: Plan
    document: Document
    head: AuditHead

    def printed(self) -> tuple[Issue, Mapping[str, bytes]]:
        """The report with its files by format, the control sheet too."""
        files = {each: render(self.document, each) for each in FORMATS}
        issue = replace(self.issue, files=_described(files))
        files[CONTROL] = _control_sheet(self.plan, issue, self.document.title)
        return replace(issue, files=_described(files)), files


def _keep(work: UnitOfWork, issue: Issue, files: Mapping[str, bytes]) -> Issue:
    """Store the report with its line of audit, and settle the duty that it fulfils."""
    kept = work.issues.add(issue, files)
    _note(work, kept)
    settle_duty(Entry(work, ""), kept)
    return kept


def file_name(issue: Issue, file_format: str) -> str:
    """Under which name a file of an issue is proposed to be saved."""
    name = f"bao-cao-{document_number(issue.number, issue.symbol)}-{issue.day.year}"
    stem = _NO_FILE_NAME.sub("-", name)
    if file_format == CONTROL:
        return f"{stem}-phieu-kiem-soat.pdf"
    return f"{stem}.{file_format}"


def _names(issue: Issue) -> set[str]:
    """By what an issue may be called: with and without the zero before its number."""
    number = document_number(issue.number, issue.symbol)
    return {str(issue.id), number, f"{issue.number}/{issue.symbol}"}


def _snapshot(work: UnitOfWork, plan: str, now: datetime, as_of: datetime | None) -> Snapshot:
    """What a report of `as_of` is made of; UserError where that moment has not come yet."""
    if as_of is not None and as_of > now:
        moment, present = format_datetime(as_of), format_datetime(now)
        raise UserError("issuing.data_in_future", moment=moment, now=present)
    return take_snapshot(work, plan, now=now, as_of=as_of)


def _tidy(form: IssueForm) -> IssueForm:
    """`form` in NFC, each of its texts on one line, without empty ones."""
    signer = form.signer
    return replace(
        form,
        signer=Signer(collapse(signer.authority), collapse(signer.title), collapse(signer.name)),
        addressees=tuple(filter(None, map(collapse, form.addressees))),
        recipients=tuple(filter(None, map(collapse, form.recipients))),
    )


def _blank_in_form(form: IssueForm, head: Letterhead) -> tuple[str, ...]:
    """What the form lacks; whom it goes to only where the letterhead addresses anybody."""
    sentences = []
    if not form.signer.title:
        sentences.append(text("issuing.blank.form_title"))
    if not form.signer.name:
        sentences.append(text("issuing.blank.form_signer"))
    if head.addressees and not form.addressees:
        sentences.append(text("issuing.blank.form_addressees"))
    if not form.recipients:
        sentences.append(text("issuing.blank.form_recipients"))
    return tuple(sentences)


def _refuse_day(snapshot: Snapshot, form: IssueForm) -> None:
    """UserError where the report's day cannot be: it is known what was known by then."""
    day = format_date(form.day)
    today = local(snapshot.now).date()
    if form.day > today:
        raise UserError("issuing.day_in_future", day=day, today=format_date(today))
    plan_day = snapshot.plan.issued_on
    if plan_day is not None and form.day < plan_day:
        raise UserError("issuing.day_before_plan", day=day, plan_day=format_date(plan_day))
    if form.day < local(snapshot.moment).date():
        moment = format_datetime(snapshot.moment)
        raise UserError("issuing.day_before_data", day=day, moment=moment)


def _next_number(work: UnitOfWork, symbol: str, year: int) -> int | None:
    """The number after the highest of its symbol and year, whatever plan it was issued for."""
    taken = [
        issue.number
        for plan in work.plans.codes()
        for issue in work.issues.of_plan(plan)
        if (issue.symbol, issue.day.year) == (symbol, year)
    ]
    return max(taken) + 1 if taken else None


def _changed(work: UnitOfWork, base: int, snapshot: Snapshot) -> Changes:
    """What is new since the report `base`; UserError where nothing is, or it stands no more."""
    issue = work.issues.get(base)
    if issue.plan != snapshot.plan.code:
        raise KeyError(base)
    number = document_number(issue.number, issue.symbol)
    if issue.withdrawn_at is not None:
        raise UserError("issuing.base_withdrawn", number=number)
    changes = changes_since(work, issue, snapshot.plan, freeze(snapshot))
    if not changes:
        raise UserError("issuing.nothing_changed", number=number)
    return changes


def _control_sheet(plan: Plan, issue: Issue, title: str) -> bytes:
    from vinhloc_cds.reports.control_sheet import control_sheet  # noqa: PLC0415 - as above

    return render(control_sheet(plan, issue, title), "pdf")


def _described(files: Mapping[str, bytes]) -> tuple[IssuedFile, ...]:
    return tuple(
        IssuedFile(file_format, hashlib.sha256(data).hexdigest(), len(data))
        for file_format, data in files.items()
    )


def _note(work: UnitOfWork, issue: Issue) -> None:
    """The line of audit about an issue: what it is, and what its files can be known by."""
    work.audit.append(
        "issue",
        "issue",
        str(issue.id),
        {
            "plan": issue.plan,
            "kind": issue.kind.value,
            "profile": issue.profile,
            "number": document_number(issue.number, issue.symbol),
            "day": issue.day,
            "as_of": issue.as_of,
            "base": issue.base,
            "files": {each.file_format: each.sha256 for each in issue.files},
        },
    )
