"""The grid says of a workbook what a second reader (openpyxl) says of it, cell by cell."""

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from workbooks import workbook

from vinhloc_cds.forms.grid import Book, CellKind, cell_name
from vinhloc_cds.forms.numberformat import duration_text
from vinhloc_cds.forms.opening import open_book

VALUES = {
    "numbers": [0, 1, -5, 25, 1.2, 1e-7, 12345678901, 0.1 + 0.2, 1e21, 45566],
    "texts": [
        "Vĩnh Hưng",
        " a ",
        "dòng 1\ndòng 2",
        "VÜnh H\u00adng",
        "Vi\u0303nh",
        "1.200",
        "=",
        "'25",
    ],
    "booleans": [True, False],
    "errors": ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"],
    "dates": [
        date(2024, 10, 1),
        datetime.fromisoformat("2024-10-01T08:30"),
        date(1900, 3, 1),
        date(9999, 12, 31),
    ],
    "times": [time(8, 30), timedelta(hours=36)],
    "blanks": [None, 1, None, "x"],
}
FORMATS = ["General", "0", "#,##0", '#,##0\\ "hộ dân"', "0.00", "@", "[Red]0;[Blue]-0", "0.00E+00"]
DATES = ["dd/mm/yyyy", "[$-42A]d\\ mmmm\\ yyyy", "mm-dd-yy", "d/m/yy h:mm", '"ngày" d "tháng" m']


def made(*, date1904: bool = False) -> openpyxl.Workbook:
    """A workbook with every kind of value, merged, hidden, formatted and commented on."""
    book = openpyxl.Workbook()
    if date1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.remove(book.active)
    for name, values in VALUES.items():
        sheet = book.create_sheet(name)
        for row, value in enumerate(values, start=3):
            if date1904 and value == date(1900, 3, 1):
                continue  # before that workbook's first day
            for column in (2, 5):
                sheet.cell(row, column, value)
            if name == "errors":
                sheet.cell(row, 2).data_type = sheet.cell(row, 5).data_type = "e"
            if value == "=":
                sheet.cell(row, 2).data_type = sheet.cell(row, 5).data_type = "s"
    formats = book.create_sheet("formats")
    for row, code in enumerate([*FORMATS, *DATES], start=1):
        formats.cell(row, 1, 45566).number_format = code
        formats.cell(row, 2, 45566.75).number_format = code
    formulas = book.create_sheet("formulas")
    formulas["A1"], formulas["A2"] = "=SUM(numbers!B3:B6)", '=IF(A1>0,"có","")'
    shape = book.create_sheet("shape")
    shape["A1"], shape["B9"], shape["C9"] = "gộp", 5, 6
    shape.merge_cells("A1:D2")
    shape.row_dimensions[9].hidden = True
    shape.column_dimensions["E"].hidden = True
    shape["E3"] = 7
    shape["E3"].comment = Comment("25 hộ", "a")
    shape["A5"] = CellRichText("Hộ ", TextBlock(InlineFont(rFont=".VnTime"), "d©n"))
    shape["A6"], shape["A6"].font = "c", Font(name=".VnTimeH")
    shape["A7"], shape["A7"].number_format = 0.95, "0%"
    book.create_sheet("hidden").sheet_state = "hidden"
    book.create_sheet("very hidden").sheet_state = "veryHidden"
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def agrees(kind: CellKind, mine: object, other: object) -> bool:
    """Whether two readers say the same; openpyxl has a midnight for a day, and times."""
    if isinstance(other, time):
        other = timedelta(hours=other.hour, minutes=other.minute)
    if isinstance(other, timedelta):
        return mine == duration_text(other / timedelta(days=1))
    if isinstance(other, datetime) and not isinstance(mine, datetime):
        return kind is CellKind.DATE and other == datetime.combine(mine, time())
    if isinstance(other, bool) or isinstance(mine, bool):
        return mine is other
    return mine == other


def differences(data: bytes) -> tuple[list[str], int]:
    """Cells of which the two readers do not say the same, and how many were compared."""
    book = open_book(data, "a.xlsx")
    other = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=False)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    assert [sheet.name for sheet in book.sheets] == other.sheetnames
    found, compared = [], 0
    for sheet in book.sheets:
        theirs = {
            (cell.row - 1, cell.column - 1): cell.value
            for row in other[sheet.name].iter_rows()
            for cell in row
            if cell.value not in {None, ""}
        }
        for place in sorted(theirs.keys() | sheet.cells.keys()):
            compared += 1
            cell, value = sheet.cells.get(place), theirs.get(place)
            where = f"{sheet.name}!{cell_name(place)}"
            if cell is None:
                found.append(f"{where}: nothing / {value!r}")
                continue
            if cell.kind is CellKind.UNCALCULATED:
                value = formulas[sheet.name][cell_name(place)].value
            mine = cell.raw if cell.value is None else cell.value
            if not agrees(cell.kind, mine, value):
                found.append(f"{where}: {mine!r} / {value!r}")
    return found, compared


@pytest.mark.parametrize("date1904", [False, True])
def test_two_readers_say_the_same_of_a_workbook(date1904):
    found, compared = differences(saved(made(date1904=date1904)))
    assert found == []
    assert compared > 2 * sum(map(len, VALUES.values()))


@pytest.mark.filterwarnings("ignore:Workbook contains no stylesheet")
def test_two_readers_say_the_same_of_formulas_with_their_results():
    rows = (
        '<row r="2"><c r="A2"><f>SUM(B1:B3)</f><v>25</v></c><c r="B2" t="str"><f>A2</f><v>x</v></c>'
        '<c r="C2" t="b"><f>A2=1</f><v>0</v></c><c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="C4" t="inlineStr"><is><t>c</t></is></c><c r="E4"><v>1.5E3</v></c></row>'
    )
    found, compared = differences(workbook(rows))
    assert (found, compared) == ([], 6)


def shape_of(book: Book) -> dict[str, object]:
    sheet = next(sheet for sheet in book.sheets if sheet.name == "shape")
    return {
        "merged": [f"{cell_name(area[:2])}:{cell_name(area[2:])}" for area in sheet.merged],
        "hidden": sorted(cell_name(place) for place, cell in sheet.cells.items() if cell.hidden),
        "comment": sheet.cells[2, 4].comment,
        "fonts": [sheet.cells[4, 0].runs[1].font, sheet.cells[5, 0].font],
        "percent": sheet.cells[6, 0].raw,
        "sheets": [sheet.name for sheet in book.sheets if sheet.hidden],
    }


def test_what_lies_around_the_values_is_read_as_it_was_made():
    assert shape_of(open_book(saved(made()), "a.xlsx")) == {
        "merged": ["A1:D2"],
        "hidden": ["B9", "C9", "E3"],
        "comment": "25 hộ",
        "fonts": [".VnTime", ".VnTimeH"],
        "percent": "95%",
        "sheets": ["hidden", "very hidden"],
    }
