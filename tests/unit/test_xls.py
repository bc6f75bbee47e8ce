"""Workbooks of Excel 97 to 2003, built record by record."""

import struct
from datetime import date

import pytest
from biff_samples import (
    cell,
    formula,
    letters,
    number,
    ole,
    record,
    rich,
    text,
    truth,
    xls_stream,
)

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Area, Cell, CellKind, Run
from vinhloc_cds.forms.xls import read_xls

FONT = "Times New Roman"


def cells_of(records: bytes, **styles) -> dict:
    return read_xls(xls_stream(("Biểu", 0, records), **styles)).sheets[0].cells


def test_cells_are_what_the_file_says():
    cells = cells_of(
        text(0, 0, "Số người dân")
        + number(0, 1, 25.0)
        + number(0, 2, 0.95, 1)
        + number(0, 3, 45566.0, 2)
        + truth(0, 4, 1)
        + truth(0, 5, 0x17, error=True)
        + record(0x0201, struct.pack("<HHH", 0, 6, 0))
        + text(0, 7, ""),
        formats=("[$-42A]dd/mm/yyyy",),
        xfs=((0, 0), (0, 9), (0, 164)),
    )
    assert cells == {
        (0, 0): Cell(CellKind.TEXT, "Số người dân", "Số người dân", FONT),
        (0, 1): Cell(CellKind.NUMBER, 25, "25", FONT),
        (0, 2): Cell(CellKind.NUMBER, 0.95, "95%", FONT),
        (0, 3): Cell(CellKind.DATE, date(2024, 10, 1), "01/10/2024", FONT),
        (0, 4): Cell(CellKind.BOOLEAN, True, "TRUE", FONT),
        (0, 5): Cell(CellKind.ERROR, None, "#REF!", FONT),
    }


def test_days_may_be_counted_from_1904_and_it_is_told():
    data = xls_stream(
        ("Biểu", 0, number(0, 0, 44104.0)),
        xfs=((0, 14),),
        extra=record(0x0022, struct.pack("<H", 1)),
    )
    book = read_xls(data)
    assert book.sheets[0].cells[0, 0].value == date(2024, 10, 1)
    assert [notice.code for notice in book.notices] == ["opening.date1904"]


def test_a_soft_hyphen_stays_and_fonts_are_told_run_by_run():
    cells = cells_of(
        text(0, 0, "VÜnh H\u00adng", 1) + rich(1, 0, "Xã VÜnh H\u00adng", [(3, 1)]),
        fonts=(FONT, ".VnTime"),
        xfs=((0, 0), (1, 0)),
    )
    assert cells[0, 0].raw == "VÜnh H\u00adng"
    assert cells[0, 0].font == ".VnTime"
    assert cells[1, 0].runs == (Run("Xã ", FONT), Run("VÜnh H\u00adng", ".VnTime"))


def test_what_is_hidden_and_merged_is_told():
    hidden_row = record(0x0208, struct.pack("<HHHHHHI", 1, 0, 9, 300, 0, 0, 0x20))
    hidden_column = record(0x007D, struct.pack("<HHHHH", 2, 2, 0, 0, 1))
    merged = record(0x00E5, struct.pack("<HHHHH", 1, 3, 4, 0, 2))
    records = hidden_row + hidden_column + merged
    for row, column in ((0, 0), (1, 0), (0, 2)):
        records += text(row, column, "x")
    book = read_xls(xls_stream(("Ẩn", 2, records), ("Hiện", 0, b"")))
    sheet = book.sheets[0]
    assert [one.hidden for one in book.sheets] == [True, False]
    assert {place for place, one in sheet.cells.items() if one.hidden} == {(1, 0), (0, 2)}
    assert sheet.merged == (Area(3, 0, 4, 2),)


ZERO = bytes(8)
FIVE = struct.pack("<d", 5.0)


