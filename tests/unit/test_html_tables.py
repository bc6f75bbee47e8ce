"""Web pages that call themselves .xls (F3): as Excel saves them and as web systems make them."""

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.encodings import Encoding, legacy
from vinhloc_cds.forms.grid import Area, Book, CellKind, Run, Sheet
from vinhloc_cds.forms.html import read_html

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet>
<x:Name>Biểu &amp; số 1</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></xml><![endif]-->
<style><!-- table {mso-displayed-decimal-separator:",";}
td {font-family:"Times New Roman", serif;}
.xl24 {font-family:.VnTime, sans-serif;}
.font5 {font-family:".VnTimeH";} .xl9 {display:none} -->
</style></head><body><table x:str>
<col width=64><col width=64 style='display:none'><col width=64>
<tr height=17><td class=xl24>Sè ng&shy;êi <font class=font5>d©n</font></td><td>ẩn</td>
<td x:num="1200">1.200</td></tr>
<tr><td x:num="0.95">95%</td><td x:num>7</td><td x:num="45566">01/10/2024</td></tr>
<tr><td x:err="#REF!">#REF!</td><td x:bool="TRUE">TRUE</td>
<td x:num="25" x:fmla="=SUM(A1:A3)">25</td>
</tr><tr class=xl9>
<td>Chữ dài<span style='display:none'> bị che</span></td></tr></table></body></html>"""


def raws(sheet: Sheet) -> dict[tuple[int, int], str]:
    return {place: cell.raw for place, cell in sheet.cells.items()}


def read(body: str) -> Book:
    return read_html(body.encode())


def only(body: str) -> Sheet:
    (sheet,) = read(body).sheets
    return sheet


def test_a_sheet_as_excel_saves_it():
    book = read(EXCEL)
    (sheet,) = book.sheets
    assert book.kind is FileKind.HTML
    assert sheet.name == "Biểu & số 1"
    typed = {place: (cell.kind, cell.value, cell.raw) for place, cell in sheet.cells.items()}
    old = "Sè ng\u00adêi d©n"
    assert typed == {
        (0, 0): (CellKind.TEXT, old, old),
        (0, 1): (CellKind.TEXT, "ẩn", "ẩn"),
        (0, 2): (CellKind.NUMBER, 1200, "1200"),
        (1, 0): (CellKind.NUMBER, 0.95, "95%"),
        (1, 1): (CellKind.NUMBER, 7, "7"),
        (1, 2): (CellKind.DATE, date(2024, 10, 1), "01/10/2024"),
        (2, 0): (CellKind.ERROR, None, "#REF!"),
        (2, 1): (CellKind.BOOLEAN, True, "TRUE"),
        (2, 2): (CellKind.NUMBER, 25, "25"),
        (3, 0): (CellKind.TEXT, "Chữ dài bị che", "Chữ dài bị che"),
    }
    assert sheet.cells[2, 2].formula == "=SUM(A1:A3)"
    assert {place for place, cell in sheet.cells.items() if cell.hidden} == {
        (0, 1), (1, 1), (2, 1), (3, 0),
    }  # fmt: skip
    assert legacy(sheet.cells[0, 0]) == (Encoding.TCVN3, "Số người DÂN")


def test_fonts_go_with_their_runs():
    cell = only('<table><tr><td>Số <font face="VNI-Times, serif">löôïng</font></table>').cells[0, 0]
    assert cell.runs == (Run("Số ", ""), Run("löôïng", "VNI-Times"))
    assert legacy(cell) == (Encoding.VNI, "Số lượng")


def test_spans_put_cells_where_they_are_seen():
    sheet = only(
        "<table><thead><tr><th rowspan=2>STT<th colspan=2>Số<th rowspan=99>Ghi chú</thead>"
        "<tbody><tr><td>a<td>b<tr><td>1<td>2<td colspan=x>3</table>"
    )
    assert raws(sheet) == {
        (0, 0): "STT", (0, 1): "Số", (0, 3): "Ghi chú",
        (1, 1): "a", (1, 2): "b", (2, 0): "1", (2, 1): "2", (2, 2): "3",
    }  # fmt: skip
    assert sheet.merged == (Area(0, 0, 1, 0), Area(0, 1, 0, 2), Area(0, 3, 2, 3))


@pytest.mark.parametrize(
    ("inner", "raw"),
    [
        ("  a \n  b ", "a b"),
        ("a<br>b", "a\nb"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("a<br><br>b<br>", "a\n\nb"),
        ("1<b>.200</b>", "1.200"),
        ("25&nbsp;l&#432;ợt &lt;x&gt;", "25\u00a0lượt <x>"),
        ("5<script>alert(1)</script><style>p{}</style><!-- x -->", "5"),
        ("=1+1", "=1+1"),
        ("H&shy;ng", "H\u00adng"),
        ("<span>a</span> <span>b</span>", "a b"),
    ],
)
def test_what_stands_in_a_cell(inner, raw):
    assert raws(only(f"<table><tr><td>{inner}</td></tr></table>")) == {(0, 0): raw}


def test_blank_cells_are_not_in_the_grid():
    assert raws(only("<table><tr><td>&nbsp;<td> <td>0<td></table>")) == {(0, 2): "0"}


def test_what_stands_around_tables_is_read_too():
    book = read(
        "<title>x</title><h2>UBND xã <b>Vĩnh Hùng</b></h2>Biểu 1<br>năm 2024"
        "<table><caption>Bảng A</caption><tr><td>1<table><tr><td>trong</table></table>"
        "<table><td>không dòng</td><td>b</td></table><p>Người lập</p>"
    )
    assert {sheet.name: raws(sheet) for sheet in book.sheets} == {
        "Bảng 1": {(0, 0): "1"},
        "Bảng 2": {(0, 0): "trong"},
        "Bảng 3": {(0, 0): "không dòng", (0, 1): "b"},
        "Nội dung": {
            (0, 0): "UBND xã Vĩnh Hùng",
            (1, 0): "Biểu 1\nnăm 2024",
            (2, 0): "Bảng A",
            (3, 0): "Người lập",
        },
    }


PAGE = "<html><head><meta charset={}></head><table><tr><td>Số lượt: Đã có</td></table></html>"


@pytest.mark.parametrize(
    "data",
    [
        PAGE.format("utf-8").encode(),
        PAGE.format("utf-16").encode(),
        PAGE.format("khong-biet").encode(),
        codecs.BOM_UTF8 + PAGE.format("windows-1252").encode(),
        codecs.BOM_UTF16_LE + PAGE.format("x").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PAGE.format("x").encode("utf-16-be"),
        b'<?xml version="1.0" encoding="utf-8"?>' + PAGE.format("utf-8").encode(),
    ],
)
def test_the_letters_are_told_by_mark_and_by_declaration(data):
    assert raws(read_html(data).sheets[0]) == {(0, 0): "Số lượt: Đã có"}


def test_windows_1258_keeps_its_marks():
    data = b"<meta charset=windows-1258><table><td>Vi\xd2nh L\xf4\xf2c</table>"
    assert raws(read_html(data).sheets[0]) == {(0, 0): "Vi\u0309nh Lô\u0323c"}


def test_old_letters_in_a_page_that_says_latin():
    data = b"<meta charset=iso-8859-1><table><td>V\xdcnh H\xadng \x96 x\xb7</table>"
    assert raws(read_html(data).sheets[0]) == {(0, 0): "VÜnh H\u00adng – x·"}


def test_a_single_file_web_page_is_read_sheet_by_sheet():
    names = "<x:Name>Xã</x:Name><x:Name>Thôn</x:Name>"
    pages = [f"<html><xml>{names}</xml><frameset></frameset></html>"]
    pages += [f"<html><table><td>{cell}</table></html>" for cell in ("Vĩnh Hòa", "Thôn 1")]
    parts = "".join(
        f"--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n"
        for page in pages
    )
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    book = read(f"{head}{parts}--b--\n")
    assert {sheet.name: raws(sheet) for sheet in book.sheets} == {
        "Xã": {(0, 0): "Vĩnh Hòa"},
        "Thôn": {(0, 0): "Thôn 1"},
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "encodings.html.no_text"),
        (b"<html></html>", "encodings.html.no_text"),
        (b"<table><tr><td>&nbsp;</table>", "encodings.html.no_text"),
        (b"<html><frameset><frame src=sheet001.htm></frameset></html>", "encodings.html.frames"),
        (b"<p>1</p>" + b"<div>" * 2000 + b"<table><td>1</table>", "encodings.html.too_deep"),
        (b"<p>" + b"1" * 11_000_000 + b"</p><p>2", "encodings.html.too_deep"),
        (b"<p title='" + b"1" * 11_000_000 + b"'>1</p><p>2", "encodings.html.too_deep"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data, code):
    with pytest.raises(UserError) as error:
        read_html(data)
    assert error.value.code == code
    assert str(error.value)


def test_nothing_is_fetched_and_no_entity_grows():
    entities = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">'
    book = read(
        f"<!DOCTYPE html [{entities}]><table><tr><td>&a;&b;<td><img src='file:///x'>1</table>"
    )
    sheet = book.sheets[0]
    assert sheet.cells[0, 1].raw == "1"
    assert sheet.pictures == ((0, 1),)
    assert "root:" not in str(book)


MARKUP = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "</td>",
    "<p>",
]
MARKUP += ["</p>", "<br>", "<font face='.VnTime'>", "</font>", "\u00ad", " ", "q", "q"]


@given(st.lists(st.sampled_from(MARKUP)))
def test_no_letter_is_lost_however_bad_the_markup(pieces):
    page = "".join(pieces)
    cells = [cell.raw for sheet in read(f"q{page}").sheets for cell in sheet.cells.values()]
    assert "".join(cells).count("q") == page.count("q") + 1
