"""From a grid to what a unit reports: our form by its ids, by its labels, or a free table."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice

from vinhloc_cds.domain.incoming import (
    CellCounts,
    FileKind,
    FileProblem,
    FileReading,
    FoundValue,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.outcome import shortened
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.forms.combining import combine, hamlets_told
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.encodings import legacy
from vinhloc_cds.forms.form_ids import (
    FormSheet,
    find_forms,
    head_of,
    hidden_signature,
    read_form,
)
from vinhloc_cds.forms.free_table import read_tables
from vinhloc_cds.forms.gathering import Gathered, is_figure
from vinhloc_cds.forms.grid import Book, CellKind, Sheet
from vinhloc_cds.forms.headings import is_hamlet
from vinhloc_cds.forms.labels import How
from vinhloc_cds.forms.signature import HIDDEN_SHEET, VERSION, Signature
from vinhloc_cds.forms.tables import Table, find_tables
from vinhloc_cds.forms.units import match_unit
from vinhloc_cds.texts import text

# Of a table without hidden ids: it is our form if it names so much of what some group is asked,
# and nearly all of that letter by letter.
_FORM_SHARE, _EXACT_SHARE = 0.6, 0.8
# A unit's name stands in the first lines.
_KEPT_ONLY = {FileKind.DOC, FileKind.RAR, FileKind.PDF, FileKind.PICTURE, FileKind.MAIL}
_HEAD_ROWS, _HEAD_TEXTS, _LONGEST_HEAD = 15, 60, 300


def recognise(book: Book, name: str, context: Context, *, unit: str | None = None) -> FileReading:
    """What `book` reports; `name` is the file's, `unit` the unit where the officer has said it."""
    recogniser = _Recogniser(book, name, context, unit)
    if forms := find_forms(book, context.plan):
        return recogniser.of_forms(forms)
    return recogniser.of_tables()


