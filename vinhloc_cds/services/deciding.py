"""What a decision about a file as a whole makes of its case: unit, kind, moment and channel."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from vinhloc_cds.domain.formatting import format_datetime, format_value
from vinhloc_cds.domain.incoming import FileReading, Incoming, IncomingState
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.standing import standing_values
from vinhloc_cds.domain.submission import Submission, SubmissionState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.comparing import compared
from vinhloc_cds.services.decisions import Decision, Difference
from vinhloc_cds.services.filing import Case, case_of, draft_of, fitted, kind_for, would_be
from vinhloc_cds.services.intake import refuse_draft
from vinhloc_cds.services.ports import UnitOfWork
from vinhloc_cds.services.review import by_hand


def decided(
    case: Case,
    decision: Decision,
    work: UnitOfWork,
    *,
    now: datetime,
    reading: FileReading | None = None,
) -> Case:
    """`case` as `decision` has it; `reading` is the file read again as of the unit it names.

    UserError where the file was discarded, its submission is not merely received or was entered
    by hand, or the submission that comes of it is refused as a typed one would be.
    """
    refuse_settled(case)
    incoming = _with_moment(case.incoming, decision, now)
    if decision.reason is not None:
        incoming = replace(incoming, reason=decision.reason.strip())
    if changes_unit(incoming, decision):
        sent = work.submissions.of_plan(case.plan.code)
        others = [each for each in sent if each.id != incoming.submission]
        incoming = _of_unit(case.plan, incoming, str(decision.unit), reading, others)
        case = case_of(case.plan, replace(incoming, submission=None), work)
        if not by_hand(incoming):
            incoming = replace(case.incoming, kind=kind_for(case.incoming, case.others))
    if decision.kind is not None:
        incoming = replace(incoming, kind=decision.kind)
    if decision.no_figures:
        incoming = _without_figures(incoming)
    case = replace(case, incoming=incoming, submission=_following(case, incoming))
    if case.is_ready:
        refuse_draft(case.plan, draft_of(case.submission), case.others, now=now)
    return case


def _without_figures(incoming: Incoming) -> Incoming:
    """The file with nothing left to do about it; UserError where figures were read from it."""
    if not by_hand(incoming):
        raise UserError("importing.is_read", file=incoming.file_name)
    return replace(
        incoming, settled=tuple(str(place) for place in range(len(incoming.reading.problems)))
    )


def changes_unit(incoming: Incoming, decision: Decision) -> bool:
    """Whether `decision` names another unit than the file has, so that it is read again."""
    return decision.unit is not None and decision.unit != incoming.unit


def refuse_settled(case: Case) -> None:
    """Raise UserError where a file as a whole is past deciding."""
    incoming = case.incoming
    if incoming.state is IncomingState.DISCARDED:
        raise UserError("importing.was_discarded", file=incoming.file_name)
    if case.is_stored and by_hand(incoming):
        raise UserError("importing.not_waiting", file=incoming.file_name)
    if case.is_stored and case.submission.state is not SubmissionState.RECEIVED:
        raise UserError(f"service.is_{case.submission.state}")


def _with_moment(incoming: Incoming, decision: Decision, now: datetime) -> Incoming:
    received = decision.received_at
    if received is not None:
        if received > now:
            raise UserError(
                "service.received_in_future",
                received=format_datetime(received),
                now=format_datetime(now),
            )
        incoming = replace(incoming, received_at=received.astimezone(UTC))
    return replace(incoming, channel=decision.channel or incoming.channel)


def _of_unit(
    plan: Plan,
    incoming: Incoming,
    code: str,
    reading: FileReading | None,
    sent: Iterable[Submission],
) -> Incoming:
    """`incoming` as from the unit `code`: what was settled about its cells is open again."""
    unit = plan.unit_by_code.get(code)
    if unit is None:
        raise UserError("importing.unknown_unit", unit=code)
    if unit.relation is Relation.NONE:
        raise UserError("service.unit_does_not_report", unit=unit.short_name)
    again = incoming.reading
    if reading is not None:
        (again,) = compared(plan, [fitted(plan, replace(reading, unit=code))], sent)
    return replace(
        incoming,
        unit=code,
        kind=None,
        state=IncomingState.WAITING,
        reading=again,
        settled=(),
        asked=(),
        submission=None,
    )


def _following(case: Case, incoming: Incoming) -> Submission:
    """The submission as it follows from its file; settled figures stay."""
    made = would_be(case.plan, incoming)
    if not case.is_stored:
        return made
    return replace(
        case.submission,
        kind=made.kind,
        received_at=made.received_at,
        channel=made.channel,
        reason=made.reason,
    )


def differences(case: Case) -> tuple[Difference, ...]:
    """The figures that the file has, or that stand without it, in the plan's order.

    All that the unit sent counts, accepted or not.
    """
    standing = standing_values(case.plan, case.others, accepted_only=False)
    found = []
    for indicator in case.plan.indicators:
        value, there = case.submission.value_of(indicator.code), standing.get(indicator.code)
        new = value.value if value is not None and value.given else None
        old = there.value if there else None
        if new is None and old is None:
            continue
        before, after = format_value(indicator, old), format_value(indicator, new)
        added = ""
        if indicator.adds_up and isinstance(old, int) and isinstance(new, int):
            added = format_value(indicator, old + new)
        found.append(Difference(indicator.code, before, after, added))
    return tuple(found)
