"""The document as a Word file, in real styles that a secretary can go on working with."""

from collections.abc import Iterable
from io import BytesIO

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.document import CT_Body
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm

from vinhloc_cds.reports import document as model
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.docx_parts import (
    blank_lines,
    boxes,
    paragraph,
    rule,
    table,
    thin_paragraph,
)
from vinhloc_cds.reports.docx_styles import add_styles, set_properties, style_id
from vinhloc_cds.reports.fixed import fixed_zip, made_at
from vinhloc_cds.reports.measure import even_lines, line_width
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.texts import text

_RECIPIENTS_SHARE = 0.45
# The right box of the head holds the country's name on one line, with a little air.
_AIR = 6.0


def render(document: model.Document) -> bytes:
    """The file; the same document gives the same bytes."""
    moment = made_at(document.made_at)
    word = docx.Document()
    add_styles(word)
    set_properties(
        word,
        title=plain(document.title),
        subject=plain(document.subject),
        author=plain(document.author),
        program=text("report.program"),
        moment=moment,
    )
    body = word.element.body
    section = word.sections[0]
    _set_up(section, nd30.BODY_MARGINS, landscape=False)
    _number_pages(section)
    _append(body, [*_head(document.head), *_blocks(document.blocks, nd30.BODY_MARGINS)])
    for annex in document.annexes:
        section = word.add_section(WD_SECTION.NEW_PAGE)
        _set_up(section, nd30.ANNEX_MARGINS, landscape=annex.landscape)
        _thin_break(body)
        _append(body, _annex(annex))
    if body[-2].tag == qn("w:tbl"):
        _append(body, [thin_paragraph()])
    out = BytesIO()
    word.save(out)
    return fixed_zip(out.getvalue(), moment)


def _append(body: CT_Body, elements: Iterable[str]) -> None:
    """Put elements written as text before the body's last section properties.

    Each is parsed with a namespace of its own: moved out of a common parent, every node of a long
    table would have its namespace looked up again.
    """
    last = body[-1]
    for element in elements:
        tag, _, rest = element.partition(">")
        # lxml's stubs want all siblings to be of one class.
        last.addprevious(parse_xml(f"{tag} {nsdecls('w')}>{rest}"))  # type: ignore[arg-type]


def _set_up(section: Section, margins: nd30.Margins, *, landscape: bool) -> None:
    """A4 with `margins`; pages numbered from 1, the first without its number."""
    size = (Mm(nd30.PAGE_WIDTH), Mm(nd30.PAGE_HEIGHT))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(size) if landscape else size
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    section.header_distance = section.footer_distance = Mm(nd30.HEADER_DISTANCE)
    section.different_first_page_header_footer = True
    properties = section._sectPr  # noqa: SLF001  python-docx offers no other way to page numbers
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    numbers = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    properties.insert_element_before(numbers, "w:cols")


def _number_pages(section: Section) -> None:
    """The page number in the middle of the header; later sections take it over."""
    line = section.header.paragraphs[0]._p  # noqa: SLF001  as above
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve">PAGE</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    style = style_id(nd30.PAGE_NUMBER)
    line.getparent().replace(
        line,
        parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="center"/></w:pPr>'
            f"{field}</w:p>"
        ),
    )
    # An empty header of its own, so that no reader shows the number on page 1.
    section.first_page_header.is_linked_to_previous = False


def _thin_break(body: CT_Body) -> None:
    """Let the paragraph that ends a section take no room."""
    ending = body[-2]
    _append(body, [thin_paragraph()])
    body[-2][0].extend(ending.iter(qn("w:sectPr")))
    body.remove(ending)


