"""The document as a Word file, in real styles that a secretary can go on working with."""

from collections.abc import Iterable

from vinhloc_cds.reports import document as model
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.docx_figures import Figures
from vinhloc_cds.reports.docx_package import (
    NAMESPACES,
    Package,
    add_headers,
    add_properties,
    add_settings,
)
from vinhloc_cds.reports.docx_parts import (
    below,
    blank_lines,
    boxes,
    paragraph,
    rule,
    section,
    spacer,
    table,
    thin_paragraph,
)
from vinhloc_cds.reports.docx_styles import annex_headings, numbering, styles
from vinhloc_cds.reports.fixed import made_at
from vinhloc_cds.reports.measure import even_lines, line_count, line_width
from vinhloc_cds.texts import text

_RECIPIENTS_SHARE = 0.45
# The right box of the head holds the country's name on one line, with a little air.
_AIR = 6.0
_BODY = "word/document.xml"
_BODY_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def render(document: model.Document) -> bytes:
    """The file; the same document gives the same bytes."""
    moment = made_at(document.made_at)
    package = Package()
    package.relate("", "officeDocument", _BODY)
    add_properties(
        package,
        {
            "dc:title": document.title,
            "dc:subject": document.subject,
            "dc:creator": document.author,
            "cp:lastModifiedBy": document.author,
            "dc:description": text("report.program"),
            "cp:keywords": document.keywords,
            "dc:language": nd30.LANGUAGE,
        },
        moment,
    )
    package.part("styles.xml", styles(), "styles", "styles")
    package.part("numbering.xml", numbering(len(document.annexes)), "numbering", "numbering")
    add_settings(package)
    headers = add_headers(package, text("render.draft") if document.draft else "")
    body = "".join(_Writer(package, document).body(headers))
    package.add(_BODY, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>", _BODY_KIND)
    return package.packed(moment)


class _Writer:
    """Turns blocks into WordprocessingML, and adds the parts that charts and pictures need."""

    def __init__(self, package: Package, document: model.Document) -> None:
        self._figures = Figures(package, document.made_at)
        self._document = document

    def body(self, headers: str) -> list[str]:
        """The document's own pages and each annex, in sections of their own."""
        document = self._document
        margins = nd30.body_margins(landscape=document.landscape)
        parts = [
            *(_head(document.head) if document.head else _title(document.title)),
            *self._blocks(document.blocks, margins, landscape=document.landscape),
        ]
        last = section(headers, margins, landscape=document.landscape)
        for number, annex in enumerate(document.annexes, 1):
            parts += [thin_paragraph(last), *self._annex(annex, number)]
            last = section("", nd30.ANNEX_MARGINS, landscape=annex.landscape)
        if parts[-1].endswith("</w:tbl>"):
            parts.append(thin_paragraph())
        return [*parts, last]

    def _annex(self, annex: model.Annex, number: int) -> list[str]:
        return [
            paragraph(annex.label, nd30.ANNEX_LABEL),
            paragraph(annex.title, nd30.ANNEX_TITLE),
            paragraph(annex.reference, nd30.ANNEX_REFERENCE),
            *self._blocks(
                annex.blocks, nd30.ANNEX_MARGINS, landscape=annex.landscape, annex=number
            ),
        ]

    def _blocks(
        self,
        blocks: Iterable[model.Block],
        margins: nd30.Margins,
        *,
        landscape: bool = False,
        annex: int = 0,
    ) -> list[str]:
        width = nd30.text_width(margins, landscape=landscape)
        height = nd30.text_height(margins, landscape=landscape)
        listed = list(blocks)
        parts: list[str] = []
        for block, following in zip(listed, [*listed[1:], None], strict=True):
            match block:
                case model.Addressees():
                    parts += _addressees(block, width)
                case model.Basis():
                    parts.append(paragraph(block.text, nd30.BASIS))
                case model.Heading():
                    parts.append(_heading(block, annex))
                case model.Paragraph():
                    # The signature never stands alone: the last words go with it.
                    keep = isinstance(following, model.Closing)
                    parts.append(
                        paragraph(
                            block.text, nd30.BULLET if block.item else nd30.BODY,
                            bold=block.bold, italic=block.italic, keep_next=keep,
                        )
                    )  # fmt: skip
                case model.Table():
                    title = [paragraph(block.title, nd30.TABLE_TITLE)] if block.title else []
                    parts += [*title, table(block, width)]
                    parts.append(below(block.note))
                case model.Chart():
                    parts += self._figures.chart(block, width, height)
                case model.Picture():
                    parts += self._figures.picture(block, width, height)
                case model.Note():
                    parts.append(paragraph(block.text, nd30.TABLE_NOTE))
                case model.Closing():
                    parts.append(_closing(block, width))
        return parts


def _heading(block: model.Heading, annex: int) -> str:
    """A heading without its number: Word counts it, in each annex anew."""
    style = nd30.SECTION if block.level == 1 else nd30.CLAUSE
    numbers = (annex_headings(annex), block.level - 1) if annex else None
    return paragraph(block.title, style, numbers=numbers)


def _title(title: str) -> list[str]:
    """What stands over a list for the office's own use."""
    return [paragraph(title, nd30.LIST_TITLE)]


def _head(head: model.Head) -> list[str]:
    """State and issuer side by side, number and date under them, kind and subject below.

    A letter's subject stands under its number.
    """
    whole = nd30.text_width(nd30.HEAD_MARGINS)
    state = line_width(nd30.STATE_NAME_TEXT, nd30.STATE_NAME.size, bold=True)
    right = state + _AIR
    left = whole - right
    issuer = head.letterhead.issuer
    under_issuer = min(line_width(issuer[-1], nd30.ISSUER.size, bold=True), left)
    motto = line_width(nd30.MOTTO_TEXT, nd30.MOTTO.size, bold=True)
    over = [
        "".join(paragraph(line, nd30.SUPERIOR) for line in head.letterhead.superior)
        + "".join(paragraph(line, nd30.ISSUER) for line in issuer)
        + rule(under_issuer * nd30.RULE_SHARE, left, after=nd30.PARAGRAPH_SPACE),
        paragraph(nd30.STATE_NAME_TEXT, nd30.STATE_NAME)
        + paragraph(nd30.MOTTO_TEXT, nd30.MOTTO)
        + rule(motto * nd30.MOTTO_RULE, right, after=nd30.PARAGRAPH_SPACE),
    ]
    number = paragraph(head.number_line, nd30.NUMBER)
    if not head.kind:
        subject = even_lines(head.subject, nd30.LETTER_SUBJECT.size, left - _AIR)
        number += paragraph(head.subject, nd30.LETTER_SUBJECT, side=(left - subject) / 2)
    under = [
        number,
        paragraph(head.place_and_date, nd30.PLACE_AND_DATE),
    ]
    indent = nd30.points(nd30.HEAD_MARGINS.left - nd30.BODY_MARGINS.left)
    top = boxes([over, under], [left, right], indent=indent)
    if not head.kind:
        return [top, spacer(nd30.KIND.before)]
    body_width = nd30.text_width(nd30.BODY_MARGINS)
    subject = even_lines(head.subject, nd30.SUBJECT.size, body_width, bold=True)
    title = min(line_width(head.subject, nd30.SUBJECT.size, bold=True), subject)
    return [
        top,
        paragraph(head.kind, nd30.KIND),
        paragraph(head.subject, nd30.SUBJECT, side=(body_width - subject) / 2),
        rule(title * nd30.RULE_SHARE, body_width),
    ]


def _addressees(block: model.Addressees, width: float) -> list[str]:
    if len(block.names) == 1:
        return [paragraph(f"{nd30.ADDRESSEES_TEXT} {block.names[0]}", nd30.ADDRESSEES)]
    size = nd30.ADDRESSEES_LIST.size
    left = line_width(nd30.ADDRESSEES_TEXT, size) + nd30.CELL_PADDING
    right = max(line_width(line, size) for line in block.lines) + _AIR
    rows = [[paragraph(nd30.ADDRESSEES_TEXT, nd30.ADDRESSEES_LIST), ""]]
    rows += [["", paragraph(line, nd30.ADDRESSEES_LIST)] for line in block.lines]
    return [
        boxes(rows, [left, min(right, width - left)], center=True),
        spacer(nd30.ADDRESSEES.after),
    ]


def _closing(block: model.Closing, width: float) -> str:
    """Recipients beside the signature; those below its foot in rows of their own.

    One row with them all would break nowhere, and push a page of recipients to the next.
    """
    signer = block.letterhead.signer
    authority = [line for line in (signer.authority, signer.title) if line]
    right = "".join(paragraph(line, nd30.AUTHORITY) for line in authority)
    right += blank_lines(nd30.SIGNATURE_LINES, nd30.AUTHORITY)
    right += paragraph(signer.name, nd30.SIGNER)
    share = _RECIPIENTS_SHARE * width
    room = (len(authority) + nd30.SIGNATURE_LINES + 1) * nd30.AUTHORITY.size
    room -= nd30.RECIPIENTS_TITLE.size
    left = paragraph(nd30.RECIPIENTS_TEXT, nd30.RECIPIENTS_TITLE)
    below: list[list[str]] = []
    for line in block.recipients:
        size = nd30.RECIPIENTS.size
        room -= line_count(line, size, share) * size
        recipient = paragraph(line, nd30.RECIPIENTS)
        if below or room < 0:
            below.append([recipient, ""])
        else:
            left += recipient
    return boxes([[left, right], *below], [share, width - share])
