"""The Word file measured against Decree 30 (shared rows P1 to P8 and the table of elements)."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree
from report_documents import (
    LONG_NAME,
    PAYLOADS,
    big_table,
    document,
    real_report,
    with_words,
)

from vinhloc_cds.reports import docx as renderer
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Addressees, Cell, Column, Paragraph, Table


def opened(content) -> WordDocument:
    return docx.Document(BytesIO(renderer.render(content)))


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return opened(real_report())


def twips(length: int) -> int:
    return round(length / 635)


def paragraph_of(word: WordDocument, words: str):
    """The first paragraph, in tables too, with exactly these words."""
    for element in word.element.body.iter(qn("w:p")):
        if "".join(t.text or "" for t in element.iter(qn("w:t"))) == words:
            return docx.text.paragraph.Paragraph(element, word)
    raise AssertionError(words)


def test_paper_and_margins(word):
    body, *annexes = word.sections
    assert [twips(body.page_width), twips(body.page_height)] == pytest.approx([11906, 16838], abs=2)
    margins = [body.left_margin, body.right_margin, body.top_margin, body.bottom_margin]
    assert [twips(m) for m in margins] == pytest.approx([1985, 1134, 1418, 1134], abs=2)
    assert twips(body.header_distance) == pytest.approx(567, abs=2)
    assert len(annexes) == 3
    for annex in annexes:
        assert annex.orientation == docx.enum.section.WD_ORIENT.LANDSCAPE
        assert [twips(annex.page_width), twips(annex.page_height)] == pytest.approx(
            [16838, 11906], abs=2
        )
        assert 1134 - 2 <= twips(annex.top_margin) <= 1417 + 2
        assert 1134 - 2 <= twips(annex.bottom_margin) <= 1417 + 2
        assert 1701 - 2 <= twips(annex.left_margin) <= 1985 + 2
        assert 850 - 2 <= twips(annex.right_margin) <= 1134 + 2


def test_page_numbers(word):
    for section in word.sections:
        assert section.different_first_page_header_footer
        start = section._sectPr.find(qn("w:pgNumType"))
        assert start.get(qn("w:start")) == "1"
    (line,) = word.sections[0].header.paragraphs
    assert "PAGE" in "".join(e.text for e in line._p.iter(qn("w:instrText")))
    assert line.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    assert line.style.name == "Số trang"
    assert word.sections[0].first_page_header.paragraphs[0].text == ""
    assert all(section.header.is_linked_to_previous for section in list(word.sections)[1:])


def test_section_properties_stand_in_the_schemas_order(word):
    order = [
        "headerReference",
        "footerReference",
        "type",
        "pgSz",
        "pgMar",
        "pgNumType",
        "cols",
        "titlePg",
        "docGrid",
    ]
    for properties in word.element.body.iter(qn("w:sectPr")):
        names = [etree.QName(child).localname for child in properties]
        assert names == sorted(names, key=order.index)


def test_fonts(word):
    for style in nd30.STYLES:
        found = word.styles[style.name]
        fonts = found.element.rPr.find(qn("w:rFonts"))
        for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
            assert fonts.get(qn(f"w:{slot}")) == "Times New Roman"
        assert found.font.size.pt == style.size
        assert found.element.rPr.find(qn("w:szCs")).get(qn("w:val")) == str(round(style.size * 2))
        assert bool(found.font.bold) == style.bold
        assert bool(found.font.italic) == style.italic
        assert str(found.font.color.rgb) == "000000"
    assert "Theme" not in etree.tostring(word.styles.element.find(qn("w:docDefaults"))).decode()


def test_no_part_or_font_is_there_that_the_page_does_not_need():
    with ZipFile(BytesIO(renderer.render(real_report()))) as archive:
        assert set(archive.namelist()) == {
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml",
            "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml",
            "word/fontTable.xml", "word/header1.xml", "word/header2.xml", "word/numbering.xml",
        } | {
            part for part in archive.namelist()
            if part.startswith(("word/charts/", "word/embeddings/", "word/drawings/"))
        }  # fmt: skip
        fonts = etree.fromstring(archive.read("word/fontTable.xml"))
        assert [font.get(qn("w:name")) for font in fonts] == ["Times New Roman"]
        for name in archive.namelist():
            for other in (b"Calibri", b"Cambria", b"MS Mincho", b"MS Gothic", b"asciiTheme"):
                assert other not in archive.read(name), name


def test_only_our_styles_are_used(word):
    ids = {word.styles[style.name].style_id for style in nd30.STYLES}
    used = {e.get(qn("w:val")) for e in word.element.body.iter(qn("w:pStyle"))}
    assert used <= ids
    assert all(name.isascii() for name in ids)


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", nd30.STATE_NAME),
        ("Độc lập - Tự do - Hạnh phúc", nd30.MOTTO),
        ("HUYỆN VĨNH LỘC", nd30.ISSUER),
        ("Số:        /BC-UBND", nd30.NUMBER),
        ("Vĩnh Lộc, ngày 12 tháng 10 năm 2024", nd30.PLACE_AND_DATE),
        ("BÁO CÁO", nd30.KIND),
        ("Kính gửi: Sở Thông tin và Truyền thông Thanh Hóa", nd30.ADDRESSEES),
        ("KẾT QUẢ THỰC HIỆN", nd30.SECTION),
        ("Thông tin, tuyên truyền", nd30.CLAUSE),
        ("KT. CHỦ TỊCH", nd30.AUTHORITY),
        ("PHÓ CHỦ TỊCH", nd30.AUTHORITY),
        ("Trịnh Xuân Thắng", nd30.SIGNER),
        ("Nơi nhận:", nd30.RECIPIENTS_TITLE),
        ("- Như trên;", nd30.RECIPIENTS),
        ("- Lưu: VT, VHTT.", nd30.RECIPIENTS),
        ("Phụ lục I", nd30.ANNEX_LABEL),
        ("SỐ LIỆU TỔNG HỢP KẾT QUẢ THỰC HIỆN", nd30.ANNEX_TITLE),
    ],
)
def test_elements(word, words, style):
    assert paragraph_of(word, words).style.name == style.name


def test_running_text(word):
    shape = word.styles[nd30.BODY.name].paragraph_format
    assert shape.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.JUSTIFY
    assert twips(shape.first_line_indent) in {567, 720}
    assert twips(shape.space_after) >= 120
    assert 1.0 <= shape.line_spacing <= 1.5


def test_place_and_date_stand_beside_the_number(word):
    head = word.tables[0]
    assert [cell.text for cell in head.rows[1].cells] == [
        "Số:        /BC-UBND",
        "Vĩnh Lộc, ngày 12 tháng 10 năm 2024",
    ]
    assert head.rows[0].cells[0].text.split("\n")[:2] == ["ỦY BAN NHÂN DÂN", "HUYỆN VĨNH LỘC"]


def rule_below(paragraph) -> tuple[int, int]:
    """Indents of the rule that stands under a paragraph."""
    element = paragraph._p.getnext()
    assert element.find(qn("w:pPr")).find(qn("w:pBdr")).find(qn("w:top")) is not None
    indent = element.find(qn("w:pPr")).find(qn("w:ind"))
    return int(indent.get(qn("w:left"))), int(indent.get(qn("w:right")))


def test_rules(word):
    issuer_width, state_width = (int(c.get(qn("w:w"))) for c in word.tables[0]._tbl.tblGrid)
    left, right = rule_below(paragraph_of(word, "Độc lập - Tự do - Hạnh phúc"))
    # As long as its text: 159 pt in Times New Roman Bold 13.
    assert (state_width - left - right) / 20 == pytest.approx(159, abs=2)
    left, right = rule_below(paragraph_of(word, "HUYỆN VĨNH LỘC"))
    text = 107 * 20
    assert text / 3 <= issuer_width - left - right <= text / 2
    left, right = rule_below(paragraph_of(word, real_report().head.subject))
    assert left == right


def test_the_head_stays_within_the_least_margins(word):
    table = word.tables[0]._tbl
    width = sum(int(c.get(qn("w:w"))) for c in table.tblGrid)
    indent = int(table.tblPr.find(qn("w:tblInd")).get(qn("w:w")))
    assert 1985 + indent >= 1701 - 3
    assert 11906 - (1985 + indent + width) >= 850 - 3


def test_the_signature_stands_right_of_the_recipients_and_never_alone(word):
    closing = next(t for t in word.tables if "Nơi nhận:" in t.rows[0].cells[0].text)
    assert "KT. CHỦ TỊCH" in closing.rows[0].cells[1].text
    assert closing._tbl.find(qn("w:tr")).find(qn("w:trPr")).find(qn("w:cantSplit")) is not None
    last_words = closing._tbl.getprevious()
    assert last_words.find(qn("w:pPr")).find(qn("w:keepNext")) is not None


def test_tables_repeat_their_header_and_have_borders(word):
    figures = [t for t in word.tables if t.rows[0].cells[0].text == "STT"]
    assert len(figures) >= 10
    for table in figures:
        first = table._tbl.find(qn("w:tr")).find(qn("w:trPr"))
        assert first.find(qn("w:tblHeader")) is not None
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert {etree.QName(side).localname for side in borders} == {
            "top", "left", "bottom", "right", "insideH", "insideV",
        }  # fmt: skip
        width = sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid)
        assert width == pytest.approx(
            nd30.twips(nd30.text_width(nd30.ANNEX_MARGINS, landscape=True)), abs=20
        )


def test_a_file_ends_in_a_paragraph():
    for content in (document(Paragraph("a")), document(annex=(big_table(2),))):
        body = opened(content).element.body
        assert [etree.QName(e).localname for e in body][-2:] == ["p", "sectPr"]


def test_properties(word):
    properties = word.core_properties
    assert properties.title == real_report().title
    assert properties.author == "UBND huyện Vĩnh Lộc"
    assert properties.created.isoformat() == "2024-10-12T02:00:00+00:00"
    assert properties.modified == properties.created


def test_several_addressees_are_listed():
    content = document(Addressees(("Sở Thông tin và Truyền thông", "Thường trực Huyện ủy")))
    word = opened(content)
    assert paragraph_of(word, "Kính gửi:").style.name == nd30.ADDRESSEES_LIST.name
    assert paragraph_of(word, "- Sở Thông tin và Truyền thông;")
    assert paragraph_of(word, "- Thường trực Huyện ủy.")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_text_of_units_is_only_text(payload):
    data = renderer.render(with_words(payload))
    with ZipFile(BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "External" not in relations
    names = {etree.QName(e).localname for e in root.iter() if isinstance(e.tag, str)}
    assert not names & {"drawing", "pict", "hyperlink", "object", "instrText"}


def test_a_long_name_is_kept_whole():
    table = Table(
        "B", "Bảng", (Column("STT", 1), Column("Tên", 1)), ((Cell("1"), Cell(LONG_NAME)),)
    )
    assert paragraph_of(opened(document(annex=(table,))), LONG_NAME)
