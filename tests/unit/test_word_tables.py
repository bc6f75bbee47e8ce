"""Tables of Word documents (F7), with all that Word does to them; XML written by hand."""

import io
import zipfile

import pytest
from docx import Document

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.encodings import Encoding, legacy
from vinhloc_cds.forms.grid import Area, Book, Run, Sheet
from vinhloc_cds.forms.word import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OLD = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'


def docx(body: str, *, space: str = W, **parts: str) -> bytes:
    """A document around `body`; `parts` are further parts of the folder word/."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        wrap = f'<w:document xmlns:w="{space}" xmlns:a="urn:a"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", wrap)
        for name, content in parts.items():
            part = name if name == "vbaProject" else f"{name}.xml"
            suffix = ".bin" if name == "vbaProject" else ""
            archive.writestr(f"word/{part}{suffix}", content)
    return buffer.getvalue()


def r(written: object, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{written}</w:{tag}></w:r>"


def p(*runs: str, about: str = "") -> str:
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{about}{inner}</w:p>"


def tc(*blocks: str, about: str = "") -> str:
    inner = "".join(block if block.startswith("<") else p(block) for block in blocks)
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inner or p()}</w:tc>"


def tr(*cells: str, about: str = "") -> str:
    inner = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def raws(sheet: Sheet) -> dict[tuple[int, int], str]:
    return {place: cell.raw for place, cell in sheet.cells.items()}


def only(body: str, **parts: str) -> Sheet:
    (sheet,) = read_docx(docx(body, **parts)).sheets
    return sheet


def named(book: Book) -> dict[str, dict[tuple[int, int], str]]:
    return {sheet.name: raws(sheet) for sheet in book.sheets}


def test_a_document_made_by_another_library():
    document = Document()
    document.add_paragraph("UBND XÃ VĨNH HÙNG")
    table = document.add_table(rows=3, cols=3)
    for row, texts in enumerate(
        [("STT", "Chỉ tiêu", "Số"), ("1", "Số lượt", "1.200"), ("2", "", "0")]
    ):
        for column, written in enumerate(texts):
            table.rows[row].cells[column].text = written
    table.cell(1, 1).merge(table.cell(2, 1))
    document.add_paragraph("Người lập: Trịnh Văn An")
    buffer = io.BytesIO()
    document.save(buffer)
    book = read_docx(buffer.getvalue())
    assert book.kind is FileKind.DOCX
    assert not book.notices
    assert named(book) == {
        "Bảng 1": {
            (0, 0): "STT", (0, 1): "Chỉ tiêu", (0, 2): "Số",
            (1, 0): "1", (1, 1): "Số lượt", (1, 2): "1.200", (2, 0): "2", (2, 2): "0",
        },
        "Nội dung": {(0, 0): "UBND XÃ VĨNH HÙNG", (1, 0): "Người lập: Trịnh Văn An"},
    }  # fmt: skip
    assert book.sheets[0].merged == (Area(1, 1, 2, 1),)


def test_spans_put_cells_where_they_are_seen():
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    sheet = only(
        tbl(
            tr(tc("A", about=wide + restart), "C"),
            tr(tc(about=wide + go_on), "D"),
            tr(tc("E", about=restart), "F", "G"),
            tr(tc(about=go_on), "H", "I", about='<w:gridBefore w:val="0"/>'),
            tr("K", about='<w:gridBefore w:val="2"/>'),
        )
    )
    assert raws(sheet) == {
        (0, 0): "A", (0, 2): "C", (1, 2): "D", (2, 0): "E", (2, 1): "F", (2, 2): "G",
        (3, 1): "H", (3, 2): "I", (4, 2): "K",
    }  # fmt: skip
    assert sheet.merged == (Area(0, 0, 1, 1), Area(2, 0, 3, 0))


@pytest.mark.parametrize(
    ("inline", "raw"),
    [
        ("<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t></w:r>", "1\t2\n3"),
        (f"<w:del>{r(15, 'delText')}</w:del><w:ins>{r(25)}</w:ins>", "25"),
        (f"<w:moveFrom>{r(1)}</w:moveFrom><w:moveTo>{r(2)}</w:moveTo>", "2"),
        (f"<w:sdt><w:sdtPr>{r(1)}</w:sdtPr><w:sdtContent>{r(2)}</w:sdtContent></w:sdt>", "2"),
        ("<w:hyperlink><w:r><w:t>a@b.vn</w:t></w:r></w:hyperlink>", "a@b.vn"),
        (f"{r('SUM(A1)', 'instrText')}<w:r><w:fldChar/></w:r>{r(40)}", "40"),
        ("<w:r><w:t>H</w:t><w:softHyphen/><w:t>ng</w:t></w:r>", "H\u00adng"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        ('<w:r><w:t>V</w:t></w:r><w:r><w:sym w:font=".VnTime" w:char="F0DC"/></w:r>', "VÜ"),
        ("<w:r><w:t>1</w:t></w:r><w:r><w:t>.200</w:t></w:r>", "1.200"),
        ("<!-- x --><w:r><w:t>5</w:t></w:r>", "5"),
    ],
)  # fmt: skip
def test_what_stands_in_a_cell(inline, raw):
    assert raws(only(tbl(tr(tc(p(inline)))))) == {(0, 0): raw}


def test_paragraphs_of_a_cell_are_lines_and_content_controls_wrap_anything():
    sdt = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    sheet = only(sdt(tbl(sdt(tr(sdt(tc(p(), p("a"), sdt(p("b")), p())), "c")))))
    assert raws(sheet) == {(0, 0): "a\nb", (0, 1): "c"}


def test_a_deleted_row_is_gone_and_a_hidden_one_is_said_to_be():
    sheet = only(tbl(tr("1", about="<w:del/>"), tr("2", about="<w:hidden/>"), tr("3")))
    assert raws(sheet) == {(0, 0): "2", (1, 0): "3"}
    assert [cell.hidden for cell in sheet.cells.values()] == [True, False]


def test_a_table_inside_a_cell_is_a_table_of_its_own():
    book = read_docx(docx(tbl(tr(tc("ngoài", tbl(tr("trong"))), "5")) + tbl(tr("sau"))))
    assert named(book) == {
        "Bảng 1": {(0, 0): "ngoài", (0, 1): "5"},
        "Bảng 2": {(0, 0): "trong"},
        "Bảng 3": {(0, 0): "sau"},
    }


def test_a_text_box_stands_outside_the_tables():
    box = (
        "<w:r><w:AlternateContent><w:Choice><w:txbxContent>{0}</w:txbxContent></w:Choice>"
        "<w:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></w:Fallback>"
        "</w:AlternateContent></w:r>"
    ).format(p("Đơn vị: Vĩnh Hòa"))
    assert named(read_docx(docx(p(box)))) == {"Nội dung": {(0, 0): "Đơn vị: Vĩnh Hòa"}}


def test_fonts_go_with_their_runs():
    cell = only(
        tbl(
            tr(
                tc(
                    p(
                        f"<w:r>{OLD}<w:t>V</w:t></w:r>",
                        f"<w:r>{OLD}<w:t>Ünh H\u00adng</w:t></w:r>",
                        "– Vĩnh Lộc",
                    )
                )
            )
        )
    ).cells[0, 0]
    assert cell.runs == (Run("VÜnh H\u00adng", ".VnTime"), Run("– Vĩnh Lộc", ""))
    assert legacy(cell) == (Encoding.TCVN3, "Vĩnh Hưng– Vĩnh Lộc")


STYLED = '<w:pPr><w:pStyle w:val="S"/></w:pPr>'
BASED = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
BY_DEFAULT = f"<w:docDefaults><w:rPrDefault>{OLD}</w:rPrDefault></w:docDefaults>"


@pytest.mark.parametrize(
    ("styles", "about"),
    [
        (BY_DEFAULT, ""),
        (f'<w:style w:type="paragraph" w:default="1" w:styleId="N">{OLD}</w:style>', ""),
        (f'<w:style w:styleId="B">{OLD}</w:style>' + BASED.format("S", "B"), STYLED),
        # Based on each other: no reason to go round for ever.
        (BASED.format("B", "S") + BASED.format("S", "B") + BY_DEFAULT, STYLED),
    ],
)
def test_fonts_come_from_styles_too(styles, about):
    styles = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    cell = only(tbl(tr(tc(p("Sè", about=about)))), styles=styles).cells[0, 0]
    assert cell.font == ".VnTime"
    assert legacy(cell) == (Encoding.TCVN3, "Số")


def test_comments_and_pictures_are_noted_at_their_cells():
    reference = '<w:r><w:commentReference w:id="7"/></w:r>'
    picture = "<w:r><w:drawing><a:inline><a:blip/></a:inline></w:drawing></w:r>"
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="7">{p("gồm 12 LED")}</w:comment></w:comments>'
    )
    sheet = only(tbl(tr(tc(p("20", reference)), tc(p(picture)))), comments=comments)
    assert sheet.cells[0, 0].comment == "gồm 12 LED"
    assert sheet.pictures == ((0, 1),)


def test_strict_documents_are_read_alike():
    book = read_docx(docx(tbl(tr(tc("A", about='<w:gridSpan w:val="2"/>'), "B")), space=STRICT))
    assert named(book) == {"Bảng 1": {(0, 0): "A", (0, 2): "B"}}


def test_macros_are_said():
    book = read_docx(docx(p("a"), vbaProject="x"))
    assert [notice.code for notice in book.notices] == ["encodings.macros"]


def test_a_document_without_anything_has_no_sheets():
    assert read_docx(docx(p() + p(" "))).sheets == []


def test_absurd_widths_do_no_harm():
    sheet = only(
        tbl(
            tr(
                tc("a", about='<w:gridSpan w:val="99999999"/>'),
                tc("b", about='<w:gridSpan w:val="-1"/>'),
            )
        )
    )
    assert set(raws(sheet).values()) == {"a", "b"}


def nothing() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 cut off", "opening.damaged"),
        (nothing(), "encodings.word.no_document"),
        (docx("<w:tbl>"), "opening.damaged"),
        (docx(p("a")).replace(b"w:body", b"w:baby"), "opening.damaged"),
        (docx("<w:sdt>" * 300 + "</w:sdt>" * 300), "opening.too_much"),
    ],
)
def test_damage_is_one_sentence(data, code):
    with pytest.raises(UserError) as error:
        read_docx(data)
    assert error.value.code == code
