"""All that is known of one plan at one moment: what every pure rule and every page works on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from vinhloc_cds.domain.deadline import Deadline, Extension, later
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.submission import Submission, SubmissionState


class MarkState(StrEnum):
    """A state of an assignment that the officer sets by hand."""

    NOT_APPLICABLE = "not_applicable"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the officer set or noted by hand on one assignment.

    NOT_APPLICABLE needs a reason; ACCEPTED ("đã hoàn thành") only suits duties settled by hand.
    """

    duty: str
    unit: str
    state: MarkState | None
    reason: str
    note: str


@dataclass(frozen=True)
class Snapshot:
    """A plan, what was sent for it, and what was decided by hand, seen at `now`.

    `submissions` holds those received up to `as_of` if one is given (rule 11), in the order in
    which they take effect: moment received, then entry; withdrawn ones are left out.
    """

    plan: Plan
    submissions: tuple[Submission, ...]
    marks: tuple[Mark, ...]
    extensions: tuple[Extension, ...]
    now: datetime
    as_of: datetime | None = None

    @classmethod
    def of(
        cls,
        plan: Plan,
        submissions: tuple[Submission, ...],
        *,
        now: datetime,
        marks: tuple[Mark, ...] = (),
        extensions: tuple[Extension, ...] = (),
        as_of: datetime | None = None,
    ) -> "Snapshot":
        """A snapshot with its submissions chosen and ordered."""
        kept = [
            s
            for s in submissions
            if s.state is not SubmissionState.WITHDRAWN
            and (as_of is None or s.received_at <= as_of)
        ]
        kept.sort(key=lambda s: (s.received_at, s.id))
        return cls(plan, tuple(kept), marks, extensions, now, as_of)

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[Submission, ...]]:
        """The submissions of each unit that sent any, in order."""
        units: dict[str, list[Submission]] = {}
        for submission in self.submissions:
            units.setdefault(submission.unit, []).append(submission)
        return {unit: tuple(found) for unit, found in units.items()}

    @cached_property
    def mark_by_assignment(self) -> Mapping[tuple[str, str], Mark]:
        """Marks by (duty, unit)."""
        return {(mark.duty, mark.unit): mark for mark in self.marks}

    @property
    def moment(self) -> datetime:
        """What states are judged at: `now`, or `as_of` where that is earlier.

        A unit whose report came after `as_of` must not be called overdue for it.
        """
        return self.now if self.as_of is None else min(self.now, self.as_of)

    def deadline_of(self, unit: str) -> Deadline:
        """The deadline of `unit`: the plan's, or its own extension where that is later."""
        return self._deadlines.get(unit, self.plan.reporting.deadline)

    @cached_property
    def _deadlines(self) -> Mapping[str, Deadline]:
        common = self.plan.reporting.deadline
        return {e.unit: later(common, e.deadline) for e in self.extensions}
