"""The plan's header and the letterheads as a table: a fact to a row."""

from collections.abc import Iterable
from dataclasses import dataclass

from ui.models.plan_tables import deadline_words
from ui.models.table import Column
from vinhloc_cds.domain.duty_time import when
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import Letterhead, Plan
from vinhloc_cds.texts import text


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One fact of the plan's header, or of the letterhead `profile`.

    `key` is the field of the form that it is edited in, blank where it is not edited here;
    `missing` says that the office still has to fill it in.
    """

    profile: str
    key: str
    section: str
    name: str
    value: str
    missing: bool = False


def item_columns() -> tuple[Column[PlanItem], ...]:
    """The columns of the table."""
    return (
        Column(text("settings.column.section"), lambda item: item.section, 42),
        Column(text("settings.column.item"), lambda item: item.name, 28),
        Column(
            text("settings.column.value"),
            lambda item: item.value or text("settings.unknown"),
            80,
            tooltip=lambda item: item.value,
            colour=_colour,
        ),
    )


def plan_items(plan: Plan) -> list[PlanItem]:
    """What the header and the letterheads say; what the office has to fill in is marked."""
    reporting, province = plan.reporting, plan.reporting.province_deadline
    section = text("settings.plan.section_plan")

    def fact(key: str, value: str, *, needed: bool = False) -> PlanItem:
        name = text(f"settings.plan.{key}")
        return PlanItem("", key, section, name, value, missing=needed and not value)

    def told(key: str, value: str) -> PlanItem:
        return PlanItem("", "", section, text(f"settings.plan.{key}"), value)

    items = [
        fact("title", plan.title),
        fact("short_title", plan.short_title),
        fact("number", plan.number, needed=True),
        fact("issued_on", format_date(plan.issued_on) if plan.issued_on else "", needed=True),
        fact("day", deadline_words(reporting.deadline)),
        fact("province", deadline_words(province) if province else "", needed=True),
        told("publicity", when(plan.publicity, None)),
        told("campaign", when(plan.campaign, None)),
        told("ceremony", format_datetime(plan.ceremony)),
        fact("basis", "; ".join(plan.basis)),
        told("signer", " – ".join(filter(None, (plan.signer.title, plan.signer.name)))),
    ]
    for letterhead in plan.letterheads:
        items += _letterhead_items(letterhead)
    return items


def missing_names(items: Iterable[PlanItem]) -> list[str]:
    """What the office still has to fill in of the plan itself."""
    return [item.name for item in items if item.missing and not item.profile]


def _letterhead_items(head: Letterhead) -> list[PlanItem]:
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
    return [
        PlanItem(
            head.profile,
            key,
            section,
            text(f"settings.letterhead.{key}"),
            value or ("" if key == "signer_name" else text("settings.none")),
            missing=key == "signer_name" and not value,
        )
        for key, value in facts
    ]


def _colour(item: PlanItem) -> str:
    if item.missing:
        return "bad"
    return "" if item.key else "quiet"
