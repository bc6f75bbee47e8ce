"""A PDF in the program: its pages, search, links, selection, and what is kept of it."""

from io import BytesIO

import hostile_pdfs
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from resources.fonts import serif_family
from tests.keyboard import press, write
from ui.dialogs.preview import PreviewDialog
from ui.widgets.pdf_pages import PdfPages
from ui.widgets.pdf_reader import PdfReader

WORDS = (
    "Các xã Vĩnh Hưng, Vĩnh Hùng đã báo cáo",
    "Xã Vĩnh Hưng có 13 tổ công nghệ số",
    "Khu phố Hòa Bình và Hoà An",
)
LINKS = ("D02.percent", "D02/15391.value", "state.units.late")


def pdf(pages=WORDS, *, turned=(), links=LINKS):
    """A page to each of `pages` with these words at 72, 100 points from the top, and links.

    Those in `turned` lie across. On page 1 there are links, below one another.
    """
    registerFont(TTFont("words", str(serif_family().regular)))
    data = BytesIO()
    canvas = Canvas(data)
    for number, words in enumerate(pages):
        wide, high = landscape(A4) if number in turned else A4
        canvas.setPageSize((wide, high))
        canvas.setFont("words", 14)
        canvas.drawString(72, high - 100, words)
        if number == 0:
            for row, key in enumerate(links):
                bottom = high - 220 - 40 * row
                canvas.linkURL(f"vlcds:{key}", (72, bottom, 172, bottom + 20))
            canvas.linkURL("https://example.org/", (300, high - 220, 400, high - 200))
        canvas.showPage()
    canvas.save()
    return data.getvalue()


@pytest.fixture
def read(qtbot, session):
    """Shows a document in a reader; returns once all in sight is drawn and read."""

    def show(data, width=900, height=700):
        reader = PdfReader(session)
        qtbot.addWidget(reader)
        reader.resize(width, height)
        reader.show()
        with qtbot.waitSignal(reader.shown):
            reader.show_document(data)
        reader.activateWindow()
        reader.setFocus()
        qtbot.waitUntil(reader.view.hasFocus)
        settle(qtbot, reader, session)
        return reader

    return show


def settle(qtbot, reader, session):
    reader.view.viewport().grab()
    qtbot.waitUntil(lambda: not session.drawing.busy)


def on_screen(reader, page, x, y):
    """Where a place on a page, in points, stands in the viewport."""
    return reader.view._on_screen(page, QRectF(x, y, 0, 0)).topLeft().toPoint()


def click(reader, place):
    QTest.mouseClick(reader.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def marked(reader):
    return [(hit.page, hit == reader.view._hit) for h in reader.view._hits.values() for hit in h]


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("vinh hung", [0, 0, 1]),
        ("Vĩnh Hưng", [0, 1]),
        ("hoà", [2, 2]),
        ("hoá", []),
    ],
)
def test_search_counts_and_marks_what_it_finds(qtbot, session, read, typed, pages):
    reader = read(pdf())
    press("ctrl+f")
    write(typed)
    settle(qtbot, reader, session)
    assert [page for page, _ in marked(reader)] == pages
    assert reader.bar.count.text() == (f"1/{len(pages)}" if pages else "Không tìm thấy")
    if pages:
        box = reader.view._hit.places[0]
        assert QRectF(0, 80, A4[0], 30).contains(box)


def test_search_goes_on_and_back_and_ends(qtbot, session, read):
    reader = read(pdf())
    press("ctrl+f")
    write("vinh hung")
    settle(qtbot, reader, session)
    seen = []
    for key in ("enter", "f3", "enter", "shift+f3", "shift+enter"):
        press(key)
        seen.append((reader.bar.count.text(), reader.view._hit.page))
    assert seen == [("2/3", 0), ("3/3", 1), ("1/3", 0), ("3/3", 1), ("2/3", 0)]
    press("esc")
    assert not reader.bar.isVisible()
    assert not marked(reader)
    assert reader.view.hasFocus()


def test_search_begins_on_the_page_in_sight_and_follows_the_document(qtbot, session, read):
    reader = read(pdf())
    reader.view.go_to(2)
    press("ctrl+f")
    write("vinh hung")
    settle(qtbot, reader, session)
    assert reader.bar.count.text() == "3/3"
    with qtbot.waitSignal(reader.shown):
        reader.show_document(pdf(WORDS[1:]))
    settle(qtbot, reader, session)
    assert reader.bar.count.text() == "1/1"


