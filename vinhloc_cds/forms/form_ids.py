"""Our form by its hidden ids, whatever was inserted, moved, sorted or copied (C11, E2, E3, E8).

One pass over the cells finds the column that names the rows and the row that names the columns, a
second one takes every cell for what these two say of it. Nothing is folded or compared by likeness.
"""

from dataclasses import dataclass

from vinhloc_cds.domain.outcome import shortened
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import collapse, nfc
from vinhloc_cds.forms.gathering import Gathered, is_blank, is_figure, take, take_field
from vinhloc_cds.forms.grid import Book, Cell, CellKind, Place, Sheet, cell_name
from vinhloc_cds.forms.headings import is_signature, is_total
from vinhloc_cds.forms.layout import profile_figure
from vinhloc_cds.forms.signature import COLUMNS, FIELDS, HIDDEN_SHEET, PROFILE, Signature
from vinhloc_cds.texts import text

_SIGNED = "VLCDS;"
# So many names of columns in one row, the value's among them, are no chance.
_FEWEST_COLUMNS = 3
# Columns in which the form prints words of its own.
_PRINTED = frozenset({"number", "name", "measure", "explanation", "clause"})


@dataclass(frozen=True, slots=True)
class FormSheet:
    """Where the ids stand on a sheet: `columns` and `rows` say what each is for."""

    sheet: Sheet
    signature: Signature | None
    key_row: int
    key_column: int
    columns: dict[int, str]
    rows: dict[int, str]
    value_column: int


def find_forms(book: Book, plan: Plan) -> list[FormSheet]:
    """The sheets of `book` that carry our ids, visible ones before hidden ones."""
    known = {*plan.indicator_by_code, *FIELDS, *PROFILE}
    spare = hidden_signature(book)
    found = [
        form
        for sheet in book.sheets
        if sheet.name != HIDDEN_SHEET and (form := _find(sheet, known, spare)) is not None
    ]
    visible = [form for form in found if not form.sheet.hidden]
    return visible or found


def hidden_signature(book: Book) -> Signature | None:
    """What the hidden sheet says, for a form whose own signature was wiped out."""
    for sheet in book.sheets:
        if sheet.name == HIDDEN_SHEET:
            said = {
                cell.raw: sheet.cells[row, 1].raw
                for (row, column), cell in sheet.cells.items()
                if column == 0 and (row, 1) in sheet.cells
            }
            if {"plan", "unit", "version", "checksum"} <= said.keys():
                return Signature(said["plan"], said["unit"], said["version"], said["checksum"])
    return None


def _find(sheet: Sheet, known: set[str], spare: Signature | None) -> FormSheet | None:
    by_row: dict[int, dict[int, str]] = {}
    by_column: dict[int, dict[int, str]] = {}
    signature = signed_at = None
    for place, cell in sheet.cells.items():
        raw = cell.raw
        if raw in known:
            by_column.setdefault(place[1], {})[place[0]] = raw
        elif raw in COLUMNS:
            by_row.setdefault(place[0], {})[place[1]] = raw
        elif raw[:6] == _SIGNED and (parsed := Signature.parse(raw)) is not None:
            signature, signed_at = parsed, place
    key_row = max(by_row, key=lambda row: len(by_row[row]), default=None)
    if key_row is None or not by_column:
        return None
    columns = by_row[key_row]
    value_column = next((at for at, name in columns.items() if name == "value"), None)
    if value_column is None or len(columns) < _FEWEST_COLUMNS:
        return None
    if signed_at is not None and signed_at[1] in by_column:
        key_column = signed_at[1]
    else:
        # The numbers shown to the unit may be codes, too: of equals the first is the key.
        key_column = min(by_column, key=lambda at: (at in columns, -len(by_column[at]), at))
    rows = by_column[key_column]
    if key_column in columns:
        rows = _named_fields(sheet, columns) | rows
    return FormSheet(sheet, signature or spare, key_row, key_column, columns, rows, value_column)


def _named_fields(sheet: Sheet, columns: dict[int, str]) -> dict[int, str]:
    """The rows without a code, by their names: for a form whose hidden column was deleted."""
    keys = {text(f"form.field.{name}"): name for name in FIELDS}
    keys |= {text(f"form.{name}"): name for name in PROFILE}
    return {
        row: keys[name]
        for (row, column), cell in sheet.cells.items()
        if columns.get(column) == "name" and (name := nfc(cell.raw)) in keys
    }


def head_of(form: FormSheet) -> list[str]:
    """What stands above the rows that are filled in: the unit's name is there."""
    first = min(form.rows)
    return [
        cell.raw
        for (row, _), cell in form.sheet.cells.items()
        if row < first
        and row != form.key_row
        and cell.kind is CellKind.TEXT
        and not cell.raw.startswith(_SIGNED)
    ]


def read_form(form: FormSheet, plan: Plan) -> Gathered:
    """All that the unit wrote into `form` and beside it."""
    reader = _Reader(form, plan)
    rows, columns, key_column = form.rows, form.columns, form.key_column
    plain = 0
    for place, cell in form.sheet.cells.items():
        row, column = place
        # Most cells are the form's own words: they are done with here, where it costs least.
        role = columns.get(column) if row in rows else None
        if (
            cell.kind is CellKind.TEXT
            and (role in _PRINTED or column == key_column)
            and cell.raw[:1].isalpha()
        ) or (role == "check" and cell.kind is CellKind.UNCALCULATED):
            plain += 1
        else:
            reader.read(place, cell)
    reader.gathered.labelled += plain
    reader.gathered.close(reader.indicator_at, full=form.rows)
    return reader.gathered


