"""The workbook: a sheet to each table, typed cells, and words that stay words."""

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import range_boundaries
from report_documents import (
    PAYLOADS,
    bare_list,
    big_table,
    document,
    everything,
    letter,
    real_report,
    with_words,
)

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports import xlsx as renderer
from vinhloc_cds.reports.document import Cell, Chart, Column, Paragraph, Table
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.reports.xlsx_cells import formula, number_format

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def opened(content) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(renderer.render(content)))


@pytest.fixture(scope="module")
def data() -> bytes:
    return renderer.render(real_report())


@pytest.fixture(scope="module")
def live(data) -> openpyxl.Workbook:
    """The real report with its formulas."""
    return openpyxl.load_workbook(BytesIO(data))


@pytest.fixture(scope="module")
def book(data) -> openpyxl.Workbook:
    """The real report as it is read where nothing is calculated."""
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


def tables_of(content) -> list[Table]:
    blocks = [*content.blocks, *(block for annex in content.annexes for block in annex.blocks)]
    return [block for block in blocks if isinstance(block, Table)]


def row_of(sheet, name: str) -> list[object]:
    (row,) = [r for r in sheet.iter_rows(values_only=True) if name in r[:2]]
    return list(row)


def test_a_sheet_to_each_table_and_chart(book):
    assert book.sheetnames[0] == "Báo cáo"
    charts = [block.name for block in real_report().blocks if isinstance(block, Chart)]
    assert charts
    assert book.sheetnames[1:] == charts + [table.name for table in tables_of(real_report())]


def test_the_first_sheet_holds_the_words(book):
    words = [row[0] for row in book["Báo cáo"].iter_rows(values_only=True)]
    assert words[0] == "ỦY BAN NHÂN DÂN"
    assert "BÁO CÁO" in words
    for block in real_report().blocks:
        if isinstance(block, Paragraph):
            assert block.line in words
    assert "- Lưu: VT, VHTT." in words


@pytest.mark.parametrize("lines", range(20, 50, 3))
def test_a_signature_is_not_cut_in_two_by_the_end_of_a_page(lines):
    words = [Paragraph(f"Đoạn {n}") for n in range(lines)]
    sheet = opened(document(*words)).worksheets[0]
    rows = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
    first, last = rows.index(f"Đoạn {lines - 1}") + 1, rows.index("- Lưu: VT, VHTT.") + 1
    breaks = [each.id for each in sheet.row_breaks.brk]
    assert not any(first <= row < last for row in breaks)
    # No page is fuller than what a printer has room for.
    room = nd30.text_height(nd30.BODY_MARGINS)
    for start, end in pairwise([0, *breaks, len(rows)]):
        assert sum(sheet.row_dimensions[row + 1].height for row in range(start, end)) < room


def test_columns_are_wide_enough_for_their_figures_and_moments(live):
    sheet = live["Biểu A, B"]
    # A day has no hour.
    (moment, *_) = [
        c
        for row in sheet.iter_rows()
        for c in row
        if isinstance(c.value, datetime) and c.value.hour
    ]
    assert sheet.column_dimensions[moment.column_letter].width > len("01/10/2024 08:00")


def test_words_of_an_annex_are_not_lost():
    content = document(annex=(Paragraph("Không có đơn vị nào."),))
    (sheet,) = opened(content).worksheets
    words = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert words[-3:] == ["SỐ LIỆU", "(Kèm theo)", "Không có đơn vị nào."]


def test_every_cell_of_a_table_stands_on_its_sheet(book):
    for table in tables_of(real_report()):
        sheet = book[table.name]
        head = next(c.row for c in sheet["A"] if c.value == table.columns[0].title)
        for number, row in enumerate(table.rows, head + 1):
            at = 1
            for cell in row:
                found = sheet.cell(number, at).value
                assert found == (cell.text or None if cell.value is None else excels(cell.value))
                at += cell.span


