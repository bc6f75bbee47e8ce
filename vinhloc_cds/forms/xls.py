"""Reads .xls, the workbooks of Excel 97 to 2003, to the grid (xlrd; older ones as far as it goes).

xlrd gives cells, fonts, merged areas and comments. Which cells are formulas and where pictures lie
it does not say: that is read from the records themselves.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import xlrd.book
import xlrd.sheet
from xlrd.biffh import XLRDError

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import ole
from vinhloc_cds.forms.beside import attach_comments
from vinhloc_cds.forms.biff import ERRORS, FORMULA, UNKNOWN_ERROR, split_runs
from vinhloc_cds.forms.bounds import MERGED, Room, refuse_many
from vinhloc_cds.forms.grid import Area, Book, Cell, CellKind, Place, Sheet
from vinhloc_cds.forms.numberformat import NumberFormat, classify, classify_builtin, read_number
from vinhloc_cds.forms.xls_texts import shared_texts
from vinhloc_cds.texts import Message

# What xlrd is known to raise over damaged files.
_DAMAGE = (
    XLRDError,
    struct.error,
    LookupError,
    AssertionError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NameError,
    RecursionError,
    NotImplementedError,
)

_BOF = 0x0809
_EOF = 0x000A
_BOUNDSHEET = 0x0085
_SUPPORTING_BOOK = 0x01AE
_NOT_EXTERNAL = (b"\x01\x04", b"\x01\x3a")
"""Marks of the workbook itself and of add-ins, where another's name would stand."""
_FORMULA = 0x0006
_CONTINUE = 0x003C
_MSO_DRAWING = 0x00EC
_OBJ = 0x005D
_HEADER = struct.Struct("<HH")
_SHEET_ENTRY = struct.Struct("<IBB")
_FORMULA_HEAD = struct.Struct("<HHH8sH")
_OBJECT_HEAD = struct.Struct("<HHH")
_ANCHOR_PLACE = struct.Struct("<2xH2xH")

_WORKSHEET, _MACRO_SHEET = 0, 1
_PICTURE = 8
_COMMON_OBJECT_DATA = 0x15
_ALWAYS_CALCULATE = 0x1
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
"""The type and the length of the record in a drawing that says over which cells it lies."""
_GLOBALS, _SHEET = 0x0005, 0x0010
_FIRST_OF_TODAY = 45
"""The BIFF version from which on a file is a workbook, not a lone sheet."""
_FIRST_WITH_SHEET_ENTRIES = 50
"""The BIFF version from which on (Excel 5) a workbook lists its sheets."""
_VBA = "_VBA_PROJECT_CUR".encode("utf-16-le")

_TEXT: Final = 1
_NUMBER: Final = 2
_DATE: Final = 3
_BOOLEAN: Final = 4
_ERROR: Final = 5
_BLANK: Final = 6


class _NoLog:
    """Takes what xlrd has to say about odd files: what matters of it is an exception."""

    def write(self, _words: str) -> None: ...

    def flush(self) -> None: ...


@dataclass(slots=True)
class _Records:
    """What the records of a sheet say that xlrd passes over."""

    formulas: set[Place] = field(default_factory=set)
    calculated: bool = False
    pictures: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class _Rest:
    """What the records of a workbook say that xlrd passes over."""

    macro_sheets: bool = False
    external_links: bool = False
    sheets: list[_Records] = field(default_factory=list)

    @classmethod
    def of(cls, stream: bytes) -> "_Rest":
        rest = cls()
        for code, start, end in _walk(stream, 0):
            if code == _BOUNDSHEET and end - start >= _SHEET_ENTRY.size:
                offset, _, kind = _SHEET_ENTRY.unpack_from(stream, start)
                if kind == _WORKSHEET:
                    rest.sheets.append(_sheet_records(stream, offset))
                rest.macro_sheets |= kind == _MACRO_SHEET
            elif code == _SUPPORTING_BOOK:
                rest.external_links |= stream[start + 2 : start + 4] not in _NOT_EXTERNAL
        return rest


@dataclass(frozen=True, slots=True)
class _Styles:
    """Font and number format of each extended format (XF), and the fonts for rich text."""

    formats: list[tuple[str, NumberFormat]]
    fonts: list[str]
    date1904: bool

    def of(self, index: int) -> tuple[str, NumberFormat]:
        return self.formats[index] if index < len(self.formats) else ("", NumberFormat.PLAIN)


