"""A unit that the plan did not have: its group's duties, in one step."""

from dataclasses import replace

import builders
import pytest
from memory import MemoryStore, office

from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError


@pytest.fixture
def store():
    units = [builders.unit("A"), builders.unit("B"), builders.unit("C", group="G_PB")]
    return MemoryStore(
        builders.plan(
            units,
            [builders.indicator("C01")],
            [
                builders.duty("BOTH", units=("A", "B")),
                builders.duty("ONE", units=("A",)),
                replace(builders.duty("OTHERS", units=("C",)), group="G_PB"),
            ],
        )
    )


def duties_of(store, unit: str) -> set[str]:
    with store.reading() as work:
        plan = work.plans.get(builders.PLAN)
    return {duty.code for duty in plan.duties if unit in duty.units}


def test_it_has_what_its_whole_group_has_and_nothing_else(store):
    office(store).planning.add_unit(builders.PLAN, builders.unit("N"))
    assert duties_of(store, "N") == {"BOTH"}


def test_one_step_takes_it_back_with_its_duties(store):
    case = office(store)
    case.planning.add_unit(builders.PLAN, builders.unit("N"))
    case.history.undo()
    assert duties_of(store, "N") == set()
    with store.reading() as work:
        assert work.plans.get(builders.PLAN).unit_by_code["N"].relation is Relation.NONE
    assert case.history.next_label is None


def test_without_a_name_nothing_is_stored(store):
    with pytest.raises(UserError):
        office(store).planning.add_unit(builders.PLAN, replace(builders.unit("N"), name=" "))
    with store.reading() as work:
        assert "N" not in work.plans.get(builders.PLAN).unit_by_code
