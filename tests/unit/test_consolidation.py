"""Rules 8 to 13: totals, coverage, ratios, and who is missing."""

import pytest
from builders import (
    at,
    indicator,
    plan,
    snapshot,
    submission,
    text_indicator,
    unit,
    unreadable,
    value,
)

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.plan import Aggregation, ValueType
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Relation

ALL = ("G_XA", "G_PB", "G_VT", "G_NH", "G_VHTT")
WITHIN = Aggregation.SUM_WITHIN_GROUP
CEREMONY = at("2024-10-01T08:00")
MONEY = ("H01", "H02", "H03")

PLAN = plan(
    [
        unit("X1"),
        unit("X2"),
        unit("X3"),
        unit("P1", "G_PB"),
        unit("P2", "G_PB"),
        unit("V1", "G_VT"),
        unit("N1", "G_NH", Relation.ASKED),
        unit("N2", "G_NH", Relation.ASKED),
        unit("OWN", "G_VHTT", Relation.OWN),
        unit("OUT", "G_NHAN", Relation.NONE),
    ],
    [
        indicator("A01", Aggregation.COUNT_YES, ValueType.BOOLEAN),
        indicator("A03", Aggregation.MAX, ValueType.DATE),
        indicator("B01", Aggregation.COUNT_YES, ValueType.BOOLEAN),
        indicator(
            "B02",
            Aggregation.COUNT_ON_TIME,
            ValueType.DATETIME,
            denominator="B01",
            expected_moment=CEREMONY,
        ),
        indicator("C01", groups=ALL),
        indicator("D01"),
        indicator("D02", denominator="D01"),
        indicator("D05", Aggregation.AVERAGE, denominator="campaign_days"),
        indicator("E00", WITHIN, groups=("G_XA", "G_VT", "G_NH")),
        indicator("E01", WITHIN, groups=("G_XA",), denominator="E00"),
        indicator("G07", Aggregation.MAX, groups=("G_VT", "G_NH"), denominator="communes"),
        *(indicator(code, Aggregation.SUM, ValueType.MONEY, groups=ALL) for code in MONEY),
        indicator("H00", Aggregation.COMPUTED, ValueType.MONEY, groups=ALL, computed_from=MONEY),
        indicator("K07", Aggregation.COUNT, ValueType.ATTACHMENT, groups=ALL),
        text_indicator("K01", groups=ALL),
        indicator("R02", Aggregation.MAX, ValueType.INTEGER, groups=ALL, submission_field=True),
        indicator("Z01", Aggregation.NONE),
    ],
)


def totals(*submissions, of=PLAN, **more):
    """Totals by (indicator, group)."""
    return {(t.code, t.group): t for t in consolidate(snapshot(of, *submissions, **more))}


def communes(code, first, second=None, third=None):
    """Three communes' answers; None sends a report that leaves the figure blank."""
    sent = zip(("X1", "X2", "X3"), (first, second, third), strict=True)
    return [submission(unit_code, {code: given}) for unit_code, given in sent]


# Which rows there are.


def test_a_row_for_each_group_in_the_plans_order_then_one_over_all():
    assert [group for code, group in totals() if code == "C01"] == [
        "G_XA", "G_PB", "G_VT", "G_NH", "G_VHTT", None
    ]  # fmt: skip
    assert [group for code, group in totals() if code == "A01"] == ["G_XA", None]


def test_what_is_totalled_within_a_group_has_no_row_across():
    """Rule 10: communes, enterprises and banks guide the same people."""
    assert [group for code, group in totals() if code == "E00"] == ["G_XA", "G_VT", "G_NH"]


def test_lists_texts_dates_and_fields_of_the_submission_have_no_rows():
    assert {code for code, _ in totals()}.isdisjoint({"A03", "K01", "R02", "Z01"})


def test_indicators_come_in_the_plans_order():
    codes = list(dict.fromkeys(code for code, _ in totals()))
    assert codes == [each.code for each in PLAN.indicators if each.code in codes]


def test_a_group_without_units_in_the_plan_has_no_row():
    alone = plan([unit("X1")], [indicator("C01", groups=ALL)])
    assert list(totals(of=alone)) == [("C01", "G_XA"), ("C01", None)]


# Rule 8: coverage.


def test_blank_is_not_zero():
    empty = totals(*communes("C01", None))["C01", "G_XA"]
    assert (empty.value, empty.reported, empty.expected) == (None, 0, 3)
    zero = totals(*communes("C01", 0))["C01", "G_XA"]
    assert (zero.value, zero.reported, zero.missing) == (0, 1, ("X2", "X3"))


