"""A batch of files: what is taken, refused, seen twice or left to the officer, and its undo."""

import os
import threading
import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import PLAN
from importing_desk import RECEIVED, Desk, question, reading, value
from memory import NOW

from vinhloc_cds.domain.incoming import (
    CellCounts,
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
    Source,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.context import Member
from vinhloc_cds.services.history import ChangedSinceError
from vinhloc_cds.services.importing import Action, Batch, Decision, Status


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def statuses(outcomes) -> dict[str, Status]:
    return {outcome.file_name: outcome.status for outcome in outcomes}


class TestTaking:
    def test_a_clean_form_is_accepted_with_its_source(self, desk):
        outcome = desk.take_one(reading("A", value("D01", 5), maker="Nguyễn A", number="05/BC"))
        assert outcome.status is Status.IMPORTED
        incoming = outcome.incoming
        assert (incoming.state, incoming.unit, incoming.kind) == (
            IncomingState.TAKEN,
            "A",
            SubmissionKind.FIRST,
        )
        made = desk.submission(incoming)
        assert (made.state, made.received_at, made.channel) == (
            SubmissionState.ACCEPTED,
            RECEIVED,
            Channel.ZALO,
        )
        assert (made.maker, made.number) == ("Nguyễn A", "05/BC")
        (stored,) = made.values
        assert stored.source == Source(outcome.sha256, "bieu.xlsx", "Biểu", "E7")
        assert desk.importing.file(outcome.sha256) == b"bieu.xlsx"
        assert desk.backups == ["pre-import"]

    def test_each_file_has_its_line_of_audit(self, desk):
        counts = CellCounts(cells=9, values=1, labels=8)
        desk.drop(a=reading("A", value("D01", 5), counts=counts), b=reading(None))
        taken, waiting = desk.take()
        first, second = desk.store.tables.audit
        assert (first.action, first.entity) == ("import", "submission")
        assert first.entity_id == str(taken.incoming.submission)
        assert (first.detail["file"], first.detail["sha256"]) == ("a.xlsx", taken.sha256)
        assert (first.detail["unit"], first.detail["values"], first.detail["cells"]) == ("A", 1, 9)
        assert (second.entity, second.entity_id) == ("incoming", str(waiting.incoming.id))

    def test_what_is_open_keeps_the_figures_from_the_totals(self, desk):
        outcome = desk.take_one(reading("A", value("D01", 60), value("D02", 55)))
        assert outcome.status is Status.NEEDS_REVIEW
        assert [(p.key, p.todo, p.open) for p in outcome.points] == [
            ("D02/D02.2", Todo.CONFIRM, True)
        ]
        assert outcome.points[0].incoming == outcome.incoming.id
        assert desk.submission(outcome.incoming).state is SubmissionState.RECEIVED

    def test_a_flag_keeps_nothing_back(self, desk):
        outcome = desk.take_one(reading("A", value("D01", 300, "khoảng 300")))
        assert outcome.status is Status.IMPORTED
        assert [(p.todo, p.open) for p in outcome.points] == [(Todo.KNOW, False)]

    def test_an_unknown_unit_waits_with_what_can_be_told_already(self, desk):
        found = reading(None, value("D01", 0, "không"), candidates=("A", "B"))
        outcome = desk.take_one(found)
        assert outcome.incoming.state is IncomingState.WAITING
        assert [(p.key, p.todo) for p in outcome.points] == [
            ("unit", Todo.CHOOSE_UNIT),
            ("D01/type", Todo.CONFIRM),
        ]
        assert not desk.store.tables.submissions

    def test_a_unit_that_does_not_report_is_asked_for(self, desk):
        outcome = desk.take_one(reading("X"))
        assert outcome.incoming.unit is None
        assert [point.key for point in outcome.points] == ["unit"]

    def test_figures_not_asked_of_the_unit_are_named(self, desk):
        found = reading("A", value("D01", 5), value("G03", 7, cell="E9"))
        outcome = desk.take_one(found)
        (point,) = outcome.points
        assert (point.indicator, point.cell, point.open) == ("G03", "E9", False)
        assert [v.indicator for v in desk.submission(outcome.incoming).values] == ["D01"]

    @pytest.mark.parametrize("unit", ["A", "HOI"])  # the latter has to answer B01
    def test_a_form_that_says_nothing_is_no_report(self, desk, unit):
        outcome = desk.take_one(reading(unit, FileProblem(Todo.KNOW, Severity.FLAG, "Cũ.")))
        assert outcome.incoming.state is IncomingState.WAITING
        (kind,) = [point for point in outcome.points if point.open]
        assert (kind.key, kind.proposal) == ("kind", "")
        desk.importing.decide(outcome.incoming.id, Decision(kind=SubmissionKind.NOTHING))
        made = desk.submission(desk.stored(outcome.incoming.id))
        assert (made.kind, made.state) == (SubmissionKind.NOTHING, SubmissionState.ACCEPTED)

    def test_what_cannot_be_read_waits_to_be_entered_by_hand(self, desk):
        found = reading(
            None,
            FileProblem(Todo.ENTER_BY_HAND, Severity.QUESTION, "Ảnh chụp."),
            kind=FileKind.PICTURE,
            recognition=Recognition.NONE,
        )
        outcome = desk.take_one(found)
        assert outcome.incoming.state is IncomingState.WAITING
        assert [point.todo for point in outcome.points] == [Todo.ENTER_BY_HAND]


class TestSeveralOfOneUnit:
    def test_the_second_asks_what_it_is(self, desk):
        desk.take_one(reading("A", value("D01", 5)))
        outcome = desk.take_one(reading("A", value("D01", 6)), "ban hai.xlsx")
        assert (outcome.incoming.state, outcome.incoming.kind) == (IncomingState.WAITING, None)
        (point,) = outcome.points
        assert (point.key, point.proposal, point.severity) == (
            "kind",
            "supplement",
            Severity.QUESTION,
        )

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [("a", "b"), ("Bieu", "bieu (2)"), ("bieu (2)", "bieu (10)"), ("a", "a - Copy")],
    )
    @pytest.mark.parametrize("turn", [1, -1])
    def test_their_names_decide_and_not_the_order_they_came_in(self, desk, earlier, later, turn):
        names = (earlier, later)
        files = [desk.file(f"{n}.xlsx", reading("A", value("D01", len(n)))) for n in names]
        first, second = desk.take(*files[::turn])
        assert (first.file_name, first.incoming.kind) == (f"{earlier}.xlsx", SubmissionKind.FIRST)
        assert (second.file_name, second.incoming.kind) == (f"{later}.xlsx", None)

    def test_the_same_file_is_said_with_when_and_whose(self, desk):
        first = desk.take_one(reading("A"))
        again = desk.file("bieu(1).xlsx", reading("A"), b"bieu.xlsx")
        (outcome,) = desk.take(again)
        assert outcome.status is Status.DUPLICATE
        assert outcome.incoming == first.incoming
        assert "bieu.xlsx" in outcome.said
        assert "A" in outcome.said
        assert len(desk.store.tables.incoming) == 1
        assert desk.backups == ["pre-import"]
        assert desk.reader.asked == ["bieu.xlsx"]

    def test_the_same_file_comes_with_what_is_still_open_about_it(self, desk):
        path = desk.file("bieu.xlsx", reading("A", value("D01", 0, "không")))
        (first,) = desk.take(path)
        (again,) = desk.take(path)
        assert (again.status, again.points) == (Status.DUPLICATE, first.points)
        desk.answer(first.incoming.id, "D01/type", Action.ACCEPT)
        (again,) = desk.take(path)
        assert (again.status, again.points) == (Status.DUPLICATE, ())

    def test_the_same_file_twice_in_a_batch_is_taken_once(self, desk):
        desk.file("a.xlsx", reading("A"), b"one")
        desk.file("b.xlsx", reading("A"), b"one")
        first, second = desk.take()
        assert (first.status, second.status) == (Status.IMPORTED, Status.DUPLICATE)
        assert second.incoming == first.incoming

    def test_what_is_not_taken_is_not_held_either(self, desk, monkeypatch):
        monkeypatch.setattr("vinhloc_cds.services.taking_in._CHUNK_FILES", 2)
        size, held = 1_000_000, []
        desk.file("a.xlsx", reading("A"), bytes(size))
        for number in range(9):
            (desk.folder / f"b{number}.xlsx").write_bytes(bytes(size))
        for taken in (1, 0):
            tracemalloc.start()
            outcomes = desk.take(progress=lambda _: held.append(tracemalloc.get_traced_memory()[0]))
            tracemalloc.stop()
            doubles = [each for each in outcomes if each.status is Status.DUPLICATE]
            assert len(doubles) == 10 - taken
            assert max(held) < 5 * size

    def test_a_broken_file_twice_in_a_batch_is_refused_twice(self, desk):
        broken = UserError("importing.file.gone")
        desk.file("a.xlsx", broken, b"one")
        desk.file("b.xlsx", broken, b"one")
        outcomes = desk.take()
        assert statuses(outcomes) == {"a.xlsx": Status.REFUSED, "b.xlsx": Status.REFUSED}


