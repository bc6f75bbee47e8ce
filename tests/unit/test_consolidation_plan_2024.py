"""The totals of the real plan: which there are, and of how many units each is expected."""

from builders import at, submission

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.snapshot import Snapshot

(PLAN,) = (each.load() for each in built_in_plans() if each.code == "KH-CDS-2024")


def totals(*submissions):
    found = consolidate(Snapshot.of(PLAN, submissions, now=at("2024-10-12T09:00")))
    return {(total.code, total.group): total for total in found}


EMPTY = totals()


def test_texts_dates_and_fields_of_the_submission_have_no_total():
    without = {each.code for each in PLAN.indicators} - {code for code, _ in EMPTY}
    assert without == {
        *("A02", "A03", "B03", "E07"),
        *(f"K{n:02}" for n in range(1, 7)),
        *(f"R{n:02}" for n in range(1, 7)),
    }


def test_who_is_guided_is_totalled_within_a_group_only():
    across = {code for code, group in EMPTY if group is None}
    within = {code for code, _ in EMPTY} - across
    assert within == {*(f"E{n:02}" for n in range(7)), "E12", "E13", "E15"}


def test_of_how_many_units_each_total_is_expected():
    expected = {code: EMPTY[code, None].expected for code in ("A01", "C01", "C07", "G05", "H01")}
    assert expected == {"A01": 13, "C01": 31, "C07": 1, "G05": 18, "H01": 31}
    groups = {group: total.expected for (code, group), total in EMPTY.items() if code == "E00"}
    assert groups == {"G_XA": 13, "G_VT": 3, "G_NH": 0, "G_DT": 0}


def test_nobody_reported_so_all_are_missing_and_nothing_is_zero():
    assert all(total.value is None and total.ratio is None for total in EMPTY.values())
    assert all(len(total.missing) == total.expected for total in EMPTY.values())


def test_an_hour_is_on_time_by_the_plans_own_ceremony():
    found = totals(
        submission("15349", {"B01": True, "B02": PLAN.ceremony}),
        submission("15352", {"B01": True, "B02": at("2024-10-01T09:00")}),
    )["B02", "G_XA"]
    assert (found.value, found.denominator, found.ratio) == (1, 2, 0.5)


def test_days_and_communes_come_from_the_plan():
    found = totals(submission("15349", {"D05": 8}), submission("VT01", {"G07": 13}))
    assert found["D05", None].denominator == 10
    assert (found["G07", None].denominator, found["G07", None].ratio) == (13, 1)


def test_the_office_adds_to_the_value_and_to_no_denominator():
    found = totals(submission("PB07", {"C01": 12}), submission("15349", {"C01": 3}))
    assert found["C01", None].value == 15
    assert (found["C01", None].reported, found["C01", None].extra_units) == (1, 1)
    assert (found["C01", "G_VHTT"].expected, found["C01", "G_VHTT"].missing) == (0, ())
