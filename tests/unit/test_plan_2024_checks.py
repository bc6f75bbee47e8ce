"""The checks of the plan of 2024, cell by cell of what the indicators demand (rule 12)."""

import re
from datetime import UTC, date, datetime

import pytest

from vinhloc_cds.domain.expression import evaluate, names
from vinhloc_cds.domain.plan import Severity, ValueType
from vinhloc_cds.domain.planfile import built_in_plans

PLAN = built_in_plans()[0].load()
KNOWN = {
    "plan.campaign_days": 10,
    "plan.communes": 13,
    "plan.ceremony": PLAN.ceremony,
    "profile.hamlets": 8,
    "profile.households": 1000,
    "profile.teams": 9,
    "profile.members": 60,
    "received": date(2024, 10, 9),
}
LATE_CEREMONY = datetime(2024, 10, 1, 2, 0, tzinfo=UTC)


def fired(indicator, values):
    """The severities of the checks of `indicator` that fail on `values`."""
    known = KNOWN | values
    return sorted(
        check.severity
        for check in PLAN.indicator_by_code[indicator].checks
        if (not check.when or evaluate(check.when, known)) and evaluate(check.rule, known) is False
    )


@pytest.mark.parametrize(
    ("indicator", "values", "severities"),
    [
        # Answers that must be there.
        ("A01", {}, ["block"]),
        ("A01", {"A01": False}, []),
        ("B01", {}, ["block"]),
        ("E07", {"E06": 5}, ["block"]),
        ("E07", {"E06": 5, "E07": "Chữ ký số"}, []),
        ("E07", {"E06": 0}, []),
        ("A02", {"A01": True}, ["flag"]),
        ("A02", {"A01": False}, []),
        ("A02", {"A01": True, "A02": "45/KH-UBND"}, []),
        ("A02", {"A01": True, "A02": "45 KH UBND"}, ["flag"]),
        ("A03", {"A01": True}, ["flag"]),
        # Dates.
        ("A03", {"A03": date(2024, 9, 15)}, ["flag"]),
        ("A03", {"A03": date(2024, 9, 16)}, []),
        ("A03", {"A03": date(2024, 10, 1)}, []),
        ("A03", {"A03": date(2024, 10, 2)}, ["flag"]),
        ("A03", {"A03": date(2024, 10, 16)}, ["flag"]),
        ("B02", {"B02": PLAN.ceremony}, []),
        ("B02", {"B02": LATE_CEREMONY}, ["question"]),
        ("R02", {"R02": date(2024, 10, 10)}, ["flag"]),
        ("R02", {"R02": date(2024, 10, 9)}, []),
        # Part and whole.
        ("D02", {"D01": 9, "D02": 9}, []),
        ("D02", {"D01": 9, "D02": 10}, ["block"]),
        ("D02", {"D02": 10}, []),
        ("D04", {"D03": 60, "D04": 61}, ["block"]),
        ("D04", {"D03": 60, "D04": 5, "D02": 0}, ["flag"]),
        ("D05", {"D05": 10}, []),
        ("D05", {"D05": 11}, ["block"]),
        ("D05", {"D05": 0, "E00": 30}, ["block"]),
        ("D07", {"D06": 8, "D07": 9}, ["block"]),
        ("D09", {"D08": 1000, "D09": 1001}, ["block"]),
        ("E14", {"D08": 10, "E14": 11}, ["block"]),
        ("G07", {"G07": 13}, []),
        ("G07", {"G07": 14}, ["block"]),
        ("H00", {"H00": 6, "H01": 1, "H02": 2, "H03": 3}, []),
        ("H00", {"H00": 7, "H01": 1, "H02": 2, "H03": 3}, ["block"]),
        ("H00", {"H00": 5, "H01": 1, "H02": 2, "H03": 3}, ["block"]),
        # A blank part is not zero: it may be what is missing, but not what is too much.
        ("H00", {"H00": 4, "H01": 4}, []),
        ("H00", {"H00": 5, "H01": 4}, ["question"]),
        ("H00", {"H00": 5}, ["question"]),
        ("H00", {"H00": 3, "H01": 4}, ["block"]),
        ("H00", {"H01": 4}, []),
        # Two figures that contradict each other.
        ("A04", {"A01": True, "A04": 0}, ["flag"]),
        ("B04", {"B01": False, "B04": 20}, ["flag"]),
        ("B04", {"B01": False}, []),
        ("C03", {"C03": 100, "C02": 0}, ["flag"]),
        ("C05", {"C05": 3, "C04": 4}, ["flag"]),
        ("C05", {"C05": 3, "C04": 0}, ["block"]),
        ("C06", {"C05": 10, "C06": 601}, ["flag"]),
        ("C06", {"C05": 10, "C06": 9}, ["flag"]),
        ("C06", {"C05": 10, "C06": 600}, []),
        ("C15", {"C14": 0, "C15": 5}, ["flag"]),
        ("C15", {"C14": 0, "C15": 0}, []),
        ("C15", {"C14": 2, "C15": 9}, ["flag"]),
        ("C15", {"C14": 2, "C15": 2001}, ["flag"]),
        ("C15", {"C14": 2, "C15": 10}, []),
        ("D03", {"D01": 9, "D03": 60}, []),
        ("D03", {"D01": 20, "D03": 60}, []),
        ("D03", {"D01": 21, "D03": 60}, ["flag"]),
        ("D03", {"D01": 61, "D03": 60}, ["flag"]),
        ("E00", {"E00": 10, "E01": 11}, ["flag"]),
        ("E00", {"E00": 20, "E01": 9, "E02": 10}, ["flag"]),
        ("E00", {"E00": 19, "E01": 9, "E02": 10}, []),
        ("E11", {"E11": 5, "E01": 4}, ["flag"]),
        ("E12", {"E12": 5, "E02": 4}, ["flag"]),
        ("F02", {"F01": False, "F02": 1}, ["flag"]),
        ("F02", {"F02": 1}, []),
        ("F03", {"F02": 0, "F03": 10}, ["flag"]),
        ("G02", {"G01": 0, "G02": 10}, ["flag"]),
        # Against the unit's profile.
        ("D01", {"D01": 9}, []),
        ("D01", {"D01": 10}, ["flag"]),
        ("D03", {"D03": 61}, ["flag"]),
        ("D06", {"D06": 7}, ["flag"]),
        ("D08", {"D08": 900}, []),
        ("D08", {"D08": 899}, ["flag"]),
        ("D08", {"D08": 1101}, ["flag"]),
        # Improbably much or little.
        ("B04", {"B04": 2001}, ["flag"]),
        ("C01", {"C01": 101}, ["flag"]),
        ("C08", {"C08": 201}, ["flag"]),
        ("C09", {"C09": 101}, ["flag"]),
        ("C10", {"C10": 2001}, ["flag"]),
        ("C11", {"C11": 21}, ["flag"]),
        ("H01", {"H01": 999}, ["flag"]),
        ("H01", {"H01": 0}, []),
        ("H02", {"H02": 1000}, []),
        ("H03", {"H03": 1}, ["flag"]),
        ("K01", {"K01": "a" * 3001}, ["flag"]),
        ("K01", {"K01": "a" * 3000}, []),
        # Fields of the report.
        ("R01", {"R01": "78/BC-UBND"}, []),
        ("R01", {"R01": "BC 78"}, ["flag"]),
        ("R05", {"R05": "Lê Thị Hà, 0912.345.678"}, []),
        ("R05", {"R05": "Lê Thị Hà, 0912.345"}, ["flag"]),
    ],
)
def test_each_cell(indicator, values, severities):
    assert fired(indicator, values) == severities