class TestRefusing:
    def test_a_file_that_cannot_be_read_leaves_nothing_behind(self, desk):
        outcome = desk.take_one(UserError("importing.file.too_large", megabytes=30))
        assert outcome.status is Status.REFUSED
        assert "30 MB" in outcome.said
        assert outcome.sha256
        assert desk.store.written == 0
        assert not desk.store.attachments.files
        assert desk.backups == []
        assert desk.history.next_label is None

    @pytest.mark.parametrize(
        ("name", "words", "harmless"),
        [
            ("~$bieu.xlsx", "tệp chính", False),
            ("Thumbs.db", "hệ điều hành", True),
            ("trong/desktop.ini", "hệ điều hành", True),
            (".DS_Store", "hệ điều hành", True),
            ("__MACOSX/._bieu.xlsx", "hệ điều hành", True),
        ],
    )
    def test_what_the_system_leaves_is_named_and_not_read(self, desk, name, words, harmless):
        desk.file(name, reading("A"))
        (outcome,) = desk.take()
        assert (outcome.file_name, outcome.status) == (name, Status.REFUSED)
        assert words in outcome.said
        assert outcome.harmless is harmless
        assert desk.reader.asked == []

    def test_a_file_that_is_gone_is_said(self, desk):
        (outcome,) = desk.take(desk.folder / "rut usb.xlsx")
        assert (outcome.status, outcome.sha256) == (Status.REFUSED, "")
        assert "USB" in outcome.said

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
    def test_a_pipe_is_not_waited_for(self, desk):
        os.mkfifo(desk.folder / "ong.xlsx")
        (outcome,) = desk.take()
        assert outcome.status is Status.REFUSED

    def test_an_empty_folder_is_said(self, desk):
        (outcome,) = desk.take()
        assert outcome.status is Status.REFUSED

    def test_of_a_whole_drive_nothing_is_taken_in(self, desk, monkeypatch):
        monkeypatch.setattr("vinhloc_cds.services.walking.MOST_FILES", 3)
        desk.drop(a=reading("A"), b=reading("B"), c=reading("C"))
        desk.file("xa/d.xlsx", reading("HOI"))
        with pytest.raises(UserError, match="hơn 3 tệp"):
            desk.take()
        assert (desk.reader.asked, desk.store.written) == ([], 0)
        assert len(desk.take(desk.folder / "a.xlsx", *[desk.folder / "xa"] * 4)) == 2

    def test_a_batch_without_files_or_from_tomorrow_cannot_begin(self, desk):
        with pytest.raises(UserError) as refused:
            desk.importing.take_in(PLAN, Batch((), RECEIVED, Channel.ZALO))
        assert refused.value.code == "importing.nothing_to_take"
        tomorrow = Batch((desk.folder,), NOW + timedelta(days=1), Channel.ZALO)
        with pytest.raises(UserError) as refused:
            desk.importing.take_in(PLAN, tomorrow)
        assert refused.value.code == "service.received_in_future"


