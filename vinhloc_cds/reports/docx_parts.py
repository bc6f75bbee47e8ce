"""Paragraphs and tables of a Word file as WordprocessingML.

Built as text: an object for each cell of a long table takes far longer. All text
passes through `plain` and is escaped here.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Align, Cell, Table
from vinhloc_cds.reports.docx_styles import TABLE_STYLE, borders, margins, style_id
from vinhloc_cds.reports.plain import plain

_RULE_ROOM = 3.0
_RULE_LINE = 4.0
_EIGHTHS = 8
_HEAD = style_id(nd30.TABLE_HEAD)
_TEXT = style_id(nd30.TABLE_TEXT)


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run of text; `bold` and `italic` come on top of its style."""
    words = plain(text)
    if "&" in words or "<" in words or ">" in words:
        words = escape(words)
    if not (bold or italic):
        return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'
    marks = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(
    text: str,
    style: nd30.Style,
    *,
    bold: bool = False,
    italic: bool = False,
    keep_next: bool = False,
    side: float = 0,
    numbers: tuple[int, int] | None = None,
) -> str:
    """A paragraph in one of the decree's styles; `side` keeps it off both margins, in points.

    `numbers` are the list and the level that count it where these are not its style's.
    """
    keep = "<w:keepNext/>" if keep_next else ""
    if numbers:
        lists, level = numbers
        keep += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{lists}"/></w:numPr>'
    edge = nd30.twips(side)
    indent = f'<w:ind w:left="{edge}" w:right="{edge}"/>' if edge else ""
    words = run(text, bold=bold, italic=italic) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{keep}{indent}</w:pPr>{words}</w:p>'


def rule(length: float, room: float, *, after: float = 0) -> str:
    """A line of `length` points in the middle of `room`: the upper border of a thin paragraph."""
    side = nd30.twips(max(room - length, 0) / 2)
    return (
        "<w:p><w:pPr><w:keepNext/><w:pBdr>"
        f'<w:top w:val="single" w:sz="{round(nd30.RULE_WIDTH * _EIGHTHS)}" w:space="0"'
        ' w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="{nd30.twips(_RULE_ROOM)}" w:after="{nd30.twips(after)}"'
        f' w:line="{nd30.twips(_RULE_LINE)}" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
    )


def thin_paragraph(inside: str = "", *, after: float = 0) -> str:
    """A paragraph that takes no room: Word wants one after a table. `after` keeps off the next."""
    return (
        f'<w:p><w:pPr><w:spacing w:before="0" w:after="{nd30.twips(after)}" w:line="20"'
        ' w:lineRule="exact"/>'
        f"{inside}</w:pPr></w:p>"
    )


def below(note: str) -> str:
    """What stands below a table or a chart: its note, or room, which keeps off the text."""
    if note:
        return paragraph(note, nd30.TABLE_NOTE)
    return thin_paragraph(after=nd30.PARAGRAPH_SPACE)


def spacer(height: float) -> str:
    """Room of `height` points."""
    line = nd30.twips(height)
    return (
        f'<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="{line}"'
        ' w:lineRule="exact"/></w:pPr></w:p>'
    )


def section(headers: str, page: nd30.Margins, *, landscape: bool) -> str:
    """The properties of a section: A4 with these margins, its pages numbered from 1.

    The first page shows no number. `headers` are named by the first section alone; the others
    take them over.
    """
    size = [nd30.twips(nd30.points(side)) for side in (nd30.PAGE_WIDTH, nd30.PAGE_HEIGHT)]
    width, height = reversed(size) if landscape else size
    turned = ' w:orient="landscape"' if landscape else ""
    sides = " ".join(
        f'w:{side}="{nd30.twips(nd30.points(room))}"'
        for side, room in (
            ("top", page.top), ("right", page.right), ("bottom", page.bottom), ("left", page.left),
            ("header", nd30.HEADER_DISTANCE), ("footer", nd30.HEADER_DISTANCE),
        )
    )  # fmt: skip
    return (
        f'<w:sectPr>{headers}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar {sides} w:gutter="0"/><w:pgNumType w:start="1"/><w:cols w:space="720"/>'
        "<w:titlePg/></w:sectPr>"
    )


