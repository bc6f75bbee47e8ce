"""The document as a workbook: its words on the first sheet, then a sheet to each table."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from vinhloc_cds.reports import document as model
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.fixed import fixed_zip, made_at
from vinhloc_cds.reports.measure import line_count
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.texts import text

_LINE = Side(style="thin")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_A4 = "9"
_MM_PER_INCH = 25.4
# What a landscape page holds at size 11, in Excel's unit of a digit's width.
_PAGE_CHARACTERS = 125.0
_WORDS_CHARACTERS = 78.0
# That unit in points, and what Excel leaves empty beside and over the words of a cell.
_CHARACTER = 5.25
_CELL_AIR = 6.0
_TALLEST_ROW = 400.0
_LEAST_WIDTH = 5.0
_FORMATS = {int: "#,##0", float: "#,##0.##", datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy"}
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31


def render(document: model.Document) -> bytes:
    """The file; the same document gives the same bytes."""
    moment = made_at(document.made_at)
    book = Workbook()
    properties = book.properties
    properties.title = plain(document.title)
    properties.subject = plain(document.subject)
    properties.creator = properties.lastModifiedBy = plain(document.author)
    properties.description = text("report.program")
    properties.language = nd30.LANGUAGE
    properties.created = properties.modified = moment.replace(tzinfo=None)
    # Excel measures columns in digits of this style's font; openpyxl keeps it to itself.
    book._named_styles["Normal"].font = Font(  # type: ignore[attr-defined]  # noqa: SLF001
        name=nd30.FONT, size=nd30.TABLE_TEXT.size
    )
    words = book.worksheets[0]
    words.title = text("report.sheet_words")
    _write_words(words, document)
    for annex, table in _tables(document):
        sheet = book.create_sheet(_sheet_name(table.name))
        _write_table(sheet, annex, table)
    out = BytesIO()
    # Not Workbook.save, which would stamp the file with the present moment.
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()
    return fixed_zip(out.getvalue(), moment)


def _tables(document: model.Document) -> Iterator[tuple[model.Annex | None, model.Table]]:
    """The tables in the order of the pages, each with the annex it stands in."""
    for block in document.blocks:
        if isinstance(block, model.Table):
            yield None, block
    for annex in document.annexes:
        for block in annex.blocks:
            if isinstance(block, model.Table):
                yield annex, block


def _sheet_name(name: str) -> str:
    return plain(name).translate(_FORBIDDEN_IN_NAMES)[:_LONGEST_NAME].strip()


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: float | str | date | datetime | None,
    style: nd30.Style,
    *,
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
) -> None:
    """Put a typed value into a cell; words stay words, whatever they begin with."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise TypeError(cell.coordinate)
    if isinstance(value, str):
        cell.value = plain(value)
        # "=1+1", "#REF!" and the like would become a formula or an error.
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in tuple("=+-@")
        cell.number_format = "@"
    elif value is not None:
        cell.value = value
        cell.number_format = _number_format(value)
    cell.font = Font(
        name=nd30.FONT, size=style.size, bold=style.bold or bold, italic=style.italic or italic
    )
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)


def _number_format(value: float | date | datetime) -> str:
    """How Excel shows a value: a whole average without the comma of decimals it does not have."""
    whole = isinstance(value, float) and round(value, 2).is_integer()
    return _FORMATS[int if whole else type(value)]


def _write_words(sheet: Worksheet, document: model.Document) -> None:
    sheet.column_dimensions["A"].width = _WORDS_CHARACTERS
    for row, (words, style) in enumerate(_words(document), 1):
        align = "center" if style.adjust is nd30.Adjust.CENTER else "left"
        _write(sheet, row, 1, words, style, align=align)
        _grow(sheet, row, words, style, _WORDS_CHARACTERS)
    _set_page(sheet, nd30.BODY_MARGINS, landscape=False)


def _words(document: model.Document) -> Iterator[tuple[str, nd30.Style]]:
    """The lines of the body, from the issuer to the signature."""
    head = document.head
    for line in head.letterhead.superior:
        yield line, nd30.SUPERIOR
    for line in head.letterhead.issuer:
        yield line, nd30.ISSUER
    yield nd30.STATE_NAME_TEXT, nd30.STATE_NAME
    yield nd30.MOTTO_TEXT, nd30.MOTTO
    yield head.number_line, nd30.NUMBER
    yield head.place_and_date, nd30.PLACE_AND_DATE
    yield head.kind, nd30.KIND
    yield head.subject, nd30.SUBJECT
    for block in document.blocks:
        match block:
            case model.Addressees():
                if len(block.names) > 1:
                    yield nd30.ADDRESSEES_TEXT, nd30.ADDRESSEES
                    yield from ((line, nd30.ADDRESSEES) for line in block.lines)
                else:
                    yield " ".join((nd30.ADDRESSEES_TEXT, *block.names)), nd30.ADDRESSEES
            case model.Basis():
                yield block.text, nd30.BASIS
            case model.Heading():
                yield block.text, nd30.SECTION if block.level == 1 else nd30.CLAUSE
            case model.Paragraph():
                yield block.line, nd30.BODY
            case model.Note():
                yield block.text, nd30.TABLE_NOTE
            case model.Closing():
                signer = block.letterhead.signer
                for line in (signer.authority, signer.title, signer.name):
                    yield line, nd30.AUTHORITY
                yield nd30.RECIPIENTS_TEXT, nd30.RECIPIENTS_TITLE
                yield from ((line, nd30.RECIPIENTS) for line in block.recipients)