class TestFolders:
    def test_folders_are_walked_in_order_and_named(self, desk):
        for name, unit in [("xa/b.xlsx", "B"), ("a.xlsx", "A"), ("xa/trong/c.xlsx", "C")]:
            desk.file(name, reading(unit))
        names = [outcome.file_name for outcome in desk.take()]
        assert names == ["a.xlsx", "xa/b.xlsx", "xa/trong/c.xlsx"]

    def test_archives_are_opened_but_none_that_lies_deeper(self, desk):
        deeper = b"PK deeper"
        desk.file("goi.zip", reading("A"), b"PK outer")
        desk.reader.archives = {
            b"PK outer": (
                Member("a.xlsx", b"a"),
                Member("trong.zip/b.xlsx", b"b"),
                Member("trong.zip/sau.zip", deeper),
                Member("~$a.xlsx", b"lock"),
            ),
            deeper: (Member("c.xlsx", b"a"),),
        }
        too_deep = UserError("opening.nested_archive")
        desk.reader.readings |= {b"a": reading("A"), b"b": reading("B"), deeper: too_deep}
        outcomes = desk.take()
        assert statuses(outcomes) == {
            "goi.zip/a.xlsx": Status.IMPORTED,
            "goi.zip/trong.zip/b.xlsx": Status.IMPORTED,
            "goi.zip/trong.zip/sau.zip": Status.REFUSED,
            "goi.zip/~$a.xlsx": Status.REFUSED,
        }
        assert outcomes[2].said == str(too_deep)
        (first, *_) = outcomes
        assert desk.submission(first.incoming).values[0].source.file_name == "goi.zip/a.xlsx"


