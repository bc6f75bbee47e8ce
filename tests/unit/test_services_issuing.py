"""Issuing: what is refused and frozen, what has changed since and why, what withdrawal does."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import builders
import pytest
from builders import at
from memory import MemoryStore, office

from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.issuing import IssueForm, IssueKind, StateChange
from vinhloc_cds.domain.plan import DutyKind, Letterhead, Role, Signer
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.document import Document
from vinhloc_cds.services.history import ChangedSinceError
from vinhloc_cds.services.office import Office

PLAN = builders.PLAN
SIGNER = Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn B")
DAY = date(2024, 10, 12)
FORM = IssueForm(15, DAY, SIGNER, ("Sở TT&TT",), ("Như trên;", "Lưu: VT."))


def letterhead(profile: str, symbol: str, signer: Signer = SIGNER) -> Letterhead:
    return Letterhead(
        profile, f"Mẫu {profile}", (), ("UBND",), symbol, "Vĩnh Lộc", (), ("Lưu: VT.",), signer
    )


def plan_to_issue():
    """Two communes, an office with its duty to report upwards, nothing left blank."""
    units = [builders.unit("A"), builders.unit("B"), builders.unit("V", "G_V", Relation.OWN)]
    duties = [
        builders.duty(
            "V3",
            units=["V"],
            kind=DutyKind.REPORT,
            role=Role.LEAD,
            by_hand=True,
            indicators=["D01"],
        )
    ]
    made = builders.plan(units, [builders.indicator("D01"), builders.indicator("D02")], duties)
    return replace(
        made,
        number="125/KH-UBND",
        issued_on=date(2024, 9, 26),
        reporting=replace(
            made.reporting, province_deadline=Deadline(date(2024, 10, 20), exclusive=False)
        ),
        letterheads=(letterhead("ubnd", "BC-UBND"), letterhead("vhtt", "BC-VHTT")),
    )


@pytest.fixture(autouse=True)
def quick_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that say no more than what they were made with: how they look is tested apart."""

    def document(*_: object, form: IssueForm | None = None, keywords: str = "", **more: object):
        return Document(f"{form}", "", "", "", None, (), keywords=keywords)

    def control_sheet(_plan, issue, title):
        return document(keywords=f"{[each.sha256 for each in issue.files]}")

    def render(document: Document, file_format: str, *, links: bool = False) -> bytes:
        return f"{file_format} {document}".encode()

    monkeypatch.setattr("vinhloc_cds.reports.consolidated.consolidated_report", document)
    monkeypatch.setattr("vinhloc_cds.reports.supplement.supplementary_report", document)
    monkeypatch.setattr("vinhloc_cds.reports.control_sheet.control_sheet", control_sheet)
    monkeypatch.setattr("vinhloc_cds.services.issuing.render", render)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(plan_to_issue())


@pytest.fixture
def case(store: MemoryStore) -> Office:
    return office(store)


def send(case: Office, unit: str = "A", *, accept: bool = True, **more: Any) -> int:
    said: dict[str, Any] = {
        "unit": unit,
        "kind": SubmissionKind.FIRST,
        "received_at": at("2024-10-10T08:00"),
        "channel": Channel.ZALO,
        "entries": (Entry("D01", "5"), Entry("D02", "3")),
    }
    return case.recording.record(PLAN, SubmissionDraft(**said | more), accept=accept).id


def later(store: MemoryStore, moment: str) -> None:
    store.now = at(moment)


def why(case: Office, issue: int) -> dict[tuple[str, str], tuple[str, str, str]]:
    changes = case.issuing.changes(issue)
    return {(v.unit, v.indicator): (v.was, v.now, v.why) for v in changes.values}


