"""An incoming file as a case: what it says, the submission it makes, and what keeps it back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from vinhloc_cds.domain.checking import TYPE, Finding, check_values
from vinhloc_cds.domain.incoming import FileProblem, FileReading, Incoming, IncomingState, Todo
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
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.services.intake import judge, says_something
from vinhloc_cds.services.ports import UnitOfWork
from vinhloc_cds.services.review import Point, by_hand, may_give_figure, points
from vinhloc_cds.texts import text


@dataclass(frozen=True)
class Case:
    """A file, and the submission made from it or, with id 0, the one that it would make.

    `others` are the other submissions of the same unit.
    """

    plan: Plan
    incoming: Incoming
    submission: Submission
    others: tuple[Submission, ...] = ()

    @property
    def is_stored(self) -> bool:
        """Whether the submission exists."""
        return self.submission.id != 0

    @property
    def is_ready(self) -> bool:
        """Whether all is known that a submission needs."""
        incoming = self.incoming
        return not by_hand(incoming) and None not in (incoming.unit, incoming.kind)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks say of its figures; of a unit unknown only how they could be read."""
        submission = self.submission
        if by_hand(self.incoming):
            return ()
        if self.incoming.kind is None and not submission.values:
            # What a file lacks that says nothing is no news until it is known why it does.
            return ()
        if self.incoming.unit is None:
            # How a text is read depends on no unit: any will do.
            found = check_values(self.plan, self.plan.units[0], submission.values)
            return tuple(finding for finding in found if finding.check == TYPE)
        entry = submission.id or None
        return judge(self.plan, submission, submission.values, self.others, entry=entry)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """All that is to be known, decided or mended about it."""
        return points(self.plan, self.incoming, self.submission, self.findings)

    @property
    def is_acceptable(self) -> bool:
        """Whether nothing is open, and it says something or that nothing arose."""
        said = self.submission.kind is SubmissionKind.NOTHING or any(
            map(says_something, self.submission.values)
        )
        return self.is_ready and said and not any(point.open for point in self.points)


def case_of(plan: Plan, incoming: Incoming, work: UnitOfWork) -> Case:
    """The case of a stored file as `work` sees it."""
    unit = incoming.unit
    sent = () if unit is None else work.submissions.of_unit(plan.code, unit)
    return case_among(plan, incoming, sent)


def case_among(plan: Plan, incoming: Incoming, sent: Iterable[Submission]) -> Case:
    """The case of a stored file among all that its unit `sent`."""
    others = tuple(each for each in sent if each.id != incoming.submission)
    own = next((each for each in sent if each.id == incoming.submission), None)
    return Case(plan, incoming, own or would_be(plan, incoming), others)


def followed(file: Incoming, submission: Submission | None) -> Incoming:
    """`file` as its submission has it, which may have been revised since it was made."""
    if submission is None or file.state is not IncomingState.TAKEN:
        return file
    return replace(
        file,
        unit=submission.unit,
        kind=submission.kind,
        received_at=submission.received_at,
        channel=submission.channel,
    )


def would_be(plan: Plan, incoming: Incoming) -> Submission:
    """The submission that a file makes once its unit and kind are known; its id is 0."""
    reading = incoming.reading
    return Submission(
        id=0,
        plan=plan.code,
        unit=incoming.unit or "",
        kind=incoming.kind or SubmissionKind.SUPPLEMENT,
        state=SubmissionState.RECEIVED,
        received_at=incoming.received_at,
        entered_at=incoming.taken_at,
        channel=incoming.channel,
        number=nfc(reading.number.strip()),
        signed_on=reading.signed_on,
        maker=nfc(reading.maker.strip()),
        phone=nfc(reading.phone.strip()),
        reason=incoming.reason,
        note=nfc(reading.note.strip()),
        returned_reason="",
        values=_values(incoming),
    )


def _values(incoming: Incoming) -> tuple[Value, ...]:
    sha256, name = incoming.sha256, incoming.file_name
    return tuple(
        Value(
            found.indicator,
            found.value,
            found.raw,
            estimate=found.estimate,
            source=Source(sha256, name, found.sheet, found.cell),
            doubt=found.doubt,
        )
        for found in incoming.reading.values
    )


def draft_of(submission: Submission) -> SubmissionDraft:
    """What `submission` says of itself and of its figures, as if it had been typed."""
    return SubmissionDraft(
        unit=submission.unit,
        kind=submission.kind,
        received_at=submission.received_at,
        channel=submission.channel,
        number=submission.number,
        signed_on=submission.signed_on,
        maker=submission.maker,
        phone=submission.phone,
        reason=submission.reason,
        note=submission.note,
        entries=tuple(
            Entry(value.indicator, value.raw, value.cleared, value.reason)
            for value in submission.values
        ),
    )


def fitted(plan: Plan, reading: FileReading) -> FileReading:
    """`reading` without a unit that does not report, and without figures not asked of its unit.

    What is left out becomes a problem of the file that names it.
    """
    if reading.unit is None:
        return reading
    unit = plan.unit_by_code[reading.unit]
    if unit.relation is Relation.NONE:
        message = text("importing.point.not_a_reporter", unit=unit.short_name)
        problem = FileProblem(Todo.CHOOSE_UNIT, Severity.QUESTION, message)
        return replace(reading, unit=None, problems=(*reading.problems, problem))
    asked = {indicator.code for indicator in plan.indicators_of(unit)}
    strange = [found for found in reading.values if found.indicator not in asked]
    if not strange:
        return reading
    problems = tuple(
        FileProblem(
            Todo.KNOW,
            Severity.FLAG,
            text("importing.point.not_asked", unit=unit.short_name, indicator=found.indicator),
            found.sheet,
            found.cell,
            found.indicator,
            found.raw,
        )
        for found in strange
    )
    counts = replace(
        reading.counts,
        values=reading.counts.values - len(strange),
        problems=reading.counts.problems + len(strange),
    )
    values = tuple(found for found in reading.values if found.indicator in asked)
    return replace(reading, values=values, problems=(*reading.problems, *problems), counts=counts)


def kind_for(incoming: Incoming, sent: Iterable[Submission]) -> SubmissionKind | None:
    """FIRST where a file says something and its unit has `sent` no first one; else it is asked."""
    has_first = any(each.stands and each.kind is SubmissionKind.FIRST for each in sent)
    reading = incoming.reading
    silent = not reading.values and not any(map(may_give_figure, reading.problems))
    return None if has_first or silent else SubmissionKind.FIRST


def stored(case: Case, work: UnitOfWork, now: datetime) -> Case:
    """`case` with its submission stored, accepted where nothing is open; the record is not."""
    submission = case.submission
    state = SubmissionState.ACCEPTED if case.is_acceptable else SubmissionState.RECEIVED
    made = work.submissions.add(
        case.plan.code, draft_of(submission), submission.values, now, state=state
    )
    incoming = replace(case.incoming, submission=made.id, state=IncomingState.TAKEN)
    return replace(case, incoming=incoming, submission=made)
