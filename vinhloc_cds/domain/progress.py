"""Who has reported and how each assignment stands (rules 1 to 6 and the eight states)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.plan import Duty, DutyKind, Plan
from vinhloc_cds.domain.snapshot import Mark, MarkState, Snapshot
from vinhloc_cds.domain.standing import standing_submissions, standing_values
from vinhloc_cds.domain.submission import Scalar, Submission, SubmissionState
from vinhloc_cds.domain.unit import Relation, Unit


class UnitState(StrEnum):
    """Obliged units are in one of the first four; asked ones ON_TIME, LATE or NOT_SENT."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"
    NOT_SENT = "not_sent"
    OWN = "own"
    NONE = "none"


class AssignmentState(StrEnum):
    """The state of an assignment: the first of these that holds."""

    NOT_APPLICABLE = "not_applicable"
    ACCEPTED = "accepted"
    REPORTED = "reported"
    RETURNED = "returned"
    OVERDUE = "overdue"
    UNDER_WAY = "under_way"
    NOT_DUE = "not_due"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How one unit stands: `received_at` is its earliest standing submission's moment.

    `was_returned` says that everything it sent was returned ("đã trả lại", rule 5).
    """

    unit: Unit
    state: UnitState
    received_at: datetime | None
    was_returned: bool
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class AssignmentProgress:
    """One duty for one unit, with its state and what was noted by hand."""

    duty: Duty
    unit: Unit
    state: AssignmentState
    mark: Mark | None


def unit_progress(snapshot: Snapshot) -> tuple[UnitProgress, ...]:
    """Every unit of the plan in its order; Relation.NONE gives UnitState.NONE.

    A replacement does not move the moment at which a unit first reported: it is the earliest of
    all that stand, voided or not (rule 5).
    """
    return tuple(_unit_progress(snapshot, unit) for unit in snapshot.plan.units)


def _unit_progress(snapshot: Snapshot, unit: Unit) -> UnitProgress:
    sent = snapshot.by_unit.get(unit.code, ())
    deadline = snapshot.deadline_of(unit.code)
    received_at = min((s.received_at for s in sent if s.stands), default=None)
    return UnitProgress(
        unit=unit,
        state=_unit_state(unit.relation, received_at, deadline, snapshot.moment),
        received_at=received_at,
        was_returned=bool(sent) and received_at is None,
        deadline=deadline,
    )


def _unit_state(
    relation: Relation, received_at: datetime | None, deadline: Deadline, moment: datetime
) -> UnitState:
    if relation is Relation.OWN:
        return UnitState.OWN
    if relation is Relation.NONE:
        return UnitState.NONE
    if received_at is not None:
        return UnitState.LATE if deadline.passed(received_at) else UnitState.ON_TIME
    if relation is Relation.ASKED:
        return UnitState.NOT_SENT
    return UnitState.OVERDUE if deadline.passed(moment) else UnitState.WAITING


def assignment_progress(snapshot: Snapshot) -> tuple[AssignmentProgress, ...]:
    """Every assignment, in the order of duties, then units.

    A unit that was taken out of the plan (Relation.NONE) has no assignments.
    """
    units = {
        unit.code: _UnitView.of(snapshot, unit)
        for unit in snapshot.plan.units
        if unit.relation is not Relation.NONE
    }
    progress = []
    for duty in snapshot.plan.duties:
        for code in duty.units:
            if view := units.get(code):
                mark = snapshot.mark_by_assignment.get((duty.code, code))
                state = _assignment_state(snapshot, duty, view, mark)
                progress.append(AssignmentProgress(duty, view.unit, state, mark))
    return tuple(progress)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What some submissions of one unit answer: the indicators that hold a figure.

    "Không phát sinh" is a report and answers the duty to report, but it holds no figure and so
    answers no other; what does not concern the unit is marked "không áp dụng" by hand.
    """

    sent: bool
    figures: Mapping[str, Scalar]

    @classmethod
    def standing(cls, plan: Plan, sent: tuple[Submission, ...], *, accepted_only: bool) -> Self:
        """What stands of `sent`."""
        counted = standing_submissions(sent, accepted_only=accepted_only)
        values = standing_values(plan, counted, accepted_only=accepted_only)
        return cls(
            sent=bool(counted),
            figures={code: value.value for code, value in values.items()},
        )

    @classmethod
    def returned(cls, sent: tuple[Submission, ...]) -> Self:
        """What the returned ones among `sent` held."""
        back = [s for s in sent if s.state is SubmissionState.RETURNED]
        figures = {v.indicator: v.value for s in back for v in s.values if v.given}
        return cls(sent=bool(back), figures=figures)

    def settles(self, duty: Duty) -> bool:
        """Whether `duty` is answered; any submission does for the duty to report."""
        if duty.is_report:
            return self.sent
        return any(code in self.figures for code in duty.indicators)


