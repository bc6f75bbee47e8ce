"""Files as units make them: our form filled in, tables of their own, and every kind of wrapping.

All is built in code: openpyxl for workbooks, the rest by hand.
"""

import io
import re
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import biff_samples
import openpyxl
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Painter

from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.forms.writer import Forms

Table = Sequence[Sequence[object]]
Edit = Callable[[Workbook], object]


class Desk:
    """Makes our forms of one plan, each read once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._forms = Forms(plan)

    def form(self, unit: str, figures: Mapping[str, object], *edits: Edit) -> bytes:
        """The form of `unit` with `figures` by indicator or field, then changed by `edits`."""
        made = self._forms.form(self.plan.unit_by_code[unit], self.plan.reporting.deadline)
        book = openpyxl.load_workbook(io.BytesIO(made))
        fill(book, figures)
        for edit in edits:
            edit(book)
        return saved(book)


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """The row of each indicator and field of our form."""
    return {
        cell.value: cell.row for cell in sheet["A"] if isinstance(cell.value, str) and cell.row > 1
    }


def fill(book: Workbook, figures: Mapping[str, object]) -> None:
    """Write `figures` into the form; a pair is a value and its number format or its font."""
    sheet = book.worksheets[0]
    rows = rows_of(sheet)
    for code, given in figures.items():
        cell = sheet.cell(rows[code], 5)
        if isinstance(given, tuple):
            given, look = given  # noqa: PLW2901
            if look.startswith((".Vn", "VNI")):
                cell.font = Font(name=look)
            else:
                cell.number_format = look
        cell.value = given
        if isinstance(given, str) and given.startswith("=") and " " in given:
            cell.data_type = "s"  # typed with an apostrophe before it (N29)


def saved(book: Workbook) -> bytes:
    """`book` as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def free(*sheets: tuple[str, Table], font: str = "", edit: Edit | None = None) -> bytes:
    """A workbook with tables from A1; all texts in `font`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets:
        sheet = book.create_sheet(name)
        write(sheet, table, font=font)
    if edit:
        edit(book)
    return saved(book)


def write(sheet: Worksheet, table: Table, *, top: int = 1, left: int = 1, font: str = "") -> None:
    """Put `table` on `sheet`; None is a blank cell."""
    for row, cells in enumerate(table, top):
        for column, value in enumerate(cells, left):
            if value is not None:
                cell = sheet.cell(row, column, value)
                if font:
                    cell.font = Font(name=font)


def picture(width: int = 60) -> Image:
    """A picture, as pasted into a cell."""
    out = io.BytesIO()
    Painter.new("RGB", (width, 20), "white").save(out, "png")
    return Image(io.BytesIO(out.getvalue()))


def photo(colour: str = "white") -> bytes:
    """A photograph that a telephone turned (F11)."""
    out = io.BytesIO()
    painted = Painter.new("RGB", (80, 120), colour)
    exif = painted.getexif()
    exif[0x0112] = 6
    painted.save(out, "jpeg", exif=exif)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """A package with each part changed, or left out where `change` gives None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part, zipfile.ZIP_DEFLATED)
        for name, part in more.items():
            new.writestr(name, part)
    return out.getvalue()


def with_macros(data: bytes) -> bytes:
    """The same workbook as .xlsm."""
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"

    relation = (
        b'<Relationship Id="vba" Type="http://schemas.microsoft.com/office/2006/relationships/'
        b'vbaProject" Target="vbaProject.bin"/></Relationships>'
    )

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            return part.replace(b"</Relationships>", relation)
        return part.replace(plain, macro) if name == "[Content_Types].xml" else part

    return repacked(data, change, **{"xl/vbaProject.bin": biff_samples.ole("VBA", b"x")})


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A .zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def xls(table: Table, font: str = "Times New Roman") -> bytes:
    """A workbook of Excel 97 (F2)."""
    records = b"".join(
        biff_samples.number(row, column, float(value))
        if isinstance(value, int | float)
        else biff_samples.text(row, column, str(value))
        for row, cells in enumerate(table)
        for column, value in enumerate(cells)
        if value is not None
    )
    return biff_samples.ole(
        "Workbook", biff_samples.xls_stream(("Sheet1", 0, records), fonts=(font,))
    )