def _write_table(sheet: Worksheet, annex: model.Annex | None, table: model.Table) -> None:
    count = len(table.columns)
    whole = sum(column.share for column in table.columns)
    widths = [
        max(column.share / whole * _PAGE_CHARACTERS, _LEAST_WIDTH) for column in table.columns
    ]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    titles = [(annex.label, nd30.ANNEX_LABEL), (annex.title, nd30.ANNEX_TITLE)] if annex else []
    titles.append((table.title, nd30.TABLE_TITLE))
    row = 0
    for row, (title, style) in enumerate(titles, 1):
        _write(sheet, row, 1, title, style, align="center")
        _grow(sheet, row, title, style, sum(widths))
        _merge(sheet, row, 1, count)
    head = row + 1
    for at, column in enumerate(table.columns, 1):
        _write(sheet, head, at, column.title, nd30.TABLE_HEAD, align="center")
        _grow(sheet, head, column.title, nd30.TABLE_HEAD, widths[at - 1])
        sheet.cell(head, at).border = _GRID
    for row, cells in enumerate(table.rows, head + 1):
        _write_row(sheet, row, cells, widths)
    if table.note:
        row += 1
        _write(sheet, row, 1, table.note, nd30.TABLE_NOTE)
        _merge(sheet, row, 1, count)
        _grow(sheet, row, table.note, nd30.TABLE_NOTE, sum(widths))
    sheet.freeze_panes = sheet.cell(head + 1, min(count, 2) + 1).coordinate
    sheet.print_title_rows = f"{head}:{head}"
    _set_page(sheet, nd30.ANNEX_MARGINS, landscape=True)


def _write_row(
    sheet: Worksheet, row: int, cells: Iterable[model.Cell], widths: list[float]
) -> None:
    at = 1
    for cell in cells:
        value = cell.text if cell.value is None else cell.value
        _write(
            sheet,
            row,
            at,
            value,
            nd30.TABLE_TEXT,
            bold=cell.bold,
            italic=cell.italic,
            align=str(cell.align),
        )
        for across in range(at, at + cell.span):
            sheet.cell(row, across).border = _GRID
        _merge(sheet, row, at, cell.span)
        _grow(sheet, row, cell.text, nd30.TABLE_TEXT, sum(widths[at - 1 : at - 1 + cell.span]))
        at += cell.span


def _grow(sheet: Worksheet, row: int, words: str, style: nd30.Style, width: float) -> None:
    """Make the row tall enough for `words`: merged cells, and some readers, do not grow."""
    room = width * _CHARACTER - _CELL_AIR
    lines = line_count(plain(words), style.size, room, bold=style.bold)
    height = min(lines * style.size * nd30.SINGLE_LINE + _CELL_AIR, _TALLEST_ROW)
    shape = sheet.row_dimensions[row]
    shape.height = max(height, shape.height or 0)


def _merge(sheet: Worksheet, row: int, first: int, span: int) -> None:
    if span > 1:
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=first, end_column=first + span - 1
        )


def _set_page(sheet: Worksheet, margins: nd30.Margins, *, landscape: bool) -> None:
    """A4 with the decree's margins, as wide as the page, its number in the middle of the top."""
    page = sheet.page_setup
    page.paperSize = _A4
    page.orientation = "landscape" if landscape else "portrait"
    page.fitToWidth, page.fitToHeight = 1, 0
    page.firstPageNumber, page.useFirstPageNumber = 1, True
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = margins.left / _MM_PER_INCH
    sheet.page_margins.right = margins.right / _MM_PER_INCH
    sheet.page_margins.top = margins.top / _MM_PER_INCH
    sheet.page_margins.bottom = margins.bottom / _MM_PER_INCH
    sheet.page_margins.header = nd30.HEADER_DISTANCE / _MM_PER_INCH
    sheet.HeaderFooter.differentFirst = True
    number = HeaderFooterItem()
    number.center.text = "&P"
    number.center.size = round(nd30.PAGE_NUMBER.size)
    number.center.font = nd30.FONT
    sheet.oddHeader = number
