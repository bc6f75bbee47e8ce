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
    """The top of page 1: letterhead, number line, place and date, kind and subject.

    A letter (công văn) has no `kind`: its subject "V/v ..." stands under the number line
    (Decree 30, Annex III, sample 1.5).
    """

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
    """Level 1 "I. ..." in capitals, level 2 "1. ..." in bold; `number` is "I." or "1.".

    Word numbers headings by itself, so the numbers of a document count up without gaps: level 2
    begins anew under each level 1.
    """

    level: int
    number: str
    title: str

    @property
    def text(self) -> str:
        """The heading as it is read."""
        return f"{self.number} {self.title}"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a paragraph's text a figure stands, and what it is (`vinhloc_cds.reports.trace`)."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `spots` are its figures, in order and without overlap.

    An `item` is set with "- " before it, which is not in `text` (Word numbers it by itself).
    """

    text: str
    spots: tuple[Spot, ...] = ()
    bold: bool = False
    italic: bool = False
    item: bool = False

    @property
    def line(self) -> str:
        """The paragraph as it is read."""
        return f"- {self.text}" if self.item else self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `value` is the typed figure behind `text` for spreadsheets, moments local and naive.

    `span` is over how many columns it reaches; the spans of a row add up to the table's columns.
    `key` says what the figure is (`vinhloc_cds.reports.trace`). `adds` are the rows of the table,
    from 0, whose cells in the same column `value` is the sum of.
    """

    text: str
    value: int | float | str | date | datetime | None = None
    align: Align = Align.LEFT
    bold: bool = False
    italic: bool = False
    span: int = 1
    key: str = ""
    adds: tuple[int, ...] = ()


def count_cell(number: int, key: str = "") -> Cell:
    """A whole number in the middle of its column, as rows are numbered with."""
    return Cell(str(number), number, Align.CENTER, key=key)


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
class Series:
    """One row of figures of a chart, one for each category; None where there is none."""

    name: str
    values: tuple[int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over categories; `after` draws a line behind so many of them, named `after_label`.

    `name` is a short title, unique in the document (a sheet's name in Excel). `horizontal` bars
    suit long names of categories.
    """

    name: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    horizontal: bool = False
    after: int | None = None
    after_label: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, PNG or JPEG, with the words below it."""

    data: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small italics."""

    text: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The foot of a document: recipients at the left, the signature at the right."""

    letterhead: Letterhead

    @property
    def recipients(self) -> tuple[str, ...]:
        """The lines under "Nơi nhận:", by the decree's punctuation."""
        return listed(self.letterhead.recipients)


Block = Addressees | Basis | Heading | Paragraph | Table | Chart | Picture | Note | Closing


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
    """A whole document. `made_at` (ISO, UTC) is the only time that metadata carries.

    A list for the office's own use has no `head`: its `title` stands over its blocks, and
    `landscape` turns its pages. A `draft` says so on every page. `keywords` go into the metadata
    alone: what the document can be held against later.
    """

    title: str
    subject: str
    author: str
    made_at: str
    head: Head | None
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = field(default=())
    landscape: bool = False
    draft: bool = False
    keywords: str = ""
