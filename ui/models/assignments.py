"""Assignments as rows: what the table of duties shows, filters and groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from ui.models.table import Column
from ui.theme import STATE_COLOURS
from vinhloc_cds.domain.deadline import Window
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Duty, Plan
from vinhloc_cds.domain.progress import AssignmentProgress, AssignmentState
from vinhloc_cds.texts import text

DONE = {
    AssignmentState.ACCEPTED,
    AssignmentState.REPORTED,
    AssignmentState.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment with the words it is shown and found by."""

    progress: AssignmentProgress
    clause: str
    when: str
    state: str
    note: str
    searchable: str

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


def assignment_rows(progress: Iterable[AssignmentProgress]) -> list[AssignmentRow]:
    """The rows in the order of `progress`."""
    rows = []
    for item in progress:
        state = text(f"state.assignment.{item.state}")
        clause = ", ".join(item.duty.clauses)
        note = " – ".join(filter(None, (item.mark.reason, item.mark.note))) if item.mark else ""
        found_by = (
            item.unit.name,
            item.unit.short_name,
            *item.unit.aliases,
            item.duty.text,
            item.duty.code,
            clause,
            note,
        )
        rows.append(AssignmentRow(item, clause, when(item.duty), state, note, "\n".join(found_by)))
    return rows


def bundles_by_unit(rows: Iterable[AssignmentRow]) -> list[Bundle]:
    """The rows taken together by unit, in the plan's order, after one bundle of them all."""
    rows = list(rows)
    by_unit: dict[str, list[AssignmentRow]] = {}
    for row in sorted(rows, key=lambda row: row.progress.unit.order):
        by_unit.setdefault(row.progress.unit.code, []).append(row)
    bundles = [_bundle("", text("assignments.all_rows"), rows)]
    for code, own in by_unit.items():
        bundles.append(_bundle(code, own[0].progress.unit.name, own))
    return bundles


def bundles_by_clause(rows: Iterable[AssignmentRow], plan: Plan) -> list[Bundle]:
    """The rows taken together by clause, in the plan's order, after one bundle of them all.

    A duty that rests on several clauses stands under each of them.
    """
    rows = list(rows)
    bundles = [_bundle("", text("assignments.all_rows"), rows)]
    for clause in plan.clauses:
        cited = [row for row in rows if clause.ref in row.progress.duty.clauses]
        if cited:
            name = f"{clause.ref}  {clause.title or clause.body}"
            bundles.append(_bundle(clause.ref, name, cited))
    return bundles


def _bundle(key: str, name: str, rows: list[AssignmentRow]) -> Bundle:
    return Bundle(
        key,
        name,
        sum(row.progress.state in DONE for row in rows),
        sum(row.progress.state is AssignmentState.OVERDUE for row in rows),
        len(rows),
    )


def when(duty: Duty) -> str:
    """The time a duty has, in the words of a table: window, event or deadline."""
    if duty.window is None:
        if duty.deadline is None:
            return text("assignments.window.none")
        end = format_date(duty.deadline.day)
        if duty.deadline.exclusive:
            return text("assignments.window.before", end=end)
        return text("assignments.window.deadline", end=end)
    return _window(duty.window)


def _window(window: Window) -> str:
    start = format_date(window.start) if window.start else ""
    end = format_date(window.end) if window.end else ""
    if window.start_time is not None:
        return text(
            "assignments.window.event", time=window.start_time.strftime("%Hh%M"), start=start
        )
    if start and end:
        return text("assignments.window.span", start=start, end=end)
    if start:
        return text("assignments.window.from", start=start)
    if end:
        return text("assignments.window.until", end=end)
    return text("assignments.window.none")


def _first_day(row: AssignmentRow) -> object:
    duty = row.progress.duty
    if duty.window is not None and duty.window.start is not None:
        return duty.window.start
    return duty.deadline.day if duty.deadline is not None else None


def assignment_columns() -> tuple[Column[AssignmentRow], ...]:
    """The columns of the table of assignments."""
    states = list(AssignmentState)
    return (
        Column(text("assignments.column.clause"), lambda row: row.clause, 12),
        Column(
            text("assignments.column.duty"),
            lambda row: row.progress.duty.text,
            46,
            tooltip=lambda row: row.progress.duty.text,
        ),
        Column(
            text("assignments.column.unit"),
            lambda row: row.progress.unit.name,
            26,
            sort=lambda row: row.progress.unit.order,
        ),
        Column(
            text("assignments.column.role"),
            lambda row: text(f"state.role.{row.progress.duty.role}"),
            10,
        ),
        Column(
            text("assignments.column.window"),
            lambda row: (
                row.when + (" *" if inferred(row.progress.duty, "window", "deadline") else "")
            ),
            22,
            sort=_first_day,
            tooltip=lambda row: ", ".join(inferred_fields(row.progress.duty)),
        ),
        Column(
            text("assignments.column.state"),
            lambda row: row.state,
            16,
            sort=lambda row: states.index(row.progress.state),
            colour=lambda row: STATE_COLOURS.get(row.progress.state, ""),
        ),
        Column(text("assignments.column.note"), lambda row: row.note, 20),
    )


def bundle_columns() -> tuple[Column[Bundle], ...]:
    """The columns of the list of units or clauses."""
    return (
        Column(
            text("assignments.column.name"),
            lambda bundle: bundle.name,
            26,
            tooltip=lambda bundle: bundle.name,
        ),
        Column(
            text("assignments.column.done"),
            lambda bundle: f"{bundle.done}/{bundle.total}",
            7,
            sort=lambda bundle: bundle.done / bundle.total if bundle.total else 0,
            right=True,
        ),
        Column(
            text("assignments.column.overdue"),
            lambda bundle: str(bundle.overdue) if bundle.overdue else "",
            7,
            sort=lambda bundle: bundle.overdue,
            right=True,
            colour=lambda bundle: "bad" if bundle.overdue else "",
        ),
    )


def inferred(duty: Duty, *fields: str) -> bool:
    """Whether one of `fields` is not stated by the plan."""
    return any(duty.origins.get(name, Origin.STATED) is not Origin.STATED for name in fields)


def inferred_fields(duty: Duty) -> list[str]:
    """The fields of `duty` that the plan does not state, each with how we came by it."""
    return [
        f"{text(f'assignments.field.{name}')} ({text(f'state.origin.{origin}')})"
        for name, origin in duty.origins.items()
        if origin is not Origin.STATED
    ]
