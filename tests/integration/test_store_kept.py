"""What was read before is given again only while it is what the store has."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import PLAN, indicator, plan, unit
from incoming_samples import incoming
from stores import NOW, opened

from db.repositories.kept import Kept
from db.store import SqlStore
from vinhloc_cds.domain.submission import (
    Channel,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
    Value,
)

_MANY = 60
"""More than are asked for one by one."""


def fill(store: SqlStore) -> list[Submission]:
    codes = [f"U{number:02}" for number in range(_MANY)]
    with store.writing() as work:
        work.plans.add(plan([unit(code) for code in codes], [indicator("D01"), indicator("D02")]))
        return [
            work.submissions.add(
                PLAN,
                SubmissionDraft(code, SubmissionKind.FIRST, NOW, Channel.ZALO),
                (Value("D01", number, str(number)), Value("D02", 1, "1")),
                NOW,
            )
            for number, code in enumerate(codes)
        ]


def listed(store: SqlStore) -> list[Submission]:
    with store.reading() as work:
        return list(work.submissions.of_plan(PLAN))


def test_a_change_is_seen_whoever_made_it(tmp_path: Path):
    with opened(tmp_path) as (store, _):
        sent = fill(store)
        assert listed(store) == sent
        assert all(one is other for one, other in zip(listed(store), listed(store), strict=True))
        sent[3] = replace(sent[3], values=(Value("D01", 99, "99"), sent[3].values[1]))
        with store.writing() as work:
            work.submissions.save(sent[3])
        assert listed(store) == sent
        sent[4] = replace(sent[4], state=SubmissionState.WITHDRAWN)
        with opened(tmp_path) as (other, _), other.writing() as work:
            work.submissions.save(sent[4])
        assert listed(store) == sent
        with store.reading() as work:
            assert work.submissions.of_unit(PLAN, "U04") == (sent[4],)


def test_what_is_taken_back_is_not_remembered(tmp_path: Path):
    with opened(tmp_path) as (store, _):
        sent = fill(store)
        changed = replace(sent[0], values=())

        def fail() -> None:
            with store.writing() as work:
                work.submissions.save(changed)
                assert work.submissions.of_plan(PLAN)[0] == changed
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert listed(store) == sent


def test_a_files_record_is_read_again_when_it_changed(tmp_path: Path):
    with opened(tmp_path) as (store, _):
        fill(store)
        with store.writing() as work:
            file = work.incoming.add(replace(incoming(), plan=PLAN, unit="U01"))
        with store.reading() as work:
            assert work.incoming.of_plan(PLAN) == (file,)
        changed = replace(file, reason="Gửi nhầm")
        with store.writing() as work:
            work.incoming.save(changed)
            assert work.incoming.of_plan(PLAN) == (changed,)


def test_only_the_last_ones_are_kept_and_none_without_a_digest():
    kept = Kept[str](most=2)
    for number in range(3):
        assert kept.keep(number, "d", f"record {number}") == f"record {number}"
    assert [kept.get(number, "d") for number in range(3)] == [None, "record 1", "record 2"]
    assert kept.get(2, "other") is None
    kept.keep(9, "", "unsealed")
    assert kept.get(9, "") is None
