"""What the officer's answers and decisions make of files taken in."""

from datetime import timedelta

import pytest
from builders import PLAN, at
from importing_desk import RECEIVED, Desk, figures, place, question, reading, refusal, value
from memory import NOW

from vinhloc_cds.domain.incoming import (
    FileKind,
    FileProblem,
    IncomingState,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.services.importing import Action, Answer, Decision, Difference

ACCEPTED, STILL_OPEN = SubmissionState.ACCEPTED, SubmissionState.RECEIVED


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


class TestAFigure:
    # key, action, text typed, figures afterwards, state afterwards
    CASES = [
        ("D01/type", Action.ACCEPT, "", {"D01": 0}, ACCEPTED),
        ("D01/type", Action.TYPE, "25", {"D01": 25}, ACCEPTED),
        ("D01/type", Action.TYPE, "không", {"D01": 0}, ACCEPTED),
        ("D01/type", Action.TYPE, "10+5", {"D01": 15}, STILL_OPEN),
        ("D01/type", Action.BLANK, "", {}, STILL_OPEN),
        ("D01/type", Action.ASK, "", {"D01": 0}, STILL_OPEN),
    ]

    @pytest.mark.parametrize(("key", "action", "typed", "after", "state"), CASES)
    def test_is_settled(self, desk, key, action, typed, after, state):
        taken = desk.take_one(reading("A", value("D01", 0, "không")))
        answered = desk.answer(taken.incoming.id, key, action, typed)
        made = desk.submission(answered)
        assert (figures(made), made.state) == (after, state)

    def test_that_was_corrected_keeps_what_stood_there(self, desk):
        taken = desk.take_one(reading("A", value("D01", 0, "không")))
        (was,) = desk.submission(taken.incoming).values
        (made,) = desk.submission(desk.answer(taken.incoming.id, "D01/type", Action.ACCEPT)).values
        assert (made.raw, made.corrected_from, made.source) == ("0", "không", was.source)
        assert "0" in made.correction_reason
        assert made.reason == ""

    def test_that_was_confirmed_says_so(self, desk):
        found = reading("A", value("D01", 60), value("D02", 55))
        taken = desk.take_one(found)
        made = desk.submission(desk.answer(taken.incoming.id, "D02/D02.2", Action.ACCEPT))
        assert made.state is ACCEPTED
        assert made.value_of("D02").reason == "Đã xác nhận khi nhập tệp."
        assert made.value_of("D02").corrected_from is None

    def test_that_blocks_cannot_be_accepted_as_it_is(self, desk):
        taken = desk.take_one(reading("A", value("D01", 5), value("D02", 9)))
        answer = (taken.incoming.id, "D02/D02.1", Action.ACCEPT)
        assert refusal(desk.answer, *answer) == "importing.cannot_accept"
        made = desk.submission(desk.answer(*answer[:2], Action.TYPE, "4"))
        assert made.state is ACCEPTED

    def test_that_cannot_be_read_is_not_taken(self, desk):
        taken = desk.take_one(reading("A", value("D01", None, "12.5")))
        number = taken.incoming.id
        assert refusal(desk.answer, number, "D01/type", Action.TYPE, "nhiều") == (
            "importing.unreadable"
        )
        assert refusal(desk.answer, number, "D01/type", Action.TYPE, " ") == (
            "importing.nothing_typed"
        )
        assert desk.open(number) == ["D01/type"]

    def test_that_is_required_can_be_typed_or_asked_for_but_not_left_blank(self, desk):
        taken = desk.take_one(reading("HOI"))
        number = taken.incoming.id
        (point,) = taken.points
        assert (point.key, point.todo, point.cell) == ("B01/B01.1", Todo.MEND, "")
        assert refusal(desk.answer, number, point.key, Action.BLANK) == "importing.nothing_to_blank"
        assert refusal(desk.answer, number, point.key, Action.ACCEPT) == "importing.cannot_leave"
        asked = desk.answer(number, point.key, Action.ASK)
        assert asked.asked == ("B01",)
        assert desk.points(number)[point.key].asked
        typed = desk.answer(number, point.key, Action.TYPE, "có")
        assert typed.asked == ()
        assert desk.submission(typed).state is ACCEPTED

    def test_of_an_accepted_submission_is_not_touched(self, desk):
        found = reading("A", value("D01", 300, "khoảng 300"))
        taken = desk.take_one(found)
        answer = (taken.incoming.id, "D01/type", Action.TYPE, "310")
        assert refusal(desk.answer, *answer) == "service.is_accepted"

    def test_that_is_settled_already_is_said(self, desk):
        taken = desk.take_one(reading("A", value("D01", 0, "không"), value("D02", 0, "ko")))
        desk.answer(taken.incoming.id, "D01/type", Action.ACCEPT)
        answer = (taken.incoming.id, "D01/type", Action.ACCEPT)
        assert refusal(desk.answer, *answer) == "importing.point_gone"


class TestALabel:
    def test_confirmed_once_is_remembered(self, desk):
        found = reading(
            "A",
            value("D01", 5, doubt=question(), label="Số tổ"),
            value("D02", 4, doubt=question(), label="Số  TỔ"),
            recognition=Recognition.FREE_TABLE,
        )
        desk.answer(desk.take_one(found).incoming.id, "D01/type", Action.ACCEPT)
        desk.take_one(reading("B"), "khac.xlsx")
        assert desk.contexts[-1].labels == {"so to": "D01"}

    @pytest.mark.parametrize("before", [{}, {(PLAN, "so to"): "D02"}])
    def test_is_unlearned_when_the_answer_is_taken_back(self, desk, before):
        desk.store.tables.labels.update(before)
        found = reading("A", value("D01", 5, doubt=question(), label="Số tổ"))
        desk.answer(desk.take_one(found).incoming.id, "D01/type", Action.ACCEPT)
        assert desk.store.tables.labels == {(PLAN, "so to"): "D01"}
        (line,) = [line for line in desk.store.tables.audit if line.entity == "label"]
        assert (line.action, line.entity_id) == ("learn", f"{PLAN}/so to")
        assert (line.detail["before"], line.detail["after"]) == (
            before.get((PLAN, "so to")),
            "D01",
        )
        desk.history.undo()
        assert desk.store.tables.labels == before

    def test_is_not_confirmed_by_what_else_is_said_of_its_figure(self, desk):
        doubtful = value("D02", 60, doubt=question(), label="Số tổ")
        number = desk.take_one(reading("A", value("D01", 100), doubtful)).incoming.id
        desk.answer(number, "D02/D02.2", Action.ACCEPT)
        assert desk.store.tables.labels == {}


class TestACell:
    @pytest.mark.parametrize(
        ("problem", "action", "typed", "after"),
        [
            (place(), Action.TYPE, "d02", {"D01": 9, "D02": 7}),
            (place(proposal="D02"), Action.ACCEPT, "", {"D01": 9, "D02": 7}),
            (place(), Action.BLANK, "", {"D01": 9}),
        ],
    )
    def test_finds_its_place(self, desk, problem, action, typed, after):
        taken = desk.take_one(reading("A", value("D01", 9), problem))
        answered = desk.answer(taken.incoming.id, "0", action, typed)
        made = desk.submission(answered)
        assert (figures(made), made.state, answered.settled) == (after, ACCEPTED, ("0",))
        if "D02" in after:
            placed = made.value_of("D02")
            assert (placed.raw, placed.source.cell) == ("7", "B9")

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("G03", "importing.no_such_indicator"),
            ("", "importing.no_such_indicator"),
            ("D01", "importing.placed_already"),
        ],
    )
    def test_is_given_no_place_that_is_none(self, desk, typed, code):
        taken = desk.take_one(reading("A", value("D01", 9), place()))
        assert refusal(desk.answer, taken.incoming.id, "0", Action.TYPE, typed) == code
        assert desk.open(taken.incoming.id) == ["0"]

    def test_placed_is_judged_as_any_figure(self, desk):
        taken = desk.take_one(reading("A", value("D01", 9), place(raw="nhiều")))
        desk.answer(taken.incoming.id, "0", Action.TYPE, "D02")
        assert desk.open(taken.incoming.id) == ["D02/type"]

    def test_left_out_by_all_leaves_a_report_that_says_nothing(self, desk):
        taken = desk.take_one(reading("A", place()))
        desk.answer(taken.incoming.id, "0", Action.BLANK)
        assert desk.open(taken.incoming.id) == ["kind"]

    def test_with_an_indicator_takes_what_is_typed(self, desk):
        problem = FileProblem(
            Todo.MEND, Severity.BLOCK, "#REF!", "Biểu", "E8", "D02", "#REF!", proposal=""
        )
        taken = desk.take_one(reading("A", value("D01", 9), problem))
        answer = (taken.incoming.id, "0")
        assert refusal(desk.answer, *answer, Action.ACCEPT) == "importing.cannot_accept"
        made = desk.submission(desk.answer(*answer, Action.TYPE, "3"))
        typed = made.value_of("D02")
        assert (typed.value, typed.corrected_from, typed.source.cell) == (3, "#REF!", "E8")
        assert made.state is ACCEPTED


