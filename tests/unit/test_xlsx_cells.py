"""What each cell of an .xlsx becomes in the grid."""

from datetime import date, datetime

import pytest
from workbooks import STRICT, workbook

from vinhloc_cds.forms.grid import Area, Cell, CellKind, Run, Sheet
from vinhloc_cds.forms.opening import open_book

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="[Red]#,##0\\ &quot;hộ dân&quot;;[$-42A]0"/>'
    '<numFmt numFmtId="166" formatCode="[$-42A]d\\ mmmm"/></numFmts>'
    '<fonts><font><name val="Arial"/></font><font><b/><name val=".VnTime"/></font></fonts>'
    '<cellStyleXfs><xf numFmtId="14" fontId="1"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="9" fontId="0"/>'
    '<xf numFmtId="14" fontId="0"/><xf numFmtId="164" fontId="1"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="46"/></cellXfs>'
)
TEXTS = (
    "<si><t>Thị trấn</t></si>"
    '<si><r><t>Hộ </t></r><r><rPr><rFont val=".VnTimeH"/></rPr><t xml:space="preserve">d©n </t></r>'
    '</si><si><t>漢</t><rPh sb="0" eb="1"><t>かん</t></rPh><phoneticPr fontId="1"/></si>'
    "<si><t>a_x000D_b_x005F_x0041__xD83D__xDE00__x0000_</t></si><si><t></t></si>"
    "<si><r><rPr><b/></rPr><t>một </t></r><r><t>phông</t></r></si>"
)


def sheet(rows: str, **more: str) -> Sheet:
    return open_book(workbook(rows, texts=TEXTS, styles=STYLES, **more), "a.bin").sheets[0]


def cell(xml: str, **more: str) -> Cell | None:
    return sheet(f'<row r="7">{xml}</row>', **more).cells.get((6, 1))


NUMBER, TEXT, DATE = CellKind.NUMBER, CellKind.TEXT, CellKind.DATE
UNCALCULATED, ERROR = CellKind.UNCALCULATED, CellKind.ERROR


@pytest.mark.parametrize(
    ("xml", "kind", "value", "raw"),
    [
        ('<c r="B7"><v>25</v></c>', NUMBER, 25, "25"),
        ('<c r="B7"><v>25.0</v></c>', NUMBER, 25, "25"),
        ('<c r="B7"><v>1.2</v></c>', NUMBER, 1.2, "1.2"),
        ('<c r="B7"><v> -3 </v></c>', NUMBER, -3, "-3"),
        ('<c r="B7"><v>1.1000000000000001</v></c>', NUMBER, 1.1, "1.1"),
        ('<c r="B7"><v>24.999999999999996</v></c>', NUMBER, 25, "25"),
        ('<c r="B7"><v>1_000</v></c>', TEXT, "1_000", "1_000"),
        ('<c r="B7"><v>２５</v></c>', TEXT, "２５", "２５"),
        ('<c r="B7" s="1"><v>0.95</v></c>', NUMBER, 0.95, "95%"),
        ('<c r="B7" s="2"><v>45566</v></c>', DATE, date(2024, 10, 1), "01/10/2024"),
        ('<c r="B7" s="3"><v>45566</v></c>', DATE, date(2024, 10, 1), "01/10/2024"),
        ('<c r="B7" s="4"><v>45566</v></c>', NUMBER, 45566, "45566"),
        (
            '<c r="B7" s="5"><v>45566.5</v></c>',
            DATE,
            datetime.fromisoformat("2024-10-01T12:00"),
            "01/10/2024 12:00",
        ),
        ('<c r="B7" s="6"><v>1.5</v></c>', TEXT, "36:00", "36:00"),
        ('<c r="B7" s="99"><v>7</v></c>', NUMBER, 7, "7"),
        ('<c r="B7" t="d"><v>2024-10-01</v></c>', DATE, date(2024, 10, 1), "01/10/2024"),
        ('<c r="B7" t="d"><v>đầu tháng</v></c>', TEXT, "đầu tháng", "đầu tháng"),
        ('<c r="B7" t="b"><v>1</v></c>', CellKind.BOOLEAN, True, "TRUE"),
        ('<c r="B7" t="b"><v>0</v></c>', CellKind.BOOLEAN, False, "FALSE"),
        ('<c r="B7" t="e"><v>#REF!</v></c>', ERROR, None, "#REF!"),
        ('<c r="B7" t="s"><v>0</v></c>', TEXT, "Thị trấn", "Thị trấn"),
        ('<c r="B7" t="s"><v>1</v></c>', TEXT, "Hộ d©n ", "Hộ d©n "),
        ('<c r="B7" t="s"><v>2</v></c>', TEXT, "漢", "漢"),
        ('<c r="B7" t="s"><v>3</v></c>', TEXT, "a\rb_x0041_😀_x0000_", "a\rb_x0041_😀_x0000_"),
        ('<c r="B7" t="s"><v>9</v></c>', ERROR, None, "9"),
        ('<c r="B7" t="str"><v>VÜnh H\u00adng</v></c>', TEXT, "VÜnh H\u00adng", "VÜnh H\u00adng"),
        ('<c r="B7" t="inlineStr"><is><t> a </t></is></c>', TEXT, " a ", " a "),
        ('<c r="B7" t="inlineStr"><v>a</v></c>', TEXT, "a", "a"),
        ('<c r="B7"><f>SUM(A1)</f><v>25</v></c>', NUMBER, 25, "25"),
        ('<c r="B7"><f>SUM(A1)</f></c>', UNCALCULATED, None, "=SUM(A1)"),
        ('<c r="B7"><f>SUM(A1)</f><v/></c>', UNCALCULATED, None, "=SUM(A1)"),
        ('<c r="B7" t="str"><f>A1</f></c>', UNCALCULATED, None, "=A1"),
        ('<c r="B7"><f t="shared" si="0"/></c>', UNCALCULATED, None, "="),
    ],
)
def test_a_cell_keeps_its_kind_its_value_and_its_raw_text(xml, kind, value, raw):
    found = cell(xml)
    assert found is not None
    assert (found.kind, found.value, found.raw) == (kind, value, raw)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="B7"/>',
        '<c r="B7" s="3"/>',
        '<c r="B7"><v/></c>',
        '<c r="B7" t="s"><v>4</v></c>',
        '<c r="B7" t="str"><f>""</f><v></v></c>',
    ],
)
def test_a_blank_cell_is_not_in_the_grid(xml):
    assert cell(xml) is None


