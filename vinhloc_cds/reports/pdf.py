"""The document as a PDF, with its fonts in it."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    Indenter,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Boxes

from resources.fonts import FontFamily, serif_family
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports import document as model
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.fixed import made_at
from vinhloc_cds.reports.measure import even_lines
from vinhloc_cds.reports.pdf_table import Grid
from vinhloc_cds.reports.plain import REPLACEMENT, plain
from vinhloc_cds.texts import text

_ADJUST: dict[nd30.Adjust, Literal[0, 1, 2, 4]] = {
    nd30.Adjust.LEFT: TA_LEFT,
    nd30.Adjust.CENTER: TA_CENTER,
    nd30.Adjust.RIGHT: TA_RIGHT,
    nd30.Adjust.BOTH: TA_JUSTIFY,
}
_EDGES = ("LEFT", "RIGHT", "TOP", "BOTTOM")
_RULE_ROOM = 4.0
# How far the left of the two boxes over the text and under it reaches.
_RECIPIENTS_SHARE = 0.45


def render(document: model.Document) -> bytes:
    """The document's pages; the same document gives the same bytes.

    Characters that the font lacks are printed as "□", and the last page says so. UserError where
    the machine has no serif font with all Vietnamese letters.
    """
    family = serif_family()
    if family is None:
        raise UserError("report.no_font")
    return _Printer(family).print(document)


class _Section(PageTemplate):
    """The pages of the body or of one annex, numbered from 1; the first shows no number."""

    def __init__(self, name: str, margins: nd30.Margins, *, landscape: bool, font: str) -> None:
        width, height = nd30.points(nd30.PAGE_WIDTH), nd30.points(nd30.PAGE_HEIGHT)
        size = (height, width) if landscape else (width, height)
        frame = Frame(
            nd30.points(margins.left),
            nd30.points(margins.bottom),
            nd30.text_width(margins, landscape=landscape),
            nd30.text_height(margins, landscape=landscape),
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        super().__init__(name, [frame], pagesize=size)
        self._font = font
        self._middle = frame.x1 + frame.width / 2
        self._baseline = size[1] - nd30.points(nd30.HEADER_DISTANCE) - nd30.PAGE_NUMBER.size
        self._pages = 0

    def beforeDrawPage(self, canv: Canvas, doc: BaseDocTemplate) -> None:  # noqa: ARG002, N802
        self._pages += 1
        if self._pages > 1:
            canv.setFont(self._font, nd30.PAGE_NUMBER.size)
            canv.drawCentredString(self._middle, self._baseline, str(self._pages))


class _Template(BaseDocTemplate):
    """The file: its metadata and its one moment."""

    moment = ""

    def beforeDocument(self) -> None:  # noqa: N802  reportlab's
        moment = self.moment
        self.canv.setDateFormatter(lambda *_: moment)


class _Printer:
    """Turns blocks into flowables, and notes which characters the font lacks."""

    def __init__(self, family: FontFamily) -> None:
        self._family = family
        self._faces = {
            (False, False): family.regular,
            (True, False): family.bold,
            (False, True): family.italic,
            (True, True): family.bold_italic,
        }
        for key, path in self._faces.items():
            pdfmetrics.registerFont(TTFont(self._face(bold=key[0], italic=key[1]), str(path)))
        self._styles: dict[tuple[str, bool, bool], ParagraphStyle] = {}
        self._missing: set[str] = set()

    def print(self, document: model.Document) -> bytes:
        """The whole file."""
        body = self._section("body", nd30.BODY_MARGINS, landscape=False)
        sections: list[PageTemplate] = [body]
        story = [*self._head(document.head), *self._blocks(document.blocks, body)]
        for number, annex in enumerate(document.annexes, 1):
            name = f"annex{number}"
            section = self._section(name, nd30.ANNEX_MARGINS, landscape=annex.landscape)
            sections.append(section)
            story += [NextPageTemplate(name), PageBreak()]
            story += [
                self._paragraph(annex.label, nd30.ANNEX_LABEL),
                self._paragraph(annex.title, nd30.ANNEX_TITLE),
                self._paragraph(annex.reference, nd30.ANNEX_REFERENCE),
            ]
            story += self._blocks(annex.blocks, section)
        if self._missing:
            note = text("report.missing_glyphs", count=len(self._missing), mark=REPLACEMENT)
            story.append(self._paragraph(note, nd30.TABLE_NOTE))
        out = BytesIO()
        template = _Template(
            out,
            pageTemplates=sections,
            title=plain(document.title),
            author=plain(document.author),
            subject=plain(document.subject),
            creator=text("report.program"),
            invariant=1,
            pageCompression=1,
            lang=nd30.LANGUAGE,
            initialFontName=self._face(bold=False, italic=False),
        )
        template.moment = made_at(document.made_at).strftime("D:%Y%m%d%H%M%S+00'00'")
        template.build(story)
        return out.getvalue()

    def _section(self, name: str, margins: nd30.Margins, *, landscape: bool) -> _Section:
        return _Section(
            name, margins, landscape=landscape, font=self._face(bold=False, italic=False)
        )

    def _face(self, *, bold: bool, italic: bool) -> str:
        return f"{self._family.name}{'-Bold' if bold else ''}{'-Italic' if italic else ''}"

    def _shown(self, words: str) -> str:
        """`words` with what the font can print."""
        words = plain(words)
        if not self._family.characters.issuperset(words):
            lacking = set(words) - self._family.characters
            self._missing |= lacking
            words = "".join(REPLACEMENT if c in lacking else c for c in words)
        return words

    def _style(self, style: nd30.Style, *, bold: bool, italic: bool) -> ParagraphStyle:
        key = (style.name, bold, italic)
        if key not in self._styles:
            self._styles[key] = ParagraphStyle(
                style.name,
                fontName=self._face(bold=bold, italic=italic),
                fontSize=style.size,
                leading=style.size * nd30.SINGLE_LINE * style.line,
                alignment=_ADJUST[style.adjust],
                spaceBefore=style.before,
                spaceAfter=style.after,
                firstLineIndent=style.indent,
                keepWithNext=style.keep_next,
                allowWidows=0,
                allowOrphans=0,
            )
        return self._styles[key]

    def _paragraph(
        self, words: str, style: nd30.Style, *, bold: bool = False, italic: bool = False
    ) -> Paragraph:
        # Platypus folds runs of spaces: blanks left for a pen must stay as wide as they are.
        markup = (
            escape(self._shown(words))
            .replace("  ", "\u00a0\u00a0")
            .replace("\u00a0 ", "\u00a0\u00a0")
        )
        return Paragraph(
            markup, self._style(style, bold=style.bold or bold, italic=style.italic or italic)
        )

    def _width(self, words: str, style: nd30.Style) -> float:
        face = self._face(bold=style.bold, italic=style.italic)
        return float(pdfmetrics.stringWidth(self._shown(words), face, style.size))

    def _rule(self, words: str, style: nd30.Style, room: float, share: float) -> Flowable:
        """A line under `words`, as long as a share of their line."""
        width = min(self._width(words, style), room) * share
        return HRFlowable(
            width=width,
            thickness=nd30.RULE_WIDTH,
            color="black",
            spaceBefore=_RULE_ROOM,
            spaceAfter=0,
        )

    def _head(self, head: model.Head) -> list[Flowable]:
        """State and issuer side by side, number and date under them, kind and subject below."""
        whole = nd30.text_width(nd30.HEAD_MARGINS)
        right = self._width(nd30.STATE_NAME_TEXT, nd30.STATE_NAME) + 2 * nd30.CELL_PADDING
        left = whole - right
        issuer = head.letterhead.issuer
        over = [
            [self._paragraph(line, nd30.SUPERIOR) for line in head.letterhead.superior]
            + [self._paragraph(line, nd30.ISSUER) for line in issuer]
            + [self._rule(issuer[-1], nd30.ISSUER, left, nd30.RULE_SHARE)],
            [
                self._paragraph(nd30.STATE_NAME_TEXT, nd30.STATE_NAME),
                self._paragraph(nd30.MOTTO_TEXT, nd30.MOTTO),
                self._rule(nd30.MOTTO_TEXT, nd30.MOTTO, right, nd30.MOTTO_RULE),
            ],
        ]
        under = [
            self._paragraph(head.number_line, nd30.NUMBER),
            self._paragraph(head.place_and_date, nd30.PLACE_AND_DATE),
        ]
        boxes = self._boxes([over, under], [left, right])
        boxes.setStyle([("TOPPADDING", (0, 1), (-1, 1), nd30.PARAGRAPH_SPACE)])
        room = nd30.text_width(nd30.BODY_MARGINS)
        subject = even_lines(head.subject, nd30.SUBJECT.size, room, bold=True)
        side = (room - subject) / 2
        left_in = nd30.points(nd30.HEAD_MARGINS.left - nd30.BODY_MARGINS.left)
        right_in = nd30.points(nd30.HEAD_MARGINS.right - nd30.BODY_MARGINS.right)
        return [
            Indenter(left_in, right_in),
            boxes,
            Indenter(-left_in, -right_in),
            self._paragraph(head.kind, nd30.KIND),
            Indenter(side, side),
            self._paragraph(head.subject, nd30.SUBJECT),
            Indenter(-side, -side),
            self._rule(head.subject, nd30.SUBJECT, subject, nd30.RULE_SHARE),
            Spacer(0, nd30.PARAGRAPH_SPACE),
        ]

    def _blocks(self, blocks: Iterable[model.Block], section: _Section) -> list[Flowable]:
        story: list[Flowable] = []
        frame = section.frames[0]
        for block in blocks:
            match block:
                case model.Addressees():
                    story.append(self._addressees(block))
                case model.Basis():
                    story.append(self._paragraph(block.text, nd30.BASIS))
                case model.Heading():
                    style = nd30.SECTION if block.level == 1 else nd30.CLAUSE
                    story.append(self._paragraph(block.text, style))
                case model.Paragraph():
                    story.append(
                        self._paragraph(block.line, nd30.BODY, bold=block.bold, italic=block.italic)
                    )
                case model.Table():
                    story += self._table(block, frame.width, frame.height)
                case model.Note():
                    story.append(self._paragraph(block.text, nd30.TABLE_NOTE))
                case model.Closing():
                    # The signature never stands alone: the last words go with it.
                    last = story[-1:]
                    story[-1:] = [KeepTogether([*last, self._closing(block, frame.width)])]
        return story

    def _addressees(self, block: model.Addressees) -> Flowable:
        if len(block.names) == 1:
            return self._paragraph(f"{nd30.ADDRESSEES_TEXT} {block.names[0]}", nd30.ADDRESSEES)
        style = nd30.ADDRESSEES
        names = [self._paragraph(line, nd30.ADDRESSEES_LIST) for line in block.lines]
        widths = [
            self._width(nd30.ADDRESSEES_TEXT, style) + nd30.CELL_PADDING,
            max(self._width(line, style) for line in block.lines) + nd30.CELL_PADDING,
        ]
        room = nd30.text_width(nd30.BODY_MARGINS) - widths[0]
        return self._boxes(
            [
                [self._paragraph(nd30.ADDRESSEES_TEXT, nd30.ADDRESSEES_LIST), ""],
                *(["", name] for name in names),
            ],
            [widths[0], min(widths[1], room)],
            before=style.before,
            after=style.after,
        )

    def _table(self, table: model.Table, width: float, height: float) -> list[Flowable]:
        title = self._paragraph(table.title, nd30.TABLE_TITLE)
        # The conditional break keeps them together; Platypus would push a long table whole.
        title.keepWithNext = False
        _, title_height = title.wrap(width, height)
        title_height += nd30.TABLE_TITLE.before + nd30.TABLE_TITLE.after
        grid = Grid.of(table, width, height - title_height, self._face, self._shown)
        story: list[Flowable] = [CondPageBreak(title_height + grid.least_height), title, grid]
        if table.note:
            story.append(self._paragraph(table.note, nd30.TABLE_NOTE))
        return story

    def _closing(self, block: model.Closing, width: float) -> Flowable:
        signer = block.letterhead.signer
        left: list[Flowable] = [self._paragraph(nd30.RECIPIENTS_TEXT, nd30.RECIPIENTS_TITLE)]
        left += [self._paragraph(line, nd30.RECIPIENTS) for line in block.recipients]
        right: list[Flowable] = [
            self._paragraph(line, nd30.AUTHORITY)
            for line in (signer.authority, signer.title)
            if line
        ]
        room = nd30.SIGNATURE_LINES * nd30.SIGNER.size * nd30.SINGLE_LINE
        right += [Spacer(0, room), self._paragraph(signer.name, nd30.SIGNER)]
        share = _RECIPIENTS_SHARE * width
        return self._boxes([[left, right]], [share, width - share], before=nd30.PARAGRAPH_SPACE)

    def _boxes(
        self,
        rows: list[list[Any]],
        widths: list[float],
        *,
        before: float = 0,
        after: float = 0,
    ) -> Boxes:
        """Blocks side by side, without borders or padding."""
        boxes = Boxes(rows, colWidths=widths, spaceBefore=before, spaceAfter=after)
        everywhere = (0, 0), (-1, -1)
        boxes.setStyle(
            [
                ("VALIGN", *everywhere, "TOP"),
                ("ALIGN", *everywhere, "CENTER"),
                # Platypus sets a font for empty cells too, and would name one that is not embedded.
                ("FONTNAME", *everywhere, self._face(bold=False, italic=False)),
                *((f"{edge}PADDING", *everywhere, 0) for edge in _EDGES),
            ]
        )
        return boxes
