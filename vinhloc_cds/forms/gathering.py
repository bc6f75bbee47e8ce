"""What a sheet gives, with an account of every cell: value, note, problem or label, never two."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from vinhloc_cds.domain.incoming import CellCounts, FileProblem, FoundValue, Todo
from vinhloc_cds.domain.outcome import Expected, shortened
from vinhloc_cds.domain.plan import Indicator, Plan, Severity, ValueType
from vinhloc_cds.domain.reading import read_value
from vinhloc_cds.domain.submission import Doubt
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.forms.cell_reading import read_cell
from vinhloc_cds.forms.encodings import readable
from vinhloc_cds.forms.grid import Cell, CellKind, Place, Sheet, cell_name
from vinhloc_cds.texts import text

_UNSEEN = frozenset(chr(code) for code in range(0x2070) if not collapse(chr(code))) | {"\ufeff"}
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(
    r"(?:khoảng|gần|hơn|trên|dưới|ước)?[\s~≈<>≤≥+(−-]*\d.{0,40}", re.IGNORECASE | re.DOTALL
)
_NUMBERED_TEXT = re.compile(r"\d+(?:\.\d+)*(?:[.)]|\s?[-–])\s*[^\W\d]")
# A foreign workbook may hold thousands of figures: beyond these one problem names how many.
_MOST_PLACES = 100
_MOST_REMARKS = 200
_MARK_IN_WORD = re.compile(r"(.?)\?([^\W\d_])")
_WORDS = frozenset({ValueType.TEXT, ValueType.LONG_TEXT})
_SEVERITIES = (Severity.FLAG, Severity.QUESTION, Severity.BLOCK)


def is_blank(cell: Cell) -> bool:
    """Whether nothing can be seen in `cell`: blanks and zero-width characters only (N14)."""
    raw = cell.raw
    return not raw or (raw[0] in _UNSEEN and not collapse(raw))


def is_figure(cell: Cell) -> bool:
    """Whether `cell` holds what may be a figure: it must not get lost among the words."""
    if cell.kind is not CellKind.TEXT:
        return True
    if _DIGIT.search(cell.raw) is None:
        return False
    raw = cell.raw.strip()
    if _FIGURE.fullmatch(raw) is None and (raw.isascii() or not _FIGURE.fullmatch(readable(cell))):
        return False
    return _NUMBERED_TEXT.match(raw) is None


@dataclass(slots=True)
class Gathered:
    """What one table or form gives.

    `fields` are those of the submission itself (`signature.FIELDS`), `remarks` what the unit wrote
    beside the table, `hamlet` the name of the hamlet that the figures are of. A value stands for as
    many cells as its `cell` names.
    """

    sheet: Sheet
    values: list[FoundValue] = field(default_factory=list)
    fields: dict[str, str | date] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    hamlet: str = ""
    valued: int = 0
    noted: int = 0
    doubtful: int = 0
    labelled: int = 0
    unplaced: int = 0
    hidden: list[str] = field(default_factory=list)

    @property
    def counts(self) -> CellCounts:
        """The account, which adds up by construction: every count is of cells dealt with."""
        total = self.valued + self.noted + self.doubtful + self.labelled
        return CellCounts(total, self.valued, self.noted, self.doubtful, self.labelled)

    def problem(
        self,
        todo: Todo,
        severity: Severity,
        message: str,
        place: Place | None = None,
        *,
        indicator: str = "",
        raw: str = "",
        proposal: str = "",
    ) -> None:
        """Say what is wrong with a cell, without counting it."""
        cell = "" if place is None else cell_name(place)
        self.problems.append(
            FileProblem(todo, severity, message, self.sheet.name, cell, indicator, raw, proposal)
        )

    def unplaced_figure(
        self, place: Place, cell: Cell, message: str, *, indicator: str = "", proposal: str = ""
    ) -> None:
        """Ask where a figure belongs, and count it."""
        self.doubtful += 1
        self.unplaced += 1
        if self.unplaced <= _MOST_PLACES:
            self.problem(
                Todo.PLACE,
                Severity.QUESTION,
                message,
                place,
                indicator=indicator,
                raw=cell.raw,
                proposal=proposal,
            )

    @property
    def has_enough_remarks(self) -> bool:
        """Whether further remarks are only counted."""
        return len(self.remarks) >= _MOST_REMARKS

    def remark(self, said: str) -> None:
        """Keep what the unit wrote, and count it; of whole books of text only the beginning."""
        self.noted += 1
        if not self.has_enough_remarks:
            self.remarks.append(said)

    def value(self, cell: Cell, found: FoundValue) -> None:
        """Take a value, and count its cell."""
        self.valued += 1
        self.values.append(found)
        if cell.hidden:
            self.hidden.append(found.cell)

    def withdraw(self, found: FoundValue, message: str, proposal: str = "") -> None:
        """Make a question of what was taken as a value."""
        cells = len(found.cell.split(", "))
        self.values.remove(found)
        self.valued -= cells
        self.doubtful += cells
        self.problems.append(
            FileProblem(
                Todo.PLACE,
                Severity.QUESTION,
                message,
                found.sheet,
                found.cell,
                found.indicator if proposal else "",
                found.raw,
                proposal,
            )
        )

    def close(self, indicator_at: Callable[[Place], str], *, full: Iterable[int] = ()) -> None:
        """Say what concerns the sheet: comments, pictures, hidden rows, too many questions.

        `indicator_at` names the indicator that a place is the entry of; `full` are the rows of the
        table, in which a picture may stand for a figure.
        """
        name = self.sheet.name
        for place, cell in self.sheet.cells.items():
            if cell.comment:
                self._comment(place, cell, indicator_at(place))
        rows = frozenset(full)
        for place in self.sheet.pictures:
            self._picture(place, indicator_at(place), inside=place[0] in rows)
        if self.hidden:
            cells = shortened(", ".join(self.hidden))
            message = text(
                "recognition.hidden_cells", sheet=name, count=len(self.hidden), cells=cells
            )
            self.problem(Todo.KNOW, Severity.FLAG, message)
        if self.unplaced > _MOST_PLACES:
            rest = self.unplaced - _MOST_PLACES
            message = text("recognition.many_unplaced", sheet=name, count=rest)
            self.problem(Todo.PLACE, Severity.QUESTION, message)

    def _comment(self, place: Place, cell: Cell, indicator: str) -> None:
        """E13: a figure in a comment is asked about, other comments are shown."""
        where = {"cell": cell_name(place), "comment": shortened(collapse(cell.comment))}
        todo, severity = Todo.KNOW, Severity.FLAG
        message = text("recognition.comment", **where)
        if _DIGIT.search(cell.comment):
            todo, severity = Todo.CONFIRM, Severity.QUESTION
            message = text("recognition.comment_with_figure", **where)
        self.problem(todo, severity, message, place, indicator=indicator, raw=cell.comment)

    def _picture(self, place: Place, indicator: str, *, inside: bool) -> None:
        """E14: a picture on the table may be the figure itself; one beside it is a seal."""
        cell = cell_name(place)
        if inside and place not in self.sheet.cells:
            message = text("recognition.picture_for_figure", cell=cell)
            self.problem(Todo.MEND, Severity.QUESTION, message, place, indicator=indicator)
        else:
            message = text("recognition.picture", cell=cell)
            self.problem(Todo.KNOW, Severity.FLAG, message, place)


def take(
    cell: Cell, place: Place, indicator: Indicator, plan: Plan, sheet: str, label: str = ""
) -> FoundValue:
    """A cell as a value of `indicator`."""
    value, raw, estimate, doubt = read_cell(cell, indicator, plan)
    name = cell_name(place)
    found = FoundValue(indicator.code, value, raw, sheet, name, estimate, doubt, label)
    if indicator.value_type in _WORDS and _has_lost_letters(raw):
        sentence = text("recognition.letters_lost", raw=shortened(collapse(raw)))
        found = doubted(found, Doubt(Severity.QUESTION, sentence), plan)
    if "[" in cell.formula:
        # E12: the result is what Excel last saw in another file.
        sentence = text("recognition.external", formula=shortened(cell.formula))
        found = doubted(found, Doubt(Severity.FLAG, sentence), plan)
    return found


def _has_lost_letters(raw: str) -> bool:
    """Whether a program without Vietnamese letters wrote this: "V?n b?n ch? ??o", or U+FFFD."""
    if "?" not in raw:
        return "\ufffd" in raw
    # "Xong?Có" is a sentence that ends, "bieu?id=5" an address on the Web.
    return "\ufffd" in raw or any(
        not (found[1].islower() and found[2].isupper())
        for word in raw.split()
        if "=" not in word
        for found in _MARK_IN_WORD.finditer(word)
    )


def take_field(gathered: Gathered, place: Place, cell: Cell, key: str, plan: Plan) -> None:
    """A field of the submission itself (`signature.FIELDS`); a doubtful date is asked about.

    A name that lost its letters is told: it is in no total and no report.
    """
    indicator = plan.indicator_by_code.get(key)
    if _has_lost_letters(cell.raw):
        message = text("recognition.letters_lost", raw=shortened(collapse(cell.raw)))
        gathered.problem(Todo.KNOW, Severity.FLAG, message, place, raw=cell.raw)
    if key == "note" or (key == "R02" and indicator is None):
        gathered.remark(cell.raw.strip())
    elif key == "R02" and indicator is not None:
        found = take(cell, place, indicator, plan, gathered.sheet.name)
        doubt = found.doubt or _doubt_of_text(found.raw, indicator, plan)
        if isinstance(found.value, date):
            gathered.fields[key] = found.value
        if doubt is None:
            gathered.valued += 1
            return
        gathered.doubtful += 1
        todo = Todo.MEND if found.value is None else Todo.CONFIRM
        gathered.problem(
            todo,
            doubt.severity,
            text("recognition.signed_on", problem=doubt.sentence),
            place,
            raw=cell.raw,
            proposal=doubt.proposal,
        )
    else:
        gathered.valued += 1
        gathered.fields[key] = collapse(cell.raw)


def doubted(found: FoundValue, doubt: Doubt, plan: Plan) -> FoundValue:
    """`found` with one more doubt, beside whatever its text gives rise to by itself."""
    indicator = plan.indicator_by_code[found.indicator]
    own = found.doubt or _doubt_of_text(found.raw, indicator, plan)
    return replace(found, doubt=doubt if own is None else _joined(doubt, own))


def _doubt_of_text(raw: str, indicator: Indicator, plan: Plan) -> Doubt | None:
    """What reading `raw` brings up: a doubt from the file would hide it from the checks."""
    reading = read_value(raw, Expected.of(indicator, plan.year))
    if reading.severity is None:
        return None
    return Doubt(reading.severity, reading.sentence, reading.proposal)


def _joined(one: Doubt, other: Doubt) -> Doubt:
    severity = max(one.severity, other.severity, key=_SEVERITIES.index)
    return Doubt(severity, f"{one.sentence} {other.sentence}", other.proposal or one.proposal)