def excels(value):
    """A day as Excel has it, who knows only moments."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  Excel's own
    return value


def test_figures_are_numbers_and_dates_are_dates(book):
    name = next(table.name for table in tables_of(real_report()) if table.name.startswith("Biểu A"))
    row = row_of(book[name], "Thị trấn Vĩnh Lộc")
    assert row[0] == 1
    assert row[2:5] == ["Có", "01/KH-UBND", datetime(2024, 9, 21)]  # noqa: DTZ001  Excel's own
    assert isinstance(row[5], int)


# ---- Totals


def added(sheet, words: str) -> float:
    """What the cells add up to that a formula names, by another reader than Excel."""
    total = 0.0
    for first, top, last, bottom in map(
        range_boundaries, re.findall(r"[A-Z]+\d+(?::[A-Z]+\d+)?", words)
    ):
        for row in sheet.iter_rows(top, bottom, first, last, values_only=True):
            total += sum(value for value in row if isinstance(value, int | float))
    return total


def test_totals_are_live_and_their_results_stand_in_the_file(live, book):
    wanted = {
        (table.name, cell.value)
        for table in tables_of(real_report())
        for row in table.rows
        for cell in row
        if cell.adds
    }
    found = set()
    for sheet in live:
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            assert re.fullmatch(r"=SUM\([A-Z\d:,]+\)", cell.value)
            result = book[sheet.title][cell.coordinate].value
            assert added(book[sheet.title], cell.value) == result
            found.add((sheet.title, result))
    assert found == wanted
    assert len(found) > 20


def test_a_total_that_is_no_sum_of_its_cells_stays_a_number():
    rows = (
        (Cell("3", 3),),
        (Cell("4", 4),),
        (Cell("8", 8, adds=(0, 1)),),
        (Cell("7", 7, adds=(0, 1)),),
    )
    sheet = opened(document(annex=(Table("B", "Bảng", (Column("Số", 1),), rows),)))["B"]
    assert [c.value for c in sheet["A"]][-2:] == [8, "=SUM(A6:A7)"]


def test_neighbours_are_a_range_and_no_function_has_too_many():
    assert formula("C", [20, 5, 6, 7]) == "=SUM(C5:C7,C20)"
    assert formula("B", [3]) == "=SUM(B3)"
    many = formula("A", range(1, 1117, 2))
    assert many.count("SUM(") == 3
    assert max(part.count(",") for part in many.split("+")) == 254


@pytest.mark.parametrize(
    ("value", "shown", "form"),
    [
        (1200, "1.200", "#,##0"),
        (10.0, "10", "#,##0"),
        (8.5, "8,5", "#,##0.0"),
        (8.25, "8,25 (bình quân)", '#,##0.00" (bình quân)"'),
        (1200, "khoảng 1.200 (ước)", '"khoảng "#,##0" (ước)"'),
        (2, "12 (2)", '"12 ("#,##0")"'),
        (5, '5 "chiếc"', '#,##0" "\\""chiếc"\\"""'),
        (0, "không", '"không"'),
        (7, "", "#,##0"),
        (7, "7 " + "x" * 300, ""),
    ],
)
def test_a_number_is_shown_as_on_the_page(value, shown, form):
    assert number_format(value, shown) == form


def test_moments_of_receipt_are_moments(book):
    sheet = book["Trễ, chưa nộp"]
    (cell,) = [row[3] for row in sheet.iter_rows() if row[1].value == "Xã Vĩnh Long"]
    assert cell.value == datetime(2024, 10, 12, 8, 0)  # noqa: DTZ001  local, as Excel has it
    assert cell.number_format == "dd/mm/yyyy hh:mm"


def test_missing_stays_missing(book):
    row = row_of(book["Đề nghị, chưa gửi"], "Ủy ban MTTQ Việt Nam huyện Vĩnh Lộc")
    assert row[3] == "—"


def test_pages(book):
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddHeader.center.text == "&P"
    for table in tables_of(real_report()):
        sheet = book[table.name]
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


@pytest.mark.parametrize("rows", [0, 1, 31, 558])
def test_tables_of_any_length(rows):
    sheet = opened(document(annex=(big_table(rows, 4),)))["Lớn"]
    assert sum(str(c.value).startswith("Đơn vị thứ") for c in sheet["B"]) == rows


# ---- All kinds of blocks


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    with ZipFile(BytesIO(renderer.render(everything()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def draft() -> openpyxl.Workbook:
    return opened(everything())


def test_a_chart_is_excels_own_beside_its_figures(draft, parts):
    sheet = draft["Theo ngày"]
    values = [[c.value for c in row[:2]] for row in sheet.iter_rows(2, 5)]
    assert values == [[None, "Đơn vị"], ["10/10", 4], ["11/10", 1200], ["12/10", None]]
    (drawn,) = sheet._charts
    assert drawn.anchor._from.col > 1
    assert drawn.series[0].val.numRef.f == "'Theo ngày'!$B$3:$B$5"
    assert drawn.series[0].tx.strRef.f == "'Theo ngày'!$B$2"
    assert "Hết hạn báo cáo" in parts["xl/drawings/shapes1.xml"].decode()
    assert "/xl/drawings/shapes1.xml" in parts["[Content_Types].xml"].decode()
    assert draft["Theo nội dung"]["A5"].value == "=1+1"
    assert draft["Theo nội dung"]["A5"].data_type == "s"


def test_pictures_stand_on_a_sheet_with_their_words(draft):
    sheet = draft["Hình ảnh"]
    words = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert [word for word in words if word and word.startswith("Ảnh")] == [
        "Ảnh 1",
        "Ảnh 2",
        "Ảnh 3",
    ]
    assert any("tệp bị hỏng" in (word or "") for word in words)
    first, second = sheet._images
    assert first.width / first.height == pytest.approx(60 / 40, rel=0.02)
    assert second.width / second.height == pytest.approx(40 / 90, rel=0.02)


def test_a_draft_says_so_over_every_page(draft, live):
    for sheet in draft.worksheets:
        assert sheet.oddHeader.right.text == sheet.firstHeader.right.text == "DỰ THẢO"
    final = opened(letter("Xã Vĩnh Hùng"))
    assert not any(sheet.firstHeader.right.text for sheet in final.worksheets)


def test_keywords_are_in_the_metadata_alone(draft, parts):
    assert draft.properties.keywords == "Chuỗi nhật ký 0123abcd"
    assert not [
        name
        for name in parts
        if "0123abcd" in parts[name].decode(errors="ignore") and name != "docProps/core.xml"
    ]


def test_a_list_is_its_table():
    (sheet,) = opened(bare_list(big_table(3))).worksheets
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == [
        "DANH SÁCH",
        "Bảng lớn",
        "STT",
    ]
    assert sheet.page_setup.orientation == "landscape"


def test_sheets_of_one_name_are_told_apart():
    table = replace(big_table(1), name="Biểu rất dài " * 4)
    names = opened(document(annex=(table, table, replace(table, name="báo cáo")))).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert max(map(len, names)) <= 31