def ods(table: Table) -> bytes:
    """An OpenDocument spreadsheet (F6)."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"

    def cell(value: object) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, int | float):
            kind = f'office:value-type="float" office:value="{value}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>" for cells in table
    )
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped([("mimetype", kind), ("content.xml", content.encode())])


def docx(*blocks: str | Table) -> bytes:
    """A Word document: paragraphs and tables (F7)."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def paragraph(text: object) -> str:
        inner = "" if text is None else escape(str(text))
        return f'<w:p><w:r><w:t xml:space="preserve">{inner}</w:t></w:r></w:p>'

    def block(one: str | Table) -> str:
        if isinstance(one, str):
            return paragraph(one)
        rows = "".join(
            "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in one
        )
        return f"<w:tbl>{rows}</w:tbl>"

    body = "".join(map(block, blocks))
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{office}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    content = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{types}"/></Types>'
    )
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return zipped(
        [
            ("[Content_Types].xml", content.encode()),
            ("_rels/.rels", relation.encode()),
            ("word/document.xml", document.encode()),
        ]
    )


def html(head: Sequence[str], table: Table) -> bytes:
    """What web programs call .xls (F3)."""
    titles = "".join(f"<p><b>{escape(one)}</b></p>" for one in head)
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{escape(str(c)) if c is not None else ''}</td>" for c in row)
        + "</tr>"
        for row in table
    )
    return (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        f"<body>{titles}<table border=1>{rows}</table></body></html>"
    ).encode()


_MARKS_1258 = dict(zip("\u0300\u0309\u0303\u0301\u0323", range(5), strict=True))


def cp1258(text: str) -> bytes:
    """As Excel for Vietnamese Windows saves it: the marks of tones are letters of their own."""
    written = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(one for one in parts if one in _MARKS_1258)
        rest = "".join(one for one in parts if one not in _MARKS_1258)
        written += unicodedata.normalize("NFC", rest) + tones
    return written.encode("cp1258")


def csv(table: Table) -> str:
    """Lines with ; between cells, as Excel with Vietnamese settings writes them (F5)."""
    return "\r\n".join(";".join("" if c is None else str(c) for c in row) for row in table)


def without_letters(form: bytes) -> bytes:
    """The form saved as plain text by a program that has no Vietnamese letters."""
    sheet = openpyxl.load_workbook(io.BytesIO(form)).worksheets[0]
    table = [
        [None if cell.data_type == "f" else f'"{cell.value or ""}"' for cell in row]
        for row in sheet
    ]
    return csv(table).encode("ascii", "replace")


def ole_with(*streams: str) -> bytes:
    """An OLE file with empty streams: a Word document, a workbook with a password."""
    none, end = 0xFFFFFFFF, 0xFFFFFFFE

    def entry(name: str, right: int = none, child: int = none, kind: int = 2) -> bytes:
        text = name.encode("utf-16-le")
        links = struct.pack("<HBB3I", len(text) + 2, kind, 1, none, right, child)
        return text.ljust(64, b"\0") + links + bytes(48)

    last = len(streams)
    entries = [entry("Root Entry", child=1, kind=5)]
    for number, name in enumerate(streams, 1):
        entries.append(entry(name, right=number + 1 if number < last else none))
    directory = b"".join(entries).ljust(1024, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<6I", 1, 1, 0, 4096, end, 0) + struct.pack("<2I", end, 0)
    header = header.ljust(76, b"\0") + struct.pack("<109I", 0, *[none] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 2, end, *[none] * 125)
    return header + table + directory


def blank_rows(data: bytes, first: int, count: int) -> bytes:
    """The workbook with `count` formatted rows that hold nothing, from `first` on (E15)."""
    rows = "".join(
        f'<row r="{row}" s="1" customFormat="1"><c r="B{row}" s="1"/><c r="E{row}" s="1"/></row>'
        for row in range(first, first + count)
    ).encode()

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            return part.replace(b"</sheetData>", rows + b"</sheetData>")
        return part

    return repacked(data, change)


def calculated(data: bytes, place: str, formula: str, result: object) -> bytes:
    """The workbook with the result of a formula beside it, as Excel stores it."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        pattern = rb'(<c r="%s"[^>]*>)<f>[^<]*</f><v\s*/?>(?:</v>)?' % place.encode()
        new = rb"\1<f>%s</f><v>%s</v>" % (escape(formula).encode(), str(result).encode())
        changed, times = re.subn(pattern, lambda m: m.expand(new), part)
        if times != 1:
            raise ValueError(place)
        return changed

    return repacked(data, change)


def unprotected(book: Workbook) -> None:
    """The form with its sheet unlocked, as units do before they change it."""
    book.worksheets[0].protection.disable()


def new_book_of(data: bytes, columns: Sequence[int], **look: Any) -> bytes:
    """What is left of our form where only what shows was copied into a new book."""
    old = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    book = Workbook()
    sheet = book.worksheets[0]
    for row in range(2, old.max_row + 1):
        for at, column in enumerate(columns, 1):
            value = old.cell(row, column).value
            if value is not None and not str(value).startswith("="):
                sheet.cell(row - 1, at, value)
    return saved(book)
