"""The tab of pictures on the page Báo cáo, by keyboard."""

import pytest
from builders import at
from incoming_samples import incoming
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from report_documents import picture

from tests.keyboard import press, write
from tests.pages import settle, show
from ui.pages.report import ReportPage
from vinhloc_cds.domain.incoming import FileKind, FileReading, Recognition
from vinhloc_cds.domain.picture import AnnexPicture

PLAN = "KH-CDS-2024"
PHOTO = FileReading(FileKind.PICTURE, Recognition.NONE)


@pytest.fixture
def files(demo_store):
    """Three pictures: the first broken, the others whole."""
    for number, data in enumerate(
        (picture()[:40], picture("JPEG", (300, 200)), picture("PNG", (20, 90))), 1
    ):
        demo_store.tables.incoming[number] = incoming(
            demo_store.attachments.put(data),
            id=number,
            plan=PLAN,
            file_name=f"anh-{number}.jpg",
            received_at=at(f"2024-10-0{number}T08:00"),
            unit=("15349", "15352", "15355")[number - 1],
            reading=PHOTO,
        )
    return demo_store


@pytest.fixture
def page(qtbot, session, monkeypatch):
    # How the report looks is tested elsewhere.
    monkeypatch.setattr("vinhloc_cds.services.reporting.render", lambda *_, **__: b"%PDF")
    monkeypatch.setattr("ui.widgets.pdf_reader.PdfReader.show_document", lambda *_: None)
    page = show(qtbot, ReportPage(session))
    page.open_at(tab="pictures")
    qtbot.waitUntil(page.isActiveWindow)
    page.pictures.view.setFocus()
    return page


@pytest.fixture
def change(qtbot, page):
    """Presses keys, and waits until what they change is stored and shown."""

    def pressed(*keys):
        press(*keys)
        # A tick is dealt with after the key.
        qtbot.wait(1)
        settle(qtbot, page)

    return pressed


def shown(page) -> list[tuple[int, bool]]:
    return [(row.incoming, row.chosen) for row in page.pictures.model.rows]


def test_without_pictures_the_tab_says_how_they_get_there(page):
    assert page.tabs.tabText(3).endswith("(0)")
    assert not page.pictures.caption.isEnabled()
    assert page.pictures.hint.isHidden()


def test_pictures_are_ticked_moved_and_taken_back_by_keyboard(
    qtbot, files, page, change, demo_store
):
    assert page.tabs.tabText(3).endswith("(3)")
    assert shown(page) == [(3, False), (2, False), (1, False)]
    assert not page.pictures.up.isEnabled()
    change("space")
    change("down", "space")
    assert shown(page) == [(3, True), (2, True), (1, False)]
    assert page.pictures.view.currentIndex().row() == 1
    assert not page.pictures.down.isEnabled(), "what is not chosen has no place in the order"
    change("alt+up")
    assert shown(page) == [(2, True), (3, True), (1, False)]
    assert demo_store.tables.pictures[PLAN] == (AnnexPicture(2), AnnexPicture(3))
    assert page.pictures.hint.text().startswith("Phụ lục IV có 2/3 ảnh")
    change("space")
    assert shown(page) == [(3, True), (2, False), (1, False)]
    with qtbot.waitSignal(page.session.snapshot_changed):
        page.session.undo(lambda _: None)
    settle(qtbot, page)
    assert shown(page) == [(2, True), (3, True), (1, False)]


def test_a_caption_is_written_and_left_by_keyboard(files, page, change, demo_store):
    press("enter")
    assert page.pictures.view.hasFocus(), "only what is printed has words to write"
    change("space")
    press("enter")
    assert page.pictures.caption.hasFocus()
    own = page.pictures.caption.text()
    write("Ra quân")
    press("esc")
    assert page.pictures.view.hasFocus()
    assert page.pictures.caption.text() == own
    press("enter")
    write("Lễ <b>phát động</b>")
    change("enter")
    assert demo_store.tables.pictures[PLAN] == (AnnexPicture(3, "Lễ <b>phát động</b>"),)
    index = page.pictures.view.currentIndex()
    assert index.data().startswith("Lễ <b>phát động</b>\n")
    assert page.pictures.view.hasFocus()


def test_pictures_are_drawn_and_a_broken_one_is_said(qtbot, files, page, session):
    model = page.pictures.model
    qtbot.waitUntil(lambda: all(map(model.is_drawn, range(3))))
    words = [model.index(row).data() for row in range(3)]
    assert ["Không in được" in each for each in words] == [False, False, True]
    blank = model.index(2).data(Qt.ItemDataRole.DecorationRole)
    drawn = [model.index(row).data(Qt.ItemDataRole.DecorationRole) for row in range(2)]
    assert {image.size().toTuple() for image in (*drawn, blank)} == {blank.size().toTuple()}
    middle = drawn[1].toImage().pixelColor(drawn[1].width() // 2, drawn[1].height() // 2)
    assert (middle.red() < 9, middle.blue() > 120) == (True, True)


def test_a_picture_that_is_gone_is_said_and_the_list_is_as_it_was(qtbot, files, page, demo_store):
    del demo_store.tables.incoming[3]
    press("space")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert "Có ảnh vừa chọn không còn dùng được" in box.text()
    box.close()
    settle(qtbot, page)
    assert shown(page) == [(2, False), (1, False)]
