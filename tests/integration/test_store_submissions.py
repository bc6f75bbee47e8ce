"""Submissions and values come out as they went in, and nothing that was once typed is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders import at, duty, indicator, plan, unit
from stores import NOW, execute, opened

from db.store import SqlStore
from vinhloc_cds.domain.deadline import VIETNAM, Deadline, Extension
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.submission import (
    Channel,
    Source,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
    Value,
)

PLAN = "KH-THU"
CODES = ("A01", "A02", "A03", "D01", "D02", "K01")
SOURCE = Source("ab" * 32, "Bao cao.xlsx", "Biểu 1", "C7")
VALUES = (
    Value("D02", 1_234_567_890_123, "1.234.567.890.123", source=SOURCE),
    Value("A01", False, "Không"),
    Value("A02", "12/KH-UBND", "12/KH-UBND", reason="Đã hỏi lại"),
    Value("A03", date(2024, 10, 1), "01/10/2024"),
    Value("K01", at("2024-10-01T08:00"), "8h ngày 1/10", estimate=True),
    Value("D01", None, "khoảng chục"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with opened(tmp_path) as (store, _):
        with store.writing() as work:
            work.plans.add(
                plan(
                    [unit("A"), unit("B")],
                    [indicator(code) for code in CODES],
                    [duty("N01", units=("A", "B")), duty("N02", units=("A",))],
                )
            )
        yield store


def draft(unit_code: str = "A", received: str = "2024-10-10T08:00", **more) -> SubmissionDraft:
    return SubmissionDraft(unit_code, SubmissionKind.FIRST, at(received), Channel.ZALO, **more)


def add(store: SqlStore, values: tuple[Value, ...] = VALUES, **of_draft) -> Submission:
    with store.writing() as work:
        return work.submissions.add(PLAN, draft(**of_draft), values, NOW)


def save(store: SqlStore, submission: Submission) -> None:
    with store.writing() as work:
        work.submissions.save(submission)


def get(store: SqlStore, submission: int) -> Submission:
    with store.reading() as work:
        return work.submissions.get(submission)


def test_a_submission_comes_out_as_it_went_in(store: SqlStore):
    added = add(
        store,
        number="15/BC-UBND",
        signed_on=date(2024, 10, 9),
        maker="Phạm Thị C",
        phone="0912",
        reason="Thay bản trước",
        note="Kèm ảnh",
    )
    assert added == Submission(
        id=1,
        plan=PLAN,
        unit="A",
        kind=SubmissionKind.FIRST,
        state=SubmissionState.RECEIVED,
        received_at=at("2024-10-10T08:00"),
        entered_at=NOW,
        channel=Channel.ZALO,
        number="15/BC-UBND",
        signed_on=date(2024, 10, 9),
        maker="Phạm Thị C",
        phone="0912",
        reason="Thay bản trước",
        note="Kèm ảnh",
        returned_reason="",
        values=VALUES,
    )
    assert get(store, added.id) == added
    assert [type(value.value) for value in get(store, 1).values] == [
        int,
        bool,
        str,
        date,
        datetime,
        type(None),
    ]


def test_moments_come_out_in_utc_and_naive_ones_are_refused(store: SqlStore):
    local = datetime(2024, 10, 11, 23, 59, 59, 999999, tzinfo=VIETNAM)
    with store.writing() as work:
        added = work.submissions.add(PLAN, replace(draft(), received_at=local), (), NOW)
    assert added.received_at == local
    assert added.received_at.tzinfo is UTC
    with pytest.raises(Exception, match="time zone"):
        save(store, replace(added, received_at=datetime(2024, 10, 11)))  # noqa: DTZ001
    assert get(store, added.id) == added


def test_submissions_come_in_the_order_of_entry(store: SqlStore):
    add(store, received="2024-10-11T08:00")
    add(store, (), unit_code="B", received="2024-10-10T08:00")
    with store.reading() as work:
        found = work.submissions.of_plan(PLAN)
    assert [(each.id, each.unit, len(each.values)) for each in found] == [(1, "A", 6), (2, "B", 0)]


def test_as_of_takes_what_was_received_up_to_that_moment(store: SqlStore):
    first = add(store, received="2024-10-10T08:00")
    add(store, received="2024-10-10T08:00:01")
    with store.reading() as work:
        assert work.submissions.of_plan(PLAN, as_of=at("2024-10-10T08:00")) == (first,)
        assert work.submissions.of_plan(PLAN, as_of=at("2024-10-10T07:59")) == ()


def test_another_plans_submissions_stay_out(store: SqlStore):
    with store.writing() as work:
        work.plans.add(replace(plan([unit("A")]), code="KH-2"))
    add(store)
    with store.reading() as work:
        assert work.submissions.of_plan("KH-2") == ()
        with pytest.raises(KeyError):
            work.submissions.of_plan("KH-3")


@pytest.mark.parametrize(("values", "unit_code"), [((), "C"), ((Value("Z99", 1, "1"),), "A")])
def test_unknown_units_and_indicators_are_refused_whole(store: SqlStore, values, unit_code: str):
    with pytest.raises(KeyError):
        add(store, values, unit_code=unit_code)
    with store.reading() as work:
        assert work.submissions.of_plan(PLAN) == ()


def test_an_unknown_submission_is_a_key_error(store: SqlStore):
    with store.reading() as work, pytest.raises(KeyError):
        work.submissions.get(1)
    with pytest.raises(KeyError):
        save(store, replace(add(store), id=2))


def test_every_field_can_be_changed(store: SqlStore):
    changed = replace(
        add(store),
        unit="B",
        kind=SubmissionKind.SUPPLEMENT,
        state=SubmissionState.RETURNED,
        received_at=at("2024-10-11T09:30"),
        channel=Channel.POST,
        number="16",
        signed_on=date(2024, 10, 10),
        maker="Lê D",
        phone="0987",
        reason="vì",
        note="chú ý",
        returned_reason="Thiếu biểu 2",
    )
    save(store, changed)
    assert get(store, changed.id) == changed


def test_a_correction_keeps_the_earlier_text(store: SqlStore, tmp_path: Path):
    before = add(store)
    corrected = Value(
        "D01", 12, "12", corrected_from="khoảng chục", correction_reason="Gọi điện ngày 11/10"
    )
    save(store, replace(before, values=(*before.values[:-1], corrected)))
    again = replace(corrected, value=13, raw="13", corrected_from="12")
    after = replace(before, values=(*before.values[:-1], again))
    save(store, after)
    assert get(store, before.id) == after
    store.close()
    rows = execute(
        tmp_path,
        "SELECT v.id, v.raw, v.is_latest, v.superseded_by FROM value v"
        " JOIN indicator i ON i.id = v.indicator_id WHERE i.code = 'D01' ORDER BY v.id",
    )
    assert rows == [(6, "khoảng chục", 0, 7), (7, "12", 0, 8), (8, "13", 1, None)]


def test_a_value_taken_away_is_kept_without_a_successor(store: SqlStore, tmp_path: Path):
    before = add(store)
    after = replace(before, values=before.values[1:])
    save(store, after)
    assert get(store, before.id) == after
    save(store, before)
    assert get(store, before.id) == before
    store.close()
    rows = execute(tmp_path, "SELECT raw, is_latest, superseded_by FROM value WHERE id IN (1, 7)")
    assert rows == [("1.234.567.890.123", 0, None), ("1.234.567.890.123", 1, None)]


def test_values_keep_the_order_they_are_saved_in(store: SqlStore, tmp_path: Path):
    before = add(store)
    changed = replace(before.values[3], raw="2/10", value=date(2024, 10, 2))
    after = replace(
        before, values=(changed, *before.values[4:], Value("A02", "x", "x"), *before.values[:2])
    )
    save(store, after)
    assert get(store, before.id) == after
    store.close()
    # The moved ones are the same rows: only two are new.
    assert execute(tmp_path, "SELECT count(*) FROM value") == [(8,)]


def test_saving_without_a_change_of_values_writes_none(store: SqlStore, tmp_path: Path):
    save(store, replace(add(store), state=SubmissionState.ACCEPTED))
    store.close()
    assert execute(tmp_path, "SELECT count(*), min(is_latest) FROM value") == [(6, 1)]


def test_money_beyond_32_bits_and_negative_numbers_are_whole(store: SqlStore):
    values = (Value("D01", 2**62, "4611686018427387904"), Value("D02", -1, "-1"))
    assert get(store, add(store, values).id).values == values


def test_clearing_and_unreadable_text_are_told_apart(store: SqlStore):
    values = (Value("D01", None, "", cleared=True), Value("D02", None, "n/a"))
    found = get(store, add(store, values).id).values
    assert [value.unreadable for value in found] == [False, True]
    assert found == values


def test_marks_are_kept_changed_and_taken_away(store: SqlStore):
    marks = (
        Mark("N01", "A", MarkState.NOT_APPLICABLE, "Không có chợ", "xem lại"),
        Mark("N01", "B", None, "", "gọi lại"),
        Mark("N02", "A", MarkState.ACCEPTED, "", ""),
    )
    with store.writing() as work:
        for mark in (marks[2], replace(marks[0], note=""), marks[1], marks[0]):
            work.decisions.save_mark(PLAN, mark)
    with store.reading() as work:
        assert work.decisions.marks(PLAN) == marks
    with store.writing() as work:
        work.decisions.delete_mark(PLAN, "N01", "A")
        work.decisions.delete_mark(PLAN, "N02", "B")
    with store.reading() as work:
        assert work.decisions.marks(PLAN) == marks[1:]


def test_extensions_are_kept_changed_and_taken_away(store: SqlStore):
    later = Extension("B", Deadline(date(2024, 10, 15), exclusive=True), "Bão số 5")
    first = Extension("A", Deadline(date(2024, 10, 14), exclusive=False), "Mất điện")
    with store.writing() as work:
        work.decisions.save_extension(PLAN, replace(later, reason="khác"))
        work.decisions.save_extension(PLAN, later)
        work.decisions.save_extension(PLAN, first)
    with store.reading() as work:
        assert work.decisions.extensions(PLAN) == (first, later)
    with store.writing() as work:
        work.decisions.delete_extension(PLAN, "B")
        work.decisions.delete_extension(PLAN, "B")
    with store.reading() as work:
        assert work.decisions.extensions(PLAN) == (first,)


def test_a_mark_survives_a_change_of_its_duty(store: SqlStore):
    mark = Mark("N01", "B", None, "", "ghi nhớ")
    with store.writing() as work:
        work.decisions.save_mark(PLAN, mark)
        work.plans.save_duty(PLAN, duty("N01", units=("A",)))
    with store.reading() as work:
        assert work.decisions.marks(PLAN) == (mark,)


def test_decisions_on_what_is_not_there_are_key_errors(store: SqlStore):
    for mark in (Mark("N99", "A", None, "", "x"), Mark("N01", "Z", None, "", "x")):
        with pytest.raises(KeyError), store.writing() as work:
            work.decisions.save_mark(PLAN, mark)


def test_settings_are_kept_and_changed(store: SqlStore):
    with store.writing() as work:
        assert work.settings.get("place") is None
        work.settings.set("place", "Vĩnh Lộc")
        work.settings.set("place", "Thanh Hóa")
    with store.reading() as work:
        assert work.settings.get("place") == "Thanh Hóa"
