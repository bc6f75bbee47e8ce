"""Each of the 51 duties of the plan of 2024 through the autumn, as long as nobody sends anything.

The moments are those at which something turns: 20/9 all lies ahead; 5/10 the campaign is on; on
12/10 at 9:00 the reporting deadline has passed (it closed at midnight), and publicity still goes
on until 15/10; on 20/10 the calendar of the plan is over.

What no answer settles, the calendar decides. The reporting deadline makes overdue what obliged
units should have told by then, whatever its own window; the end of a window makes nothing
overdue, so for the asked and the office what has begun stays under way.
"""

from collections import Counter
from datetime import UTC

import pytest
from builders import at

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.plan import DutyKind
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.progress import AssignmentState as State
from vinhloc_cds.domain.progress import (
    UnitState,
    assignment_progress,
    count_assignments,
    count_units,
    unit_progress,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.unit import Relation

(PLAN,) = (each.load() for each in built_in_plans() if each.code == "KH-CDS-2024")

AHEAD, CAMPAIGN, CLOSED, OVER = (
    "2024-09-20T09:00",
    "2024-10-05T09:00",
    "2024-10-12T09:00",
    "2024-10-20T09:00",
)
MOMENTS = (AHEAD, CAMPAIGN, CLOSED, OVER)

NOT_DUE, UNDER_WAY, OVERDUE, UNDATED = (
    State.NOT_DUE,
    State.UNDER_WAY,
    State.OVERDUE,
    State.UNDATED,
)

# Begun by 5/10, and owed by obliged units with the report that closes on 11/10.
BEGUN_AND_OWED = (NOT_DUE, UNDER_WAY, OVERDUE, OVERDUE)
# The same work of a unit that is only asked, or of the office itself: never overdue.
BEGUN = (NOT_DUE, UNDER_WAY, UNDER_WAY, UNDER_WAY)

# From 26/9 to 15/10 (II.1.c), which is stated for II.1 and inferred for part IV.
PUBLICITY_OBLIGED = [
    "T1-G_PB",
    "T2-G_PB",
    "T1-G_SN",
    "T2-G_SN",
    "T1-G_VHTTTTDL",
    "T2-G_VHTTTTDL",
    "T1-G_XA",
    "T2-G_XA",
    "T1-G_VT",
    "T2-G_VT",
    "X4",
    "P1-G_PB",
    "P1-G_SN",
    "P1-G_VHTTTTDL",
    "W1",
    "Y1",
    "Y2",
]
PUBLICITY_OF_OTHERS = ["T1-G_VHTT", "T2-G_VHTT", "T1-G_LQ", "T2-G_LQ", "V2", "P1-G_VHTT"]

EXPECTED = {
    **dict.fromkeys(PUBLICITY_OBLIGED, BEGUN_AND_OWED),
    **dict.fromkeys(PUBLICITY_OF_OTHERS, BEGUN),
    # The campaign, 1/10 to 10/10: of communes and enterprises.
    **dict.fromkeys(("R1-XA-1", "R1-XA-2", "R1-VT-2", "X3"), BEGUN_AND_OWED),
    # "Nếu có": whether there is a promotion is not known before G01 is answered.
    "R1-VT-1": BEGUN,
    # Banks and organisations are asked to take part.
    **dict.fromkeys(("R1-DTN", "R1-DT", "R1-NH"), BEGUN),
    # The ceremony at 8:00 on 1/10, and what is held at it.
    **dict.fromkeys(("L1-XA", "L2-XA"), BEGUN_AND_OWED),
    # A plan of the commune's own before 1/10 (inferred): not overdue by that, only unreported.
    "X1": BEGUN_AND_OWED,
    # "Khi tổ chức": no date, and not known to bind before F01 is answered.
    "X2": (UNDATED,) * 4,
    # "Phối hợp theo chức năng" has no date, but its figures belong in the report.
    **dict.fromkeys(
        ("P2-G_PB", "P2-G_SN", "P2-G_VHTTTTDL", "W2"), (UNDATED, UNDATED, OVERDUE, OVERDUE)
    ),
    "P2-G_VHTT": (UNDATED,) * 4,
    # To draw up the plan: only an end is known (before 26/9, inferred); settled by hand.
    "V1": BEGUN,
    # To report to the province: from 12/10 on; settled by issuing, and its day is not in the plan.
    "V3": (NOT_DUE, NOT_DUE, UNDER_WAY, UNDER_WAY),
    # To report: "trước ngày 12/10/2024".
    **dict.fromkeys(
        ("BC-G_XA", "BC-G_PB", "BC-G_SN", "BC-G_VHTTTTDL", "BC-G_VT"),
        (NOT_DUE, NOT_DUE, OVERDUE, OVERDUE),
    ),
    # Asked to report: still welcome afterwards.
    **dict.fromkeys(("BC-G_LQ", "BC-G_DT", "BC-G_NH"), (NOT_DUE, NOT_DUE, UNDER_WAY, UNDER_WAY)),
}

# What the community teams do is reported by their communes: a duty without assignments.
WITHOUT_UNITS = {"R1-TO"}


def seen(moment):
    return Snapshot.of(PLAN, (), now=at(moment))


def test_all_51_duties_are_thought_of():
    assert set(EXPECTED) | WITHOUT_UNITS == set(PLAN.duty_by_code)
    assert len(PLAN.duties) == 51
    assert {duty.code for duty in PLAN.duties if not duty.units} == WITHOUT_UNITS


@pytest.mark.parametrize("code", EXPECTED)
def test_a_duty_through_the_autumn(code):
    for moment, expected in zip(MOMENTS, EXPECTED[code], strict=True):
        found = {each.state for each in assignment_progress(seen(moment)) if each.duty.code == code}
        assert found == {expected}, moment


def test_272_assignments_by_relation():
    found = Counter(each.unit.relation for each in assignment_progress(seen(AHEAD)))
    assert found == {Relation.OBLIGED: 241, Relation.ASKED: 24, Relation.OWN: 7}
    communes = [each for each in assignment_progress(seen(AHEAD)) if each.unit.group == "G_XA"]
    assert len(communes) == 143


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (AHEAD, {NOT_DUE: 240, UNDATED: 32}),
        (CAMPAIGN, {NOT_DUE: 43, UNDER_WAY: 197, UNDATED: 32}),
        (CLOSED, {OVERDUE: 225, UNDER_WAY: 33, UNDATED: 14}),
    ],
)
def test_how_many_assignments_are_in_each_state(moment, expected):
    found = count_assignments(assignment_progress(seen(moment)))
    assert {state: number for state, number in found.items() if number} == expected


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2024-10-11T23:59:59", UnitState.WAITING), ("2024-10-12T00:00", UnitState.OVERDUE)],
)
def test_31_obliged_wait_and_then_are_overdue(moment, state):
    found = {which: n for which, n in count_units(unit_progress(seen(moment))).items() if n}
    nones = len(PLAN.units_related(Relation.NONE))
    assert found == {
        state: 31,
        UnitState.NOT_SENT: 11,
        UnitState.OWN: 1,
        **({UnitState.NONE: nones} if nones else {}),
    }


def test_the_ceremony_begins_at_its_hour():
    events = {duty.code for duty in PLAN.duties if duty.kind is DutyKind.EVENT}
    assert events == {"L1-XA", "L2-XA"}
    assert local(PLAN.ceremony).isoformat() == "2024-10-01T08:00:00+07:00"
    assert PLAN.ceremony.tzinfo is UTC
    for moment, state in (("2024-10-01T07:59:59", NOT_DUE), ("2024-10-01T08:00", UNDER_WAY)):
        found = {
            each.state for each in assignment_progress(seen(moment)) if each.duty.code in events
        }
        assert found == {state}


def test_only_two_duties_are_settled_by_hand():
    assert {duty.code for duty in PLAN.duties if duty.settled_by_hand} == {"V1", "V3"}


def test_only_two_duties_depend_on_an_answer():
    conditional = {duty.code: duty.condition for duty in PLAN.duties if duty.is_conditional}
    assert conditional == {"X2": "F01", "R1-VT-1": "G01"}