def test_a_link_is_pointed_out_and_pressed(qtbot, read, monkeypatch):
    reader = read(pdf())
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, words, _widget: said.append(words))
    place = on_screen(reader, 0, 100, 250)
    port = reader.view.viewport()
    QTest.mouseMove(port, place)
    assert port.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(
        port, QHelpEvent(QHelpEvent.Type.ToolTip, place, port.mapToGlobal(place))
    )
    assert "từ đâu" in said[0]
    with qtbot.waitSignal(reader.link_pressed) as pressed:
        click(reader, place)
    assert pressed.args == [LINKS[1]]
    QTest.mouseMove(port, on_screen(reader, 0, 400, 500))
    assert port.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_an_address_in_a_file_is_never_opened(qtbot, read, monkeypatch):
    reader = read(pdf())
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _: pytest.fail("opened"))
    place = on_screen(reader, 0, 350, 210)
    with qtbot.assertNotEmitted(reader.link_pressed):
        click(reader, place)
    QTest.mouseMove(reader.view.viewport(), place)
    assert reader.view.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def test_links_by_keyboard(qtbot, session, read):
    reader = read(pdf())
    pressed = []
    reader.link_pressed.connect(pressed.append)
    press("tab", "enter", "tab", "enter", "tab", "enter", "backtab", "enter")
    assert pressed == [*LINKS, LINKS[1]]
    press("esc", "enter")
    assert len(pressed) == 4
    press("tab")
    assert not reader.view.hasFocus()


def test_tab_leaves_the_page_behind_its_last_link(qtbot, session, read):
    reader = read(pdf(links=LINKS[:1]))
    press("tab")
    assert reader.view.hasFocus()
    press("tab")
    assert not reader.view.hasFocus()


def test_words_are_selected_and_copied(qtbot, session, read):
    reader = read(pdf())
    port = reader.view.viewport()
    QTest.mousePress(
        port, Qt.MouseButton.LeftButton, pos=on_screen(reader, 0, 72, 96) - QPoint(9, 0)
    )
    place = on_screen(reader, 0, 500, 96)
    move = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(place),
        QPointF(port.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, move)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=place)
    press("ctrl+c")
    assert QGuiApplication.clipboard().text() == WORDS[0]


def test_small_pages_are_drawn_when_in_sight_follow_and_lead(qtbot, session, read):
    reader = read(pdf([f"Trang số {n}" for n in range(1, 31)]))
    qtbot.waitUntil(lambda: reader.thumbnails.drawn > 2 and not session.drawing.busy)
    assert reader.thumbnails.drawn < 12
    press("end")
    assert reader.thumbnails.currentRow() == 29
    reader.thumbnails.setFocus()
    press("home", "down")
    assert reader.page.value() == 2
    item = reader.thumbnails.item(4)
    QTest.mouseClick(
        reader.thumbnails.viewport(),
        Qt.MouseButton.LeftButton,
        pos=reader.thumbnails.visualItemRect(item).center(),
    )
    assert reader.view.page == 5
    settle(qtbot, reader, session)


def test_pages_at_the_end_can_be_gone_through_one_by_one(qtbot, session, read):
    reader = read(pdf(turned=(0, 1, 2)), height=1500)
    reader.thumbnails.setFocus()
    seen = []
    for key in ("down", "down", "up", "up"):
        press(key)
        seen.append(reader.page.value())
    assert seen == [2, 3, 2, 1]
    settle(qtbot, reader, session)


