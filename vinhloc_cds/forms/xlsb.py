"""Reads .xlsb, Excel's binary workbooks ([MS-XLSB], "BIFF12"), to the grid."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.beside import attach_comments
from vinhloc_cds.forms.biff import ERRORS, FORMULA, UNKNOWN_ERROR, split_runs
from vinhloc_cds.forms.bounds import MERGED, SEEN, SHEETS, HiddenColumns, Room, refuse_many
from vinhloc_cds.forms.grid import Area, Book, Cell, CellKind, Place, Sheet
from vinhloc_cds.forms.numberformat import NumberFormat, classify, classify_builtin, read_number
from vinhloc_cds.forms.safezip import SafeZip, open_zip
from vinhloc_cds.forms.xlsx_parts import Package, Relation, drawings, told_of
from vinhloc_cds.texts import Message

# What the reading of records that do not hold what they should comes to.
_DAMAGE = (struct.error, LookupError, UnicodeDecodeError)

_ROW: Final = 0
_LAST_CELL: Final = 18
_RICH_CELL: Final = 62
_SHORT: Final = range(12, 19)
"""Cells without a column: they stand right of the one before."""
_SHORT_OFFSET: Final = 11
_BLANK, _RK, _ERROR, _BOOLEAN, _REAL, _TEXT, _SHARED = range(1, 8)
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_BOOLEAN, _FORMULA_ERROR = range(8, 12)
_FORMULAS: Final = range(8, 12)
_SHARED_ITEM: Final = 19
_FONT: Final = 43
_FORMAT: Final = 44
_XF: Final = 47
_COLUMNS: Final = 60
_WORKBOOK: Final = 153
_SHEET: Final = 156
_MERGED: Final = 176
_CELL_XFS, _END_CELL_XFS = 617, 618
_COMMENT, _COMMENT_TEXT = 635, 637

_FONT_NAME: Final = 21
"""Where the name stands in a font, behind height, weight, colour and the like."""
_ROW_FLAGS, _HIDDEN_ROW = 11, 0x10
_COLUMN_FLAGS: Final = 16

_U16 = struct.Struct("<H")
_U32 = struct.Struct("<I")
_F64 = struct.Struct("<d")
_ID_PAIR = struct.Struct("<HH")
_TWO = struct.Struct("<II")
_FOUR = struct.Struct("<IIII")

_Text = tuple[str, tuple[tuple[int, int], ...]]
"""A text, and at which place which font begins."""


@dataclass(slots=True)
class _Styles:
    """The fonts of rich text; font and number format of each cell format."""

    fonts: list[str] = field(default_factory=list)
    formats: list[tuple[str, NumberFormat]] = field(default_factory=list)

    def font(self, index: int) -> str:
        return self.fonts[index] if index < len(self.fonts) else ""

    def of(self, index: int) -> tuple[str, NumberFormat]:
        return self.formats[index] if index < len(self.formats) else ("", NumberFormat.PLAIN)


class _Entry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relation: str


@dataclass(frozen=True, slots=True)
class _Common:
    """What all sheets of a workbook refer to."""

    styles: _Styles
    texts: list[_Text]
    date1904: bool
    room: Room = field(default_factory=Room)


def read_xlsb(data: bytes | SafeZip) -> Book:
    """The grid of an .xlsb file; UserError where it is damaged."""
    package = Package(open_zip(data) if isinstance(data, bytes) else data)
    try:
        return _book(package)
    except _DAMAGE as error:
        raise UserError("opening.damaged") from error


def _book(package: Package) -> Book:
    part = package.main_part()
    if part is None:
        raise UserError("opening.part_missing", part="xl/workbook.bin")
    date1904 = False
    entries: list[_Entry] = []
    for code, record in _records(package.archive.read(part)):
        if code == _WORKBOOK:
            date1904 = bool(record[0] & 1)
        elif code == _SHEET:
            relation, position = _wide(record, 8)
            name, _ = _wide(record, position)
            entries.append(_Entry(name, _U32.unpack_from(record)[0] != 0, relation))
            refuse_many(len(entries), SHEETS)
    relations = {relation.id: relation for relation in package.relations(part)}
    common = _common(package, relations.values(), date1904=date1904)
    notices = told_of(relations.values(), date1904=date1904)
    sheets = []
    for entry in entries:
        target = relations.get(entry.relation)
        if target is None or package.archive.find(target.target) is None:
            notices.append(Message("opening.sheet_missing", {"sheet": entry.name}))
        elif target.type == "chartsheet":
            notices.append(Message("opening.sheet_of_chart", {"sheet": entry.name}))
        else:
            sheet = Sheet(entry.name, hidden=entry.hidden)
            _SheetReader(sheet, common).read(package.archive.read(target.target))
            notices += _read_beside(package, target.target, sheet)
            sheets.append(sheet)
    if not sheets:
        raise UserError("opening.no_sheets")
    return Book(FileKind.XLSB, sheets, tuple(notices))


def _common(package: Package, relations: Iterable[Relation], *, date1904: bool) -> _Common:
    styles = _Styles()
    texts: list[_Text] = []
    for relation in relations:
        if package.archive.find(relation.target) is None:
            continue
        if relation.type == "styles":
            styles = _styles(package.archive.read(relation.target))
        elif relation.type == "sharedStrings":
            texts = [
                _rich(record, 0)
                for code, record in _records(package.archive.read(relation.target))
                if code == _SHARED_ITEM
            ]
    return _Common(styles, texts, date1904)


def _styles(data: bytes) -> _Styles:
    styles = _Styles()
    codes: dict[int, str] = {}
    in_cell_formats = False
    for code, record in _records(data):
        if code == _FONT:
            styles.fonts.append(_wide(record, _FONT_NAME)[0])
        elif code == _FORMAT:
            codes[_U16.unpack_from(record)[0]] = _wide(record, 2)[0]
        elif code == _CELL_XFS:
            in_cell_formats = True
        elif code == _END_CELL_XFS:
            in_cell_formats = False
        elif code == _XF and in_cell_formats:
            number_format, font = _ID_PAIR.unpack_from(record, 2)
            own = codes.get(number_format)
            styles.formats.append(
                (
                    styles.font(font),
                    classify_builtin(number_format) if own is None else classify(own),
                )
            )
    return styles


class _SheetReader:
    """Reads the records of one sheet into `sheet`, in the order in which they stand."""

    def __init__(self, sheet: Sheet, common: _Common) -> None:
        self._sheet = sheet
        self._common = common
        self._row = 0
        self._column = -1
        self._row_hidden = False
        self._hidden_columns = HiddenColumns()

    def read(self, data: bytes) -> None:
        """Read a sheet's part."""
        merged: list[Area] = []
        for code, record in _records(data):
            self._common.room.see()
            if code == _ROW:
                self._row = _U32.unpack_from(record)[0]
                self._row_hidden = bool(record[_ROW_FLAGS] & _HIDDEN_ROW)
                self._column = -1
            elif code <= _LAST_CELL or code == _RICH_CELL:
                self._take_cell(code, record)
            elif code == _COLUMNS:
                first, last = _TWO.unpack_from(record)
                if record[_COLUMN_FLAGS] & 1:
                    self._hidden_columns.hide(first, last)
            elif code == _MERGED:
                top, bottom, left, right = _FOUR.unpack_from(record)
                merged.append(Area(top, left, bottom, right))
                refuse_many(len(merged), MERGED)
        self._sheet.merged = tuple(merged)

    def _take_cell(self, code: int, record: bytes) -> None:
        if code in _SHORT:
            self._column += 1
            style, position = _U32.unpack_from(record)[0], 4
            code -= _SHORT_OFFSET
        else:
            self._column, style = _TWO.unpack_from(record)
            position = 8
        if code == _BLANK:
            return
        cell = _cell(code, record, position, style & 0xFFFFFF, self._common)
        if cell is not None:
            if self._row_hidden or self._column in self._hidden_columns:
                cell = cell._replace(hidden=True)
            self._common.room.take()
            self._sheet.cells[self._row, self._column] = cell


