"""The columns of the tables of units, duties, indicators, clauses and the plan's header."""

from collections.abc import Callable
from dataclasses import dataclass

from ui.models.assignments import inferred, inferred_fields, when
from ui.models.table import Column
from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.formatting import format_date, format_number
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Clause, Duty, Indicator, Plan
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.texts import text


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One fact of the plan's header, or of the letterhead `profile`; `missing` is still blank."""

    profile: str
    section: str
    name: str
    value: str
    missing: bool = False


def unit_columns(
    deadline: Callable[[Unit], str], group_name: Callable[[str], str]
) -> tuple[Column[Unit], ...]:
    """Units with relation, contact, profile and where their names come from."""
    return (
        Column(text("settings.column.code"), lambda unit: unit.code, 8),
        Column(
            text("settings.column.name"),
            lambda unit: unit.name,
            40,
            sort=lambda unit: unit.order,
            tooltip=lambda unit: "; ".join(unit.aliases),
        ),
        Column(text("settings.column.group"), lambda unit: group_name(unit.group), 24),
        Column(
            text("settings.column.relation"),
            lambda unit: text(f"state.relation.{unit.relation}"),
            18,
        ),
        Column(text("settings.column.contact"), lambda unit: unit.contact.person, 20),
        Column(text("settings.column.phone"), lambda unit: unit.contact.phone, 13),
        Column(
            text("settings.column.deadline"),
            lambda unit: (
                deadline(unit) if unit.relation in {Relation.OBLIGED, Relation.ASKED} else ""
            ),
            24,
        ),
        Column(text("settings.column.profile"), _profile, 20),
        Column(
            text("settings.column.origin"),
            lambda unit: text(f"state.origin.{unit.origin}"),
            14,
            tooltip=lambda unit: f"{unit.source}\n{unit.confidence}\n{unit.note}".strip(),
            colour=lambda unit: _mark(unit.origin),
        ),
    )


def duty_columns() -> tuple[Column[Duty], ...]:
    """Duties with what of them the plan does not state."""
    return (
        Column(text("settings.column.code"), lambda duty: duty.code, 13),
        Column(text("settings.column.clause"), lambda duty: ", ".join(duty.clauses), 16),
        Column(
            text("settings.column.duty"), lambda duty: duty.text, 54, tooltip=lambda duty: duty.text
        ),
        Column(text("settings.column.role"), lambda duty: text(f"state.role.{duty.role}"), 10),
        Column(
            text("settings.column.binding"), lambda duty: text(f"state.binding.{duty.binding}"), 14
        ),
        Column(text("settings.column.window"), when, 24),
        Column(
            text("settings.column.units"),
            lambda duty: str(len(duty.units)),
            9,
            sort=lambda duty: len(duty.units),
            right=True,
        ),
        Column(
            text("settings.column.origin"),
            lambda duty: ", ".join(inferred_fields(duty)) or text("state.origin.stated"),
            40,
            colour=lambda duty: (
                "late"
                if inferred(duty, "role", "window", "deadline", "binding", "units")
                else "quiet"
            ),
        ),
    )


def indicator_columns(group_name: Callable[[str], str]) -> tuple[Column[Indicator], ...]:
    """Indicators with how they are added up and checked."""
    return (
        Column(text("settings.column.code"), lambda indicator: indicator.code, 6),
        Column(
            text("settings.column.name"),
            lambda indicator: indicator.name,
            52,
            tooltip=lambda indicator: indicator.explanation,
        ),
        Column(
            text("settings.column.unit_of_measure"), lambda indicator: indicator.unit_of_measure, 12
        ),
        Column(text("settings.column.clause"), lambda indicator: ", ".join(indicator.clauses), 16),
        Column(
            text("settings.column.groups"),
            lambda indicator: ", ".join(group_name(code) for code in indicator.groups),
            30,
        ),
        Column(
            text("settings.column.aggregation"),
            lambda indicator: text(f"settings.aggregation.{indicator.aggregation}"),
            22,
        ),
        Column(
            text("settings.column.checks"),
            lambda indicator: str(len(indicator.checks)) if indicator.checks else "",
            8,
            right=True,
            tooltip=lambda indicator: "\n".join(check.message for check in indicator.checks),
        ),
        Column(
            text("settings.column.origin"),
            lambda indicator: text(f"state.origin.{indicator.origin}"),
            14,
            tooltip=lambda indicator: indicator.source,
            colour=lambda indicator: _mark(indicator.origin),
        ),
    )


def clause_columns() -> tuple[Column[Clause], ...]:
    """Clauses with their own words."""
    return (
        Column(text("settings.column.clause"), lambda clause: clause.ref, 12),
        Column(text("settings.column.name"), lambda clause: clause.title, 50),
        Column(text("settings.column.body"), lambda clause: clause.body, 80),
    )


def item_columns() -> tuple[Column[PlanItem], ...]:
    """The plan's header and the letterheads, a fact to a row."""
    return (
        Column(text("settings.column.group"), lambda item: item.section, 34),
        Column(text("settings.column.item"), lambda item: item.name, 40),
        Column(
            text("settings.column.value"),
            lambda item: item.value or text("settings.unknown"),
            80,
            tooltip=lambda item: item.value,
            colour=lambda item: "bad" if item.missing else ("" if item.value else "quiet"),
        ),
    )


def plan_items(plan: Plan) -> list[PlanItem]:
    """What the header and the letterheads say; what the office has to fill in is marked."""
    section = text("settings.plan.section_plan")
    province = plan.reporting.province_deadline

    def fact(key: str, value: str, *, needed: bool = False) -> PlanItem:
        name = text(f"settings.plan.{key}")
        return PlanItem("", section, name, value, missing=needed and not value)

    items = [
        fact("name", plan.title),
        fact("short_title", plan.short_title),
        fact("number", plan.number, needed=True),
        fact("issued_on", format_date(plan.issued_on) if plan.issued_on else "", needed=True),
        fact("deadline_day", deadline_words(plan.reporting.deadline)),
        fact("province_day", deadline_words(province) if province else "", needed=True),
        fact("basis", "; ".join(plan.basis)),
        fact("signer", " – ".join(filter(None, (plan.signer.title, plan.signer.name)))),
    ]
    for head in plan.letterheads:
        section = text("settings.plan.section_letterhead", label=head.label)
        facts = (
            ("superior", " / ".join(head.superior)),
            ("issuer", " / ".join(head.issuer)),
            ("symbol", head.symbol),
            ("place", head.place),
            ("addressees", "; ".join(head.addressees)),
            ("recipients", "; ".join(head.recipients)),
            ("authority", head.signer.authority),
            ("position", head.signer.title),
            ("signer_name", head.signer.name),
        )
        items += [
            PlanItem(head.profile, section, text(f"settings.letterhead.{key}"), value)
            for key, value in facts
        ]
    return items


def deadline_words(deadline: Deadline) -> str:
    """A deadline as officials say it."""
    code = "settings.plan.exclusive" if deadline.exclusive else "settings.plan.inclusive"
    return text(code, day=format_date(deadline.day))


def _profile(unit: Unit) -> str:
    profile = unit.profile
    figures = (profile.hamlets, profile.households, profile.teams, profile.members)
    if all(figure is None for figure in figures):
        return ""
    return " / ".join("—" if figure is None else format_number(figure) for figure in figures)


def _mark(origin: Origin) -> str:
    return {Origin.STATED: "quiet", Origin.INFERRED: "late", Origin.ASSUMED: "bad"}[origin]
