"""Rules 1, 4 and 5: who has reported, and when."""

from datetime import date

import pytest
from builders import at, plan, snapshot, submission, unit
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.progress import UnitState, count_units, unit_progress
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Relation

RECEIVED = SubmissionState.RECEIVED
RETURNED = SubmissionState.RETURNED
BEFORE, AFTER = "2024-10-11T23:59:59", "2024-10-12T00:00:00"

PLAN = plan(
    [
        unit("A"),
        unit("ASKED", "G_NH", Relation.ASKED),
        unit("OWN", "G_VHTT", Relation.OWN),
        unit("NONE", "G_NHAN", Relation.NONE),
    ]
)


def progress_of(code, *submissions, now=AFTER, **more):
    seen = snapshot(PLAN, *submissions, now=now, **more)
    return next(each for each in unit_progress(seen) if each.unit.code == code)


@pytest.mark.parametrize(
    ("received", "state"), [(BEFORE, UnitState.ON_TIME), (AFTER, UnitState.LATE)]
)
@pytest.mark.parametrize("code", ["A", "ASKED"])
def test_on_time_to_the_last_second(code, received, state):
    found = progress_of(code, submission(code, received=received))
    assert (found.state, found.received_at) == (state, at(received))


@pytest.mark.parametrize(
    ("now", "state"), [(BEFORE, UnitState.WAITING), (AFTER, UnitState.OVERDUE)]
)
def test_an_obliged_unit_that_sent_nothing_waits_until_the_deadline(now, state):
    found = progress_of("A", now=now)
    assert (found.state, found.received_at, found.was_returned) == (state, None, False)


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_an_asked_unit_is_never_overdue(now):
    assert progress_of("ASKED", now=now).state is UnitState.NOT_SENT


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_the_office_and_outsiders_stand_apart(now):
    sent = (submission("OWN", received="2024-10-13T08:00"), submission("NONE"))
    assert progress_of("OWN", *sent, now=now).state is UnitState.OWN
    assert progress_of("NONE", *sent, now=now).state is UnitState.NONE


@pytest.mark.parametrize("state", [RECEIVED, SubmissionState.ACCEPTED])
def test_received_is_enough_to_have_reported(state):
    assert progress_of("A", submission(state=state)).state is UnitState.ON_TIME


def test_nothing_to_report_is_a_valid_report():
    sent = submission(kind=SubmissionKind.NOTHING, received=AFTER)
    assert progress_of("A", sent).state is UnitState.LATE


@pytest.mark.parametrize(
    ("now", "state"), [(BEFORE, UnitState.WAITING), (AFTER, UnitState.OVERDUE)]
)
def test_a_unit_whose_all_was_returned_waits_again(now, state):
    found = progress_of("A", submission(state=RETURNED), submission(state=RETURNED), now=now)
    assert (found.state, found.received_at, found.was_returned) == (state, None, True)


def test_an_asked_unit_whose_all_was_returned_has_sent_nothing():
    found = progress_of("ASKED", submission("ASKED", state=RETURNED))
    assert (found.state, found.was_returned) == (UnitState.NOT_SENT, True)


def test_the_moment_is_that_of_the_earliest_which_was_not_returned():
    returned = submission(state=RETURNED, received="2024-10-08T08:00")
    late = submission(state=RECEIVED, received="2024-10-12T10:00")
    later = submission(received="2024-10-13T10:00")
    found = progress_of("A", later, returned, late, now="2024-10-14T08:00")
    assert found.received_at == at("2024-10-12T10:00")
    assert (found.state, found.was_returned) == (UnitState.LATE, False)


def test_a_late_replacement_does_not_make_a_unit_late():
    first = submission(received=BEFORE)
    anew = submission(kind=SubmissionKind.REPLACEMENT, received="2024-10-14T08:00")
    found = progress_of("A", first, anew, now="2024-10-15T08:00")
    assert (found.state, found.received_at) == (UnitState.ON_TIME, at(BEFORE))


def test_a_withdrawn_entry_was_never_there():
    found = progress_of("A", submission(state=SubmissionState.WITHDRAWN))
    assert (found.state, found.was_returned) == (UnitState.OVERDUE, False)


def test_an_extension_is_for_its_unit_alone():
    extended = Deadline(date(2024, 10, 14), exclusive=False)
    of_a = (Extension("A", extended, "mưa lũ"),)
    late = "2024-10-14T23:59:59"
    assert progress_of("A", now=late, extensions=of_a).state is UnitState.WAITING
    assert progress_of("A", now=late, extensions=of_a).deadline == extended
    sent = (submission("A", received=late), submission("ASKED", received=late))
    assert progress_of("A", *sent, extensions=of_a).state is UnitState.ON_TIME
    assert progress_of("ASKED", *sent, extensions=of_a).state is UnitState.LATE
    assert progress_of("A", now="2024-10-15T00:00", extensions=of_a).state is UnitState.OVERDUE


def test_as_of_a_closing_time_nobody_is_blamed_for_what_came_later():
    sent = submission(received="2024-10-11T08:00")
    found = progress_of("A", sent, now="2024-10-13T08:00", as_of=at("2024-10-10T17:00"))
    assert (found.state, found.received_at) == (UnitState.WAITING, None)


def test_every_unit_in_the_plans_order():
    assert [each.unit.code for each in unit_progress(snapshot(PLAN))] == [
        "A", "ASKED", "OWN", "NONE"
    ]  # fmt: skip


MOMENTS = st.sampled_from(["2024-10-08T08:00", BEFORE, AFTER, "2024-10-20T08:00"])
SENT = st.lists(
    st.builds(
        submission,
        st.sampled_from(["A0", "A1", "A2", "B0", "OWN"]),
        state=st.sampled_from(SubmissionState),
        kind=st.sampled_from(SubmissionKind),
        received=MOMENTS,
    )
)
UNITS = plan(
    [
        *(unit(f"A{n}") for n in range(3)),
        unit("B0", "G_NH", Relation.ASKED),
        unit("B1", "G_NH", Relation.ASKED),
        unit("OWN", "G_VHTT", Relation.OWN),
    ]
)


@given(SENT, MOMENTS)
def test_the_four_states_of_the_obliged_add_up_to_them(sent, now):
    found = count_units(unit_progress(snapshot(UNITS, *sent, now=now)))
    assert set(found) == set(UnitState)
    obliged = (UnitState.ON_TIME, UnitState.LATE, UnitState.WAITING, UnitState.OVERDUE)
    in_denominator = [
        each
        for each in unit_progress(snapshot(UNITS, *sent, now=now))
        if each.unit.relation is Relation.OBLIGED
    ]
    assert len(in_denominator) == 3
    assert all(each.state in obliged for each in in_denominator)
    assert found[UnitState.OWN] == 1
    assert sum(found.values()) == len(UNITS.units)


@given(SENT, MOMENTS)
def test_waiting_and_overdue_never_stand_together_without_an_extension(sent, now):
    found = count_units(unit_progress(snapshot(UNITS, *sent, now=now)))
    assert not (found[UnitState.WAITING] and found[UnitState.OVERDUE])
