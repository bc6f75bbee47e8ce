"""What a table that was found by its labels reports, and where each of its cells goes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.domain.incoming import FoundValue
from vinhloc_cds.domain.outcome import shortened
from vinhloc_cds.domain.plan import Indicator, Plan, Severity, ValueType
from vinhloc_cds.domain.submission import Doubt
from vinhloc_cds.domain.text import collapse, same_name, spelling
from vinhloc_cds.forms.encodings import readable
from vinhloc_cds.forms.gathering import Gathered, doubted, is_blank, is_figure, take, take_field
from vinhloc_cds.forms.grid import Cell, CellKind, Place, Sheet, cell_name
from vinhloc_cds.forms.headings import Part, is_signature
from vinhloc_cds.forms.labels import How, scale
from vinhloc_cds.forms.signature import FIELDS, PROFILE
from vinhloc_cds.forms.tables import (
    Choice,
    Table,
    choose_records,
    is_numbering,
    is_row_number,
    is_sum_line,
    numbered_lines,
)
from vinhloc_cds.texts import text

# No commune spends as much on one campaign: then the amount stands there in full.
_LARGEST_AMOUNT = 10**11
# A name of so many words is no chance.
_TELLING_NAME = 4
_WITH_FIGURE = re.compile(r":[^:\d]{0,20}\d")
_PRINTED = {Part.NUMBER, Part.MEASURE, Part.OWN}


def read_tables(
    sheet: Sheet, tables: Sequence[Table], plan: Plan, unit_names: Iterable[str], *, is_form: bool
) -> list[Gathered]:
    """What `tables` of `sheet` report: together, and of each hamlet that has a column of its own.

    `is_form`: it is our form, so that its own names need not be confirmed. The first of the result
    accounts for all cells that are no hamlet's.
    """
    reader = _Reader(sheet, plan, is_form=is_form)
    names = tuple(unit_names)
    for table in tables:
        table.choice = choose_records(table, names)
        reader.read(table, table.choice)
    reader.leftovers(tables)
    rows = {place[0] for place in reader.entries}
    reader.gathered.close(lambda place: reader.entries.get(place, ""), full=rows)
    return [reader.gathered, *reader.hamlets.values()]


class _Reader:
    def __init__(self, sheet: Sheet, plan: Plan, *, is_form: bool) -> None:
        self.gathered = Gathered(sheet)
        self.hamlets: dict[str, Gathered] = {}
        self.entries: dict[Place, str] = {}
        self._sheet = sheet
        self._plan = plan
        self._is_form = is_form
        self._settled: set[Place] = set()
        self._has_figures_in_labels = False
        self._taken: set[tuple[str, str]] = set()

    def read(self, table: Table, choice: Choice) -> None:
        """Take the values of one table; what it leaves over is dealt with at the end."""
        self._in_labels(table)
        self._printed(table)
        on_file = {*_lines_on_file(table), *(_pasted_profile(table) if self._is_form else ())}
        for line in on_file:
            for record, cell in table.view.lines[line].items():
                self._label(table.view.place(line, record), cell, sure=record == choice.total)
        for line in table.labels:
            if line not in on_file:
                self._line(table, line, choice)
        for line in range(table.first, table.last + 1):
            if line not in table.labels and is_sum_line(table, line):
                self._label_line(table, line)

    def _in_labels(self, table: Table) -> None:
        """Ask about figures that stand in one cell with their label: "Băng rôn: 15 chiếc"."""
        for line, label in table.labels.items():
            beside = table.view.lines[line].keys() - {table.label_record}
            if _WITH_FIGURE.search(label.text) and not any(
                table.parts.get(one) is not Part.NUMBER for one in beside
            ):
                code = label.meaning.code if label.meaning is not None else ""
                place = table.view.place(line, table.label_record)
                self._settled.add(place)
                self._has_figures_in_labels = True
                self._in_label(place, label.cell, code)

    def _in_label(self, place: Place, cell: Cell, code: str) -> None:
        where = {"cell": cell_name(place), "raw": shortened(collapse(cell.raw))}
        if code in self._plan.indicator_by_code:
            message = text("recognition.in_label", **where, indicator=code)
            self.gathered.unplaced_figure(place, cell, message, indicator=code, proposal=code)
        else:
            label = shortened(collapse(cell.raw.partition(":")[0]))
            message = text("recognition.unknown_label", **where, label=label)
            self.gathered.unplaced_figure(place, cell, message)

    def _printed(self, table: Table) -> None:
        """Count what the table itself says: labels, numbers of rows and columns, measures."""
        for line in {*range(table.first, table.last + 1), *numbered_lines(table)}:
            cells = table.view.lines.get(line, {})
            for record, cell in cells.items():
                part = table.parts.get(record)
                if record == table.label_record or part in _PRINTED:
                    sure = _is_printed(part, cell)
                    self._label(table.view.place(line, record), cell, sure=sure)
        for line in numbered_lines(table):
            self._label_line(table, line)
        last = table.last
        for line in table.view.lines:
            if line <= last and is_numbering(table, line):
                self._label_line(table, line)

    def _line(self, table: Table, line: int, choice: Choice) -> None:
        label = table.labels[line]
        cells = table.view.lines[line]
        meaning = label.meaning
        if meaning is None or meaning.how is How.UNCLEAR:
            return
        signed = meaning.code in FIELDS and any(
            is_signature(cell.raw) for record, cell in cells.items() if record != table.label_record
        )
        if not meaning.code or signed:
            self._label_line(table, line, sure=not signed)
            return
        for record in (choice.total, *choice.hamlets):
            if record is None or (cell := cells.get(record)) is None:
                continue
            place = table.view.place(line, record)
            hamlet = table.names[record] if record in choice.hamlets else ""
            if place in self._settled or (meaning.code, hamlet) in self._taken:
                continue
            self._taken.add((meaning.code, hamlet))
            self._settled.add(place)
            gathered = self._of(hamlet)
            if meaning.code in FIELDS:
                take_field(gathered, place, cell, meaning.code, self._plan)
            else:
                self.entries[place] = meaning.code
                gathered.value(cell, self._value(table, line, record, cell))
        if choice.total is not None and not choice.hamlets:
            # A picture may stand where the figure should be.
            self.entries.setdefault(table.view.place(line, choice.total), meaning.code)

    def _of(self, hamlet: str) -> Gathered:
        if not hamlet:
            return self.gathered
        return self.hamlets.setdefault(hamlet, Gathered(self._sheet, hamlet=hamlet))

    def _value(self, table: Table, line: int, record: int, cell: Cell) -> FoundValue:
        place = table.view.place(line, record)
        label = table.labels[line]
        if label.meaning is None:
            raise ValueError(label)
        indicator = self._plan.indicator_by_code[label.meaning.code]
        how = label.meaning.how
        is_known = how is How.CONFIRMED or (self._is_form and how in {How.CODE, How.NAME})
        is_ours = not is_known and _is_ours(table, line, indicator, record)
        # What a figure carries is a label that still has to be confirmed.
        shown = "" if is_known or is_ours else label.text
        found = take(cell, place, indicator, self._plan, self._sheet.name, shown)
        if indicator.value_type is ValueType.MONEY:
            found = self._in_dong(found, cell, table.measure_at(line))
        if is_known:
            return found
        if is_ours:
            sentence = text(
                "recognition.label_is_ours",
                label=shortened(label.text),
                label_cell=cell_name(table.view.place(line, table.label_record)),
                indicator=indicator.code,
            )
            return doubted(found, Doubt(Severity.FLAG, sentence), self._plan)
        sentence = text(
            "recognition.label_taken_as",
            label=shortened(shown),
            indicator=indicator.code,
            name=indicator.name,
        )
        return doubted(found, Doubt(Severity.QUESTION, sentence), self._plan)

    def _in_dong(self, found: FoundValue, cell: Cell, measure: str) -> FoundValue:
        """An amount in triệu đồng is proposed in đồng, never changed silently."""
        amount = cell.value if cell.kind is CellKind.NUMBER else found.value
        times = scale(measure)
        if times is None or isinstance(amount, bool) or not isinstance(amount, int | float):
            return found
        in_full = round(amount * times)
        if not 0 < in_full < _LARGEST_AMOUNT:
            return found
        proposal = format_number(in_full)
        sentence = text(
            "recognition.scaled", measure=measure, raw=shortened(cell.raw), proposal=proposal
        )
        return FoundValue(
            found.indicator,
            None,
            found.raw,
            found.sheet,
            found.cell,
            doubt=Doubt(Severity.BLOCK, sentence, proposal),
            label=found.label,
        )

    def _label_line(self, table: Table, line: int, *, sure: bool = True) -> None:
        for record, cell in table.view.lines.get(line, {}).items():
            self._label(table.view.place(line, record), cell, sure=sure)

    def _label(self, place: Place, cell: Cell, *, sure: bool) -> None:
        if place not in self._settled and (sure or not is_figure(cell)):
            self._settled.add(place)
            self.gathered.labelled += 1

    def leftovers(self, tables: Sequence[Table]) -> None:
        """Every cell that no table has taken: a figure is asked about, words are kept as words."""
        spans = [(table, table.first, table.last) for table in tables]
        below = max(
            max(table.parts, default=0) if table.view.turned else last for table, _, last in spans
        )
        for place, cell in self._sheet.cells.items():
            if place not in self._settled and not is_blank(cell):
                near = _near(place, spans)
                if near is None:
                    self._outside(place, cell, is_below=place[0] > below)
                else:
                    self._inside(place, cell, *near)

    def _inside(self, place: Place, cell: Cell, table: Table, line: int, record: int) -> None:
        gathered = self.gathered
        part = table.parts.get(record)
        if part is Part.NOTE:
            gathered.remark(f"{table.label_at(line)}: {collapse(cell.raw)}")
        elif part is Part.OTHER and table.choice not in {None, Choice()}:
            # Targets, ratios, last year's figures: beside what is reported they are no question.
            heading = table.names.get(record, "")
            gathered.remark(f"{table.label_at(line)} ({heading}): {collapse(cell.raw)}")
        elif is_figure(cell) or (line in table.labels and _is_answer(table, record)):
            message, indicator = _question(table, line, place, cell)
            gathered.unplaced_figure(place, cell, message, indicator=indicator, proposal=indicator)
        else:
            gathered.labelled += 1

    def _outside(self, place: Place, cell: Cell, *, is_below: bool) -> None:
        gathered = self.gathered
        if is_figure(cell):
            where = {"cell": cell_name(place), "raw": shortened(cell.raw)}
            gathered.unplaced_figure(place, cell, text("recognition.no_label", **where))
        elif self._has_figures_in_labels and _WITH_FIGURE.search(cell.raw):
            self._in_label(place, cell, "")
        elif is_below and (gathered.has_enough_remarks or not is_signature(cell.raw)):
            gathered.remark(collapse(cell.raw))
        else:
            gathered.labelled += 1


def _is_printed(part: Part | None, cell: Cell) -> bool:
    """Whether what looks like a figure belongs to the table itself: "1.1", "1.000 đồng"."""
    match part:
        case Part.NUMBER:
            return is_row_number(cell)
        case Part.MEASURE:
            return scale(cell.raw) is not None
        case Part.OWN:
            checks = cell.kind is CellKind.UNCALCULATED or bool(cell.formula)
            return checks or cell.kind is CellKind.TEXT
        case _:
            return False


def _is_ours(table: Table, line: int, indicator: Indicator, taken: int) -> bool:
    """Whether a label is letter by letter our code or our name, with nothing against it.

    A short name ("Pano", "Tổng kinh phí") stands in any table; so does a name beside figures in
    another measure, and a code ("A01") beside other words. Old letters are not converted unasked.
    """
    label, name = table.labels[line].text, indicator.name
    if label != collapse(table.labels[line].cell.raw):
        return False
    measure = table.measure_at(line)
    if measure and not same_name(measure, indicator.unit_of_measure or ""):
        return False
    if same_name(label, name) or same_name(label, f"{indicator.code} {name}"):
        return len(spelling(name)) >= _TELLING_NAME
    return same_name(label, indicator.code) and all(
        same_name(readable(cell), name)
        for record, cell in table.view.lines[line].items()
        if record not in {table.label_record, taken}
        and table.parts.get(record) not in {Part.NUMBER, Part.MEASURE, Part.NOTE}
        and cell.kind is CellKind.TEXT
        and not is_figure(cell)
    )


def _lines_on_file(table: Table) -> Iterator[int]:
    """The lines of our form that show the unit's profile: they look like entries and are none."""
    heading = text("form.section.profile")
    names = {text(f"form.{name}") for name in PROFILE}
    for line, cells in table.view.lines.items():
        if any(cell.raw == heading for cell in cells.values()):
            line += 1  # noqa: PLW2901
            while table.label_at(line) in names:
                yield line
                line += 1  # noqa: PLW2901


