"""The cells of one sheet of an OOXML workbook, row by row, so that blank ones cost nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from vinhloc_cds.forms.bounds import CELLS, COLUMNS, MERGED, ROWS, HiddenColumns, Room, refuse_many
from vinhloc_cds.forms.grid import Area, Cell, CellKind, Place, Run, Sheet, cell_name
from vinhloc_cds.forms.numberformat import NumberFormat, date_text, read_number
from vinhloc_cds.forms.xlsx_parts import (
    PLAIN,
    TRUE,
    Package,
    Style,
    Text,
    local,
    place_of,
    text_of,
    unescaped,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGITS = "0123456789"
_TAGS = ("{*}row", "{*}col", "{*}mergeCell")
_NAMED = 5
_LONGEST_NUMBER = 7
_SAFE_DIGITS = 16
_LONGEST_AREA = 32


@dataclass(slots=True)
class Shared:
    """What all sheets of a workbook share."""

    texts: list[Text]
    styles: Sequence[Style]
    date1904: bool
    room: Room = field(default_factory=Room)


@dataclass(slots=True)
class Told:
    """Cells to be told of: all are counted, the first ones named."""

    count: int = 0
    names: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more."""
        self.count += 1
        if len(self.names) < _NAMED:
            self.names.append(name)

    def __str__(self) -> str:
        return ", ".join(self.names) + (" …" if self.count > len(self.names) else "")