class TestAProposal:
    def test_invents_no_number_and_follows_the_highest_of_the_year(self, case):
        assert case.issuing.propose(PLAN, "ubnd").number is None
        case.issuing.issue(PLAN, "ubnd", FORM)
        assert case.issuing.propose(PLAN, "ubnd").number == 16
        assert case.issuing.propose(PLAN, "vhtt").number is None

    def test_says_what_is_blank_and_what_is_open(self, case, store):
        bare = replace(
            plan_to_issue(),
            number="",
            issued_on=None,
            letterheads=(letterhead("ubnd", "BC-UBND", Signer("", "CHỦ TỊCH", " ")),),
        )
        store.tables.plans[PLAN] = bare
        send(case, accept=False)
        proposal = case.issuing.propose(PLAN, "ubnd")
        assert proposal.day == DAY
        assert [sentence.split()[2] for sentence in proposal.blanks] == ["số", "ngày"]
        assert [sentence.split()[2] for sentence in proposal.to_fill] == ["họ"]
        assert [sentence.split()[0] for sentence in proposal.open_points] == ["1", "1"]
        with pytest.raises(UserError, match=r"Chưa ghi số của kế hoạch\..*điền ở trang") as refused:
            case.issuing.issue(PLAN, "ubnd", FORM)
        assert refused.value.code == "issuing.blanks"
        assert case.issuing.issued(PLAN) == ()


class TestIssuing:
    def test_freezes_data_and_files_for_good(self, case, store):
        first = send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        files = {
            each.file_format: case.issuing.data(issue.id, each.file_format) for each in issue.files
        }
        send(case, kind=SubmissionKind.SUPPLEMENT, entries=(Entry("D01", "9"),))
        case.recording.correct(first, "D02", "2", "Gọi lại")
        assert case.issuing.issued(PLAN) == (issue,)
        assert list(files) == ["pdf", "docx", "xlsx", "control"]
        assert all(case.issuing.data(issue.id, each) == data for each, data in files.items())
        assert [(v.unit, v.indicator, v.value) for v in issue.frozen.values] == [
            ("A", "D01", 5),
            ("A", "D02", 3),
        ]
        assert [t.missing for t in issue.frozen.totals if not t.group] == [("B",), ("B",)]
        assert [u.state for u in issue.frozen.units] == ["on_time", "overdue", "own"]

    def test_takes_each_line_of_the_form_as_one_line(self, case):
        signer = Signer(" KT.\nCHỦ TỊCH", "PHÓ CHỦ TỊCH ", "Le\u0302 Văn\u00a0B")
        issue = case.issuing.issue(
            PLAN, "ubnd", replace(FORM, signer=signer, recipients=("", "Lưu:\t VT.", " "))
        )
        assert (issue.signer, issue.recipients) == (SIGNER, ("Lưu: VT.",))

    def test_is_logged_with_what_the_files_can_be_known_by(self, case, store):
        before = len(store.tables.audit)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        line = next(line for line in store.tables.audit[before:] if line.action == "issue")
        assert line.detail["files"] == {each.file_format: each.sha256 for each in issue.files}
        assert issue.audit_number == before
        assert case.history.next_label is None

    def test_settles_the_duty_of_the_office(self, case, store):
        case.planning.mark(PLAN, Mark("V3", "V", None, "", "gửi qua TDOffice"))
        case.issuing.issue(PLAN, "ubnd", FORM)
        (mark,) = store.tables.marks.values()
        assert (mark.state, mark.note) == (MarkState.ACCEPTED, "gửi qua TDOffice")
        assert "15/BC-UBND ngày 12 tháng 10 năm 2024" in mark.reason

    def test_leaves_the_duty_as_the_officer_decided(self, case, store):
        decided = Mark("V3", "V", MarkState.NOT_APPLICABLE, "Sở đã miễn", "ghi chú")
        case.planning.mark(PLAN, decided)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.issuing.withdraw(issue.id, "Nhầm số")
        assert tuple(store.tables.marks.values()) == (decided,)

    def test_has_a_number_once_in_a_year_for_a_symbol(self, case, store):
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.issuing.issue(PLAN, "vhtt", FORM)
        with pytest.raises(UserError) as refused:
            case.issuing.issue(PLAN, "ubnd", FORM)
        assert refused.value.code == "store.issue_number_taken"
        case.issuing.withdraw(issue.id, "Nhầm số")
        case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2025-01-02T08:00")
        case.issuing.issue(PLAN, "ubnd", replace(FORM, day=date(2025, 1, 2)))

    @pytest.mark.parametrize(
        ("form", "code"),
        [
            (replace(FORM, number=0), "issuing.number_out_of_range"),
            (replace(FORM, number=100_000), "issuing.number_out_of_range"),
            (replace(FORM, day=date(2024, 10, 13)), "issuing.day_in_future"),
            (replace(FORM, day=date(2024, 9, 25)), "issuing.day_before_plan"),
            (replace(FORM, day=date(2024, 10, 11)), "issuing.day_before_data"),
            (replace(FORM, signer=Signer("", "CHỦ TỊCH", " ")), "issuing.blanks"),
            (replace(FORM, recipients=("", " ")), "issuing.blanks"),
        ],
    )
    def test_refuses_what_cannot_be(self, case, form, code):
        with pytest.raises(UserError) as refused:
            case.issuing.issue(PLAN, "ubnd", form)
        assert refused.value.code == code
        assert case.issuing.issued(PLAN) == ()

    def test_is_addressed_to_somebody_where_the_letterhead_says_to_whom(self, case, store):
        heads = (
            replace(letterhead("ubnd", "BC-UBND"), addressees=("Sở TT&TT",)),
            letterhead("vhtt", "BC-VHTT"),
        )
        store.tables.plans[PLAN] = replace(plan_to_issue(), letterheads=heads)
        with pytest.raises(UserError, match="Kính gửi"):
            case.issuing.issue(PLAN, "ubnd", replace(FORM, addressees=(" ",)))
        case.issuing.issue(PLAN, "vhtt", replace(FORM, addressees=()))

    def test_refuses_data_of_a_moment_that_has_not_come(self, case, store):
        later = store.now + timedelta(minutes=1)
        for act in (case.issuing.issue, case.issuing.rehearse):
            with pytest.raises(UserError) as refused:
                act(PLAN, "ubnd", FORM, as_of=later)
            assert refused.value.code == "issuing.data_in_future"

    def test_may_bear_an_earlier_day_with_the_data_of_then(self, case):
        send(case)
        send(case, "B", received_at=at("2024-10-12T08:00"))
        issue = case.issuing.issue(
            PLAN, "ubnd", replace(FORM, day=date(2024, 10, 11)), as_of=at("2024-10-11T17:00")
        )
        assert {value.unit for value in issue.frozen.values} == {"A"}
        assert case.issuing.changes(issue.id).reported_since == ("B",)
        assert why(case, issue.id)["B", "D01"][2].startswith("Báo cáo lần đầu nhận lúc 12/10/2024")

    def test_rehearses_without_a_trace(self, case, store):
        files = case.issuing.rehearse(PLAN, "ubnd", FORM)
        assert list(files) == ["pdf", "docx"]
        assert (store.written, store.tables.audit) == (0, [])