def test_a_total_says_who_is_missing_in_the_plans_order():
    found = totals(submission("P1", {"C01": 4}), submission("X2", {"C01": 3}))["C01", None]
    assert (found.value, found.reported, found.expected) == (7, 2, 6)
    assert found.missing == ("X1", "X3", "P2", "V1")


def test_name_and_unit_of_measure_go_with_the_total():
    found = totals()["C01", None]
    assert (found.name, found.unit_of_measure) == ("Chỉ tiêu C01", "")


def test_others_count_in_the_value_and_never_in_the_denominator():
    """Rule 4: the asked and the office itself are in no denominator."""
    sent = [
        submission("X1", {"C01": 5}),
        submission("N1", {"C01": 2}),
        submission("OWN", {"C01": 10}),
    ]
    over_all = totals(*sent)["C01", None]
    assert (over_all.value, over_all.extra_units) == (17, 2)
    assert (over_all.reported, over_all.expected) == (1, 6)
    banks = totals(*sent)["C01", "G_NH"]
    assert (banks.value, banks.reported, banks.expected) == (2, 0, 0)
    assert (banks.missing, banks.extra_units) == ((), 1)


def test_units_outside_the_plan_count_nowhere():
    assert totals(submission("OUT", {"C01": 5}))["C01", None].value is None


def test_a_figure_that_was_not_asked_of_the_group_counts_nowhere():
    found = totals(submission("P1", {"D01": 5}))
    assert found["D01", None].value is None
    assert ("D01", "G_PB") not in found


@pytest.mark.parametrize("state", [SubmissionState.RECEIVED, SubmissionState.RETURNED])
def test_only_accepted_submissions_enter(state):
    found = totals(submission("X1", {"C01": 5}, state=state))["C01", "G_XA"]
    assert (found.value, found.missing) == (None, ("X1", "X2", "X3"))


def test_as_of_a_closing_time():
    sent = [
        submission("X1", {"C01": 5}, received="2024-10-09T08:00"),
        submission("X1", {"C01": 9}, kind=SubmissionKind.SUPPLEMENT, received="2024-10-11T08:00"),
    ]
    assert totals(*sent)["C01", "G_XA"].value == 9
    assert totals(*sent, as_of=at("2024-10-10T17:00"))["C01", "G_XA"].value == 5


def test_what_cannot_be_read_is_missing():
    found = totals(submission("X1", [unreadable("C01", "300-350")]))["C01", "G_XA"]
    assert (found.value, found.missing) == (None, ("X1", "X2", "X3"))


def test_estimates_are_counted():
    found = totals(
        submission("X1", [value("C01", 300, estimate=True)]), submission("X2", {"C01": 5})
    )["C01", "G_XA"]
    assert (found.value, found.estimates) == (305, 1)


# Rule 9: ratios.


def test_a_ratio_is_one_of_sums_and_not_a_mean_of_ratios():
    found = totals(
        submission("X1", {"D02": 1, "D01": 2}), submission("X2", {"D02": 10, "D01": 10})
    )["D02", "G_XA"]
    assert (found.value, found.denominator) == (11, 12)
    assert found.ratio == 11 / 12


def test_a_ratio_is_over_the_units_that_gave_both():
    found = totals(
        submission("X1", {"D02": 4, "D01": 5}),
        submission("X2", {"D02": 7}),
        submission("X3", {"D01": 9}),
    )["D02", None]
    assert (found.value, found.denominator, found.ratio) == (11, 5, 4 / 5)
    assert (found.reported, found.missing) == (2, ("X3",))


def test_a_ratio_where_nobody_gave_both():
    found = totals(submission("X1", {"D02": 4}), submission("X2", {"D01": 9}))["D02", None]
    assert (found.value, found.denominator, found.ratio) == (4, None, None)


def test_a_ratio_over_zero_is_unknown():
    found = totals(submission("X1", {"D02": 0, "D01": 0}))["D02", None]
    assert (found.value, found.denominator, found.ratio) == (0, 0, None)


def test_a_total_within_a_group_may_have_a_ratio_too():
    found = totals(submission("X1", {"E01": 30, "E00": 40}))["E01", "G_XA"]
    assert (found.value, found.denominator, found.ratio) == (30, 40, 0.75)


# Yes and no.


