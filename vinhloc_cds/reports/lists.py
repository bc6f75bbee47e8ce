"""Lists for the office's own use: a table just as the screen shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.reports.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Note,
    Paragraph,
    Table,
)
from vinhloc_cds.texts import text

_NUMBER_WIDTH = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as a page shows it: filtered, sorted, in the words on the screen.

    `columns` are titles with widths in characters, `filters` what was filtered by, in words.
    """

    title: str
    name: str
    filters: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def listing_document(plan: Plan, listing: Listing, now: datetime) -> Document:
    """The list on landscape pages, with what it was filtered by and how many rows it has."""
    filters = "; ".join(listing.filters) or text("lists.all")
    about = text(
        "lists.about",
        plan=plan.short_title,
        moment=format_datetime(now),
        count=len(listing.rows),
    )
    body = (
        numbered(listing.name, listing.columns, listing.rows, note=listing.note)
        if listing.rows
        else Paragraph(text("lists.empty"))
    )
    return bare_document(
        plan, listing.title, now, (Note(about), Note(text("lists.filters", filters=filters)), body)
    )


def bare_document(plan: Plan, title: str, now: datetime, blocks: tuple[Block, ...]) -> Document:
    """A document without a head, on landscape pages."""
    return Document(
        title=title,
        subject=plan.short_title,
        author=plan.issuer,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        head=None,
        landscape=True,
        blocks=blocks,
    )


def numbered(
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[tuple[str, ...]],
    *,
    note: str = "",
) -> Table:
    """A table of words whose rows are counted; blank cells stay blank."""
    return Table(
        name,
        "",
        (
            Column(text("lists.number"), _NUMBER_WIDTH, Align.CENTER),
            *(Column(title, width) for title, width in columns),
        ),
        tuple(
            (Cell(str(number), number, Align.CENTER), *map(Cell, row))
            for number, row in enumerate(rows, 1)
        ),
        note,
    )