class TestTheUnit:
    def test_once_chosen_the_file_is_read_as_of_it(self, desk):
        found = reading(None, value("D01", 5), candidates=("A", "B"))
        taken = desk.take_one(found)
        desk.reader.of_unit[b"bieu.xlsx", "B"] = reading("B", value("D01", 5), value("D02", 2))
        decided = desk.importing.decide(taken.incoming.id, Decision(unit="B"))
        assert (decided.unit, decided.kind, decided.state) == (
            "B",
            SubmissionKind.FIRST,
            IncomingState.TAKEN,
        )
        made = desk.submission(decided)
        assert (figures(made), made.state) == ({"D01": 5, "D02": 2}, ACCEPTED)
        assert desk.stored(decided.id).reading.unit == "B"

    def test_can_be_answered_like_any_point(self, desk):
        taken = desk.take_one(reading(None, candidates=("A",)))
        desk.reader.of_unit[b"bieu.xlsx", "A"] = reading("A")
        assert desk.answer(taken.incoming.id, "unit", Action.ACCEPT).unit == "A"

    def test_proposes_none_where_there_are_several(self, desk):
        taken = desk.take_one(reading(None, candidates=("A", "B")))
        answer = (taken.incoming.id, "unit")
        assert refusal(desk.answer, *answer, Action.ACCEPT) == "importing.no_proposal"
        assert refusal(desk.answer, *answer, Action.BLANK) == "importing.cannot_blank"
        assert refusal(desk.answer, *answer, Action.TYPE, "?") == "importing.unknown_unit"
        assert desk.answer(*answer, Action.ASK).asked == ("unit",)

    def test_chosen_anew_withdraws_what_was_made(self, desk):
        taken = desk.take_one(reading("A", value("D01", 0, "không")))
        desk.reader.of_unit[b"bieu.xlsx", "B"] = reading("B", value("D01", 4))
        decided = desk.importing.decide(taken.incoming.id, Decision(unit="B"))
        states = {each.unit: each.state for each in desk.store.tables.submissions.values()}
        assert states == {"A": SubmissionState.WITHDRAWN, "B": ACCEPTED}
        desk.history.undo()
        states = {each.unit: each.state for each in desk.store.tables.submissions.values()}
        assert states == {"A": STILL_OPEN, "B": SubmissionState.WITHDRAWN}
        assert desk.stored(decided.id) == taken.incoming

    def test_that_does_not_report_is_refused(self, desk):
        taken = desk.take_one(reading(None))
        desk.reader.of_unit[b"bieu.xlsx", "X"] = reading("X")
        decision = Decision(unit="X")
        assert refusal(desk.importing.decide, taken.incoming.id, decision) == (
            "service.unit_does_not_report"
        )

    def test_comes_before_its_figures(self, desk):
        taken = desk.take_one(reading(None, value("D01", 0, "không")))
        answer = (taken.incoming.id, "D01/type", Action.ACCEPT)
        assert refusal(desk.answer, *answer) == "importing.decide_first"