def test_yes_is_counted_over_all_that_were_expected():
    found = totals(*communes("A01", True, False))["A01", "G_XA"]
    assert (found.value, found.denominator, found.ratio) == (1, 3, 1 / 3)
    assert (found.reported, found.missing) == (2, ("X3",))


def test_no_from_everybody_is_zero():
    found = totals(*communes("A01", False, False, False))["A01", None]
    assert (found.value, found.ratio) == (0, 0)


def test_yes_from_nobody_who_was_heard_is_unknown():
    found = totals(*communes("A01", None))["A01", None]
    assert (found.value, found.denominator, found.ratio) == (None, 3, None)


def test_yes_of_others_counts_but_not_in_the_ratio():
    mixed = plan(
        [unit("X1"), unit("X2"), unit("N1", "G_NH", Relation.ASKED)],
        [indicator("A01", Aggregation.COUNT_YES, ValueType.BOOLEAN, groups=("G_XA", "G_NH"))],
    )
    asked = submission("N1", {"A01": True})
    found = totals(submission("X1", {"A01": True}), asked, of=mixed)
    assert (found["A01", None].value, found["A01", None].ratio) == (2, 0.5)
    assert (found["A01", "G_NH"].value, found["A01", "G_NH"].ratio) == (1, None)
    assert totals(asked, of=mixed)["A01", None].ratio is None


# The ceremony at the hour.


def held(unit_code, moment, answer=True):
    return submission(unit_code, {"B01": answer, "B02": at(moment) if moment else None})


def test_on_time_is_counted_over_those_that_held_the_ceremony_and_said_when():
    found = totals(
        held("X1", "2024-10-01T08:00"), held("X2", "2024-10-01T08:30"), held("X3", None)
    )["B02", "G_XA"]
    assert (found.value, found.denominator, found.ratio) == (1, 2, 0.5)
    assert (found.reported, found.missing) == (2, ("X3",))


def test_an_hour_without_a_ceremony_is_in_no_ratio():
    found = totals(
        held("X1", "2024-10-01T08:00"),
        held("X2", "2024-10-01T08:00", answer=False),
        held("X3", "2024-10-01T08:00", answer=None),
    )["B02", None]
    assert (found.value, found.denominator, found.ratio) == (3, 1, 1)


def test_no_hour_from_anybody():
    found = totals(held("X1", None))["B02", None]
    assert (found.value, found.denominator, found.ratio) == (None, None, None)


# Average, maximum, count, computed.


def test_an_average_goes_with_its_maximum_and_the_days_of_the_campaign():
    found = totals(*communes("D05", 10, 5))["D05", "G_XA"]
    assert (found.value, found.maximum) == (7.5, 10)
    assert (found.denominator, found.ratio) == (10, 0.75)


def test_an_average_of_nothing():
    found = totals()["D05", "G_XA"]
    assert (found.value, found.maximum, found.ratio) == (None, None, None)
    assert found.denominator == 10


def test_a_maximum_is_over_the_plans_communes():
    found = totals(submission("V1", {"G07": 2}), submission("N1", {"G07": 3}))
    over_all, enterprises = found["G07", None], found["G07", "G_VT"]
    assert (over_all.value, over_all.denominator, over_all.ratio) == (3, 3, 1)
    assert (enterprises.value, enterprises.ratio) == (2, 2 / 3)
    assert totals()["G07", None].ratio is None


def test_a_sum_may_stand_over_a_constant_of_the_plan():
    days = plan([unit("X1")], [indicator("C14", denominator="campaign_days")])
    found = totals(submission("X1", {"C14": 5}), of=days)["C14", None]
    assert (found.value, found.denominator, found.ratio) == (5, 10, 0.5)


def test_photographs_are_counted_only_where_there_are_any():
    assert totals()["K07", None].value is None
    assert totals(*communes("K07", "anh-1.jpg", "anh-2.jpg"))["K07", "G_XA"].value == 2


def test_a_computed_total_is_the_sum_of_the_computed_and_says_what_is_incomplete():
    found = totals(
        submission("X1", {"H01": 5_000_000, "H02": 0, "H03": 0}),
        submission("P1", {"H01": 2_000_000}),
        submission("P2", {"H00": 9_000_000}),
    )["H00", None]
    assert (found.value, found.partial) == (7_000_000, 1)
    assert (found.reported, found.missing) == (2, ("X2", "X3", "P2", "V1"))


def test_whole_numbers_stay_whole():
    big = 9_007_199_254_740_993  # a float would round it
    found = totals(*communes("H01", big, 1))["H01", "G_XA"]
    assert found.value == big + 1
    assert type(found.value) is int
