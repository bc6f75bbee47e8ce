"""The eight states of an assignment: which of them holds first."""

from datetime import date

import pytest
from builders import (
    CAMPAIGN,
    CEREMONY,
    CLEARED,
    DEADLINE,
    PUBLICITY,
    at,
    duty,
    indicator,
    plan,
    report_duty,
    snapshot,
    submission,
    text_indicator,
    unit,
    unreadable,
)

from vinhloc_cds.domain.deadline import Deadline, Extension, Window
from vinhloc_cds.domain.plan import Aggregation, Binding, DutyKind, ValueType
from vinhloc_cds.domain.progress import AssignmentState as State
from vinhloc_cds.domain.progress import assignment_progress, count_assignments
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Relation

RECEIVED = SubmissionState.RECEIVED
RETURNED = SubmissionState.RETURNED
AUTUMN, CAMPAIGN_TIME = "2024-09-20T09:00", "2024-10-05T09:00"
BEFORE, AFTER = "2024-10-11T23:59:59", "2024-10-12T00:00:00"
EVERYONE = ("A", "ASKED", "OWN")

PLAN = plan(
    [
        unit("A"),
        unit("B"),
        unit("ASKED", "G_LQ", Relation.ASKED),
        unit("OWN", "G_VHTT", Relation.OWN),
        unit("OUT", "G_NHAN", Relation.NONE),
    ],
    [
        indicator("C01"),
        indicator("C02"),
        text_indicator("K02"),
        indicator("F01", Aggregation.COUNT_YES, ValueType.BOOLEAN),
        indicator("F02"),
        indicator("G01"),
        indicator("A04"),
    ],
    [
        duty("T1", units=EVERYONE, indicators=("C01", "C02", "K02"), window=PUBLICITY),
        duty("P2", units=EVERYONE, indicators=("C02",)),
        duty(
            "X2",
            indicators=("F01", "F02"),
            condition="F01",
            binding=Binding.CONDITIONAL,
        ),
        duty("R1-VT-1", indicators=("G01",), condition="G01", window=CAMPAIGN),
        duty(
            "V1",
            units=("OWN",),
            indicators=("A04",),
            window=Window(None, date(2024, 9, 26)),
            by_hand=True,
        ),
        duty("ĐẾM", window=CAMPAIGN),
        report_duty("BC", units=("A", "ASKED", "OUT")),
    ],
)


def state_of(code, unit_code, *submissions, now=AFTER, **more):
    seen = snapshot(PLAN, *submissions, now=now, **more)
    return next(
        each.state
        for each in assignment_progress(seen)
        if (each.duty.code, each.unit.code) == (code, unit_code)
    )


def marked(code, state, unit_code="A"):
    return {"marks": (Mark(code, unit_code, state, "Xã không có lớp", ""),)}


# Accepted, reported, returned: what a submission answers.


def test_an_accepted_figure_for_one_of_the_indicators_settles_the_duty():
    assert state_of("T1", "A", submission(values={"C02": 0})) is State.ACCEPTED


def test_a_text_settles_a_duty_as_a_figure_does():
    assert state_of("T1", "A", submission(values={"K02": "Mô hình hay"})) is State.ACCEPTED


def test_a_received_figure_reports_the_duty():
    sent = submission(values={"C01": 3}, state=RECEIVED)
    assert state_of("T1", "A", sent) is State.REPORTED


def test_a_returned_figure_stands_as_returned_even_after_the_deadline():
    sent = submission(values={"C01": 3}, state=RETURNED)
    assert state_of("T1", "A", sent) is State.RETURNED


def test_accepted_precedes_reported_precedes_returned():
    returned = submission(values={"C01": 3}, state=RETURNED)
    received = submission(values={"C01": 4}, state=RECEIVED)
    accepted = submission(values={"C01": 5})
    assert state_of("T1", "A", returned, received) is State.REPORTED
    assert state_of("T1", "A", returned, received, accepted) is State.ACCEPTED


@pytest.mark.parametrize("blank", [{"C01": None}, {"F02": 3}, {}, [unreadable("C01", "1 hoặc 2")]])
@pytest.mark.parametrize("state", [SubmissionState.ACCEPTED, RECEIVED, RETURNED])
def test_a_report_without_the_figure_leaves_the_duty_overdue(blank, state):
    assert state_of("T1", "A", submission(values=blank, state=state)) is State.OVERDUE


def test_a_figure_that_was_cleared_no_longer_answers():
    first = submission(values={"C01": 3})
    cleared = submission(values={"C01": CLEARED}, kind=SubmissionKind.SUPPLEMENT)
    assert state_of("T1", "A", first, cleared) is State.OVERDUE


