"""What a snapshot holds: order, what counts at all, closing time, extensions."""

from datetime import date

import pytest
from builders import DEADLINE, at, plan, snapshot, submission, unit

from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.submission import SubmissionState

LATER = Deadline(date(2024, 10, 15), exclusive=False)
EARLIER = Deadline(date(2024, 10, 10), exclusive=False)
PLAN = plan([unit("A"), unit("B")])


def test_moment_received_orders_then_entry():
    second = submission(id=2, received="2024-10-09T08:00")
    first = submission(id=3, received="2024-10-08T08:00")
    tied = submission(id=1, received="2024-10-09T08:00")
    assert snapshot(PLAN, second, first, tied).submissions == (first, tied, second)


def test_withdrawn_ones_are_not_there():
    withdrawn = submission(state=SubmissionState.WITHDRAWN)
    returned = submission(state=SubmissionState.RETURNED)
    assert snapshot(PLAN, withdrawn, returned).submissions == (returned,)


def test_as_of_is_by_the_moment_received_and_inclusive():
    before = submission(received="2024-10-09T08:00")
    after = submission(received="2024-10-09T08:00:01")
    seen = snapshot(PLAN, before, after, as_of=at("2024-10-09T08:00"))
    assert seen.submissions == (before,)


def test_submissions_by_unit():
    one, other, again = submission("A"), submission("B"), submission("A")
    assert snapshot(PLAN, one, other, again).by_unit == {"A": (one, again), "B": (other,)}


def test_states_are_judged_at_the_closing_time():
    assert snapshot(PLAN, now="2024-10-13T09:00").moment == at("2024-10-13T09:00")
    closed = snapshot(PLAN, now="2024-10-13T09:00", as_of=at("2024-10-10T17:00"))
    assert closed.moment == at("2024-10-10T17:00")


def test_a_closing_time_that_lies_ahead_does_not_run_before_the_clock():
    seen = snapshot(PLAN, now="2024-10-10T09:00", as_of=at("2024-10-20T17:00"))
    assert seen.moment == at("2024-10-10T09:00")


@pytest.mark.parametrize(
    ("extended", "expected"), [(LATER, LATER), (EARLIER, DEADLINE), (DEADLINE, DEADLINE)]
)
def test_an_extension_lengthens_and_never_shortens(extended, expected):
    seen = snapshot(PLAN, extensions=(Extension("A", extended, "mưa lũ"),))
    assert seen.deadline_of("A") == expected
    assert seen.deadline_of("B") == DEADLINE
