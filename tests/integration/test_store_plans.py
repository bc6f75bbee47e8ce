"""A plan comes out of the store as it went in, whole and after each part was changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from builders import at, duty, indicator, plan, unit
from stores import execute, opened

from db.store import SqlStore
from vinhloc_cds.domain.deadline import Deadline, Window
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import (
    Check,
    Clause,
    Letterhead,
    Plan,
    Recipient,
    Severity,
    Signer,
)
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.text import fold_key, sort_key
from vinhloc_cds.domain.unit import (
    Contact,
    Lineage,
    Membership,
    OfficialCode,
    Relation,
    UnitProfile,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as (store, _):
        yield store


def full_unit():
    return replace(
        unit("A", order=1),
        name="UBND xã Vĩnh Hùng",
        aliases=("Vĩnh Hùng", "xã Hùng"),
        codes=(
            OfficialCode("gso", "15364", None, date(2025, 6, 30)),
            OfficialCode("gso", "16000", date(2025, 7, 1), None),
        ),
        memberships=(Membership("G_TUYEN", date(2024, 1, 1), None), Membership("G_XA")),
        lineage=(Lineage("successor", "Xã Tây Đô", "15361", date(2025, 7, 1)),),
        valid_to=date(2025, 6, 30),
        contact=Contact("Nguyễn Văn Đức", "0912 345 678", "vh@example.vn"),
        profile=UnitProfile(11, 2_345, 11, 77, date(2024, 9, 1), "Chi cục Thống kê"),
    )


def full_duty():
    return replace(
        duty(
            "N01",
            units=("B", "A"),
            indicators=("D02", "D01"),
            deadline=Deadline(date(2024, 10, 12), exclusive=True),
        ),
        clauses=("II.1.a", "IV.2.1"),
        window=Window(date(2024, 10, 1), None, time(8)),
        peak=Window(date(2024, 10, 5), date(2024, 10, 10)),
        origins={"text": Origin.INFERRED, "window": Origin.STATED},
    )


def full_indicator():
    return replace(
        indicator("D02", expected_moment=at("2024-10-01T08:00"), denominator="D01"),
        clauses=("II.1.a",),
        checks=(
            Check("D02.1", Severity.BLOCK, "D02 <= D01", "Không lớn hơn D01"),
            Check("D02.2", Severity.QUESTION, "D02 > 0", "Vì sao?", "A01 = yes", Origin.ASSUMED),
        ),
        choices=("Đạt", "Chưa đạt"),
    )


def full_plan() -> Plan:
    """A plan in which no field is left as it is by itself."""
    small = plan(
        [full_unit(), unit("B", relation=Relation.ASKED)],
        [indicator("D01"), full_indicator()],
        [full_duty(), duty("N02", units=())],
    )
    signer = Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn B")
    return replace(
        small,
        units=(full_unit(), *small.units[1:]),
        number="125/KH-UBND",
        issued_on=date(2024, 9, 26),
        issuer="UBND huyện Vĩnh Lộc",
        basis=("Căn cứ thứ nhất;", "Căn cứ thứ hai."),
        closing="Trên đây là kế hoạch.",
        publicity_peak=Window(date(2024, 10, 1), date(2024, 10, 10)),
        reporting=replace(
            small.reporting,
            clause="IV.6",
            receiver="Phòng VHTT",
            superior_receiver="Sở TT&TT",
            province_deadline=Deadline(date(2024, 10, 20), exclusive=False),
        ),
        clauses=(Clause("I", "MỤC ĐÍCH", ""), Clause("I.1", "", "Lời của mục.", "I")),
        sections={"D": "Tổ công nghệ số", "A": "Kế hoạch"},
        recipients=(
            Recipient("Sở TT&TT", "để b/c", Origin.STATED),
            Recipient("Lưu: VT", "", Origin.INFERRED),
        ),
        signer=signer,
        letterheads=(
            Letterhead(
                "ubnd",
                "UBND huyện",
                (),
                ("ỦY BAN NHÂN DÂN", "HUYỆN VĨNH LỘC"),
                "BC-UBND",
                "Vĩnh Lộc",
                ("Sở TT&TT Thanh Hóa",),
                ("Như trên;", "Lưu: VT."),
                signer,
            ),
            Letterhead(
                "vhtt",
                "Phòng",
                ("UBND HUYỆN",),
                ("PHÒNG VHTT",),
                "BC-VHTT",
                "",
                (),
                (),
                Signer("", "TRƯỞNG PHÒNG", ""),
            ),
        ),
        commune_group="G_HUYEN",
    )


def stored(store: SqlStore, code: str) -> Plan:
    with store.reading() as work:
        return work.plans.get(code)


def add(store: SqlStore, *plans: Plan) -> None:
    with store.writing() as work:
        for each in plans:
            work.plans.add(each)


def test_a_plan_comes_out_as_it_went_in(store: SqlStore):
    add(store, full_plan())
    assert stored(store, full_plan().code) == full_plan()


@pytest.mark.parametrize("built_in", built_in_plans(), ids=lambda each: each.code)
def test_the_built_in_plans_come_out_as_they_went_in(store: SqlStore, built_in):
    whole = built_in.load()
    add(store, whole)
    assert stored(store, whole.code) == whole


def test_codes_come_in_the_order_of_entry_and_an_unknown_plan_is_a_key_error(store: SqlStore):
    add(store, replace(full_plan(), code="Z"), replace(full_plan(), code="A"))
    with store.reading() as work:
        assert work.plans.codes() == ("Z", "A")
        with pytest.raises(KeyError):
            work.plans.get("B")


def test_a_plan_is_never_added_twice(store: SqlStore):
    add(store, full_plan())
    with pytest.raises(ValueError, match="KH-THU"):
        add(store, full_plan())


def test_two_plans_do_not_mix(store: SqlStore):
    other = replace(full_plan(), code="KH-2")
    add(store, full_plan(), other)
    with store.writing() as work:
        work.plans.save_unit("KH-2", replace(full_unit(), name="Tên khác", aliases=()))
    assert stored(store, full_plan().code) == full_plan()


def test_a_saved_header_replaces_lists_and_leaves_the_parts(store: SqlStore):
    add(store, full_plan())
    changed = replace(
        full_plan(),
        number="1/KH",
        clauses=full_plan().clauses[:1],
        letterheads=(),
        groups=(),
        publicity_peak=None,
    )
    with store.writing() as work:
        work.plans.save_header(replace(changed, units=(), duties=(), indicators=()))
    assert stored(store, changed.code) == changed


def test_a_saved_part_takes_the_place_of_its_earlier_self(store: SqlStore):
    add(store, full_plan())
    new_unit = replace(
        full_unit(), name="UBND thị trấn Vĩnh Lộc", aliases=("TT",), codes=(), memberships=()
    )
    new_duty = replace(full_duty(), units=("A",), window=None, deadline=None, origins={})
    new_indicator = replace(full_indicator(), checks=(), expected_moment=None)
    with store.writing() as work:
        work.plans.save_unit("KH-THU", new_unit)
        work.plans.save_duty("KH-THU", new_duty)
        work.plans.save_indicator("KH-THU", new_indicator)
    found = stored(store, "KH-THU")
    assert found.units == (new_unit, *full_plan().units[1:])
    assert found.duties == (new_duty, *full_plan().duties[1:])
    assert found.indicators == (*full_plan().indicators[:1], new_indicator)


def test_a_new_part_comes_last(store: SqlStore):
    add(store, full_plan())
    with store.writing() as work:
        work.plans.save_unit("KH-THU", unit("C", order=3))
        work.plans.save_duty("KH-THU", duty("N00", units=("C", "A")))
        work.plans.save_indicator("KH-THU", indicator("A01"))
    found = stored(store, "KH-THU")
    assert [each.code for each in found.units] == ["A", "B", "C"]
    assert [each.code for each in found.duties] == ["N01", "N02", "N00"]
    assert [each.code for each in found.indicators] == ["D01", "D02", "A01"]


def test_a_unit_takes_the_place_its_order_says(store: SqlStore):
    add(store, full_plan())
    with store.writing() as work:
        work.plans.save_unit("KH-THU", replace(full_unit(), order=9))
    assert [each.code for each in stored(store, "KH-THU").units] == ["B", "A"]


@pytest.mark.parametrize("part", ["save_unit", "save_duty", "save_indicator"])
def test_parts_of_an_unknown_plan_are_refused(store: SqlStore, part: str):
    record = {
        "save_unit": full_unit(),
        "save_duty": full_duty(),
        "save_indicator": full_indicator(),
    }
    with pytest.raises(KeyError), store.writing() as work:
        getattr(work.plans, part)("KHONG-CO", record[part])


def test_names_are_stored_with_the_keys_of_search_and_order(store: SqlStore, tmp_path: Path):
    add(store, full_plan())
    store.close()
    rows = execute(tmp_path, "SELECT name, fold_key, sort_key FROM unit_name ORDER BY id LIMIT 1")
    assert rows == [(full_unit().name, fold_key(full_unit().name), sort_key(full_unit().name))]
    aliases = execute(tmp_path, "SELECT alias, fold_key FROM unit_alias ORDER BY id LIMIT 1")
    assert aliases == [("Vĩnh Hùng", "vinh hung")]


def test_text_is_stored_as_its_own_letters(store: SqlStore, tmp_path: Path):
    add(store, full_plan())
    store.close()
    ((basis,),) = execute(tmp_path, "SELECT basis FROM plan")
    assert "Căn cứ thứ nhất" in basis
