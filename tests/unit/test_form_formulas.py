"""The checks as formulas say what the checks say, whatever is typed."""

from datetime import date, timedelta

import pytest
from builders import at
from hypothesis import given, settings
from hypothesis import strategies as st
from spreadsheet import cell_of, work_out

from vinhloc_cds.domain.expression import parse
from vinhloc_cds.domain.plan import Check, Severity, ValueType
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.forms import formulas
from vinhloc_cds.forms.formulas import failing, quoted

PLAN = built_in_plans()[0].load()
FACTS = {"plan.ceremony": PLAN.ceremony} | {f"plan.{k}": v for k, v in PLAN.constants.items()}
PROFILE = ("profile.hamlets", "profile.households", "profile.teams", "profile.members")
ENTERED = [indicator for indicator in PLAN.indicators if indicator.is_entered]
CELLS = {name: f"$E${row}" for row, name in enumerate([*PROFILE, *(i.code for i in ENTERED)], 8)}
TYPES = {i.code: i.value_type for i in ENTERED} | dict.fromkeys(PROFILE, ValueType.INTEGER)
OPERANDS = {name: formulas.cell(cell, TYPES[name]) for name, cell in CELLS.items()} | {
    name: formulas.constant(value) for name, value in FACTS.items()
}

NUMBERS = st.sampled_from([0, 1, 2, 3, 5, 9, 10, 11, 12, 60, 95, 100, 999, 1000, 5000])
DAYS = st.integers(-30, 30).map(lambda days: date(2024, 10, 1) + timedelta(days=days))
MOMENTS = st.integers(-3000, 3000).map(lambda some: PLAN.ceremony + timedelta(minutes=some // 30))
VALUES = {
    ValueType.INTEGER: NUMBERS,
    ValueType.MONEY: NUMBERS,
    ValueType.BOOLEAN: st.booleans(),
    ValueType.DATE: DAYS,
    ValueType.DATETIME: MOMENTS,
}


def blank_or(value_type: ValueType):
    return st.none() | VALUES.get(value_type, st.sampled_from(["", "45/KH-UBND", "x" * 3001]))


def fails(check: Check, values) -> bool:
    if check.when and parse(check.when).holds(values) is not True:
        return False
    return parse(check.rule).holds(values) is False


@given(st.fixed_dictionaries({name: blank_or(kind) for name, kind in TYPES.items()}))
@settings(max_examples=60)
def test_every_check_of_the_plan_fails_in_the_form_when_it_fails_here(values):
    cells = {CELLS[name]: cell_of(value) for name, value in values.items()}
    for indicator in ENTERED:
        for check in indicator.checks:
            formula = failing(check, OPERANDS)
            if formula is not None:
                assert work_out(formula, cells) is fails(check, values | FACTS), check.code


def test_only_patterns_are_beyond_a_formula():
    unspoken = {
        check.code
        for indicator in ENTERED
        for check in indicator.checks
        if failing(check, OPERANDS) is None
    }
    patterns = {
        check.code
        for indicator in ENTERED
        for check in indicator.checks
        if "matches(" in check.rule + check.when
    }
    assert unspoken == patterns


SOME = {
    "A01": True,
    "B01": False,
    "A02": "05/KH-UBND",
    "A03": date(2024, 10, 2),
    "B02": at("2024-10-01T08:00"),
    "C05": 4,
    "C06": 60,
    "D01": 0,
}


@pytest.mark.parametrize(
    "rule",
    [
        "C06 / D01 > 1",
        "C05 / C06 * 15 = 1",
        "C05 - 5 = 0 - 1",
        'A02 = "05/KH-UBND"',
        'A02 = "05/kh-ubnd"',
        'A02 != "05/KH-UBND"',
        "length(A02) = 10",
        "length(B03) = 0",
        "2024-10-01 = B02",
        "B02 < 2024-10-01T08:01",
        "B02 != plan.ceremony",
        "A01 and B01",
        "A01 = B01",
        "A01 or B03 = A02",
        "B01 or C08 = 1",
        "A01 and C08 = 1",
        "max(C05..C07) = 60",
        "sum(C05..C06) = 63",
        "max(C08..C09) = 0",
        "filled(B03) or filled(A02)",
        "filled(B03)",
    ],
)
def test_what_the_language_can_say_is_said_alike(rule):
    check = Check("X.1", Severity.FLAG, rule, "")
    cells = {CELLS[name]: cell_of(value) for name, value in SOME.items()}
    formula = failing(check, OPERANDS)
    assert formula is not None
    assert work_out(formula, cells) is fails(check, SOME | FACTS)


@pytest.mark.parametrize(
    "rule", ["D01 <= received", 'matches(A02, "x")', "filled(Z99)", "Z99 > 1", "D01 / Z99 = 2"]
)
def test_what_no_formula_can_say_is_left_to_the_office(rule):
    assert failing(Check("X.1", Severity.FLAG, rule, ""), OPERANDS) is None


@pytest.mark.parametrize("words", ["", 'nói "có"', "=1+1", "dài " * 100, 'x"' * 200])
def test_words_stay_words(words):
    assert work_out(quoted(words), {}) == words


def test_the_first_reason_is_told_with_what_stands_in_the_form():
    sentence = formulas.spelled_out(
        "{C05} của {plan.communes}, {B03}?", OPERANDS, {"plan.communes": "13"}
    )
    formula = formulas.first_that_holds([("FALSE", quoted("a")), ("TRUE", sentence)])
    assert work_out(formula, {CELLS["C05"]: 4.0}) == "4 của 13, chưa có?"
    assert work_out(formula, {CELLS["C05"]: 7e6}) == "7.000.000 của 13, chưa có?"
    assert work_out(formula, {CELLS["C05"]: "bốn"}) == "bốn của 13, chưa có?"
    assert work_out(formulas.first_that_holds([("FALSE", quoted("a"))]), {}) == ""


def test_a_formula_stays_within_what_excel_takes():
    cases = [(f"$E$1>{number}", quoted("lý do " * 60)) for number in range(100)]
    formula = formulas.first_that_holds(cases)
    assert 7000 < len(formula) <= 8192
    assert work_out(formula, {"$E$1": 0.0}) == ""
