"""The document as a workbook: its words on the first sheet, then a sheet to each table or chart."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from vinhloc_cds.reports import document as model
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.chart_parts import (
    SHAPES_KIND,
    chart_space,
    height,
    shapes,
)
from vinhloc_cds.reports.fixed import made_at, unzipped, zipped
from vinhloc_cds.reports.picture import printable
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.reports.xlsx_cells import (
    grow,
    with_results,
    write,
    write_head,
    write_line,
    write_rows,
)
from vinhloc_cds.texts import text

_A4 = "9"
_MM_PER_INCH = 25.4
_POINTS_PER_CM = 72 / 2.54
_PIXELS_PER_POINT = 96 / 72
# What a landscape and an upright page hold at size 11, in Excel's unit of a digit's width.
_PAGE_CHARACTERS = 125.0
_WORDS_CHARACTERS = 78.0
_LEAST_WIDTH = 5.0
_AROUND_FIGURES = 2.0
# The share of a page that is filled on every machine: printers differ a little.
_SURE = 0.95
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_NAME = 31
# A chart stands to the right of its figures: their columns, and a free one.
_NAME_CHARACTERS, _FIGURE_CHARACTERS, _CHART_WIDTH = 34.0, 13.0, 440.0
_FIRST_OF_CHART = 2  # the row of the names of its series
_PICTURE_WIDTH, _PICTURE_HEIGHT = 400.0, 380.0  # a row is at most 409 points high
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETS = (model.Table, model.Chart, model.Picture)


def render(document: model.Document) -> bytes:
    """The file; the same document gives the same bytes."""
    moment = made_at(document.made_at)
    book = Workbook()
    properties = book.properties
    properties.title = plain(document.title)
    properties.subject = plain(document.subject)
    properties.creator = properties.lastModifiedBy = plain(document.author)
    properties.description = text("report.program")
    properties.keywords = plain(document.keywords) or None
    properties.language = nd30.LANGUAGE
    properties.created = properties.modified = moment.replace(tzinfo=None)
    # Excel measures columns in digits of this style's font; openpyxl keeps it to itself.
    book._named_styles["Normal"].font = Font(  # type: ignore[attr-defined]  # noqa: SLF001
        name=nd30.FONT, size=nd30.TABLE_TEXT.size
    )
    writer = _Writer(book, document)
    writer.write()
    out = BytesIO()
    # Not Workbook.save, which would stamp the file with the present moment.
    with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()
    parts = unzipped(out.getvalue())
    writer.finish(parts)
    return zipped(parts, moment)


class _Writer:
    """Writes the sheets, and afterwards into the file what openpyxl has no words for."""

    def __init__(self, book: Workbook, document: model.Document) -> None:
        self._book = book
        self._document = document
        self._names: set[str] = set()
        self._results: dict[int, dict[str, float]] = {}
        self._charts: list[tuple[model.Chart, str]] = []

    def write(self) -> None:
        """The sheets in the order of the pages."""
        document = self._document
        first = self._book.worksheets[0]
        blocks = list(_blocks(document))
        # A list is its table: a sheet with its title alone would say nothing.
        if document.head or not blocks or any(_is_words(block) for block in document.blocks):
            first.title = self._name(text("report.sheet_words"))
            self._words(first)
        else:
            self._book.remove(first)
        pictures: dict[str, list[model.Picture]] = {}
        for annex, block in blocks:
            match block:
                case model.Table():
                    self._table(annex, block)
                case model.Chart():
                    self._chart(block)
                case model.Picture():
                    pictures.setdefault(annex.title if annex else "", []).append(block)
        for title, found in pictures.items():
            self._pictures(title, found)

    def finish(self, parts: dict[str, bytes]) -> None:
        """Results of formulas, and charts as Word has them too."""
        for number, results in self._results.items():
            name = f"xl/worksheets/sheet{number}.xml"
            parts[name] = with_results(parts[name], results)
        kinds = ""
        for number, (chart, sheet) in enumerate(self._charts, 1):
            over = ""
            if chart.after is not None:
                over = "rId1"
                drawn = f"xl/drawings/shapes{number}.xml"
                parts[drawn] = (_DECLARATION + shapes(chart)).encode()
                parts[f"xl/charts/_rels/chart{number}.xml.rels"] = (
                    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}"><Relationship Id="{over}"'
                    f' Type="{_RELATIONS}/chartUserShapes" Target="/{drawn}"/></Relationships>'
                ).encode()
                kinds += f'<Override PartName="/{drawn}" ContentType="{SHAPES_KIND}"/>'
            space = chart_space(chart, sheet, _FIRST_OF_CHART, shapes=over)
            parts[f"xl/charts/chart{number}.xml"] = (_DECLARATION + space).encode()
        types = "[Content_Types].xml"
        parts[types] = parts[types].replace(b"</Types>", f"{kinds}</Types>".encode())

    def _sheet(self, name: str) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(self._name(name))
        return sheet

    def _name(self, name: str) -> str:
        """A name that Excel takes, and that no other sheet has."""
        wanted = plain(name).translate(_FORBIDDEN_IN_NAMES).strip() or text("report.sheet_words")
        found, again = wanted[:_LONGEST_NAME].strip(), 1
        while found.casefold() in self._names:
            again += 1
            ending = f" ({again})"
            found = wanted[: _LONGEST_NAME - len(ending)].strip() + ending
        self._names.add(found.casefold())
        return found

    def _set_page(self, sheet: Worksheet, margins: nd30.Margins, *, landscape: bool) -> None:
        """A4 with the decree's margins, as wide as the page, its number in the top's middle."""
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
        sheet.oddHeader, sheet.firstHeader = HeaderFooterItem(), HeaderFooterItem()
        parts = [(sheet.oddHeader.center, "&P", nd30.FONT)]
        if self._document.draft:
            parts += [
                (header.right, text("render.draft"), f"{nd30.FONT},Bold")
                for header in (sheet.oddHeader, sheet.firstHeader)
            ]
        for part, words, font in parts:
            part.text, part.size, part.font = words, round(nd30.PAGE_NUMBER.size), font

    def _words(self, sheet: Worksheet) -> None:
        sheet.column_dimensions["A"].width = _WORDS_CHARACTERS
        lines = list(_words(self._document))
        for row, (words, style, _) in enumerate(lines, 1):
            align = "center" if style.adjust is nd30.Adjust.CENTER else "left"
            write(sheet, row, 1, words, style, align=align)
            grow(sheet, row, words, style, _WORDS_CHARACTERS)
        self._set_page(sheet, nd30.BODY_MARGINS, landscape=False)
        _break_pages(sheet, [kept for *_, kept in lines])

    def _titles(
        self, sheet: Worksheet, annex: model.Annex | None, title: str, widths: Sequence[float]
    ) -> int:
        """What stands over a table or a chart; the row below."""
        titles: list[tuple[str, nd30.Style]] = []
        if annex:
            titles += [
                (annex.label, nd30.ANNEX_LABEL),
                (annex.title, nd30.ANNEX_TITLE),
                (annex.reference, nd30.ANNEX_REFERENCE),
            ]
        elif self._document.head is None:
            titles.append((self._document.title, nd30.LIST_TITLE))
        titles.append((title, nd30.TABLE_TITLE))
        row = 0
        for words, style in titles:
            if words:
                row += 1
                write_line(sheet, row, words, style, widths, align="center")
        return row + 1

    def _table(self, annex: model.Annex | None, table: model.Table) -> None:
        sheet = self._sheet(table.name)
        landscape = annex.landscape if annex else self._document.landscape
        room = _PAGE_CHARACTERS if landscape else _WORDS_CHARACTERS
        whole = sum(column.share for column in table.columns)
        least = _least_widths(table)
        widths = [
            max(column.share / whole * room, width)
            for column, width in zip(table.columns, least, strict=True)
        ]
        _set_widths(sheet, widths)
        head = self._titles(sheet, annex, table.title, widths)
        write_head(sheet, head, (column.title for column in table.columns), widths)
        results = write_rows(sheet, head + 1, table.rows, widths)
        if results:
            self._results[len(self._book.worksheets)] = results
        if table.note:
            row = head + 1 + len(table.rows)
            write_line(sheet, row, table.note, nd30.TABLE_NOTE, widths)
        sheet.freeze_panes = sheet.cell(head + 1, min(len(widths), 2) + 1).coordinate
        sheet.print_title_rows = f"{head}:{head}"
        self._set_page(sheet, nd30.ANNEX_MARGINS, landscape=landscape)

    def _chart(self, chart: model.Chart) -> None:
        """The chart's figures, and beside them the chart itself."""
        sheet = self._sheet(chart.name)
        widths = [_NAME_CHARACTERS, *(_FIGURE_CHARACTERS for _ in chart.series)]
        _set_widths(sheet, widths)
        write_line(sheet, 1, chart.title, nd30.TABLE_TITLE, widths)
        write_head(sheet, _FIRST_OF_CHART, ("", *(one.name for one in chart.series)), widths)
        rows = [
            (
                model.Cell(name),
                *(model.Cell("", one.values[at], model.Align.RIGHT) for one in chart.series),
            )
            for at, name in enumerate(chart.categories)
        ]
        write_rows(sheet, _FIRST_OF_CHART + 1, rows, widths)
        below = _FIRST_OF_CHART + len(rows)
        for words in (chart.after_label if chart.after is not None else "", chart.note):
            if words:
                below += 1
                write_line(sheet, below, words, nd30.TABLE_NOTE, widths)
        # Its place and size; what it shows is written in `finish`.
        drawn = BarChart()
        drawn.width = _CHART_WIDTH / _POINTS_PER_CM  # type: ignore[assignment]  # stubs: whole cm
        drawn.height = height(chart) / _POINTS_PER_CM
        place = f"{get_column_letter(len(widths) + 2)}{_FIRST_OF_CHART}"
        sheet.add_chart(drawn, place)
        self._charts.append((chart, sheet.title))
        sheet.freeze_panes = f"B{_FIRST_OF_CHART + 1}"
        sheet.print_title_rows = f"{_FIRST_OF_CHART}:{_FIRST_OF_CHART}"
        self._set_page(sheet, nd30.ANNEX_MARGINS, landscape=True)

    def _pictures(self, title: str, pictures: Iterable[model.Picture]) -> None:
        """Pictures below each other, each with its words."""
        sheet = self._sheet(text("render.sheet_pictures"))
        widths = [_WORDS_CHARACTERS]
        _set_widths(sheet, widths)
        row = 0
        if title:
            row = 1
            write_line(sheet, row, title, nd30.ANNEX_TITLE, widths, align="center")
        for picture in pictures:
            row += 1
            found = printable(picture.data)
            if found is None:
                words = text("render.broken_picture")
                write_line(sheet, row, words, nd30.CAPTION, widths, align="center")
            else:
                image = Image(BytesIO(found.data))
                wide, high = found.fitted(_PICTURE_WIDTH, _PICTURE_HEIGHT)
                image.width = round(wide * _PIXELS_PER_POINT)
                image.height = round(high * _PIXELS_PER_POINT)
                sheet.add_image(image, f"A{row}")
                sheet.row_dimensions[row].height = high + nd30.PARAGRAPH_SPACE
            row += 1
            write_line(sheet, row, picture.caption, nd30.CAPTION, widths, align="center")
        self._set_page(sheet, nd30.BODY_MARGINS, landscape=False)


