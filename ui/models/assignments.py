"""Assignments as rows: what the table of duties shows, filters and groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ui.models.table import Column
from ui.theme import STATE_COLOURS
from vinhloc_cds.domain.deadline import Deadline, Window
from vinhloc_cds.domain.duty_time import due_of, when
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Duty, Plan
from vinhloc_cds.domain.progress import AssignmentProgress, AssignmentState, assignment_progress
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.texts import text

DONE = {
    AssignmentState.ACCEPTED,
    AssignmentState.REPORTED,
    AssignmentState.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment with the words it is shown and found by.

    `first_day` is what it is sorted by in time.
    """

    progress: AssignmentProgress
    clause: str
    when: str
    first_day: date | None
    state: str
    note: str
    searchable: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Duty and unit: what tells it apart from one load to the next."""
        return self.progress.duty.code, self.progress.unit.code


@dataclass(frozen=True, slots=True)
class Bundle:
    """Assignments of one unit or one clause taken together; `key` is blank for all of them."""

    key: str
    name: str
    done: int
    overdue: int
    total: int


def assignment_rows(snapshot: Snapshot) -> list[AssignmentRow]:
    """All assignments, in the order of duties, then units."""
    return [_row(snapshot, item) for item in assignment_progress(snapshot)]


def _row(snapshot: Snapshot, item: AssignmentProgress) -> AssignmentRow:
    duty, unit, mark = item.duty, item.unit, item.mark
    clause = ", ".join(duty.clauses)
    note = " – ".join(filter(None, (mark.reason, mark.note))) if mark else ""
    due = due_of(duty, snapshot.deadline_of(unit.code))
    names = (unit.name, unit.short_name, *unit.aliases)
    return AssignmentRow(
        item,
        clause,
        when(duty.window, due),
        _first_day(duty.window, due),
        text(f"state.assignment.{item.state}"),
        note,
        (*names, duty.text, duty.code, *duty.clauses, note),
    )


def _first_day(window: Window | None, due: Deadline | None) -> date | None:
    if window is not None and window.start is not None:
        return window.start
    return due.day if due is not None else None


def bundles_by_unit(rows: Sequence[AssignmentRow]) -> list[Bundle]:
    """The rows taken together by unit, in the plan's order, after one bundle of them all."""
    by_unit: dict[str, list[AssignmentRow]] = {}
    for row in sorted(rows, key=lambda row: row.progress.unit.order):
        by_unit.setdefault(row.progress.unit.code, []).append(row)
    bundles = [_bundle("", text("assignments.all_rows"), rows)]
    for code, own in by_unit.items():
        bundles.append(_bundle(code, own[0].progress.unit.short_name, own))
    return bundles


def bundles_by_clause(rows: Sequence[AssignmentRow], plan: Plan) -> list[Bundle]:
    """The rows taken together by clause, in the plan's order, after one bundle of them all.

    A duty that rests on several clauses stands under each of them.
    """
    bundles = [_bundle("", text("assignments.all_rows"), rows)]
    for clause in plan.clauses:
        cited = [row for row in rows if clause.ref in row.progress.duty.clauses]
        if cited:
            name = f"{clause.ref}  {clause.title or clause.body}"
            bundles.append(_bundle(clause.ref, name, cited))
    return bundles


def _bundle(key: str, name: str, rows: Sequence[AssignmentRow]) -> Bundle:
    return Bundle(
        key,
        name,
        sum(row.progress.state in DONE for row in rows),
        sum(row.progress.state is AssignmentState.OVERDUE for row in rows),
        len(rows),
    )


def assignment_columns() -> tuple[Column[AssignmentRow], ...]:
    """The columns of the table of assignments."""
    states = list(AssignmentState)
    return (
        Column(text("assignments.column.clause"), lambda row: row.clause, 11),
        Column(
            text("assignments.column.duty"),
            lambda row: row.progress.duty.text,
            40,
            tooltip=lambda row: row.progress.duty.text,
        ),
        Column(
            text("assignments.column.unit"),
            lambda row: row.progress.unit.short_name,
            22,
            sort=lambda row: row.progress.unit.order,
            tooltip=lambda row: row.progress.unit.name,
        ),
        Column(
            text("assignments.column.role"),
            lambda row: starred(
                text(f"state.role.{row.progress.duty.role}"), row.progress.duty, "role"
            ),
            10,
        ),
        Column(
            text("assignments.column.window"),
            lambda row: starred(row.when, row.progress.duty, "window", "deadline"),
            21,
            sort=lambda row: row.first_day,
            tooltip=lambda row: _inferred_words(row.progress.duty),
        ),
        Column(
            text("assignments.column.state"),
            lambda row: row.state,
            15,
            sort=lambda row: states.index(row.progress.state),
            colour=lambda row: STATE_COLOURS.get(row.progress.state, "quiet"),
        ),
        Column(text("assignments.column.note"), lambda row: row.note, 14),
    )


def bundle_columns() -> tuple[Column[Bundle], ...]:
    """The columns of the list of units or clauses."""
    return (
        Column(
            text("assignments.column.name"),
            lambda bundle: bundle.name,
            20,
            tooltip=lambda bundle: bundle.name,
        ),
        Column(
            text("assignments.column.done"),
            lambda bundle: f"{bundle.done}/{bundle.total}",
            8,
            sort=lambda bundle: bundle.done / bundle.total if bundle.total else 0,
            right=True,
        ),
        Column(
            text("assignments.column.overdue"),
            lambda bundle: str(bundle.overdue) if bundle.overdue else "",
            8,
            sort=lambda bundle: bundle.overdue,
            right=True,
            colour=lambda bundle: "bad" if bundle.overdue else "",
        ),
    )


def starred(words: str, duty: Duty, *fields: str) -> str:
    """`words` with the mark of what the plan does not state, if one of `fields` is such."""
    return text("assignments.starred", words=words) if inferred(duty, *fields) else words


def inferred(duty: Duty, *fields: str) -> bool:
    """Whether one of `fields` is not stated by the plan."""
    return any(duty.origins.get(name, Origin.STATED) is not Origin.STATED for name in fields)


def inferred_fields(duty: Duty) -> list[str]:
    """What of `duty` the plan does not state, each with how we came by it.

    The text is left out: it is a paraphrase throughout, and the screen says so of all.
    """
    return [
        f"{text(f'assignments.field.{name}')} ({text(f'state.origin.{origin}').lower()})"
        for name, origin in duty.origins.items()
        if origin is not Origin.STATED and name != "text"
    ]


def _inferred_words(duty: Duty) -> str:
    fields = inferred_fields(duty)
    return text("assignments.detail.marks", fields=", ".join(fields)) if fields else ""