def blank_lines(count: int, style: nd30.Style) -> str:
    """Room for a signature."""
    return paragraph("", style, keep_next=True) * count


def boxes(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    indent: float = 0,
    center: bool = False,
) -> str:
    """A table without borders whose cells hold paragraphs; it does not break within a row."""
    place = (
        '<w:jc w:val="center"/>'
        if center
        else f'<w:tblInd w:w="{nd30.twips(indent)}" w:type="dxa"/>'
    )
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{nd30.twips(width)}" w:type="dxa"/></w:tcPr>'
            f"{cell or thin_paragraph()}</w:tc>"
            for cell, width in zip(row, widths, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return _table(widths, place, "", (0, 0), body)


def table(content: Table, width: float) -> str:
    """A bordered table over `width` points whose header row repeats on every page."""
    whole = sum(column.share for column in content.columns)
    widths = [column.share / whole * width for column in content.columns]
    head = [Cell(column.title, align=Align.CENTER) for column in content.columns]
    rows = _Rows(widths, _TEXT, "<w:cantSplit/>")
    body = _Rows(widths, _HEAD, "<w:cantSplit/><w:tblHeader/>", keep=True).row(head)
    # Neither the first row nor the last, often a total, stands alone on a page, nor the note.
    last = len(content.rows) - 1
    company = {0, last - 1} | ({last} if content.note else set())
    kept = _Rows(widths, _TEXT, "<w:cantSplit/>", keep=True)
    body += "".join(
        [(kept if at in company else rows).row(row) for at, row in enumerate(content.rows)]
    )
    place = '<w:tblInd w:w="0" w:type="dxa"/>'
    padding = (nd30.ROW_PADDING, nd30.CELL_PADDING)
    return _table(
        widths, place, f"<w:tblBorders>{borders()}</w:tblBorders>", padding, body, TABLE_STYLE
    )


def _table(
    widths: Sequence[float],
    place: str,
    edges: str,
    padding: tuple[float, float],
    body: str,
    style: str = "TableNormal",
) -> str:
    grid = "".join(f'<w:gridCol w:w="{nd30.twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{nd30.twips(sum(widths))}" w:type="dxa"/>{place}{edges}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins(padding)}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


class _Rows:
    """The rows of a table. What stands before a cell's words is made once for all rows."""

    def __init__(
        self, widths: Sequence[float], style: str, properties: str, *, keep: bool = False
    ) -> None:
        self._widths = widths
        self._keep = keep
        self._style = style
        self._start = f"<w:tr><w:trPr>{properties}</w:trPr>"
        self._openings: dict[tuple[int, int, Align], str] = {}

    def row(self, cells: Iterable[Cell]) -> str:
        parts = [self._start]
        openings = self._openings
        at = 0
        for cell in cells:
            place = at, cell.span, cell.align
            opening = openings.get(place)
            if opening is None:
                opening = openings[place] = self._opening(*place)
            at += cell.span
            words = run(cell.text, bold=cell.bold, italic=cell.italic) if cell.text else ""
            parts.append(f"{opening}{words}</w:p></w:tc>")
        parts.append("</w:tr>")
        return "".join(parts)

    def _opening(self, at: int, span: int, align: Align) -> str:
        width = nd30.twips(sum(self._widths[at : at + span]))
        across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        # The row of a group's name stands with the first of the group.
        keep = "<w:keepNext/>" if self._keep or span == len(self._widths) > 1 else ""
        adjust = "" if align is Align.LEFT else f'<w:jc w:val="{align}"/>'
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}<w:vAlign w:val="center"/>'
            f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{self._style}"/>{keep}{adjust}</w:pPr>'
        )
