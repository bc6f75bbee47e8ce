"""The workbook: a sheet to each table, typed cells, and words that stay words."""

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from report_documents import PAYLOADS, big_table, document, real_report, with_words

from vinhloc_cds.reports import xlsx as renderer
from vinhloc_cds.reports.document import Cell, Column, Paragraph, Table
from vinhloc_cds.reports.plain import plain

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def opened(content) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(renderer.render(content)))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return opened(real_report())


def row_of(sheet, name: str) -> list[object]:
    (row,) = [r for r in sheet.iter_rows(values_only=True) if name in r[:2]]
    return list(row)


def test_a_sheet_to_each_table(book):
    assert book.sheetnames[0] == "Báo cáo"
    tables = [
        block.name
        for annex in real_report().annexes
        for block in annex.blocks
        if isinstance(block, Table)
    ]
    assert book.sheetnames[1:] == tables


def test_the_first_sheet_holds_the_words(book):
    words = [row[0] for row in book["Báo cáo"].iter_rows(values_only=True)]
    assert words[0] == "ỦY BAN NHÂN DÂN"
    assert "BÁO CÁO" in words
    for block in real_report().blocks:
        if isinstance(block, Paragraph):
            assert block.text in words
    assert words[-1] == "- Lưu: VT, VHTT."


def test_figures_are_numbers_and_dates_are_dates(book):
    row = row_of(book["Biểu A"], "Thị trấn Vĩnh Lộc")
    assert row[0] == 1
    assert row[2:5] == ["Có", "01/KH-UBND", datetime(2024, 9, 21)]  # noqa: DTZ001  Excel's own
    assert isinstance(row[5], int)
    moment = row_of(book["Biểu B"], "Thị trấn Vĩnh Lộc")[3]
    assert moment == datetime(2024, 10, 1, 8, 0)  # noqa: DTZ001  local, as Excel has it
    total = row_of(book["Biểu A"], "Tổng cộng")
    assert isinstance(total[5], int)


def test_moments_of_receipt_are_moments(book):
    sheet = book["Trễ, chưa nộp"]
    (cell,) = [row[3] for row in sheet.iter_rows() if row[1].value == "Xã Vĩnh Long"]
    assert cell.value == datetime(2024, 10, 12, 8, 0)  # noqa: DTZ001  local, as Excel has it
    assert cell.number_format == "dd/mm/yyyy hh:mm"


def test_an_average_shows_a_comma_only_before_decimals():
    columns = (Column("STT", 1),)
    rows = tuple((Cell(str(value), value),) for value in (10.0, 9.999, 8.5))
    sheet = opened(document(annex=(Table("B", "Bảng", columns, rows),)))["B"]
    shown = {c.value: c.number_format for c in sheet["A"] if isinstance(c.value, int | float)}
    assert shown == {10: "#,##0", 9.999: "#,##0", 8.5: "#,##0.##"}


def test_missing_stays_missing(book):
    assert row_of(book["Biểu C1"], "VNPT Vĩnh Lộc")[2] == "—"


def test_pages(book):
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddHeader.center.text == "&P"
    for sheet in book.worksheets[1:]:
        assert sheet.page_setup.orientation == "landscape"
        head = next(c.row for c in sheet["A"] if c.value == "STT")
        assert sheet.freeze_panes == f"C{head + 1}"
        assert sheet.print_title_rows == f"${head}:${head}"


def test_rows_are_tall_enough_for_their_words(book):
    sheet = book["Biểu C1"]
    head = next(c.row for c in sheet["A"] if c.value == "STT")
    assert sheet.row_dimensions[head].height > 60


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_text_of_units_is_only_text(payload):
    data = renderer.render(with_words(payload))
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                root = etree.fromstring(archive.read(name))
                assert not list(root.iter(f"{SPREADSHEET}f", f"{SPREADSHEET}hyperlink"))
    book = openpyxl.load_workbook(BytesIO(data))
    cells = [c for s in book.worksheets for r in s.iter_rows() for c in r if c.value is not None]
    assert all(cell.data_type in "sn" for cell in cells)
    shown = plain(payload)
    assert sum(cell.value == shown for cell in cells) >= 4


def test_text_that_looks_like_a_formula_stays_text_when_it_is_edited():
    sheet = opened(with_words("=1+1"))["Biểu"]
    (cell,) = [c for row in sheet.iter_rows() for c in row if c.value == "=1+1" and c.column == 2]
    assert cell.quotePrefix


def test_names_of_sheets_are_fit_for_excel():
    columns = (Column("STT", 1),)
    table = Table("Biểu [1]/2: " + "rất dài " * 10, "Bảng", columns, ((Cell("1"),),))
    (_, name) = opened(document(annex=(table,))).sheetnames
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


def test_properties(book):
    properties = book.properties
    assert properties.title == real_report().title
    assert properties.creator == "UBND huyện Vĩnh Lộc"
    assert properties.created == properties.modified == datetime(2024, 10, 12, 2)  # noqa: DTZ001


@pytest.mark.parametrize("rows", [0, 1, 31])
def test_tables_of_any_length(rows):
    sheet = opened(document(annex=(big_table(rows),)))["Lớn"]
    assert sum(str(c.value).startswith("Đơn vị thứ") for c in sheet["B"]) == rows
