"""Excel's binary workbooks, built record by record."""

import struct
from datetime import date

import pytest
from biff_samples import binary, binary_cell, binary_row, relations, wide, zipped

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Area, Cell, CellKind, Run
from vinhloc_cds.forms.xlsb import read_xlsb

FONTS = ("Times New Roman", ".VnTime")
FONT = FONTS[0]
DRAWING = """<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">
<d:twoCellAnchor><d:from><d:col>2</d:col><d:row>4</d:row></d:from><d:pic/></d:twoCellAnchor>
</d:wsDr>"""


def sheet_entry(name: str, relation: str, state: int = 0) -> bytes:
    return binary(156, struct.pack("<II", state, 1) + wide(relation) + wide(name))


def styles() -> bytes:
    data = b"".join(binary(43, bytes(21) + wide(font)) for font in FONTS)
    data += binary(44, struct.pack("<H", 164) + wide("[$-42A]dd/mm/yyyy"))
    # What stands before the cells' formats is of named styles, and none of ours.
    data += binary(626) + binary(47, struct.pack("<HHH10x", 0, 9, 0)) + binary(627)
    data += binary(617)
    for number_format, font in ((0, 0), (9, 0), (164, 0), (0, 1)):
        data += binary(47, struct.pack("<HHH10x", 0, number_format, font))
    return data + binary(618)


def rich(words: str, *runs: tuple[int, int]) -> bytes:
    packed = b"".join(struct.pack("<HH", *run) for run in runs)
    return (
        b"\x01" + wide(words) + struct.pack("<I", len(runs)) + packed
        if runs
        else b"\x00" + wide(words)
    )


def workbook(records: bytes, *, flags: int = 0, **extra) -> bytes:
    parts = {
        "_rels/.rels": relations(("a", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": binary(153, struct.pack("<II", flags, 0) + wide(""))
        + sheet_entry("Biểu", "s1")
        + sheet_entry("Ẩn", "s2", 2)
        + sheet_entry("Biểu đồ", "s3"),
        "xl/_rels/workbook.bin.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.bin"),
            ("s2", "worksheet", "worksheets/sheet2.bin"),
            ("s3", "chartsheet", "chartsheets/sheet1.bin"),
            ("s4", "styles", "styles.bin"),
            ("s5", "sharedStrings", "/xl/sharedStrings.bin"),
        ),
        "xl/styles.bin": styles(),
        "xl/sharedStrings.bin": binary(19, rich("Số người dân"))
        + binary(19, rich("Xã VÜnh H\u00adng", (3, 1))),
        "xl/worksheets/sheet1.bin": records,
        "xl/worksheets/sheet2.bin": b"",
        "xl/chartsheets/sheet1.bin": b"",
    }
    return zipped(parts | extra.get("parts", {}))


def cells_of(records: bytes, **options) -> dict:
    return read_xlsb(workbook(records, **options)).sheets[0].cells


def test_cells_are_what_the_file_says():
    cells = cells_of(
        binary_row(1)
        + binary_cell(7, 0, struct.pack("<I", 0))
        + binary_cell(2, 1, struct.pack("<I", 25 << 2 | 2))
        + binary_cell(2, 2, struct.pack("<I", 12345 << 2 | 3))
        + binary_cell(2, 3, struct.pack("<i", (-7 << 2) | 2))
        + binary_cell(5, 4, struct.pack("<d", 0.95), 1)
        + binary_cell(5, 5, struct.pack("<d", 45566), 2)
        + binary_cell(4, 6, b"\x01")
        + binary_cell(3, 7, b"\x17")
        + binary_cell(1, 8, b"")
        + binary_cell(6, 9, wide(""))
        + binary_cell(6, 10, wide("VÜnh H\u00adng"), 3)
    )
    assert cells == {
        (1, 0): Cell(CellKind.TEXT, "Số người dân", "Số người dân", FONT),
        (1, 1): Cell(CellKind.NUMBER, 25, "25", FONT),
        (1, 2): Cell(CellKind.NUMBER, 123.45, "123.45", FONT),
        (1, 3): Cell(CellKind.NUMBER, -7, "-7", FONT),
        (1, 4): Cell(CellKind.NUMBER, 0.95, "95%", FONT),
        (1, 5): Cell(CellKind.DATE, date(2024, 10, 1), "01/10/2024", FONT),
        (1, 6): Cell(CellKind.BOOLEAN, True, "TRUE", FONT),
        (1, 7): Cell(CellKind.ERROR, None, "#REF!", FONT),
        (1, 10): Cell(CellKind.TEXT, "VÜnh H\u00adng", "VÜnh H\u00adng", ".VnTime"),
    }


