"""A file that came in, what was read from it, and what the officer still has to decide about it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.submission import Channel, Doubt, Scalar, SubmissionKind


class FileKind(StrEnum):
    """What a file is by its content, whatever its name ends in."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    CSV = "csv"
    HTML = "html"
    DOCX = "docx"
    ZIP = "zip"
    # Kept as a source; its figures are entered by hand beside it.
    DOC = "doc"
    RAR = "rar"
    PDF = "pdf"
    PICTURE = "picture"
    MAIL = "mail"


class Recognition(StrEnum):
    """By what a file's figures were told apart (`how_recognised` of the command line).

    FORM_ID: our form by its hidden ids. FORM_LABELS: our form that lost them, by its labels.
    FREE_TABLE: a table of the unit's own making. NONE: nothing to read figures from.
    """

    FORM_ID = "form_id"
    FORM_LABELS = "form_labels"
    FREE_TABLE = "free_table"
    NONE = "none"


class Todo(StrEnum):
    """What a problem asks the officer to do: the groups of the list of problems."""

    CHOOSE_UNIT = "choose_unit"
    CHOOSE_KIND = "choose_kind"
    ENTER_BY_HAND = "enter_by_hand"
    MEND = "mend"
    CONFIRM = "confirm"
    PLACE = "place"
    KNOW = "know"


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with a file or with a cell that is no value of the submission.

    What is wrong with a value is its doubt, or found by the checks. `sheet` and `cell` ("B7") are
    blank where it concerns the whole file, `indicator` where it concerns none.
    """

    todo: Todo
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    indicator: str = ""
    raw: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value as it was found in a cell; `label` is by what it was taken, if that is unconfirmed.

    `cell` may name several ("C5, C6") where hamlets were added up.
    """

    indicator: str
    value: Scalar
    raw: str
    sheet: str
    cell: str
    estimate: bool = False
    doubt: Doubt | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class CellCounts:
    """Where the non-empty cells of the tables went; the four add up to `cells`."""

    cells: int = 0
    values: int = 0
    notes: int = 0
    problems: int = 0
    labels: int = 0


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says. `unit` is None where it does not say so, or in more than one way.

    `candidates` are the units it may be from. `number`, `signed_on`, `maker`, `phone` and `note`
    are the submission's own fields as far as the form carries them.
    """

    kind: FileKind
    recognition: Recognition
    unit: str | None = None
    candidates: tuple[str, ...] = ()
    plan: str = ""
    version: str = ""
    number: str = ""
    signed_on: date | None = None
    maker: str = ""
    phone: str = ""
    note: str = ""
    values: tuple[FoundValue, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    counts: CellCounts = CellCounts()


class IncomingState(StrEnum):
    """What became of a file.

    WAITING: no submission yet, its unit or kind is open, or it is entered by hand. TAKEN: a
    submission was made from it. DISCARDED: set aside by the officer, or undone.
    """

    WAITING = "waiting"
    TAKEN = "taken"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file taken in, kept in the store under its SHA-256.

    `file_name` is only shown ("goi.zip/bieu.xlsx" for one out of an archive). `settled` names
    what the officer has dealt with: places in `reading.problems` ("3"), and what was confirmed of a
    figure, each question by itself ("D02/D02.1"). `asked` names what is to be put right by the
    unit: places ("3") and indicators ("D02").
    """

    id: int
    plan: str
    file_name: str
    sha256: str
    size: int
    taken_at: datetime
    received_at: datetime
    channel: Channel
    unit: str | None
    kind: SubmissionKind | None
    state: IncomingState
    reading: FileReading
    reason: str = ""
    settled: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    submission: int | None = None
