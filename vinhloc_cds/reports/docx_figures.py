"""Charts and pictures of a Word file: charts that Word draws, with their figures to edit."""

from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from vinhloc_cds.reports import document as model
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.chart_parts import (
    CHART_KIND,
    SHAPES_KIND,
    chart_space,
    height,
    shapes,
)
from vinhloc_cds.reports.docx_package import Package
from vinhloc_cds.reports.docx_parts import below, paragraph
from vinhloc_cds.reports.docx_styles import style_id
from vinhloc_cds.reports.fixed import fixed_zip, made_at
from vinhloc_cds.reports.picture import printable
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.texts import text

_BODY = "word/document.xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU = 12700  # a point
# A chart shares its page with its title, its note and the heading before.
_MOST_OF_A_PAGE = 0.8
_SHEET = "Sheet1"
"""Where Word's "Edit data" looks for the figures of a chart."""


class Figures:
    """Adds the parts of each chart and picture, and gives the paragraphs that show them."""

    def __init__(self, package: Package, made: str) -> None:
        self._package = package
        self._moment = made_at(made)
        self._charts = 0
        self._pictures = 0

    def chart(self, chart: model.Chart, width: float, room: float) -> list[str]:
        """The chart's title, the chart and its note, on a page that is `room` high."""
        self._charts += 1
        name = f"word/charts/chart{self._charts}.xml"
        book = f"word/embeddings/chart{self._charts}.xlsx"
        self._package.add(book, self._figures(chart))
        figures = self._package.relate(name, "package", book)
        over = ""
        if chart.after is not None:
            drawn = f"word/drawings/drawing{self._charts}.xml"
            self._package.add(drawn, shapes(chart), SHAPES_KIND)
            over = self._package.relate(name, "chartUserShapes", drawn)
        self._package.add(
            name, chart_space(chart, _SHEET, 1, workbook=figures, shapes=over), CHART_KIND
        )
        number = self._package.relate(_BODY, "chart", name)
        inside = f'<a:graphicData uri="{_DRAWING}/chart"><c:chart r:id="{number}"/></a:graphicData>'
        high = min(height(chart), room * _MOST_OF_A_PAGE)
        return [
            *([paragraph(chart.title, nd30.TABLE_TITLE)] if chart.title else []),
            self._inline(inside, width, high, chart.title, keep=bool(chart.note)),
            below(chart.note),
        ]

    def _figures(self, chart: model.Chart) -> bytes:
        """The chart's figures as a workbook."""
        book = Workbook()
        book.properties.created = book.properties.modified = self._moment.replace(tzinfo=None)
        sheet = book.worksheets[0]
        sheet.title = _SHEET
        for column, series in enumerate(chart.series, 2):
            sheet.cell(1, column, plain(series.name)).data_type = "s"
            for row, value in enumerate(series.values, 2):
                sheet.cell(row, column, value)
        for row, name in enumerate(chart.categories, 2):
            sheet.cell(row, 1, plain(name)).data_type = "s"
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
        return fixed_zip(out.getvalue(), self._moment)

    def picture(self, picture: model.Picture, width: float, room: float) -> list[str]:
        """The picture and the words below it; a sentence where there is none to show."""
        caption = [paragraph(picture.caption, nd30.CAPTION)] if picture.caption else []
        found = printable(picture.data)
        if found is None:
            return [paragraph(text("render.broken_picture"), nd30.CAPTION), *caption]
        self._pictures += 1
        name = f"word/media/image{self._pictures}.{found.kind}"
        self._package.add(name, found.data)
        number = self._package.relate(_BODY, "image", name)
        wide, high = found.fitted(width, min(nd30.PICTURE_HEIGHT, room / 2))
        size = f'cx="{round(wide * _EMU)}" cy="{round(high * _EMU)}"'
        inside = (
            f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="0" name="image{self._pictures}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{number}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        )
        return [
            self._inline(inside, wide, high, picture.caption, keep=bool(caption)),
            *caption,
        ]

    def _inline(self, inside: str, width: float, high: float, said: str, *, keep: bool) -> str:
        """A paragraph with something drawn; `said` is what a screen reader says of it."""
        order = self._charts + self._pictures
        free = "" if keep else '<w:keepNext w:val="0"/>'
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style_id(nd30.FIGURE)}"/>{free}</w:pPr><w:r><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{round(width * _EMU)}" cy="{round(high * _EMU)}"/>'
            f'<wp:docPr id="{order}" name="figure{order}" descr={quoteattr(plain(said))}/>'
            f"<wp:cNvGraphicFramePr/><a:graphic>{inside}</a:graphic></wp:inline></w:drawing></w:r>"
            "</w:p>"
        )
