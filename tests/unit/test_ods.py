"""OpenDocument spreadsheets, written as LibreOffice, Excel and others write them."""

from datetime import date, datetime

import pytest
from biff_samples import zipped

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Area, Cell, CellKind, Run
from vinhloc_cds.forms.ods import read_ods

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "table": "table",
        "text": "text",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
STYLES = """
<office:font-face-decls><style:font-face style:name="F1" svg:font-family="&apos;.VnTime&apos;"/>
</office:font-face-decls><office:automatic-styles>
<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/>
</style:style>
<style:style style:name="ce1" style:family="table-cell"><style:text-properties
 style:font-name="F1"/></style:style>
<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>
<style:style style:name="T1" style:family="text"><style:text-properties
 fo:font-family=".VnTimeH"/></style:style>
</office:automatic-styles>"""


def document(tables: str, **parts) -> bytes:
    content = (
        f'<?xml version="1.0"?><office:document-content {NAMESPACES} {CALC}>{STYLES}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped({"content.xml": content} | parts)


def table(rows: str, name: str = "Biểu", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{rows}</table:table>'


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def cell(attributes: str = "", content: str = "") -> str:
    return f"<table:table-cell {attributes}>{content}</table:table-cell>"


def typed(kind: str, value: str, shown: str = "", more: str = "") -> str:
    name = {"boolean": "boolean-value", "date": "date-value", "time": "time-value"}.get(
        kind, "value"
    )
    return cell(
        f'office:value-type="{kind}" office:{name}="{value}" {more}', f"<text:p>{shown}</text:p>"
    )


def words(content: str, more: str = "") -> str:
    return cell(f'office:value-type="string" {more}', content)


def only(content: str) -> Cell | None:
    return read_ods(document(table(row(content)))).sheets[0].cells.get((0, 0))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (typed("float", "25", "25,0"), Cell(CellKind.NUMBER, 25, "25")),
        (typed("float", "1.2", "1,2"), Cell(CellKind.NUMBER, 1.2, "1.2")),
        (typed("currency", "5000000"), Cell(CellKind.NUMBER, 5000000, "5000000")),
        (typed("percentage", "0.95"), Cell(CellKind.NUMBER, 0.95, "95%")),
        (typed("boolean", "true"), Cell(CellKind.BOOLEAN, True, "TRUE")),
        (typed("date", "2024-10-01"), Cell(CellKind.DATE, date(2024, 10, 1), "01/10/2024")),
        (
            typed("date", "2024-10-01T08:30:00.5"),
            Cell(CellKind.DATE, datetime.fromisoformat("2024-10-01T08:30:00"), "01/10/2024 08:30"),
        ),
        (
            typed("date", "2024-10-01T00:00:00"),
            Cell(CellKind.DATE, date(2024, 10, 1), "01/10/2024"),
        ),
        (typed("time", "PT08H30M00S"), Cell(CellKind.TEXT, "08:30", "08:30")),
        # Values that are none: what the officer sees stands.
        (typed("date", "2024-02-30", "30/2"), Cell(CellKind.TEXT, "30/2", "30/2")),
        (typed("float", "abc", "25"), Cell(CellKind.TEXT, "25", "25")),
        (
            words("<text:p>Số</text:p><text:p>người</text:p>"),
            Cell(CellKind.TEXT, *["Số\nngười"] * 2),
        ),
        (
            words("<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d  e </text:p>"),
            Cell(CellKind.TEXT, *["a  b\tc\nd  e "] * 2),
        ),
        (cell('office:value-type="string" office:string-value="x"'), Cell(CellKind.TEXT, "x", "x")),
        (words("<text:p></text:p>"), None),
        (cell('table:style-name="ce1"'), None),
        (
            typed("float", "8", "8", 'table:formula="of:=SUM([.B3:.B7])"'),
            Cell(CellKind.NUMBER, 8, "8", formula="=SUM([.B3:.B7])"),
        ),
        (
            cell('table:formula="of:=SUM([.B3:.B7])"'),
            Cell(CellKind.UNCALCULATED, None, "=SUM([.B3:.B7])", formula="=SUM([.B3:.B7])"),
        ),
        (
            words("<text:p>#REF!</text:p>", 'calcext:value-type="error"'),
            Cell(CellKind.ERROR, None, "#REF!"),
        ),
        (
            typed("float", "0", "Err:502", 'table:formula="of:=A("'),
            Cell(CellKind.ERROR, None, "Err:502", formula="=A("),
        ),
    ],
)
def test_cells_are_what_the_file_says(content, expected):
    found = only(content)
    assert found == expected
    assert found is None or type(found.value) is type(expected.value)


def test_fonts_come_from_styles_their_parents_and_spans():
    assert only(words("<text:p>VÜnh H\u00adng</text:p>", 'table:style-name="ce2"')) == Cell(
        CellKind.TEXT, "VÜnh H\u00adng", "VÜnh H\u00adng", ".VnTime"
    )
    mixed = words(
        "<text:p>Xã <text:span text:style-name='T1'>vÜnh h\u00adng</text:span></text:p>",
        'table:style-name="ce1"',
    )
    found = only(mixed)
    assert found is not None
    assert found.runs == (Run("Xã ", ".VnTime"), Run("vÜnh h\u00adng", ".VnTimeH"))