class TestTheKind:
    @pytest.fixture
    def second(self, desk):
        desk.take_one(reading("A", value("D01", 60), value("D02", 10)))
        return desk.take_one(reading("A", value("D01", 60), value("D02", 12)), "hai.xlsx").incoming

    def test_shows_what_would_change(self, desk, second):
        assert desk.importing.differences(second.id) == (
            Difference("D01", "60", "60", "120"),
            Difference("D02", "10", "12", "22"),
        )

    @pytest.mark.parametrize(
        ("kind", "reason"),
        [
            (SubmissionKind.SUPPLEMENT, None),
            (SubmissionKind.ADDITIONAL, None),
            (SubmissionKind.REPLACEMENT, "Bản trước ghi sai"),
        ],
    )
    def test_makes_the_submission(self, desk, second, kind, reason):
        decided = desk.importing.decide(second.id, Decision(kind=kind, reason=reason))
        made = desk.submission(decided)
        assert (decided.kind, made.kind, made.state) == (kind, kind, ACCEPTED)
        assert made.reason == (reason or "")

    @pytest.mark.parametrize(
        ("kind", "code"),
        [
            (SubmissionKind.REPLACEMENT, "service.replacement_without_reason"),
            (SubmissionKind.FIRST, "service.first_exists"),
            (SubmissionKind.NOTHING, "service.nothing_with_figures"),
        ],
    )
    def test_is_refused_as_if_it_had_been_typed(self, desk, second, kind, code):
        assert refusal(desk.importing.decide, second.id, Decision(kind=kind)) == code
        assert desk.stored(second.id) == second

    def test_can_be_answered_with_its_proposal(self, desk, second):
        assert desk.answer(second.id, "kind", Action.ACCEPT).kind is SubmissionKind.SUPPLEMENT

    def test_answered_with_no_kind_is_refused(self, desk, second):
        assert refusal(desk.answer, second.id, "kind", Action.TYPE, "x") == "importing.unknown_kind"

    def test_of_what_was_only_received_can_still_change(self, desk, second):
        desk.importing.decide(second.id, Decision(kind=SubmissionKind.SUPPLEMENT))
        assert refusal(
            desk.importing.decide, second.id, Decision(kind=SubmissionKind.ADDITIONAL)
        ) == ("service.is_accepted")


