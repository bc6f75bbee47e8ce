"""Submissions: taking them in, accepting, returning, reopening, correcting."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from vinhloc_cds.domain.checking import Finding, read_entries
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.submission import (
    Entry,
    Source,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
    Value,
)
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.filing import case_of, followed
from vinhloc_cds.services.history import History
from vinhloc_cds.services.intake import (
    corrected,
    judge,
    refuse_draft,
    refuse_empty,
    refuse_second_first,
    stops,
)
from vinhloc_cds.services.ledger import Entry as Step
from vinhloc_cds.services.ledger import Ledger, composed
from vinhloc_cds.services.ports import AuditRecord, Clock, Store, UnitOfWork
from vinhloc_cds.services.things import submission_thing
from vinhloc_cds.texts import text


class Recording:
    """Use cases around a submission. Every change is audited and can be undone in its session."""

    def __init__(self, store: Store, clock: Clock, history: History) -> None:
        self._store = store
        self._clock = clock
        self._ledger = Ledger(store, history)

    def record(self, plan: str, draft: SubmissionDraft, *, accept: bool = False) -> Submission:
        """Store a new submission, whatever its figures; with `accept`, accepted at once.

        UserError when the unit does not report to this plan, the moment lies in the future, a
        replacement has no reason, a first submission exists already, it says nothing without being
        "không phát sinh" or is that and comes with figures, a figure is not asked of the unit,
        additional figures are texts or no whole numbers that are summed, or `accept` is asked for
        and something blocks.
        """
        with self._ledger.step(text("service.step.record")) as step:
            return recorded(step, plan, draft, now=self._clock(), accept=accept)

    def revise(
        self, submission: int, draft: SubmissionDraft, *, accept: bool = False
    ) -> Submission:
        """Change a submission that is not accepted; UserError otherwise, and as `record` does.

        A submission that was returned stays so; it cannot be accepted before it is reopened.
        """
        draft = _tidy(draft)
        now = self._clock()
        with self._ledger.step(text("service.step.revise")) as step:
            before = step.work.submissions.get(submission)
            _refuse_state(before, SubmissionState.RECEIVED, SubmissionState.RETURNED)
            stored = step.work.plans.get(before.plan)
            others = _others(step.work, before.plan, draft.unit, besides=submission)
            refuse_draft(stored, draft, others, now=now)
            values = tuple(
                _with_past(value, before.value_of(value.indicator))
                for value in read_entries(stored, stored.unit_by_code[draft.unit], draft)
            )
            after = replace(
                before,
                unit=draft.unit,
                kind=draft.kind,
                received_at=draft.received_at,
                channel=draft.channel,
                number=draft.number,
                signed_on=draft.signed_on,
                maker=draft.maker,
                phone=draft.phone,
                reason=draft.reason,
                note=draft.note,
                values=values,
            )
            after = step.change(submission_thing(submission), after, "revise")
            if accept:
                after = _accept(step.work, stored, after)
                after = step.change(submission_thing(submission), after, "accept")
        return after

    def findings(self, submission: int) -> tuple[Finding, ...]:
        """What the checks say of a stored submission."""
        with self._store.reading() as work:
            found = work.submissions.get(submission)
            stored = work.plans.get(found.plan)
            return _findings(work, stored, found)

    def accept(self, submission: int) -> Submission:
        """Let its figures into the totals; UserError naming what blocks."""
        with self._ledger.step(text("service.step.accept")) as step:
            before = step.work.submissions.get(submission)
            after = _accept(step.work, step.work.plans.get(before.plan), before)
            return step.change(submission_thing(submission), after, "accept")

    def give_back(self, submission: int, reason: str) -> Submission:
        """Return it to the unit ("trả lại"); UserError without a reason or once it is accepted."""
        reason = _reason(reason)
        with self._ledger.step(text("service.step.give_back")) as step:
            before = step.work.submissions.get(submission)
            _refuse_state(before, SubmissionState.RECEIVED)
            after = replace(before, state=SubmissionState.RETURNED, returned_reason=reason)
            return step.change(submission_thing(submission), after, "give_back", reason=reason)

    def reopen(self, submission: int, reason: str) -> Submission:
        """Take an acceptance or a return back, to state RECEIVED; UserError without a reason."""
        reason = _reason(reason)
        with self._ledger.step(text("service.step.reopen")) as step:
            before = step.work.submissions.get(submission)
            _refuse_state(before, SubmissionState.ACCEPTED, SubmissionState.RETURNED)
            if before.kind is SubmissionKind.FIRST:
                stored = step.work.plans.get(before.plan)
                others = _others(step.work, before.plan, before.unit, besides=submission)
                refuse_second_first(stored, before.unit, others)
            after = replace(before, state=SubmissionState.RECEIVED, returned_reason="")
            return step.change(submission_thing(submission), after, "reopen", reason=reason)

    def correct(self, submission: int, indicator: str, raw: str, reason: str) -> Submission:
        """Correct one value, accepted or not; a blank `raw` takes it away (rule 13).

        The reason also answers what the checks ask about the new value. UserError without it, if
        it is no new value, or if it would block an accepted submission.
        """
        reason = _reason(reason)
        with self._ledger.step(text("service.step.correct", indicator=indicator)) as step:
            before = step.work.submissions.get(submission)
            _refuse_state(
                before,
                SubmissionState.RECEIVED,
                SubmissionState.ACCEPTED,
                SubmissionState.RETURNED,
            )
            stored = step.work.plans.get(before.plan)
            after = corrected(stored, before, Entry(indicator, raw, reason=reason), reason)
            if after.value_of(indicator) == before.value_of(indicator):
                raise UserError("service.unchanged", indicator=indicator)
            if before.state is SubmissionState.ACCEPTED:
                known = {(f.indicator, f.check) for f in _findings(step.work, stored, before)}
                found = _findings(step.work, stored, after)
                fresh = [f for f in found if (f.indicator, f.check) not in known]
                _refuse_findings(stored, after, fresh)
            return step.change(submission_thing(submission), after, "correct", reason=reason)

    def explain(self, submission: int, indicator: str, reason: str) -> Submission:
        """Keep `reason` as the explanation of a value that stays ("giải trình"), for its questions.

        UserError without a reason, once the submission is accepted, where there is no value to
        explain, or where something blocks that no explanation takes away.
        """
        reason = _reason(reason)
        with self._ledger.step(text("service.step.explain", indicator=indicator)) as step:
            before = step.work.submissions.get(submission)
            _refuse_state(before, SubmissionState.RECEIVED, SubmissionState.RETURNED)
            value = before.value_of(indicator)
            if value is None:
                raise UserError("service.nothing_to_explain", indicator=indicator)
            stored = step.work.plans.get(before.plan)
            for finding in _findings(step.work, stored, before):
                if finding.indicator == indicator and finding.severity is Severity.BLOCK:
                    raise UserError(
                        "service.not_explained_away", indicator=indicator, point=finding.message
                    )
            values = tuple(
                replace(each, reason=reason) if each is value else each for each in before.values
            )
            after = replace(before, values=values)
            return step.change(submission_thing(submission), after, "explain", reason=reason)

    def trail(self, submission: int) -> tuple[AuditRecord, ...]:
        """What was done to it, oldest first."""
        with self._store.reading() as work:
            return work.audit.of("submission", str(submission))


def recorded(
    step: Step,
    plan: str,
    draft: SubmissionDraft,
    *,
    now: datetime,
    accept: bool = False,
    source: Source | None = None,
) -> Submission:
    """Store a new submission as part of `step`, as `Recording.record` does.

    `source` is the file that its figures were read off by hand.
    """
    draft = _tidy(draft)
    stored = step.work.plans.get(plan)
    others = _others(step.work, plan, draft.unit)
    refuse_draft(stored, draft, others, now=now)
    values = read_entries(stored, stored.unit_by_code[draft.unit], draft)
    if accept:
        _refuse_findings(stored, draft, judge(stored, draft, values, others))
    values = tuple(replace(value, source=source) for value in values)
    made = step.work.submissions.add(plan, draft, values, now)
    thing = submission_thing(made.id)
    gone = replace(made, state=SubmissionState.WITHDRAWN)
    made = step.made(thing, "record", taken_back=gone)
    if accept:
        made = step.change(thing, replace(made, state=SubmissionState.ACCEPTED), "accept")
    return made


def _tidy(draft: SubmissionDraft) -> SubmissionDraft:
    """`draft` in NFC and UTC, without stray blanks around what is no figure."""
    draft = composed(draft)
    return replace(
        draft,
        received_at=draft.received_at.astimezone(UTC),
        number=draft.number.strip(),
        maker=draft.maker.strip(),
        phone=draft.phone.strip(),
        reason=draft.reason.strip(),
        note=draft.note.strip(),
    )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise UserError("service.reason_needed")
    return composed(reason.strip())


def _others(
    work: UnitOfWork, plan: str, unit: str, *, besides: int | None = None
) -> tuple[Submission, ...]:
    """The submissions of `unit` but the one that is in hand."""
    return tuple(
        submission
        for submission in work.submissions.of_unit(plan, unit)
        if submission.id != besides
    )


def _findings(work: UnitOfWork, plan: Plan, submission: Submission) -> tuple[Finding, ...]:
    others = _others(work, plan.code, submission.unit, besides=submission.id)
    return judge(plan, submission, submission.values, others, entry=submission.id)


def _refuse_state(submission: Submission, *allowed: SubmissionState) -> None:
    if submission.state not in allowed:
        raise UserError(f"service.is_{submission.state}")


def _refuse_findings(
    plan: Plan, sent: Submission | SubmissionDraft, findings: Iterable[Finding]
) -> None:
    """Raise UserError naming what keeps the figures from the totals (rule 12)."""
    refuse_empty(plan, sent)
    if stopping := [finding for finding in findings if stops(finding)]:
        points = "; ".join(f"{finding.indicator}: {finding.message}" for finding in stopping)
        unit = plan.unit_by_code[sent.unit].short_name
        raise UserError("service.blocked", unit=unit, count=len(stopping), points=points)


def _accept(work: UnitOfWork, plan: Plan, submission: Submission) -> Submission:
    """`submission` as accepted; UserError where it may not be."""
    _refuse_state(submission, SubmissionState.RECEIVED)
    _refuse_findings(plan, submission, _findings(work, plan, submission))
    _refuse_open_file(work, plan, submission)
    return replace(submission, state=SubmissionState.ACCEPTED)


def _refuse_open_file(work: UnitOfWork, plan: Plan, submission: Submission) -> None:
    """Raise UserError where the file it was made from still has something open.

    Once it is accepted a cell could not be given its place any more.
    """
    file = work.incoming.of_submission(submission.id)
    if file is None:
        return
    case = case_of(plan, followed(file, submission), work)
    if still_open := [point.message for point in case.points if point.open]:
        raise UserError(
            "service.file_open",
            unit=plan.unit_by_code[submission.unit].short_name,
            file=file.file_name,
            count=len(still_open),
            points=" ".join(still_open),
        )


def _with_past(value: Value, old: Value | None) -> Value:
    """`value`, or what the submission held before if the text is still the same.

    So a revision keeps where a figure was read from and that it was corrected.
    """
    if old is None or (old.raw, old.cleared) != (value.raw, value.cleared):
        return value
    return replace(old, reason=value.reason)
