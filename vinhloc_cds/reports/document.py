"""The neutral document: what a report says and in which parts, without any format's terms.

Sizes, fonts and distances are the renderers', from `vinhloc_cds.reports.nd30`. Text is plain
data everywhere: a renderer escapes what its format would read as markup.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from vinhloc_cds.domain.plan import Letterhead


def listed(names: tuple[str, ...]) -> tuple[str, ...]:
    """`names` as a list: "- " before each, ";" after each but the last, which ends in "."."""
    bare = [name.strip().removeprefix("-").strip().rstrip(";.,") for name in names]
    return tuple(f"- {name}{'.' if i == len(bare) else ';'}" for i, name in enumerate(bare, 1))


class Align(StrEnum):
    """How a cell's text stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Head:
    """The top of page 1: letterhead, number line, place and date, kind and subject."""

    letterhead: Letterhead
    number_line: str
    place_and_date: str
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Addressees:
    """The "Kính gửi" lines: one on the same line, more on lines of their own."""

    names: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """One name as it is; more as a list, by the decree's punctuation."""
        return self.names if len(self.names) == 1 else listed(self.names)


@dataclass(frozen=True, slots=True)
class Basis:
    """A ground of the report, in italics on a line of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 "I. ..." in capitals, level 2 "1. ..." in bold; `text` carries its number."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `codes` are the indicators that its figures come from."""

    text: str
    codes: tuple[str, ...] = ()
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `value` is the typed figure behind `text` for spreadsheets, moments local and naive.

    `span` is over how many columns it reaches; the spans of a row add up to the table's columns.
    """

    text: str
    value: int | float | str | date | datetime | None = None
    align: Align = Align.LEFT
    bold: bool = False
    italic: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title and its width as a share of the table's."""

    title: str
    share: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header row repeats on every page. `note` stands below it in italics.

    `name` is a short title, unique in the document (a sheet's name in Excel).
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small italics, such as what the figures can be traced by."""

    text: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The foot of the report: recipients at the left, the signature at the right."""

    letterhead: Letterhead

    @property
    def recipients(self) -> tuple[str, ...]:
        """The lines under "Nơi nhận:", by the decree's punctuation."""
        return listed(self.letterhead.recipients)


Block = Addressees | Basis | Heading | Paragraph | Table | Note | Closing


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: a section of its own on landscape or upright paper, with its own page numbers."""

    label: str
    title: str
    reference: str
    landscape: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `made_at` (ISO, UTC) is the only time that metadata carries."""

    title: str
    subject: str
    author: str
    made_at: str
    head: Head
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = field(default=())
