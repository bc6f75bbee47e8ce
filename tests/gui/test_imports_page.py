"""Files dropped on the window, and the points about them answered with the keyboard."""

import io
import shutil

import openpyxl
import pytest
from builders import at
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.keyboard import press, write
from tests.pages import column, settle, the_dialog
from ui.dialogs.receipt import ReceiptDialog
from ui.dialogs.return_slip import ReturnSlipDialog
from ui.dialogs.submission import SubmissionDialog
from ui.main_window import MainWindow
from ui.widgets.source_view import SourceView
from vinhloc_cds.bootstrap import SetClock, build_office
from vinhloc_cds.domain.contact import ContactKind
from vinhloc_cds.domain.incoming import Todo
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.submission import Channel, SubmissionKind, SubmissionState
from vinhloc_cds.forms.writer import Forms

PLAN = built_in_plans()[0].load()
DEPARTMENTS = [unit for unit in PLAN.units if unit.group == "G_PB"]
FIRST, SECOND = DEPARTMENTS[:2]
SENT = at("2024-10-11T10:00")
RECEIVED = at("2024-10-11T08:30")


def form(unit, **said):
    """The form of `unit` with what it said, by the codes of its indicators."""
    book = openpyxl.load_workbook(io.BytesIO(Forms(PLAN).form(unit, PLAN.reporting.deadline)))
    sheet = book.worksheets[0]
    (across,) = (cell.column for cell in sheet[1] if cell.value == "value")
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for code, value in said.items():
        sheet.cell(rows[code], across).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def window(qtbot, closed_session, tmp_path):
    clock = SetClock(SENT)
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: build_office(tmp_path / "data", clock))
    window = MainWindow(closed_session, tmp_path / "data")
    qtbot.addWidget(window)
    window.resize(1300, 740)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    settle(qtbot, window)
    return window


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "zalo"
    made.mkdir()
    return made


