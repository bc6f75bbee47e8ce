"""The manual as it is read: chapters, search, and where it opens."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.keyboard import press, write
from ui.dialogs.manual import ManualDialog
from ui.main_window import PAGES

REPORT = "16. Báo cáo tổng hợp: xem, in, lưu"


@pytest.fixture
def manual(qtbot):
    dialog = ManualDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open_at("report")
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def top(manual):
    return manual.pages.cursorForPosition(QPoint(20, 12)).block().text()


def current(manual):
    """What is marked as the place that is looked at."""
    colours = {mark.format.background().color().name() for mark in manual.pages.extraSelections()}
    assert len(colours) <= 2
    return [
        mark.cursor.selectedText()
        for mark in manual.pages.extraSelections()
        if mark.format.background().color().name() == "#ff9d3c"
    ]


def test_it_opens_at_the_chapter_of_the_page_in_sight(manual):
    assert top(manual) == manual.contents.currentItem().text() == REPORT
    chapters = set()
    for page in PAGES:
        manual.open_at(page)
        chapters.add(top(manual))
        assert top(manual) == manual.contents.currentItem().text()
        assert manual.contents.currentRow() > 0
    assert len(chapters) == len(PAGES) - 1  # Tổng quan and Nhiệm vụ are told of in the same one
    manual.open_at("")
    assert top(manual).startswith("1. ")


def test_a_chapter_is_gone_to_by_enter_and_by_a_click(manual):
    manual.contents.setFocus()
    press("down", "enter")
    assert top(manual).startswith("17. ")
    place = manual.contents.visualItemRect(manual.contents.item(17)).center()
    QTest.mouseClick(manual.contents.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert top(manual).startswith("18. ")


def test_words_are_found_without_accents_from_where_one_reads(manual):
    press("ctrl+f")
    write("giai trinh")
    marks = manual.pages.extraSelections()
    assert {mark.cursor.selectedText().casefold() for mark in marks} == {"giải trình"}
    assert current(manual)
    first = manual.pages.textCursor().position()
    press("f3")
    second = manual.pages.textCursor().position()
    assert second != first
    press("shift+f3")
    assert manual.pages.textCursor().position() == first
    assert manual.bar.count.text().endswith(f"/{len(marks)}")
    press("esc")
    assert manual.isVisible()
    assert manual.pages.extraSelections() == []
    assert QApplication.focusWidget() is manual.pages


def test_what_is_not_there_is_said(manual):
    press("ctrl+f")
    write("khong co chu nay")
    assert manual.bar.count.text() == "Không tìm thấy"
    press("f3")
    assert current(manual) == []
