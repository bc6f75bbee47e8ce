"""The rows and columns of the tables of units, duties, indicators, clauses and the header."""

from dataclasses import dataclass

from ui.models.assignments import inferred, inferred_fields, starred
from ui.models.table import Column
from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.duty_time import due_of, when
from vinhloc_cds.domain.formatting import format_date, format_number
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Clause, Duty, Indicator, Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.unit import Relation, Unit, UnitGroup
from vinhloc_cds.texts import text

_ORIGIN_COLOURS = {Origin.STATED: "quiet", Origin.INFERRED: "late", Origin.ASSUMED: "bad"}
_INFERRED = ("role", "window", "deadline", "binding", "units")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with its deadline, and why that is a later one than the plan's."""

    unit: Unit
    group: str
    deadline: str
    extended: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of units and how many of them report."""

    group: UnitGroup
    obliged: int
    asked: int
    units: int


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty with the words of its time."""

    duty: Duty
    when: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with the names of the groups that are asked for it."""

    indicator: Indicator
    groups: str


def unit_rows(snapshot: Snapshot) -> list[UnitRow]:
    """All units of the plan in its order."""
    names = {group.code: group.name for group in snapshot.plan.groups}
    reasons = {extension.unit: extension.reason for extension in snapshot.extensions}
    rows = []
    for unit in snapshot.plan.units:
        deadline = ""
        if unit.relation in {Relation.OBLIGED, Relation.ASKED}:
            deadline = deadline_words(snapshot.deadline_of(unit.code))
        rows.append(UnitRow(unit, names[unit.group], deadline, reasons.get(unit.code, "")))
    return rows


def group_rows(plan: Plan) -> list[GroupRow]:
    """All groups in the plan's order."""
    rows = []
    for group in plan.groups:
        relations = [unit.relation for unit in plan.units if unit.group == group.code]
        obliged, asked = relations.count(Relation.OBLIGED), relations.count(Relation.ASKED)
        rows.append(GroupRow(group, obliged, asked, len(relations)))
    return rows


def duty_rows(plan: Plan) -> list[DutyRow]:
    """All duties in the plan's order."""
    reporting = plan.reporting.deadline
    return [DutyRow(duty, when(duty.window, due_of(duty, reporting))) for duty in plan.duties]


def indicator_rows(plan: Plan) -> list[IndicatorRow]:
    """All indicators in the plan's order."""
    names = {group.code: group.name for group in plan.groups}
    return [
        IndicatorRow(each, ", ".join(names[code] for code in each.groups))
        for each in plan.indicators
    ]


def unit_columns() -> tuple[Column[UnitRow], ...]:
    """Units with relation, contact, profile and where their names come from."""
    return (
        Column(text("settings.column.code"), lambda row: row.unit.code, 7),
        Column(
            text("settings.column.name"),
            lambda row: row.unit.name,
            36,
            sort=lambda row: row.unit.order,
            tooltip=lambda row: "; ".join((row.unit.name, *row.unit.aliases)),
        ),
        Column(text("settings.column.group"), lambda row: row.group, 22),
        Column(
            text("settings.column.relation"),
            lambda row: text(f"state.relation.{row.unit.relation}"),
            16,
        ),
        Column(
            text("settings.column.deadline"),
            lambda row: row.deadline,
            25,
            tooltip=lambda row: row.extended,
            colour=lambda row: "waiting" if row.extended else "",
        ),
        Column(text("settings.column.contact"), lambda row: row.unit.contact.person, 18),
        Column(text("settings.column.phone"), lambda row: row.unit.contact.phone, 13),
        Column(
            text("settings.column.profile"),
            lambda row: _profile(row.unit),
            19,
            tooltip=lambda _: text("settings.column.profile_tip"),
        ),
        Column(
            text("settings.column.origin"),
            lambda row: text(f"state.origin.{row.unit.origin}"),
            13,
            tooltip=lambda row: _sources(row.unit.source, row.unit.confidence, row.unit.note),
            colour=lambda row: _ORIGIN_COLOURS[row.unit.origin],
        ),
    )