class TestFinding:
    def test_takes_number_and_symbol_or_id_and_prefers_what_stands(self, case):
        first = case.issuing.issue(PLAN, "ubnd", replace(FORM, number=5))
        assert case.issuing.find(PLAN, "05/BC-UBND") == first
        case.issuing.withdraw(first.id, "Nhầm số")
        assert case.issuing.find(PLAN, "5/BC-UBND").id == first.id
        again = case.issuing.issue(PLAN, "ubnd", replace(FORM, number=5))
        case.issuing.issue(PLAN, "vhtt", replace(FORM, number=5))
        assert case.issuing.find(PLAN, " 5/BC-UBND ") == again
        assert case.issuing.find(PLAN, str(first.id)).id == first.id
        with pytest.raises(UserError, match="05/BC-VHTT"):
            case.issuing.find(PLAN, "6/BC-UBND")

    def test_names_files_by_number_symbol_and_year(self, case, tmp_path):
        issue = case.issuing.issue(PLAN, "ubnd", replace(FORM, number=5))
        paths = case.issuing.export(issue, tmp_path / "ra", ["docx", "control"])
        assert [path.name for path in paths] == [
            "bao-cao-05-BC-UBND-2024.docx",
            "bao-cao-05-BC-UBND-2024-phieu-kiem-soat.pdf",
        ]
        assert paths[0].read_bytes() == case.issuing.data(issue.id, "docx")


