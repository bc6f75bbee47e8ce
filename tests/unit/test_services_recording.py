"""Submissions: what is refused, what acceptance waits for, what corrections leave behind."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

import builders
import pytest
from builders import at
from memory import NOW, MemoryStore, office

from vinhloc_cds.domain.plan import Aggregation, Check, Severity, ValueType
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    Source,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.history import ChangedSinceError
from vinhloc_cds.services.office import Office

RECEIVED = at("2024-10-10T08:00")


@pytest.fixture
def store() -> MemoryStore:
    part = builders.indicator("D02", denominator="D01")
    part = replace(
        part,
        checks=(
            Check("D02.1", Severity.BLOCK, "D02 <= D01", "Số tổ tham gia lớn hơn tổng số tổ."),
            Check("D02.2", Severity.QUESTION, "D02 <= 50", "Số tổ tham gia quá nhiều."),
        ),
    )
    indicators = [
        builders.indicator("B01", Aggregation.COUNT_YES, ValueType.BOOLEAN),
        builders.indicator("D01"),
        part,
        builders.indicator("D05", Aggregation.AVERAGE),
        builders.text_indicator("K01"),
        builders.indicator("G03", groups=["G_VT"]),
    ]
    units = [
        builders.unit("A"),
        builders.unit("B"),
        builders.unit("VT", "G_VT", Relation.ASKED),
        builders.unit("X", "G_KHAC", Relation.NONE),
    ]
    return MemoryStore(builders.plan(units, indicators))


@pytest.fixture
def case(store: MemoryStore) -> Office:
    return office(store)


def entries(figures: dict[str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(code, raw) for code, raw in figures.items())


def draft(
    figures: dict[str, str] | tuple[Entry, ...] | None = None, **more: Any
) -> SubmissionDraft:
    """A first submission, with a figure unless it says that there is nothing to report."""
    if figures is None:
        figures = {} if more.get("kind") is SubmissionKind.NOTHING else {"D01": "5"}
    if isinstance(figures, dict):
        figures = entries(figures)
    said = {
        "unit": "A",
        "kind": SubmissionKind.FIRST,
        "received_at": RECEIVED,
        "channel": Channel.EMAIL,
        "entries": figures,
    }
    return SubmissionDraft(**(said | more))


def record(case: Office, figures=None, *, accept: bool = False, **more: Any) -> Submission:
    return case.recording.record(builders.PLAN, draft(figures, **more), accept=accept)


def refusal(call, *arguments, **more) -> str:
    with pytest.raises(UserError) as refused:
        call(*arguments, **more)
    return refused.value.code


def actions(case: Office, submission: Submission) -> list[str]:
    return [line.action for line in case.recording.trail(submission.id)]


def figure(submission: Submission, code: str):
    value = submission.value_of(code)
    return value and value.value


class TestRecording:
    def test_what_is_recorded_is_received_and_written_down(self, case, store):
        made = record(case, {"D01": "12", "D02": "7"}, number=" 05/BC-UBND ", maker="Nguyễn Văn A")
        assert made.state is SubmissionState.RECEIVED
        assert made.number == "05/BC-UBND"
        assert made.entered_at == NOW
        assert (figure(made, "D01"), figure(made, "D02")) == (12, 7)
        (line,) = case.recording.trail(made.id)
        assert (line.action, line.detail["before"]) == ("record", None)
        assert line.detail["after"]["values"]["D02"]["raw"] == "7"
        assert store.written == 1

    def test_typed_text_is_composed(self, case):
        made = record(case, {"K01": "Tô\u0309 chu\u031b\u0301c tốt"}, note="Hu\u031bng")
        assert made.value_of("K01").raw == "Tổ chức tốt"
        assert made.note == "Hưng"

    def test_a_moment_of_any_zone_is_kept_in_utc(self, case):
        made = record(case, received_at=RECEIVED.astimezone(builders.VIETNAM))
        assert made.received_at == RECEIVED
        assert made.received_at.tzinfo is UTC

    def test_figures_that_cannot_stand_are_saved_all_the_same(self, case):
        made = record(case, {"D01": "5", "D02": "9"})
        assert figure(made, "D02") == 9
        unreadable = record(case, {"D01": "đầu tháng"}, unit="B")
        assert unreadable.value_of("D01").unreadable

    def test_it_can_be_accepted_at_once_but_not_with_what_blocks(self, case, store):
        assert record(case, {"D01": "5", "D02": "3"}, accept=True).state is SubmissionState.ACCEPTED
        before = store.tables
        wrong = {"D01": "5", "D02": "9"}
        code = refusal(record, case, wrong, unit="B", accept=True)
        assert code == "service.blocked"
        assert store.tables is before

    def test_the_office_and_asked_units_record_too(self, case):
        assert figure(record(case, {"G03": "4"}, unit="VT"), "G03") == 4


class TestRefusals:
    def test_units_that_do_not_report(self, case):
        assert refusal(record, case, unit="X") == "service.unit_does_not_report"

    def test_the_future(self, case):
        assert record(case, received_at=NOW)
        late = NOW + timedelta(microseconds=1)
        assert refusal(record, case, unit="B", received_at=late) == "service.received_in_future"

    def test_a_second_first_one_names_the_other_kinds(self, case):
        record(case, {"D01": "5"})
        with pytest.raises(UserError, match=r"Bổ sung.*Thay thế") as refused:
            record(case, {"D01": "6"})
        assert refused.value.code == "service.first_exists"

    def test_after_the_first_was_returned_or_taken_back_there_may_be_another(self, case):
        case.recording.give_back(record(case).id, "Thiếu dấu")
        record(case)
        case.history.undo()
        assert record(case).kind is SubmissionKind.FIRST

    def test_a_replacement_needs_its_reason(self, case):
        kind = SubmissionKind.REPLACEMENT
        assert refusal(record, case, kind=kind, reason=" ") == "service.replacement_without_reason"
        assert record(case, kind=kind, reason="Gửi nhầm biểu").reason == "Gửi nhầm biểu"

    def test_nothing_to_report_comes_without_figures(self, case):
        kind = SubmissionKind.NOTHING
        assert refusal(record, case, {"D01": "0"}, kind=kind) == "service.nothing_with_figures"
        cleared = (Entry("D01", "", cleared=True),)
        assert refusal(record, case, cleared, kind=kind) == "service.nothing_with_figures"
        assert record(case, {"D01": " "}, kind=kind, accept=True).values == ()

    @pytest.mark.parametrize("kind", [k for k in SubmissionKind if k is not SubmissionKind.NOTHING])
    def test_what_says_nothing_yet_is_noted_but_not_accepted(self, case, kind):
        for blank in ({}, {"D01": " "}):
            with pytest.raises(UserError, match="Không phát sinh") as refused:
                record(case, blank, kind=kind, reason="Gửi nhầm biểu", accept=True)
            assert refused.value.code == "service.says_nothing"
        noted = record(case, {}, kind=kind, reason="Gửi nhầm biểu")
        with pytest.raises(UserError, match="Không phát sinh"):
            case.recording.accept(noted.id)

    def test_only_indicators_of_the_unit(self, case):
        with pytest.raises(UserError, match="G03") as refused:
            record(case, {"D01": "5", "G03": "1"})
        assert refused.value.code == "service.not_asked"

    @pytest.mark.parametrize("code", ["B01", "D05", "K01"])
    def test_only_whole_numbers_that_are_summed_are_added(self, case, code):
        kind = SubmissionKind.ADDITIONAL
        figures = {"D01": "2", code: "1"}
        assert refusal(record, case, figures, kind=kind) == "service.cannot_be_added"

    def test_clearing_adds_nothing(self, case):
        cleared = (Entry("D01", "", cleared=True),)
        kind = SubmissionKind.ADDITIONAL
        assert refusal(record, case, cleared, kind=kind) == "service.cannot_be_added"


class TestChecks:
    def test_a_supplement_is_judged_with_what_it_supplements(self, case):
        record(case, {"D01": "10", "D02": "4"})
        kind = SubmissionKind.SUPPLEMENT
        for raw, fits in (("10", True), ("11", False)):
            made = record(case, {"D02": raw}, kind=kind)
            assert (case.recording.findings(made.id) == ()) is fits
            case.recording.give_back(made.id, "Thử")

    def test_additional_figures_are_judged_by_the_sum_they_make(self, case):
        record(case, {"D01": "10", "D02": "4"})
        kind = SubmissionKind.ADDITIONAL
        for raw, fits in (("6", True), ("7", False)):
            made = record(case, {"D02": raw}, kind=kind)
            assert made.values[0].value == int(raw)
            assert (case.recording.findings(made.id) == ()) is fits
            case.recording.give_back(made.id, "Thử")

    def test_a_replacement_is_judged_by_itself(self, case):
        record(case, {"D01": "3", "D02": "2"})
        more = {"kind": SubmissionKind.REPLACEMENT, "reason": "Gửi lại"}
        assert record(case, {"D02": "9"}, accept=True, **more).state is SubmissionState.ACCEPTED

    def test_what_came_later_or_was_returned_has_no_say(self, case):
        record(case, {"D01": "3"}, received_at=RECEIVED + timedelta(days=1))
        other = record(case, {"D01": "3"}, kind=SubmissionKind.SUPPLEMENT)
        case.recording.give_back(other.id, "Sai biểu")
        made = record(case, {"D02": "9"}, kind=SubmissionKind.SUPPLEMENT, accept=True)
        assert made.state is SubmissionState.ACCEPTED

    def test_a_question_is_answered_by_a_reason(self, case):
        many = {"D01": "99", "D02": "60"}
        assert refusal(record, case, many, accept=True) == "service.blocked"
        answered = (Entry("D01", "99"), Entry("D02", "60", reason="Đã gọi điện xác nhận"))
        assert record(case, answered, accept=True).state is SubmissionState.ACCEPTED

    def test_findings_of_what_is_stored(self, case):
        made = record(case, {"D01": "5", "D02": "9"})
        assert [finding.check for finding in case.recording.findings(made.id)] == ["D02.1"]

    def test_a_blocked_one_names_what_blocks(self, case):
        made = record(case, {"D01": "5", "D02": "9"})
        with pytest.raises(UserError, match=r"D02.*Số tổ tham gia lớn hơn"):
            case.recording.accept(made.id)

    def test_what_the_submission_says_of_itself_is_checked_too(self, case, store):
        signed = replace(
            builders.indicator("R02", Aggregation.MAX, ValueType.DATE, submission_field=True),
            checks=(Check("R02.1", Severity.BLOCK, "R02 <= received", "Ký sau ngày nhận."),),
        )
        case.planning.change_indicator(builders.PLAN, signed)
        for kind in (SubmissionKind.FIRST, SubmissionKind.NOTHING):
            made = record(case, kind=kind, signed_on=date(2024, 10, 11), unit="B")
            (found,) = case.recording.findings(made.id)
            assert found.check == "R02.1"
            assert refusal(case.recording.accept, made.id) == "service.blocked"
            case.recording.revise(
                made.id, draft(kind=kind, signed_on=date(2024, 10, 10), unit="B"), accept=True
            )
            case.recording.reopen(made.id, "Thử")
            case.recording.give_back(made.id, "Thử")

    def test_nothing_to_report_leaves_nothing_to_fill_in(self, case, store):
        required = replace(
            builders.indicator("B01", Aggregation.COUNT_YES, ValueType.BOOLEAN),
            checks=(Check("B01.1", Severity.BLOCK, "filled(B01)", "Chưa trả lời."),),
        )
        case.planning.change_indicator(builders.PLAN, required)
        assert refusal(record, case, accept=True) == "service.blocked"
        assert record(case, kind=SubmissionKind.NOTHING, accept=True)


class TestStates:
    def test_accepted_reopened_returned_and_accepted_after_all(self, case):
        made = record(case, {"D01": "5"})
        assert case.recording.accept(made.id).state is SubmissionState.ACCEPTED
        assert case.recording.reopen(made.id, "Xem lại").state is SubmissionState.RECEIVED
        returned = case.recording.give_back(made.id, "Thiếu chữ ký")
        assert (returned.state, returned.returned_reason) == (
            SubmissionState.RETURNED,
            "Thiếu chữ ký",
        )
        again = case.recording.reopen(made.id, "Xã đã ký bổ sung")
        assert (again.state, again.returned_reason) == (SubmissionState.RECEIVED, "")
        case.recording.accept(made.id)
        steps = ["record", "accept", "reopen", "give_back", "reopen", "accept"]
        assert actions(case, made) == steps
        assert case.recording.trail(made.id)[3].detail["reason"] == "Thiếu chữ ký"

    def test_what_is_not_in_the_right_state_is_refused(self, case):
        made = record(case, {"D01": "5"})
        assert refusal(case.recording.reopen, made.id, "Nhầm") == "service.is_received"
        case.recording.accept(made.id)
        assert refusal(case.recording.accept, made.id) == "service.is_accepted"
        assert refusal(case.recording.give_back, made.id, "Nhầm") == "service.is_accepted"
        case.recording.reopen(made.id, "Nhầm")
        case.recording.give_back(made.id, "Nhầm")
        assert refusal(case.recording.accept, made.id) == "service.is_returned"

    def test_returning_reopening_and_correcting_need_a_reason(self, case):
        made = record(case, {"D01": "5"})
        assert refusal(case.recording.give_back, made.id, " ") == "service.reason_needed"
        assert refusal(case.recording.correct, made.id, "D01", "6", "") == "service.reason_needed"
        case.recording.accept(made.id)
        assert refusal(case.recording.reopen, made.id, "") == "service.reason_needed"

    def test_reopening_a_returned_first_one_beside_another_is_refused(self, case):
        returned = record(case)
        case.recording.give_back(returned.id, "Thiếu dấu")
        record(case)
        assert refusal(case.recording.reopen, returned.id, "Nhầm") == "service.first_exists"


class TestRevising:
    def test_everything_said_may_change_before_acceptance(self, case):
        made = record(case, {"D01": "5", "D02": "9"})
        changed = draft(
            {"D01": "15", "K01": "Tốt"},
            unit="B",
            received_at=RECEIVED - timedelta(hours=1),
            channel=Channel.ZALO,
            number="7/BC",
            signed_on=date(2024, 10, 9),
        )
        after = case.recording.revise(made.id, changed, accept=True)
        assert (after.id, after.unit, after.number) == (made.id, "B", "7/BC")
        assert (figure(after, "D01"), figure(after, "D02")) == (15, None)
        assert after.entered_at == made.entered_at
        assert after.state is SubmissionState.ACCEPTED
        detail = case.recording.trail(made.id)[1].detail
        assert detail["before"]["unit"] == "A"
        assert detail["before"]["values"]["D02"]["raw"] == "9"
        assert "channel" in detail["after"]

    def test_a_first_one_stays_first_beside_itself(self, case):
        made = record(case, {"D01": "5"})
        assert figure(case.recording.revise(made.id, draft({"D01": "6"})), "D01") == 6

    def test_what_is_accepted_is_reopened_or_corrected_instead(self, case):
        made = record(case, {"D01": "5"}, accept=True)
        assert refusal(case.recording.revise, made.id, draft()) == "service.is_accepted"

    def test_a_returned_one_stays_returned(self, case):
        made = record(case, {"D01": "5"})
        case.recording.give_back(made.id, "Sai")
        after = case.recording.revise(made.id, draft({"D01": "6"}))
        assert after.state is SubmissionState.RETURNED
        code = refusal(case.recording.revise, made.id, draft({"D01": "7"}), accept=True)
        assert code == "service.is_returned"

    def test_a_figure_that_is_not_touched_keeps_where_it_is_from(self, case, store):
        made = record(case, {"D01": "5", "D02": "4"})
        source = Source("ab" * 32, "bao cao.xlsx", "Biểu", "C5")
        values = tuple(replace(value, source=source) for value in made.values)
        store.tables.submissions[made.id] = replace(made, values=values)
        after = case.recording.revise(made.id, draft({"D01": "5", "D02": "3"}))
        assert after.value_of("D01").source == source
        assert after.value_of("D02").source is None


class TestCorrecting:
    def test_an_accepted_figure_is_corrected_with_a_trace(self, case):
        made = record(case, {"D01": "12", "D02": "7"}, accept=True)
        after = case.recording.correct(made.id, "D02", "8", "Xã gọi điện báo lại")
        value = after.value_of("D02")
        assert (value.value, value.raw) == (8, "8")
        assert (value.corrected_from, value.correction_reason) == ("7", "Xã gọi điện báo lại")
        assert after.state is SubmissionState.ACCEPTED
        assert actions(case, made)[-1] == "correct"
        assert [v.indicator for v in after.values] == ["D01", "D02"]

    def test_a_blank_takes_a_figure_away(self, case):
        made = record(case, {"D01": "12", "D02": "7"}, accept=True)
        after = case.recording.correct(made.id, "D02", "", "Chưa thống kê")
        assert after.value_of("D02") is None
        line = case.recording.trail(made.id)[-1]
        assert line.detail["before"]["values"]["D02"]["raw"] == "7"

    def test_a_figure_that_was_not_given_is_added_in_the_plans_order(self, case):
        made = record(case, {"D02": "7"}, accept=True)
        after = case.recording.correct(made.id, "D01", "12", "Bổ sung qua điện thoại")
        assert [v.indicator for v in after.values] == ["D01", "D02"]
        assert after.value_of("D01").corrected_from == ""

    def test_an_accepted_one_stays_free_of_what_blocks(self, case, store):
        made = record(case, {"D01": "12", "D02": "7"}, accept=True)
        for raw in ("13", "x y", "-1"):
            code = refusal(case.recording.correct, made.id, "D02", raw, "Gọi điện")
            assert code == "service.blocked"
        received = record(case, {"D01": "12", "D02": "7"}, unit="B")
        after = case.recording.correct(received.id, "D02", "13", "Gọi điện")
        assert figure(after, "D02") == 13

    def test_what_blocked_before_does_not_stand_in_the_way(self, case, store):
        made = record(case, {"D01": "12", "D02": "7"}, accept=True)
        stricter = replace(
            store.tables.plans[builders.PLAN].indicator_by_code["D02"],
            checks=(Check("D02.9", Severity.BLOCK, "D02 <= 3", "Quá ba tổ."),),
        )
        case.planning.change_indicator(builders.PLAN, stricter)
        assert figure(case.recording.correct(made.id, "D01", "11", "Gọi điện"), "D01") == 11

    def test_the_reason_answers_what_the_checks_ask(self, case):
        made = record(case, {"D01": "99", "D02": "7"}, accept=True)
        after = case.recording.correct(made.id, "D02", "60", "Xã xác nhận 60 tổ")
        assert after.value_of("D02").reason == "Xã xác nhận 60 tổ"

    def test_the_rules_of_its_kind_hold_for_a_correction_too(self, case):
        nothing = record(case, kind=SubmissionKind.NOTHING)
        code = refusal(case.recording.correct, nothing.id, "D01", "1", "Gọi điện")
        assert code == "service.nothing_with_figures"

    @pytest.mark.parametrize(("indicator", "raw"), [("D01", "12"), ("D05", "")])
    def test_the_same_text_again_is_no_correction(self, case, store, indicator, raw):
        made = record(case, {"D02": "7", "D01": "12"}, accept=True)
        before = store.tables
        code = refusal(case.recording.correct, made.id, indicator, raw, "Gọi điện")
        assert code == "service.unchanged"
        assert store.tables.audit == before.audit


class TestUndo:
    def test_a_whole_session_is_taken_back_step_by_step(self, case, store):
        made = record(case, {"D01": "12", "D02": "7"}, accept=True)
        accepted = store.tables.submissions[made.id]
        case.recording.correct(made.id, "D02", "8", "Gọi điện")
        case.recording.reopen(made.id, "Xem lại")
        case.recording.revise(made.id, draft({"D01": "20"}))
        case.recording.give_back(made.id, "Sai")
        for _ in range(4):
            case.history.undo()
        assert store.tables.submissions[made.id] == accepted
        assert case.history.undo() is not None
        assert store.tables.submissions[made.id].state is SubmissionState.WITHDRAWN
        assert case.planning.snapshot().submissions == ()
        assert case.history.undo() is None
        undone = [line for line in case.recording.trail(made.id) if line.action == "undo"]
        steps = ["give_back", "revise", "reopen", "correct", "accept", "record"]
        assert [line.detail["of"] for line in undone] == steps

    def test_what_was_withdrawn_stays_so(self, case):
        made = record(case, {"D01": "12"})
        case.history.undo()
        for call in (case.recording.accept, lambda id_: case.recording.revise(id_, draft())):
            assert refusal(call, made.id) == "service.is_withdrawn"
        code = refusal(case.recording.correct, made.id, "D01", "1", "Gọi điện")
        assert code == "service.is_withdrawn"

    def test_what_somebody_changed_since_is_left_alone(self, case, store):
        first = record(case, {"D01": "12"})
        second = record(case, {"D01": "3"}, unit="B")
        office(store).recording.accept(second.id)
        with pytest.raises(ChangedSinceError):
            case.history.undo()
        assert store.tables.submissions[second.id].state is SubmissionState.ACCEPTED
        case.history.undo()
        assert store.tables.submissions[first.id].state is SubmissionState.WITHDRAWN

    def test_trouble_with_the_store_leaves_the_step_to_be_tried_again(self, case, store):
        made = record(case, {"D01": "12"})
        store.trouble = UserError("service.no_plan")
        with pytest.raises(UserError):
            case.history.undo()
        store.trouble = None
        assert case.history.next_label is not None
        case.history.undo()
        assert store.tables.submissions[made.id].state is SubmissionState.WITHDRAWN

    def test_what_was_not_committed_cannot_be_undone(self, case, store):
        store.trouble = UserError("service.no_plan")
        with pytest.raises(UserError):
            record(case, {"D01": "12"})
        assert case.history.next_label is None


def test_a_total_that_a_unit_wrote_itself_is_kept_and_held_against_our_own_sum():
    (built_in,) = built_in_plans()
    case = office(MemoryStore(built_in.load()))
    wrong = draft({"H01": "1.000.000", "H02": "0", "H03": "0", "H00": "2.000.000"}, unit="PB02")
    made = case.recording.record(built_in.code, wrong)
    assert made.value_of("H00").value == 2_000_000
    assert [f.check for f in case.recording.findings(made.id) if f.severity is Severity.BLOCK] == [
        "H00.1"
    ]
    with pytest.raises(UserError, match="H00"):
        case.recording.accept(made.id)
    corrected = case.recording.correct(made.id, "H00", "1.000.000", "Đơn vị cộng nhầm, đã gọi lại.")
    assert case.recording.accept(corrected.id).state is SubmissionState.ACCEPTED