@dataclass(frozen=True, slots=True)
class _UnitView:
    """What the states of one unit's assignments depend on, worked out once for all of them."""

    unit: Unit
    deadline: Deadline
    accepted: _Answer
    standing: _Answer
    returned: _Answer

    @classmethod
    def of(cls, snapshot: Snapshot, unit: Unit) -> Self:
        plan, sent = snapshot.plan, snapshot.by_unit.get(unit.code, ())
        return cls(
            unit=unit,
            deadline=snapshot.deadline_of(unit.code),
            accepted=_Answer.standing(plan, sent, accepted_only=True),
            standing=_Answer.standing(plan, sent, accepted_only=False),
            returned=_Answer.returned(sent),
        )


def _assignment_state(
    snapshot: Snapshot, duty: Duty, view: _UnitView, mark: Mark | None
) -> AssignmentState:
    """The first of the eight that holds."""
    marked = mark.state if mark else None
    condition = view.standing.figures.get(duty.condition)
    if marked is MarkState.NOT_APPLICABLE or condition == 0:  # "không" is False, and equals 0
        return AssignmentState.NOT_APPLICABLE
    if duty.settled_by_hand:
        if marked is MarkState.ACCEPTED:
            return AssignmentState.ACCEPTED
        return _state_by_date(snapshot, duty, view)
    if view.accepted.settles(duty):
        return AssignmentState.ACCEPTED
    if view.standing.settles(duty):
        return AssignmentState.REPORTED
    if view.returned.settles(duty):
        return AssignmentState.RETURNED
    binds = view.unit.relation is Relation.OBLIGED and (
        not duty.is_conditional or condition is not None
    )
    if binds and view.deadline.passed(snapshot.moment):
        return AssignmentState.OVERDUE
    return _state_by_date(snapshot, duty, view)


def _state_by_date(snapshot: Snapshot, duty: Duty, view: _UnitView) -> AssignmentState:
    """The state of what nobody has answered: the calendar alone decides.

    The end of a window makes nothing overdue, so what has begun stays under way. Where no start
    is known, an end that has gone by says that it must have begun.
    """
    begins = _begins_at(duty, view, snapshot.plan)
    if begins is None:
        return AssignmentState.UNDATED
    return AssignmentState.UNDER_WAY if begins <= snapshot.moment else AssignmentState.NOT_DUE


def _begins_at(duty: Duty, view: _UnitView, plan: Plan) -> datetime | None:
    """From when on the duty counts as begun; None if it has no date at all."""
    window = duty.window
    if duty.kind is DutyKind.EVENT and (window is None or window.start_time is None):
        return plan.ceremony
    if window and window.opens_at:
        return window.opens_at
    if duty.is_report:
        return view.deadline.closes_at
    if duty.deadline:
        return duty.deadline.closes_at
    if window and window.end:
        return Deadline(window.end, exclusive=False).closes_at
    return None


def count_units(progress: Iterable[UnitProgress]) -> Mapping[UnitState, int]:
    """How many units are in each state; every state has an entry."""
    found = Counter(each.state for each in progress)
    return {state: found[state] for state in UnitState}


def count_assignments(
    progress: Iterable[AssignmentProgress],
) -> Mapping[AssignmentState, int]:
    """How many assignments are in each of the eight states; every state has an entry."""
    found = Counter(each.state for each in progress)
    return {state: found[state] for state in AssignmentState}