class _Sheet(xlrd.sheet.Sheet):
    """A sheet without what we do not need, which damaged files could stumble over."""

    book: "_Workbook"
    lost_comments = False

    def put_cell_ragged(
        self,
        rowx: int,
        colx: int,
        ctype: int | None,
        value: Any,  # noqa: ANN401 - whatever a cell may hold
        xf_index: int | None,
    ) -> None:
        """Keep a cell, if it holds something."""
        if ctype == _BLANK:
            self.book.room.see()
            return
        self.book.room.take()
        super().put_cell_ragged(rowx, colx, ctype, value, xf_index)

    def handle_hlink(self, data: bytes) -> None: ...

    def handle_quicktip(self, data: bytes) -> None: ...

    def handle_feat11(self, data: bytes) -> None: ...

    def handle_msodrawingetc(self, recid: int, data_len: int, data: bytes) -> None: ...

    def handle_note(self, data: bytes, txos: dict[int, xlrd.sheet.MSTxo]) -> None:
        """Take a comment; one that cannot be read is no reason to refuse the figures."""
        try:
            super().handle_note(data, txos)
        except _DAMAGE:
            self.lost_comments = True


class _Workbook(xlrd.book.Book):
    """A workbook without its names, links and colours; xlrd would even work out the names."""

    room: Room
    # As xlrd has them; its stubs do not tell all.
    _sheet_names: list[str]
    _sh_abs_posn: list[int]
    _sheet_list: list[Any]
    _sharedstrings: list[str]
    _rich_text_runlist_map: dict[int, list[tuple[int, int]]]

    def handle_name(self, data: bytes) -> None: ...

    def names_epilogue(self) -> None: ...

    def handle_supbook(self, data: bytes) -> None: ...

    def handle_externsheet(self, data: bytes) -> None: ...

    def handle_externname(self, data: bytes) -> None: ...

    def handle_palette(self, data: bytes) -> None: ...

    def handle_style(self, data: bytes) -> None: ...

    def handle_country(self, data: bytes) -> None: ...

    def handle_writeaccess(self, data: bytes) -> None: ...

    def handle_sst(self, data: bytes) -> None:
        """Take the table of texts."""
        pieces = [data]
        while True:
            code, _, further = self.get_record_parts_conditional(_CONTINUE)
            if code is None:
                break
            pieces.append(further)
        self._sharedstrings, self._rich_text_runlist_map = shared_texts(pieces)

    def load(self, records: bytes) -> None:
        """Read all of a workbook's stream, as `xlrd.open_workbook` does."""
        self.room = Room()
        self.biff2_8_load(
            file_contents=records or b"\0",
            logfile=_NoLog(),
            formatting_info=True,
            ragged_rows=True,
        )
        version = self.getbof(_GLOBALS)
        if not version:
            raise XLRDError
        self.biff_version = version
        if self.biff_version < _FIRST_OF_TODAY:
            self.fake_globals_get_sheet()
        else:
            self.parse_globals()
        if self.biff_version >= _FIRST_WITH_SHEET_ENTRIES:
            self._sheet_list = [None for _ in self._sheet_names]
            self.get_sheets()
        self.nsheets = len(self._sheet_list)

    def get_sheet(self, sh_number: int, update_pos: bool = True) -> _Sheet:  # noqa: FBT001
        """Read one sheet, as a `_Sheet`."""
        if update_pos:
            self._position = self._sh_abs_posn[sh_number]
        self.getbof(_SHEET)
        sheet = _Sheet(self, self._position, self._sheet_names[sh_number], sh_number)
        sheet.read(self)
        self._sheet_list[sh_number] = sheet
        return sheet


def read_xls(data: bytes) -> Book:
    """The grid of an .xls file; UserError where it has a password or is damaged."""
    records = data
    if data.startswith(ole.MAGIC):
        records = ole.stream(data, "Workbook", "Book") or b""
    workbook = _Workbook()
    try:
        workbook.load(records)
    except _DAMAGE as error:
        if "encrypted" in str(error):
            raise UserError("opening.password") from error
        raise UserError("opening.damaged") from error
    sheets: list[_Sheet] = workbook.sheets()  # type: ignore[assignment]
    if not sheets:
        raise UserError("opening.no_sheets")
    rest = _Rest.of(records if workbook.biff_version >= _FIRST_WITH_SHEET_ENTRIES else b"")
    notices = []
    if rest.macro_sheets or _VBA in data:
        notices.append(Message("opening.macros"))
    if rest.external_links:
        notices.append(Message("opening.external_links"))
    if workbook.datemode == 1:
        notices.append(Message("opening.date1904"))
    if any(sheet.lost_comments for sheet in sheets):
        notices.append(Message("formats.lost_comments"))
    styles = _styles(workbook)
    others = rest.sheets + [_Records() for _ in sheets[len(rest.sheets) :]]
    # Libraries write formulas that they do not calculate as 0, to be calculated on opening.
    calculated = any(other.calculated for other in others)
    found = []
    for read, other in zip(sheets, others, strict=False):
        sheet = _sheet(read, styles, other, calculated=calculated)
        comments = {place: note.text for place, note in read.cell_note_map.items()}
        notices += attach_comments(sheet, comments)
        found.append(sheet)
    return Book(FileKind.XLS, found, tuple(notices))