class TestWithdrawal:
    def test_needs_a_reason_and_happens_once(self, case):
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        with pytest.raises(UserError) as refused:
            case.issuing.withdraw(issue.id, " ")
        assert refused.value.code == "service.reason_needed"
        case.issuing.withdraw(issue.id, "Nhầm số")
        with pytest.raises(UserError) as refused:
            case.issuing.withdraw(issue.id, "Nhầm số")
        assert refused.value.code == "issuing.is_withdrawn"
        assert case.issuing.data(issue.id, "pdf").startswith(b"pdf")

    def test_opens_the_duty_again_unless_another_report_stands(self, case, store):
        first = case.issuing.issue(PLAN, "ubnd", FORM)
        second = case.issuing.issue(PLAN, "ubnd", replace(FORM, number=16))
        case.issuing.withdraw(first.id, "Nhầm số")
        (mark,) = store.tables.marks.values()
        assert "16/BC-UBND" in mark.reason
        case.issuing.withdraw(second.id, "Nhầm số")
        assert store.tables.marks == {}

    def test_can_be_undone_unless_the_number_is_taken_meanwhile(self, case, store):
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        marks = store.tables.marks
        case.issuing.withdraw(issue.id, "Nhầm số")
        case.history.undo()
        assert case.issuing.issued(PLAN) == (issue,)
        assert store.tables.marks == marks
        case.issuing.withdraw(issue.id, "Nhầm số")
        case.issuing.issue(PLAN, "ubnd", FORM)
        with pytest.raises(ChangedSinceError):
            case.history.undo()
        assert case.issuing.issued(PLAN)[0].withdrawn_reason == "Nhầm số"

    def test_leaves_earlier_steps_to_be_undone_where_the_number_is_taken(self, case):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        send(case, "B")
        form = replace(FORM, number=16)
        supplement = case.issuing.issue(PLAN, "ubnd", form, base=issue.id)
        case.issuing.withdraw(supplement.id, "Nhầm số")
        case.issuing.issue(PLAN, "ubnd", form, base=issue.id)
        with pytest.raises(ChangedSinceError, match="Thu hồi bản phát hành"):
            case.history.undo()
        assert case.history.undo() == "Nhập báo cáo"