class _Recogniser:
    def __init__(self, book: Book, name: str, context: Context, unit: str | None) -> None:
        self._book = book
        self._name = name
        self._context = context
        self._plan = context.plan
        self._said = unit
        self._unit: str | None = None
        self._candidates: tuple[str, ...] = ()
        self._problems: list[FileProblem] = [
            FileProblem(Todo.KNOW, Severity.FLAG, str(notice)) for notice in book.notices
        ]

    def _problem(self, todo: Todo, severity: Severity, message: str, sheet: str = "") -> None:
        self._problems.append(FileProblem(todo, severity, message, sheet))

    # Our form

    def of_forms(self, forms: Sequence[FormSheet]) -> FileReading:
        """What the sheets that carry our ids report."""
        ours = [each for each in forms if self._is_of_plan(each)]
        strange = [each for each in forms if not self._is_of_plan(each)]
        units = list(
            dict.fromkeys(each.signature.unit for each in ours if each.signature is not None)
        )
        signed = units[0] if len(units) == 1 else None
        if len(units) > 1:
            signed = self._of_one_unit(units)
            strange += [each for each in ours if not _is_of(each, signed)]
            ours = [each for each in ours if _is_of(each, signed)]
        else:
            self._find_unit(signed, head_of(ours[0] if ours else forms[0]))
            if signed is None and ours:
                self._unsigned()
        read = [read_form(each, self._plan) for each in ours]
        read += [self._set_aside(each) for each in strange]
        if signed is not None:
            self._verify(ours)
        for part, each in zip(read, ours, strict=False):
            if len(ours) > 1 and is_hamlet(each.sheet.name):
                part.hamlet = each.sheet.name
        self._hamlets(read, ())
        self._unread_sheets({id(each.sheet) for each in forms})
        values = combine(read, self._plan)
        signature = next((each.signature for each in forms if each.signature is not None), None)
        return self._reading(Recognition.FORM_ID, read, values, signature)

    def _is_of_plan(self, form: FormSheet) -> bool:
        return form.signature is None or form.signature.plan == self._plan.code

    def _of_one_unit(self, units: Sequence[str]) -> str | None:
        """The unit whose form is read of several in one book: the officer says which (D7)."""
        self._unit = self._said
        self._candidates = tuple(code for code in units if code in self._plan.unit_by_code)
        if self._said not in units:
            message = text("recognition.two_units", units=", ".join(map(self._unit_name, units)))
            self._problem(Todo.CHOOSE_UNIT, Severity.QUESTION, message)
            return None
        return self._said

    def _set_aside(self, form: FormSheet) -> Gathered:
        """A form that is not read, another unit's or another plan's: only its cells are counted."""
        gathered = read_form(form, self._plan)
        count = gathered.valued + gathered.noted
        signature = form.signature
        if signature is not None and signature.plan != self._plan.code:
            message = text("recognition.other_plan", code=signature.plan, count=count)
            self._problem(Todo.MEND, Severity.BLOCK, message, form.sheet.name)
        else:
            unit = self._unit_name(signature.unit if signature else "")
            where = {"sheet": form.sheet.name, "unit": unit, "count": count}
            message = text("recognition.other_unit_form", **where)
            self._problem(Todo.MEND, Severity.QUESTION, message, form.sheet.name)
        aside = Gathered(form.sheet)
        aside.doubtful = count + gathered.doubtful
        aside.labelled = gathered.labelled
        return aside

    def _verify(self, forms: Iterable[FormSheet]) -> None:
        """E16: a form of another version, or made when other indicators were asked for."""
        for form in forms:
            signature = form.signature
            unit = self._plan.unit_by_code.get(signature.unit) if signature else None
            if signature is None or unit is None:
                continue
            if signature.version != VERSION or signature != Signature.of(self._plan, unit):
                message = text("recognition.other_version", version=signature.version)
                self._problem(Todo.CONFIRM, Severity.QUESTION, message, form.sheet.name)

    # Tables without ids

    def of_tables(self) -> FileReading:
        """What tables report that are known by their labels only."""
        self._context.vocabulary.begin()
        found = self._tables(hidden=False) or self._tables(hidden=True)
        signature = hidden_signature(self._book)
        signed = signature.unit if signature and signature.plan == self._plan.code else None
        if not found:
            self._by_hand(signed, islice(_heads(self._book.sheets), _HEAD_TEXTS))
            return self._reading(Recognition.NONE, [], [], signature)
        heads = [_head_above(sheet, tables) for sheet, tables in found]
        said = chain(*heads, _heads(self._around(found)))
        self._find_unit(signed, islice(said, _HEAD_TEXTS))
        unit = self._plan.unit_by_code.get(self._unit or "")
        names = (unit.name, unit.short_name, *unit.aliases) if unit else ()
        if unit and unit.group == self._plan.commune_group:
            # Over a column among others it stands without "xã" or "thị trấn".
            names = (*names, unit.short_name.removeprefix("Thị trấn ").removeprefix("Xã "))
        is_form = _is_our_form(self._plan, found)
        if is_form and signed is None:
            self._unsigned()
        parts = []
        for (sheet, tables), head in zip(found, heads, strict=True):
            read = read_tables(sheet, tables, self._plan, names, is_form=is_form)
            read[0].hamlet = _hamlet_of(sheet, head) if len(found) > 1 else ""
            parts += read
        self._old_labels(found)
        self._hamlets(parts, [name for _, tables in found for one in tables for name in one.silent])
        self._unread_sheets({id(sheet) for sheet, _ in found})
        recognition = Recognition.FORM_LABELS if is_form else Recognition.FREE_TABLE
        values = combine(parts, self._plan)
        return self._reading(recognition, parts, values, signature)

    def _tables(self, *, hidden: bool) -> list[tuple[Sheet, list[Table]]]:
        return [
            (sheet, tables)
            for sheet in self._book.sheets
            if sheet.hidden is hidden
            and sheet.name != HIDDEN_SHEET
            and (tables := find_tables(sheet, self._plan, self._context.vocabulary))
        ]

    def _around(self, found: Sequence[tuple[Sheet, list[Table]]]) -> Iterator[Sheet]:
        """The sheets without tables that may tell the unit: a cover, the text of a document."""
        read = {id(sheet) for sheet, _ in found}
        is_text = self._book.kind in {FileKind.DOCX, FileKind.HTML}
        is_before = True
        for sheet in self._book.sheets:
            if id(sheet) in read:
                is_before = False
            elif is_before or is_text:
                yield sheet

    def _nothing_found(self) -> str:
        if self._book.kind in _KEPT_ONLY:
            return text(f"recognition.by_hand.{self._book.kind}")
        if not any(sheet.cells for sheet in self._book.sheets):
            return text("recognition.empty")
        return text("recognition.no_table")

    def _old_labels(self, found: Sequence[tuple[Sheet, list[Table]]]) -> None:
        """C3 to C6: labels in an old encoding were understood, but that is to be known."""
        encodings = {
            old[0].value
            for _, tables in found
            for table in tables
            for label in table.labels.values()
            if label.text != collapse(label.cell.raw) and (old := legacy(label.cell))
        }
        if encodings:
            listed = ", ".join(sorted(encodings))
            message = text("recognition.legacy_labels", encodings=listed)
            self._problem(Todo.KNOW, Severity.FLAG, message)

    def _hamlets(self, parts: Sequence[Gathered], silent: Iterable[str]) -> None:
        """D7: which hamlets were added up; those that are named without a figure are missing."""
        names = {part.hamlet for part in parts if part.hamlet and part.values}
        silent = {*silent, *(part.hamlet for part in parts if part.hamlet)} - names
        if names and silent:
            listed = shortened(", ".join(sorted(silent)))
            message = text("recognition.hamlets_blank", count=len(names), blank=listed)
            self._problem(Todo.CONFIRM, Severity.QUESTION, message)
        unit = self._plan.unit_by_code.get(self._unit or "")
        told = hamlets_told(names, unit.profile.hamlets if unit else None)
        if told is not None:
            self._problems.append(told)

    # Both

    def _find_unit(self, signed: str | None, texts: Iterable[str]) -> None:
        """Whose file it is: as the officer said, else as the file says."""
        if self._said is not None:
            self._unit = self._said
            if signed is not None and signed != self._said:
                signed_unit, unit = self._unit_name(signed), self._unit_name(self._said)
                message = text("recognition.signed_otherwise", signed=signed_unit, unit=unit)
                self._problem(Todo.KNOW, Severity.FLAG, message)
            return
        match = match_unit(self._plan, signed=signed, texts=texts, file_name=self._name)
        self._unit, self._candidates = match.unit, match.candidates
        if match.problem is not None:
            self._problems.append(match.problem)

    def _unsigned(self) -> None:
        """Say that nothing but the form's head tells whose it is: its hidden signature is gone."""
        if self._unit is not None and self._said is None:
            message = text("recognition.unsigned", unit=self._unit_name(self._unit))
            self._problem(Todo.KNOW, Severity.FLAG, message)

    def _by_hand(self, signed: str | None, texts: Iterable[str]) -> None:
        """Nothing to read: its unit is chosen where it is typed in, here it is but a hint."""
        message = self._nothing_found()
        match = match_unit(self._plan, signed=signed, texts=texts, file_name=self._name)
        self._unit, self._candidates = self._said or match.unit, match.candidates
        if self._unit is None and self._candidates:
            units = text("units.or").join(map(self._unit_name, self._candidates))
            message = text("recognition.by_hand_of", message=message, units=units)
        self._problem(Todo.ENTER_BY_HAND, Severity.QUESTION, message)

    def _unit_name(self, code: str) -> str:
        unit = self._plan.unit_by_code.get(code)
        return unit.name if unit else code

    def _unread_sheets(self, read: set[int]) -> None:
        """E8: sheets without anything of the plan are left out, but not without a word."""
        for sheet in self._book.sheets:
            if id(sheet) in read or sheet.name == HIDDEN_SHEET:
                continue
            if count := sum(cell.kind is CellKind.NUMBER for cell in sheet.cells.values()):
                where = {"sheet": sheet.name, "count": count}
                message = text("recognition.other_sheet", **where)
                if sheet.hidden:
                    message = text("recognition.hidden_sheet", **where)
                self._problem(Todo.KNOW, Severity.FLAG, message, sheet.name)

    def _reading(
        self,
        recognition: Recognition,
        parts: Sequence[Gathered],
        values: Sequence[FoundValue],
        signature: Signature | None,
    ) -> FileReading:
        fields, remarks = _fields_and_remarks(parts)
        signed_on = fields.get("R02")
        return FileReading(
            kind=self._book.kind,
            recognition=recognition,
            unit=self._unit,
            candidates=self._candidates,
            plan=signature.plan if signature else "",
            version=signature.version if signature else "",
            number=str(fields.get("R01", "")),
            signed_on=signed_on if isinstance(signed_on, date) else None,
            maker=str(fields.get("R05", "")),
            phone=str(fields.get("phone", "")),
            note="\n".join(remarks),
            values=tuple(values),
            problems=(*self._problems, *(problem for part in parts for problem in part.problems)),
            counts=_added_up(part.counts for part in parts),
        )


