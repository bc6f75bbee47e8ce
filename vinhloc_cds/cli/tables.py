"""The answers that people read: Vietnamese sentences and tables in plain text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.formatting import (
    format_date,
    format_datetime,
    format_number,
    format_percent,
    format_value,
)
from vinhloc_cds.domain.progress import (
    UnitState,
    assignment_progress,
    count_assignments,
    count_units,
    unit_progress,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.texts import text

BLANK = "—"
_WIDEST = 60
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table for people; numbers stand on its right."""

    title: str
    numbers: bool = False


def status(snapshot: Snapshot) -> str:
    """How the plan stands, in some lines."""
    plan = snapshot.plan
    progress = unit_progress(snapshot)
    obliged = [p for p in progress if p.unit.relation is Relation.OBLIGED]
    asked = [p for p in progress if p.unit.relation is Relation.ASKED]
    reported = sum(p.received_at is not None for p in asked)
    units = count_units(obliged)
    assignments = assignment_progress(snapshot)
    deadline = plan.reporting.deadline
    day = format_date(deadline.day)
    return "\n".join(
        [
            text("cli.status.plan", plan=plan.short_title, code=plan.code),
            text("cli.status.now", now=format_datetime(snapshot.now)),
            text("cli.status.before", day=day)
            if deadline.exclusive
            else text("cli.status.by", day=day),
            "",
            text("cli.status.obliged", count=len(obliged)),
            *_counts(
                (text(f"state.unit.{state}"), units[state])
                for state in (
                    UnitState.ON_TIME,
                    UnitState.LATE,
                    UnitState.WAITING,
                    UnitState.OVERDUE,
                )
            ),
            text("cli.status.asked", count=len(asked), reported=reported),
            "",
            text("cli.status.assignments", count=len(assignments)),
            *_counts(
                (text(f"state.assignment.{state}"), count)
                for state, count in count_assignments(assignments).items()
            ),
        ]
    )


def units(snapshot: Snapshot) -> str:
    """Every unit of the plan with its state."""
    return table(
        [
            Column(text("cli.column.code")),
            Column(text("cli.column.unit")),
            Column(text("cli.column.relation")),
            Column(text("cli.column.state")),
            Column(text("cli.column.received")),
        ],
        [
            [
                progress.unit.code,
                progress.unit.name,
                text(f"state.relation.{progress.unit.relation}"),
                text(f"state.unit.{progress.state}"),
                format_datetime(progress.received_at) if progress.received_at else BLANK,
            ]
            for progress in unit_progress(snapshot)
        ],
    )


def values(snapshot: Snapshot) -> str:
    """Every value of every submission that was not withdrawn."""
    plan = snapshot.plan
    return table(
        [
            Column(text("cli.column.unit")),
            Column(text("cli.column.received")),
            Column(text("cli.column.kind")),
            Column(text("cli.column.state")),
            Column(text("cli.column.indicator")),
            Column(text("cli.column.value"), numbers=True),
            Column(text("cli.column.raw")),
        ],
        [
            [
                plan.unit_by_code[submission.unit].short_name,
                format_datetime(submission.received_at),
                text(f"state.kind.{submission.kind}"),
                text(f"state.submission.{submission.state}"),
                value.indicator,
                format_value(plan.indicator_by_code[value.indicator], value.value) or BLANK,
                value.raw,
            ]
            for submission in snapshot.submissions
            for value in submission.values
        ],
    )


def totals(snapshot: Snapshot) -> str:
    """Every total of the plan, and over how many units it stands."""
    groups = {group.code: group.name for group in snapshot.plan.groups}
    return table(
        [
            Column(text("cli.column.indicator")),
            Column(text("cli.column.name")),
            Column(text("cli.column.group")),
            Column(text("cli.column.value"), numbers=True),
            Column(text("cli.column.unit_of_measure")),
            Column(text("cli.column.ratio"), numbers=True),
            Column(text("cli.column.reported"), numbers=True),
        ],
        [
            [
                total.code,
                total.name,
                text("cli.all_groups") if total.group is None else groups[total.group],
                BLANK if total.value is None else format_number(total.value),
                total.unit_of_measure,
                BLANK if total.ratio is None else format_percent(total.ratio),
                f"{total.reported}/{total.expected}",
            ]
            for total in consolidate(snapshot)
        ],
    )


def _counts(rows: Iterable[tuple[str, int]]) -> list[str]:
    return [f"  {label}: {count}" for label, count in rows]


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """The rows under their titles, each column as wide as it must be."""
    if not rows:
        return text("cli.no_rows")
    cells = [[column.title for column in columns]]
    cells += [[one_line(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    rule = _GAP.join("-" * width for width in widths)
    lines = [
        _GAP.join(
            cell.rjust(width) if column.numbers else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], rule, *lines[1:]])


def one_line(cell: str) -> str:
    """A cell on one line: what a unit sent must not steer the terminal."""
    shown = "".join(letter if letter.isprintable() else " " for letter in cell)
    return shown if len(shown) <= _WIDEST else f"{shown[: _WIDEST - 1]}…"
