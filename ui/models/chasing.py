"""Units that owe something as rows, and the log of what one of them was told."""

from collections.abc import Iterable
from dataclasses import dataclass

from ui.models.table import Column
from vinhloc_cds.domain.chasing import LateUnit, Owing
from vinhloc_cds.domain.contact import Contact
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.reports.call_list import last_contact
from vinhloc_cds.reports.owed import owed_details
from vinhloc_cds.texts import text

_COLOURS = {
    Owing.OVERDUE: "bad",
    Owing.RETURNED: "bad",
    Owing.PARTLY: "late",
    Owing.WAITING: "waiting",
    Owing.ASKED: "quiet",
}


@dataclass(frozen=True, slots=True)
class LateRow:
    """A unit with the words that it is shown and found by."""

    late: LateUnit
    details: str
    searchable: str

    @property
    def code(self) -> str:
        """The unit's code."""
        return self.late.unit.code


def late_rows(plan: Plan, late: Iterable[LateUnit]) -> list[LateRow]:
    """The rows, in the order given."""
    rows = []
    for each in late:
        unit = each.unit
        names = (unit.name, unit.short_name, unit.code, *unit.aliases, each.person, each.phone)
        rows.append(LateRow(each, "; ".join(owed_details(plan, each)), " ".join(names)))
    return rows


def late_columns() -> tuple[Column[LateRow], ...]:
    """Who, how it stands, by when, what is lacking, and when it was last turned to."""
    return (
        Column(text("chasing.column.unit"), lambda row: row.late.unit.name, 22),
        Column(
            text("chasing.column.state"),
            lambda row: text(f"chasing.owing.{row.late.owing}"),
            23,
            colour=lambda row: _COLOURS[row.late.owing],
        ),
        Column(
            text("chasing.column.days"),
            lambda row: str(row.late.days_late or ""),
            7,
            sort=lambda row: row.late.days_late,
            right=True,
        ),
        Column(
            text("chasing.column.last"),
            lambda row: last_contact(row.late),
            21,
            sort=lambda row: row.late.last_contact.at if row.late.last_contact else None,
        ),
        Column(
            text("chasing.column.person"),
            lambda row: row.late.person or text("chasing.no_person"),
            14,
            colour=lambda row: "" if row.late.person else "quiet",
        ),
        Column(
            text("chasing.column.phone"),
            lambda row: row.late.phone or text("chasing.no_phone"),
            13,
            colour=lambda row: "" if row.late.phone else "quiet",
        ),
        Column(
            text("chasing.column.due"),
            lambda row: format_date(row.late.deadline.last_day),
            11,
            sort=lambda row: row.late.deadline.last_day,
        ),
        Column(text("chasing.column.details"), lambda row: row.details, 40),
    )


def contact_columns() -> tuple[Column[Contact], ...]:
    """When, by which way, what came of it, about what, and with whom."""
    return (
        Column(text("chasing.column.at"), lambda c: format_datetime(c.at), 17, sort=lambda c: c.at),
        Column(text("chasing.column.kind"), lambda c: text(f"chasing.kind.{c.kind}"), 10),
        Column(text("chasing.column.note"), lambda c: c.note, 23),
        Column(text("chasing.column.subject"), lambda c: c.subject, 26),
        Column(text("chasing.column.person"), lambda c: c.person, 14),
    )
