"""Finished files held against the document and against what may stand in such a file."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from documents_made import Made
from lxml import etree
from printed_pages import Pages
from same_words import docx_letters, letters, pdf_letters
from word_files import said

from resources.fonts import serif_family
from vinhloc_cds.errors import UserError
from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Outcome
from vinhloc_cds.reports.document import Block, Chart, Document, Heading, Paragraph, Table
from vinhloc_cds.reports.pdf_text import LINK_SCHEME
from vinhloc_cds.reports.plain import REPLACEMENT, plain
from vinhloc_cds.reports.trace import parse_key
from vinhloc_cds.texts import text

_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFiles?|Filespec|RichMedia|SubmitForm|ImportData"
    rb"|GoToR|GoToE|AcroForm|XFA)\b"
)
_STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)
_TEXT_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
_SUMS = re.compile(r"SUM\([A-Z]+\d+(:[A-Z]+\d+)?(,[A-Z]+\d+(:[A-Z]+\d+)?)*\)(\+SUM\(.*\))?")
_RANGE = re.compile(r"'(?:[^']|'')+'!\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_ACTIVE_IN_WORD = {
    "altChunk", "hyperlink", "object", "OLEObject", "control", "attachedTemplate", "mailMerge",
    "fldSimple", "script", "subDoc", "webHidden", "smartTag", "movie", "customXml",
}  # fmt: skip
_ACTIVE_IN_EXCEL = {
    "hyperlink", "externalReference", "oleObject", "control", "ddeLink", "webPublishItem",
    "dataValidation", "conditionalFormatting", "legacyDrawing",
}  # fmt: skip


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The blocks of the body and of the annexes."""
    return (*document.blocks, *(block for annex in document.annexes for block in annex.blocks))


def tables_of(document: Document) -> tuple[Table, ...]:
    """Every table."""
    return tuple(block for block in blocks_of(document) if isinstance(block, Table))


def words_of(document: Document) -> Iterator[str]:
    """The texts of a document that stand somewhere by themselves, as any format shows them."""
    for block in blocks_of(document):
        match block:
            case Table():
                yield from (plain(column.title) for column in block.columns)
                yield from (plain(cell.text) for row in block.rows for cell in row)
            case Paragraph():
                yield plain(block.line)
            case Heading():
                yield plain(block.text)


