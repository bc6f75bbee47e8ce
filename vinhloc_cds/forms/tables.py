"""Tables of a unit's own making: where they are, and which of their columns holds the figures.

A table has labels along one line of cells and records across it. It is looked at as if its labels
stood in a column; a table with its indicators side by side (E6) is a view that was turned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.forms.encodings import legacy, readable
from vinhloc_cds.forms.gathering import is_blank, is_figure
from vinhloc_cds.forms.grid import Cell, CellKind, Place, Sheet
from vinhloc_cds.forms.headings import (
    LONGEST_HEADING,
    Part,
    is_column_number,
    is_hamlet,
    is_total,
    part_of,
)
from vinhloc_cds.forms.labels import LONGEST_LABEL, How, Meaning, Vocabulary
from vinhloc_cds.forms.signature import FIELDS

# How far above its first label a table's headings may begin.
_HEADING_LINES = 6
# One sheet does not hold more tables; a hostile one is not searched for ever.
_MOST_TABLES = 40
# How far from a label that stands alone its figure may be: a unit of measure lies between.
_NEAR = 3
# So many lines that are not understood may follow or precede those that are.
_MOST_EXTENDED = 100
# Rows of a table are not numbered further.
_HIGHEST_NUMBER = 200


class Label(NamedTuple):
    """A label as it is written, as it reads in Unicode, and what it means."""

    cell: Cell
    text: str
    meaning: Meaning | None


class View:
    """A sheet by lines and records: rows and columns, or columns and rows where it is `turned`."""

    def __init__(self, sheet: Sheet, *, turned: bool) -> None:
        self.turned = turned
        self.lines: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sheet.cells.items():
            if not is_blank(cell):
                line, record = (column, row) if turned else (row, column)
                self.lines.setdefault(line, {})[record] = cell
        self._merged = sheet.merged

    def place(self, line: int, record: int) -> Place:
        """Where that is on the sheet."""
        return (record, line) if self.turned else (line, record)

    def headings(self, lines: range, records: Iterable[int]) -> dict[int, dict[int, str]]:
        """The texts on `lines` over each of `records`, a merged one over all it covers."""
        wanted = sorted(records)
        found = {
            line: {
                record: readable(cell)
                for record, cell in self.lines.get(line, {}).items()
                if cell.kind is CellKind.TEXT and len(cell.raw) <= LONGEST_HEADING
            }
            for line in lines
        }
        for top, left, bottom, right in self._merged:
            if self.turned:
                top, left, bottom, right = left, top, right, bottom  # noqa: PLW2901
            text = found.get(top, {}).get(left)
            if text:
                for line in range(top, min(bottom, lines.stop) + 1):
                    over = found.get(line, {})
                    for one in wanted:
                        if left <= one <= right:
                            over.setdefault(one, text)
        return found


@dataclass(slots=True)
class Table:
    """A table that was found: its labels by line, and what each record beside them is."""

    view: View
    label_record: int
    labels: dict[int, Label]
    parts: dict[int, Part | None] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    measure: str = ""
    choice: "Choice | None" = None
    silent: tuple[str, ...] = ()
    """Hamlets that it names but gives no figure of."""

    @property
    def first(self) -> int:
        """Its first line with a label that means something."""
        return min(self.labels)

    @property
    def last(self) -> int:
        """Its last one."""
        return max(self.labels)

    @property
    def codes(self) -> set[str]:
        """The indicators that its labels name."""
        return {
            label.meaning.code
            for label in self.labels.values()
            if label.meaning is not None and label.meaning.code
        }

    def records(self, *parts: Part) -> list[int]:
        """The records that are one of `parts`."""
        return [record for record, part in self.parts.items() if part in parts]

    def label_at(self, line: int) -> str:
        """What stands where the label of `line` is, whether it means anything or not."""
        if line in self.labels:
            return self.labels[line].text
        cell = self.view.lines.get(line, {}).get(self.label_record)
        return readable(cell) if cell is not None and cell.kind is CellKind.TEXT else ""

    def measure_at(self, line: int) -> str:
        """The unit of measure that stands on `line`, or over the whole table."""
        label = self.labels.get(line)
        if label is not None and label.meaning is not None and label.meaning.measure:
            return label.meaning.measure
        for record in self.records(Part.MEASURE):
            if (cell := self.view.lines.get(line, {}).get(record)) is not None:
                return readable(cell)
        return self.measure


def find_tables(sheet: Sheet, plan: Plan, vocabulary: Vocabulary) -> list[Table]:
    """The tables of `sheet` that hold at least something of the plan."""
    hits = _hits(sheet, plan.year, vocabulary)
    everywhere = dict(hits)
    views: dict[bool, View] = {}
    tables: list[Table] = []
    while hits and len(tables) < _MOST_TABLES:
        axis = _best_axis(sheet, hits)
        if axis is None:
            break
        turned, record = axis
        if turned not in views:
            views[turned] = View(sheet, turned=turned)
        view = views[turned]
        on_axis = {
            (place[1] if turned else place[0]): label
            for place, label in hits.items()
            if (place[0] if turned else place[1]) == record
        }
        lines = _first_segment(view, on_axis, plan.year)
        table = Table(view, record, {line: on_axis[line] for line in lines})
        _extend(table, plan.year)
        covered = _covered(view, table, hits)
        for place in covered:
            del hits[place]
        _describe(table, everywhere, plan.year, vocabulary)
        tables.append(table)
    return tables


def _hits(sheet: Sheet, year: int, vocabulary: Vocabulary) -> dict[Place, Label]:
    """The cells whose text means something, or several things."""
    found = {}
    for place, cell in sheet.cells.items():
        if cell.kind is CellKind.TEXT and 1 < len(cell.raw) <= LONGEST_LABEL:
            text = collapse(cell.raw)
            meaning = vocabulary.meaning(text)
            is_sure = meaning is not None and meaning.how <= How.SYNONYM
            if vocabulary.is_exhausted and meaning is None:
                continue
            if not is_sure and part_of(text, year) is not None:
                continue
            if not is_sure and (old := legacy(cell)):
                text = old[1]
                if part_of(text, year) is not None:
                    continue
                meaning = vocabulary.meaning(text)
            if meaning is not None:
                found[place] = Label(cell, text, meaning)
    return found


def _best_axis(sheet: Sheet, hits: Mapping[Place, Label]) -> tuple[bool, int] | None:
    """Along which column, or row (True), most indicators are named."""
    codes: dict[tuple[bool, int], set[str]] = {}
    for (row, column), label in hits.items():
        meaning = label.meaning
        if meaning is not None and meaning.code:
            codes.setdefault((False, column), set()).add(meaning.code)
            codes.setdefault((True, row), set()).add(meaning.code)
    # Of columns with as many hits, the one with names: codes and numbers stand before them.
    best = max(codes, key=lambda axis: (len(codes[axis]), not axis[0], axis[1]), default=None)
    if best is None:
        return None
    if len(codes[best]) > 1 and not codes[best].issubset(FIELDS):
        return best
    for (row, column), label in hits.items():
        meaning = label.meaning
        if meaning is None or not meaning.code or meaning.code in FIELDS:
            continue
        if meaning.how < How.LIKENESS:
            for away in range(1, _NEAR + 1):
                for turned, place in ((False, (row, column + away)), (True, (row + away, column))):
                    if (cell := sheet.cells.get(place)) is not None and is_figure(cell):
                        return (turned, row if turned else column)
    return None


def _first_segment(view: View, labels: Mapping[int, Label], year: int) -> list[int]:
    """The lines of the first table on an axis: another one begins with headings of its own (E7)."""
    segment: list[int] = []
    for line in sorted(labels):
        if segment and any(
            _is_heading(view.lines.get(between, {}), year)
            for between in range(max(segment[-1] + 1, line - _HEADING_LINES), line)
        ):
            break
        segment.append(line)
    return segment


def _extend(table: Table, year: int) -> None:
    """Take in the lines next to the table that have a label and a figure: labels not understood."""
    for step, start in ((-1, table.first - 1), (1, table.last + 1)):
        line = start
        while (
            abs(line - start) < _MOST_EXTENDED
            and (cells := table.view.lines.get(line))
            and line not in table.labels
        ):
            cell = cells.get(table.label_record)
            others = [one for record, one in cells.items() if record != table.label_record]
            if cell is None or cell.kind is not CellKind.TEXT or not any(map(is_figure, others)):
                break
            text = readable(cell)
            if is_total(text) or part_of(text, year) is not None or is_column_number(text):
                break
            table.labels[line] = Label(cell, text, None)
            line += step


def _is_heading(cells: Mapping[int, Cell], year: int) -> bool:
    texts = [readable(cell) for cell in cells.values() if cell.kind is CellKind.TEXT]
    return sum(part_of(text, year) is not None for text in texts) > 1


def _covered(view: View, table: Table, hits: Mapping[Place, Label]) -> list[Place]:
    """The labels of `table`, and those that say the same once more: a code beside its name."""
    covered = []
    for place, label in hits.items():
        line, record = (place[1], place[0]) if view.turned else place
        own = table.labels.get(line)
        if own is not None and (
            record == table.label_record
            or (
                label.meaning is not None
                and own.meaning is not None
                and label.meaning.code == own.meaning.code
            )
        ):
            covered.append(place)
    return covered


def _describe(
    table: Table, others: Mapping[Place, Label], year: int, vocabulary: Vocabulary
) -> None:
    """Find out what the records beside the labels are, then weigh unsure labels once more."""
    view = table.view
    bounds = _bounds(table, others)
    occupied = sorted(
        {
            record
            for line in range(table.first, table.last + 1)
            for record in view.lines.get(line, {})
            if record != table.label_record and bounds[0] < record < bounds[1]
        }
    )
    lines = range(max(0, table.first - _HEADING_LINES), table.first)
    headings = view.headings(lines, [*occupied, table.label_record])
    for record in occupied:
        table.parts[record] = None
        for line in reversed(lines):
            text = headings[line].get(record, "")
            # A title lies over the labels, too; a heading does not.
            if not text or text == headings[line].get(table.label_record):
                continue
            table.names.setdefault(record, text)
            if (part := part_of(text, year)) is not None:
                table.parts[record] = part
                if part is Part.HAMLET:
                    table.names[record] = text
                break
        # "Đơn vị" may head units of measure as well as units.
        if table.parts[record] in {None, Part.NAME}:
            table.parts[record] = _part_by_content(table, record, vocabulary)
    table.measure = _measure_above(headings)
    table.silent = tuple(
        text
        for line in lines
        for record, text in headings[line].items()
        if bounds[0] < record < bounds[1]
        and record not in occupied
        and record != table.label_record
        and is_hamlet(text)
    )
    _weigh_again(table, vocabulary)


def _bounds(table: Table, others: Mapping[Place, Label]) -> tuple[int, int]:
    """Between which records it lies: the labels of tables beside it, with their numbers (E7)."""
    beside: dict[int, set[str]] = {}
    for place, label in others.items():
        line, record = (place[1], place[0]) if table.view.turned else place
        own = table.labels.get(line)
        if own is None or label.meaning is None:
            continue
        if own.meaning is None or label.meaning.code not in {"", own.meaning.code}:
            beside.setdefault(record, set()).add(label.meaning.code)
    tables = [record for record, codes in beside.items() if len(codes) > 1]
    left = max((table.label_record - 2 for one in tables if one < table.label_record), default=-1)
    right = min((one for one in tables if one > table.label_record), default=1 << 31)
    return left, right


def _part_by_content(table: Table, record: int, vocabulary: Vocabulary) -> Part | None:
    """What a record without a telling heading is, by what stands in it."""
    cells = [
        cell
        for line in table.labels
        if (cell := table.view.lines.get(line, {}).get(record)) is not None
    ]
    texts = [readable(cell) for cell in cells if cell.kind is CellKind.TEXT]
    if not cells:
        return None
    if len(texts) == len(cells) and all(map(vocabulary.is_measure, texts)):
        return Part.MEASURE
    codes = [vocabulary.meaning(text) for text in texts]
    if texts and len(texts) == len(cells) and all(one and one.how <= How.NAME for one in codes):
        return Part.OWN
    if record < table.label_record and all(map(is_row_number, cells)):
        # A lone column of small figures before the labels may be what is reported.
        after = (one for line in table.labels for one in table.view.lines.get(line, {}).items())
        if any(at > table.label_record and is_figure(one) for at, one in after):
            return Part.NUMBER
    return None


def is_row_number(cell: Cell) -> bool:
    """1, 1.1, II, a), and what Excel made of them: a decimal, a day (E5)."""
    if cell.kind is CellKind.TEXT:
        return len(cell.raw.strip(" .()")) <= 6
    if cell.kind is CellKind.NUMBER:
        return isinstance(cell.value, int | float) and 0 < cell.value < _HIGHEST_NUMBER
    return cell.kind is CellKind.DATE


def _measure_above(headings: Mapping[int, Mapping[int, str]]) -> str:
    """What "Đơn vị tính: triệu đồng" over a table says."""
    for line in sorted(headings, reverse=True):
        for text in headings[line].values():
            name, colon, measure = text.partition(":")
            if colon and part_of(name.strip("( "), 0) is Part.MEASURE:
                return measure.strip(" )")
    return ""


def _weigh_again(table: Table, vocabulary: Vocabulary) -> None:
    """A unit of measure tells look-alikes apart, or speaks against what a label seemed to mean."""
    for line, label in table.labels.items():
        meaning = label.meaning
        if meaning is not None and meaning.how >= How.SYNONYM:
            measure = table.measure_at(line)
            if measure and not meaning.measure:
                again = vocabulary.meaning(label.text, measure)
                table.labels[line] = label._replace(meaning=again)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which records of a table hold what is reported.

    `total` is the unit's own sum beside its `hamlets`, or the only column there is; both are blank
    where that cannot be told.
    """

    total: int | None = None
    hamlets: tuple[int, ...] = ()