def test_fonts_are_kept_for_cells_and_for_stretches_of_text():
    assert cell('<c r="B7" s="3" t="s"><v>0</v></c>').font == ".VnTime"
    mixed = cell('<c r="B7" t="s"><v>1</v></c>')
    assert (mixed.font, mixed.runs) == ("Arial", (Run("Hộ ", "Arial"), Run("d©n ", ".VnTimeH")))
    assert cell('<c r="B7" t="s"><v>5</v></c>')[1:4] == ("một phông", "một phông", "Arial")
    assert cell('<c r="B7" t="s"><v>5</v></c>').runs == ()


def test_formulas_stand_beside_what_they_gave():
    assert cell('<c r="B7"><f>SUM(A1:A3)</f><v>25</v></c>').formula == "=SUM(A1:A3)"
    assert cell('<c r="B7" t="e"><f>A1/0</f><v>#DIV/0!</v></c>').formula == "=A1/0"
    assert cell('<c r="B7" t="str"><f t="shared" si="1"/><v>x</v></c>').formula == "="


@pytest.mark.parametrize(
    ("row", "before", "hidden"),
    [
        ('<row r="7">', "", False),
        ('<row r="7" hidden="1">', "", True),
        ('<row r="7" ht="0" customHeight="1">', "", True),
        ('<row r="7" ht="20">', "", False),
        ('<row r="7">', '<cols><col min="2" max="16384" hidden="true"/></cols>', True),
        ('<row r="7">', '<cols><col min="3" max="99999999" hidden="1"/></cols>', False),
        ('<row r="7">', '<cols><col min="1" max="2" width="0"/></cols>', True),
    ],
)
def test_hidden_rows_and_columns_are_seen(row, before, hidden):
    found = sheet(f'{row}<c r="B7"><v>1</v></c></row>', before=before)
    assert found.cells[6, 1].hidden is hidden


def test_cells_without_places_follow_the_one_before():
    rows = (
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row>"
        '<row r="5"><c r="C5"/><c><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
    )
    cells = sheet(rows).cells
    assert {place: cell.value for place, cell in cells.items()} == {
        (0, 0): 1,
        (0, 2): 2,
        (4, 3): 3,
        (4, 4): 4,
        (5, 0): 5,
    }


def test_merged_areas_are_kept_as_areas_however_large():
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B7"/></mergeCells>'
    assert sheet("", after=merge).merged == (Area(0, 0, 1048575, 16383), Area(6, 1, 6, 1))


def test_the_last_cell_of_a_sheet_costs_no_more_than_the_first():
    found = sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>').cells
    assert list(found) == [(1048575, 16383)]


def test_the_dimension_is_not_believed_and_strict_names_are_read():
    rows = '<row r="7"><c r="B7"><v>1</v></c></row>'
    assert (6, 1) in sheet(rows, before='<dimension ref="A1"/>').cells
    assert (6, 1) in sheet(rows, main=STRICT).cells


def test_dates_count_from_1904_where_the_workbook_says_so():
    told = '<workbookPr date1904="1"/>'
    found = cell('<c r="B7" s="2"><v>44104</v></c>', workbook=told)
    assert (found.value, found.raw) == (date(2024, 10, 1), "01/10/2024")


def test_formatted_blank_rows_and_styles_by_the_hundred_thousand_leave_no_cells():
    blank = '<row r="{0}"><c r="A{0}" s="1"/><c r="B{0}" s="1"/></row>'
    rows = "".join(blank.format(number) for number in range(1, 100_001))
    styles = "<cellXfs>" + '<xf numFmtId="0"/>' * 300_000 + '<xf numFmtId="9"/></cellXfs>'
    last = '<row r="100001"><c r="A100001" s="300000"><v>0.5</v></c></row>'
    found = open_book(workbook(rows + last, styles=styles), "a.xlsx").sheets[0]
    assert found.cells == {(100_000, 0): Cell(NUMBER, 0.5, "50%")}


def test_parts_too_large_to_be_parsed_whole_give_the_same_cells():
    rows = (
        '<row r="1" ht="0"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1"><v>25</v></c></row>'
        '<row><c><v>1.5</v></c><c/><c t="inlineStr"><is><t>xã_x000A_</t></is></c>'
        '<c s="1"><v>0.5</v></c><c t="s"><v>1</v></c><c><f>A1</f></c></row>'
    )
    blank = " " * 1024
    large = sheet(rows + blank * 1024)
    usual = sheet(rows)
    assert large.cells == usual.cells
    assert len(usual.cells) == 7

    def styled(between: str) -> Cell:
        book = workbook(
            '<row r="7"><c r="B7" s="3"><v>45000</v></c></row>', styles=STYLES + between
        )
        return open_book(book, "a.xlsx").sheets[0].cells[6, 1]

    assert styled(blank * 100) == styled("")
    assert styled("").font == ".VnTime"
