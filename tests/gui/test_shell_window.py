"""The main window as an officer uses it: pages, menus, keys, what it remembers, how it closes."""

import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from memory import MemoryStore, office
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from tests.keyboard import press, write
from ui import app, errors
from ui.dialogs.about import AboutDialog
from ui.dialogs.manual import ManualDialog
from ui.dialogs.person import PersonDialog
from ui.main_window import PAGES, MainWindow
from ui.session import Desk
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.demo import DEMO_NOW
from vinhloc_cds.texts import text


@pytest.fixture
def session(closed_session):
    """Opened by the window below, behind its first paint."""
    return closed_session


@pytest.fixture
def open_window(qtbot, session, demo_store, tmp_path, settled):
    """Opens the window on the demo, as it stands once the data are there."""

    def make():
        window = MainWindow(session, tmp_path)
        qtbot.addWidget(window)
        window.painted.connect(lambda: session.open(lambda: office(demo_store)))
        with qtbot.waitSignal(session.opened):
            window.show()
        window.activateWindow()
        settled()
        return window

    return make


@pytest.fixture
def window(open_window):
    return open_window()


def menu_words(window):
    return [action.text().replace("&", "") for action in window.menuBar().actions()]


def test_the_window_stands_before_any_page_or_data(qtbot, closed_session, tmp_path):
    window = MainWindow(closed_session, tmp_path)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()
    assert window.current_page() is None
    assert menu_words(window) == ["Tệp", "Sửa", "Xem", "Công cụ", "Trợ giúp"]
    assert window.navigation.count() == len(PAGES)
    assert not window.commands.new_submission.isEnabled()
    qtbot.waitUntil(lambda: window.current_page() is not None)
    assert window.current_page().name == "overview"


def test_the_window_is_no_higher_than_the_screen(window):
    assert window.height() <= window.screen().availableSize().height()
    # The screen of the tests is too narrow for the first size.
    assert window.isMaximized()
    assert window.statusBar().isVisible()


def test_each_page_has_its_key(window):
    for number, name in enumerate(PAGES, start=1):
        press(f"ctrl+{number}")
        assert window.current_page().name == name
        assert window.navigation.currentRow() == number - 1


