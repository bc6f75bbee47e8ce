"""The demo: invented results that take the real paths and show what there is to see."""

from collections import Counter
from datetime import timedelta

import pytest
from builders import at
from memory import MemoryStore, office

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.progress import (
    AssignmentState,
    UnitState,
    assignment_progress,
    count_assignments,
    count_units,
    unit_progress,
)
from vinhloc_cds.domain.submission import Channel, SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.demo import DEMO_NOW, fill_demo

PLAN = built_in_plans()[0].load()


def filled():
    made = office(MemoryStore(PLAN, now=DEMO_NOW))
    fill_demo(made, PLAN.code)
    return made


@pytest.fixture(scope="module")
def demo():
    return filled()


@pytest.fixture(scope="module")
def snapshot(demo):
    return demo.planning.snapshot(PLAN.code)


@pytest.fixture(scope="module")
def findings(demo, snapshot):
    return {
        submission.id: demo.recording.findings(submission.id) for submission in snapshot.submissions
    }


def relation(code):
    return PLAN.unit_by_code[code].relation


def test_it_is_seen_on_the_morning_after_the_deadline():
    assert at("2024-10-12T09:00") == DEMO_NOW


def test_28_of_31_have_sent_something_and_27_have_reported(snapshot):
    sent = {unit for unit in snapshot.by_unit if relation(unit) is Relation.OBLIGED}
    assert len(sent) == 28
    reported = {
        unit for unit in sent if any(submission.stands for submission in snapshot.by_unit[unit])
    }
    assert sent - reported == {"15391"}
    counts = count_units(
        progress
        for progress in unit_progress(snapshot)
        if progress.unit.relation is Relation.OBLIGED
    )
    assert {state: count for state, count in counts.items() if count} == {
        UnitState.ON_TIME: 24,
        UnitState.LATE: 3,
        UnitState.OVERDUE: 4,
    }


def test_some_asked_units_and_the_office_itself(snapshot):
    asked = {unit for unit in snapshot.by_unit if relation(unit) is Relation.ASKED}
    assert asked == {"NH01", "NH02", "DT02", "DT03", "LQ01"}
    (own,) = snapshot.by_unit["PB07"]
    assert own.channel is Channel.OFFICE
    assert own.state is SubmissionState.ACCEPTED


def test_every_kind_and_state_can_be_looked_at(snapshot):
    kinds = Counter(submission.kind for submission in snapshot.submissions)
    assert set(kinds) == set(SubmissionKind)
    states = Counter(submission.state for submission in snapshot.submissions)
    assert states == {
        SubmissionState.ACCEPTED: 31,
        SubmissionState.RECEIVED: 5,
        SubmissionState.RETURNED: 2,
    }
    assert {submission.channel for submission in snapshot.submissions} >= {
        Channel.EMAIL,
        Channel.ZALO,
        Channel.SOFTWARE,
        Channel.IN_PERSON,
        Channel.POST,
    }


def test_a_unit_that_sent_again_after_a_return_has_reported(snapshot):
    first, second = snapshot.by_unit["15379"]
    assert (first.state, second.state) == (SubmissionState.RETURNED, SubmissionState.ACCEPTED)


def test_there_is_an_estimate_and_there_are_blanks(snapshot):
    values = [value for submission in snapshot.submissions for value in submission.values]
    estimates = [value for value in values if value.estimate]
    assert [(value.indicator, value.raw, value.value) for value in estimates] == [
        ("B04", "khoảng 300", 300)
    ]
    (commune,) = snapshot.by_unit["15367"]
    asked = {indicator.code for indicator in PLAN.indicators_of(PLAN.unit_by_code["15367"])}
    blank = asked - {value.indicator for value in commune.values}
    assert {"C03", "C13", "H02"} <= blank


def test_what_is_accepted_could_be_accepted(findings, snapshot):
    stopping = {
        submission.unit: [
            finding.check
            for finding in findings[submission.id]
            if finding.severity is Severity.BLOCK
            or (finding.severity is Severity.QUESTION and not finding.answered)
        ]
        for submission in snapshot.submissions
        if submission.state is SubmissionState.ACCEPTED
    }
    assert not any(stopping.values()), stopping


def test_what_waits_has_its_reasons(findings, snapshot):
    waiting = {
        submission.unit: {
            (finding.indicator, finding.severity)
            for finding in findings[submission.id]
            if finding.severity is not Severity.FLAG
        }
        for submission in snapshot.submissions
        if submission.state is not SubmissionState.ACCEPTED
    }
    assert waiting["15376"] == {("B02", Severity.QUESTION)}
    assert waiting["15388"] == {("D02", Severity.BLOCK)}
    assert waiting["15391"] == {("D02", Severity.BLOCK)}


def test_figures_agree_with_the_profiles_they_are_checked_against(findings):
    """A few flags are there to be seen; that nearly every unit would have one is not."""
    flagged = Counter(
        finding.check
        for found in findings.values()
        for finding in found
        if finding.severity is Severity.FLAG
    )
    assert not {"D01.2", "D03.3", "D06.2", "D08.2"} & set(flagged)
    assert sum(flagged.values()) <= 6, flagged


def test_the_additional_figures_are_added(snapshot):
    first, more = snapshot.by_unit["VT01"]
    assert more.kind is SubmissionKind.ADDITIONAL
    (total,) = [row for row in consolidate(snapshot) if (row.code, row.group) == ("G03", "G_VT")]
    (second,) = snapshot.by_unit["VT02"]
    parts = [s.value_of("G03").value for s in (first, more, second)]
    assert total.value == sum(parts)


def test_duties_stand_in_many_states(snapshot):
    counts = count_assignments(assignment_progress(snapshot))
    assert sum(counts.values()) == 272
    shown = {state for state, count in counts.items() if count}
    assert {
        AssignmentState.NOT_APPLICABLE,
        AssignmentState.ACCEPTED,
        AssignmentState.REPORTED,
        AssignmentState.RETURNED,
        AssignmentState.OVERDUE,
    } <= shown


def test_communes_have_profiles_and_someone_to_call(demo):
    plan = demo.planning.plan(PLAN.code)
    communes = [unit for unit in plan.units if unit.group == plan.commune_group]
    assert len(communes) == 13
    for unit in communes:
        assert unit.profile.teams == unit.profile.hamlets + 1
        assert unit.profile.households
        assert unit.profile.source
        assert unit.contact.person


def test_many_units_say_something_in_words(snapshot):
    told = Counter(
        value.indicator
        for submission in snapshot.submissions
        for value in submission.values
        if value.indicator in {"K01", "K02", "K03", "K04", "K05"}
    )
    assert told["K01"] >= 25
    assert min(told[code] for code in ("K02", "K03", "K04", "K05")) >= 5


def test_it_is_the_same_every_time(snapshot):
    assert filled().planning.snapshot(PLAN.code).submissions == snapshot.submissions


def test_at_an_earlier_moment_only_what_had_come_is_there(snapshot):
    moment = DEMO_NOW - timedelta(days=2)
    early = office(MemoryStore(PLAN, now=moment))
    fill_demo(early, PLAN.code)
    there = early.planning.snapshot(PLAN.code).submissions
    come = [s for s in snapshot.submissions if s.received_at <= moment]
    assert 0 < len(there) == len(come) < len(snapshot.submissions)
    assert [s.received_at for s in there] == [s.received_at for s in come]


def test_a_plan_that_comes_without_a_demo_says_so(demo):
    with pytest.raises(UserError, match="không có số liệu mẫu"):
        fill_demo(demo, "KH-KHAC")
