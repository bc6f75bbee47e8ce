"""Figures held against the other units': outliers (N27) and copies (D11), asked, never accused."""

import random
from dataclasses import replace
from datetime import date

import pytest
from builders import indicator, plan, unit
from report_samples import plan_2024

from vinhloc_cds.domain.comparison import Comparison, Figures
from vinhloc_cds.domain.incoming import Todo
from vinhloc_cds.domain.plan import Plan, Severity, ValueType
from vinhloc_cds.domain.unit import UnitProfile

CODES = ("C01", "C02", "D02", "D03", "D07", "D09")
UNITS = ("A", "B", "C", "D", "E")
PLAN = plan([unit(code) for code in UNITS] + [unit("Z", "G_PB")], [indicator(c) for c in CODES])


def of(values, code="C02", others=None):
    """The figures of A to E for one indicator, and whatever else is given."""
    figures = {unit: {code: value} for unit, value in zip(UNITS, values, strict=True)}
    return {**figures, **(others or {})}


def doubts(figures: Figures, unit: str, plan: Plan = PLAN):
    return Comparison(plan, figures).doubts(unit, figures[unit])


@pytest.mark.parametrize(
    ("values", "standing_out"),
    [
        # A has 25,000; the median of the other four is (2,000 + 3,000) / 2.
        ((25_000, 1_000, 2_000, 3_000, 4_000), ["A"]),
        # Five times is not above five times.
        ((12_500, 1_000, 2_000, 3_000, 4_000), []),
        ((12_501, 1_000, 2_000, 3_000, 4_000), ["A"]),
        # Its own figure is no part of what it is measured by.
        ((60, 10, 10, 60, 10), ["A", "D"]),
        # Three others with a figure above 0 are too few.
        ((25_000, 1_000, 2_000, 3_000, None), []),
        ((25_000, 1_000, 2_000, 3_000, 0), []),
        # Small ones are nobody's concern here.
        ((1, 1_000, 2_000, 3_000, 4_000), []),
        ((True, True, True, True, True), []),
        (("25000", "1", "1", "1", "1"), []),
        ((date(2024, 10, 1),) * 5, []),
    ],
)
def test_a_figure_far_above_the_others_is_asked_about(values, standing_out):
    figures = of(values)
    assert [code for code in UNITS if doubts(figures, code)] == standing_out


def test_the_question_gives_its_reason():
    ((code, doubt),) = doubts(of((20, 2, 3, 3, 4)), "A")
    assert (code, doubt.severity, doubt.proposal) == ("C02", Severity.QUESTION, "")
    assert "20, gấp 6,7 lần trung vị (3) của 4 đơn vị khác" in doubt.sentence
    assert doubt.sentence.endswith("đề nghị xác nhận.")


def test_other_groups_are_no_measure():
    figures = of((20, 2, 3, 3, None), others={"Z": {"C02": 4}, "ngoài kế hoạch": {"C02": 4}})
    assert doubts(figures, "A") == ()
    assert doubts(figures, "Z") == ()


def alike(**changes):
    same = dict(zip(CODES, (3, 14, 15, 92, 65, 35), strict=True))
    return Comparison(PLAN, {"A": same, "B": {**same, **changes}}).problems("A", same)


def test_all_figures_of_another_unit_are_asked_about():
    (problem,) = alike()
    assert (problem.todo, problem.severity) == (Todo.CONFIRM, Severity.QUESTION)
    assert problem.message.startswith("Cả 6 số liệu khác 0 đều trùng với UBND B.")


def test_one_other_figure_is_enough_to_differ():
    assert alike(C01=4) == ()
    assert alike(C01=None) == ()


@pytest.mark.parametrize(
    "figures",
    [
        {"C01": 1, "C02": 2, "D02": 3, "D03": 4},
        {"C01": 1, "C02": 2, "D02": 3, "D03": 4, "D07": 0},
        {"C01": 1, "C02": 2, "D02": 3, "D03": 4, "D07": True},
        {"C01": 1, "C02": 2, "D02": 3, "D03": 4, "D07": "Như trên"},
        {},
    ],
)
def test_a_few_figures_alike_are_chance(figures):
    assert Comparison(PLAN, {"A": figures, "B": figures}).problems("A", figures) == ()


def test_a_copy_from_another_group_is_none():
    same = dict.fromkeys(CODES, 7)
    assert Comparison(PLAN, {"A": same, "Z": same}).problems("A", same) == ()


def test_a_figure_above_the_profile_is_asked_about_where_no_check_does():
    of_2024 = plan_2024()
    profile = UnitProfile(hamlets=8, households=1_500, teams=9)
    units = tuple(replace(each, profile=profile) for each in of_2024.units)
    figures = {"D01": 10, "D02": 10, "D06": 9, "D07": 9, "D08": 1_600, "D09": 1_501, "E14": 1_500}
    with_profile = replace(of_2024, units=units)
    found = dict(doubts({"15379": figures}, "15379", with_profile))
    # The plan's own checks hold D01, D06 and D08 against the profile.
    assert list(found) == ["D02", "D07", "D09"]
    assert "1.501 hộ, lớn hơn 1.500 hộ ghi trong hồ sơ" in found["D09"].sentence
    assert doubts({"15379": figures}, "15379", of_2024) == ()


def test_the_order_of_units_and_figures_does_not_matter():
    chance = random.Random(7)
    figures = {
        each: {code: chance.choice([0, 1, 2, 40]) for code in CODES} for each in [*UNITS, "Z"]
    }
    figures["E"] = dict(figures["A"])
    shuffled = {
        each: dict(chance.sample(sorted(row.items()), len(row)))
        for each, row in chance.sample(sorted(figures.items()), len(figures))
    }
    one, other = Comparison(PLAN, figures), Comparison(PLAN, shuffled)
    for each, given in figures.items():
        assert (one.doubts(each, given), one.problems(each, given)) == (
            other.doubts(each, given),
            other.problems(each, given),
        )


def test_money_is_compared_too():
    of_money = plan([unit(code) for code in UNITS], [indicator("H01", value_type=ValueType.MONEY)])
    figures = of((90_000_000, 5_000_000, 6_000_000, 6_000_000, 7_000_000), "H01")
    ((_, doubt),) = doubts(figures, "A", of_money)
    assert "90.000.000, gấp 15 lần trung vị (6.000.000)" in doubt.sentence
