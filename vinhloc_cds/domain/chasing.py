"""Who still owes the office something, and what: whom a letter, a message or a call is for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.contact import Contact
from vinhloc_cds.domain.deadline import Deadline, local
from vinhloc_cds.domain.plan import Duty
from vinhloc_cds.domain.progress import (
    AssignmentState,
    UnitProgress,
    UnitState,
    assignment_progress,
    unit_progress,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import standing_submissions
from vinhloc_cds.domain.submission import Submission, SubmissionKind
from vinhloc_cds.domain.unit import Unit

_NOTHING_SENT = {UnitState.OVERDUE, UnitState.WAITING, UnitState.NOT_SENT}
_LACKING = {AssignmentState.OVERDUE, AssignmentState.RETURNED}


class Owing(StrEnum):
    """How a unit stands that owes something.

    RETURNED goes before the deadline's states: what it sent must come again. ASKED units are
    never overdue (rule 4). PARTLY: its report is there, but incomplete or with open questions.
    """

    OVERDUE = "overdue"
    RETURNED = "returned"
    PARTLY = "partly"
    WAITING = "waiting"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit that owes something, and all that is said to it about that.

    `deadline` is the unit's own, `days_late` by how many days it has passed without a report; 0 for
    asked units.
    `lacks` are duties without a result although its report is there, `questions` what the checks
    say of a report not accepted yet. `returned` is what was returned last, where nothing stands.
    `person` and `phone` are blank where nobody is known.
    """

    unit: Unit
    owing: Owing
    deadline: Deadline
    days_late: int
    person: str
    phone: str
    lacks: tuple[Duty, ...] = ()
    questions: tuple[Finding, ...] = ()
    returned: Submission | None = None
    last_contact: Contact | None = None


def late_units(
    snapshot: Snapshot,
    questions: Mapping[str, tuple[Finding, ...]],
    contacts: Iterable[Contact],
) -> tuple[LateUnit, ...]:
    """Who owes what, in the plan's order of units; `questions` by unit."""
    lacks = _lacks(snapshot)
    last = _last_contacts(contacts)
    found = []
    for progress in unit_progress(snapshot):
        code = progress.unit.code
        asked, lacking = questions.get(code, ()), lacks.get(code, ())
        owing = _owing(progress, bool(asked or lacking))
        if owing is None:
            continue
        partly = owing is Owing.PARTLY
        sent = snapshot.by_unit.get(code, ())
        person, phone = _whom_to_call(progress.unit, sent)
        found.append(
            LateUnit(
                unit=progress.unit,
                owing=owing,
                deadline=progress.deadline,
                days_late=_days_late(progress, snapshot.moment),
                person=person,
                phone=phone,
                lacks=lacking if partly else (),
                questions=asked if partly else (),
                returned=sent[-1] if owing is Owing.RETURNED else None,
                last_contact=last.get(code),
            )
        )
    return tuple(found)


def _owing(progress: UnitProgress, incomplete: bool) -> Owing | None:  # noqa: FBT001 - one of two
    if progress.state in _NOTHING_SENT:
        if progress.was_returned:
            return Owing.RETURNED
        if progress.state is UnitState.NOT_SENT:
            return Owing.ASKED
        return Owing.OVERDUE if progress.state is UnitState.OVERDUE else Owing.WAITING
    if incomplete and progress.state in {UnitState.ON_TIME, UnitState.LATE}:
        return Owing.PARTLY
    return None


def _lacks(snapshot: Snapshot) -> Mapping[str, tuple[Duty, ...]]:
    """By unit the duties that should have a result by now.

    A report that says "không phát sinh" is whole (rule 5): nothing is asked of it.
    """
    found: dict[str, list[Duty]] = {}
    for each in assignment_progress(snapshot):
        if each.state in _LACKING and not each.duty.is_report:
            found.setdefault(each.unit.code, []).append(each.duty)
    return {
        unit: tuple(duties)
        for unit, duties in found.items()
        if not _nothing_to_report(snapshot.by_unit.get(unit, ()))
    }


def _nothing_to_report(sent: tuple[Submission, ...]) -> bool:
    standing = standing_submissions(sent, accepted_only=False)
    return bool(standing) and all(s.kind is SubmissionKind.NOTHING for s in standing)


def _days_late(progress: UnitProgress, moment: datetime) -> int:
    if progress.state is not UnitState.OVERDUE:
        return 0
    return (local(moment).date() - progress.deadline.last_day).days


def _whom_to_call(unit: Unit, sent: tuple[Submission, ...]) -> tuple[str, str]:
    """Who is noted with the unit, or else who made its last report."""
    if unit.contact.person or unit.contact.phone:
        return unit.contact.person, unit.contact.phone
    made = next((s for s in reversed(sent) if s.maker or s.phone), None)
    return (made.maker, made.phone) if made else ("", "")


def _last_contacts(contacts: Iterable[Contact]) -> Mapping[str, Contact]:
    """By unit what it was told last, of what was not noted by mistake."""
    last: dict[str, Contact] = {}
    for contact in contacts:
        if not contact.cancelled:
            before = last.get(contact.unit)
            if before is None or contact.at >= before.at:
                last[contact.unit] = contact
    return last