class _Reader:
    def __init__(self, form: FormSheet, plan: Plan) -> None:
        self.gathered = Gathered(form.sheet)
        self._form = form
        self._plan = plan
        self._first = min(form.rows)
        self._taken: set[str] = set()
        self._name_column = next((at for at, name in form.columns.items() if name == "name"), -1)
        sections = [text("form.section.profile"), text("form.section.report")]
        self._hint = text("form.hint", explanation="").strip()
        self._headings = (*plan.sections.values(), *sections)

    def indicator_at(self, place: Place) -> str:
        """The indicator whose entry `place` is."""
        key = self._form.rows.get(place[0], "") if place[1] == self._form.value_column else ""
        return key if key in self._plan.indicator_by_code else ""

    def read(self, place: Place, cell: Cell) -> None:
        """Take one cell for what its row and column say of it."""
        row, column = place
        form = self._form
        key = form.rows.get(row)
        if column == form.value_column and row != form.key_row:
            if is_blank(cell):
                return
            if key is None:
                self._beside(place, cell)
            elif key in PROFILE:
                self._on_file(cell, key)
            elif key in self._taken:
                self._unplaced(place, cell, text("recognition.twice", indicator=key))
            else:
                self._entry(place, cell, key)
        elif row == form.key_row or column == form.key_column:
            self._id(place, cell)
        elif key is not None and (role := form.columns.get(column)) is not None:
            self._own(place, cell, key, role)
        elif not is_blank(cell):
            self._beside(place, cell)

    def _entry(self, place: Place, cell: Cell, key: str) -> None:
        self._taken.add(key)
        if key in FIELDS:
            take_field(self.gathered, place, cell, key, self._plan)
            return
        indicator = self._plan.indicator_by_code[key]
        if not indicator.is_entered:
            self._unplaced(place, cell, text("recognition.not_entered", indicator=key))
            return
        found = take(cell, place, indicator, self._plan, self._form.sheet.name)
        self.gathered.value(cell, found)

    def _on_file(self, cell: Cell, key: str) -> None:
        """What the office has on file; another figure in its place is the unit's own word."""
        signature = self._form.signature
        unit = self._plan.unit_by_code.get(signature.unit) if signature else None
        shown = profile_figure(unit.profile, key) if unit else None
        digits = "".join(filter(str.isdecimal, cell.raw))
        if unit is None or not digits or digits == str(shown):
            self.gathered.labelled += 1
        else:
            self.gathered.remark(f"{text(f'form.{key}')}: {collapse(cell.raw)}")

    def _id(self, place: Place, cell: Cell) -> None:
        """An id, or what somebody wrote into the hidden row or column after it was shown."""
        if is_blank(cell):
            return
        if cell.kind is CellKind.TEXT and not is_figure(cell):
            self.gathered.labelled += 1
        else:
            self._unplaced(place, cell, text("recognition.among_ids", cell=cell_name(place)))

    def _own(self, place: Place, cell: Cell, key: str, role: str) -> None:
        """A cell that the form itself has beside an entry, unless a figure was put into it."""
        if is_blank(cell):
            return
        own = role == "number" or cell.kind is CellKind.TEXT or _is_check(role, cell)
        if own and (role in {"number", "name"} or not cell.raw[0].isdigit() or not is_figure(cell)):
            self.gathered.labelled += 1
        else:
            where = {"cell": cell_name(place), "raw": shortened(cell.raw), "indicator": key}
            self._unplaced(place, cell, text("recognition.beside_entry", **where), key)

    def _beside(self, place: Place, cell: Cell) -> None:
        """What stands in rows or columns of the unit's own, and the form's headings."""
        row, column = place
        role = self._form.columns.get(column)
        key = self._form.rows.get(row)
        gathered = self.gathered
        if is_figure(cell) and not (role == "number" or _is_check(role, cell)):
            if key is not None:
                where = {"cell": cell_name(place), "raw": shortened(cell.raw), "indicator": key}
                self._unplaced(place, cell, text("recognition.beside_entry", **where), key)
            else:
                self._in_own_row(place, cell)
        elif key is None and (row < self._first or self._is_own(nfc(cell.raw))):
            gathered.labelled += 1
        else:
            gathered.remark(collapse(cell.raw))

    def _in_own_row(self, place: Place, cell: Cell) -> None:
        """A figure in a row that the unit put in: its own sum is never added (E4)."""
        name = self._form.sheet.cells.get((place[0], self._name_column))
        label = "" if name is None or name is cell else collapse(name.raw)
        where = {"cell": cell_name(place), "raw": shortened(cell.raw)}
        if is_total(label):
            self.gathered.labelled += 1
        elif label:
            message = text("recognition.unknown_label", **where, label=shortened(label))
            self._unplaced(place, cell, message)
        else:
            self._unplaced(place, cell, text("recognition.no_label", **where))

    def _is_own(self, raw: str) -> bool:
        """Whether it is a heading, or stands under the table for those who sign."""
        return raw.startswith(self._hint) or raw.endswith(self._headings) or is_signature(raw)

    def _unplaced(self, place: Place, cell: Cell, message: str, key: str = "") -> None:
        proposal = key if key in self._plan.indicator_by_code else ""
        self.gathered.unplaced_figure(place, cell, message, indicator=proposal, proposal=proposal)


def _is_check(role: str | None, cell: Cell) -> bool:
    """Whether it is the result of one of the form's own checks."""
    return role == "check" and (bool(cell.formula) or cell.kind is CellKind.UNCALCULATED)
