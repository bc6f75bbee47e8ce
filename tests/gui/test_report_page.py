"""Báo cáo: what is shown, who is missing, saving and printing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from tests.keyboard import press
from ui.pages.report import ReportPage
from vinhloc_cds.domain.submission import SubmissionState


@pytest.fixture
def page(qtbot, session):
    page = ReportPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    with qtbot.waitSignal(page.view.shown, timeout=20_000):
        page.show()
    return page


@pytest.fixture
def drawn(qtbot, session):
    """Waits until every page in sight has been drawn."""
    return lambda: qtbot.waitUntil(lambda: not session.drawing.busy, timeout=20_000)


def ink(page):
    """How many of the dots in the middle of the viewport are dark."""
    image = page.view.viewport().grab().toImage()
    return sum(
        image.pixelColor(x, y).lightness() < 100
        for x in range(image.width() // 4, image.width() * 3 // 4, 2)
        for y in range(40, image.height(), 2)
    )


def test_the_report_is_shown_page_by_page(qtbot, page, drawn):
    qtbot.waitUntil(lambda: ink(page) > 200, timeout=20_000)
    assert len(page.view.sizes) > 5
    assert page.place.text() == f"Trang 1/{len(page.view.sizes)}"
    page.view.setFocus()
    press("end")
    assert page.place.text() == f"Trang {len(page.view.sizes)}/{len(page.view.sizes)}"
    drawn()


def test_who_is_missing_stands_beside_it(page, session):
    rows = page.missing.model().rows
    sent = session.snapshot.by_unit
    assert rows
    for row in rows:
        states = {s.state for s in sent.get(row.unit.code, ())}
        assert SubmissionState.ACCEPTED not in states
    assert page.missing_title.text().endswith(str(len(rows)))


def test_the_strip_names_what_is_not_filled_in(qtbot, page):
    words = page.strip.words.text()
    assert "Chưa ghi số của kế hoạch." in words
    assert "Chưa ghi ngày ban hành kế hoạch." in words
    assert "Chưa ghi hạn huyện báo cáo Sở." in words
    with qtbot.waitSignal(page.page_requested) as asked:
        qtbot.mouseClick(page.strip.button, Qt.MouseButton.LeftButton)
    assert asked.args == ["settings", {"part": "plan"}]


def test_the_signer_of_the_chosen_letterhead_is_asked_for(page):
    assert "người ký" not in page.strip.words.text()
    page.letterhead.setCurrentIndex(1)
    page.letterhead.activated.emit(1)
    assert "Chưa ghi họ tên người ký của mẫu Phòng Văn hóa và Thông tin." in page.strip.words.text()


def test_the_strip_leads_to_the_plan_only_if_something_is_missing_there(page, session):
    assert page.strip.button.isVisible()
    plan = session.snapshot.plan
    deadline = plan.reporting.deadline
    plan = replace(
        plan,
        number="15/KH-UBND",
        issued_on=deadline.day,
        reporting=replace(plan.reporting, province_deadline=deadline),
    )
    page.show_snapshot(replace(session.snapshot, plan=plan))
    assert page.strip.words.text().startswith("3 đơn vị phải báo cáo chưa gửi gì.")
    assert not page.strip.button.isVisible()


def test_enter_on_a_missing_unit_goes_to_its_submissions(qtbot, page):
    rows = page.missing.model().rows
    silent = next(row for row in rows if not row.sent)
    page.activateWindow()
    page.missing.setFocus()
    page.missing.select_key(silent.unit.code)
    with qtbot.waitSignal(page.page_requested) as asked:
        press("enter")
    assert asked.args == ["submissions", {"unit": silent.unit.code, "new": "1"}]


def test_another_letterhead_makes_another_report(qtbot, page, session, monkeypatch):
    assert page.letterhead.count() == 2
    shown = []
    monkeypatch.setattr(page.view, "show_document", shown.append)
    for row in (1, 0):
        page.letterhead.setCurrentIndex(row)
        page.letterhead.activated.emit(row)
        qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)
    assert len(set(shown)) == 2
    assert all(data.startswith(b"%PDF") for data in shown)


def test_only_the_newest_wish_is_shown(qtbot, page, session, monkeypatch):
    shown = []
    monkeypatch.setattr(page.view, "show_document", shown.append)
    for row in (1, 0, 1):
        page.letterhead.setCurrentIndex(row)
        page.letterhead.activated.emit(row)
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("file_format", "magic"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")]
)
def test_saving_asks_where_and_writes_the_file(qtbot, page, tmp_path, file_format, magic):
    qtbot.mouseClick(page.save_buttons[file_format], Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith(f"bao-cao-tong-hop.{file_format}")
    dialog.close()
    path = tmp_path / f"báo cáo.{file_format}"
    with qtbot.waitSignal(page.announced, timeout=20_000) as said:
        dialog.fileSelected.emit(str(path))
    assert path.read_bytes().startswith(magic)
    assert said.args == [f"Đã lưu báo cáo vào {path}"]
    assert page.session.settings.value("report/folder") == str(tmp_path)


def test_a_file_that_cannot_be_written_is_a_sentence(qtbot, page, session, tmp_path):
    (tmp_path / "a.pdf").mkdir()
    page.save("pdf", tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=20_000)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "a.pdf" in box.text()
    box.close()


def test_zooming_by_wheel_and_back_to_the_width(qtbot, page, drawn):
    before = page.view.zoom
    place = page.view.viewport().rect().center()
    event = QWheelEvent(
        QPointF(place),
        QPointF(page.view.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.view.viewport(), event)
    assert page.view.zoom == pytest.approx(before * 1.25)
    assert page.zoom.text() == f"{round(page.view.zoom * 100)}%"
    drawn()
    page.view.fit_width()
    assert page.view.zoom == pytest.approx(before)
    assert page.view.horizontalScrollBar().maximum() == 0


def test_new_data_are_shown_at_the_place_that_was_looked_at(qtbot, page, session):
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    with qtbot.waitSignal(page.view.shown, timeout=20_000):
        session.refresh()
    assert bar.value() == pytest.approx(place, abs=50)


def test_printing_gives_every_page_its_own_direction(qtbot, page, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setResolution(60)
    said = []
    page.announced.connect(said.append)
    page.print_on(printer)
    assert page.cancel_button.isVisible()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert said == ["Đã gửi báo cáo đến máy in."]

    from pypdfium2 import PdfDocument

    document = PdfDocument(tmp_path / "in.pdf")
    try:
        printed = [document.get_page_size(n) for n in range(len(document))]
    finally:
        document.close()
    assert [w > h for w, h in printed] == [s.width() > s.height() for s in page.view.sizes]
    assert page.print_button.isVisible()


def test_only_the_pages_chosen_are_printed(qtbot, page, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setResolution(60)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    page.print_on(printer)
    sent = []
    page._job.progressed.connect(lambda number, total: sent.append((number, total)))
    qtbot.waitUntil(lambda: page._job is None, timeout=60_000)
    assert sent == [(1, 2), (2, 2)]


def test_printing_can_be_stopped(qtbot, page, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    page.print_on(printer)
    said = []
    page.announced.connect(said.append)
    qtbot.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    assert len(said) == 1
    assert said[0].startswith("Chưa in xong")
    assert page.print_button.isVisible()


def test_ctrl_p_waits_for_the_report_and_asks_for_a_printer(qtbot, session):
    page = ReportPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.open_at(print="1")
    qtbot.waitUntil(lambda: page.findChild(QPrintDialog) is not None, timeout=20_000)
    dialog = page.findChild(QPrintDialog)
    assert dialog.isVisible()
    assert dialog.maxPage() == len(page.view.sizes)
    dialog.close()


def test_a_report_that_cannot_be_made_says_why(qtbot, session, demo_store):
    from dataclasses import replace

    (code,) = demo_store.tables.plans
    plan = demo_store.tables.plans[code]
    demo_store.tables.plans[code] = replace(plan, letterheads=())
    with qtbot.waitSignal(session.snapshot_changed):
        session.refresh()
    page = ReportPage(session)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not session.tasks.busy, timeout=20_000)
    assert "mẫu" in page.view._empty_text or "phát hành" in page.view._empty_text
    assert not page.print_button.isEnabled()