class TestUnderWay:
    def test_progress_is_told_of_every_file_read_and_stored(self, desk):
        desk.drop(**{f"f{number:02}": reading("A") for number in range(30)})
        told = []
        desk.take(progress=told.append)
        assert [each.done for each in told if each.total == 30][-1] == 30
        assert {each.file_name for each in told} == {f"f{number:02}.xlsx" for number in range(30)}
        assert desk.store.written == 2

    def test_stopped_while_reading_nothing_is_stored(self, desk):
        desk.drop(a=reading("A"), b=reading("B"))
        stop = threading.Event()
        outcomes = desk.take(stop=stop, progress=lambda _: stop.set())
        assert outcomes == []
        assert desk.store.written == 0

    def test_stopped_while_storing_what_was_stored_stays(self, desk):
        desk.drop(**{f"f{number:02}": reading("A") for number in range(30)})
        stop, told = threading.Event(), []

        def tell(progress):
            told.append(progress)
            if desk.store.written:
                stop.set()

        outcomes = desk.take(stop=stop, progress=tell)
        assert len(outcomes) == len(desk.store.tables.incoming) == 20
        desk.history.undo()
        assert {each.state for each in desk.store.tables.incoming.values()} == {
            IncomingState.DISCARDED
        }

    def test_a_store_that_fails_keeps_the_earlier_commits_undoable(self, desk):
        desk.drop(**{f"f{number:02}": reading("A") for number in range(30)})

        def fail(_):
            if desk.store.written:
                desk.store.trouble = UserError("importing.file.gone")

        with pytest.raises(UserError):
            desk.take(progress=fail)
        assert len(desk.store.tables.incoming) == 20
        desk.store.trouble = None
        assert desk.history.undo() is not None


