"""Every document the program makes, of plans and data of every size, built in code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import builders
from report_documents import picture
from report_samples import LATE, NOW, invented, plan_2024, submission

from vinhloc_cds.domain.chasing import LateUnit, late_units
from vinhloc_cds.domain.checking import TYPE, Finding
from vinhloc_cds.domain.contact import Contact, ContactKind
from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.issuing import (
    Changes,
    Frozen,
    Issue,
    IssuedFile,
    IssueForm,
    IssueKind,
    TotalChange,
    ValueChange,
)
from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.plan import Letterhead, Plan, Severity
from vinhloc_cds.domain.progress import UnitState, assignment_progress
from vinhloc_cds.domain.snapshot import Mark, MarkState, Snapshot
from vinhloc_cds.domain.submission import Submission, SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.reports.call_list import call_list
from vinhloc_cds.reports.consolidated import consolidated_report, report_figures, report_passages
from vinhloc_cds.reports.control_sheet import control_sheet
from vinhloc_cds.reports.document import Document, Picture
from vinhloc_cds.reports.letter import LetterForm, chasing_letter, proposed_recipients
from vinhloc_cds.reports.lists import Listing, listing_document
from vinhloc_cds.reports.passages import literal, template_of
from vinhloc_cds.reports.return_slip import ReturnSlip, ToMend, slip_document
from vinhloc_cds.reports.supplement import supplementary_report
from vinhloc_cds.reports.unit_sheet import unit_sheet
from vinhloc_cds.services.freezing import freeze
from vinhloc_cds.texts import text

AS_OF = datetime(2024, 10, 12, 1, 30, tzinfo=UTC)
LONG = (
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên, Bồi dưỡng chính trị và Hướng nghiệp "
    "liên huyện Vĩnh Lộc - Thạch Thành"
)
_SIGNED = "Trịnh Xuân Thắng"


@dataclass(frozen=True)
class World:
    """A plan with what was sent for it, and all else that a document is made of."""

    name: str
    snapshot: Snapshot
    form: IssueForm | None = None
    edits: tuple[PassageEdit, ...] = ()
    issue: Issue | None = None
    contacts: tuple[Contact, ...] = ()
    questions: tuple[Finding, ...] = ()
    captions: tuple[str, ...] = ()
    liaison: str = "ông Trịnh Văn An, điện thoại 0912 345 678"
    mend: tuple[ToMend, ...] = ()
    what: str = "tệp “Biểu.xlsx”"
    reason: str = "Số liệu chưa khớp"

    @property
    def plan(self) -> Plan:
        return self.snapshot.plan

    @cached_property
    def late(self) -> tuple[LateUnit, ...]:
        asked = {each.unit: self.questions for each in self.snapshot.submissions}
        return late_units(self.snapshot, asked, self.contacts)


@dataclass(frozen=True)
class Made:
    """A document; `final` ones leave the office as they are, `world` is what it was made of."""

    kind: str
    document: Document
    world: World
    final: bool = False


def sized(units: int) -> Plan:
    """The plan of 2024 with so many obliged units; with 0 nobody is in it at all."""
    plan = plan_2024()
    obliged = plan.units_related(Relation.OBLIGED)
    copies = {unit.code: [] for unit in plan.units}
    found = [] if units < len(obliged) else [unit for unit in plan.units if unit not in obliged]
    for at in range(units):
        unit = obliged[at % len(obliged)]
        turn = at // len(obliged)
        code = f"{unit.code}x{turn}" if turn else unit.code
        mark = f" số {turn + 1}" if turn else ""
        copies[unit.code].append(code)
        found.append(
            replace(
                unit, code=code, name=unit.name + mark, short_name=unit.short_name + mark, order=at
            )
        )
    for unit in plan.units:
        if unit not in obliged and found:
            copies[unit.code].append(unit.code)
    there = {unit.code for unit in found}
    duties = tuple(
        replace(
            duty,
            units=tuple(code for old in duty.units for code in copies[old] if code in there),
        )
        for duty in plan.duties
    )
    return replace(plan, units=tuple(found), duties=duties)


def bare() -> Plan:
    """A plan that holds nothing but its name and who would sign."""
    signed = plan_2024()
    return replace(builders.plan(), letterheads=signed.letterheads, signer=signed.signer)


def renamed(plan: Plan) -> Plan:
    """Every unit and group with a name of more than 120 letters, no two alike."""
    return replace(
        plan,
        units=tuple(
            replace(unit, name=f"{LONG} {at}", short_name=f"Xã {LONG} {at}")
            for at, unit in enumerate(plan.units, 1)
        ),
        groups=tuple(
            replace(group, name=f"Nhóm {at} {LONG}") for at, group in enumerate(plan.groups, 1)
        ),
    )


def sent(plan: Plan, *, mixed: bool) -> Iterator[Submission]:
    """What every unit sent; `mixed` with all that can become of a report."""
    number = 0
    for seed, unit in enumerate(plan.units, 1):
        if unit.relation is Relation.NONE or (mixed and seed % 9 == 0):
            continue
        number += 1
        values = invented(plan, unit.code, seed)
        first = submission(unit.code, values, number=number)
        if not mixed:
            yield first
            continue
        for each in _varied(first, seed):
            yield replace(each, id=number)
            number += 1


def _varied(first: Submission, seed: int) -> Iterator[Submission]:
    match seed % 9:
        case 1:  # estimates, and words that could not be read
            values = [
                replace(value, estimate=at % 3 == 0, value=None if at % 7 == 5 else value.value)
                for at, value in enumerate(first.values)
            ]
            yield replace(first, values=tuple(values))
        case 2:  # a total that lacks a part
            yield replace(first, values=tuple(v for v in first.values if v.indicator != "H02"))
        case 3:
            yield replace(first, kind=SubmissionKind.NOTHING, values=())
        case 4:
            yield replace(
                first, state=SubmissionState.RETURNED, returned_reason="Thiếu chữ ký, đóng dấu."
            )
        case 5:
            yield replace(first, received_at=LATE, entered_at=LATE)
        case 6:  # corrected by a supplement, one figure taken away
            yield first
            cleared = replace(first.values[0], value=None, cleared=True, raw="")
            yield replace(
                first,
                kind=SubmissionKind.SUPPLEMENT,
                received_at=LATE,
                values=(cleared, *first.values[3:6]),
            )
        case 7:  # what came on top of it
            yield first
            whole = tuple(v for v in first.values if type(v.value) is int)
            more = first.received_at + timedelta(hours=3)
            yield replace(first, kind=SubmissionKind.ADDITIONAL, received_at=more, values=whole)
        case _:
            state = SubmissionState.RECEIVED if seed % 2 else SubmissionState.ACCEPTED
            yield replace(first, state=state)


def world(name: str, plan: Plan, *submissions: Submission, as_of: datetime | None = None) -> World:
    """All that documents of `plan` are made of."""
    named = plan.units[:40]
    marks = tuple(
        Mark(duty.code, duty.units[0], MarkState.NOT_APPLICABLE, "Không phát sinh", "")
        for duty in plan.duties[::7]
        if duty.units
    )
    later = Deadline(date(2024, 10, 15), exclusive=True)
    extended = tuple(Extension(unit.code, later, "Mưa lũ") for unit in named[3:5])
    found = Snapshot.of(plan, submissions, now=NOW, marks=marks, extensions=extended, as_of=as_of)
    head = plan.letterheads[0]
    before = Snapshot.of(plan, submissions[: len(submissions) // 2], now=NOW)
    return World(
        name,
        found,
        form=IssueForm(
            5,
            date(2024, 10, 12),
            replace(head.signer, name=_SIGNED),
            head.addressees,
            head.recipients,
        ),
        edits=_edits(found),
        issue=_issue(head, freeze(before)),
        contacts=tuple(
            Contact(n, plan.code, unit.code, kind, NOW, "Đôn đốc", "Bà Lan", "Hẹn gửi chiều nay")
            for n, unit in enumerate(named)
            for kind in ContactKind
        ),
        questions=tuple(
            Finding(i.code, TYPE, Severity.QUESTION, "Số này lớn bất thường?")
            for i in plan.indicators[:2]
        ),
        captions=("Lễ ra quân tại xã Vĩnh Hùng",),
        mend=tuple(
            ToMend(f"Biểu báo cáo, E{n}", f"D0{n}. Số Tổ", "1.2", "Ý là 1.200?")
            for n in range(1, 4)
        ),
    )


def _edits(snapshot: Snapshot) -> tuple[PassageEdit, ...]:
    """The first passages as the officer wrote them over, with words of units in them."""
    figures = report_figures(snapshot, "ubnd")
    return tuple(
        PassageEdit(
            each.key,
            f"{template_of(each.paragraphs)}\n- {literal('Đơn vị viết thêm')}",
            template_of(each.paragraphs),
            figures,
            NOW,
        )
        for each in report_passages(snapshot, "ubnd")[:3]
    )


def _issue(head: Letterhead, frozen: Frozen) -> Issue:
    return Issue(
        id=1, plan="KH", kind=IssueKind.REPORT, profile=head.profile, number=5,
        symbol=head.symbol, day=date(2024, 10, 12), signer=head.signer,
        addressees=head.addressees, recipients=head.recipients, as_of=AS_OF, issued_at=NOW,
        issued_by="Nguyễn Thị Lan", audit_number=214, audit_hash="9f" * 32, frozen=frozen,
        files=tuple(IssuedFile(kind, "ab" * 32, 1000) for kind in ("pdf", "docx", "xlsx")),
    )  # fmt: skip


def worlds() -> Iterator[World]:
    """From no unit to 558, from no data to all, with short names and long ones."""
    yield world("bare plan", bare())
    for units in (0, 1, 31, 558):
        plan = sized(units)
        yield world(f"{units} units, no data", plan)
        if units:
            yield world(f"{units} units, all reported", plan, *sent(plan, mixed=False))
            yield world(f"{units} units, mixed", plan, *sent(plan, mixed=True))
    for units in (31, 558):
        plan = renamed(sized(units))
        yield world(f"{units} long names", plan, *sent(plan, mixed=True), as_of=AS_OF)


def changes_of(given: World) -> Changes:
    """What is different now from what was issued."""
    assert given.issue
    was, now = given.issue.frozen, freeze(given.snapshot)
    old = {(v.unit, v.indicator): v.shown for v in was.values}
    old_totals = {(t.code, t.group): t for t in was.totals}
    sent_before = {u.unit for u in was.units if u.state in {UnitState.ON_TIME, UnitState.LATE}}
    return Changes(
        given.issue,
        tuple(
            ValueChange(
                v.unit, v.indicator, old.get((v.unit, v.indicator), ""), v.shown, given.reason
            )
            for v in now.values
            if old.get((v.unit, v.indicator), "") != v.shown
        ),
        tuple(
            TotalChange(
                t.code, t.group, before.value, t.value, before.reported, t.reported, t.expected, ()
            )
            for t in now.totals
            if (before := old_totals[t.code, t.group]).value != t.value
        ),
        tuple(
            u.unit
            for u in now.units
            if u.state in {UnitState.ON_TIME, UnitState.LATE} and u.unit not in sent_before
        ),
    )


def documents(given: World) -> Iterator[Made]:
    """Every document of a world."""
    snapshot, form = given.snapshot, given.form
    assert form
    assert given.issue
    pictures = tuple(Picture(picture(), caption) for caption in given.captions)
    heads = {head.profile: head for head in given.plan.letterheads}

    def made(kind: str, document: Document, *, final: bool = False) -> Made:
        return Made(kind, document, given, final)

    for profile in heads:
        yield made(f"report {profile}, draft", consolidated_report(snapshot, profile))
    issued = consolidated_report(
        snapshot, "ubnd", form=form, edits=given.edits, pictures=pictures,
        draft=False, keywords="Chuỗi nhật ký 0123abcd",
    )  # fmt: skip
    yield made("report ubnd, issued", issued, final=True)
    office = heads["vhtt"]
    filled = replace(form, addressees=office.addressees, recipients=office.recipients)
    yield made(
        "report vhtt, issued",
        consolidated_report(snapshot, "vhtt", form=filled, draft=False),
        final=True,
    )
    changes = changes_of(given)
    yield made(
        "supplement", supplementary_report(snapshot, changes, "ubnd", form=form, draft=False),
        final=True,
    )  # fmt: skip
    yield made("supplement, draft", supplementary_report(snapshot, changes, "ubnd"))
    yield made("control sheet", control_sheet(given.plan, given.issue, issued.title))
    yield from (made(*each, final=True) for each in _letters(given, office))
    yield made("call list", call_list(given.plan, given.late, NOW))
    yield made("duty table", listing_document(given.plan, duty_table(given), NOW))
    for unit in _shown_units(given):
        slip = ReturnSlip(
            given.plan, unit, given.what, LATE, given.mend,
            given.plan.reporting.deadline, NOW, given.reason,
        )  # fmt: skip
        signed = replace(office, signer=replace(office.signer, name=form.signer.name))
        yield made("slip", slip_document(slip, signed), final=True)
        told = [each for each in given.contacts if each.unit == unit.code]
        sheet = unit_sheet(snapshot, unit.code, given.questions, told)
        yield made("unit sheet", sheet)


def _letters(given: World, office: Letterhead) -> Iterator[tuple[str, Document]]:
    assert given.form
    form = LetterForm(
        "vhtt", date(2024, 10, 12), 7, date(2024, 10, 14), proposed_recipients(office),
        given.liaison, given.form.signer.name,
    )  # fmt: skip
    for name, count in (("one", 1), ("five", 5), ("all", len(given.late))):
        if given.late[:count]:
            yield (
                f"letter to {name}",
                chasing_letter(given.plan, given.late[:count], form, NOW),
            )


def duty_table(given: World) -> Listing:
    """The table of duties as its page shows it."""
    rows = tuple(
        (
            ", ".join(each.duty.clauses),
            each.unit.name,
            each.duty.text,
            text(f"state.role.{each.duty.role}"),
            text(f"state.assignment.{each.state}"),
            each.mark.reason if each.mark else "",
        )
        for each in assignment_progress(given.snapshot)
    )
    return Listing(
        "BẢNG NHIỆM VỤ", "Nhiệm vụ", (given.reason,),
        ("Mục", "Đơn vị", "Nhiệm vụ", "Vai trò", "Tình trạng", "Lý do"), rows,
    )  # fmt: skip


def _shown_units(given: World) -> Sequence[Unit]:
    """One unit that sent something, and one that did not."""
    by_unit = given.snapshot.by_unit
    told = [unit for unit in given.plan.units if unit.code in by_unit]
    silent = [unit for unit in given.plan.units if unit.code not in by_unit]
    return told[:1] + silent[:1]