@pytest.mark.parametrize(
    "indicator",
    [
        indicator.code
        for indicator in PLAN.indicators
        if indicator.value_type in {ValueType.INTEGER, ValueType.MONEY} and indicator.is_entered
    ],
)
def test_no_count_and_no_sum_of_money_is_negative(indicator):
    assert "block" in fired(indicator, {indicator: -1})
    assert "block" not in fired(indicator, {indicator: 0, "E00": 0})


def test_blank_figures_are_silent_but_for_the_answers_that_must_be_there():
    talking = {i.code for i in PLAN.indicators if fired(i.code, {})}
    assert talking == {"A01", "B01"}


def test_a_message_names_the_figure_it_is_about():
    """Either by its code, as the form prints it, or, for fields of the report, in words."""
    for indicator in PLAN.indicators:
        for check in indicator.checks:
            if not indicator.submission_field:
                assert indicator.code in check.message or names(check.rule) & set(
                    re.findall(r"[A-Z]\d\d", check.message)
                ), check.code
            assert check.message.endswith((".", "?"))


def test_the_plans_own_numbers_are_not_written_into_rules():
    for indicator in PLAN.indicators:
        for check in indicator.checks:
            assert not re.search(r"(?<![\w-])1[03](?![\w-])", check.rule), check.code


def test_only_what_is_stated_in_the_plan_says_so():
    stated = {
        check.code
        for indicator in PLAN.indicators
        for check in indicator.checks
        if check.origin == "stated"
    }
    assert stated == {"B02.1", "D05.1", "G07.1"}


def test_what_blocks_is_little():
    blocks = [
        check.code
        for indicator in PLAN.indicators
        for check in indicator.checks
        if check.severity is Severity.BLOCK and not check.code.endswith(".0")
    ]
    assert blocks == [
        "A01.1", "B01.1", "C05.2", "D02.1", "D04.1", "D05.1", "D05.2", "D07.1", "D09.1",
        "E07.1", "E14.1", "G07.1", "H00.1",
    ]  # fmt: skip