def _least_widths(table: model.Table) -> list[float]:
    """What columns need: figures and moments do not wrap, and show as "###" where they are cut."""
    least = [_LEAST_WIDTH] * len(table.columns)
    for row in table.rows:
        at = 0
        for cell in row:
            if cell.span == 1 and cell.value is not None and not isinstance(cell.value, str):
                least[at] = max(least[at], len(cell.text) + _AROUND_FIGURES)
            at += cell.span
    return least


def _break_pages(sheet: Worksheet, kept: Sequence[bool]) -> None:
    """Say where pages end, so that nothing is parted: each row that is `kept` stands with the next.

    Excel keeps nothing together by itself; the rows' heights are set, so their pages are known.
    """
    room = nd30.text_height(nd30.BODY_MARGINS) * _SURE
    used = 0.0
    together: list[float] = []
    for row, keep in enumerate(kept, 1):
        together.append(sheet.row_dimensions[row].height)
        if keep:
            continue
        need = sum(together)
        if used and used + need > room:
            sheet.row_breaks.append(Break(id=row - len(together)))
            used = 0.0
        used += need
        together = []


def _set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _is_words(block: model.Block) -> bool:
    return not isinstance(block, _SHEETS)


def _blocks(
    document: model.Document,
) -> Iterator[tuple[model.Annex | None, model.Table | model.Chart | model.Picture]]:
    """What has a sheet, in the order of the pages, each with the annex it stands in."""
    for block in document.blocks:
        if isinstance(block, _SHEETS):
            yield None, block
    for annex in document.annexes:
        for block in annex.blocks:
            if isinstance(block, _SHEETS):
                yield annex, block