def _head(head: model.Head) -> list[str]:
    """State and issuer side by side, number and date under them, kind and subject below."""
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
        + rule(under_issuer * nd30.RULE_SHARE, left),
        paragraph(nd30.STATE_NAME_TEXT, nd30.STATE_NAME)
        + paragraph(nd30.MOTTO_TEXT, nd30.MOTTO)
        + rule(motto * nd30.MOTTO_RULE, right),
    ]
    under = [
        paragraph(head.number_line, nd30.NUMBER),
        paragraph(head.place_and_date, nd30.PLACE_AND_DATE),
    ]
    body_width = nd30.text_width(nd30.BODY_MARGINS)
    subject = even_lines(head.subject, nd30.SUBJECT.size, body_width, bold=True)
    title = min(line_width(head.subject, nd30.SUBJECT.size, bold=True), subject)
    indent = nd30.points(nd30.HEAD_MARGINS.left - nd30.BODY_MARGINS.left)
    return [
        boxes([over, under], [left, right], indent=indent),
        paragraph(head.kind, nd30.KIND),
        paragraph(head.subject, nd30.SUBJECT, side=(body_width - subject) / 2),
        rule(title * nd30.RULE_SHARE, body_width),
    ]


def _annex(annex: model.Annex) -> list[str]:
    return [
        paragraph(annex.label, nd30.ANNEX_LABEL),
        paragraph(annex.title, nd30.ANNEX_TITLE),
        paragraph(annex.reference, nd30.ANNEX_REFERENCE),
        *_blocks(annex.blocks, nd30.ANNEX_MARGINS, landscape=annex.landscape),
    ]


def _blocks(
    blocks: Iterable[model.Block], margins: nd30.Margins, *, landscape: bool = False
) -> list[str]:
    width = nd30.text_width(margins, landscape=landscape)
    listed = list(blocks)
    parts: list[str] = []
    for block, following in zip(listed, [*listed[1:], None], strict=True):
        match block:
            case model.Addressees():
                parts += _addressees(block, width)
            case model.Basis():
                parts.append(paragraph(block.text, nd30.BASIS))
            case model.Heading():
                style = nd30.SECTION if block.level == 1 else nd30.CLAUSE
                parts.append(paragraph(block.text, style))
            case model.Paragraph():
                # The signature never stands alone: the last words go with it.
                keep = isinstance(following, model.Closing)
                parts.append(
                    paragraph(
                        block.line, nd30.BODY, bold=block.bold, italic=block.italic, keep_next=keep
                    )
                )
            case model.Table():
                parts += [paragraph(block.title, nd30.TABLE_TITLE), table(block, width)]
                parts.append(
                    paragraph(block.note, nd30.TABLE_NOTE) if block.note else thin_paragraph()
                )
            case model.Note():
                parts.append(paragraph(block.text, nd30.TABLE_NOTE))
            case model.Closing():
                parts.append(_closing(block, width))
    return parts


def _addressees(block: model.Addressees, width: float) -> list[str]:
    if len(block.names) == 1:
        return [paragraph(f"{nd30.ADDRESSEES_TEXT} {block.names[0]}", nd30.ADDRESSEES)]
    size = nd30.ADDRESSEES_LIST.size
    left = line_width(nd30.ADDRESSEES_TEXT, size) + nd30.CELL_PADDING
    right = max(line_width(line, size) for line in block.lines) + _AIR
    rows = [[paragraph(nd30.ADDRESSEES_TEXT, nd30.ADDRESSEES_LIST), ""]]
    rows += [["", paragraph(line, nd30.ADDRESSEES_LIST)] for line in block.lines]
    return [boxes(rows, [left, min(right, width - left)], center=True), thin_paragraph()]


def _closing(block: model.Closing, width: float) -> str:
    signer = block.letterhead.signer
    left = paragraph(nd30.RECIPIENTS_TEXT, nd30.RECIPIENTS_TITLE)
    left += "".join(paragraph(line, nd30.RECIPIENTS) for line in block.recipients)
    right = "".join(
        paragraph(line, nd30.AUTHORITY) for line in (signer.authority, signer.title) if line
    )
    right += blank_lines(nd30.SIGNATURE_LINES, nd30.AUTHORITY)
    right += paragraph(signer.name, nd30.SIGNER)
    share = _RECIPIENTS_SHARE * width
    return boxes([[left, right]], [share, width - share])
