"""The Word file measured against Decree 30 (shared rows P1 to P8 and the table of elements)."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image
from report_documents import (
    LONG_NAME,
    PAYLOADS,
    bare_list,
    big_table,
    document,
    everything,
    letter,
    picture,
    real_report,
    with_words,
)

from vinhloc_cds.reports import docx as renderer
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import (
    Addressees,
    Cell,
    Chart,
    Closing,
    Column,
    Paragraph,
    Picture,
    Series,
    Table,
)

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def opened(content) -> WordDocument:
    return docx.Document(BytesIO(renderer.render(content)))


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return opened(real_report())


def bomb() -> bytes:
    """A small file that says it is a picture of 400 million pixels."""
    header = struct.pack(">II5B", 20_000, 20_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


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


def test_text_keeps_off_the_table_above_it():
    word = opened(document(big_table(2), Paragraph("Dưới bảng")))
    between = paragraph_of(word, "Dưới bảng")._p.getprevious()
    assert etree.QName(between.getprevious()).localname == "tbl"
    room = between.find(f".//{qn('w:spacing')}").get(qn("w:after"))
    assert int(room) == nd30.twips(nd30.PARAGRAPH_SPACE)


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


@pytest.mark.parametrize("rows", [0, 1, 31, 558])
def test_tables_of_any_length(rows):
    table = opened(document(annex=(big_table(rows, 12),))).tables[-1]
    assert len(table._tbl.findall(qn("w:tr"))) == rows + 1


def test_first_and_last_rows_of_a_table_have_company():
    rows = opened(document(annex=(big_table(5),))).tables[-1]._tbl.findall(qn("w:tr"))
    kept = [
        all(p.find(".//" + qn("w:keepNext")) is not None for p in row.iter(qn("w:p")))
        for row in rows
    ]
    # The header, the first row and the last but one go with what follows.
    assert kept == [True, True, False, False, True, False]


# ---- All kinds of blocks


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    with ZipFile(BytesIO(renderer.render(everything()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_part_is_named_and_every_relation_leads_to_one(parts):
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {e.get("PartName") for e in types} - {None}
    endings = {e.get("Extension") for e in types} - {None}
    assert named <= {f"/{name}" for name in parts}
    for name in parts:
        assert f"/{name}" in named or name.rpartition(".")[2] in endings - {"xml"} or "[" in name
    for name, data in parts.items():
        if name.endswith(".rels"):
            for relation in etree.fromstring(data):
                assert relation.get("TargetMode") is None
                assert relation.get("Target").removeprefix("/") in parts


def test_headings_bullets_and_text_follow_each_other_in_their_styles(word):
    styles = word.styles
    assert styles[nd30.SECTION.name].next_paragraph_style.name == nd30.BODY.name
    for style, level in ((nd30.SECTION, 0), (nd30.CLAUSE, 1), (nd30.ANNEX_LABEL, 0)):
        outline = styles[style.name].element.find(f".//{qn('w:outlineLvl')}")
        assert outline.get(qn("w:val")) == str(level)
    priorities = [styles[style.name].priority for style in nd30.STYLES]
    assert priorities == sorted(priorities)
    # Word's own styles stay out of the list until they are used.
    assert not [s.name for s in styles if s.quick_style and s.name not in NAMES]


NAMES = {style.name for style in nd30.STYLES} | {"Bảng số liệu"}


def test_a_chart_is_words_own_with_its_figures_to_edit(parts):
    body = etree.fromstring(parts["word/document.xml"])
    assert len(list(body.iter(f"{CHART}chart"))) == 2
    chart = etree.fromstring(parts["word/charts/chart1.xml"])
    formulas = [e.text for e in chart.iter(f"{CHART}f")]
    assert formulas == ["'Sheet1'!$B$1", "'Sheet1'!$A$2:$A$4", "'Sheet1'!$B$2:$B$4"]
    sheet = openpyxl.load_workbook(BytesIO(parts["word/embeddings/chart1.xlsx"]))["Sheet1"]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        [None, "Đơn vị"],
        ["10/10", 4],
        ["11/10", 1200],
        ["12/10", None],
    ]
    drawn = etree.fromstring(parts["word/drawings/drawing1.xml"])
    assert "".join(e.text for e in drawn.iter(f"{DRAWING}t")) == "Hết hạn báo cáo"
    second = openpyxl.load_workbook(BytesIO(parts["word/embeddings/chart2.xlsx"]))["Sheet1"]
    assert second["A4"].value == "=1+1"
    assert second["A4"].data_type == "s"


@pytest.mark.parametrize(
    ("most", "form"),
    [
        (999, "0"),
        (45_000, '[>=1000]0"."000;0'),
        (3_000_000, '[>=1000000]0"."000"."000;[>=1000]0"."000;0'),
        (2_000_000_000, "#,##0"),
        (2.5, "#,##0.0#"),
    ],
)
def test_a_charts_figures_have_dots_on_every_machine(most, form):
    chart = Chart("B", "Biểu đồ", ("a", "b"), (Series("s", (None, most)),))
    with ZipFile(BytesIO(renderer.render(document(chart)))) as archive:
        root = etree.fromstring(archive.read("word/charts/chart1.xml"))
    assert {e.get("formatCode") for e in root.iter(f"{CHART}numFmt")} - {"General"} == {form}


def test_a_chart_of_more_series_than_letters():
    series = tuple(Series(f"Xã {n}", (n,)) for n in range(30))
    with ZipFile(BytesIO(renderer.render(document(Chart("B", "Biểu", ("a",), series))))) as archive:
        chart = etree.fromstring(archive.read("word/charts/chart1.xml"))
    assert [e.text for e in chart.iter(f"{CHART}f")][-1] == "'Sheet1'!$AE$2:$AE$2"


def test_a_chart_leaves_room_for_text_on_its_page():
    # What does not fit below the text goes to the next page and leaves a gap as high as it is.
    topics = tuple(f"Nội dung {n}" for n in range(6))
    series = tuple(Series(f"Nhóm {n}", tuple(range(6))) for n in range(4))
    data = renderer.render(document(Chart("B", "Biểu", topics, series, horizontal=True)))
    with ZipFile(BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    (size,) = [e for e in body.iter() if etree.QName(e).localname == "extent"]
    assert int(size.get("cy")) / 12700 < nd30.text_height(nd30.BODY_MARGINS) * 0.6


def test_pictures_stand_over_their_words_and_a_broken_one_is_said(parts):
    body = etree.fromstring(parts["word/document.xml"])
    sizes = [
        (int(e.get("cx")), int(e.get("cy")))
        for e in body.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
        )
    ]
    (_, _, wide, upright) = sizes
    assert wide[0] / wide[1] == pytest.approx(60 / 40, rel=0.01)
    assert upright[0] / upright[1] == pytest.approx(40 / 90, rel=0.01)
    assert {"word/media/image1.png", "word/media/image2.jpeg"} <= set(parts)
    words = "".join(e.text or "" for e in body.iter(qn("w:t")))
    assert "tệp bị hỏng" in words.partition("Ảnh 2")[2].partition("Ảnh 3")[0]


def test_a_picture_of_a_telephone_is_turned_upright_and_tells_no_place():
    turned = BytesIO()
    with Image.open(BytesIO(picture("JPEG", (80, 20)))) as source:
        exif = source.getexif()
        exif[0x0112] = 6
        exif[0x010E] = "Xã Vĩnh Hùng"
        source.save(turned, "JPEG", exif=exif)
    with ZipFile(BytesIO(renderer.render(document(Picture(turned.getvalue(), ""))))) as archive:
        data = archive.read("word/media/image1.jpeg")
    with Image.open(BytesIO(data)) as found:
        assert found.size == (20, 80)
        assert not found.getexif()


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a" + bytes(20), picture()[:60], bomb(), b"<svg/>"],
    ids=["nothing", "gif", "cut off", "bomb", "svg"],
)
def test_what_is_no_picture_is_a_sentence(data):
    word = opened(document(Picture(data, "Ảnh")))
    assert any("Không hiển thị được ảnh" in p.text for p in word.paragraphs)


def test_a_draft_says_so_behind_every_page(parts):
    for name in ("word/header1.xml", "word/header2.xml"):
        assert 'string="DỰ THẢO"' in parts[name].decode()
        assert "PowerPlusWaterMarkObject" in parts[name].decode()
    final = renderer.render(replace(everything(), draft=False))
    with ZipFile(BytesIO(final)) as archive:
        assert "DỰ THẢO" not in archive.read("word/header2.xml").decode()


def test_keywords_are_in_the_metadata_alone(parts):
    assert "0123abcd" in parts["docProps/core.xml"].decode()
    assert "0123abcd" not in parts["word/document.xml"].decode()


def test_a_letters_subject_stands_under_its_number():
    word = opened(letter("Xã Vĩnh Hùng"))
    number, subject = word.tables[0].rows[1].cells[0].paragraphs
    assert number.text == "Số: 07/UBND-VHTT"
    assert subject.text.startswith("V/v đôn đốc")
    assert subject.style.name == nd30.LETTER_SUBJECT.name
    assert "BÁO CÁO" not in [p.text for p in word.paragraphs]


def test_a_list_without_a_head_has_turned_pages_and_its_title():
    word = opened(bare_list(big_table(2)))
    assert word.paragraphs[0].text == "DANH SÁCH"
    assert word.paragraphs[0].style.name == nd30.LIST_TITLE.name
    assert word.sections[0].orientation == docx.enum.section.WD_ORIENT.LANDSCAPE
    assert len(word.tables) == 1


def test_many_recipients_go_on_on_the_next_page():
    content = document(Paragraph("a"))
    (closing,) = [block for block in content.blocks if isinstance(block, Closing)]
    names = tuple(f"Đơn vị {n}" for n in range(80))
    letterhead = replace(closing.letterhead, recipients=names)
    (table,) = opened(replace(content, blocks=(Closing(letterhead),))).tables[1:]
    assert len(table.rows) > 60
    assert "Đơn vị 79." in table.rows[-1].cells[0].text