def _pasted_profile(table: Table) -> Sequence[int]:
    """The same lines where our form was pasted without the column that holds their heading."""
    names = [text(f"form.{name}") for name in PROFILE]
    for line in table.view.lines:
        lines = range(line, line + len(names))
        if [table.label_at(each) for each in lines] == names:
            return lines
    return ()


def _near(place: Place, spans: Iterable[tuple[Table, int, int]]) -> tuple[Table, int, int] | None:
    """The table whose lines `place` is on, and its line and record there."""
    for table, first, last in spans:
        line, record = (place[1], place[0]) if table.view.turned else place
        if first <= line <= last and record in table.parts:
            return table, line, record
    return None


def _is_answer(table: Table, record: int) -> bool:
    """Whether words in `record` are an answer rather than part of the table's own text."""
    choice = table.choice
    return choice is not None and (record == choice.total or record in choice.hamlets)


def _question(table: Table, line: int, place: Place, cell: Cell) -> tuple[str, str]:
    """What to ask about a cell beside a label, and the indicator to propose for it."""
    where: Mapping[str, str] = {"cell": cell_name(place), "raw": shortened(cell.raw)}
    label = table.labels.get(line)
    beside = shortened(table.label_at(line))
    if label is not None and label.meaning is not None:
        if label.meaning.how is How.UNCLEAR:
            rivals = ", ".join(label.meaning.rivals)
            return text("recognition.unclear_label", **where, label=beside, rivals=rivals), ""
        if label.meaning.code not in FIELDS:
            indicator = label.meaning.code
            return text("recognition.unclear_column", **where, indicator=indicator), indicator
    if beside:
        return text("recognition.unknown_label", **where, label=beside), ""
    return text("recognition.no_label", **where), ""
