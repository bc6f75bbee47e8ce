"""Lists for the office's own use: a table just as the screen shows it."""

import math
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
    count_cell,
)
from vinhloc_cds.texts import text

_NUMBER_WIDTH = 5
_LONGEST_WORD = 20
_SHORT = 13
_DAMPING = 0.8


@dataclass(frozen=True, slots=True)
class Listing:
    """A table as a page shows it: filtered, sorted, in the words on the screen.

    `columns` are titles, `filters` what was filtered by, in words.
    """

    title: str
    name: str
    filters: tuple[str, ...]
    columns: tuple[str, ...]
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
    name: str, titles: Sequence[str], rows: Sequence[tuple[str, ...]], *, note: str = ""
) -> Table:
    """A table of words whose rows are counted; blank cells stay blank."""
    columns = [
        Column(title, _width(title, [row[place] for row in rows]))
        for place, title in enumerate(titles)
    ]
    return Table(
        name,
        "",
        (Column(text("lists.number"), _NUMBER_WIDTH, Align.CENTER), *columns),
        tuple((count_cell(number), *map(Cell, row)) for number, row in enumerate(rows, 1)),
        note,
    )


def _width(title: str, cells: Sequence[str]) -> float:
    """A share with which nothing short is broken, and long columns take few lines more."""
    longest = max(_least(words) for words in (title, *cells))
    usual = math.hypot(*map(len, cells)) / math.sqrt(len(cells) or 1)
    return max(longest + 1, math.pow(usual, _DAMPING))


def _least(words: str) -> int:
    """Letters that should stand on one line: the whole of what is short, else a word."""
    if len(words) <= _SHORT:
        return len(words)
    return min(max(map(len, words.split()), default=0), _LONGEST_WORD)