def test_a_page_is_asked_for_by_its_number(qtbot, session, read):
    reader = read(pdf())
    press("ctrl+g")
    write("3")
    press("enter")
    assert reader.view.hasFocus()
    assert reader.view.page == 3
    QTest.keyClick(reader.view, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert reader.page.value() == 2
    settle(qtbot, reader, session)


def test_zooming_keeps_what_is_looked_at(qtbot, session, read):
    reader = read(pdf([f"Trang số {n}" for n in range(1, 13)]))
    reader.view.go_to(7)
    middle = QRectF(reader.view.viewport().rect()).center()

    def looked_at():
        return reader.view._layout.page_at(reader.view._offset() + middle)

    page, point = looked_at()
    reader.view.setFocus()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        QTest.keyClick(reader.view, key, Qt.KeyboardModifier.ControlModifier)
        now = looked_at()
        assert now[0] == page
        assert (now[1] - point).manhattanLength() < 4
    settle(qtbot, reader, session)


def test_any_zoom_stays_within_the_memory(qtbot, session, read):
    reader = read(pdf(["Một trang"] * 4))
    for zoom in (1.0, 2.0, 4.0):
        reader.view.set_zoom(zoom)
        for page in (1, 2, 3, 4):
            reader.view.go_to(page)
            settle(qtbot, reader, session)
    assert reader.view._images.kept_bytes < 200_000_000
    (image, *_) = reversed(reader.view._images._images.values())
    assert image.width() <= 2048


def test_a_document_made_anew_is_shown_at_the_place_that_was_looked_at(qtbot, session, read):
    pages = [f"Trang số {n}" for n in range(1, 13)]
    reader = read(pdf(pages))
    reader.view.go_to(7)
    place = reader.view.verticalScrollBar().value()
    with qtbot.waitSignal(reader.shown):
        reader.show_document(pdf(pages))
    assert reader.view.verticalScrollBar().value() == pytest.approx(place, abs=2)
    assert reader.page.value() == 7
    with qtbot.waitSignal(reader.shown):
        reader.show_document(pdf(pages[:2]))
    assert reader.page.value() == 2
    settle(qtbot, reader, session)


def test_a_page_may_be_forgotten_the_moment_it_was_read(qtbot, session, read):
    """On the GUI thread another document may be shown while the worker reads this one."""

    class Forgotten(dict):
        def __setitem__(self, page, content):
            super().__setitem__(page, content)
            self.clear()

    pages = read(pdf()).view.pages
    pages._read = Forgotten()
    got = []
    pages.read(1, got.append)
    qtbot.waitUntil(lambda: not session.drawing.busy)
    assert len(got) == 1


def test_a_broken_file_leaves_nothing_of_the_one_before(qtbot, session, read):
    reader = read(pdf())
    said = []
    reader.show_document(b"%PDF-1.4 broken", said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert "hỏng" in str(said[0])
    assert not reader.sizes
    assert not reader.page.isEnabled()


@pytest.fixture
def dialog(qtbot, session, read):
    parent = read(pdf(WORDS[:1]))
    dialog = PreviewDialog(session, "Danh sách", pdf(), "danh-sach.pdf", parent)
    with qtbot.waitSignal(dialog.reader.shown):
        dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.reader.view.hasFocus)
    settle(qtbot, dialog.reader, session)
    return dialog


def test_a_preview_is_saved_as_it_is(qtbot, dialog, tmp_path):
    press("ctrl+s")
    chooser = dialog.findChild(QFileDialog)
    assert chooser.selectedFiles()[0].endswith("danh-sach.pdf")
    chooser.close()
    path = tmp_path / "danh sách.pdf"
    with qtbot.waitSignal(dialog.announced):
        chooser.fileSelected.emit(str(path))
    assert path.read_bytes() == dialog.reader.data
    assert str(path) in dialog.said.text()


def test_enter_in_a_preview_follows_links_and_searches_but_closes_nothing(qtbot, session, dialog):
    with qtbot.waitSignal(dialog.reader.link_pressed) as pressed:
        press("tab", "enter")
    assert pressed.args == [LINKS[0]]
    press("ctrl+f")
    write("hoa")
    settle(qtbot, dialog.reader, session)
    press("enter")
    assert dialog.reader.bar.count.text() == "2/2"
    press("esc")
    assert dialog.isVisible()
    press("esc")
    qtbot.waitUntil(lambda: not any(w.isVisible() for w in QApplication.topLevelWidgets()
                                    if isinstance(w, PreviewDialog)))  # fmt: skip


def test_a_preview_that_is_closed_at_once_is_gone(qtbot, session, read):
    parent = read(pdf(WORDS[:1]))
    dialog = PreviewDialog(session, "Danh sách", pdf(), "danh-sach.pdf", parent)
    dialog.open()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    qtbot.waitUntil(lambda: not session.drawing.busy)
    assert not parent.findChildren(PreviewDialog)


def test_pages_come_as_sharp_as_the_screen(qtbot, session, read):
    """What PDFium draws for the screen's own dots stands there as it is, on a dot each."""
    reader = read(pdf(), width=803)
    shot = reader.view.viewport().grab().toImage()
    place = reader.view._in_sight()[0][1]
    drawn = []
    ratio = shot.devicePixelRatio()
    scale = round(place.width() * ratio / A4[0], 4)
    reader.view.pages.draw(0, scale, drawn.append)
    settle(qtbot, reader, session)
    words = QRect(60, 80, 240, 30)
    part = QRect(words.topLeft() * scale, words.size() * scale)
    corner = QPoint(round(place.x() * ratio), round(place.y() * ratio))
    shown = shot.copy(part.translated(corner))
    assert shown == drawn[0].copy(part)
    assert sum(shown.pixelColor(x, y).lightness() < 100
               for x in range(part.width()) for y in range(part.height())) > 50  # fmt: skip


@pytest.mark.parametrize("name", ["a form in itself", "a tile in itself"])
def test_a_document_without_end_is_refused_before_it_is_drawn(qtbot, session, name):
    data = next(data for found, data in hostile_pdfs.files() if found == name)
    pages, opened, refused = PdfPages(session.drawing), [], []
    pages.open(data, opened.append, refused.append)
    qtbot.waitUntil(lambda: bool(opened or refused))
    assert opened == []
    assert "lồng nhau" in str(refused[0])
    pages.close()