def drop(window, *paths):
    """As a file manager drops files on the middle of the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at = window.rect().center()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(at, copy, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(at), copy, data, buttons, keys, QEvent.Type.Drop)
    QApplication.sendEvent(window, event)


@pytest.fixture
def take_in(qtbot, window):
    """Drops paths, says when and how they came, and waits until they are in."""

    def take(*paths, received="11/10/2024 8:30", channel="dien", after_drop=lambda: None):
        drop(window, *paths)
        after_drop()
        qtbot.waitUntil(lambda: window.findChildren(ReceiptDialog) != [])
        dialog = the_dialog(qtbot, window, ReceiptDialog)
        dialog.received.selectAll()
        write(received)
        press("tab")
        write(channel)
        press("enter")
        qtbot.waitUntil(lambda: not window.session.tasks.busy and not dialog_open(window))
        page = window.current_page()
        settle(qtbot, page)
        return page

    return take


def dialog_open(window):
    return any(dialog.isVisible() for dialog in window.findChildren(ReceiptDialog))


def stored(window):
    return {s.unit: s for s in window.session.snapshot.submissions}


def go_to(qtbot, page, todo):
    """Choose a group of points and put the keyboard on its first."""
    window = page.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.points.groups.setCurrentRow(1 + list(Todo).index(todo))
    page.points.table.setFocus()
    settle(qtbot, page)


def test_dropped_files_stand_accepted_with_the_moment_and_way_that_was_said(
    qtbot, window, take_in, folder
):
    (folder / "a.xlsx").write_bytes(form(FIRST, A04=3))
    (folder / "b.xlsx").write_bytes(form(SECOND, A04=1))
    page = take_in(folder)
    assert sorted(column(page.table, "Trạng thái")) == ["Đã vào tổng hợp"] * 2
    submission = stored(window)[FIRST.code]
    assert submission.state is SubmissionState.ACCEPTED
    assert submission.received_at == RECEIVED
    assert submission.channel is Channel.PHONE
    (value,) = submission.values
    assert (value.value, value.source.file_name, value.source.cell[0]) == (3, "a.xlsx", "E")


def test_what_its_owner_removes_after_the_drop_is_taken_in(window, take_in, folder, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(folder.parent))
    (folder / "a.xlsx").write_bytes(form(FIRST, A04=3))
    (folder / "b.xlsx").write_bytes(form(SECOND, A04=1))
    page = take_in(folder, after_drop=lambda: shutil.rmtree(folder))
    assert column(page.table, "Trạng thái") == ["Đã vào tổng hợp"] * 2
    (value,) = stored(window)[FIRST.code].values
    assert value.source.file_name == "a.xlsx"


def test_what_could_not_be_read_is_said_and_changes_nothing(qtbot, window, take_in, folder):
    broken = folder / "hong.xlsx"
    broken.write_bytes(form(FIRST, A04=3)[:2000])
    page = take_in(broken)
    assert column(page.table, "Trạng thái") == ["Không đọc được"]
    page.table.setFocus()
    page.table.selectRow(0)
    assert page.said.isVisible()
    assert page.said.text().endswith(".")
    assert stored(window) == {}


def test_what_was_refused_is_shown_until_it_comes_in(qtbot, window, take_in, folder):
    broken, sound = folder / "a.xlsx", form(FIRST, A04=3)
    broken.write_bytes(sound[:2000])
    (folder / "b.xlsx").write_bytes(form(SECOND, A04=1))
    take_in(broken)
    page = take_in(folder / "b.xlsx")
    assert sorted(column(page.table, "Trạng thái")) == ["Không đọc được", "Đã vào tổng hợp"]
    broken.write_bytes(sound)
    page = take_in(broken)
    assert column(page.table, "Trạng thái") == ["Đã vào tổng hợp"] * 2


def test_a_file_that_comes_again_is_said_and_not_stored_twice(qtbot, window, take_in, folder):
    file = folder / "a.xlsx"
    file.write_bytes(form(FIRST, A04=3))
    take_in(file)
    page = take_in(file)
    assert sorted(column(page.table, "Trạng thái")) == ["Trùng tệp", "Đã vào tổng hợp"]
    assert len(window.session.snapshot.submissions) == 1


def test_a_proposal_is_accepted_by_the_keyboard_and_the_file_with_it(
    qtbot, window, take_in, folder
):
    file = folder / "a.xlsx"
    file.write_bytes(form(FIRST, A04=1.2))
    page = take_in(file)
    assert stored(window)[FIRST.code].state is SubmissionState.RECEIVED
    go_to(qtbot, page, Todo.MEND)
    qtbot.waitUntil(lambda: page.points.excerpt.rowCount() > 0)
    assert "1.200" in page.points.message.text()
    press("ctrl+enter")
    settle(qtbot, page)
    submission = stored(window)[FIRST.code]
    assert submission.state is SubmissionState.ACCEPTED
    (value,) = submission.values
    assert (value.value, value.corrected_from) == (1200, "1.2")
    press("ctrl+z")
    settle(qtbot, page)
    assert stored(window)[FIRST.code].state is SubmissionState.RECEIVED


def test_a_value_is_typed_in_place_of_what_the_file_says(qtbot, window, take_in, folder):
    file = folder / "a.xlsx"
    file.write_bytes(form(FIRST, A04="3 lớp, 120 người"))
    page = take_in(file)
    go_to(qtbot, page, Todo.MEND)
    press("enter")
    line = page.points.panel.value.line
    assert line.hasFocus()
    line.selectAll()
    write("3")
    press("enter")
    settle(qtbot, page)
    assert stored(window)[FIRST.code].values[0].value == 3
    assert stored(window)[FIRST.code].state is SubmissionState.ACCEPTED


def test_what_is_offered_in_the_line_is_accepted_with_all_its_lines(qtbot, window, take_in, folder):
    said = "Tốt,\ncòn th\u1ee7 tục"
    file = folder / "a.xlsx"
    file.write_bytes(form(FIRST, A04=1.2, K01=said))
    page = take_in(file)
    go_to(qtbot, page, Todo.MEND)
    press("enter", "enter")
    settle(qtbot, page)
    values = {value.indicator: value for value in stored(window)[FIRST.code].values}
    assert values["A04"].value == 1200
    assert values["A04"].corrected_from == "1.2"
    assert values["K01"].value == said


def test_the_unit_is_asked_and_gets_its_slip(qtbot, window, take_in, folder):
    file = folder / "a.xlsx"
    file.write_bytes(form(FIRST, A04="khoảng 3 đến 5"))
    page = take_in(file)
    go_to(qtbot, page, Todo.MEND)
    press("ctrl+h")
    settle(qtbot, page)
    assert column(page.points.table, "Mức") == ["Hỏi đơn vị"]
    press("ctrl+t")
    settle(qtbot, page)
    dialog = the_dialog(qtbot, window, ReturnSlipDialog)
    dialog.copy_button.click()
    words = QGuiApplication.clipboard().text()
    assert FIRST.name in words
    assert "khoảng 3 đến 5" in words
    told = []
    window.session.read(
        lambda office: office.chasing.contacts(PLAN.code, FIRST.code), told.extend, title="test"
    )
    settle(qtbot, page)
    assert [contact.kind for contact in told] == [ContactKind.RETURN]
    dialog.return_button.click()
    settle(qtbot, page)
    submission = stored(window)[FIRST.code]
    assert submission.state is SubmissionState.RETURNED
    assert "khoảng 3 đến 5" in submission.returned_reason


def test_a_second_file_is_what_the_officer_says_beside_what_it_would_change(
    qtbot, window, take_in, folder
):
    (folder / "a.xlsx").write_bytes(form(FIRST, A04=3))
    take_in(folder)
    (folder / "b.xlsx").write_bytes(form(FIRST, A04=4))
    page = take_in(folder / "b.xlsx")
    assert len(window.session.snapshot.submissions) == 1
    go_to(qtbot, page, Todo.CHOOSE_KIND)
    panel = page.points.panel.kind
    qtbot.waitUntil(lambda: panel.differences.model().rowCount() > 0)
    assert column(panel.differences, "Đang có") == ["3"]
    assert column(panel.differences, "Tệp này") == ["4"]
    panel.kind.setCurrentIndex(panel.kind.findData(SubmissionKind.ADDITIONAL))
    assert column(panel.differences, "Sẽ thành") == ["7"]
    panel.kind.setCurrentIndex(-1)
    # Nothing is chosen beforehand, so nothing is taken unread.
    press("ctrl+enter")
    settle(qtbot, page)
    assert len(window.session.snapshot.submissions) == 1
    assert panel.kind.hasFocus()
    write("thay")
    press("ctrl+enter")
    assert not panel.problem.isHidden()
    write("Đơn vị đính chính")
    press("enter")
    settle(qtbot, page)
    (later,) = (
        s for s in window.session.snapshot.submissions if s.kind is SubmissionKind.REPLACEMENT
    )
    assert (later.state, later.reason) == (SubmissionState.ACCEPTED, "Đơn vị đính chính")


def test_a_picture_is_typed_beside_itself(qtbot, window, take_in, folder):
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    assert picture.save(str(folder / "z5901.png"))
    page = take_in(folder / "z5901.png")
    go_to(qtbot, page, Todo.ENTER_BY_HAND)
    page.points.panel.hand.enter.click()
    settle(qtbot, page)
    form = the_dialog(qtbot, window, SubmissionDialog)
    write(FIRST.name)
    press("enter")
    for _ in range(12):
        if form.grid.hasFocus():
            break
        press("enter")
    # The first figure that a department is asked for.
    write("2")
    press("enter", "ctrl+enter")
    settle(qtbot, page)
    submission = stored(window)[FIRST.code]
    assert submission.state is SubmissionState.ACCEPTED
    assert submission.channel is Channel.PHONE
    assert {value.source.file_name for value in submission.values} == {"z5901.png"}
    window.open_page("imports")
    settle(qtbot, page)
    assert column(page.table, "Trạng thái") == ["Đã vào tổng hợp"]


def test_a_picture_of_a_units_activity_needs_no_figures(qtbot, window, take_in, folder):
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    assert picture.save(str(folder / "z5901.png"))
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4\n")
    page = take_in(folder / "scan.pdf", folder / "z5901.png")
    go_to(qtbot, page, Todo.ENTER_BY_HAND)
    activity = page.points.panel.hand.activity
    seen = []
    for _ in range(2):
        seen.append((page.points.table.current_row().file.file_name, activity.isVisible()))
        press("down")
    assert dict(seen) == {"scan.pdf": False, "z5901.png": True}
    if seen[0][1]:
        press("up")
    press("enter", "tab")
    write(FIRST.name)
    press("enter")
    settle(qtbot, page)
    assert dict(zip(column(page.table, "Tệp"), column(page.table, "Trạng thái"), strict=True)) == {
        "scan.pdf": "Cần xem lại",
        "z5901.png": "Ảnh, tệp lưu",
    }
    assert stored(window) == {}
    window.open_page("report")
    report = window.current_page()
    report.open_at(tab="pictures")
    settle(qtbot, report)
    assert [row.unit for row in report.pictures.model.rows] == [FIRST.name]


def test_a_page_that_cannot_be_drawn_is_said_beside_the_form(qtbot, window, take_in, folder):
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4\nbroken")
    page = take_in(folder / "scan.pdf")
    go_to(qtbot, page, Todo.ENTER_BY_HAND)
    press("enter", "enter")
    settle(qtbot, page)
    dialog = the_dialog(qtbot, window, SubmissionDialog)
    view = dialog.findChild(SourceView)
    qtbot.waitUntil(lambda: "hỏng" in view.words.text())
    press("esc")


def test_yes_and_no_are_one_press_for_all_that_are_chosen(qtbot, window, take_in, folder):
    communes = [unit for unit in PLAN.units if unit.group == "G_XA"][:2]
    for unit in communes:
        (folder / f"{unit.code}.xlsx").write_bytes(form(unit, A04=1))
    page = take_in(folder)
    go_to(qtbot, page, Todo.MEND)
    press("ctrl+a")
    page.points.panel.value.no.click()
    settle(qtbot, page)
    for submission in window.session.snapshot.submissions:
        assert {v.indicator: v.value for v in submission.values} == {
            "A01": False,
            "A04": 1,
            "B01": False,
        }
        assert submission.state is SubmissionState.ACCEPTED


def test_what_is_done_with_a_file_is_done_with_that_of_the_point(qtbot, window, take_in, folder):
    (folder / "a.xlsx").write_bytes(form(FIRST, A04=1.2))
    (folder / "b.xlsx").write_bytes(form(SECOND, A04=1.2))
    page = take_in(folder)
    assert page.slip_action.isEnabled()
    go_to(qtbot, page, Todo.MEND)
    for _ in range(2):
        press("f8")
        settle(qtbot, page)
        (point,) = page.points.chosen()
        assert page.table.current_row().incoming.id == point.point.incoming
    # In the list of files the user goes where he likes.
    page.table.setFocus()
    press("down", "up")
    assert page.table.currentIndex().row() == 0


def test_all_of_a_group_are_accepted_at_once_after_a_question(qtbot, window, take_in, folder):
    for number, unit in enumerate(DEPARTMENTS[:3]):
        (folder / f"{number}.xlsx").write_bytes(form(unit, A04=1.2))
    page = take_in(folder)
    go_to(qtbot, page, Todo.MEND)
    page.accept_all_action.trigger()
    box = the_dialog(qtbot, window, QMessageBox)
    assert "3 đề xuất" in box.text()
    box.button(QMessageBox.StandardButton.Yes).click()
    settle(qtbot, page)
    states = {submission.state for submission in window.session.snapshot.submissions}
    assert states == {SubmissionState.ACCEPTED}


def test_moment_and_way_of_one_file_are_mended_until_it_is_accepted(qtbot, window, take_in, folder):
    (folder / "a.xlsx").write_bytes(form(FIRST, A04=1.2))
    page = take_in(folder)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.table.setFocus()
    page.table.selectRow(0)
    press("f2")
    dialog = the_dialog(qtbot, window, ReceiptDialog)
    dialog.received.selectAll()
    write("10/10/2024 7:00")
    press("tab")
    write("zalo")
    press("enter")
    settle(qtbot, page)
    submission = stored(window)[FIRST.code]
    assert submission.received_at == at("2024-10-10T07:00")
    assert submission.channel is Channel.ZALO


def test_a_figure_tells_its_cell_and_who_took_it_in(qtbot, window, take_in, folder):
    (folder / "a.xlsx").write_bytes(form(FIRST, A04=3))
    take_in(folder)
    page = window.open_page("matrix", search=FIRST.name)
    settle(qtbot, page)
    section = next(n for n in range(page.section.count()) if page.section.itemData(n) == "A")
    page.section.setCurrentIndex(section)
    codes = [i.code for i in page._model.indicators]
    page.table.setCurrentIndex(page._model.index(0, codes.index("A04")))
    settle(qtbot, page)
    words = page.source.toPlainText()
    assert "tệp a.xlsx, trang Biểu báo cáo, ô E" in words
    assert "Đưa vào chương trình lúc 11/10/2024 10:00, người thực hiện: " in words


def test_a_moment_in_the_future_is_refused_in_place(qtbot, window, folder):
    (folder / "a.xlsx").write_bytes(b"x")
    drop(window, folder / "a.xlsx")
    qtbot.waitUntil(lambda: window.findChildren(ReceiptDialog) != [])
    dialog = the_dialog(qtbot, window, ReceiptDialog)
    dialog.received.selectAll()
    write("12/10/2024 8:00")
    press("enter")
    assert dialog.isVisible()
    assert "muộn hơn hiện tại" in dialog.problem.text()
    press("esc")