def parts_of(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every part of a package that is XML, of the workbooks inside it too."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".xlsx"):
                yield from ((f"{name}/{inner}", root) for inner, root in parts_of(part))
            elif name.endswith((".xml", ".rels")):
                root = etree.fromstring(part, parser)
                if root.getroottree().docinfo.doctype:
                    raise ValueError(name)
                yield name, root


def package_faults(data: bytes) -> Iterator[str]:
    """What could do something in a Word file or a workbook: fields, links, formulas, scripts."""
    for name, root in parts_of(data):
        in_word = name.startswith("word/") and ".xlsx/" not in name
        names = Counter(
            etree.QName(each).localname for each in root.iter() if isinstance(each.tag, str)
        )
        if any(not isinstance(each.tag, str) for each in root.iter()):
            yield f"{name}: a comment or an instruction"
        for active in (_ACTIVE_IN_WORD if in_word else _ACTIVE_IN_EXCEL) & names.keys():
            yield f"{name}: {active}"
        if "External" in {each.get("TargetMode") for each in root.iter()}:
            yield f"{name}: leads out of the file"
        for each in root.iter("{*}instrText"):
            if (each.text or "").strip() != "PAGE":
                yield f"{name}: field {each.text}"
        # "f" is another thing in the drawing behind a draft's pages.
        for each in root.iter(f"{_SHEET}f", f"{_CHART}f"):
            allowed = _SUMS if "/worksheets/" in name else _RANGE
            if not allowed.fullmatch(each.text or ""):
                yield f"{name}: formula {each.text}"
        for tag in ("oddHeader", "firstHeader", "evenHeader", "oddFooter", "firstFooter"):
            for each in root.iter(f"{{*}}{tag}"):
                codes = set(re.findall(r'&(?!")[A-Za-z\[]', each.text or ""))
                if codes - {"&P", "&C", "&R", "&L", "&K"}:
                    yield f"{name}: header {each.text}"


def pdf_faults(data: bytes) -> Iterator[str]:
    """What could do something in a PDF, links that are not asked for included."""
    objects = _TEXT_STRING.sub(b"", _STREAM.sub(b"", data))
    for found in _ACTIVE.findall(objects):
        yield f"/{found.decode()}"
    if b"/URI" in objects or b"/Annots" in objects:
        yield "a link in what is printed"


def link_faults(pages: Pages) -> Iterator[str]:
    """Links of a preview that lead anywhere but to a figure."""
    for link in pages.links:
        scheme, _, key = link.address.partition(":")
        try:
            parse_key(key)
        except ValueError:
            scheme = ""
        if scheme != LINK_SCHEME:
            yield f"a link to {link.address}"


def word_faults(document: Document, data: bytes) -> Iterator[str]:
    """Texts of the document that the Word file does not show as they are."""
    shown = {" ".join(words.split()) for words in said(data)}
    for words in {" ".join(words.split()) for words in words_of(document)} - shown:
        yield f"not in the Word file: {words[:80]!r}"


def excel_faults(document: Document, data: bytes) -> Iterator[str]:
    """Words of the document's tables that the workbook does not hold as words."""
    held: set[str] = set()
    for name, root in parts_of(data):
        if name.startswith("xl/") and ".xlsx/" not in name:
            for each in root.iter("{*}si", "{*}is"):
                held.add("".join(t.text or "" for t in each.iter("{*}t")))
    for table in tables_of(document):
        for cell in (cell for row in table.rows for cell in row):
            if cell.value is None and plain(cell.text) not in held | {""}:
                yield f"not in the workbook: {plain(cell.text)[:80]!r}"


def letter_faults(document: Document, pdf: bytes, docx: bytes) -> Iterator[str]:
    """Letters that the PDF lacks and the Word file has, or the other way round.

    The PDF repeats the head of a long table, draws what a chart shows, says behind a page that it
    is a draft, and has a mark for what its font lacks: that much may be more there.
    """
    family = serif_family()
    assert family
    word = Counter[str]()
    lacking = False
    for letter, count in docx_letters(docx).items():
        if unicodedata.combining(letter) or letter == "-":
            continue
        if letter in family.characters:
            word[letter] += count
        else:
            word[REPLACEMENT] += count
            lacking = True
    # A mark over a mark is drawn, and a hyphen ends a line: neither is always read again.
    printed = Counter(
        {k: n for k, n in pdf_letters(pdf).items() if not unicodedata.combining(k) and k != "-"}
    )
    if lost := word - printed:
        yield f"letters not in the PDF: {dict(lost)}"
    if lacking or any(isinstance(block, Chart) for block in blocks_of(document)):
        return
    more = "".join(column.title for table in tables_of(document) for column in table.columns)
    if document.draft:
        more += text("render.draft")
    allowed = letters(plain(more))
    if extra := {each: n for each, n in (printed - word).items() if each not in allowed}:
        yield f"letters only in the PDF: {extra}"


def form_faults(made: Made, data: bytes, file_format: str) -> Iterator[str]:
    """What the checker of the decree's form finds in a document that goes out, or in a draft."""
    try:
        inspection = inspect(data, f"van-ban.{file_format}")
    except UserError as error:
        yield f"not checked: {error}"
        return
    if made.final:
        for result in inspection.having(Outcome.FAILED):
            yield f"{result.rule}: {[found.sentence for found in result.findings][:2]}"
    if made.document.draft and "draft" not in {
        result.rule for result in inspection.results if result.outcome is not Outcome.PASSED
    }:
        yield "a draft that is not seen to be one"
