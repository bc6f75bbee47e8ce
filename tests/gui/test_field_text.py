"""Running text with live fields: typed into, copied, and never torn."""

import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor

from tests.keyboard import press, write
from ui.widgets.field_text import FieldText

FIGURES = {"D02.value": "130", "D02.of": "143", "D02.missing": "xã Vĩnh An, xã Vĩnh Hòa"}
TEMPLATE = "- {D02.value}/{D02.of} Tổ tham gia.\nChưa có: {D02.missing}; {lạ} {x y} {"


@pytest.fixture
def editor(qtbot):
    editor = FieldText()
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    editor.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    editor.show_template(TEMPLATE, FIGURES, {"D02.value": "Số Tổ tham gia"})
    return editor


def test_a_template_comes_back_letter_by_letter(editor):
    assert editor.template() == TEMPLATE
    assert editor.fields() == ("D02.value", "D02.of", "D02.missing")
    assert not editor.document().isModified()


def test_a_field_goes_and_comes_back_as_one_piece(editor):
    press("ctrl+home", "right", "right", "del")
    assert editor.template().startswith("- /{D02.of} Tổ")
    press("ctrl+z")
    assert editor.template() == TEMPLATE


def test_typing_beside_a_field_is_plain_text(editor):
    press("ctrl+home", "right", "right", "right")
    write("ab")
    assert editor.template().startswith("- {D02.value}ab/{D02.of}")


def test_fields_copied_here_stay_fields_and_are_values_elsewhere(editor):
    press("ctrl+a", "ctrl+c")
    words = QGuiApplication.clipboard().text()
    assert words.startswith("- 130/143 Tổ tham gia.")
    press("ctrl+end", "ctrl+v")
    assert editor.template() == TEMPLATE + TEMPLATE


def test_what_looks_like_a_field_in_words_is_words(editor):
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.insert_paragraph("{D02.value} <b>đậm</b> {D02.khác}")
    first = editor.template().splitlines()[0]
    assert first == "\\{D02.value} <b>đậm</b> {D02.khác}"
    assert editor.toPlainText().startswith("{D02.value} <b>")
    assert editor.fields() == ("D02.value", "D02.of", "D02.missing")


def test_a_figure_is_put_in_where_the_cursor_is(editor):
    press("ctrl+end")
    editor.insert_field("D02.value")
    editor.insert_field("D02.value")
    assert editor.template() == TEMPLATE + "{D02.value}{D02.value}"


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        (("ctrl+home",), "Thêm 1|Thêm 2|Một hai|Ba"),
        (("ctrl+home", "right"), "Một hai|Thêm 1|Thêm 2|Ba"),
        (("ctrl+home", "end"), "Một hai|Thêm 1|Thêm 2|Ba"),
        (("ctrl+end",), "Một hai|Ba|Thêm 1|Thêm 2"),
        (("ctrl+end", "enter"), "Một hai|Ba|Thêm 1|Thêm 2"),
        (("ctrl+a",), "Thêm 1|Thêm 2"),
    ],
)
def test_words_put_in_are_paragraphs_of_their_own(editor, keys, lines):
    editor.show_template("Một hai\nBa", {}, {})
    press(*keys)
    editor.insert_paragraph("Thêm 1")
    editor.insert_paragraph("Thêm 2")
    assert editor.template() == lines.replace("|", "\n")
