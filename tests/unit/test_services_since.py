"""What has changed since a report was issued, and why."""

from dataclasses import replace
from datetime import date

import builders
import pytest
from builders import at
from issuing_samples import (
    FORM,
    PLAN,
    case,
    changes_since,
    later,
    plan_to_issue,
    quick_documents,
    send,
    store,
    why,
)

from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.issuing import StateChange
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.freezing import freeze

__all__ = ["case", "quick_documents", "store"]


class TestChanges:
    def test_tell_of_a_ratio_though_its_own_figure_stays(self, case, store):
        indicators = (builders.indicator("D01", denominator="D02"), builders.indicator("D02"))
        store.tables.plans[PLAN] = replace(plan_to_issue(), indicators=indicators)
        sent = send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.recording.correct(sent, "D02", "10", "Gọi lại")
        found = {each.code: each for each in changes_since(case, issue.id).totals}
        ratio = found["D01"]
        assert (ratio.was, ratio.now, ratio.was_ratio, ratio.now_ratio) == (5, 5, 5 / 3, 0.5)
        assert (found["D02"].was_ratio, found["D02"].now) == (None, 10)

    def test_are_none_where_all_is_printed_alike(self, case, monkeypatch):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)

        def a_little_other(snapshot):
            frozen = freeze(snapshot)
            totals = tuple(
                replace(each, value=each.value and each.value + 1e-9) for each in frozen.totals
            )
            values = tuple(replace(each, value=str(each.value)) for each in frozen.values)
            return replace(frozen, totals=totals, values=values)

        monkeypatch.setattr("vinhloc_cds.services.issuing.freeze", a_little_other)
        assert not changes_since(case, issue.id)

    def test_tell_of_totals_that_are_new_to_the_plan_or_gone(self, case, store):
        send(case, entries=(Entry("D01", "5"),))
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        plan = store.tables.plans[PLAN]
        more = (builders.indicator("D01"), builders.indicator("D02"), builders.indicator("D03"))
        store.tables.plans[PLAN] = replace(plan, indicators=more)
        # That nobody has given it yet says nothing new.
        assert not changes_since(case, issue.id)
        late = send(
            case,
            kind=SubmissionKind.SUPPLEMENT,
            entries=(Entry("D03", "7"),),
            received_at=at("2024-10-11T08:00"),
        )
        changes = changes_since(case, issue.id)
        assert {(t.code, t.was, t.now, t.units) for t in changes.totals if not t.group} == {
            ("D03", None, 7, ("A",))
        }
        form = replace(FORM, number=16)
        again = case.issuing.issue(PLAN, "ubnd", form)
        store.tables.submissions[late] = replace(store.tables.submissions[late], values=())
        store.tables.plans[PLAN] = plan
        gone = [t for t in changes_since(case, again.id).totals if not t.group]
        assert [(t.code, t.was, t.now, t.now_reported) for t in gone] == [("D03", 7, None, 0)]

    def test_tell_of_units_that_stand_otherwise(self, case, store):
        later(store, "2024-10-14T08:00")
        late = send(case, received_at=at("2024-10-13T08:00"))
        issue = case.issuing.issue(PLAN, "ubnd", replace(FORM, day=date(2024, 10, 14)))
        deadline = Deadline(date(2024, 10, 14), exclusive=False)
        case.planning.extend(PLAN, Extension("A", deadline, "Bão"))
        found = changes_since(case, issue.id)
        assert found.states == (StateChange("A", "Nộp trễ", "Đúng hạn"),)
        case.recording.reopen(late, "Sai mẫu")
        case.recording.give_back(late, "Sai mẫu")
        found = changes_since(case, issue.id)
        assert found.no_longer_reported == ("A",)
        assert found.states == (StateChange("A", "Nộp trễ", "Chưa nộp, còn hạn"),)

    def test_tell_of_a_report_that_was_counted_but_not_accepted(self, case):
        sent = send(case, "B", accept=False)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.recording.give_back(sent, "Sai mẫu")
        found = changes_since(case, issue.id)
        assert (bool(found), found.values, found.no_longer_reported) == (True, (), ("B",))

    def test_tell_of_a_nothing_that_does_not_stand_any_more(self, case):
        sent = send(case, kind=SubmissionKind.NOTHING, entries=())
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        assert not changes_since(case, issue.id)
        case.recording.reopen(sent, "Xem lại")
        found = changes_since(case, issue.id)
        assert found.states == (StateChange("A", "Đúng hạn, báo cáo không phát sinh", "Đúng hạn"),)
        assert bool(found)

    def test_are_not_what_time_alone_has_made(self, case, store):
        later(store, "2024-10-10T12:00")
        issue = case.issuing.issue(PLAN, "ubnd", replace(FORM, day=date(2024, 10, 10)))
        later(store, "2024-10-20T12:00")
        assert not changes_since(case, issue.id)

    def test_of_all_reports_are_worked_out_at_once(self, case, monkeypatch):
        assert case.issuing.standing(PLAN) == ()
        sent = send(case)
        issues = [
            case.issuing.issue(PLAN, "ubnd", replace(FORM, number=number))
            for number in (15, 16, 17)
        ]
        case.issuing.withdraw(issues[1].id, "Nhầm số")
        case.recording.correct(sent, "D01", "6", "Gọi lại")
        frozen = []

        def counted(snapshot):
            frozen.append(snapshot)
            return freeze(snapshot)

        monkeypatch.setattr("vinhloc_cds.services.issuing.freeze", counted)
        found = case.issuing.standing(PLAN)
        assert len(frozen) == 1
        assert [issue for issue, _ in found] == list(case.issuing.issued(PLAN))
        first, withdrawn, last = (changes for _, changes in found)
        assert withdrawn is None
        for changes in (first, last):
            assert [(v.indicator, v.was, v.now) for v in changes.values] == [("D01", "5", "6")]

    def test_are_none_where_nothing_was_touched(self, case):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        assert not changes_since(case, issue.id)
        with pytest.raises(UserError) as refused:
            case.issuing.issue(PLAN, "ubnd", replace(FORM, number=16), base=issue.id)
        assert refused.value.code == "issuing.nothing_changed"

    def test_come_with_totals_and_with_who_reported_since(self, case, store):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2024-10-16T09:00")
        send(case, "B", received_at=at("2024-10-15T08:00"))
        changes = changes_since(case, issue.id)
        assert changes.reported_since == ("B",)
        (total,) = [t for t in changes.totals if (t.code, t.group) == ("D01", "")]
        assert (total.was, total.now, total.was_reported, total.now_reported) == (5, 10, 1, 2)
        assert total.units == ("B",)
        assert why(case, issue.id)["B", "D01"] == (
            "",
            "5",
            "Báo cáo lần đầu nhận lúc 15/10/2024 08:00, kênh Zalo.",
        )

    @pytest.mark.parametrize(
        ("kind", "entry", "now", "words"),
        [
            (SubmissionKind.SUPPLEMENT, Entry("D01", "9"), "9", "Báo cáo bổ sung nhận lúc"),
            (SubmissionKind.ADDITIONAL, Entry("D01", "2"), "7", "Số phát sinh thêm nhận lúc"),
            (SubmissionKind.REPLACEMENT, Entry("D01", "1"), "1", "lý do: Báo nhầm."),
            (SubmissionKind.SUPPLEMENT, Entry("D01", "", cleared=True), "", "xóa số liệu này."),
        ],
    )
    def test_name_the_submission_that_made_them(self, case, store, kind, entry, now, words):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2024-10-16T09:00")
        received = at("2024-10-15T08:00")
        send(case, kind=kind, entries=(entry,), reason="Báo nhầm.", received_at=received)
        found = why(case, issue.id)
        assert found["A", "D01"][:2] == ("5", now)
        assert words in found["A", "D01"][2]
        # A replacement takes away even what it does not name.
        assert (("A", "D02") in found) is (kind is SubmissionKind.REPLACEMENT)

    def test_name_a_report_that_was_accepted_only_later(self, case):
        waiting = send(case, accept=False)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.recording.accept(waiting)
        assert why(case, issue.id)["A", "D01"][2].endswith(
            "được chấp nhận sau khi ban hành báo cáo."
        )

    def test_name_corrections_with_their_reasons(self, case):
        sent = send(case)
        case.recording.correct(sent, "D02", "4", "Trước khi phát hành")
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.recording.correct(sent, "D01", "6", "Xã gọi lại.")
        assert why(case, issue.id) == {
            ("A", "D01"): ("5", "6", "Đính chính ngày 12/10/2024, lý do: Xã gọi lại.")
        }

    def test_name_the_correction_of_what_came(self, case, store):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2024-10-14T08:00")
        came = at("2024-10-13T07:00")
        entries = (Entry("D02", "7"),)
        sent = send(case, kind=SubmissionKind.SUPPLEMENT, entries=entries, received_at=came)
        case.recording.correct(sent, "D02", "8", "Gọi lại")
        assert why(case, issue.id)["A", "D02"] == (
            "3",
            "8",
            (
                "Báo cáo bổ sung nhận lúc 13/10/2024 07:00, kênh Zalo. "
                "Đính chính ngày 14/10/2024, lý do: Gọi lại."
            ),
        )

    def test_leave_out_what_a_later_report_made_void(self, case, store):
        sent = send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2024-10-14T08:00")
        case.recording.correct(sent, "D01", "6", "Gõ nhầm")
        case.recording.correct(sent, "D02", "4", "Gõ nhầm")
        came = at("2024-10-13T07:00")
        for kind, entry in (
            (SubmissionKind.SUPPLEMENT, Entry("D02", "7")),
            (SubmissionKind.ADDITIONAL, Entry("D01", "1")),
        ):
            send(case, kind=kind, entries=(entry,), received_at=came)
        found = why(case, issue.id)
        assert found["A", "D02"][1:] == (
            "7",
            "Báo cáo bổ sung nhận lúc 13/10/2024 07:00, kênh Zalo.",
        )
        # What was added to a corrected figure leaves the correction in effect.
        assert found["A", "D01"][1:] == (
            "7",
            (
                "Đính chính ngày 14/10/2024, lý do: Gõ nhầm. "
                "Số phát sinh thêm nhận lúc 13/10/2024 07:00, kênh Zalo."
            ),
        )

    def test_name_what_was_reopened_and_returned(self, case):
        sent = send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.recording.reopen(sent, "Số không khớp")
        assert "mở lại ngày 12/10/2024" in why(case, issue.id)["A", "D01"][2]
        assert why(case, issue.id)["A", "D01"][2].endswith("lý do: Số không khớp.")
        case.recording.give_back(sent, "Thiếu chữ ký")
        assert why(case, issue.id)["A", "D02"] == (
            "3",
            "",
            (
                "Báo cáo nhận lúc 10/10/2024 08:00 đã trả lại đơn vị ngày 12/10/2024, "
                "lý do: Thiếu chữ ký."
            ),
        )

    def test_name_what_was_revised_or_taken_back(self, case):
        sent, draft = (
            send(case),
            SubmissionDraft(
                "A",
                SubmissionKind.FIRST,
                at("2024-10-10T08:00"),
                Channel.ZALO,
                entries=(Entry("D01", "5"), Entry("D02", "4")),
            ),
        )
        case.recording.correct(sent, "D01", "6", "Gõ nhầm")
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.history.undo()
        found = why(case, issue.id)
        assert found == {("A", "D01"): ("6", "5", "Hoàn tác một lần sửa, ngày 12/10/2024.")}
        case.recording.reopen(sent, "Xem lại")
        case.recording.revise(sent, draft, accept=True)
        words = "Báo cáo nhận lúc 10/10/2024 08:00 được sửa lại ngày 12/10/2024."
        assert why(case, issue.id) == found | {("A", "D02"): ("3", "4", words)}

    def test_say_so_where_the_plan_itself_was_changed(self, case):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        unit = case.planning.plan(PLAN).unit_by_code["A"]
        case.planning.change_unit(PLAN, replace(unit, relation=Relation.NONE))
        assert "đã được sửa sau khi ban hành báo cáo" in why(case, issue.id)["A", "D01"][2]
