"""The plan of 2024 as data, held against its own words and against what is known of it."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time

import pytest
from house import ROOT

from vinhloc_cds.domain.deadline import Deadline, Window
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Aggregation, Binding, DutyKind, Role
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.unit import Relation

(BUILT_IN,) = built_in_plans()
PLAN = BUILT_IN.load()
WORDS = " ".join(
    (ROOT / "tests" / "reference" / "ke-hoach-2024.txt").read_text(encoding="utf-8").split()
)
MARKER = re.compile(r" ?(?:(?:[IV]+\.|\d\.(?:\d\.)?|[a-d]\)|[-+]) )?")

# Whom each clause obliges. Purpose, quality and money (I, III), basis and recipients oblige nobody
# to anything that could be done and ticked off; a-1 to a-6 are choices within II.2.a.
OFFICES = {"G_PB", "G_SN", "G_VHTTTTDL", "G_VHTT"}
PUBLICITY = OFFICES | {"G_XA", "G_VT", "G_LQ"}
OBLIGED_BY = {
    "II.1.a": PUBLICITY,
    "II.1.b-1": PUBLICITY,
    "II.1.b-2": PUBLICITY,
    "II.1.c": PUBLICITY,
    "II.1.d-1": OFFICES,
    "II.1.d-2": {"G_XA"},
    "II.1.d-3": {"G_VT", "G_LQ"},
    "II.2.a": {"G_XA", "G_TO"},
    "II.2.b": {"G_XA"},
    "II.2.c": {"G_XA"},
    "II.2.d-1": {"G_XA"},
    "II.2.d-2a": {"G_VT"},
    "II.2.d-2b": {"G_VT"},
    "II.2.d-3": {"G_DT", "G_NH"},
    "II.3.1": {"G_XA"},
    "II.3.2": {"G_XA"},
    "II.3.3": {"G_XA"},
    "IV.1.1": {"G_VHTT"},
    "IV.1.2": {"G_VHTT"},
    "IV.1.3": {"G_VHTT"},
    "IV.2.1": {"G_XA"},
    "IV.2.2": {"G_XA"},
    "IV.2.3": {"G_XA"},
    "IV.2.4": {"G_XA"},
    "IV.3.1": OFFICES,
    "IV.3.2": OFFICES,
    "IV.4.1": {"G_VT"},
    "IV.4.2": {"G_VT"},
    "IV.5.1": {"G_VHTTTTDL"},
    "IV.5.2": {"G_VHTTTTDL"},
    "kết luận": {"G_XA", "G_PB", "G_SN", "G_VHTTTTDL", "G_VHTT", "G_VT", "G_LQ", "G_DT", "G_NH"},
}


def test_the_clauses_are_the_whole_plan_word_for_word_and_in_order():
    pieces = ["KẾ HOẠCH", PLAN.title]
    for clause in PLAN.clauses:
        pieces += [piece for piece in (clause.title, clause.body) if piece]
    pieces += [PLAN.signer.authority, PLAN.signer.title, PLAN.signer.name]
    at = 0
    for piece in pieces:
        at = WORDS.index(":", at) + 1 if WORDS.startswith(":", at) else at
        at = MARKER.match(WORDS, at).end()
        assert WORDS.startswith(piece, at), (
            f"{piece!r} is not where the plan has it: {WORDS[at:][:80]}"
        )
        at += len(piece)
    assert at == len(WORDS)


def test_the_oddities_of_the_original_are_kept():
    body = {ref: clause.body for ref, clause in PLAN.clause_by_ref.items()}
    assert "phát động phát động" in body["I.2"]
    assert "ra quân“đi" in body["II.2.a"]
    assert "ra quân“đi" in body["IV.2.3"]
    assert body["Nơi nhận"].endswith("Lưu VT, VHTT.")


def test_basis_and_closing_are_quoted():
    (basis,) = PLAN.basis
    assert basis.startswith("Kế hoạch số 2210/KH-UBND ngày 16 tháng 9 năm 2024 của Sở Thông tin")
    assert basis in WORDS
    assert PLAN.closing in WORDS


def test_every_clause_that_obliges_is_a_duty_of_each_group_it_obliges():
    cited: dict[str, set[str]] = {}
    for duty in PLAN.duties:
        for clause in duty.clauses:
            cited.setdefault(clause, set()).add(duty.group)
    assert cited == OBLIGED_BY


def test_no_leaf_of_the_plan_is_overlooked():
    parents = {clause.parent for clause in PLAN.clauses}
    leaves = {clause.ref for clause in PLAN.clauses if clause.ref not in parents}
    not_obliging = {"căn cứ", "I.1-1", "I.1-2", "I.2", "III", "Nơi nhận"}
    choices = {f"II.2.a-{number}" for number in range(1, 7)}
    assert leaves - set(OBLIGED_BY) == not_obliging | choices


def test_two_sentences_of_one_clause_are_two_duties():
    by_clause = {
        ref: {duty.code for duty in PLAN.duties if ref in duty.clauses}
        for ref in ("IV.2.1", "II.2.d-2a", "II.2.d-2b", "IV.1.3")
    }
    assert by_clause == {
        "IV.2.1": {"X1", "L1-XA"},
        "II.2.d-2a": {"R1-VT-1"},
        "II.2.d-2b": {"R1-VT-2"},
        "IV.1.3": {"V3"},
    }


def test_the_numbers_that_are_known():
    relations = Counter(unit.relation for unit in PLAN.units)
    assert relations == {
        Relation.OBLIGED: 31,
        Relation.ASKED: 11,
        Relation.OWN: 1,
        Relation.NONE: 8,
    }
    assert PLAN.constants == {"campaign_days": 10, "communes": 13}
    assert len(PLAN.duties) == 51
    assert len(PLAN.indicators) == 72
    assert sum(indicator.core for indicator in PLAN.indicators) == 58
    assert len(PLAN.recipients) == 11
    assert [i.code for i in PLAN.indicators if i.submission_field] == [
        f"R0{number}" for number in range(1, 7)
    ]


def test_the_assignments_by_relation_and_group():
    units = PLAN.unit_by_code
    holders = [units[code] for duty in PLAN.duties for code in duty.units]
    assert len(holders) == 272
    assert Counter(unit.relation for unit in holders) == {
        Relation.OBLIGED: 241,
        Relation.ASKED: 24,
        Relation.OWN: 7,
    }
    assert Counter(unit.group for unit in holders) == {
        "G_XA": 143,
        "G_PB": 55,
        "G_VHTT": 7,
        "G_VHTTTTDL": 7,
        "G_SN": 15,
        "G_VT": 21,
        "G_NH": 6,
        "G_DT": 12,
        "G_LQ": 6,
    }


def test_no_unit_has_the_same_clauses_twice():
    held = Counter((unit, duty.clauses) for duty in PLAN.duties for unit in duty.units)
    assert max(held.values()) == 1
    groups = {unit.code: unit.group for unit in PLAN.units}
    assert all(groups[code] == duty.group for duty in PLAN.duties for code in duty.units)


def test_the_header():
    assert PLAN.code == BUILT_IN.code == "KH-CDS-2024"
    assert (PLAN.number, PLAN.issued_on) == ("", None)
    assert Window(date(2024, 9, 26), date(2024, 10, 15)) == PLAN.publicity
    assert Window(date(2024, 10, 1), date(2024, 10, 10)) == PLAN.campaign == PLAN.publicity_peak
    assert datetime(2024, 10, 1, 1, 0, tzinfo=UTC) == PLAN.ceremony
    assert PLAN.reporting.deadline == Deadline(date(2024, 10, 12), exclusive=True)
    assert PLAN.reporting.clause == "kết luận"
    assert PLAN.reporting.province_deadline is None


def test_dates_that_the_words_give():
    for duty in PLAN.duties:
        if duty.window == PLAN.publicity:
            assert duty.peak == PLAN.publicity_peak, duty.code
    ceremony = PLAN.duty_by_code["L1-XA"]
    assert ceremony.window == Window(date(2024, 10, 1), date(2024, 10, 1), time(8, 0))
    reports = [duty for duty in PLAN.duties if duty.code.startswith("BC-")]
    assert {duty.deadline for duty in reports} == {PLAN.reporting.deadline}
    assert {duty.kind for duty in reports} == {DutyKind.REPORT}
    assert PLAN.duty_by_code["V3"].deadline is None


def test_what_the_plan_does_not_say_is_marked():
    marked = {
        duty.code: {field for field, origin in duty.origins.items() if origin is not Origin.STATED}
        for duty in PLAN.duties
    }
    assert all("text" in fields for fields in marked.values())
    assert marked["R1-XA-1"] == {"text"}
    assert marked["X1"] == {"text", "role", "window", "deadline"}
    assert marked["V1"] == {"text", "deadline"}
    assert marked["BC-G_NH"] == {"text", "binding"}
    assert marked["BC-G_LQ"] == {"text", "binding", "units"}
    assert marked["R1-DT"] == {"text", "units"}
    purposes = [recipient.purpose_origin for recipient in PLAN.recipients]
    assert purposes == [Origin.STATED] * 4 + [Origin.INFERRED] * 7


def test_roles_and_bindings():
    duties = PLAN.duty_by_code
    assert duties["X3"].role is Role.DIRECT
    assert duties["R1-NH"].role is Role.SUPPORT
    assert duties["X2"].binding is Binding.CONDITIONAL
    assert duties["X2"].condition == "F01"
    assert duties["R1-VT-1"].binding is Binding.CONDITIONAL
    assert duties["R1-VT-1"].condition == "G01"
    assert duties["T1-G_LQ"].binding is Binding.ENCOURAGED
    assert duties["BC-G_DT"].binding is Binding.REQUESTED
    assert [duty.code for duty in PLAN.duties if duty.by_hand] == ["V1", "V3"]
    assert duties["R1-TO"].units == ()


def test_units_keep_their_past_and_future():
    units = PLAN.unit_by_code
    town = units["15349"]
    assert [unit.code for unit in PLAN.units][:13] == [
        unit.code for unit in PLAN.units if unit.group == "G_XA"
    ]
    assert [(line.direction, line.name, line.gso_code) for line in town.lineage] == [
        ("predecessor", "Xã Vĩnh Thành", ""),
        ("successor", "Xã Vĩnh Lộc", "15349"),
    ]
    (code,) = town.codes
    assert (code.scheme, code.code, code.valid_to) == ("GSO", "15349", date(2025, 6, 30))
    successors = {
        line.name for unit in PLAN.units for line in unit.lineage if line.direction == "successor"
    }
    assert successors == {"Xã Vĩnh Lộc", "Xã Tây Đô", "Xã Biện Thượng"}
    further = {unit.code: [m.group for m in unit.memberships] for unit in PLAN.units}
    assert {code: groups for code, groups in further.items() if groups} == {
        "SN01": ["G_SN"],
        "PB07": ["G_PB"],
    }
    assert units["15367"].name == "UBND xã Vĩnh Hưng"
    assert units["15379"].name == "UBND xã Vĩnh Hùng"


def test_every_group_of_a_duty_or_an_indicator_can_be_named():
    groups = {group.code for group in PLAN.groups}
    assert {duty.group for duty in PLAN.duties} <= groups
    assert {group for indicator in PLAN.indicators for group in indicator.groups} <= groups


def test_a_unit_is_asked_for_what_its_duties_count():
    """Whatever a duty names is on the form of every unit that has it, but for two oddities.

    Banks and bodies are asked E00, the related units (Công an, Bưu điện) are asked no texts; K07
    (photographs) and the fields of the report are no figures.
    """
    units = PLAN.unit_by_code
    for duty in PLAN.duties:
        for code in duty.units:
            asked = {indicator.code for indicator in PLAN.indicators_of(units[code])}
            counted = {
                code
                for code in duty.indicators
                if PLAN.indicator_by_code[code].is_entered and code != "K07"
            }
            if duty.group not in {"G_LQ"}:
                assert counted <= asked or duty.by_hand, (duty.code, code, counted - asked)


def test_aggregations_that_are_easy_to_get_wrong():
    indicators = PLAN.indicator_by_code
    within = {i.code for i in PLAN.indicators if i.aggregation is Aggregation.SUM_WITHIN_GROUP}
    assert within == {"E00", "E01", "E02", "E03", "E04", "E05", "E06", "E12", "E13", "E15"}
    assert indicators["H00"].computed_from == ("H01", "H02", "H03")
    assert indicators["B02"].expected_moment == PLAN.ceremony
    assert {i.code: i.denominator for i in PLAN.indicators if i.denominator} == {
        "A01": "communes",
        "B01": "communes",
        "B02": "B01",
        "D02": "D01",
        "D04": "D03",
        "D05": "campaign_days",
        "D07": "D06",
        "D09": "D08",
        "G07": "communes",
    }


@pytest.mark.parametrize("profile", ["ubnd", "vhtt"])
def test_letterheads(profile):
    (head,) = [head for head in PLAN.letterheads if head.profile == profile]
    assert head.addressees == ("Sở Thông tin và Truyền thông Thanh Hóa",)
    assert head.recipients[0] == "Như trên"
    assert head.recipients[-1] == "Lưu: VT, VHTT"
    assert head.superior == {"ubnd": (), "vhtt": ("UBND HUYỆN VĨNH LỘC",)}[profile]
    assert head.signer.title == {"ubnd": "PHÓ CHỦ TỊCH", "vhtt": "TRƯỞNG PHÒNG"}[profile]


def test_everyone_who_fills_in_a_figure_is_told_what_it_is():
    assert all(indicator.explanation for indicator in PLAN.indicators)
    assert set(PLAN.sections) == {indicator.section for indicator in PLAN.indicators}
