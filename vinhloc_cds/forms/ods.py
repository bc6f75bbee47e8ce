"""Reads .ods, OpenDocument spreadsheets (ISO/IEC 26300), to the grid."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.beside import attach_comments
from vinhloc_cds.forms.bounds import SHEETS, Room, refuse_many
from vinhloc_cds.forms.grid import Area, Book, Cell, CellKind, Place, Sheet
from vinhloc_cds.forms.numberformat import NumberFormat, date_text, duration_text, read_number
from vinhloc_cds.forms.ods_text import ANNOTATION, PARAGRAPH, Styles, text_of
from vinhloc_cds.forms.safezip import SafeZip, forget, iter_xml, open_zip
from vinhloc_cds.texts import Message

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"

_TABLE_TAG = f"{_TABLE}table"
_COLUMN = f"{_TABLE}table-column"
_ROW = f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_SHAPES = f"{_TABLE}shapes"
_SOURCE = f"{_TABLE}table-source"
_STYLES = (f"{_STYLE}font-face", f"{_STYLE}style", f"{_STYLE}default-style")

_TYPE = f"{_OFFICE}value-type"
_FORMULA = f"{_TABLE}formula"
_CELL_STYLE = f"{_TABLE}style-name"
_DEFAULT_STYLE = f"{_TABLE}default-cell-style-name"
_VISIBILITY = f"{_TABLE}visibility"
_COLUMNS_REPEATED = f"{_TABLE}number-columns-repeated"
_ROWS_REPEATED = f"{_TABLE}number-rows-repeated"
_COLUMNS_SPANNED = f"{_TABLE}number-columns-spanned"
_ROWS_SPANNED = f"{_TABLE}number-rows-spanned"

_HIDING = frozenset({"collapse", "filter"})
_ERROR = re.compile(r"#[A-Z0-9/_]+[!?]?|Err:\d+")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:[.,]\d*)?)?Z?")
_DURATION = re.compile(r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d*)?S)?")
_MACROS = ("Basic/", "Scripts/")


class _Columns(NamedTuple):
    """Some columns side by side: the first behind them, and what holds for all."""

    end: int
    hidden: bool
    style: str


def read_ods(data: bytes | SafeZip) -> Book:
    """The grid of an .ods file; UserError where it has a password or is damaged."""
    archive = open_zip(data) if isinstance(data, bytes) else data
    manifest = archive.find("META-INF/manifest.xml")
    if manifest and b"encryption-data" in archive.read(manifest):
        raise UserError("opening.password")
    styles = Styles()
    if archive.find("styles.xml"):
        for element in iter_xml(archive.open("styles.xml"), _STYLES):
            styles.take(element)
    reader = _Reader(styles)
    reader.read(archive)
    if not reader.sheets:
        raise UserError("opening.no_sheets")
    if any(name.startswith(_MACROS) for name in archive.names):
        reader.notices.insert(0, Message("opening.macros"))
    if reader.external_links:
        reader.notices.append(Message("opening.external_links"))
    return Book(FileKind.ODS, reader.sheets, tuple(reader.notices))


class _Reader:
    """Reads the tables of a content.xml, row by row."""

    def __init__(self, styles: Styles) -> None:
        self.sheets: list[Sheet] = []
        self.notices: list[Message] = []
        self.external_links = False
        self._styles = styles
        self._room = Room()
        self._begin()

    def _begin(self) -> None:
        """Be ready for a table."""
        self._sheet = Sheet("")
        self._columns: list[_Columns] = []
        self._row = 0
        self._linked = False
        self._merged: list[Area] = []
        self._pictures: list[Place] = []
        self._comments: dict[Place, str] = {}
        self._boxes: list[tuple[Place, str]] = []

    def read(self, archive: SafeZip) -> None:
        """Read all tables."""
        tags = (*_STYLES, _TABLE_TAG, _COLUMN, _ROW, _SHAPES, _SOURCE)
        for element in iter_xml(archive.open("content.xml"), tags):
            tag = element.tag
            if tag in _STYLES:
                self._styles.take(element)
                continue
            depth = sum(1 for _ in element.iterancestors(_TABLE_TAG))
            if tag == _TABLE_TAG and depth == 0:
                self._end(element)
                forget(element)
            elif depth == 1:
                self._take_part(element)

    def _take_part(self, element: "_Element") -> None:
        """A part of a table; tables within cells are part of their row."""
        self._room.see(1 + len(element))
        if element.tag == _ROW:
            self._take_row(element)
            forget(element)
        elif element.tag == _COLUMN:
            count = _count(element, _COLUMNS_REPEATED)
            start = self._columns[-1].end if self._columns else 0
            hidden = element.get(_VISIBILITY) in _HIDING
            self._columns.append(_Columns(start + count, hidden, element.get(_DEFAULT_STYLE, "")))
        elif element.tag == _SHAPES:
            self._take_shapes(element, (0, 0))
        else:
            self._linked = True

    def _end(self, element: "_Element") -> None:
        """A table is complete. Those with a source are copies of other files' sheets."""
        if self._linked and "'file:" in element.get(f"{_TABLE}name", ""):
            self.external_links = True
        else:
            sheet = self._sheet
            sheet.name = element.get(f"{_TABLE}name", "")
            sheet.hidden = element.get(_CELL_STYLE, "") in self._styles.hidden_tables
            sheet.merged = tuple(self._merged)
            sheet.pictures = tuple(sorted(self._pictures))
            self.notices += attach_comments(sheet, self._comments, self._boxes)
            self.sheets.append(sheet)
            refuse_many(len(self.sheets), SHEETS)
        self._begin()

    def _take_row(self, row: "_Element") -> None:
        repeated = _count(row, _ROWS_REPEATED)
        hidden = row.get(_VISIBILITY) in _HIDING
        style = row.get(_DEFAULT_STYLE, "")
        column = group = 0
        for element in row:
            if element.tag not in _CELLS:
                continue
            count = _count(element, _COLUMNS_REPEATED)
            if len(element) or element.get(_TYPE) or element.get(_FORMULA):
                while group < len(self._columns) and self._columns[group].end <= column:
                    group += 1
                self._take_cell(element, column, group, style, hidden=hidden, rows=repeated)
            if element.get(_COLUMNS_SPANNED) or element.get(_ROWS_SPANNED):
                bottom = self._row + _count(element, _ROWS_SPANNED) - 1
                right = column + _count(element, _COLUMNS_SPANNED) - 1
                if (bottom, right) != (self._row, column):
                    self._merged.append(Area(self._row, column, bottom, right))
            column += count
        self._row += repeated

    def _take_cell(
        self,
        element: "_Element",
        column: int,
        group: int,
        row_style: str,
        *,
        hidden: bool,
        rows: int,
    ) -> None:
        place = (self._row, column)
        for child in element:
            if child.tag == ANNOTATION:
                self._comments[place] = text_of(child, "", self._styles)[0]
            elif child.tag != PARAGRAPH:
                self._take_shapes(child, place)
        columns = self._columns[group : group + 1]
        style = element.get(_CELL_STYLE) or row_style or (columns[0].style if columns else "")
        cell = _cell(element, self._styles.cell_font(style), self._styles)
        if cell is None:
            return
        if "'file:" in cell.formula:
            self.external_links = True
        count = _count(element, _COLUMNS_REPEATED)
        self._room.take(rows * count)
        for at in range(column, column + count):
            while group < len(self._columns) and self._columns[group].end <= at:
                group += 1
            unseen = hidden or (group < len(self._columns) and self._columns[group].hidden)
            placed = cell._replace(hidden=True) if unseen else cell
            for row in range(self._row, self._row + rows):
                self._sheet.cells[row, at] = placed

    def _take_shapes(self, element: "_Element", place: Place) -> None:
        """Pictures and boxes with a text that lie over cells."""
        if next(element.iter(f"{_DRAW}image"), None) is not None:
            self._pictures.append(place)
        lines = [
            "".join(str(words) for words in paragraph.itertext())
            for paragraph in element.iter(PARAGRAPH)
        ]
        text = "\n".join(line for line in lines if line.strip())
        if text:
            self._boxes.append((place, text))


