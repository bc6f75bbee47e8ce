"""Choosing a unit by typing (rule 7): what is equal without accents is never taken unasked."""

from dataclasses import replace

import pytest
from builders import plan, unit
from PySide6.QtCore import Qt

from tests.keyboard import press, write
from ui.widgets.entry_unit import UnitPicker
from vinhloc_cds.domain.unit import Relation


def named(code, name, **more):
    return replace(unit(code, **more), name=name, short_name=name)


HUNG = named("15367", "UBND xã Vĩnh Hưng")
HUNG_2 = named("15379", "UBND xã Vĩnh Hùng")
TOWN = replace(named("15349", "UBND thị trấn Vĩnh Lộc"), aliases=("xã Vĩnh Thành (cũ)",))
OFFICE = named("PB07", "Phòng Văn hóa và Thông tin", relation=Relation.OWN)
OTHER = named("SO", "Sở Thông tin và Truyền thông", relation=Relation.NONE)
PLAN = plan([HUNG, HUNG_2, TOWN, OFFICE, OTHER])


@pytest.fixture
def picker(qtbot):
    picker = UnitPicker()
    picker.set_plan(PLAN)
    qtbot.addWidget(picker)
    with qtbot.waitExposed(picker):
        picker.show()
    picker.activateWindow()
    picker.line.setFocus()
    return picker


def offered(picker):
    return picker.list.model().stringList()


def test_both_of_two_equal_without_accents_are_shown_and_none_is_taken(picker):
    write("vinh hung")
    assert [label.split(" (")[0] for label in offered(picker)] == [
        "UBND xã Vĩnh Hưng",
        "UBND xã Vĩnh Hùng",
    ]
    press("enter")
    assert picker.unit is None
    assert picker.list.isVisible()
    assert picker.list.currentIndex().row() == 0
    press("down")
    press("enter")
    assert picker.unit.code == "15379"
    assert picker.line.text() == "UBND xã Vĩnh Hùng"
    assert not picker.list.isVisible()


def test_leaving_by_tab_takes_none_of_several(picker):
    write("vinh hung")
    press("tab")
    assert picker.unit is None


def test_accents_tell_them_apart(picker):
    write("hùng")
    press("enter")
    assert picker.unit.code == "15379"


@pytest.mark.parametrize("typed", ["vinh thanh", "15349", "thi tran"])
def test_alias_and_code_find_a_unit(qtbot, picker, typed):
    write(typed)
    with qtbot.waitSignal(picker.chosen) as chosen:
        press("enter")
    assert chosen.args[0].code == "15349"


def test_units_without_a_relation_are_not_offered(picker):
    write("thong tin")
    assert [label.split(" (")[0] for label in offered(picker)] == ["Phòng Văn hóa và Thông tin"]


def test_nothing_found_is_said(picker):
    write("abc")
    assert not picker.list.isVisible()
    assert "Không có đơn vị nào khớp" in picker.advice.text()


def test_escape_brings_the_chosen_unit_back(picker):
    picker.choose(PLAN.unit_by_code["15367"])
    picker.line.selectAll()
    write("x")
    press("esc")
    assert picker.line.text() == "UBND xã Vĩnh Hưng"
    assert picker.unit.code == "15367"


def test_a_click_takes_the_unit_under_it(qtbot, picker):
    write("vinh hung")
    place = picker.list.visualRect(picker.list.model().index(0)).center()
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picker.unit.code == "15367"


def test_a_locked_unit_cannot_be_changed(picker):
    picker.choose(PLAN.unit_by_code["15367"])
    picker.lock()
    press("down")
    assert not picker.list.isVisible()