class TestMomentAndChannel:
    def test_of_a_received_submission_follow_its_file(self, desk):
        taken = desk.take_one(reading("A", value("D01", 0, "không")))
        earlier = RECEIVED - timedelta(days=1)
        decision = Decision(received_at=earlier, channel=Channel.EMAIL)
        decided = desk.importing.decide(taken.incoming.id, decision)
        made = desk.submission(decided)
        assert (decided.received_at, decided.channel) == (earlier, Channel.EMAIL)
        assert (made.received_at, made.channel, made.state) == (earlier, Channel.EMAIL, STILL_OPEN)
        assert figures(made) == {"D01": 0}

    def test_cannot_lie_in_the_future(self, desk):
        taken = desk.take_one(reading(None))
        decision = Decision(received_at=NOW + timedelta(hours=1))
        assert refusal(desk.importing.decide, taken.incoming.id, decision) == (
            "service.received_in_future"
        )


class TestByHand:
    @pytest.fixture
    def photo(self, desk):
        found = reading(
            None,
            FileProblem(Todo.ENTER_BY_HAND, Severity.QUESTION, "Ảnh chụp."),
            kind=FileKind.PICTURE,
            recognition=Recognition.NONE,
        )
        return desk.take_one(found, "anh.jpg").incoming

    DRAFT = SubmissionDraft(
        "A", SubmissionKind.FIRST, RECEIVED, Channel.ZALO, entries=(Entry("D01", "5"),)
    )

    @pytest.mark.parametrize(("accept", "state"), [(True, ACCEPTED), (False, STILL_OPEN)])
    def test_what_was_typed_is_stored_with_its_file_in_one_step(self, desk, photo, accept, state):
        made = desk.importing.enter(photo.id, self.DRAFT, accept=accept)
        file = desk.stored(photo.id)
        assert (file.state, file.submission, file.unit) == (IncomingState.TAKEN, made.id, "A")
        assert (made.state, made.values[0].source.file_name) == (state, "anh.jpg")
        assert desk.submission(file) == made
        assert desk.open(photo.id) == []
        desk.history.undo()
        assert desk.stored(photo.id) == photo
        assert desk.store.tables.submissions[made.id].state is SubmissionState.WITHDRAWN

    def test_nothing_is_stored_of_what_is_refused(self, desk, photo):
        desk.importing.enter(photo.id, self.DRAFT)
        assert refusal(desk.importing.enter, photo.id, self.DRAFT) == "importing.not_waiting"
        other = desk.take_one(photo.reading, "khac.jpg").incoming
        assert refusal(desk.importing.enter, other.id, self.DRAFT) == "service.first_exists"
        assert desk.stored(other.id) == other
        assert len(desk.store.tables.submissions) == 1

    def test_what_was_read_is_not_typed_again(self, desk):
        number = desk.take_one(reading(None, value("D01", 5))).incoming.id
        assert refusal(desk.importing.enter, number, self.DRAFT) == "importing.is_read"

    def test_it_cannot_be_accepted_away(self, desk, photo):
        assert refusal(desk.answer, photo.id, "0", Action.ACCEPT) == "importing.enter_by_hand"


class TestDiscarding:
    def test_sets_a_waiting_file_aside_until_it_comes_again(self, desk):
        taken = desk.take_one(reading(None))
        assert refusal(desk.importing.discard, taken.incoming.id, " ") == "service.reason_needed"
        gone = desk.importing.discard(taken.incoming.id, "Biểu năm trước")
        assert (gone.state, gone.reason) == (IncomingState.DISCARDED, "Biểu năm trước")
        assert desk.importing.incoming(PLAN) == ()
        assert refusal(desk.importing.decide, gone.id, Decision(unit="A")) == (
            "importing.was_discarded"
        )
        assert desk.take()[0].incoming.id == taken.incoming.id + 1

    def test_is_not_for_what_has_a_submission(self, desk):
        taken = desk.take_one(reading("A"))
        assert refusal(desk.importing.discard, taken.incoming.id, "Sai") == "importing.not_waiting"