def _cell(code: int, record: bytes, position: int, style: int, common: _Common) -> Cell | None:
    """The cell in a record, its value at `position`; None for a text without letters."""
    font, number_format = common.styles.of(style)
    formula = FORMULA if code in _FORMULAS else ""
    if code in {_SHARED, _TEXT, _FORMULA_TEXT, _RICH_CELL}:
        starts: tuple[tuple[int, int], ...] = ()
        if code == _SHARED:
            text, starts = common.texts[_U32.unpack_from(record, position)[0]]
        elif code == _RICH_CELL:
            text, starts = _rich(record, position)
        else:
            text, _ = _wide(record, position)
        if not text:
            return None
        fonts = [(start, common.styles.font(index)) for start, index in starts]
        runs = split_runs(text, font, fonts) if fonts else ()
        return Cell(CellKind.TEXT, text, text, runs[0].font if runs else font, formula, runs=runs)
    if code in {_RK, _REAL, _FORMULA_REAL}:
        number = _rk(record, position) if code == _RK else _F64.unpack_from(record, position)[0]
        read = read_number(number, number_format, date1904=common.date1904)
        return Cell(*read, font, formula)
    if code in {_BOOLEAN, _FORMULA_BOOLEAN}:
        truth = bool(record[position])
        return Cell(CellKind.BOOLEAN, truth, "TRUE" if truth else "FALSE", font, formula)
    if code in {_ERROR, _FORMULA_ERROR}:
        raw = ERRORS.get(record[position], UNKNOWN_ERROR)
        return Cell(CellKind.ERROR, None, raw, font, formula)
    return None


