"""Rule 11 and 13: what stands once all that one unit sent is taken together."""

from datetime import date

import pytest
from builders import (
    CLEARED,
    indicator,
    plan,
    snapshot,
    submission,
    text_indicator,
    unit,
    unreadable,
    value,
)

from vinhloc_cds.domain.plan import Aggregation, ValueType
from vinhloc_cds.domain.standing import standing_matrix, standing_submissions, standing_values
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState

SUPPLEMENT = SubmissionKind.SUPPLEMENT
ADDITIONAL = SubmissionKind.ADDITIONAL
REPLACEMENT = SubmissionKind.REPLACEMENT
RECEIVED = SubmissionState.RECEIVED
RETURNED = SubmissionState.RETURNED

MONEY = ("H01", "H02", "H03")
PLAN = plan(
    [unit("A"), unit("B")],
    [
        indicator("C01"),
        indicator("C02"),
        indicator("E00", Aggregation.SUM_WITHIN_GROUP),
        indicator("A01", Aggregation.COUNT_YES, ValueType.BOOLEAN),
        indicator("A03", Aggregation.MAX, ValueType.DATE),
        indicator("D05", Aggregation.AVERAGE),
        text_indicator("K01"),
        *(indicator(code, Aggregation.SUM, ValueType.MONEY) for code in MONEY),
        indicator("H00", Aggregation.COMPUTED, ValueType.MONEY, computed_from=MONEY),
    ],
)


def stands(*submissions, accepted_only=True):
    """The standing values as plain values."""
    found = standing_values(PLAN, submissions, accepted_only=accepted_only)
    return {code: standing.value for code, standing in found.items()}


def test_nothing_sent_nothing_stands():
    assert stands() == {}


def test_zero_no_and_words_are_figures_and_a_blank_is_not():
    sent = submission(values={"C01": 0, "A01": False, "K01": "Có", "C02": None, "E00": None})
    assert stands(sent) == {"C01": 0, "A01": False, "K01": "Có"}


def test_a_supplement_overrides_what_it_fills_and_leaves_what_it_leaves_blank():
    first = submission(values={"C01": 5, "C02": 7, "A03": date(2024, 9, 27)})
    more = submission(values={"C01": 9, "C02": None, "E00": 3}, kind=SUPPLEMENT)
    assert stands(first, more) == {"C01": 9, "C02": 7, "A03": date(2024, 9, 27), "E00": 3}


def test_figures_are_cumulative_so_a_lower_supplement_lowers():
    first = submission(values={"C01": 9})
    assert stands(first, submission(values={"C01": 5}, kind=SUPPLEMENT)) == {"C01": 5}


def test_clearing_takes_a_figure_away_and_a_later_one_fills_it_again():
    first = submission(values={"C01": 5, "K01": "Tốt"})
    cleared = submission(values={"C01": CLEARED, "K01": CLEARED}, kind=SUPPLEMENT)
    assert stands(first, cleared) == {}
    assert stands(first, cleared, submission(values={"C01": 2}, kind=SUPPLEMENT)) == {"C01": 2}


def test_clearing_what_is_not_there_does_nothing():
    assert stands(submission(values={"C01": CLEARED, "C02": 1})) == {"C02": 1}


def test_a_replacement_voids_all_earlier_ones_blanks_too():
    first = submission(values={"C01": 5, "C02": 7, "K01": "Cũ"})
    more = submission(values={"E00": 3}, kind=SUPPLEMENT)
    anew = submission(values={"C01": 6, "C02": None, "K01": "Mới"}, kind=REPLACEMENT)
    later = submission(values={"E00": 4}, kind=SUPPLEMENT)
    assert stands(first, more, anew, later) == {"C01": 6, "K01": "Mới", "E00": 4}


def test_the_last_of_two_replacements_holds():
    submissions = (
        submission(values={"C01": 1}),
        submission(values={"C01": 2, "C02": 2}, kind=REPLACEMENT),
        submission(values={"C01": 3}, kind=REPLACEMENT),
    )
    assert stands(*submissions) == {"C01": 3}
    assert standing_submissions(submissions, accepted_only=True) == submissions[2:]


