"""Tổng quan: the counts add up, and each is one click away from what it counts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from tests.keyboard import press
from ui.models.overview import OBLIGED_STATES
from ui.pages.overview import OverviewPage
from ui.widgets.countdown import due_words, how_far
from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.progress import UnitState


@pytest.fixture
def page(qtbot, session):
    page = OverviewPage(session)
    qtbot.addWidget(page)
    page.resize(1100, 650)
    page.show()
    page.activateWindow()
    return page


def listed(page):
    return page.units.model().rows


def test_it_stands_empty_before_there_are_data(qtbot, closed_session):
    page = OverviewPage(closed_session)
    qtbot.addWidget(page)
    page.show()
    assert page.deadline.text() == "Đang mở dữ liệu…"
    assert [tile.count for tile in page.tiles.values()] == [None] * 4


def test_the_four_counts_add_up_to_the_obliged(page):
    counts = {state: page.tiles[state].count for state in OBLIGED_STATES}
    assert sum(counts.values()) == 31
    assert counts[UnitState.WAITING] == 0
    assert counts[UnitState.OVERDUE] == 4
    *groups, everything = page.groups.model().rows
    assert groups[0].name == "UBND các xã, thị trấn"
    assert groups[0].total == 13
    assert everything.counts == tuple(counts.values())
    for number in range(4):
        assert sum(group.counts[number] for group in groups) == everything.counts[number]


def test_the_deadline_and_how_far_it_is(page):
    assert page.deadline.text() == "Hạn báo cáo: trước ngày 12/10/2024 – quá hạn 1 ngày"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=2, hours=15, minutes=59), "còn 2 ngày 15 giờ"),
        (timedelta(days=2, minutes=59), "còn 2 ngày"),
        (timedelta(hours=15, minutes=20), "còn 15 giờ 20 phút"),
        (timedelta(hours=3), "còn 3 giờ"),
        (timedelta(minutes=7), "còn 7 phút"),
        (timedelta(seconds=1), "còn 0 phút"),
        (timedelta(), "quá hạn 1 ngày"),
        (-timedelta(hours=9), "quá hạn 1 ngày"),
        (-timedelta(days=30, hours=1), "quá hạn 31 ngày"),
    ],
)
def test_distances_in_words(session, before, words):
    deadline = session.snapshot.plan.reporting.deadline
    assert how_far(deadline, deadline.closes_at - before) == words


def test_an_inclusive_deadline_says_so(session):
    day = session.snapshot.plan.reporting.deadline.day
    assert due_words(Deadline(day, exclusive=False)) == "đến hết ngày 12/10/2024"


def test_a_click_on_a_count_lists_its_units_and_a_second_one_all(qtbot, page):
    tile = page.tiles[UnitState.LATE]
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert {p.state for p in listed(page)} == {UnitState.LATE}
    assert len(listed(page)) == tile.count
    assert page.list_title.text() == f"Nộp trễ: {tile.count} đơn vị"
    assert tile.isChecked()
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert len(listed(page)) == 31
    assert not tile.isChecked()


def test_a_click_on_a_cell_lists_that_group_in_that_state(qtbot, page):
    index = page.groups.model().index(0, 5)
    place = page.groups.visualRect(index).center()
    qtbot.mouseClick(page.groups.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.list_title.text() == "Quá hạn chưa nộp – UBND các xã, thị trấn: 2 đơn vị"
    assert {p.unit.group for p in listed(page)} == {"G_XA"}
    qtbot.mouseClick(page.all_units, Qt.MouseButton.LeftButton)
    assert len(listed(page)) == 31


def test_the_asked_ones_are_apart(qtbot, page):
    assert page.asked.text() == "Đơn vị được đề nghị báo cáo: 5/11 đã gửi"
    qtbot.mouseClick(page.asked, Qt.MouseButton.LeftButton)
    assert len(listed(page)) == 11
    assert UnitState.OVERDUE not in {p.state for p in listed(page)}


def test_what_needs_a_hand_is_one_click_away(qtbot, page):
    words = [todo.words for todo in page.todo.todos]
    assert words[0].endswith("báo cáo đã nhận, chờ kiểm tra và chấp nhận")
    assert "1 đơn vị bị trả lại báo cáo, chưa gửi lại" in words
    assert "Chưa ghi hạn huyện báo cáo Sở" in words
    place = page.todo.visualItemRect(page.todo.item(0)).center()
    with qtbot.waitSignal(page.page_requested) as asked:
        qtbot.mouseClick(page.todo.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == ["submissions", {"state": "received"}]
    page.todo.setFocus()
    page.todo.setCurrentRow(len(words) - 1)
    with qtbot.waitSignal(page.page_requested) as asked:
        press("enter")
    assert asked.args == ["settings", {"part": "plan"}]


def test_what_is_overdue_is_chased_on_its_page(qtbot, page):
    number = next(n for n, todo in enumerate(page.todo.todos) if "quá hạn" in todo.words)
    page.todo.setFocus()
    page.todo.setCurrentRow(number)
    with qtbot.waitSignal(page.page_requested) as asked:
        press("enter")
    assert asked.args == ["chasing", {"state": "past"}]


def test_nothing_is_left_to_do_once_all_is_in(qtbot, page, session):
    plan = session.snapshot.plan
    deadline = plan.reporting.deadline
    done = replace(
        session.snapshot,
        plan=replace(
            plan,
            number="15/KH-UBND",
            issued_on=deadline.day,
            reporting=replace(plan.reporting, province_deadline=deadline),
            units=(),
        ),
        submissions=(),
    )
    page.show_snapshot(done)
    assert page.todo.todos == []
    assert page.todo.item(0).text() == "Không còn việc gì phải làm hôm nay."


def test_enter_on_a_unit_shows_what_it_sent_or_begins_its_entry(qtbot, page, session):
    silent = next(p for p in listed(page) if p.unit.code not in session.snapshot.by_unit)
    sender = next(p for p in listed(page) if p.unit.code in session.snapshot.by_unit)
    page.units.setFocus()
    for progress, target in (
        (silent, {"unit": silent.unit.code, "new": "1"}),
        (sender, {"unit": sender.unit.code}),
    ):
        page.units.select_key(progress.unit.code)
        with qtbot.waitSignal(page.page_requested) as asked:
            press("enter")
        assert asked.args == ["submissions", target]


def test_the_choice_stays_when_new_data_come(qtbot, page, session):
    page.open_at(state="late")
    page.units.select_key(listed(page)[1].unit.code)
    chosen = page.units.current_row().unit.code
    with qtbot.waitSignal(session.snapshot_changed):
        session.refresh()
    assert {p.state for p in listed(page)} == {UnitState.LATE}
    assert page.units.current_row().unit.code == chosen


def test_the_distance_goes_on_by_itself(page, session, demo_store):
    demo_store.now += timedelta(days=1)
    session.ticked.emit()
    assert page.deadline.text().endswith("quá hạn 2 ngày")