def _styles(workbook: _Workbook) -> _Styles:
    fonts = [font.name for font in workbook.font_list]
    formats = []
    for xf in workbook.xf_list:
        known = workbook.format_map.get(xf.format_key)
        code = known.format_str if known else None
        formats.append(
            (
                fonts[xf.font_index] if 0 <= xf.font_index < len(fonts) else "",
                classify(code) if code is not None else classify_builtin(xf.format_key),
            )
        )
    return _Styles(formats, fonts, workbook.datemode == 1)


def _sheet(sheet: _Sheet, styles: _Styles, records: _Records, *, calculated: bool) -> Sheet:
    cells: dict[Place, Cell] = {}
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    for row in range(sheet.nrows):
        row_hidden = row in hidden_rows
        kinds = sheet.row_types(row)
        values = sheet.row_values(row)
        for column, kind in enumerate(kinds):
            place = (row, column)
            value: Any = values[column]
            if not _TEXT <= kind <= _ERROR or value == "":
                continue
            hidden = row_hidden or column in hidden_columns
            font, number_format = styles.of(sheet.cell_xf_index(row, column))
            formula = FORMULA if place in records.formulas else ""
            if formula and not calculated:
                cell = Cell(CellKind.UNCALCULATED, None, FORMULA, font, formula, hidden=hidden)
            elif kind == _TEXT:
                starts = [
                    (start, styles.fonts[index] if index < len(styles.fonts) else "")
                    for start, index in sheet.rich_text_runlist_map.get(place, ())
                ]
                runs = split_runs(value, font, starts) if starts else ()
                font = runs[0].font if runs else font
                cell = Cell(CellKind.TEXT, value, value, font, formula, "", hidden, runs)
            elif kind in {_NUMBER, _DATE}:
                read = read_number(value, number_format, date1904=styles.date1904)
                cell = Cell(*read, font, formula, "", hidden)
            elif kind == _BOOLEAN:
                raw = "TRUE" if value else "FALSE"
                cell = Cell(CellKind.BOOLEAN, bool(value), raw, font, formula, "", hidden)
            else:
                raw = ERRORS.get(value, UNKNOWN_ERROR)
                cell = Cell(CellKind.ERROR, None, raw, font, formula, "", hidden)
            cells[place] = cell
    merged = tuple(
        Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    refuse_many(len(merged), MERGED)
    return Sheet(sheet.name, cells, merged, sheet.visibility != 0, tuple(records.pictures))


def _sheet_records(stream: bytes, offset: int) -> _Records:
    found = _Records()
    anchor: Place | None = None
    for code, start, end in _walk(stream, offset):
        if code == _FORMULA and end - start >= _FORMULA_HEAD.size:
            row, column, _, result, flags = _FORMULA_HEAD.unpack_from(stream, start)
            found.formulas.add((row, column))
            found.calculated |= not flags & _ALWAYS_CALCULATE or any(result)
        elif code == _MSO_DRAWING:
            at = stream.rfind(_ANCHOR, start, end)
            anchor = None
            if at >= 0 and at + len(_ANCHOR) + _ANCHOR_PLACE.size <= end:
                column, row = _ANCHOR_PLACE.unpack_from(stream, at + len(_ANCHOR))
                anchor = (row, column)
        elif code == _OBJ and anchor and end - start >= 8:
            kind, _, what = _OBJECT_HEAD.unpack_from(stream, start)
            if kind == _COMMON_OBJECT_DATA and what == _PICTURE:
                found.pictures.append(anchor)
            anchor = None
    return found


def _walk(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Code, start and end of each record of one substream, without those of charts in it."""
    depth = 0
    while position + _HEADER.size <= len(stream):
        code, size = _HEADER.unpack_from(stream, position)
        start = position + _HEADER.size
        position = start + size
        if code == _BOF:
            depth += 1
        elif code == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield code, start, min(position, len(stream))
