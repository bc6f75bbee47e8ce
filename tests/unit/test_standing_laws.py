"""Laws of rule 11, for any sequence of submissions of one unit."""

from itertools import pairwise

from builders import CLEARED, indicator, plan, submission, text_indicator, unit
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.plan import Aggregation, ValueType
from vinhloc_cds.domain.standing import standing_submissions, standing_values
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState

NUMBERS = ("C01", "C02", "H01", "H02")
PLAN = plan(
    [unit("A")],
    [
        *(indicator(code) for code in NUMBERS),
        text_indicator("K01"),
        indicator("H00", Aggregation.COMPUTED, ValueType.MONEY, computed_from=("H01", "H02")),
    ],
)
MOMENTS = ("2024-10-08T08:00", "2024-10-09T08:00", "2024-10-10T08:00")

numbers = st.integers(0, 10**12)
figures = st.one_of(st.none(), st.just(CLEARED), numbers)
texts = st.one_of(st.none(), st.just(CLEARED), st.sampled_from(["Tốt", "Khá", "Có 2 mô hình"]))
answers = st.fixed_dictionaries({**dict.fromkeys(NUMBERS, figures), "K01": texts})


anything_sent = st.lists(
    st.builds(
        submission,
        values=answers,
        kind=st.sampled_from(SubmissionKind),
        state=st.sampled_from(SubmissionState),
        received=st.sampled_from(MOMENTS),
    ),
    max_size=6,
).map(tuple)


def plain(submissions, **more):
    found = standing_values(PLAN, tuple(submissions), **more)
    return {code: (each.value, each.texts, each.partial) for code, each in found.items()}


@given(anything_sent, st.booleans(), st.randoms())
def test_the_order_in_which_they_are_handed_over_does_not_matter(submissions, accepted, random):
    shuffled = list(submissions)
    random.shuffle(shuffled)
    assert plain(shuffled, accepted_only=accepted) == plain(submissions, accepted_only=accepted)


@given(anything_sent, st.booleans())
def test_what_stands_is_in_order_and_nothing_that_stands_precedes_a_replacement(
    submissions, accepted
):
    found = standing_submissions(submissions, accepted_only=accepted)
    keys = [(each.received_at, each.id) for each in found]
    assert all(earlier < later for earlier, later in pairwise(keys))
    assert all(each.kind is not SubmissionKind.REPLACEMENT for each in found[1:])


@given(anything_sent, st.booleans())
def test_a_blank_supplement_changes_nothing(submissions, accepted):
    blank = submission(
        values=dict.fromkeys([*NUMBERS, "K01"]),
        kind=SubmissionKind.SUPPLEMENT,
        received="2024-10-11T08:00",
    )
    before = plain(submissions, accepted_only=accepted)
    assert plain((*submissions, blank), accepted_only=accepted) == before


@given(anything_sent, answers)
def test_a_replacement_forgets_all_that_came_before(submissions, anew):
    replacing = submission(
        values=anew, kind=SubmissionKind.REPLACEMENT, received="2024-10-11T08:00"
    )
    assert plain((*submissions, replacing)) == plain((replacing,))


@given(anything_sent, answers)
def test_what_is_not_accepted_changes_nothing_that_is_settled(submissions, more):
    waiting = submission(
        values=more,
        kind=SubmissionKind.REPLACEMENT,
        state=SubmissionState.RECEIVED,
        received="2024-10-11T08:00",
    )
    assert plain((*submissions, waiting)) == plain(submissions)


@given(st.lists(st.dictionaries(st.sampled_from(NUMBERS), figures), min_size=1, max_size=6))
def test_supplements_one_by_one_equal_one_merged_submission(parts):
    merged = {}
    for part in parts:
        merged |= {code: given for code, given in part.items() if given is not None}
    first, *rest = parts
    submissions = [
        submission(values=first),
        *(submission(values=part, kind=SubmissionKind.SUPPLEMENT) for part in rest),
    ]
    assert plain(submissions) == plain([submission(values=merged)])


@given(st.lists(numbers, min_size=1, max_size=6))
def test_additional_figures_come_to_their_sum(parts):
    submissions = [
        submission(values={"C01": part}, kind=SubmissionKind.ADDITIONAL) for part in parts
    ]
    found = standing_values(PLAN, tuple(submissions))["C01"]
    assert found.value == sum(parts)
    assert found.submissions == tuple(each.id for each in submissions)


@given(anything_sent, st.booleans())
def test_a_computed_total_is_the_sum_of_the_parts_that_stand(submissions, accepted):
    found = standing_values(PLAN, submissions, accepted_only=accepted)
    parts = [found[code].value for code in ("H01", "H02") if code in found]
    assert ("H00" in found) is bool(parts)
    if parts:
        assert found["H00"].value == sum(parts)
        assert found["H00"].partial is (len(parts) < 2)


@given(anything_sent)
def test_every_standing_value_names_submissions_that_stand(submissions):
    ids = {each.id for each in standing_submissions(submissions, accepted_only=True)}
    for found in standing_values(PLAN, submissions).values():
        assert found.submissions
        assert ids.issuperset(found.submissions)