def test_a_column_gives_its_cells_their_font():
    columns = '<table:table-column table:default-cell-style-name="ce1"/>'
    rows = columns + row(words("<text:p>x</text:p>") * 2)
    cells = read_ods(document(table(rows))).sheets[0].cells
    assert [cells[0, 0].font, cells[0, 1].font] == [".VnTime", ""]


def test_the_default_style_of_the_document_holds_where_nothing_else_does():
    styles = (
        f"<office:document-styles {NAMESPACES}><office:styles><style:default-style "
        'style:family="table-cell"><style:text-properties fo:font-family="Arial"/>'
        "</style:default-style></office:styles></office:document-styles>"
    )
    data = document(table(row(words("<text:p>x</text:p>"))), **{"styles.xml": styles})
    assert read_ods(data).sheets[0].cells[0, 0].font == "Arial"


def test_repeated_blanks_cost_nothing_and_repeated_cells_are_all_there():
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = row(
        typed("float", "1", "1", 'table:number-columns-repeated="3"')
        + blank
        + words("<text:p>x</text:p>")
    )
    rows += row(blank, 'table:number-rows-repeated="1048000"')
    rows += row(typed("float", "2"), 'table:number-rows-repeated="2"')
    cells = read_ods(document(table(rows))).sheets[0].cells
    assert {place: one.raw for place, one in cells.items()} == {
        (0, 0): "1",
        (0, 1): "1",
        (0, 2): "1",
        (0, 16003): "x",
        (1048001, 0): "2",
        (1048002, 0): "2",
    }


def test_too_many_repeated_cells_are_refused():
    content = typed("float", "1", "1", 'table:number-columns-repeated="16384"')
    with pytest.raises(UserError) as caught:
        read_ods(document(table(row(content, 'table:number-rows-repeated="1048576"'))))
    assert caught.value.code == "opening.too_many_cells"


def test_what_is_hidden_and_merged_is_told():
    x = words("<text:p>x</text:p>")
    rows = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows += row(x + x) + row(x, 'table:visibility="filter"')
    rows += f"<table:table-header-rows>{row(x)}</table:table-header-rows>"
    spans = 'table:number-columns-spanned="3" table:number-rows-spanned="2"'
    rows += row(words("<text:p>x</text:p>", spans))
    book = read_ods(document(table(rows) + table(row(x), "Ẩn", 'table:style-name="ta1"')))
    sheet = book.sheets[0]
    assert [(one.name, one.hidden) for one in book.sheets] == [("Biểu", False), ("Ẩn", True)]
    assert {place for place, one in sheet.cells.items() if one.hidden} == {(0, 1), (1, 0)}
    assert set(sheet.cells) == {(0, 0), (0, 1), (1, 0), (2, 0), (3, 0)}
    assert sheet.merged == (Area(3, 0, 4, 2),)


def test_comments_pictures_boxes_and_macros_are_told():
    note = "<office:annotation><text:p>25 lượt</text:p></office:annotation>"
    image = "<draw:frame><draw:image/></draw:frame>"
    box = "<draw:custom-shape><text:p>Chưa đủ</text:p></draw:custom-shape>"
    rows = row(
        words(f"{note}<text:p>x</text:p>") + cell("", note) + cell("", image) + cell("", box)
    )
    book = read_ods(document(table(rows), **{"Basic/Standard/Module1.xml": "<x/>"}))
    sheet = book.sheets[0]
    assert sheet.cells == {(0, 0): Cell(CellKind.TEXT, "x", "x", comment="25 lượt")}
    assert sheet.pictures == ((0, 2),)
    assert [(notice.code, notice.params.get("cell")) for notice in book.notices] == [
        ("opening.macros", None),
        ("opening.comment_on_blank", "B1"),
        ("opening.box", "D1"),
    ]


def test_copies_of_other_files_are_no_sheets():
    source = "<table:table-source/>" + row(words("<text:p>cũ</text:p>"))
    tables = table(row(words("<text:p>x</text:p>")))
    tables += table(source, "&apos;file:///C:/bieu.xlsx&apos;#$Sheet1")
    book = read_ods(document(tables))
    assert [sheet.name for sheet in book.sheets] == ["Biểu"]
    assert [notice.code for notice in book.notices] == ["opening.external_links"]


MANIFEST = "<manifest><file-entry><encryption-data/></file-entry></manifest>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"META-INF/manifest.xml": MANIFEST, "content.xml": "x"}), "opening.password"),
        (zipped({"mimetype": "x"}), "opening.part_missing"),
        (zipped({"content.xml": "<office"}), "opening.damaged"),
        (zipped({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "opening.doctype"),
        (document(""), "opening.no_sheets"),
        (b"PK\x05\x06", "opening.damaged"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data, code):
    with pytest.raises(UserError) as caught:
        read_ods(data)
    assert caught.value.code == code
