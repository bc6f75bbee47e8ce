"""A finished document as it is read, whatever its format: what its rules are held against.

Lengths are points. None is "the file does not say", which no rule takes for a fault.
"""

from dataclasses import dataclass, field
from functools import cached_property

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.reports.nd30 import Adjust

BLACK = "000000"


@dataclass(slots=True)
class Run:
    """Letters that look alike; `color` is RRGGBB, `fonts` are those of the four slots.

    `raised` are letters above or below the line.
    """

    text: str
    font: str = ""
    size: float | None = None
    bold: bool = False
    italic: bool = False
    color: str = BLACK
    raised: bool = False
    fonts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Cell:
    """Where in a table a paragraph stands, all counted from 0; `bordered` tables hold data."""

    table: int
    row: int
    column: int
    bordered: bool
    columns: int


@dataclass
class Line:
    """A paragraph as it is read, with its number if Word numbers it by itself.

    `first` is where the first line begins and `rest` where the others do, from the left margin;
    `pitch` the distance of its lines, in lines; `rule` how long the line drawn below it is;
    `drawn` says that it is itself nothing but such a line, or a picture.
    """

    runs: list[Run]
    adjust: Adjust | None = None
    first: float | None = None
    before: float | None = None
    after: float | None = None
    pitch: float | None = None
    section: int = 0
    page: int | None = None
    cell: Cell | None = None
    rule: float | None = None
    is_item: bool = False
    has_picture: bool = False
    left: float = 0
    right: float = 0
    top: float = 0
    lines: int = 1

    @cached_property
    def text(self) -> str:
        """The words, as they stand."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def words(self) -> str:
        """The words without blanks around them."""
        return self.text.strip()

    @cached_property
    def written(self) -> list[Run]:
        """The runs that show something; marks of notes only where there is nothing else."""
        shown = [run for run in self.runs if run.text.strip()]
        return [run for run in shown if not run.raised] or shown

    @property
    def sizes(self) -> list[float]:
        """The sizes of its letters."""
        return [run.size for run in self.written if run.size is not None]

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.written) and all(run.bold for run in self.written)

    @property
    def italic(self) -> bool:
        """Whether all of it is in italics."""
        return bool(self.written) and all(run.italic for run in self.written)

    @property
    def in_table(self) -> bool:
        """Whether it stands in a table that holds data, not in one that only sets things apart."""
        return self.cell is not None and self.cell.bordered


@dataclass(slots=True)
class PageNumber:
    """How a section shows page numbers."""

    adjust: Adjust | None = None
    sizes: list[float] = field(default_factory=list)
    italic: bool = False
    bold: bool = False


@dataclass(slots=True)
class Section:
    """Pages that are set up alike. Page numbers are None where there is no such field."""

    width: float
    height: float
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    number: PageNumber | None = None
    in_footer: bool = False
    on_first: bool = False
    starts_anew: bool = False
    pages: int | None = None

    @property
    def landscape(self) -> bool:
        """Whether its pages lie on their side."""
        return self.width > self.height


@dataclass(slots=True)
class Table:
    """The words of a table that holds data: rows of cells, each as wide as it spans."""

    rows: list[list[str]]
    page: int | None = None
    line: int = 0


@dataclass(slots=True)
class Sheet:
    """The document: its lines in the order in which they are read."""

    kind: FileKind
    sections: list[Section]
    lines: list[Line]
    tables: list[Table] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """What stands in headers, footers and across pages beside page numbers."""
    pages: int | None = None
    stamped: bool = False
    """Whether a picture is set across its pages."""