def test_an_accepted_figure_stays_settled_until_the_replacement_is_accepted():
    first = submission(values={"C01": 3})
    anew = submission(values={"F02": 1}, kind=SubmissionKind.REPLACEMENT, state=RECEIVED)
    assert state_of("T1", "A", first, anew) is State.ACCEPTED
    anew = submission(values={"F02": 1}, kind=SubmissionKind.REPLACEMENT)
    assert state_of("T1", "A", first, anew) is State.OVERDUE


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (SubmissionState.ACCEPTED, State.ACCEPTED),
        (RECEIVED, State.REPORTED),
        (RETURNED, State.RETURNED),
        (SubmissionState.WITHDRAWN, State.OVERDUE),
    ],
)
def test_any_submission_answers_the_duty_to_report(state, expected):
    assert state_of("BC", "A", submission(state=state)) is expected


# "Không phát sinh" is a valid report, and holds no figure.


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (SubmissionState.ACCEPTED, State.ACCEPTED),
        (RECEIVED, State.REPORTED),
        (RETURNED, State.RETURNED),
    ],
)
def test_nothing_to_report_answers_only_the_duty_to_report(state, expected):
    sent = submission(kind=SubmissionKind.NOTHING, state=state)
    assert state_of("BC", "A", sent) is expected
    assert state_of("T1", "A", sent) is State.OVERDUE


def test_nothing_to_report_hides_no_gap_in_what_was_sent_beside_it():
    nothing = submission(kind=SubmissionKind.NOTHING)
    first = submission(values={"F02": 1})
    for sent in ((nothing, first), (first, nothing)):
        assert state_of("BC", "A", *sent) is State.ACCEPTED
        assert state_of("T1", "A", *sent) is State.OVERDUE


# Not applicable: by hand, or because the condition is answered no.


@pytest.mark.parametrize(("code", "answer"), [("X2", {"F01": False}), ("R1-VT-1", {"G01": 0})])
@pytest.mark.parametrize("state", [SubmissionState.ACCEPTED, RECEIVED])
def test_a_condition_answered_no_makes_the_duty_not_applicable(code, answer, state):
    sent = submission(values={**answer, "F02": 0}, state=state)
    assert state_of(code, "A", sent) is State.NOT_APPLICABLE


@pytest.mark.parametrize(("code", "answer"), [("X2", {"F01": True}), ("R1-VT-1", {"G01": 2})])
def test_a_condition_answered_yes_settles_the_duty_by_its_own_figure(code, answer):
    assert state_of(code, "A", submission(values=answer)) is State.ACCEPTED


def test_a_returned_no_is_no_answer():
    sent = submission(values={"F01": False}, state=RETURNED)
    assert state_of("X2", "A", sent) is State.RETURNED


@pytest.mark.parametrize(
    ("code", "expected"), [("X2", State.UNDATED), ("R1-VT-1", State.UNDER_WAY)]
)
def test_a_conditional_duty_whose_condition_is_unknown_is_never_overdue(code, expected):
    assert state_of(code, "A", submission(values={"C01": 1})) is expected


def test_a_duty_that_may_not_bind_is_not_overdue_though_no_indicator_asks_whether():
    asked = duty("X", indicators=("C02",), binding=Binding.CONDITIONAL)
    (found,) = assignment_progress(snapshot(plan([unit("A")], PLAN.indicators, [asked])))
    assert found.state is State.UNDATED


def test_a_condition_known_to_hold_binds_though_its_indicator_is_not_the_dutys_own():
    asked = duty("X", indicators=("F02",), condition="F01")
    seen = snapshot(plan([unit("A")], PLAN.indicators, [asked]), submission(values={"F01": True}))
    assert [each.state for each in assignment_progress(seen)] == [State.OVERDUE]


def test_not_applicable_by_hand_precedes_all():
    by_hand = marked("T1", MarkState.NOT_APPLICABLE)
    assert state_of("T1", "A", submission(values={"C01": 1}), **by_hand) is State.NOT_APPLICABLE
    assert state_of("P2", "A", **by_hand) is State.OVERDUE


# By hand: no figure can show it.


def test_only_the_officer_settles_what_is_settled_by_hand():
    figures = submission("OWN", {"A04": 2})
    assert state_of("V1", "OWN", figures) is State.UNDER_WAY
    by_hand = marked("V1", MarkState.ACCEPTED, "OWN")
    assert state_of("V1", "OWN", **by_hand) is State.ACCEPTED


def test_a_duty_without_indicators_is_settled_by_hand_and_never_overdue():
    assert state_of("ĐẾM", "A", submission(values={"C01": 1})) is State.UNDER_WAY
    assert state_of("ĐẾM", "A", **marked("ĐẾM", MarkState.ACCEPTED)) is State.ACCEPTED


def test_a_note_changes_no_state_and_goes_with_the_assignment():
    note = Mark("T1", "A", None, "", "Đã gọi điện")
    seen = snapshot(PLAN, now=AFTER, marks=(note,))
    found = next(each for each in assignment_progress(seen) if each.duty.code == "T1")
    assert (found.state, found.mark) == (State.OVERDUE, note)


