"""Explaining a figure that stays, which answers what the checks ask of it ("giải trình")."""

from dataclasses import replace

import builders
import pytest
from builders import at
from memory import MemoryStore, office

from vinhloc_cds.domain.plan import Check, Severity
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.errors import UserError


@pytest.fixture
def store():
    checks = (
        Check("D02.1", Severity.BLOCK, "D02 <= D01", "Số tổ tham gia lớn hơn tổng số tổ."),
        Check("D02.2", Severity.QUESTION, "D02 <= 50", "Số tổ tham gia quá nhiều."),
    )
    part = replace(builders.indicator("D02"), checks=checks)
    return MemoryStore(builders.plan([builders.unit("A")], [builders.indicator("D01"), part]))


@pytest.fixture
def case(store):
    return office(store)


def record(case, figures, *, accept=False):
    entries = tuple(Entry(code, raw) for code, raw in figures.items())
    draft = SubmissionDraft(
        "A", SubmissionKind.FIRST, at("2024-10-10T08:00"), Channel.EMAIL, entries=entries
    )
    return case.recording.record(builders.PLAN, draft, accept=accept)


def refusal(call, *arguments):
    with pytest.raises(UserError) as refused:
        call(*arguments)
    return refused.value.code


def test_a_figure_that_stays_is_explained_until_undone(case, store):
    made = record(case, {"D01": "99", "D02": "60"})
    assert refusal(case.recording.accept, made.id) == "service.blocked"
    after = case.recording.explain(made.id, "D02", " Xã xác nhận 60 tổ ")
    value = after.value_of("D02")
    assert (value.raw, value.reason) == ("60", "Xã xác nhận 60 tổ")
    assert value.corrected_from is None
    assert case.recording.trail(made.id)[-1].action == "explain"
    assert case.recording.accept(made.id).state is SubmissionState.ACCEPTED
    case.history.undo()
    case.history.undo()
    assert store.tables.submissions[made.id] == made


@pytest.mark.parametrize(
    ("figures", "indicator", "reason", "code"),
    [
        ({"D01": "9", "D02": "8"}, "D02", " ", "service.reason_needed"),
        ({"D01": "9"}, "D02", "Xã xác nhận", "service.nothing_to_explain"),
        ({"D01": "9", "D02": "10"}, "D02", "Xã xác nhận", "service.not_explained_away"),
    ],
)
def test_what_cannot_be_explained_is_refused(case, store, figures, indicator, reason, code):
    made = record(case, figures)
    before = store.tables
    assert refusal(case.recording.explain, made.id, indicator, reason) == code
    assert store.tables.audit == before.audit


def test_what_is_accepted_is_explained_no_more(case):
    made = record(case, {"D01": "5"}, accept=True)
    assert refusal(case.recording.explain, made.id, "D01", "Đúng") == "service.is_accepted"