def choose_records(table: Table, unit_names: Iterable[str]) -> Choice:
    """The records to read; none where several may be meant, so that the officer is asked."""
    filled = [record for record in table.parts if _is_filled(table, record)]
    hamlets = tuple(one for one in filled if table.parts[one] is Part.HAMLET)
    totals = [one for one in filled if table.parts[one] is Part.TOTAL]
    if hamlets and len(totals) < 2:
        return Choice(totals[0] if totals else None, hamlets)
    own = {collapse(name).casefold() for name in unit_names}
    named = [one for one in filled if table.names.get(one, "").casefold() in own]
    values = [one for one in filled if table.parts[one] is Part.VALUE]
    unknown = [one for one in filled if table.parts[one] is None]
    after = [one for one in unknown if one > table.label_record]
    for candidates in (named, values, totals, after, unknown):
        if len(candidates) == 1:
            return Choice(candidates[0])
        if candidates:
            break
    return Choice()


def _is_filled(table: Table, record: int) -> bool:
    return any(record in table.view.lines.get(line, {}) for line in table.labels)


def numbered_lines(table: Table) -> Iterator[int]:
    """Lines between headings and labels that number the columns: (1), (2), (3)."""
    for line in range(max(0, table.first - _HEADING_LINES), table.first):
        cells = table.view.lines.get(line, {})
        if len(cells) > 2 and all(is_column_number(cell.raw) for cell in cells.values()):
            yield line


def is_numbering(table: Table, line: int) -> bool:
    """Whether `line` numbers the records of a table that lies on its side ("STT")."""
    return table.view.turned and part_of(table.label_at(line), 0) is Part.NUMBER


def is_sum_line(table: Table, line: int) -> bool:
    """Whether `line` is the table's own sum."""
    label = table.label_at(line)
    return bool(label) and line not in table.labels and is_total(label)
