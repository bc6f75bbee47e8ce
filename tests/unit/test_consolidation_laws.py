"""Laws of rules 8 to 13, for any set of submissions."""

from fractions import Fraction

import pytest
from builders import indicator, plan, snapshot, submission, unit
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.plan import Aggregation, ValueType
from vinhloc_cds.domain.standing import standing_matrix
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Relation

GROUPS = ("G_XA", "G_PB", "G_NH", "G_VHTT")
UNITS = (
    *(unit(f"X{n}") for n in range(3)),
    *(unit(f"P{n}", "G_PB") for n in range(2)),
    *(unit(f"N{n}", "G_NH", Relation.ASKED) for n in range(2)),
    unit("OWN", "G_VHTT", Relation.OWN),
)
INDICATORS = (
    indicator("A01", Aggregation.COUNT_YES, ValueType.BOOLEAN, groups=GROUPS),
    indicator("D01", groups=GROUPS),
    indicator("D02", groups=GROUPS, denominator="D01"),
    indicator("D05", Aggregation.AVERAGE, groups=GROUPS, denominator="campaign_days"),
    indicator("E00", Aggregation.SUM_WITHIN_GROUP, groups=GROUPS),
    indicator("G07", Aggregation.MAX, groups=GROUPS, denominator="communes"),
)
PLAN = plan(UNITS, INDICATORS)

numbers = st.none() | st.integers(0, 10**15)
answers = st.fixed_dictionaries(
    {
        "A01": st.none() | st.booleans(),
        **{each.code: numbers for each in INDICATORS if each.code != "A01"},
    }
)
submissions = st.lists(
    st.builds(
        submission,
        st.sampled_from([each.code for each in UNITS]),
        answers,
        kind=st.sampled_from(SubmissionKind),
        state=st.sampled_from(SubmissionState),
    ),
    max_size=10,
)


def rows(sent, of=PLAN):
    return {(t.code, t.group): t for t in consolidate(snapshot(of, *sent))}


def figures(found):
    return {key: (t.value, t.denominator, t.ratio, t.maximum) for key, t in found.items()}


@given(submissions)
def test_who_reported_and_who_is_missing_are_all_that_were_expected(sent):
    for total in consolidate(snapshot(PLAN, *sent)):
        assert total.reported + len(total.missing) == total.expected
        assert total.extra_units >= 0
        assert (total.value is None) is (total.reported + total.extra_units == 0)


@given(submissions)
def test_the_total_over_groups_is_the_sum_of_the_groups(sent):
    found = rows(sent)
    for code in ("A01", "D01", "D02"):
        parts = [total for (of, group), total in found.items() if of == code and group]
        known = [total.value for total in parts if total.value is not None]
        over_all = found[code, None]
        assert over_all.value == (sum(known) if known else None)
        assert over_all.reported == sum(total.reported for total in parts)
        assert over_all.expected == sum(total.expected for total in parts)
        assert over_all.extra_units == sum(total.extra_units for total in parts)
        assert sorted(over_all.missing) == sorted(m for total in parts for m in total.missing)


@given(submissions)
def test_the_maximum_over_groups_is_the_greatest_of_the_groups(sent):
    found = rows(sent)
    known = [found["G07", group].value for group in GROUPS if found["G07", group].value is not None]
    assert found["G07", None].value == max(known, default=None)


@given(submissions, st.sampled_from(UNITS))
def test_a_blank_never_changes_a_total(sent, one):
    blank = submission(
        one.code,
        {each.code: None for each in INDICATORS},
        kind=SubmissionKind.SUPPLEMENT,
        received="2024-10-11T08:00",
    )
    assert rows([*sent, blank]) == rows(sent)


@given(submissions)
def test_a_unit_that_gave_nothing_changes_no_value(sent):
    """Except the ratio of yes, which stands over all that were expected to answer."""
    before, after = rows(sent), rows(sent, plan((*UNITS, unit("Z", "G_PB")), INDICATORS))
    for key, total in before.items():
        assert (after[key].value, after[key].maximum) == (total.value, total.maximum)
        if total.code != "A01":
            assert (after[key].denominator, after[key].ratio) == (total.denominator, total.ratio)


@given(submissions, st.randoms())
def test_the_order_in_which_submissions_are_handed_over_does_not_matter(sent, random):
    shuffled = list(sent)
    random.shuffle(shuffled)
    assert rows(shuffled) == rows(sent)


@given(submissions, submissions)
def test_what_is_not_accepted_changes_no_total(sent, more):
    waiting = [each for each in more if each.state is not SubmissionState.ACCEPTED]
    assert figures(rows([*sent, *waiting])) == figures(rows(sent))


@given(submissions)
def test_a_ratio_of_sums_is_what_the_units_that_gave_both_come_to(sent):
    """Against a second way to the same figure, in exact fractions."""
    matrix = standing_matrix(snapshot(PLAN, *sent))
    both = [
        (matrix[each.code, "D02"].value, matrix[each.code, "D01"].value)
        for each in UNITS
        if (each.code, "D02") in matrix and (each.code, "D01") in matrix
    ]
    found = rows(sent)["D02", None]
    if not both:
        assert (found.denominator, found.ratio) == (None, None)
        return
    above, below = (sum(parts) for parts in zip(*both, strict=True))
    assert found.denominator == below
    if below:
        assert found.ratio == pytest.approx(float(Fraction(above, below)))
    else:
        assert found.ratio is None


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_yes_over_all_expected_is_between_none_and_all(answered):
    sent = [submission(f"X{n}", {"A01": yes}) for n, yes in enumerate(answered)]
    found = rows(sent)["A01", "G_XA"]
    assert found.ratio == sum(answered) / 3
