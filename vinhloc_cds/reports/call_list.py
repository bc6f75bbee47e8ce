"""What is said to late units without a letter: a message to paste, and a list to call by."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from vinhloc_cds.domain.chasing import LateUnit
from vinhloc_cds.domain.contact import Contact
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.document import (
    Align,
    Cell,
    Column,
    Document,
    Paragraph,
    Table,
    count_cell,
)
from vinhloc_cds.reports.letter import (
    deadline_set,
    letter_shortly,
    number_noted,
    office_letterhead,
)
from vinhloc_cds.reports.owed import owed, owed_details, owed_in_short
from vinhloc_cds.reports.quoting import deadline_in_words
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text

_COLUMNS = (
    ("number", 0.04, Align.CENTER),
    ("unit", 0.16, Align.LEFT),
    ("person", 0.11, Align.LEFT),
    ("phone", 0.1, Align.LEFT),
    ("owes", 0.28, Align.LEFT),
    ("days", 0.06, Align.CENTER),
    ("last", 0.1, Align.LEFT),
    ("outcome", 0.15, Align.LEFT),
)


def chasing_message(
    plan: Plan, late: LateUnit, now: datetime, letter: Contact | None = None
) -> str:
    """A short text for Zalo or SMS to one unit: what it owes, and by when it was or is due.

    The last `letter` to it may have set a new deadline, which then is what it is held to.
    """
    new = _standing_deadline(letter, now)
    head = text(
        "chasing.message.head",
        unit=late.unit.name,
        issuer=office_letterhead(plan).label,
        title=lower_first(plan.short_title),
        state=owed(plan, late),
    )
    details = owed_details(plan, late)
    return "\n".join(
        [
            text("chasing.message.rule", words=head, rule=_rule(plan, letter, new)),
            *(f"{number}. {words}." for number, words in enumerate(details, 1)),
            text("chasing.message.end", request=_request(plan, late, now, new)),
        ]
    )


def _standing_deadline(letter: Contact | None, now: datetime) -> date | None:
    """The new deadline that `letter` set, as long as it has not passed."""
    day = deadline_set(letter) if letter else None
    return day if day and day >= local(now).date() else None


def _rule(plan: Plan, letter: Contact | None, new: date | None) -> str:
    if letter and new:
        named = letter_shortly(letter)
        return text("chasing.message.new_deadline", letter=named, day=format_date(new))
    deadline = deadline_in_words(plan.reporting.deadline)
    return text("chasing.message.deadline", deadline=deadline)


def _request(plan: Plan, late: LateUnit, now: datetime, new: date | None) -> str:
    receiver = plan.reporting.receiver
    if new:
        asked = "asked_by" if late.unit.relation is Relation.ASKED else "by"
        return text(f"chasing.message.{asked}", receiver=receiver, day=format_date(new))
    if late.unit.relation is Relation.ASKED:
        return text("chasing.message.asked", receiver=receiver)
    if late.deadline.passed(now):
        return text("chasing.message.at_once", receiver=receiver)
    return text("chasing.message.in_time", receiver=receiver)


def call_list(plan: Plan, late: Sequence[LateUnit], now: datetime) -> Document:
    """A page to call by, with room to write down what came of it; for the office's own use."""
    title = text("chasing.calls.title")
    moment = format_datetime(now)
    return Document(
        title=title,
        subject=plan.short_title,
        author=plan.issuer,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        head=None,
        landscape=True,
        blocks=(
            Paragraph(
                text(
                    "chasing.calls.about",
                    title=lower_first(plan.short_title),
                    moment=moment,
                    count=len(late),
                )
            ),
            _table(plan, late),
        ),
    )


def _table(plan: Plan, late: Sequence[LateUnit]) -> Table:
    columns = tuple(
        Column(text(f"chasing.calls.{name}"), share, align) for name, share, align in _COLUMNS
    )
    rows = tuple(_row(plan, number, each) for number, each in enumerate(late, 1))
    return Table(text("chasing.calls.name"), "", columns, rows, note=text("chasing.calls.note"))


def _row(plan: Plan, number: int, late: LateUnit) -> tuple[Cell, ...]:
    days = late.days_late or None
    return (
        count_cell(number),
        Cell(late.unit.name),
        Cell(late.person or text("chasing.no_person")),
        Cell(late.phone or text("chasing.no_phone")),
        Cell(owed_in_short(plan, late)),
        Cell(str(days or ""), days, Align.CENTER),
        Cell(last_contact(late)),
        Cell(""),
    )


def last_contact(late: LateUnit) -> str:
    """By which way and when the unit was last turned to, shortly; blank where it never was."""
    contact = late.last_contact
    if contact is None:
        return ""
    numbered = number_noted(contact)
    kind = (
        text("chasing.letter_short", number=numbered[0])
        if numbered
        else text(f"chasing.kind.{contact.kind}")
    )
    day = local(contact.at).date()
    return text("chasing.last_contact", kind=kind, day=f"{day:%d/%m}")
