"""The points about a file: what each asks of the officer, where it stands, whether it is open."""

from dataclasses import replace

import pytest
from importing_desk import RECEIVED, reading, small_plan, value

from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.incoming import (
    FileProblem,
    Incoming,
    IncomingState,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.submission import Channel, SubmissionKind
from vinhloc_cds.services.filing import would_be
from vinhloc_cds.services.review import points

PLAN = small_plan()


def incoming(found, **more) -> Incoming:
    said = {"unit": found.unit, "kind": SubmissionKind.FIRST, "state": IncomingState.TAKEN, **more}
    return Incoming(
        7, PLAN.code, "bieu.xlsx", "ab", 1, RECEIVED, RECEIVED, Channel.ZALO, reading=found, **said
    )


def points_of(found, *findings: Finding, **more):
    file = incoming(found, **more)
    return points(PLAN, file, would_be(PLAN, file), findings)


@pytest.mark.parametrize(
    ("severity", "answered", "todo", "is_open"),
    [
        (Severity.BLOCK, False, Todo.MEND, True),
        (Severity.QUESTION, False, Todo.CONFIRM, True),
        (Severity.QUESTION, True, Todo.CONFIRM, False),
        (Severity.FLAG, False, Todo.KNOW, False),
    ],
)
def test_a_finding_says_where_its_figure_stands(severity, answered, todo, is_open):
    finding = Finding("D01", "D01.1", severity, "Lạ.", answered, "6")
    (point,) = points_of(reading("A", value("D01", 5, "5 tổ", "E9")), finding, asked=("D01",))
    assert (point.incoming, point.key, point.todo, point.open) == (7, "D01/D01.1", todo, is_open)
    assert (point.sheet, point.cell, point.raw) == ("Biểu", "E9", "5 tổ")
    assert (point.indicator, point.proposal, point.asked) == ("D01", "6", True)


def test_what_is_missing_has_no_cell():
    finding = Finding("B01", "B01.1", Severity.BLOCK, "B01 chưa trả lời.")
    (point,) = points_of(reading("HOI"), finding)
    assert (point.todo, point.sheet, point.cell, point.raw) == (Todo.MEND, "", "", "")


def test_of_last_years_form_nothing_more_is_asked_until_it_is_settled():
    last_year = FileProblem(Todo.MEND, Severity.BLOCK, "Biểu của kế hoạch khác.", "Biểu")
    found = replace(reading("A", last_year), values=())
    waiting = {"kind": None, "state": IncomingState.WAITING}
    assert [point.todo for point in points_of(found, **waiting)] == [Todo.MEND]
    settled = points_of(found, settled=("0",), **waiting)
    assert [point.todo for point in settled if point.open] == [Todo.CHOOSE_KIND]


def test_problems_of_the_file_are_known_by_their_places():
    problems = [
        FileProblem(Todo.KNOW, Severity.FLAG, "Có macro."),
        FileProblem(Todo.PLACE, Severity.QUESTION, "Ô nào?", "Biểu", "B9", "", "7", "D02"),
    ]
    found = reading("A", value("D01", 5), *problems)
    known, placed = points_of(found, settled=("1",), asked=("0",))
    assert (known.key, known.open, known.asked) == ("0", False, True)
    assert (placed.key, placed.cell, placed.proposal) == ("1", "B9", "D02")
    assert (placed.settled, placed.open) == (True, False)


CONFLICT = FileProblem(Todo.CHOOSE_UNIT, Severity.QUESTION, "A hay B?", proposal="B")
SEVERAL = reading(None, value("D01", 5), candidates=("A", "B"))


@pytest.mark.parametrize(
    ("found", "proposal"),
    [
        (SEVERAL, ""),
        (replace(SEVERAL, candidates=("B",)), "B"),
        (replace(SEVERAL, problems=(CONFLICT,)), "B"),
    ],
)
def test_the_unit_is_one_point(found, proposal):
    (point,) = points_of(found, kind=None, state=IncomingState.WAITING)
    assert (point.key, point.todo, point.proposal, point.open) == (
        "unit",
        Todo.CHOOSE_UNIT,
        proposal,
        True,
    )


def test_the_unit_once_chosen_is_settled():
    found = replace(SEVERAL, problems=(CONFLICT,))
    (point,) = points_of(found, unit="A")
    assert (point.key, point.settled) == ("unit", True)


@pytest.mark.parametrize(
    ("found", "kind", "proposals"),
    [
        (reading("A"), None, ["supplement"]),
        (reading("A", CONFLICT), None, ["B", ""]),
        (reading("A"), SubmissionKind.FIRST, []),
        (reading("A", values=()), SubmissionKind.NOTHING, []),
    ],
)
def test_the_kind_is_asked_where_it_is_not_known(found, kind, proposals):
    asked = [point for point in points_of(found, kind=kind) if point.key in {"unit", "kind"}]
    assert sorted(point.proposal for point in asked) == sorted(proposals)


def test_what_is_entered_by_hand_is_open_until_it_is_linked():
    photo = reading(None, values=(), recognition=Recognition.NONE)
    (waiting,) = points_of(photo, kind=None, state=IncomingState.WAITING)
    assert (waiting.todo, waiting.open) == (Todo.ENTER_BY_HAND, True)
    (linked,) = points_of(photo, unit="A")
    assert not linked.open


def test_a_file_set_aside_has_no_points():
    assert points_of(SEVERAL, state=IncomingState.DISCARDED) == ()
