"""Each question about a file is answered by itself; nothing enters the totals before the last."""

from dataclasses import replace

import pytest
from builders import PLAN
from importing_desk import Desk, figures, place, question, reading, refusal, value

from vinhloc_cds.domain.incoming import FileProblem, Todo
from vinhloc_cds.domain.plan import Check, Severity
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.services.importing import Action

ACCEPTED, STILL_OPEN = SubmissionState.ACCEPTED, SubmissionState.RECEIVED


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


class TestOneOfSeveralQuestions:
    """Answering one leaves the others open, and the figures out of the totals."""

    @pytest.mark.parametrize("doubt", [question(), None])
    def test_is_settled_alone(self, desk, doubt):
        plan = desk.store.tables.plans[PLAN]
        strange = Check("D02.3", Severity.QUESTION, "D02 != 60", "Số này lặp lại.")
        changed = [
            replace(each, checks=(*each.checks, strange)) if each.code == "D02" else each
            for each in plan.indicators
        ]
        desk.store.tables.plans[PLAN] = replace(plan, indicators=tuple(changed))
        found = reading(
            "A",
            value("D01", 100, doubt=doubt, label="Số tổ"),
            value("D02", 60, doubt=doubt, label="Số tổ"),
        )
        number = desk.take_one(found).incoming.id
        left = desk.open(number)
        assert {"D02/D02.2", "D02/D02.3"} <= set(left)
        while left:
            assert desk.submission(desk.stored(number)).state is STILL_OPEN
            desk.answer(number, left.pop(0), Action.ACCEPT)
            assert desk.open(number) == left
        assert desk.submission(desk.stored(number)).state is ACCEPTED

    def test_is_not_answered_by_what_was_confirmed_of_another_text(self, desk):
        doubtful = value("D02", 60, doubt=question())
        number = desk.take_one(reading("A", value("D01", 100), doubtful)).incoming.id
        desk.answer(number, "D02/D02.2", Action.ACCEPT)
        desk.answer(number, "D02/type", Action.TYPE, "70")
        assert desk.open(number) == ["D02/D02.2"]

    def test_is_answered_with_the_rest_by_a_reason_that_was_written(self, desk):
        doubtful = value("D02", 60, doubt=question())
        taken = desk.take_one(reading("A", value("D01", 100), doubtful)).incoming
        desk.answer(taken.id, "D02/type", Action.ACCEPT)
        desk.recording.correct(taken.submission, "D02", "61", "Đơn vị báo qua điện thoại")
        assert desk.open(taken.id) == []

    def test_about_a_cell_answers_none_about_its_figure(self, desk):
        comment = FileProblem(
            Todo.CONFIRM, Severity.QUESTION, "Ghi chú 61?", "Biểu", "E7", "D02", "thực ra 61"
        )
        found = reading("A", value("D01", 100), value("D02", 60), comment)
        number = desk.take_one(found).incoming.id
        desk.answer(number, "0", Action.TYPE, "60")
        assert desk.open(number) == ["D02/D02.2"]


class TestAPictureInACell:
    @pytest.fixture
    def taken(self, desk):
        picture = FileProblem(
            Todo.MEND, Severity.QUESTION, "Hình ở ô trống E9.", "Biểu", "E9", "D02"
        )
        return desk.take_one(reading("A", value("D01", 9), picture)).incoming

    def test_gives_the_figure_that_is_typed(self, desk, taken):
        assert refusal(desk.answer, taken.id, "0", Action.ACCEPT) == "importing.cannot_accept"
        made = desk.submission(desk.answer(taken.id, "0", Action.TYPE, "7"))
        typed = made.value_of("D02")
        assert (typed.value, typed.source.cell, made.state) == (7, "E9", ACCEPTED)

    def test_is_none_where_it_is_left_blank(self, desk, taken):
        made = desk.submission(desk.answer(taken.id, "0", Action.BLANK))
        assert (figures(made), made.state) == ({"D01": 9}, ACCEPTED)

    def test_may_be_all_that_a_file_has(self, desk):
        picture = FileProblem(Todo.MEND, Severity.QUESTION, "Hình.", "Biểu", "E9", "D01")
        number = desk.take_one(reading("A", picture)).incoming.id
        assert desk.open(number) == ["0"]
        made = desk.submission(desk.answer(number, "0", Action.TYPE, "7"))
        assert (figures(made), made.state) == ({"D01": 7}, ACCEPTED)


@pytest.mark.parametrize(
    ("found", "key"),
    [
        (reading("A", value("D01", 9), place()), "0"),
        (reading("A", value("D01", 100), value("D02", 60, doubt=question())), "D02/D02.2"),
    ],
)
def test_nothing_is_accepted_elsewhere_while_its_file_asks(desk, found, key):
    taken = desk.take_one(found).incoming
    for other in [other for other in desk.open(taken.id) if other != key]:
        desk.answer(taken.id, other, Action.ACCEPT)
    assert desk.open(taken.id) == [key]
    desk.answer(taken.id, key, Action.ASK)
    assert refusal(desk.recording.accept, taken.submission) == "service.file_open"
    desk.answer(taken.id, key, Action.BLANK)
    assert desk.submission(taken).state is ACCEPTED
    desk.recording.reopen(taken.submission, "Xem lại")
    assert desk.recording.accept(taken.submission).state is ACCEPTED


def test_of_a_returned_file_nothing_is_open_until_it_is_reopened(desk):
    taken = desk.take_one(reading("A", value("D01", 100), value("D02", 60), place())).incoming
    asked = desk.open(taken.id)
    assert asked == ["0", "D02/D02.2"]
    desk.recording.give_back(taken.submission, "Sửa lại")
    assert desk.open(taken.id) == []
    seen = desk.points(taken.id)
    assert [seen[key].settled for key in asked] == [False, False]
    desk.recording.reopen(taken.submission, "Đơn vị giải thích")
    assert desk.open(taken.id) == asked
