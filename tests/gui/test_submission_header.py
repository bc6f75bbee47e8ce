"""The fields above the figures, filled in by keyboard."""

import pytest
from builders import at
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from tests.keyboard import press, write
from ui.widgets.entry_header import SubmissionHeader
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.submission import Channel, SubmissionKind

PLAN = built_in_plans()[0].load()
NOW = at("2024-10-11T16:00")
UNITS = PLAN.unit_by_code
HUNG, HUNG_2, OFFICE = UNITS["15367"], UNITS["15379"], UNITS["PB07"]


@pytest.fixture
def header(qtbot):
    header = SubmissionHeader(PLAN, NOW)
    qtbot.addWidget(header)
    with qtbot.waitExposed(header):
        header.show()
    header.activateWindow()
    return header


@pytest.mark.parametrize("typed", ["10h30", "10:30", "10g30"])
def test_an_hour_alone_is_of_today(header, typed):
    header.received.setFocus()
    header.received.selectAll()
    write(typed)
    press("enter")
    assert header.received.text() == "11/10/2024 10:30"
    assert header.received.value() == at("2024-10-11T10:30")


def test_what_cannot_be_read_is_said_when_the_field_is_left(header):
    header.received.setFocus()
    header.received.selectAll()
    write("sáng nay")
    assert not header.received_fault.isVisible()
    press("enter")
    assert QApplication.focusWidget() is header.channel
    assert "“sáng nay”" in header.received_fault.text()
    assert header.received_fault.isVisible()
    header.received.setFocus()
    header.received.selectAll()
    write("10h")
    press("tab")
    assert not header.received_fault.isVisible()


def test_a_day_that_cannot_be_read_is_said_too(header):
    header.signed_on.setFocus()
    write("40/10")
    press("enter")
    assert header.signed_on_fault.isVisible()
    assert "40/10" in header.signed_on_fault.text()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dien", Channel.PHONE),
        ("đ", Channel.PHONE),
        ("z", Channel.ZALO),
        ("Z", Channel.ZALO),
        ("td", Channel.SOFTWARE),
        ("phong", Channel.OFFICE),
        ("tt", Channel.EMAIL),
        ("zx", Channel.ZALO),
    ],
)
def test_the_way_it_came_is_found_by_typing(header, typed, found):
    header.channel.setFocus()
    write(typed)
    assert header.chosen_channel is found


@pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")
def test_typing_finds_in_the_opened_list_as_well(header):
    header.channel.setFocus()
    press("space")
    assert header.channel.view().isVisible()
    write("dien")
    press("enter")
    assert header.chosen_channel is Channel.PHONE


def test_the_field_with_the_focus_can_be_seen(header):
    for box in (header.channel, header.kind):
        header.maker.setFocus()
        without = box.grab().toImage().pixelColor(1, box.height() // 2)
        box.setFocus()
        within = box.grab().toImage().pixelColor(1, box.height() // 2)
        assert within == box.palette().color(QPalette.ColorRole.Highlight) != without


def test_the_kind_is_found_by_typing(header):
    header.kind.setFocus()
    write("khong")
    assert header.chosen_kind is SubmissionKind.NOTHING


def test_the_office_is_its_own_way_whatever_was_suggested_before(header):
    header.suggest_channel(HUNG, Channel.EMAIL)
    header.suggest_channel(OFFICE, None)
    assert header.chosen_channel is Channel.OFFICE
    header.suggest_channel(HUNG_2, None)
    assert header.chosen_channel is None


def test_the_way_that_the_user_chose_stays(header):
    header.channel.setFocus()
    write("z")
    header.suggest_channel(HUNG, Channel.EMAIL)
    assert header.chosen_channel is Channel.ZALO
