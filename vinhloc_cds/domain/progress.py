"""Who has reported and how each assignment stands (rules 1 to 6 and the eight states)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.plan import Duty
from vinhloc_cds.domain.snapshot import Mark, Snapshot
from vinhloc_cds.domain.unit import Unit


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
    """Every unit of the plan in its order; Relation.NONE gives UnitState.NONE."""
    raise NotImplementedError


def assignment_progress(snapshot: Snapshot) -> tuple[AssignmentProgress, ...]:
    """Every assignment, in the order of duties, then units."""
    raise NotImplementedError


def count_units(progress: Iterable[UnitProgress]) -> Mapping[UnitState, int]:
    """How many units are in each state; every state has an entry."""
    raise NotImplementedError


def count_assignments(
    progress: Iterable[AssignmentProgress],
) -> Mapping[AssignmentState, int]:
    """How many assignments are in each of the eight states; every state has an entry."""
    raise NotImplementedError
