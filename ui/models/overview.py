"""What the overview counts and lists, from the progress of the units."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui import theme
from ui.models.table import Column
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.progress import UnitProgress, UnitState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.texts import text

OBLIGED_STATES = (UnitState.ON_TIME, UnitState.LATE, UnitState.WAITING, UnitState.OVERDUE)
"""The four states that add up to the units obliged to report (rule 4)."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of obliged units, or all of them (`code` blank), with a count to each state."""

    code: str
    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many units of the group are obliged."""
        return sum(self.counts)


def group_rows(plan: Plan, progress: Sequence[UnitProgress]) -> list[GroupRow]:
    """A row to each group with obliged units, communes first, then the row of all."""
    rows = []
    groups = sorted(plan.groups, key=lambda g: (g.code != plan.commune_group, g.order))
    for group in groups:
        states = [
            p.state
            for p in progress
            if p.unit.group == group.code and p.unit.relation is Relation.OBLIGED
        ]
        if states:
            rows.append(GroupRow(group.code, group.name, tuple(map(states.count, OBLIGED_STATES))))
    sums = tuple(sum(row.counts[n] for row in rows) for n in range(len(OBLIGED_STATES)))
    return [*rows, GroupRow("", text("overview.all_groups"), sums)]


def group_columns() -> list[Column[GroupRow]]:
    """The group, its size, and its four counts; a zero stands as a dash to let counts stand out."""

    def count(number: int) -> Column[GroupRow]:
        state = OBLIGED_STATES[number]
        return Column(
            text(f"overview.short.{state}"),
            lambda row: str(row.counts[number] or "–"),
            width=9,
            right=True,
            sort=lambda row: row.counts[number],
            tooltip=lambda _: text(f"state.unit.{state}"),
            colour=lambda row: theme.STATE_COLOURS[state] if row.counts[number] else "quiet",
        )

    return [
        Column(text("overview.column.group"), lambda row: row.name, width=28),
        Column(
            text("overview.column.obliged"),
            lambda row: str(row.total),
            width=9,
            right=True,
            sort=lambda row: row.total,
        ),
        *(count(number) for number in range(len(OBLIGED_STATES))),
    ]


def unit_columns(plan: Plan) -> list[Column[UnitProgress]]:
    """A unit, how it stands, and whom to call."""
    groups = {group.code: group.name for group in plan.groups}
    return [
        Column(text("overview.column.unit"), lambda p: p.unit.name, width=34),
        Column(text("overview.column.group"), lambda p: groups.get(p.unit.group, ""), width=24),
        Column(
            text("overview.column.state"),
            _state_words,
            width=24,
            colour=lambda p: theme.STATE_COLOURS.get(p.state, ""),
        ),
        Column(
            text("overview.column.received"),
            lambda p: format_datetime(p.received_at) if p.received_at else "—",
            width=18,
            sort=lambda p: p.received_at,
        ),
        Column(
            text("overview.column.due"),
            lambda p: format_date(p.deadline.last_day),
            width=12,
            sort=lambda p: p.deadline.last_day,
        ),
        Column(text("overview.column.person"), lambda p: p.unit.contact.person, width=20),
        Column(text("overview.column.phone"), lambda p: p.unit.contact.phone, width=14),
    ]


def _state_words(progress: UnitProgress) -> str:
    words = text(f"state.unit.{progress.state}")
    return text("overview.returned_mark", state=words) if progress.was_returned else words
