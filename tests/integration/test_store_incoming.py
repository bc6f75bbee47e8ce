"""Files that came in come out as they went in, with their doubts; damage to any of it is found."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from builders import at, indicator, plan, unit
from hypothesis import given, settings
from hypothesis import strategies as st
from incoming_samples import DOUBT, READING, incoming
from stores import NOW, execute, opened

from db.attachments import attachment_folder
from db.repositories.digests import digests, incoming_digests
from db.repositories.readings import decode, encode
from db.store import SqlStore
from vinhloc_cds.domain.incoming import FileReading, IncomingState
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.submission import (
    Channel,
    Doubt,
    Source,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
    Value,
)
from vinhloc_cds.texts import text

PLAN = "KH-THU"
CODES = ("D01", "D02", "D03", "K01")
HANOI = timezone(timedelta(hours=7))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with filled(tmp_path) as store:
        yield store


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """One store for all examples of a property."""
    with filled(tmp_path_factory.mktemp("store")) as store:
        yield store


@contextmanager
def filled(folder: Path) -> Iterator[SqlStore]:
    with opened(folder) as (store, _):
        with store.writing() as work:
            work.plans.add(plan([unit("A"), unit("B")], [indicator(code) for code in CODES]))
        yield store


def problems(folder: Path) -> tuple[str, ...]:
    with opened(folder) as (_, backups):
        return backups.check()


def take_in(store: SqlStore, data: bytes = b"hello", **changed):
    sha256 = store.attachments.put(data)
    with store.writing() as work:
        return work.incoming.add(incoming(sha256, size=len(data), **changed))


def add(store: SqlStore, *values: Value, unit: str = "A", **more) -> Submission:
    draft = SubmissionDraft(unit, SubmissionKind.FIRST, at("2024-10-10T08:00"), Channel.ZALO)
    with store.writing() as work:
        return work.submissions.add(PLAN, draft, values, NOW, **more)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.sampled_from([UTC, HANOI]))
)
severities = st.sampled_from(Severity)
readings = st.from_type(FileReading)
st.register_type_strategy(Doubt, st.builds(Doubt, severities, st.text(), st.text()))


@given(readings, st.lists(scalars, max_size=9))
def test_a_reading_is_the_same_after_being_written(reading: FileReading, values: list):
    some = READING.values[0]
    reading = replace(reading, values=(*reading.values, *(replace(some, value=v) for v in values)))
    again = decode(encode(reading))
    assert again == reading
    assert [type(found.value) for found in again.values] == [
        type(found.value) for found in reading.values
    ]


def test_a_file_comes_out_as_it_went_in(store: SqlStore, tmp_path: Path):
    first = take_in(store)
    other = take_in(
        store,
        b"other",
        received_at=datetime(2024, 10, 10, 8, tzinfo=HANOI),
        unit="B",
        kind=SubmissionKind.FIRST,
        reason="thay",
        settled=("0", "D02/type"),
        asked=("3", "D02"),
    )
    again = take_in(store)
    assert [each.id for each in (first, other, again)] == [1, 2, 3]
    with store.reading() as work:
        assert work.incoming.of_plan(PLAN) == (first, other, again)
        assert work.incoming.get(2) == other
        assert work.incoming.of_file(PLAN, first.sha256) == (first, again)
        assert work.incoming.of_file(PLAN, "cd" * 32) == ()
        with pytest.raises(KeyError):
            work.incoming.get(4)
    store.close()
    assert problems(tmp_path) == ()
    assert execute(tmp_path, "SELECT sha256, size FROM attachment ORDER BY id") == [
        (first.sha256, 5),
        (other.sha256, 5),
    ]


def test_what_changes_of_a_file_is_saved_its_reading_too(store: SqlStore, tmp_path: Path):
    before = take_in(store)
    sent = add(store)
    after = replace(
        before,
        received_at=at("2024-10-11T08:00"),
        channel=Channel.EMAIL,
        unit="A",
        kind=SubmissionKind.REPLACEMENT,
        state=IncomingState.TAKEN,
        reason="bản đúng",
        settled=("0",),
        asked=("D01",),
        submission=sent.id,
        reading=replace(READING, values=()),
    )
    with store.writing() as work:
        work.incoming.save(after)
    with store.reading() as work:
        assert work.incoming.get(before.id) == after
        assert work.incoming.of_submission(sent.id) == after
        assert work.incoming.of_submission(sent.id + 1) is None
    with pytest.raises(KeyError), store.writing() as work:
        work.incoming.save(replace(after, id=9))
    store.close()
    assert problems(tmp_path) == ()


def test_a_row_without_its_submission_or_unit_is_refused_whole(store: SqlStore):
    with pytest.raises(KeyError):
        take_in(store, unit="Z")
    with pytest.raises(Exception, match="FOREIGN KEY"):
        take_in(store, submission=7)
    with store.reading() as work:
        assert work.incoming.of_plan(PLAN) == ()


def test_labels_are_learned_and_learned_anew(store: SqlStore):
    with store.writing() as work:
        work.incoming.save_label(PLAN, "so to", "D01")
        work.incoming.save_label(PLAN, "ghi chu", "")
        work.incoming.save_label(PLAN, "so to", "D02")
    with store.reading() as work:
        assert work.incoming.labels(PLAN) == {"so to": "D02", "ghi chu": ""}
    with store.writing() as work:
        work.incoming.delete_label(PLAN, "so to")
        work.incoming.delete_label(PLAN, "chua biet")
        assert work.incoming.labels(PLAN) == {"ghi chu": ""}


def test_values_carry_their_doubts_until_a_new_text_takes_their_place(
    store: SqlStore, tmp_path: Path
):
    plain = Value("D02", 3, "3")
    doubted = Value("D01", 12, "12 tổ", doubt=DOUBT)
    sent = add(store, plain, doubted)
    assert sent.values == (plain, doubted)
    with store.reading() as work:
        assert work.submissions.get(sent.id) == sent
        assert work.submissions.of_plan(PLAN) == (sent,)
    answered = replace(doubted, reason="Đã gọi")
    with store.writing() as work:
        work.submissions.save(replace(sent, values=(plain, answered)))
    with store.reading() as work:
        assert work.submissions.get(sent.id).values == (plain, answered)
    corrected = Value("D01", 13, "13", corrected_from="12 tổ", correction_reason="Gõ nhầm")
    with store.writing() as work:
        work.submissions.save(replace(sent, values=(plain, corrected)))
    with store.reading() as work:
        assert work.submissions.get(sent.id).values == (plain, corrected)
    store.close()
    assert problems(tmp_path) == ()
    assert execute(tmp_path, "SELECT count(*) FROM value_doubt") == [(2,)]


def test_a_units_submissions_and_a_state_given_at_once(store: SqlStore):
    first = add(store, Value("D01", 1, "1", doubt=DOUBT))
    add(store, unit="B")
    second = add(store, Value("D02", 2, "2"), state=SubmissionState.ACCEPTED)
    assert second.state is SubmissionState.ACCEPTED
    with store.reading() as work:
        assert work.submissions.of_unit(PLAN, "A") == (first, second)
        with pytest.raises(KeyError):
            work.submissions.of_unit(PLAN, "Z")


def test_a_code_added_in_the_same_transaction_is_known(store: SqlStore):
    draft = SubmissionDraft("A", SubmissionKind.FIRST, NOW, Channel.ZALO)
    with store.writing() as work:
        work.submissions.add(PLAN, draft, (Value("D01", 1, "1"),), NOW)
        work.plans.save_unit(PLAN, unit("C"))
        work.plans.save_indicator(PLAN, indicator("D09"))
        made = work.submissions.add(PLAN, replace(draft, unit="C"), (Value("D09", 1, "1"),), NOW)
    with store.reading() as work:
        assert work.submissions.get(made.id) == made


storable = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(HANOI))  # noqa: DTZ001
)


@settings(max_examples=40)
@given(st.lists(storable, max_size=len(CODES)), st.lists(st.booleans(), min_size=len(CODES)))
def test_digests_are_made_without_reading_and_hold_when_read(shared: SqlStore, scalars, doubted):
    source = Source("ab" * 32, "Biểu\x00.xlsx", "", "C7")
    made = add(
        shared,
        *(
            Value(code, scalar, "\xad\xf4", source=source, doubt=DOUBT if doubt else None)
            for code, scalar, doubt in zip(CODES, scalars, doubted, strict=False)
        ),
    )
    file = take_in(shared, settled=("1", "2"), submission=made.id)
    with shared.reading() as work:
        assert work.submissions.get(made.id) == made
        connection = work.submissions._connection
        for found, identity in ((digests, made.id), (incoming_digests, file.id)):
            ((_, now, then),) = found(connection, identity)
            assert now == then


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE value_doubt SET sentence = 'khác'", "submission"),
        ("DELETE FROM value_doubt", "submission"),
        ("UPDATE incoming SET reading = replace(reading, '12 tổ', '13 tổ')", "incoming"),
        ("UPDATE incoming SET file_name = 'khác'", "incoming"),
        ("UPDATE attachment SET size = 6", "attachment_damaged"),
        ("UPDATE attachment SET sha256 = replace(sha256, '2', '3')", "attachment_missing"),
    ],
)
def test_what_was_changed_behind_the_programs_back_is_found(
    store: SqlStore, tmp_path: Path, statement: str, code: str
):
    add(store, Value("D01", 12, "12 tổ", doubt=DOUBT))
    take_in(store)
    store.close()
    execute(tmp_path, statement)
    (sentence,) = problems(tmp_path)
    beginnings = {
        "submission": text("store.check.submission", submission=1),
        "incoming": text("store.check.incoming", incoming=1),
        "attachment_damaged": "Tệp gốc “goi.zip/Biểu.xlsx” đã lưu",
        "attachment_missing": "Không thấy tệp gốc “goi.zip/Biểu.xlsx”",
    }
    assert sentence.startswith(beginnings[code])


def test_a_file_that_is_gone_or_changed_is_found(store: SqlStore, tmp_path: Path):
    file = take_in(store)
    store.close()
    path = attachment_folder(store.path) / file.sha256[:2] / file.sha256
    path.write_bytes(b"hallo")
    (changed,) = problems(tmp_path)
    assert changed == text(
        "store.check.attachment_damaged", file_name="goi.zip/Biểu.xlsx", path=path
    )
    path.unlink()
    (gone,) = problems(tmp_path)
    assert gone == text("store.check.attachment_missing", file_name="goi.zip/Biểu.xlsx", path=path)


def test_a_day_is_no_moment_and_a_yes_is_no_number():
    values = [date(2024, 10, 1), datetime(2024, 10, 1, tzinfo=UTC), True, 1, "1", None]
    some = READING.values[0]
    reading = replace(READING, values=tuple(replace(some, value=value) for value in values))
    found = [value.value for value in decode(encode(reading)).values]
    assert list(map(type, found)) == list(map(type, values))