def test_answers_to_several_files_are_one_step(desk):
    desk.drop(a=reading("A", value("D01", 0, "không")), b=reading("B", value("D01", 0, "ko")))
    one, other = (outcome.incoming.id for outcome in desk.take())
    answers = [Answer(number, "D01/type", Action.ACCEPT) for number in (one, other)]
    assert len(desk.importing.answer(answers)) == 2
    assert (desk.open(one), desk.open(other)) == ([], [])
    desk.history.undo()
    assert (desk.open(one), desk.open(other)) == (["D01/type"], ["D01/type"])


def test_one_answer_that_is_refused_stores_none_of_them(desk):
    desk.drop(a=reading("A", value("D01", 0, "không")), b=reading("B", value("D01", 0, "ko")))
    one, other = (outcome.incoming.id for outcome in desk.take())
    answers = [
        Answer(one, "D01/type", Action.ACCEPT),
        Answer(other, "D01/type", Action.TYPE, "nhiều"),
    ]
    assert refusal(desk.importing.answer, answers) == "importing.unreadable"
    assert desk.open(one) == ["D01/type"]


def test_the_cell_is_shown_from_the_kept_file(desk):
    taken = desk.take_one(reading("A", value("D01", 5)))
    excerpt = desk.importing.excerpt(taken.incoming.id, "Biểu", "C5, C6")
    assert excerpt.rows == (("bieu.xlsx", "C5"),)
    assert refusal(desk.importing.excerpt, 99, "Biểu", "C5") == "importing.not_stored"
    assert desk.reader.open == 0


def test_files_are_listed_newest_first(desk):
    desk.drop(a=reading("A"), b=reading("B"))
    desk.take()
    assert [each.file_name for each, _ in desk.importing.incoming(PLAN)] == ["b.xlsx", "a.xlsx"]
    assert at("2024-10-12T09:00") == desk.stored(1).taken_at


def test_a_point_that_an_answer_of_the_same_step_takes_away_does_not_keep_the_others(desk):
    doubtful = value("D02", 60, doubt=question("Một hay sáu mươi?", "1"))
    number = desk.take_one(reading("A", value("D01", 100), doubtful)).incoming.id
    assert desk.open(number) == ["D02/type", "D02/D02.2"]
    desk.importing.answer([Answer(number, key, Action.ACCEPT) for key in desk.open(number)])
    assert figures(desk.submission(desk.stored(number))) == {"D01": 100, "D02": 1}
    assert desk.open(number) == []


def test_an_answer_is_for_the_point_that_was_seen_not_for_one_of_another_reading(desk):
    seen = FileProblem(Todo.CONFIRM, Severity.QUESTION, "Chữ ký có mờ không?")
    path = desk.file("bieu.xlsx", reading(None, value("D01", 5), seen, candidates=("A",)))
    desk.reader.of_unit[b"bieu.xlsx", "A"] = reading("A", value("K01", "a"), place(indicator="D01"))
    (taken,) = desk.take(path)
    number = taken.incoming.id
    desk.importing.answer([Answer(number, key, Action.ACCEPT) for key in ("unit", "0")])
    assert desk.open(number) == ["0"]
    assert figures(desk.submission(desk.stored(number))) == {"K01": "a"}


def test_a_file_follows_its_submission_where_that_was_revised(desk):
    taken = desk.take_one(reading("A", value("D01", 100), value("D02", 60))).incoming
    later = at("2024-10-11T09:00")
    draft = SubmissionDraft(
        unit="B",
        kind=SubmissionKind.SUPPLEMENT,
        received_at=later,
        channel=Channel.FAX,
        entries=(Entry("D01", "100"), Entry("D02", "60")),
    )
    desk.recording.revise(taken.submission, draft)
    ((listed, _),) = desk.importing.incoming(PLAN)
    assert (listed.unit, listed.kind, listed.channel) == ("B", draft.kind, Channel.FAX)
    desk.importing.decide(taken.id, Decision(channel=Channel.POST))
    desk.answer(taken.id, "D02/D02.2", Action.ACCEPT)
    (only,) = desk.store.tables.submissions.values()
    assert (only.unit, only.kind, only.received_at) == ("B", draft.kind, later)
    assert (only.channel, only.state) == (Channel.POST, ACCEPTED)
