"""Undo on the real store: what comes back equals what was there, and the log tells both."""

from datetime import UTC, datetime

import pytest

from vinhloc_cds.bootstrap import SetClock, build_office
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.history import ChangedSinceError

NOW = datetime(2024, 10, 12, 2, tzinfo=UTC)
PLAN = "KH-CDS-2024"
EVERY_TYPE = (
    Entry("A01", "Có"),
    Entry("A02", "15/KH-UBND"),
    Entry("A03", "25/9/2024"),
    Entry("B01", "có"),
    Entry("B02", "9h00 ngày 01/10/2024", reason="Hoãn vì mưa"),
    Entry("B03", "Nhà văn hóa xã"),
    Entry("C01", "khoảng 1.200", reason="Có danh sách kèm theo"),
    Entry("D01", "9"),
    Entry("D02", "tám"),
    Entry("C08", "", cleared=True),
    Entry("H01", "5 triệu"),
    Entry("K01", "Người dân hưởng ứng"),
)


def draft(*entries: Entry, unit: str = "15352", **more) -> SubmissionDraft:
    said = {"kind": SubmissionKind.FIRST, "received_at": NOW, "channel": Channel.EMAIL}
    return SubmissionDraft(unit, entries=entries, **(said | more))


@pytest.fixture
def office(tmp_path):
    office = build_office(tmp_path, SetClock(NOW))
    yield office
    office.store.close()


def of(office):
    return {s.id: s for s in office.planning.snapshot().submissions}


def test_every_step_with_a_submission_comes_back(office):
    recording, history = office.recording, office.history
    made = recording.record(PLAN, draft(*EVERY_TYPE))
    seen = [of(office)]
    recording.accept(made.id)
    seen.append(of(office))
    recording.correct(made.id, "C01", "1.250", "Xã gọi điện báo lại")
    seen.append(of(office))
    recording.correct(made.id, "K01", "", "Gửi nhầm")
    seen.append(of(office))
    recording.reopen(made.id, "Xem lại")
    seen.append(of(office))
    recording.revise(made.id, draft(Entry("C01", "7"), unit="15355", number="9/BC-UBND"))
    seen.append(of(office))
    recording.give_back(made.id, "Thiếu chữ ký")
    assert of(office)[made.id].unit == "15355"
    for before in reversed(seen):
        history.undo()
        assert of(office) == before
    history.undo()
    assert of(office) == {}
    trail = recording.trail(made.id)
    done = ["record", "accept", "correct", "correct", "reopen", "revise", "give_back"]
    assert [line.action for line in trail] == done + ["undo"] * len(done)
    assert [line.detail["of"] for line in trail[len(done) :]] == done[::-1]
    with office.store.reading() as work:
        assert work.audit.verify() is None
        assert work.submissions.get(made.id).state is SubmissionState.WITHDRAWN
    assert office.backups.check() == ()


def test_an_acceptance_at_once_is_one_step(office):
    made = office.recording.record(PLAN, draft(*EVERY_TYPE[:4]), accept=True)
    assert of(office)[made.id].state is SubmissionState.ACCEPTED
    office.history.undo()
    assert of(office) == {}


def test_what_another_program_changed_since_is_left_alone(office, tmp_path):
    made = office.recording.record(PLAN, draft(Entry("C01", "7")))
    beside = build_office(tmp_path, SetClock(NOW))
    beside.recording.correct(made.id, "C01", "8", "Gọi điện")
    beside.store.close()
    with pytest.raises(ChangedSinceError, match="Nhập báo cáo"):
        office.history.undo()
    assert of(office)[made.id].value_of("C01").value == 8
    assert office.history.next_label is None


def test_a_refusal_leaves_no_trace(office):
    with office.store.reading() as work:
        before = work.audit.head()
    blocked = draft(Entry("D01", "5"), Entry("D02", "9"))
    with pytest.raises(UserError):
        office.recording.record(PLAN, blocked, accept=True)
    with office.store.reading() as work:
        assert work.audit.head() == before
        assert work.submissions.of_plan(PLAN) == ()
    assert office.history.next_label is None