def _is_of(form: FormSheet, unit: str | None) -> bool:
    return unit is not None and form.signature is not None and form.signature.unit == unit


def _fields_and_remarks(parts: Iterable[Gathered]) -> tuple[dict[str, str | date], list[str]]:
    """The submission's own fields; what a further sheet says otherwise stands among the remarks."""
    fields: dict[str, str | date] = {}
    remarks: list[str] = []
    for part in parts:
        # A form that is twice in a book says the same twice.
        fresh = [said for said in part.remarks if said not in remarks]
        for key, said in part.fields.items():
            if fields.setdefault(key, said) != said:
                name = text(f"form.field.{key}")
                remarks.append(f"{part.sheet.name}, {name}: {said}")
        remarks += fresh
    return fields, remarks


def _added_up(counts: Iterable[CellCounts]) -> CellCounts:
    total = [0, 0, 0, 0, 0]
    for one in counts:
        for place, more in enumerate((one.cells, one.values, one.notes, one.problems, one.labels)):
            total[place] += more
    return CellCounts(*total)


def _is_our_form(plan: Plan, found: Iterable[tuple[Sheet, list[Table]]]) -> bool:
    """Whether the labels are those of our form: nearly all of what some group is asked for."""
    meanings = [
        label.meaning
        for _, tables in found
        for table in tables
        for label in table.labels.values()
        if label.meaning is not None and label.meaning.code in plan.indicator_by_code
    ]
    exact = {one.code for one in meanings if one.how in {How.CODE, How.NAME}}
    if len(exact) < _EXACT_SHARE * len({one.code for one in meanings}):
        return False
    for group in plan.groups:
        asked = {one.code for one in plan.indicators if one.is_entered and group.code in one.groups}
        if asked and len(exact & asked) >= _FORM_SHARE * len(asked):
            return True
    return False


def _heads(sheets: Iterable[Sheet]) -> Iterable[str]:
    """The texts in the first lines of each sheet, with the sheets' names."""
    for sheet in sheets:
        if not sheet.hidden:
            yield from _head_above(sheet, ())


def _head_above(sheet: Sheet, tables: Sequence[Table]) -> list[str]:
    """What stands above the first table of a sheet, in the order of rows, then the sheet's name."""
    first = min(
        (
            min(table.view.place(table.first, table.label_record))
            if table.view.turned
            else table.first
            for table in tables
        ),
        default=_HEAD_ROWS,
    )
    texts = [
        (place, cell.raw)
        for place, cell in sheet.cells.items()
        if place[0] < first
        and cell.kind is CellKind.TEXT
        and len(cell.raw) <= _LONGEST_HEAD
        and not is_figure(cell)
    ]
    return [*(raw for _, raw in sorted(texts)), sheet.name]


def _hamlet_of(sheet: Sheet, head: Iterable[str]) -> str:
    """The hamlet that a sheet is of, by its name or by what stands over its table."""
    if is_hamlet(sheet.name):
        return sheet.name
    return next((collapse(line) for line in head if is_hamlet(line)), "")
