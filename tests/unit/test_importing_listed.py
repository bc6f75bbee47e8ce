"""The list of files says what is so now, however much of it is known from before."""

from dataclasses import replace

import pytest
from builders import PLAN
from importing_desk import Desk, question, reading, value

from vinhloc_cds.domain.plan import Check, Severity
from vinhloc_cds.services import filing
from vinhloc_cds.services.importing import Action


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def judged(monkeypatch) -> list[str]:
    """The units of the files that were judged."""
    units: list[str] = []

    def judge(plan, submission, *arguments, **more):
        units.append(submission.unit)
        return judging(plan, submission, *arguments, **more)

    judging = filing.judge
    monkeypatch.setattr(filing, "judge", judge)
    return units


def test_only_what_changed_is_judged_again(desk, judged):
    doubted = value("D01", 5, doubt=question())
    desk.take(*desk.drop(a=reading("A", doubted), b=reading("B"), c=reading("C")))
    first = desk.importing.incoming(PLAN)
    judged.clear()
    assert desk.importing.incoming(PLAN) == first
    assert judged == []
    number = next(each.id for each, _ in first if each.unit == "A")
    desk.answer(number, "D01/type", Action.BLANK)
    judged.clear()
    assert "D01/type" not in desk.open(number)
    assert judged == ["A"]


def test_a_change_of_the_plan_is_seen(desk):
    taken = desk.take_one(reading("A"))
    assert desk.open(taken.incoming.id) == []
    plan = desk.store.tables.plans[PLAN]
    stricter = replace(
        plan.indicator_by_code["D01"],
        checks=(Check("D01.1", Severity.BLOCK, "D01 <= 4", "Nhiều quá."),),
    )
    with desk.store.writing() as work:
        work.plans.save_indicator(PLAN, stricter)
    assert desk.open(taken.incoming.id) == ["D01/D01.1"]


def test_what_else_the_unit_sent_is_seen(desk):
    """The first report's D02 is more than its D01 once that is taken away."""
    first = desk.take_one(reading("A", value("D01", 9)), "mot.xlsx").incoming
    more = desk.take_one(reading("A", value("D02", 7)), "hai.xlsx", accept_proposals=True).incoming
    assert desk.open(more.id) == []
    sent = desk.submission(first)
    less = replace(sent.values[0], value=5, raw="5")
    with desk.store.writing() as work:
        work.submissions.save(replace(sent, values=(less,)))
    assert desk.open(more.id) == ["D02/D02.1"]