def group_columns() -> tuple[Column[GroupRow], ...]:
    """Groups with the number of their units."""
    return (
        Column(text("settings.column.name"), lambda row: row.group.name, 50),
        Column(
            text("state.relation.obliged"),
            lambda row: _count(row.obliged),
            18,
            sort=lambda row: row.obliged,
            right=True,
        ),
        Column(
            text("state.relation.asked"),
            lambda row: _count(row.asked),
            18,
            sort=lambda row: row.asked,
            right=True,
        ),
        Column(
            text("settings.column.units"),
            lambda row: _count(row.units),
            18,
            sort=lambda row: row.units,
            right=True,
        ),
    )


def duty_columns() -> tuple[Column[DutyRow], ...]:
    """Duties with what of them the plan does not state."""
    return (
        Column(text("settings.column.code"), lambda row: row.duty.code, 14),
        Column(text("settings.column.clause"), lambda row: ", ".join(row.duty.clauses), 16),
        Column(
            text("settings.column.duty"),
            lambda row: row.duty.text,
            50,
            tooltip=lambda row: row.duty.text,
        ),
        Column(
            text("settings.column.role"),
            lambda row: starred(text(f"state.role.{row.duty.role}"), row.duty, "role"),
            11,
        ),
        Column(
            text("settings.column.binding"),
            lambda row: starred(text(f"state.binding.{row.duty.binding}"), row.duty, "binding"),
            14,
        ),
        Column(
            text("settings.column.window"),
            lambda row: starred(row.when, row.duty, "window", "deadline"),
            23,
        ),
        Column(
            text("settings.column.units"),
            lambda row: starred(str(len(row.duty.units)), row.duty, "units"),
            9,
            sort=lambda row: len(row.duty.units),
            right=True,
        ),
        Column(
            text("settings.column.origin"),
            lambda row: ", ".join(inferred_fields(row.duty)) or text("state.origin.stated"),
            40,
            colour=lambda row: "late" if inferred(row.duty, *_INFERRED) else "quiet",
        ),
    )


def indicator_columns() -> tuple[Column[IndicatorRow], ...]:
    """Indicators with how they are added up and checked."""
    return (
        Column(text("settings.column.code"), lambda row: row.indicator.code, 6),
        Column(
            text("settings.column.name"),
            lambda row: row.indicator.name,
            48,
            tooltip=lambda row: row.indicator.explanation,
        ),
        Column(
            text("settings.column.unit_of_measure"), lambda row: row.indicator.unit_of_measure, 12
        ),
        Column(text("settings.column.clause"), lambda row: ", ".join(row.indicator.clauses), 16),
        Column(text("settings.column.groups"), lambda row: row.groups, 30),
        Column(
            text("settings.column.aggregation"),
            lambda row: text(f"settings.aggregation.{row.indicator.aggregation}"),
            22,
        ),
        Column(
            text("settings.column.checks"),
            lambda row: _count(len(row.indicator.checks)),
            8,
            sort=lambda row: len(row.indicator.checks),
            right=True,
            tooltip=lambda row: "\n".join(check.message for check in row.indicator.checks),
        ),
        Column(
            text("settings.column.core"),
            lambda row: text("settings.column.core_yes") if row.indicator.core else "",
            8,
        ),
        Column(
            text("settings.column.origin"),
            lambda row: text(f"state.origin.{row.indicator.origin}"),
            14,
            tooltip=lambda row: row.indicator.source,
            colour=lambda row: _ORIGIN_COLOURS[row.indicator.origin],
        ),
    )


def clause_columns() -> tuple[Column[Clause], ...]:
    """Clauses with their own words."""
    return (
        Column(text("settings.column.clause"), lambda clause: clause.ref, 12),
        Column(text("settings.column.name"), lambda clause: clause.title, 50),
        Column(text("settings.column.body"), lambda clause: clause.body, 80),
    )


def deadline_words(deadline: Deadline) -> str:
    """A deadline as officials say it."""
    code = "settings.plan.exclusive" if deadline.exclusive else "settings.plan.inclusive"
    return text(code, day=format_date(deadline.day))


def _sources(*words: str) -> str:
    return "\n".join(filter(None, words))


def _count(number: int) -> str:
    return format_number(number) if number else ""


def _profile(unit: Unit) -> str:
    profile = unit.profile
    figures = (profile.hamlets, profile.households, profile.teams, profile.members)
    if all(figure is None for figure in figures):
        return ""
    return " / ".join("—" if figure is None else format_number(figure) for figure in figures)