def _read_beside(package: Package, part: str, sheet: Sheet) -> list[Message]:
    """Comments, pictures and boxes; drawings are XML as in .xlsx."""
    relations = package.relations(part)
    comments: dict[Place, str] = {}
    for relation in relations:
        if relation.type == "comments" and package.archive.find(relation.target):
            comments = _comments(package.archive.read(relation.target))
    drawn = drawings(package, relations)
    sheet.pictures = tuple(sorted(one.place for one in drawn if not one.text))
    return attach_comments(sheet, comments, [(one.place, one.text) for one in drawn if one.text])


def _comments(data: bytes) -> dict[Place, str]:
    found: dict[Place, str] = {}
    place: Place | None = None
    for code, record in _records(data):
        if code == _COMMENT:
            row, _, column, _ = _FOUR.unpack_from(record, 4)
            place = (row, column)
        elif code == _COMMENT_TEXT and place is not None:
            found[place] = _rich(record, 0)[0]
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Code and content of each record; both code and length are written 7 bits to a byte."""
    position, end = 0, len(data)
    count = 0
    while position < end:
        count += 1
        refuse_many(count, 2 * SEEN)
        code = data[position]
        position += 1
        if code & 0x80:
            code = code & 0x7F | data[position] << 7
            position += 1
        size = shift = 0
        for _ in range(4):
            byte = data[position]
            position += 1
            size |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
        yield code, data[position : position + size]
        position += size


def _wide(record: bytes, position: int) -> tuple[str, int]:
    """The text at a place of a record, and the place behind it."""
    size = _U32.unpack_from(record, position)[0]
    position += 4
    if size == 0xFFFFFFFF:  # no text at all
        return "", position
    end = position + 2 * size
    if end > len(record):
        raise IndexError(end)
    return record[position:end].decode("utf-16-le", "replace"), end


def _rich(record: bytes, position: int) -> _Text:
    text, end = _wide(record, position + 1)
    if not record[position] & 1:
        return text, ()
    count = _U32.unpack_from(record, end)[0]
    return text, tuple(_ID_PAIR.iter_unpack(record[end + 4 : end + 4 + 4 * count]))


def _rk(record: bytes, position: int) -> float:
    """A number packed into four bytes: its upper 30 bits or an integer, perhaps in hundredths."""
    packed = _U32.unpack_from(record, position)[0]
    number: float
    if packed & 2:
        number = (packed >> 2) - (1 << 30 if packed & 0x80000000 else 0)
    else:
        number = _F64.unpack(b"\0\0\0\0" + _U32.pack(packed & 0xFFFFFFFC))[0]
    return number / 100 if packed & 1 else number