def _words(document: model.Document) -> Iterator[tuple[str, nd30.Style, bool]]:
    """The lines of the body, from the issuer to the signature, and those of the annexes.

    Each says whether it stands on the page of the next.
    """
    if document.head:
        yield from ((*line, True) for line in _head(document.head))
    else:
        yield document.title, nd30.LIST_TITLE, True
    yield from _text(document.blocks)
    for annex in document.annexes:
        if any(_is_words(block) for block in annex.blocks):
            yield annex.label, nd30.ANNEX_LABEL, True
            yield annex.title, nd30.ANNEX_TITLE, True
            yield annex.reference, nd30.ANNEX_REFERENCE, True
            yield from _text(annex.blocks)


def _head(head: model.Head) -> Iterator[tuple[str, nd30.Style]]:
    for line in head.letterhead.superior:
        yield line, nd30.SUPERIOR
    for line in head.letterhead.issuer:
        yield line, nd30.ISSUER
    yield nd30.STATE_NAME_TEXT, nd30.STATE_NAME
    yield nd30.MOTTO_TEXT, nd30.MOTTO
    yield head.number_line, nd30.NUMBER
    if not head.kind:
        yield head.subject, nd30.LETTER_SUBJECT
    yield head.place_and_date, nd30.PLACE_AND_DATE
    if head.kind:
        yield head.kind, nd30.KIND
        yield head.subject, nd30.SUBJECT