class SheetReader:
    """Reads the part of one sheet; what cannot stand in the grid is told beside it."""

    def __init__(self, shared: Shared, sheet: Sheet) -> None:
        self._shared = shared
        self._sheet = sheet
        self._columns: dict[str, int] = {}
        self._styles: dict[str | None, Style] = {}
        self._hidden_columns = HiddenColumns()
        self._row = -1
        self._v = self._is = self._t = ""
        # Cells that the file holds more than once (the last one counts), that have a place which
        # no sheet has, and that point to a text which is not there.
        self.twice = Told()
        self.outside = Told()
        self.unreadable = Told()

    def read(self, package: Package, part: str) -> None:
        """Fill the sheet's cells and merged areas from its part."""
        merged: list[Area] = []
        room, cells = self._shared.room, self._sheet.cells
        for element in package.elements(part, _TAGS):
            tag = str(element.tag)
            if not self._v:
                space = tag[: tag.rfind("}") + 1]
                self._v, self._is, self._t = f"{space}v", f"{space}is", f"{space}t"
            room.see(1 + len(element))
            if tag.endswith("}row"):
                before = len(cells)
                self._read_row(element)
                room.take(len(cells) - before)
            elif tag.endswith("}col"):
                self._hide_columns(element)
            else:
                area = _area(element.get("ref", "")[:_LONGEST_AREA])
                if area is not None:
                    merged.append(area)
                    refuse_many(len(merged), MERGED)
        self._sheet.merged = tuple(merged)

    def _hide_columns(self, element: "_Element") -> None:
        first, last = element.get("min", ""), element.get("max", "")
        if _hidden(element, "width") and first.isdecimal() and last.isdecimal():
            self._hidden_columns.hide(int(first) - 1, int(last) - 1)

    def _read_row(self, element: "_Element") -> None:
        number = element.get("r", "")
        self._row = int(number) - 1 if number.isdecimal() else self._row + 1
        hidden = _hidden(element, "ht")
        usual = str(self._row + 1)
        columns, hidden_columns = self._columns, self._hidden_columns
        column, before = -1, None
        for child in element:
            reference = child.get("r")
            count = len(child)
            if count == 0:
                if reference is None:
                    column = self._column_after(column, before)
                before = reference
                continue
            row = self._row
            if reference is None:
                column = self._column_after(column, before)
            else:
                known = columns.get(reference.removesuffix(usual))
                if known is None:
                    row, column = self._place_of(reference)
                else:
                    column = known
            before = None
            cell_hidden = hidden or column in hidden_columns
            cell = self._usual_cell(child, cell_hidden) if count == 1 else None
            if cell is None:
                cell = self._read_cell(child, cell_hidden)
            if cell is not None:
                self._put(row, column, cell, reference)

    def _place_of(self, reference: str) -> Place:
        """Row and column of a cell's own reference; its letters are known from then on."""
        letters = reference.rstrip(_DIGITS)
        digits = reference[len(letters) :]
        column = self._columns.get(letters)
        if column is None:
            column = self._column_of(letters)
        return int(digits) - 1 if 0 < len(digits) <= _LONGEST_NUMBER else ROWS, column

    def _column_of(self, letters: str) -> int:
        place = place_of(f"{letters}1")
        column = COLUMNS if place is None else place[1]
        self._columns[letters] = column
        return column

    @staticmethod
    def _column_after(column: int, before: str | None) -> int:
        """The column of a cell that names none: after the blank one `before`, or `column`."""
        place = place_of(before) if before else None
        return (column if place is None else place[1]) + 1

    def _put(self, row: int, column: int, cell: Cell, reference: str | None) -> None:
        if not (0 <= row < ROWS and 0 <= column < COLUMNS):
            self.outside.add(f"{reference or cell_name((row, column))} = {cell.raw[:40]}")
            return
        cells = self._sheet.cells
        place = (row, column)
        if place in cells:
            self.twice.add(cell_name(place))
        if cell.kind is CellKind.ERROR and not cell.raw.startswith("#"):
            self.unreadable.add(cell_name(place))
        cells[place] = cell

    def _usual_cell(self, element: "_Element", hidden: bool) -> Cell | None:  # noqa: FBT001
        """A cell that holds just a whole number or a text in one font: most do.

        None where it holds anything else, which `_read_cell` takes.
        """
        child = element[0]
        tag = child.tag
        kind = element.get("t", "n")
        if tag == self._v:
            value = child.text
            if value is None or not value.isdecimal():
                return None
            if kind == "s":
                texts = self._shared.texts
                index = int(value) if len(value) <= _LONGEST_NUMBER else CELLS
                if index >= len(texts):
                    return None
                text, runs = texts[index]
                if runs or not text:
                    return None
                font = self._style(element.get("s")).font
                return Cell(CellKind.TEXT, text, text, font, "", "", hidden)
            if kind == "n" and len(value) < _SAFE_DIGITS and value.isascii():
                style = self._style(element.get("s"))
                if style.format is NumberFormat.PLAIN:
                    number = int(value)
                    return Cell(CellKind.NUMBER, number, str(number), style.font, "", "", hidden)
        elif tag == self._is and kind == "inlineStr" and len(child) == 1:
            letters = child[0]
            inline = letters.text
            if letters.tag == self._t and inline and "_x" not in inline:
                font = self._style(element.get("s")).font
                return Cell(CellKind.TEXT, inline, inline, font, "", "", hidden)
        return None

    def _read_cell(self, element: "_Element", hidden: bool) -> Cell | None:  # noqa: FBT001
        value = formula = ""
        inline: Text | None = None
        has_value = False
        for child in element:
            name = local(child)
            if name == "v":
                value, has_value = child.text or "", True
            elif name == "is":
                inline = text_of(child)
            elif name == "f":
                formula = "=" + (child.text or "")
        style = self._style(element.get("s"))
        kind = element.get("t", "n")
        if kind in {"s", "str", "inlineStr"} and (has_value or inline is not None):
            return self._text(kind, value, inline, formula, style, hidden)
        if not value:
            if not formula:
                return None
            raw = formula
            return Cell(CellKind.UNCALCULATED, None, raw, style.font, formula, "", hidden)
        return self._other(kind, value, formula, style, hidden)

    def _style(self, index: str | None) -> Style:
        known = self._styles.get(index)
        if known is None:
            styles = self._shared.styles
            number = int(index) if index and index.isdecimal() else 0
            known = styles[number] if number < len(styles) else PLAIN
            self._styles[index] = known
        return known

    def _text(
        self,
        kind: str,
        value: str,
        inline: Text | None,
        formula: str,
        style: Style,
        hidden: bool,  # noqa: FBT001
    ) -> Cell | None:
        if kind == "s":
            texts = self._shared.texts
            index = value.strip()
            if not index:
                return None  # as Excel has it: a text without letters
            if not (index.isdecimal() and int(index) < len(texts)):
                return Cell(CellKind.ERROR, None, value, style.font, formula, "", hidden)
            text, runs = texts[int(index)]
        elif inline is not None:
            text, runs = inline
        else:
            text, runs = unescaped(value), ()
        if not text:
            return None
        font = style.font
        if runs:
            runs = tuple(Run(run.text, run.font or font) for run in runs)
            font = runs[0].font
            if all(run.font == font for run in runs):
                runs = ()
        return Cell(CellKind.TEXT, text, text, font, formula, "", hidden, runs)

    def _other(
        self,
        kind: str,
        value: str,
        formula: str,
        style: Style,
        hidden: bool,  # noqa: FBT001
    ) -> Cell:
        font = style.font
        if kind == "n":
            number = _number(value)
            if number is not None:
                if style.format is NumberFormat.PLAIN and isinstance(number, int):
                    raw = str(number)
                    return Cell(CellKind.NUMBER, number, raw, font, formula, "", hidden)
                found = read_number(number, style.format, date1904=self._shared.date1904)
                return Cell(*found, font, formula, "", hidden)
        elif kind == "b":
            true = value.strip() in TRUE
            raw = "TRUE" if true else "FALSE"
            return Cell(CellKind.BOOLEAN, true, raw, font, formula, "", hidden)
        elif kind == "e":
            raw = value.strip()
            raw = raw if raw.startswith("#") else f"#{raw}"
            return Cell(CellKind.ERROR, None, raw, font, formula, "", hidden)
        elif kind == "d":
            try:
                moment = datetime.fromisoformat(value.strip()).replace(tzinfo=None)
            except ValueError:
                return Cell(CellKind.TEXT, value, value, font, formula, "", hidden)
            day = moment if moment.time() != datetime.min.time() else moment.date()
            return Cell(CellKind.DATE, day, date_text(day), font, formula, "", hidden)
        # Whatever else it is called, it is what the file shows.
        return Cell(CellKind.TEXT, value, value, font, formula, "", hidden)


def _number(text: str) -> int | float | None:
    if text.isdecimal() and text.isascii() and len(text) < _SAFE_DIGITS:
        return int(text)
    if not text.isascii() or "_" in text:
        return None  # letters that Python takes for digits, but no spreadsheet does
    try:
        return float(text)
    except ValueError:
        return None


def _hidden(element: "_Element", size: str) -> bool:
    """Hidden, or of no height or width, which looks the same."""
    if element.get("hidden") in TRUE:
        return True
    given = element.get(size)
    return given is not None and given.strip("0.") == "" and given != ""


@lru_cache(maxsize=1024)
def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    if start is None or end is None:
        return None
    top, bottom = sorted((start[0], end[0]))
    left, right = sorted((start[1], end[1]))
    return Area(top, left, bottom, right)
