"""What may be taken in and how it is judged: the rules of `recording` that need no store."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from vinhloc_cds.domain.checking import Finding, check_values, read_entries, submission_fields
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.standing import standing_values
from vinhloc_cds.domain.submission import (
    Entry,
    Scalar,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    Value,
)
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.ledger import composed

# What the figures of a submission are judged by, once it is stored and before.
Sent = Submission | SubmissionDraft


def refuse_draft(
    plan: Plan, draft: SubmissionDraft, others: Iterable[Submission], *, now: datetime
) -> None:
    """Raise UserError where `draft` cannot be stored at all beside the unit's `others`.

    What is wrong with a figure never keeps a submission from being stored (rule 12); this is
    about what the submission says of itself.
    """
    unit = plan.unit_by_code[draft.unit]
    if unit.relation is Relation.NONE:
        raise UserError("service.unit_does_not_report", unit=unit.short_name)
    if draft.received_at > now:
        raise UserError(
            "service.received_in_future",
            received=format_datetime(draft.received_at),
            now=format_datetime(now),
        )
    if draft.kind is SubmissionKind.REPLACEMENT and not draft.reason:
        raise UserError("service.replacement_without_reason", unit=unit.short_name)
    if draft.kind is SubmissionKind.FIRST:
        refuse_second_first(plan, draft.unit, others)
    refuse_entries(plan, draft)


def refuse_entries(plan: Plan, draft: SubmissionDraft) -> None:
    """Raise UserError where the entries of `draft` are none for its unit or its kind."""
    unit = plan.unit_by_code[draft.unit]
    filled = [entry for entry in draft.entries if says_something(entry)]
    if filled and draft.kind is SubmissionKind.NOTHING:
        raise UserError(
            "service.nothing_with_figures", indicators=_listed(e.indicator for e in filled)
        )
    asked = {indicator.code for indicator in plan.indicators_of(unit)}
    if strange := [entry.indicator for entry in filled if entry.indicator not in asked]:
        raise UserError("service.not_asked", unit=unit.short_name, indicators=_listed(strange))
    if draft.kind is SubmissionKind.ADDITIONAL:
        never_added = [
            e.indicator
            for e in filled
            if e.cleared or not plan.indicator_by_code[e.indicator].adds_up
        ]
        if never_added:
            raise UserError("service.cannot_be_added", indicators=_listed(never_added))


def refuse_empty(plan: Plan, sent: Submission | SubmissionDraft) -> None:
    """Raise UserError where `sent` says nothing yet and does not say that there is nothing.

    A receipt may be noted before its figures are entered; it is not accepted like that.
    """
    said = sent.values if isinstance(sent, Submission) else sent.entries
    if sent.kind is not SubmissionKind.NOTHING and not any(map(says_something, said)):
        raise UserError("service.says_nothing", unit=plan.unit_by_code[sent.unit].short_name)


def says_something(entry: Entry | Value) -> bool:
    """Whether it is more than a blank."""
    return entry.cleared or bool(entry.raw.strip())


def refuse_second_first(plan: Plan, unit: str, others: Iterable[Submission]) -> None:
    """Raise UserError where one of the unit's `others` stands as its first submission."""
    for other in others:
        if other.stands and other.kind is SubmissionKind.FIRST:
            raise UserError(
                "service.first_exists",
                unit=plan.unit_by_code[unit].short_name,
                received=format_datetime(other.received_at),
            )


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes)


def judge(
    plan: Plan,
    sent: Sent,
    values: tuple[Value, ...],
    others: Iterable[Submission],
    *,
    entry: int | None = None,
) -> tuple[Finding, ...]:
    """What the checks say of `values` of `sent`, seen with what the unit had sent before it.

    `others` are all the unit's other submissions; `entry` is the id of `sent`, None if it has
    none yet. "Không phát sinh" is asked for no figures: only what it says of itself is judged.
    """
    unit = plan.unit_by_code[sent.unit]
    standing = _standing_before(plan, sent, others, entry)
    if sent.kind is SubmissionKind.ADDITIONAL:
        values = tuple(_added(value, standing) for value in values)
    fields = submission_fields(sent)
    findings = check_values(plan, unit, values, standing=standing, fields=fields)
    if sent.kind is SubmissionKind.NOTHING:
        return tuple(finding for finding in findings if finding.indicator in fields)
    return findings


def stops(finding: Finding) -> bool:
    """Whether `finding` keeps a submission from being accepted."""
    match finding.severity:
        case Severity.BLOCK:
            return True
        case Severity.QUESTION:
            return not finding.answered
        case Severity.FLAG:
            return False


def _standing_before(
    plan: Plan, sent: Sent, others: Iterable[Submission], entry: int | None
) -> Mapping[str, Scalar]:
    if sent.kind is SubmissionKind.REPLACEMENT:
        return {}

    def is_earlier(other: Submission) -> bool:
        if other.received_at != sent.received_at:
            return other.received_at < sent.received_at
        return entry is None or other.id < entry

    earlier = tuple(other for other in others if is_earlier(other))
    standing = standing_values(plan, earlier, accepted_only=False)
    return {code: value.value for code, value in standing.items()}


def _added(value: Value, standing: Mapping[str, Scalar]) -> Value:
    """`value` as the sum that it makes with what stands, which is what the checks are about."""
    before = standing.get(value.indicator)
    if isinstance(value.value, int) and isinstance(before, int):
        return replace(value, value=before + value.value)
    return value


def corrected(plan: Plan, submission: Submission, entry: Entry, reason: str) -> Submission:
    """`submission` with one value replaced, or without it where `entry` is blank (rule 13).

    `reason` is the correction's; that of `entry` answers what the checks ask about the new text.
    """
    entry = composed(entry)
    old = submission.value_of(entry.indicator)
    if old is not None and old.raw == entry.raw and not old.cleared:
        return submission
    draft = SubmissionDraft(
        unit=submission.unit,
        kind=submission.kind,
        received_at=submission.received_at,
        channel=submission.channel,
        entries=(entry,),
    )
    refuse_entries(plan, draft)
    fresh = [
        replace(
            value,
            source=old.source if old else None,
            corrected_from=old.raw if old else "",
            correction_reason=reason,
        )
        for value in read_entries(plan, plan.unit_by_code[submission.unit], draft)
    ]
    kept = [value for value in submission.values if value.indicator != entry.indicator]
    order = {indicator.code: place for place, indicator in enumerate(plan.indicators)}
    values = sorted(kept + fresh, key=lambda value: order[value.indicator])
    return replace(submission, values=tuple(values))
