"""The use cases around a plan on a real database: the first start, the second, and edits."""

import hashlib
from dataclasses import replace
from datetime import date, datetime

import pytest

from vinhloc_cds.bootstrap import SetClock, build_office
from vinhloc_cds.domain.deadline import VIETNAM, Deadline, Extension
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.unit import Contact, Relation, UnitProfile
from vinhloc_cds.services.office import Office

NOW = datetime(2024, 10, 12, 9, tzinfo=VIETNAM)
PLAN = "KH-CDS-2024"


@pytest.fixture
def office(tmp_path):
    office = build_office(tmp_path, SetClock(NOW))
    yield office
    office.store.close()


def head(office: Office):
    with office.store.reading() as work:
        return work.audit.head()


def last_line(office: Office, entity: str, entity_id: str):
    with office.store.reading() as work:
        return work.audit.of(entity, entity_id)[-1]


def test_the_first_start_holds_the_plan_as_its_file_has_it(office):
    (built_in,) = built_in_plans()
    assert office.planning.codes() == (PLAN,)
    assert office.planning.plan() == built_in.load()
    assert head(office).number == 1
    assert office.planning.actor()


def test_starting_again_changes_nothing(tmp_path):
    def state() -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(tmp_path.iterdir())
            if path.is_file()
        }

    build_office(tmp_path, SetClock(NOW)).store.close()
    after_one = state()
    build_office(tmp_path, SetClock(NOW)).store.close()
    assert state() == after_one


def test_a_database_can_be_opened_by_two_at_once(tmp_path, office):
    beside = build_office(tmp_path, SetClock(NOW))
    try:
        office.planning.set_actor("Nguyễn Văn A")
        assert beside.planning.actor() == "Nguyễn Văn A"
    finally:
        beside.store.close()


def test_every_kind_of_edit_comes_back_as_it_was(office):
    """Whatever is stored and read again equals what was there, or undo would refuse itself."""
    planning = office.planning
    before = planning.plan()
    unit = next(u for u in before.units if u.group == before.commune_group)
    duty, indicator = before.duties[0], before.indicators[0]
    planning.change_header(
        replace(
            before,
            number="123/KH-UBND",
            issued_on=date(2024, 9, 20),
            reporting=replace(
                before.reporting, province_deadline=Deadline(date(2024, 10, 20), exclusive=False)
            ),
        )
    )
    planning.change_unit(
        PLAN,
        replace(
            unit,
            contact=Contact("Lê Thị B", "0912345678", "b@example.vn"),
            profile=UnitProfile(9, 1200, 10, 70, date(2024, 6, 30), "Báo cáo 6 tháng"),
            relation=Relation.ASKED,
            aliases=(*unit.aliases, "Tên cũ"),
        ),
    )
    planning.change_duty(PLAN, replace(duty, note="Đã hỏi lại", units=duty.units[1:]))
    planning.change_indicator(PLAN, replace(indicator, name="Tên khác", checks=()))
    changed = planning.plan()
    assert changed.number == "123/KH-UBND"
    assert changed.unit_by_code[unit.code].profile.households == 1200
    assert changed.duty_by_code[duty.code].units == duty.units[1:]
    assert changed.indicator_by_code[indicator.code].checks == ()
    while office.history.undo():
        pass
    assert planning.plan() == before


def test_new_parts_of_a_plan_are_stored_and_can_be_taken_back(office):
    planning = office.planning
    plan = planning.plan()
    unit = replace(plan.units[0], code="99999", name="UBND xã Mới", short_name="Xã Mới", order=99)
    planning.change_unit(PLAN, unit)
    assert planning.plan().unit_by_code["99999"].name == "UBND xã Mới"
    office.history.undo()
    assert planning.plan().unit_by_code["99999"].relation is Relation.NONE


def test_marks_and_extensions_are_audited_with_what_they_changed(office):
    planning = office.planning
    duty = next(d for d in planning.plan().duties if d.settled_by_hand)
    unit = planning.plan().units[0].code
    planning.mark(PLAN, Mark(duty.code, duty.units[0], MarkState.ACCEPTED, "", "Đã ban hành"))
    extension = Extension(unit, Deadline(date(2024, 10, 14), exclusive=False), "Mưa lũ")
    planning.extend(PLAN, extension)
    snapshot = planning.snapshot()
    assert snapshot.extensions == (extension,)
    assert [mark.note for mark in snapshot.marks] == ["Đã ban hành"]
    line = last_line(office, "extension", f"{PLAN}/{unit}")
    assert line.detail["after"]["reason"] == "Mưa lũ"
    assert line.at == NOW
    office.history.undo()
    office.history.undo()
    assert planning.snapshot().marks == planning.snapshot().extensions == ()
    with office.store.reading() as work:
        assert work.audit.verify() is None
