"""Báo cáo: what is shown, who is missing, what is saved; and words that are the officer's own."""

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from tests.keyboard import press, write
from tests.pages import answer, back_on, column, is_open, settle, show, the_dialog
from tests.report_stand_ins import accept, stand_ins
from ui.dialogs.form_check import FormCheckDialog
from ui.dialogs.passage import PassageDialog
from ui.dialogs.trace import TraceDialog
from ui.pages.report import ReportPage
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.errors import UserError

WORDS = "Lời văn"
PUBLICITY = "section.C"


@pytest.fixture
def page(qtbot, session):
    """The page with the real report of the demo."""
    page = ReportPage(session)
    with qtbot.waitSignal(page.reader.shown, timeout=20_000):
        show(qtbot, page, 1100)
    return page


def opened(qtbot, page, passage):
    """The dialog of a passage, opened from the list with Enter."""
    page.tabs.setCurrentWidget(page.passages)
    page.passages.table.setFocus()
    assert page.passages.table.select_key(passage)
    press("enter")
    return the_dialog(qtbot, page, PassageDialog)


def state_of(page, passage):
    table = page.passages.table
    return column(table, WORDS)[table.model().row_of(passage)]


def test_own_words_stand_in_the_report_until_they_are_undone(qtbot, page, session):
    def looked_for(words):
        """How often `words` stand in the report that is shown."""
        page.focus_search()
        page.reader.bar.field.selectAll()
        write(words)
        qtbot.waitUntil(lambda: not page.reader.search.busy, timeout=10_000)
        return len(page.reader.search.hits)

    # Going through the passages leads through the report.
    page.passages.table.setFocus()
    press("ctrl+end")
    qtbot.waitUntil(lambda: page.reader.view.page > 3, timeout=10_000)
    last = page.reader.view.page
    dialog = opened(qtbot, page, PUBLICITY)
    qtbot.waitUntil(lambda: page.reader.view.page < last, timeout=10_000)
    press("ctrl+end")
    write(" Riêng tờ rơi phát được ")
    dialog.figures.search.setFocus()
    write("C12")
    dialog.figures.table.setFocus()
    dialog.figures.table.select_key("C12.value")
    press("enter")
    write(" tờ.")
    with qtbot.waitSignal(page.reader.shown, timeout=20_000):
        press("ctrl+s")
    back_on(qtbot, page)
    assert state_of(page, PUBLICITY) == "Đã sửa"
    leaflets = page.passages.table.model().rows[0].figures["C12.value"]
    assert looked_for(f"tờ rơi phát được {leaflets} tờ.") == 1
    qtbot.mouseClick(page.check_button, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    check = the_dialog(qtbot, page, FormCheckDialog)
    assert check.summary.text().startswith("Không đạt 0 · ")
    press("esc")
    back_on(qtbot, page)

    with qtbot.waitSignal(page.reader.shown, timeout=20_000):
        session.undo(lambda _: None)
    settle(qtbot, page)
    assert state_of(page, PUBLICITY) == "Máy soạn"
    assert looked_for("tờ rơi phát được") == 0


def test_a_number_by_hand_that_has_changed_is_told(qtbot, drafted):
    page = drafted
    was = page.passages.table.model().rows[0].figures["C01.value"]
    dialog = opened(qtbot, page, PUBLICITY)
    press("ctrl+a")
    write(f"Toàn huyện đăng {was} tin, bài.")
    with qtbot.waitSignal(dialog.saved):
        press("ctrl+s")
    back_on(qtbot, page)
    assert page.tabs.tabText(0) == "Lời &văn"

    accept(qtbot, page, "VT03")
    assert state_of(page, PUBLICITY) == "Đã sửa, cần xem lại"
    assert page.tabs.tabText(0) == "Lời &văn (cần xem: 1)"
    now = page.passages.table.model().rows[0].figures["C01.value"]
    dialog = opened(qtbot, page, PUBLICITY)
    assert f"“{was}”" in dialog.told.toPlainText()
    assert now in dialog.told.toPlainText()
    qtbot.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    back_on(qtbot, page)
    assert state_of(page, PUBLICITY) == "Đã sửa"

    dialog = opened(qtbot, page, PUBLICITY)
    assert not dialog.keep_button.isVisible()
    write("Mot cau chua luu. ")
    for words in ("Sửa tiếp", "Trở lại lời văn máy soạn"):
        qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
        assert "sẽ mất hẳn" in answer(qtbot, dialog, words)
    back_on(qtbot, page)
    assert state_of(page, PUBLICITY) == "Máy soạn"


def test_words_of_a_unit_are_taken_over_and_not_lost_unasked(qtbot, drafted):
    page = drafted
    passage = next(view.passage for view in page.passages.table.model().rows if view.passage.offers)
    dialog = opened(qtbot, page, passage.key)
    before = dialog.editor.template()
    dialog.offers.table.setFocus()
    offer = dialog.offers.table.current_row()
    press("enter")
    # Without a click in the text it is the last paragraph, ended by one full stop.
    words = " ".join(offer.words.split()).rstrip(".")
    assert dialog.editor.template() == f"{before}\n- {offer.unit_name}: {words}."
    for key, words in (("esc", "Sửa tiếp"), ("esc", "Không lưu")):
        press(key)
        answer(qtbot, dialog, words)
        assert is_open(page, PassageDialog) == (words == "Sửa tiếp")
        if is_open(page, PassageDialog):
            dialog.activateWindow()
            qtbot.waitUntil(dialog.isActiveWindow)
            dialog.editor.setFocus()
            assert dialog.editor.template() != before
    back_on(qtbot, page)
    assert state_of(page, passage.key) == "Máy soạn"


def test_words_of_units_are_listed_by_what_they_are_about(qtbot, drafted):
    rows = drafted.passages.table.model().rows
    passage = next(
        view.passage for view in rows if len({each.indicator for each in view.passage.offers}) > 1
    )
    offers = opened(qtbot, drafted, passage.key).offers
    kinds = column(offers.table, "Về")
    assert len(set(kinds)) > 1
    assert offers.kind.itemText(0) == f"Mọi nội dung ({len(kinds)})"
    offers.kind.setFocus()
    press("down")
    chosen = kinds[0]
    assert offers.kind.currentText() == f"{chosen} ({kinds.count(chosen)})"
    assert column(offers.table, "Về") == [chosen] * kinds.count(chosen)
    assert offers.whole.toPlainText().splitlines()[0].endswith(f" – {chosen}")


def test_from_a_number_in_the_preview_to_the_cell_behind_it(qtbot, drafted):
    page = drafted
    view = page.reader.view
    view.setFocus()
    view.viewport().grab()
    qtbot.waitUntil(lambda: view.pages.content(0) is not None)
    press("tab", "enter")
    settle(qtbot, page)
    dialog = the_dialog(qtbot, page, TraceDialog)
    assert dialog.title.text().startswith("C01 – ")
    assert "31 đơn vị phải báo cáo" in dialog.said.text()
    press("down")
    unit = dialog.table.current_row().unit
    with qtbot.waitSignal(page.page_requested) as asked:
        press("enter")
    assert asked.args == ["matrix", {"unit": unit, "indicator": "C01"}]


def test_who_is_missing_stands_beside_it(qtbot, drafted, session):
    page = drafted
    rows = page.missing.model().rows
    sent = session.snapshot.by_unit
    assert rows
    for row in rows:
        states = {s.state for s in sent.get(row.unit.code, ())}
        assert SubmissionState.ACCEPTED not in states
    assert page.tabs.tabText(1) == f"Cò&n thiếu ({len(rows)})"
    silent = next(row for row in rows if not row.sent)
    page.open_at(tab="missing")
    page.missing.setFocus()
    page.missing.select_key(silent.unit.code)
    with qtbot.waitSignal(page.page_requested) as asked:
        press("enter")
    assert asked.args == ["submissions", {"unit": silent.unit.code, "new": "1"}]


def test_the_strip_leads_to_the_plan_while_something_is_missing_there(qtbot, drafted, session):
    page = drafted
    words = page.strip.words.text()
    assert "Chưa ghi số của kế hoạch." in words
    assert "Chưa ghi ngày ban hành kế hoạch." in words
    assert "Chưa ghi hạn huyện báo cáo Sở." in words
    with qtbot.waitSignal(page.page_requested) as asked:
        qtbot.mouseClick(page.strip.button, Qt.MouseButton.LeftButton)
    assert asked.args == ["settings", {"part": "plan"}]
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


def test_another_letterhead_makes_another_report_and_only_the_newest_is_shown(
    qtbot, drafted, monkeypatch
):
    page = drafted
    assert page.letterhead.count() == 2
    shown = [page.reader.data]
    monkeypatch.setattr(page.reader, "show_document", shown.append)
    page.letterhead.setFocus()
    press("down", "up", "down")
    settle(qtbot, page)
    assert "Chưa ghi họ tên người ký của mẫu Phòng Văn hóa và Thông tin." in page.strip.words.text()
    page.draft.setFocus()
    press("space")
    settle(qtbot, page)
    assert len(set(shown)) == len(shown) == 3


def test_saving_asks_where_and_writes_the_file(qtbot, drafted, tmp_path):
    page = drafted
    for file_format, magic in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        page.save_actions[file_format].trigger()
        (dialog,) = (each for each in page.findChildren(QFileDialog) if each.isVisible())
        assert dialog.selectedFiles()[0].endswith(f"bao-cao-tong-hop.{file_format}")
        dialog.hide()
        path = tmp_path / f"báo cáo.{file_format}"
        with qtbot.waitSignal(page.announced) as said:
            dialog.fileSelected.emit(str(path))
        assert path.read_bytes().startswith(magic)
        assert said.args == [f"Đã lưu báo cáo vào {path}"]
    page.save_actions["pdf"].trigger()
    (dialog,) = (each for each in page.findChildren(QFileDialog) if each.isVisible())
    dialog.hide()
    with qtbot.waitSignal(page.announced):
        dialog.fileSelected.emit(str(tmp_path / "ngày 12.10"))
    assert (tmp_path / "ngày 12.10.pdf").exists()
    assert page.session.settings.value("report/folder") == str(tmp_path)


def test_a_file_that_cannot_be_written_is_a_sentence(qtbot, drafted, tmp_path):
    (tmp_path / "a.pdf").mkdir()
    drafted.save("pdf", tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "a.pdf" in box.text()
    box.close()


def test_new_data_are_shown_at_the_place_that_was_looked_at(qtbot, drafted, session):
    bar = drafted.reader.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    assert place > 0
    with qtbot.waitSignal(drafted.reader.shown):
        session.refresh()
    assert bar.value() == pytest.approx(place, abs=50)


@pytest.mark.skipif(sys.platform == "win32", reason="its own dialog waits for a person")
def test_ctrl_p_waits_for_the_report_and_asks_for_a_printer(qtbot, session, monkeypatch):
    stand_ins(monkeypatch)
    page = ReportPage(session)
    qtbot.addWidget(page)
    page.show()
    page.open_at(print="1")
    qtbot.waitUntil(lambda: page.findChild(QPrintDialog) is not None)
    dialog = page.findChild(QPrintDialog)
    assert dialog.maxPage() == len(page.reader.sizes) == 2
    dialog.close()


def test_a_report_that_cannot_be_made_says_why(qtbot, session, demo_store):
    (code,) = demo_store.tables.plans
    plan = demo_store.tables.plans[code]
    demo_store.tables.plans[code] = replace(plan, letterheads=())
    with qtbot.waitSignal(session.snapshot_changed):
        session.refresh()
    page = show(qtbot, ReportPage(session))
    assert "mẫu" in page.reader.view._empty_text
    for button in (page.save_button, page.print_button, page.check_button, page.issue_button):
        assert not button.isEnabled()


def test_printing_waits_for_the_report_that_was_asked_for_last(qtbot, drafted, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "ui.widgets.printing.print_pdf", lambda _, data, *__, **___: asked.append(data)
    )
    before = drafted.reader.data
    press_letterhead(drafted, 1)
    drafted.print_page()
    assert not asked
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert asked == [drafted.reader.data] != [before]


def test_no_report_of_before_stands_for_one_that_cannot_be_made(qtbot, drafted, monkeypatch):
    def refuse(*_, **__):
        raise UserError("report.no_font")

    monkeypatch.setattr("vinhloc_cds.services.reporting.Reporting.render", refuse)
    press_letterhead(drafted, 1)
    drafted.print_page()
    settle(qtbot, drafted)
    assert not drafted.reader.sizes
    assert not drafted.reader.data
    drafted.hide()
    drafted.show()
    assert not is_open(drafted, QPrintDialog)


def press_letterhead(page, row):
    """Another letterhead is chosen with the keyboard."""
    page.letterhead.setFocus()
    press(*["down"] * row)
    assert page.letterhead.currentIndex() == row