class TestUndo:
    def test_the_batch_is_taken_back_and_can_come_again(self, desk):
        desk.drop(a=reading("A"), b=reading(None))
        desk.take()
        assert desk.history.undo() == "Nhập 2 tệp"
        states = [each.state for each in desk.store.tables.incoming.values()]
        assert states == [IncomingState.DISCARDED] * 2
        assert desk.store.tables.submissions[1].state is SubmissionState.WITHDRAWN
        assert [line.action for line in desk.store.tables.audit] == ["import"] * 2 + ["undo"] * 2
        assert desk.importing.incoming(PLAN) == ()
        again = desk.take()
        assert statuses(again) == {"a.xlsx": Status.IMPORTED, "b.xlsx": Status.NEEDS_REVIEW}

    def test_not_once_something_of_it_was_changed(self, desk):
        outcome = desk.take_one(reading("A"))
        kept = desk.store.tables.submissions[1]
        desk.store.tables.submissions[1] = replace(kept, note="đã gọi điện")
        with pytest.raises(ChangedSinceError):
            desk.history.undo()
        assert desk.stored(outcome.incoming.id).state is IncomingState.TAKEN


class TestAcceptingProposals:
    def test_every_open_point_with_a_proposal_is_taken(self, desk):
        places = FileProblem(
            Todo.PLACE, Severity.QUESTION, "Ô lạ", "Biểu", "B9", raw="7", proposal="D02"
        )
        found = reading("A", value("D01", 12, "12", doubt=question(proposal="1.200")), places)
        outcome = desk.take_one(found, accept_proposals=True)
        assert outcome.status is Status.IMPORTED
        made = desk.submission(outcome.incoming)
        assert [(v.indicator, v.value, v.corrected_from) for v in made.values] == [
            ("D01", 1200, "12"),
            ("D02", 7, None),
        ]

    def test_a_label_nobody_looked_at_is_not_accepted_with_a_proposal(self, desk):
        doubted = value("D01", 12, "12", doubt=question(proposal="1.200"), label="Số tổ")
        outcome = desk.take_one(reading("A", doubted), accept_proposals=True)
        assert outcome.status is Status.NEEDS_REVIEW
        assert desk.submission(outcome.incoming).value_of("D01").raw == "12"

    def test_the_only_unit_and_the_supplement_are_proposals(self, desk):
        desk.take_one(reading("A"))
        desk.reader.of_unit[b"lai.xlsx", "A"] = reading("A", value("D01", 8))
        unknown = reading(None, value("D01", 8), candidates=("A",))
        outcome = desk.take_one(unknown, "lai.xlsx", accept_proposals=True)
        assert outcome.status is Status.IMPORTED
        assert (outcome.incoming.unit, outcome.incoming.kind) == ("A", SubmissionKind.SUPPLEMENT)

    def test_of_two_units_the_one_that_the_form_carries_is_proposed(self, desk):
        conflict = FileProblem(Todo.CHOOSE_UNIT, Severity.QUESTION, "A hay B?", proposal="B")
        desk.reader.of_unit[b"bieu.xlsx", "B"] = reading("B")
        unknown = reading(None, value("D01", 8), conflict, candidates=("B", "A"))
        assert desk.take_one(unknown, accept_proposals=True).incoming.unit == "B"

    def test_without_a_proposal_it_stays_open(self, desk):
        found = reading("A", value("D01", 60), value("D02", 55))
        outcome = desk.take_one(found, accept_proposals=True)
        assert outcome.status is Status.NEEDS_REVIEW


def test_a_returned_first_submission_leaves_its_place(desk):
    entries = (Entry("D01", "5"),)
    draft = SubmissionDraft("A", SubmissionKind.FIRST, RECEIVED, Channel.ZALO, entries=entries)
    made = desk.recording.record(PLAN, draft)
    desk.recording.give_back(made.id, "Thiếu trang")
    assert desk.take_one(reading("A")).incoming.kind is SubmissionKind.FIRST


def test_answers_come_back_undone_before_the_batch(desk):
    outcome = desk.take_one(reading("A", value("D01", 60), value("D02", 55)))
    desk.answer(outcome.incoming.id, "D02/D02.2", Action.ACCEPT)
    desk.history.undo()
    desk.history.undo()
    assert desk.store.tables.submissions[1].state is SubmissionState.WITHDRAWN
