"""What the parts of a consolidated report are made from, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vinhloc_cds.domain.consolidation import Total, consolidate
from vinhloc_cds.domain.plan import Indicator, Letterhead, Plan, ValueType
from vinhloc_cds.domain.progress import (
    AssignmentProgress,
    UnitProgress,
    assignment_progress,
    unit_progress,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import StandingValue, nothing_arose, standing_matrix
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.unit import Relation

APPRAISAL = "K"
"""The section of texts in which units appraise what they did."""


@dataclass(frozen=True)
class Material:
    """A snapshot with its totals, standing values and progress, and the letterhead to print it."""

    snapshot: Snapshot
    letterhead: Letterhead
    totals: tuple[Total, ...]
    matrix: Mapping[tuple[str, str], StandingValue]
    units: tuple[UnitProgress, ...]
    assignments: tuple[AssignmentProgress, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, letterhead: Letterhead) -> "Material":
        """All that is worked out from `snapshot`."""
        return cls(
            snapshot,
            letterhead,
            consolidate(snapshot),
            standing_matrix(snapshot),
            unit_progress(snapshot),
            assignment_progress(snapshot),
        )

    @property
    def plan(self) -> Plan:
        """The plan that is reported on."""
        return self.snapshot.plan

    @property
    def moment(self) -> datetime:
        """Up to when what was received counts."""
        return self.snapshot.moment

    def has_accepted(self, unit: str) -> bool:
        """Whether figures of `unit` may stand in the totals (rule 13)."""
        return any(
            submission.state is SubmissionState.ACCEPTED
            for submission in self.snapshot.by_unit.get(unit, ())
        )

    @property
    def nothing(self) -> tuple[str, ...]:
        """The units whose accepted word is "không phát sinh", in the plan's order."""
        return tuple(
            unit.code
            for unit in self.plan.units
            if unit.relation is not Relation.NONE
            and nothing_arose(self.plan, self.snapshot.by_unit.get(unit.code, ()))
        )

    @property
    def silent(self) -> tuple[str, ...]:
        """The obliged units without any accepted submission, in the plan's order."""
        return tuple(
            unit.code
            for unit in self.plan.units_related(Relation.OBLIGED)
            if not self.has_accepted(unit.code)
        )

    @property
    def partial(self) -> dict[str, tuple[str, ...]]:
        """By computed indicator the units whose total lacks a part."""
        found: dict[str, list[str]] = {}
        for (unit, code), value in self.matrix.items():
            if value.partial:
                found.setdefault(code, []).append(unit)
        order = {unit.code: unit.order for unit in self.plan.units}
        return {code: tuple(sorted(units, key=order.__getitem__)) for code, units in found.items()}

    def sections(self) -> tuple[str, ...]:
        """The letters of the sections with figures, in the plan's order of indicators."""
        return tuple(
            dict.fromkeys(
                i.section
                for i in self.plan.indicators
                if not i.submission_field and i.section != APPRAISAL
            )
        )

    def figures_of(self, section: str) -> tuple[Indicator, ...]:
        """The indicators of a section that a table of figures shows."""
        return tuple(
            i
            for i in self.plan.indicators
            if i.section == section
            and not i.submission_field
            and i.value_type not in {ValueType.LONG_TEXT, ValueType.ATTACHMENT}
        )
