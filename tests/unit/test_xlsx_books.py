"""What is told of a workbook as a whole, and how a damaged one ends."""

import pytest
from workbooks import MAIN, parts, relations, workbook, zipped

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.grid import Book
from vinhloc_cds.forms.opening import open_book

ROW = '<row r="7"><c r="B7"><v>1</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"
BESIDE = "xl/worksheets/_rels/sheet1.xml.rels"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def book(more: dict[str, str | bytes], **what: str) -> Book:
    return open_book(zipped(parts(ROW, **what) | more), "a.xlsx")


def notices(found: Book) -> list[str]:
    assert all(str(notice) for notice in found.notices)
    return [notice.code for notice in found.notices]


def with_relations(*extra: tuple[str, str, str]) -> dict[str, str | bytes]:
    return {
        "xl/_rels/workbook.xml.rels": relations(
            ("s1", "worksheet", "worksheets/sheet1.xml"), *extra
        )
    }


@pytest.mark.parametrize(
    ("extra", "kind", "codes"),
    [
        ((), FileKind.XLSX, []),
        ((("m", "vbaProject", "vbaProject.bin"),), FileKind.XLSM, ["opening.macros"]),
        (
            (("x", "externalLink", "externalLinks/externalLink1.xml"),),
            FileKind.XLSX,
            ["opening.external_links"],
        ),
    ],
)
def test_macros_and_links_are_told_and_left_alone(extra, kind, codes):
    found = book(with_relations(*extra))
    assert (found.kind, notices(found)) == (kind, codes)
    assert found.sheets[0].cells[6, 1].value == 1


def test_hidden_and_very_hidden_sheets_are_read_and_marked():
    sheets = "".join(
        f'<sheet name="{name}" state="{state}" r:id="{name}"/>'
        for name, state in (("a", "visible"), ("b", "hidden"), ("c", "veryHidden"))
    )
    more = {f"xl/worksheets/{name}.xml": parts(ROW)[SHEET] for name in "abc"}
    more["xl/_rels/workbook.xml.rels"] = relations(
        *((name, "worksheet", f"worksheets/{name}.xml") for name in "abc")
    )
    found = book(more, sheets=sheets)
    assert [(one.name, one.hidden, len(one.cells)) for one in found.sheets] == [
        ("a", False, 1),
        ("b", True, 1),
        ("c", True, 1),
    ]


def test_what_is_no_sheet_of_cells_is_told():
    sheets = (
        '<sheet name="Biểu" r:id="s1"/><sheet name="Đồ thị" r:id="c"/><sheet name="Mất" r:id="x"/>'
    )
    more = with_relations(("c", "chartsheet", "chartsheets/sheet1.xml"))
    more["xl/chartsheets/sheet1.xml"] = "<chartsheet/>"
    found = book(more, sheets=sheets)
    assert [one.name for one in found.sheets] == ["Biểu"]
    assert notices(found) == ["opening.sheet_of_chart", "opening.sheet_missing"]


def test_comments_go_with_their_cells_and_none_is_lost():
    more = {
        BESIDE: relations(
            ("c", "comments", "../comments1.xml"),
            ("t", "threadedComment", "../threadedComments/threadedComment1.xml"),
        ),
        "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList>'
        '<comment ref="B7"><text><r><t>[Threaded] x</t></r></text></comment>'
        '<comment ref="C9"><text><t>25 hộ</t></text></comment></commentList></comments>',
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="urn:x">'
        '<threadedComment ref="B7"><text>Lần một</text></threadedComment>'
        '<threadedComment ref="B7"><text>Trả lời</text></threadedComment></ThreadedComments>',
    }
    found = book(more)
    assert found.sheets[0].cells[6, 1].comment == "Lần một\nTrả lời"
    assert [notice.params for notice in found.notices] == [
        {"sheet": "Biểu", "cell": "C9", "text": "25 hộ"}
    ]


def test_pictures_have_a_place_and_boxes_keep_their_words():
    def anchor(row: int, content: str) -> str:
        return f"<twoCellAnchor><from><col>1</col><row>{row}</row></from>{content}</twoCellAnchor>"

    more = {
        BESIDE: relations(("d", "drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": f'<wsDr xmlns="{DRAWING}">'
        + anchor(6, "<pic/>")
        + anchor(8, "<sp><txBody><p><r><t>Tổng </t></r><r><t>85</t></r></p></txBody></sp>")
        + "</wsDr>",
    }
    found = book(more)
    assert found.sheets[0].pictures == ((6, 1),)
    assert [notice.params for notice in found.notices] == [
        {"sheet": "Biểu", "cell": "B9", "text": "Tổng 85"}
    ]


@pytest.mark.parametrize(
    ("rows", "code", "cells"),
    [
        (
            '<row><c r="B7"><v>1</v></c><c r="B7"><v>2</v></c></row>',
            "opening.cells_twice",
            "B7",
        ),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "opening.cells_outside", "XFE1 = 1"),
        ('<row><c r="A99999999"><v>1</v></c></row>', "opening.cells_outside", "A99999999 = 1"),
        ('<row r="99999999"><c><v>1</v></c></row>', "opening.cells_outside", "A99999999 = 1"),
        ('<row><c r="A0"><v>1</v></c></row>', "opening.cells_outside", "A0 = 1"),
        ('<row><c r="A1" t="s"><v>5</v></c></row>', "opening.cells_unreadable", "A1"),
    ],
)
def test_cells_that_cannot_be_as_the_file_says_are_named(rows, code, cells):
    found = open_book(workbook(rows), "a.xlsx")
    assert [(notice.code, notice.params["cells"]) for notice in found.notices] == [(code, cells)]
    if code == "opening.cells_twice":
        assert found.sheets[0].cells[6, 1].value == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({SHEET: "<worksheet><sheetData>"}, "opening.damaged"),
        ({SHEET: '<!DOCTYPE w [<!ENTITY a "b">]><w/>'}, "opening.doctype"),
        ({"xl/sharedStrings.xml": "<!DOCTYPE w><w/>"}, "opening.doctype"),
        ({"xl/styles.xml": "<a>"}, "opening.damaged"),
        ({"xl/workbook.xml": "<workbook/>"}, "opening.no_sheets"),
        ({"xl/workbook.xml": "no xml"}, "opening.damaged"),
        ({"xl/_rels/workbook.xml.rels": "<a"}, "opening.damaged"),
    ],
)
def test_a_damaged_workbook_ends_in_one_sentence(more, code):
    with pytest.raises(UserError) as caught:
        book(more)
    assert caught.value.code == code
    assert str(caught.value)


@pytest.mark.parametrize("target", ["!worksheets/sheet1.xml", "!file:///etc/passwd", "../../a.xml"])
def test_nothing_outside_the_file_is_followed(target):
    more = {"xl/_rels/workbook.xml.rels": relations(("s1", "worksheet", target))}
    with pytest.raises(UserError) as caught:
        book(more)
    assert caught.value.code == "opening.no_sheets"