class TestChanges:
    def test_tell_of_a_ratio_though_its_own_figure_stays(self, case, store):
        indicators = (builders.indicator("D01", denominator="D02"), builders.indicator("D02"))
        store.tables.plans[PLAN] = replace(plan_to_issue(), indicators=indicators)
        sent = send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.recording.correct(sent, "D02", "10", "Gọi lại")
        found = {each.code: each for each in case.issuing.changes(issue.id).totals}
        ratio = found["D01"]
        assert (ratio.was, ratio.now, ratio.was_ratio, ratio.now_ratio) == (5, 5, 5 / 3, 0.5)
        assert (found["D02"].was_ratio, found["D02"].now) == (None, 10)

    def test_tell_of_totals_that_are_new_to_the_plan_or_gone(self, case, store):
        send(case, entries=(Entry("D01", "5"),))
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        plan = store.tables.plans[PLAN]
        more = (builders.indicator("D01"), builders.indicator("D02"), builders.indicator("D03"))
        store.tables.plans[PLAN] = replace(plan, indicators=more)
        # That nobody has given it yet says nothing new.
        assert not case.issuing.changes(issue.id)
        late = send(
            case,
            kind=SubmissionKind.SUPPLEMENT,
            entries=(Entry("D03", "7"),),
            received_at=at("2024-10-11T08:00"),
        )
        changes = case.issuing.changes(issue.id)
        assert {(t.code, t.was, t.now, t.units) for t in changes.totals if not t.group} == {
            ("D03", None, 7, ("A",))
        }
        form = replace(FORM, number=16)
        again = case.issuing.issue(PLAN, "ubnd", form)
        store.tables.submissions[late] = replace(store.tables.submissions[late], values=())
        store.tables.plans[PLAN] = plan
        gone = [t for t in case.issuing.changes(again.id).totals if not t.group]
        assert [(t.code, t.was, t.now, t.now_reported) for t in gone] == [("D03", 7, None, 0)]

    def test_tell_of_units_that_stand_otherwise(self, case, store):
        later(store, "2024-10-14T08:00")
        late = send(case, received_at=at("2024-10-13T08:00"))
        issue = case.issuing.issue(PLAN, "ubnd", replace(FORM, day=date(2024, 10, 14)))
        deadline = Deadline(date(2024, 10, 14), exclusive=False)
        case.planning.extend(PLAN, Extension("A", deadline, "Bão"))
        found = case.issuing.changes(issue.id)
        assert found.states == (StateChange("A", "Nộp trễ", "Đúng hạn"),)
        case.recording.reopen(late, "Sai mẫu")
        case.recording.give_back(late, "Sai mẫu")
        found = case.issuing.changes(issue.id)
        assert found.no_longer_reported == ("A",)
        assert found.states == (StateChange("A", "Nộp trễ", "Chưa nộp, còn hạn"),)

    def test_tell_of_a_report_that_was_counted_but_not_accepted(self, case):
        sent = send(case, "B", accept=False)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        case.recording.give_back(sent, "Sai mẫu")
        found = case.issuing.changes(issue.id)
        assert (bool(found), found.values, found.no_longer_reported) == (True, (), ("B",))

    def test_tell_of_a_nothing_that_does_not_stand_any_more(self, case):
        sent = send(case, kind=SubmissionKind.NOTHING, entries=())
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        assert not case.issuing.changes(issue.id)
        case.recording.reopen(sent, "Xem lại")
        found = case.issuing.changes(issue.id)
        assert found.states == (StateChange("A", "Đúng hạn, báo cáo không phát sinh", "Đúng hạn"),)
        assert bool(found)

    def test_are_not_what_time_alone_has_made(self, case, store):
        later(store, "2024-10-10T12:00")
        issue = case.issuing.issue(PLAN, "ubnd", replace(FORM, day=date(2024, 10, 10)))
        later(store, "2024-10-20T12:00")
        assert not case.issuing.changes(issue.id)

    def test_are_none_where_nothing_was_touched(self, case):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        assert not case.issuing.changes(issue.id)
        with pytest.raises(UserError) as refused:
            case.issuing.issue(PLAN, "ubnd", replace(FORM, number=16), base=issue.id)
        assert refused.value.code == "issuing.nothing_changed"

    def test_come_with_totals_and_with_who_reported_since(self, case, store):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2024-10-16T09:00")
        send(case, "B", received_at=at("2024-10-15T08:00"))
        changes = case.issuing.changes(issue.id)
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
        assert why(case, issue.id)["A", "D01"][2].endswith("được chấp nhận sau khi phát hành.")

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
        assert "đã được sửa sau khi phát hành" in why(case, issue.id)["A", "D01"][2]


class TestASupplement:
    def test_continues_a_report_that_cannot_be_withdrawn_before_it(self, case, store):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2024-10-16T09:00")
        send(case, "B")
        form = replace(FORM, number=16, day=date(2024, 10, 16))
        supplement = case.issuing.issue(PLAN, "ubnd", form, base=issue.id)
        assert (supplement.kind, supplement.base) == (IssueKind.SUPPLEMENT, issue.id)
        assert not case.issuing.changes(supplement.id)
        with pytest.raises(UserError) as refused:
            case.issuing.withdraw(issue.id, "Nhầm")
        assert refused.value.code == "issuing.is_continued"
        case.issuing.withdraw(supplement.id, "Nhầm")
        assert [mark.state for mark in store.tables.marks.values()] == [MarkState.ACCEPTED]
        case.issuing.withdraw(issue.id, "Nhầm")
        with pytest.raises(UserError) as refused:
            case.issuing.issue(PLAN, "ubnd", form, base=issue.id)
        assert refused.value.code == "issuing.base_withdrawn"