def test_done_by_hand_does_not_stand_in_for_figures():
    assert state_of("T1", "A", **marked("T1", MarkState.ACCEPTED)) is State.OVERDUE


# The calendar.


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2024-09-25T23:59:59", State.NOT_DUE),
        ("2024-09-26T00:00", State.UNDER_WAY),
        (BEFORE, State.UNDER_WAY),
        (AFTER, State.OVERDUE),
    ],
)
def test_a_window_opens_and_the_reporting_deadline_closes(now, state):
    assert state_of("T1", "A", now=now) is state


@pytest.mark.parametrize("code", ["ASKED", "OWN"])
@pytest.mark.parametrize("now", [AFTER, "2024-11-30T08:00"])
def test_the_end_of_a_window_alone_makes_nothing_overdue(code, now):
    assert state_of("T1", code, now=now) is State.UNDER_WAY


@pytest.mark.parametrize(
    ("unit_code", "after"),
    [("A", State.OVERDUE), ("ASKED", State.UNDATED), ("OWN", State.UNDATED)],
)
def test_a_duty_without_a_date_is_undated_until_an_obliged_unit_should_have_told(unit_code, after):
    assert state_of("P2", unit_code, now=AUTUMN) is State.UNDATED
    assert state_of("P2", unit_code, now=BEFORE) is State.UNDATED
    assert state_of("P2", unit_code, now=AFTER) is after


@pytest.mark.parametrize(("unit_code", "after"), [("A", State.OVERDUE), ("ASKED", State.UNDER_WAY)])
def test_the_duty_to_report_is_not_due_before_the_deadline(unit_code, after):
    """An asked unit can still report afterwards: it is under way, and surely not undated."""
    assert state_of("BC", unit_code, now=BEFORE) is State.NOT_DUE
    assert state_of("BC", unit_code, now=AFTER) is after


def test_an_extension_moves_what_is_overdue_for_its_unit():
    longer = Deadline(date(2024, 10, 14), exclusive=False)
    extended = {"extensions": (Extension("A", longer, "mưa lũ"),), "now": "2024-10-14T23:59:59"}
    assert state_of("BC", "A", **extended) is State.NOT_DUE
    assert state_of("T1", "A", **extended) is State.UNDER_WAY
    extended["now"] = "2024-10-15T00:00"
    assert state_of("BC", "A", **extended) is State.OVERDUE
    assert state_of("T1", "A", **extended) is State.OVERDUE


def test_an_end_without_a_start_lies_ahead_until_it_is_over():
    assert state_of("V1", "OWN", now="2024-09-26T23:59:59") is State.NOT_DUE
    assert state_of("V1", "OWN", now="2024-09-27T00:00") is State.UNDER_WAY


def test_a_deadline_of_its_own_lies_ahead_until_it_has_passed():
    own = duty("X", units=("ASKED",), indicators=("C01",), deadline=DEADLINE)
    dated = plan(PLAN.units, PLAN.indicators, [own])
    for now, state in ((BEFORE, State.NOT_DUE), (AFTER, State.UNDER_WAY)):
        assert [each.state for each in assignment_progress(snapshot(dated, now=now))] == [state]


@pytest.mark.parametrize("window", [CEREMONY, Window(date(2024, 10, 1), None), None])
def test_an_event_begins_at_its_hour_or_at_that_of_the_ceremony(window):
    event = duty("L1", indicators=("C01",), window=window, kind=DutyKind.EVENT)
    dated = plan(PLAN.units, PLAN.indicators, [event])
    for now, state in (
        ("2024-10-01T07:59:59", State.NOT_DUE),
        ("2024-10-01T08:00", State.UNDER_WAY),
        (AFTER, State.OVERDUE),
    ):
        assert [each.state for each in assignment_progress(snapshot(dated, now=now))] == [state]


def test_as_of_a_closing_time_nothing_is_overdue_that_was_not_yet():
    closed = {"now": "2024-10-20T08:00", "as_of": at(CAMPAIGN_TIME)}
    assert state_of("BC", "A", **closed) is State.NOT_DUE
    assert state_of("T1", "A", **closed) is State.UNDER_WAY


# All of them.


def test_assignments_come_by_duty_then_unit_and_none_for_units_outside_the_plan():
    found = [(each.duty.code, each.unit.code) for each in assignment_progress(snapshot(PLAN))]
    assert found == [
        *(("T1", code) for code in EVERYONE),
        *(("P2", code) for code in EVERYONE),
        ("X2", "A"),
        ("R1-VT-1", "A"),
        ("V1", "OWN"),
        ("ĐẾM", "A"),
        ("BC", "A"),
        ("BC", "ASKED"),
    ]


def test_every_state_is_counted_also_those_that_nothing_is_in():
    found = count_assignments(assignment_progress(snapshot(PLAN, now=AUTUMN)))
    assert set(found) == set(State)
    assert found[State.UNDATED] == 4
    assert found[State.NOT_DUE] == 8
    assert sum(found.values()) == 12