def test_a_replacement_counts_by_when_it_was_received_not_by_when_it_was_entered():
    anew = submission(values={"C01": 1}, kind=REPLACEMENT, received="2024-10-09T08:00", id=900)
    more = submission(values={"C02": 2}, kind=SUPPLEMENT, received="2024-10-10T08:00", id=899)
    old = submission(values={"E00": 3}, received="2024-10-08T08:00", id=901)
    assert stands(more, old, anew) == {"C01": 1, "C02": 2}


def test_entry_breaks_a_tie_of_the_moment_received():
    one = submission(values={"C01": 1}, id=11)
    two = submission(values={"C01": 2}, id=12)
    assert stands(two, one) == stands(one, two) == {"C01": 2}


def test_a_second_first_submission_overrides_like_a_supplement():
    one = submission(values={"C01": 1, "C02": 1})
    two = submission(values={"C01": 2})
    assert stands(one, two) == {"C01": 2, "C02": 1}


def test_additional_figures_are_added():
    first = submission(values={"C01": 5, "H01": 1_000_000})
    more = submission(values={"C01": 2, "C02": 3, "H01": 500_000, "E00": 4}, kind=ADDITIONAL)
    assert stands(first, more) == {
        "C01": 7, "C02": 3, "E00": 4, "H01": 1_500_000, "H00": 1_500_000
    }  # fmt: skip


def test_a_supplement_after_additional_figures_states_the_whole_anew():
    first = submission(values={"C01": 5})
    more = submission(values={"C01": 2}, kind=ADDITIONAL)
    assert stands(first, more, submission(values={"C01": 6}, kind=SUPPLEMENT)) == {"C01": 6}


def test_nothing_but_whole_numbers_that_are_summed_can_be_added():
    given = {"A01": True, "A03": date(2024, 9, 27), "D05": 4, "K01": "Tốt", "C01": 5}
    other = {"A01": False, "A03": date(2024, 9, 30), "D05": 3, "K01": "Thêm", "C01": True}
    assert stands(submission(values=given), submission(values=other, kind=ADDITIONAL)) == given


def test_clearing_among_additional_figures_adds_nothing_and_takes_nothing():
    first = submission(values={"C01": 5})
    assert stands(first, submission(values={"C01": CLEARED}, kind=ADDITIONAL)) == {"C01": 5}


def test_what_cannot_be_read_leaves_the_earlier_figure():
    first = submission(values={"C01": 5})
    more = submission(values=[unreadable("C01", "300-350")], kind=SUPPLEMENT)
    assert stands(first, more) == {"C01": 5}
    assert stands(more) == {}


@pytest.mark.parametrize("state", [RETURNED, SubmissionState.WITHDRAWN])
def test_what_was_returned_or_withdrawn_counts_nowhere(state):
    first = submission(values={"C01": 5})
    anew = submission(values={"C01": 9}, kind=REPLACEMENT, state=state)
    assert stands(first, anew) == stands(first, anew, accepted_only=False) == {"C01": 5}


def test_only_accepted_figures_are_settled():
    first = submission(values={"C01": 5})
    more = submission(values={"C01": 9, "C02": 1}, kind=SUPPLEMENT, state=RECEIVED)
    assert stands(first, more) == {"C01": 5}
    assert stands(first, more, accepted_only=False) == {"C01": 9, "C02": 1}


def test_a_replacement_not_yet_accepted_voids_nothing_that_is():
    first = submission(values={"C01": 5, "C02": 7})
    anew = submission(values={"C01": 9}, kind=REPLACEMENT, state=RECEIVED)
    assert stands(first, anew) == {"C01": 5, "C02": 7}
    assert stands(first, anew, accepted_only=False) == {"C01": 9}


