"""Files of one batch are held against each other and against what stands, whatever their order."""

from itertools import permutations

import builders
import pytest
from importing_desk import Desk, reading, value

from vinhloc_cds.domain.incoming import Todo
from vinhloc_cds.services.importing import Action, Decision, Status

UNITS = "ABCEF"
CODES = [f"D{number:02}" for number in range(1, 7)]


@pytest.fixture
def desk(tmp_path) -> Desk:
    desk = Desk(tmp_path)
    plan = builders.plan(map(builders.unit, UNITS), map(builders.indicator, CODES))
    desk.plan = plan
    desk.store.tables.plans[plan.code] = plan
    return desk


def figures(unit: str, number: int, **more):
    found = [value(code, number + place) for place, code in enumerate(CODES)]
    return reading(unit, *found, **more)


def test_a_figure_far_above_the_others_is_asked_about_in_any_order(desk):
    names = {unit: figures(unit, 10 + place) for place, unit in enumerate(UNITS)}
    names["B"] = reading("B", value("D01", 900, "khoảng 900", cell="E3"))
    seen = set()
    for order in list(permutations(UNITS))[::40]:
        paths = [desk.file(f"{unit}.xlsx", names[unit]) for unit in order]
        outcomes = {outcome.file_name: outcome for outcome in desk.take(*paths)}
        (point,) = outcomes["B.xlsx"].points
        assert (point.key, point.todo, point.cell) == ("D01/type", Todo.CONFIRM, "E3")
        assert "khoảng 900" in point.message  # what its text brought up is not lost
        seen.add(tuple((name, each.status) for name, each in outcomes.items()))
        desk.history.undo()
    assert len(seen) == 1


def test_it_can_be_confirmed(desk):
    for place, unit in enumerate(UNITS[1:]):
        desk.take_one(figures(unit, 10 + place), f"{unit}.xlsx")
    taken = desk.take_one(reading("A", value("D01", 900)), "a.xlsx")
    assert taken.status is Status.NEEDS_REVIEW
    desk.answer(taken.incoming.id, "D01/type", Action.ACCEPT)
    assert desk.open(taken.incoming.id) == []


def test_two_units_with_the_same_figures_are_both_asked(desk):
    desk.drop(a=figures("A", 10), b=figures("B", 10), c=figures("C", 11))
    statuses = [outcome.status for outcome in desk.take()]
    assert statuses == [Status.NEEDS_REVIEW, Status.NEEDS_REVIEW, Status.IMPORTED]


def test_a_file_given_to_another_unit_is_not_held_against_itself(desk):
    taken = desk.take_one(figures("A", 10))
    desk.recording.reopen(taken.incoming.submission, "Nhầm đơn vị")
    desk.reader.of_unit[b"bieu.xlsx", "B"] = figures("B", 10)
    desk.importing.decide(taken.incoming.id, Decision(unit="B"))
    assert desk.open(taken.incoming.id) == []


def test_each_of_two_files_of_a_unit_answers_for_its_own_figures(desk):
    for place, unit in enumerate(UNITS[1:]):
        desk.take_one(figures(unit, 10 + place), f"{unit}.xlsx")
    wrong, right = reading("A", value("D01", 900)), reading("A", value("D01", 11))
    for pair in ({"a": wrong, "a2": right}, {"a": right, "a2": wrong}):
        outcomes = desk.take(*desk.drop(**pair))
        asked = {o.file_name for o in outcomes if any(p.key == "D01/type" for p in o.points)}
        assert asked == {f"{name}.xlsx" for name, each in pair.items() if each is wrong}
        desk.history.undo()