@pytest.mark.parametrize(
    ("records", "kinds"),
    [
        # Libraries write 0, to be calculated when the file is opened; Excel has been there.
        (formula(0, 0, ZERO, 3), [CellKind.UNCALCULATED]),
        (formula(0, 0, ZERO, 0), [CellKind.NUMBER]),
        (formula(0, 0, ZERO, 3) + formula(0, 1, FIVE), [CellKind.NUMBER, CellKind.NUMBER]),
        (formula(0, 0, b"\x02\0\x2a\0\0\0\xff\xff"), [CellKind.ERROR]),
        (formula(0, 0, b"\x01\0\x01\0\0\0\xff\xff"), [CellKind.BOOLEAN]),
        (formula(0, 0, b"\0\0\0\0\0\0\xff\xff") + record(0x0207, letters("có")), [CellKind.TEXT]),
        (formula(0, 0, b"\x03\0\0\0\0\0\xff\xff"), []),
    ],
)
def test_formulas_are_told_with_their_results(records, kinds):
    cells = cells_of(records)
    assert [one.kind for one in cells.values()] == kinds
    assert all(one.formula.startswith("=") for one in cells.values())


def drawn(kind: int, row: int, column: int, number_: int = 1) -> bytes:
    anchor = struct.pack("<9H", 2, column, 0, row, 0, column + 1, 0, row + 1, 0)
    drawing = record(0x00EC, struct.pack("<HHI", 0, 0xF010, len(anchor)) + anchor)
    return drawing + record(0x005D, struct.pack("<HHHHH12x", 0x15, 18, kind, number_, 0))


def test_pictures_and_comments_are_told():
    shown = "25 lượt"
    note = record(0x01B6, struct.pack("<HH6xHHI", 0x212, 0, len(shown), 8, 0))
    note += record(0x003C, b"\x01" + shown.encode("utf-16-le")) + record(0x003C, bytes(8))
    records = text(0, 0, "Số liệu") + drawn(8, 4, 2)
    for place in range(2):
        records += drawn(0x19, place, 0, place + 1) + note
    for place in range(2):
        records += record(0x001C, struct.pack("<HHHH", place, 0, 0, place + 1) + letters("A"))
    book = read_xls(xls_stream(("Biểu", 0, records)))
    assert book.sheets[0].pictures == ((4, 2),)
    assert book.sheets[0].cells[0, 0].comment == "25 lượt"
    (told,) = book.notices
    assert told.code == "opening.comment_on_blank"
    assert told.params == {"sheet": "Biểu", "cell": "A2", "text": "25 lượt"}


def test_a_comment_that_cannot_be_read_is_told():
    records = text(0, 0, "x") + record(0x001C, b"\0\0")
    book = read_xls(xls_stream(("Biểu", 0, records)))
    assert book.sheets[0].cells[0, 0].raw == "x"
    assert [notice.code for notice in book.notices] == ["formats.lost_comments"]


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "Book"])
def test_the_workbook_is_found_in_its_compound_file(name):
    data = ole(name, xls_stream(("Biểu", 0, text(0, 0, "x"))))
    assert read_xls(data).sheets[0].cells[0, 0].raw == "x"


def test_a_chain_that_goes_in_circles_ends():
    data = ole("Workbook", xls_stream(("Biểu", 0, text(0, 0, "x"))), circle=True)
    assert read_xls(data).sheets[0].cells[0, 0].raw == "x"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "opening.damaged"),
        (b"\0" * 600, "opening.damaged"),
        (ole("Other", b"x"), "opening.damaged"),
        (xls_stream(), "opening.no_sheets"),
        (xls_stream(("A", 0, cell(0x00FD, 0, 0, 0, bytes(4)))), "opening.damaged"),
        (xls_stream(("A", 0, b""), extra=record(0x002F, bytes(6))), "opening.password"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data, code):
    with pytest.raises(UserError) as caught:
        read_xls(data)
    assert caught.value.code == code


def test_no_truncation_gives_more_than_a_sentence():
    """Cut anywhere, a file gives a sentence: never figures as if it were whole."""
    data = xls_stream(("Biểu", 0, text(0, 0, "Số liệu") + number(0, 1, 5.0)))
    for size in range(len(data)):
        with pytest.raises(UserError):
            read_xls(data[:size])
