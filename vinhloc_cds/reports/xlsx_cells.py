"""Cells of a workbook: typed, shown as the page shows them, and totals that Excel adds up itself.

Words stay words, whatever they begin with: only the totals of a table are formulas.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Cell
from vinhloc_cds.reports.measure import line_count
from vinhloc_cds.reports.plain import plain

Value = int | float | str | date | datetime | None

_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
# A column's unit (a digit's width) in points, and what Excel leaves empty around words.
_CHARACTER = 5.25
_CELL_AIR = 6.0
_TALLEST_ROW = 400.0
# What Excel takes: arguments of a function, and letters of a number format.
_MOST_RANGES = 255
_LONGEST_FORMAT = 255
_RESULT = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')


@cache
def _font(style: nd30.Style, bold: bool, italic: bool) -> Font:  # noqa: FBT001  a key of a cache
    return Font(
        name=nd30.FONT, size=style.size, bold=style.bold or bold, italic=style.italic or italic
    )


@cache
def _alignment(align: str) -> Alignment:
    return Alignment(horizontal=align, vertical="center", wrap_text=True)


def write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    style: nd30.Style,
    *,
    shown: str = "",
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
) -> None:
    """Put a typed value into a cell, shown as `shown`; words stay words."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    form = "@" if value is None or isinstance(value, str) else number_format(value, shown)
    if not form:
        value, form = shown, "@"
    if isinstance(value, str):
        cell.value = plain(value)
        # "=1+1", "#REF!" and the like would become a formula or an error.
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in tuple("=+-@")
    elif value is not None:
        cell.value = value
    cell.number_format = form
    cell.font = _font(style, bold, italic)
    cell.alignment = _alignment(align)


def number_format(value: float | date | datetime, shown: str) -> str:
    """How Excel shows a value as the page does, with what stands around it: '#,##0" (ước)"'.

    "" where no format of Excel's holds all of `shown`.
    """
    if isinstance(value, datetime):
        return "dd/mm/yyyy hh:mm"
    if isinstance(value, date):
        return "dd/mm/yyyy"
    number = format_number(value)
    decimals = len(number.partition(",")[2])
    form = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    words = plain(shown)
    if words in {"", number}:
        return form
    found = re.search(rf"(?<![\d.,]){re.escape(number)}(?![.,]?\d)", words)
    if found is None:
        form = _quoted(words)
    else:
        before, after = _quoted(words[: found.start()]), _quoted(words[found.end() :])
        form = f"{before}{form}{after}"
    return form if len(form) <= _LONGEST_FORMAT else ""


def _quoted(words: str) -> str:
    return '"{}"'.format(words.replace('"', '"\\""')) if words else ""


def grow(sheet: Worksheet, row: int, words: str, style: nd30.Style, width: float) -> None:
    """Make the row tall enough for `words`: merged cells, and some readers, do not grow."""
    room = width * _CHARACTER - _CELL_AIR
    lines = line_count(plain(words), style.size, room, bold=style.bold)
    height = min(lines * style.size * nd30.SINGLE_LINE + _CELL_AIR, _TALLEST_ROW)
    shape = sheet.row_dimensions[row]
    shape.height = max(height, shape.height or 0)


def merge(sheet: Worksheet, row: int, first: int, span: int) -> None:
    """Let the cell at `first` reach over `span` columns."""
    if span > 1:
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=first, end_column=first + span - 1
        )


def write_line(sheet: Worksheet, row: int, words: str, style: nd30.Style, widths: Sequence[float],
               *, align: str = "left") -> None:  # fmt: skip
    """A line of words over all columns."""
    write(sheet, row, 1, words, style, align=align)
    merge(sheet, row, 1, len(widths))
    grow(sheet, row, words, style, sum(widths))


def write_head(sheet: Worksheet, row: int, titles: Iterable[str], widths: Sequence[float]) -> None:
    """The titles of a table's columns."""
    for at, title in enumerate(titles, 1):
        write(sheet, row, at, title, nd30.TABLE_HEAD, align="center")
        grow(sheet, row, title, nd30.TABLE_HEAD, widths[at - 1])
        sheet.cell(row, at).border = _GRID


def write_rows(
    sheet: Worksheet, first: int, rows: Sequence[Sequence[Cell]], widths: Sequence[float]
) -> dict[str, float]:
    """The rows of a table from row `first` of the sheet on; the results of its formulas by cell."""
    placed = [_placed(row) for row in rows]
    results: dict[str, float] = {}
    for number, cells in enumerate(placed):
        for column, cell in cells.items():
            write(
                sheet,
                first + number,
                column,
                cell.text if cell.value is None else cell.value,
                nd30.TABLE_TEXT,
                shown=cell.text,
                bold=cell.bold,
                italic=cell.italic,
                align=str(cell.align),
            )
            for across in range(column, column + cell.span):
                sheet.cell(first + number, across).border = _GRID
            merge(sheet, first + number, column, cell.span)
            room = sum(widths[column - 1 : column - 1 + cell.span])
            grow(sheet, first + number, cell.text, nd30.TABLE_TEXT, room)
            if cell.adds and _adds_up(cell, (placed[row].get(column) for row in cell.adds)):
                total = sheet.cell(first + number, column)
                total.value = formula(get_column_letter(column), [first + row for row in cell.adds])
                results[total.coordinate] = float(str(cell.value))
    return results


def _placed(row: Iterable[Cell]) -> dict[int, Cell]:
    """The cells of a row by the columns they begin in, from 1."""
    found: dict[int, Cell] = {}
    at = 1
    for cell in row:
        found[at] = cell
        at += cell.span
    return found


def _adds_up(total: Cell, parts: Iterable[Cell | None]) -> bool:
    """Whether the sum of what will stand in the cells is the total that is printed.

    A formula that showed another number than the page would be wrong on one of them.
    """
    values = [part.value for part in parts if part]
    numbers = [value for value in values if isinstance(value, int | float)]
    return isinstance(total.value, int | float) and abs(sum(numbers) - total.value) < 1e-9


def formula(column: str, rows: Iterable[int]) -> str:
    """The sum over rows of a column, neighbours as ranges: "=SUM(C5:C17,C20)"."""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    words = [
        f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
        for first, last in ranges
    ]
    sums = [
        f"SUM({','.join(words[at : at + _MOST_RANGES])})"
        for at in range(0, len(words), _MOST_RANGES)
    ]
    return "=" + "+".join(sums)


def with_results(sheet: bytes, results: dict[str, float]) -> bytes:
    """A sheet's XML with the results of its formulas, which openpyxl leaves out.

    So they can be read where nothing is calculated: in a preview, or by our own reader.
    """
    return _RESULT.sub(
        lambda found: b"%s<v>%s</v>" % (found[1], f"{results[found[2].decode()]:.15g}".encode()),
        sheet,
    )