def test_short_cells_stand_right_of_the_one_before():
    short = binary(18, struct.pack("<II", 0, 0))
    cells = cells_of(binary_row(0) + short + short + binary_row(1) + short)
    assert set(cells) == {(0, 0), (0, 1), (1, 0)}
    assert {one.raw for one in cells.values()} == {"Số người dân"}


def test_texts_in_several_fonts_are_told_run_by_run():
    cells = cells_of(
        binary_row(0)
        + binary_cell(7, 0, struct.pack("<I", 1))
        + binary_cell(62, 1, rich("ab", (0, 1)))
    )
    assert cells[0, 0].runs == (Run("Xã ", FONT), Run("VÜnh H\u00adng", ".VnTime"))
    # One font throughout is that of the cell.
    assert (cells[0, 1].raw, cells[0, 1].runs) == ("ab", ())


def test_formulas_are_told_with_their_results():
    tail = struct.pack("<HI", 0, 0)
    cells = cells_of(
        binary_row(0)
        + binary_cell(9, 0, struct.pack("<d", 3.0) + tail)
        + binary_cell(8, 1, wide("có") + tail)
        + binary_cell(10, 2, b"\0" + tail)
        + binary_cell(11, 3, b"\x2a" + tail)
    )
    assert [one.raw for one in cells.values()] == ["3", "có", "FALSE", "#N/A"]
    assert all(one.formula.startswith("=") for one in cells.values())


def test_what_is_hidden_and_merged_is_told():
    text = struct.pack("<I", 0)
    columns = struct.pack("<IIIIH", 2, 2**31, 256, 0, 1)
    records = binary(60, columns) + binary_row(0, hidden=True) + binary_cell(7, 0, text)
    records += binary_row(1) + binary_cell(7, 0, text) + binary_cell(7, 2, text)
    records += binary(176, struct.pack("<IIII", 3, 4, 0, 2))
    book = read_xlsb(workbook(records))
    sheet = book.sheets[0]
    assert [(one.name, one.hidden) for one in book.sheets] == [("Biểu", False), ("Ẩn", True)]
    assert {place for place, one in sheet.cells.items() if one.hidden} == {(0, 0), (1, 2)}
    assert sheet.merged == (Area(3, 0, 4, 2),)
    assert [str(notice.params) for notice in book.notices] == ["{'sheet': 'Biểu đồ'}"]


def test_days_may_be_counted_from_1904():
    serial = binary_row(0) + binary_cell(5, 0, struct.pack("<d", 44104), 2)
    assert cells_of(serial, flags=1)[0, 0].value == date(2024, 10, 1)


def test_pictures_comments_and_macros_are_told():
    comments = b""
    for row in (0, 1):
        comments += binary(635, struct.pack("<IIIII", 0, row, row, 0, 0) + bytes(16))
        comments += binary(637, rich("25 lượt"))
    parts = {
        "xl/worksheets/_rels/sheet1.bin.rels": relations(
            ("c", "comments", "../comments1.bin"), ("d", "drawing", "../drawings/drawing1.xml")
        ),
        "xl/comments1.bin": comments,
        "xl/drawings/drawing1.xml": DRAWING,
        "xl/_rels/workbook.bin.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.bin"),
            ("s2", "worksheet", "worksheets/sheet2.bin"),
            ("s3", "chartsheet", "chartsheets/sheet1.bin"),
            ("s5", "sharedStrings", "sharedStrings.bin"),
            ("m", "vbaProject", "vbaProject.bin"),
        ),
    }
    records = binary_row(0) + binary_cell(7, 0, struct.pack("<I", 0))
    book = read_xlsb(workbook(records, parts=parts))
    assert book.sheets[0].cells[0, 0].comment == "25 lượt"
    assert book.sheets[0].pictures == ((4, 2),)
    assert {notice.code for notice in book.notices} == {
        "opening.macros",
        "opening.comment_on_blank",
        "opening.sheet_of_chart",
    }


@pytest.mark.parametrize(
    "records",
    [
        binary_row(0) + binary_cell(7, 0, struct.pack("<I", 99)),
        binary_row(0) + binary_cell(6, 0, struct.pack("<I", 2**31)),
        binary_row(0) + binary_cell(5, 0, b"\0"),
        b"\x00\x05abc",
        b"\x80",
    ],
)
def test_damaged_records_are_one_sentence(records):
    with pytest.raises(UserError) as caught:
        read_xlsb(workbook(records))
    assert caught.value.code == "opening.damaged"


def test_a_sheet_that_is_cut_off_is_damaged():
    whole = binary_row(0) + binary_cell(6, 0, wide("Số người dân")) + binary(130)
    assert len(cells_of(whole)) == 1
    with pytest.raises(UserError):
        read_xlsb(workbook(whole[:-4]))