def _text(blocks: Iterable[model.Block]) -> Iterator[tuple[str, nd30.Style, bool]]:
    listed = list(blocks)
    for block, following in zip(listed, [*listed[1:], None], strict=True):
        match block:
            case model.Addressees():
                if len(block.names) > 1:
                    yield nd30.ADDRESSEES_TEXT, nd30.ADDRESSEES, True
                    yield from ((line, nd30.ADDRESSEES, False) for line in block.lines)
                else:
                    line = " ".join((nd30.ADDRESSEES_TEXT, *block.names))
                    yield line, nd30.ADDRESSEES, False
            case model.Basis():
                yield block.text, nd30.BASIS, False
            case model.Heading():
                yield block.text, nd30.SECTION if block.level == 1 else nd30.CLAUSE, True
            case model.Paragraph():
                # The signature never stands alone: the last words go with it.
                yield block.line, nd30.BODY, isinstance(following, model.Closing)
            case model.Note():
                yield block.text, nd30.TABLE_NOTE, False
            case model.Closing():
                yield from _closing(block)


def _closing(block: model.Closing) -> Iterator[tuple[str, nd30.Style, bool]]:
    signer = block.letterhead.signer
    for line in (signer.authority, signer.title, signer.name):
        yield line, nd30.AUTHORITY, True
    yield nd30.RECIPIENTS_TEXT, nd30.RECIPIENTS_TITLE, bool(block.recipients)
    for number, line in enumerate(block.recipients, 1):
        yield line, nd30.RECIPIENTS, number < len(block.recipients)