def _count(element: "_Element", name: str) -> int:
    """How often something is repeated, or how far it reaches."""
    count = element.get(name, "1")
    return max(int(count), 1) if count.isdecimal() and len(count) < 10 else 1


def _cell(element: "_Element", font: str, styles: Styles) -> Cell | None:
    """The cell, or None where nothing is to be seen in it."""
    formula = element.get(_FORMULA, "")
    if formula:
        formula = "=" + formula.partition("=")[2] if "=" in formula else "=" + formula
    text, runs = text_of(element, font, styles)
    kind = element.get(_TYPE, "")
    if element.get(_CALC_TYPE) == "error" or (formula and _ERROR.fullmatch(text)):
        return Cell(CellKind.ERROR, None, text or "#ERROR!", font, formula)
    if formula and not kind:
        return Cell(CellKind.UNCALCULATED, None, formula, font, formula)
    value = element.get(_VALUES[kind], "") if kind in _VALUES else ""
    known = _READERS[kind](value) if kind in _READERS else None
    if known is not None:
        return Cell(*known, font, formula)
    # A text, or a value that is not what it should be: what the officer sees of it stands.
    text = text or value
    if not text:
        return None
    return Cell(CellKind.TEXT, text, text, runs[0].font if runs else font, formula, runs=runs)


_Known = tuple[CellKind, str | int | float | bool | date | datetime | None, str]

_VALUES = {
    "float": f"{_OFFICE}value",
    "currency": f"{_OFFICE}value",
    "percentage": f"{_OFFICE}value",
    "boolean": f"{_OFFICE}boolean-value",
    "date": f"{_OFFICE}date-value",
    "time": f"{_OFFICE}time-value",
    "string": f"{_OFFICE}string-value",
}


def _number(value: str) -> _Known | None:
    return _any_number(value, NumberFormat.PLAIN)


def _percentage(value: str) -> _Known | None:
    return _any_number(value, NumberFormat.PERCENT)


def _any_number(value: str, number_format: NumberFormat) -> _Known | None:
    try:
        return read_number(float(value), number_format)
    except ValueError:
        return None


def _boolean(value: str) -> _Known | None:
    if value not in {"true", "false"}:
        return None
    return CellKind.BOOLEAN, value == "true", value.upper()


def _date(value: str) -> _Known | None:
    found = _DATE.fullmatch(value)
    if not found:
        return None
    try:
        if found[2] is None or not found[2].strip("0:"):
            day: date | datetime = date.fromisoformat(found[1])
        else:
            day = datetime.fromisoformat(f"{found[1]}T{found[2]}")
    except ValueError:
        return None
    return CellKind.DATE, day, date_text(day)


def _time(value: str) -> _Known | None:
    found = _DURATION.fullmatch(value)
    if not found:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = days + hours / 24 + minutes / 1440 + seconds / 86400
    text = duration_text(-length if found[1] else length)
    return CellKind.TEXT, text, text


_READERS: dict[str, Callable[[str], _Known | None]] = {
    "float": _number,
    "currency": _number,
    "percentage": _percentage,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
}
