"""Issuing: what is refused and frozen, and what withdrawal does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import at
from issuing_samples import (
    DAY,
    FORM,
    PLAN,
    SIGNER,
    case,
    changes_since,
    later,
    letterhead,
    plan_to_issue,
    quick_documents,
    send,
    store,
    why,
)

from vinhloc_cds.domain.issuing import IssueKind
from vinhloc_cds.domain.plan import Signer
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.submission import Entry, SubmissionKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.history import ChangedSinceError

__all__ = ["case", "quick_documents", "store"]


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

    @pytest.mark.parametrize("times", [1, 3])
    def test_begins_again_where_data_come_while_it_is_printed(self, case, monkeypatch, times):
        printed = []

        def render(document, file_format, **_):
            printed.append(file_format)
            count = printed.count("docx")
            if file_format == "docx" and count <= times:
                kind = SubmissionKind.FIRST if count == 1 else SubmissionKind.SUPPLEMENT
                send(case, kind=kind, entries=(Entry("D01", str(count)),))
            return f"{file_format} {document}".encode()

        monkeypatch.setattr("vinhloc_cds.services.issuing.render", render)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        assert printed.count("docx") == times + 1
        assert [value.value for value in issue.frozen.values] == [times]
        assert case.issuing.issued(PLAN) == (issue,)
        assert not changes_since(case, issue.id)

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
            (replace(FORM, number=None), "issuing.blank.form_number"),
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
        assert changes_since(case, issue.id).reported_since == ("B",)
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


class TestASupplement:
    def test_does_not_stand_again_without_what_it_continues(self, case):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        send(case, "B")
        form = replace(FORM, number=16)
        supplement = case.issuing.issue(PLAN, "ubnd", form, base=issue.id)
        case.issuing.withdraw(supplement.id, "Nhầm")
        case.issuing.withdraw(issue.id, "Nhầm")
        case.issuing.issue(PLAN, "ubnd", FORM)
        for _ in range(2):
            with pytest.raises(ChangedSinceError):
                case.history.undo()
        assert case.issuing.issued(PLAN)[1].withdrawn_reason == "Nhầm"
        assert case.history.undo() == "Nhập báo cáo"

    def test_continues_a_report_that_cannot_be_withdrawn_before_it(self, case, store):
        send(case)
        issue = case.issuing.issue(PLAN, "ubnd", FORM)
        later(store, "2024-10-16T09:00")
        send(case, "B")
        form = replace(FORM, number=16, day=date(2024, 10, 16))
        supplement = case.issuing.issue(PLAN, "ubnd", form, base=issue.id)
        assert (supplement.kind, supplement.base) == (IssueKind.SUPPLEMENT, issue.id)
        assert not changes_since(case, supplement.id)
        with pytest.raises(UserError) as refused:
            case.issuing.withdraw(issue.id, "Nhầm")
        assert refused.value.code == "issuing.is_continued"
        case.issuing.withdraw(supplement.id, "Nhầm")
        assert [mark.state for mark in store.tables.marks.values()] == [MarkState.ACCEPTED]
        case.issuing.withdraw(issue.id, "Nhầm")
        with pytest.raises(UserError) as refused:
            case.issuing.issue(PLAN, "ubnd", form, base=issue.id)
        assert refused.value.code == "issuing.base_withdrawn"