def test_an_accepted_replacement_voids_what_was_only_received():
    first = submission(values={"C01": 5, "C02": 7}, state=RECEIVED)
    anew = submission(values={"C01": 9}, kind=REPLACEMENT)
    assert stands(first, anew, accepted_only=False) == {"C01": 9}


def test_nothing_to_report_leaves_what_was_sent_before():
    first = submission(values={"C01": 5})
    assert stands(first, submission(kind=SubmissionKind.NOTHING)) == {"C01": 5}


def test_texts_stand_side_by_side_in_order():
    first = submission(values={"K01": "Ra quân sớm"}, id=21)
    more = submission(values={"K01": "Thêm 2 mô hình"}, kind=SUPPLEMENT, id=22)
    again = submission(values={"K01": "Ra quân sớm"}, kind=SUPPLEMENT, id=23)
    found = standing_values(PLAN, (first, more, again))["K01"]
    assert found.texts == ("Ra quân sớm", "Thêm 2 mô hình")
    assert found.value == "Ra quân sớm; Thêm 2 mô hình"
    assert found.submissions == (21, 22, 23)


def test_texts_after_a_clear_stand_alone():
    submissions = (
        submission(values={"K01": "Cũ"}),
        submission(values={"K01": CLEARED}, kind=SUPPLEMENT),
        submission(values={"K01": "Mới"}, kind=SUPPLEMENT),
    )
    assert standing_values(PLAN, submissions)["K01"].texts == ("Mới",)


def test_a_figure_names_the_submissions_it_was_made_from():
    submissions = (
        submission(values={"C01": 5, "C02": 1}, id=31),
        submission(values={"C01": 2}, kind=ADDITIONAL, id=32),
        submission(values={"C02": 4}, kind=SUPPLEMENT, id=33),
    )
    found = standing_values(PLAN, submissions)
    assert found["C01"].submissions == (31, 32)
    assert found["C02"].submissions == (33,)


def test_an_estimate_stays_one_until_it_is_overridden():
    guess = submission(values=[value("C01", 300, estimate=True)])
    added = submission(values={"C01": 5}, kind=ADDITIONAL)
    exact = submission(values={"C01": 310}, kind=SUPPLEMENT)
    assert standing_values(PLAN, (guess,))["C01"].estimate
    assert standing_values(PLAN, (guess, added))["C01"].estimate
    assert not standing_values(PLAN, (guess, added, exact))["C01"].estimate


def test_a_computed_total_adds_the_parts_that_are_known():
    whole = standing_values(PLAN, (submission(values={"H01": 1, "H02": 2, "H03": 0}),))["H00"]
    assert (whole.value, whole.partial) == (3, False)
    part = standing_values(PLAN, (submission(values={"H01": 1, "H03": 0}),))["H00"]
    assert (part.value, part.partial) == (1, True)
    assert "H00" not in stands(submission(values={"C01": 1}))


def test_a_computed_total_is_made_from_what_its_parts_were_made_from():
    submissions = (
        submission(values={"H01": 5, "C01": 1}, id=41),
        submission(values=[value("H02", 6, estimate=True)], kind=SUPPLEMENT, id=42),
    )
    found = standing_values(PLAN, submissions)["H00"]
    assert (found.value, found.submissions, found.estimate) == (11, (41, 42), True)


def test_a_total_the_unit_wrote_itself_does_not_stand():
    assert stands(submission(values={"H00": 99, "H01": 5})) == {"H00": 5, "H01": 5}
    assert stands(submission(values={"H00": 99})) == {}


def test_the_matrix_holds_every_unit_and_no_blank():
    seen = snapshot(
        PLAN,
        submission("A", {"C01": 5, "C02": None}),
        submission("B", {"C02": 0}),
        submission("B", {"C01": 8}, kind=SUPPLEMENT, state=RECEIVED),
    )
    settled = {key: found.value for key, found in standing_matrix(seen).items()}
    assert settled == {("A", "C01"): 5, ("B", "C02"): 0}
    assert standing_matrix(seen, accepted_only=False)["B", "C01"].value == 8