def test_a_click_in_the_list_opens_the_page(qtbot, window):
    item = window.navigation.item(4)
    place = window.navigation.visualItemRect(item).center()
    qtbot.mouseClick(window.navigation.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.current_page().name == "matrix"


def test_pages_are_named_in_full(window):
    for row in range(window.navigation.count()):
        item = window.navigation.item(row)
        words = window.navigation.fontMetrics().horizontalAdvance(item.text())
        room = window.navigation.visualItemRect(item).width() - 20 - 24
        assert words <= room, item.text()


def test_the_window_says_which_plan_who_and_how_long(window):
    assert window.windowTitle().endswith("– Vĩnh Lộc CDS")
    shown = " ".join(part.text() for part in window.statusBar().children() if hasattr(part, "text"))
    assert "Số liệu lúc 12/10/2024 09:00" in shown
    assert "Hạn báo cáo trước ngày 12/10/2024: quá hạn 1 ngày" in shown


def test_f5_loads_the_data_anew(qtbot, window, session):
    before = session.snapshot
    with qtbot.waitSignal(session.snapshot_changed):
        press("f5")
    assert session.snapshot is not before


def test_what_was_done_is_undone_by_name(qtbot, window, session, settled):
    assert not window.commands.undo.isEnabled()
    plan = session.snapshot.plan
    first = next(s.id for s in session.snapshot.submissions if s.state == "received")
    session.write(lambda o: o.recording.give_back(first, "thiếu dấu"), lambda _: None, title="")
    settled()
    assert window.commands.undo.isEnabled()
    label = session.desk.undo_label
    assert window.commands.undo.text() == f"Hoàn tác: {label}"
    window.open_page("overview").setFocus()
    press("ctrl+z")
    settled()
    states = {s.id: s.state for s in session.snapshot.submissions}
    assert states[first] == "received"
    assert window.statusBar().currentMessage() == f"Đã hoàn tác: {label}"
    assert session.snapshot.plan.code == plan.code


def test_the_person_is_changed_by_keyboard(qtbot, window, session, settled):
    window.commands.actor.trigger()
    dialog = window.findChild(PersonDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.name.clear()
    press("enter")
    settled()
    assert dialog.isVisible()
    assert dialog.problem.isVisible()
    assert dialog.problem.text().strip()
    write("Trịnh Thị Hạnh")
    press("enter")
    settled()
    assert not dialog.isVisible()
    assert session.desk.actor == "Trịnh Thị Hạnh"
    assert window.commands.actor.iconText() == "Người thực hiện: Trịnh Thị Hạnh"


def test_ctrl_n_asks_the_page_of_submissions_for_a_new_one(qtbot, window, monkeypatch):
    asked = []
    page = window.open_page("submissions")
    monkeypatch.setattr(page, "open_at", lambda **target: asked.append(target))
    window.open_page("overview").setFocus()
    press("ctrl+n")
    assert window.current_page() is page
    assert asked == [{"new": "1"}]


def test_ctrl_f_goes_to_the_search_of_the_page(window):
    window.open_page("assignments")
    press("ctrl+f")
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_page_and_size_and_columns_are_remembered(qtbot, open_window, session):
    window = open_window()
    window.resize(window.width(), 666)
    page = window.open_page("overview")
    page.units.setColumnWidth(0, 321)
    window.open_page("matrix")
    assert window.close()
    again = open_window()
    assert again.current_page().name == "matrix"
    assert again.height() == 666
    assert again.open_page("overview").units.columnWidth(0) == 321


def test_closing_waits_for_what_is_being_written(qtbot, window, session):
    gate, written = threading.Event(), []
    session.write(lambda _: written.append(gate.wait(5)), lambda _: None, title="")
    assert not window.close()
    assert window.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert written == [True]


def test_closing_drops_what_is_only_being_read(qtbot, window, session):
    gate, shown = threading.Event(), []
    session.read(lambda _: gate.wait(5), shown.append, title="")
    assert not window.close()
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert shown == []


def test_a_page_with_unsaved_entries_keeps_the_window_open(window, monkeypatch):
    monkeypatch.setattr(window.current_page(), "may_close", lambda: False)
    assert not window.close()
    monkeypatch.setattr(window.current_page(), "may_close", lambda: True)
    assert window.close()


def test_long_reading_can_be_cancelled_in_the_status_bar(qtbot, window, session, monkeypatch):
    activity = window.statusBar().activity
    activity._timer.setInterval(20)
    gate, shown = threading.Event(), []
    session.read(lambda _: gate.wait(5), shown.append, title="Đang đọc lâu")
    qtbot.waitUntil(activity.isVisible)
    qtbot.mouseClick(activity.cancel_button, Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.waitUntil(lambda: not activity.isVisible())
    assert shown == []


def test_long_writing_shows_but_cannot_be_cancelled(qtbot, window, session):
    activity = window.statusBar().activity
    activity._timer.setInterval(20)
    gate = threading.Event()
    session.write(lambda _: gate.wait(5), lambda _: None, title="Đang ghi lâu")
    qtbot.waitUntil(activity.isVisible)
    assert not activity.cancel_button.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not activity.isVisible())


def test_a_choice_of_plans_appears_with_the_second_plan(qtbot, window, session, settled):
    assert not window.plan_choice.isVisible()
    code = session.plan_code
    session.desk = Desk(plans={code: "Năm 2024", "KH-2025": "Năm 2025"})
    session.snapshot_changed.emit(session.snapshot)
    qtbot.waitUntil(window.plan_choice.isVisible)
    assert window.plan_choice.currentText() == "Năm 2024"
    assert [window.plan_choice.itemText(n) for n in range(2)] == ["Năm 2024", "Năm 2025"]


def test_manual_and_about_open(qtbot, window):
    window.open_page("matrix")
    press("f1")
    manual = window.findChild(ManualDialog)
    assert "Hướng dẫn sử dụng" in manual.pages.toPlainText()
    assert manual.contents.currentItem().text().startswith("13. Xem số liệu")
    window.commands.manual.trigger()
    assert window.findChildren(ManualDialog) == [manual]
    manual.close()
    window.commands.about.trigger()
    about = window.findChild(AboutDialog)
    assert about.isVisible()
    about.close()


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_second_start_raises_the_first_window(qtbot, window, tmp_path):
    app._listen(tmp_path, window)
    window.showMinimized()
    assert app.raise_running(tmp_path)
    qtbot.waitUntil(lambda: not window.isMinimized())


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_window_is_raised_however_often_it_is_asked(qtbot, window, tmp_path):
    server = app._listen(tmp_path, window)
    for _ in range(server.maxPendingConnections() + 1):
        assert app.raise_running(tmp_path)
        with qtbot.waitSignal(server.newConnection):
            pass
    server.close()
    assert not app.raise_running(tmp_path)


@pytest.mark.qt_log_ignore("does not support raise")
def test_the_dialog_that_a_window_waits_for_comes_to_the_front(qtbot, window):
    window.commands.about.trigger()
    about = window.findChild(AboutDialog)
    window.activateWindow()
    window.come_to_front()
    qtbot.waitUntil(about.isActiveWindow)
    about.close()


@pytest.fixture
def session_ends(window):
    """Ends the session of the system; whether the window lets it."""

    def session_ends():
        objections = []
        app._end_session(window, SimpleNamespace(cancel=lambda: objections.append("wait")))
        return not objections

    return session_ends


def test_the_end_of_the_session_closes_dialogs_and_the_window(window, session_ends):
    window.commands.about.trigger()
    errors.show_message("Một câu.")
    assert session_ends()
    assert not window.isVisible()
    assert QApplication.activeModalWidget() is None


def test_the_end_of_the_session_waits_for_what_was_typed(window, session_ends, settled):
    window.open_page("submissions", new="1")
    form = window.current_page().form
    form.header.maker.setText("Hoa")
    assert not session_ends()
    assert QApplication.activeModalWidget().text() == text("ui.unsaved.words")
    # It is asked once more, whatever stands over the form.
    assert not session_ends()
    assert form.isVisible()
    assert form.header.maker.text() == "Hoa"
    form._drop()
    settled()
    assert session_ends()


def test_nobody_answers_where_no_window_is(qapp, tmp_path):
    assert not app.raise_running(tmp_path)


def test_the_clock_loads_the_states_anew_each_hour(qtbot, window, session, demo_store):
    before = session.snapshot
    session._tick()
    assert not session.tasks.busy
    demo_store.now = DEMO_NOW.replace(hour=DEMO_NOW.hour + 1)
    with qtbot.waitSignal(session.snapshot_changed):
        session._tick()
    assert session.snapshot.now > before.now


def test_an_error_of_the_user_is_a_sentence(qtbot, window, session, settled):
    def refuse(_):
        raise UserError("service.actor_blank")

    session.read(refuse, print, title="")
    settled()
    boxes = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert len(boxes) == 1
    assert boxes[0].textFormat() == Qt.TextFormat.PlainText
    boxes[0].close()


def test_another_plan_is_loaded_when_it_is_chosen(qtbot, closed_session, settled):
    plan = built_in_plans()[0].load()
    store = MemoryStore(plan, replace(plan, code="KH-2", short_title="Kế hoạch thứ hai"))
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(lambda: office(store), plan.code)
    assert closed_session.plan_code == plan.code
    closed_session.choose_plan("KH-2")
    settled()
    assert closed_session.plan_code == "KH-2"
    assert closed_session.desk.plans["KH-2"] == "Kế hoạch thứ hai"
    closed_session.refresh()
    settled()
    assert closed_session.plan_code == "KH-2"


def test_nothing_is_cut_at_1366_by_768(qtbot, window):
    window.resize(1366, 700)
    for name in PAGES:
        window.open_page(name)
        assert window.minimumSizeHint().width() <= 1366, name
        assert window.minimumSizeHint().height() <= 700, name
    assert window.mapToGlobal(QPoint()).x() >= 0


def test_it_fits_1366_at_150_percent_while_something_is_going_on(qtbot, window, session):
    window.resize(910, 480)
    activity = window.statusBar().activity
    activity._timer.setInterval(20)
    gate = threading.Event()
    session.read(lambda _: gate.wait(5), lambda _: None, title=text("ui.task.actor"))
    qtbot.waitUntil(activity.isVisible)
    assert window.minimumSizeHint().width() <= 910
    assert window.width() == 910
    gate.set()


class Copies:
    """Backups that say what a test wants them to say."""

    def __init__(self, *faults):
        self.faults = faults

    def make(self, kind):
        return SimpleNamespace(path=f"/backups/{kind}.sqlite3")

    def check(self):
        return self.faults


@pytest.fixture
def keep_copies(session):
    def keep(*faults):
        session._office = replace(session._office, backups=Copies(*faults))

    return keep


def test_backing_up_says_where_the_copy_is(window, keep_copies, settled):
    keep_copies()
    window.commands.back_up.trigger()
    settled()
    assert window.statusBar().currentMessage() == "Đã sao lưu vào /backups/manual.sqlite3"


def test_checking_says_that_all_is_well_or_what_is_not(window, keep_copies, settled):
    keep_copies()
    window.commands.check.trigger()
    settled()
    assert window.statusBar().currentMessage() == "Dữ liệu nguyên vẹn."
    keep_copies("Nhật ký bị sửa ở dòng 7.", "Thiếu một bảng.")
    window.commands.check.trigger()
    settled()
    box = QApplication.activeModalWidget()
    assert box.text() == "Nhật ký bị sửa ở dòng 7.\nThiếu một bảng."
    box.close()


def test_the_palette_may_change_while_the_window_stands(qtbot, qapp, window):
    light = qapp.palette()
    style = window.navigation.styleSheet()
    try:
        qapp.setPalette(QPalette(QColor(50, 50, 50), QColor(32, 32, 32)))
        qtbot.waitUntil(lambda: window.navigation.styleSheet() != style)
    finally:
        qapp.setPalette(light)
    qtbot.waitUntil(lambda: window.navigation.styleSheet() == style)
