"""The audit log shows tampering: edit, delete, truncate and roll back are all detected (R10)."""

from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest
from builders import at
from sqlalchemy.exc import IntegrityError
from stores import NOW, Watch, execute, note, opened

from db import open_backups
from db.opening import DATABASE
from db.store import SqlStore
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.ports import AuditHead

TRIGGERS_OFF = ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """A store with five lines, each in a transaction of its own."""
    with opened(tmp_path) as (store, _):
        for number in range(1, 6):
            note(store, str(number), text=f"Dòng {number}")
        yield store


def first_misfit(store: SqlStore) -> int | None:
    with store.reading() as work:
        return work.audit.verify()


def test_an_empty_log_has_a_blank_head(tmp_path: Path):
    with opened(tmp_path) as (store, _), store.reading() as work:
        assert work.audit.head() == AuditHead(0, "")
        assert work.audit.verify() is None


def test_lines_are_chained_and_found_again(store: SqlStore):
    with store.writing() as work:
        detail = {"due": date(2024, 10, 12), "at": at("2024-10-01T08:00"), "number": 3, "Đ": None}
        line = work.audit.append("change", "unit", "15349", detail)
        assert work.audit.head() == AuditHead(line.number, line.hash)
    assert (line.number, line.at, line.action) == (6, NOW.astimezone(UTC), "change")
    assert line.detail == {
        "due": "2024-10-12",
        "at": "2024-10-01T01:00:00+00:00",
        "number": 3,
        "Đ": None,
    }
    with store.reading() as work:
        assert work.audit.of("unit", "15349") == (line,)
        assert work.audit.of("thing", "5")[0].hash == line.previous
        assert work.audit.of("unit", "1") == ()
    assert first_misfit(store) is None


def test_several_lines_of_one_transaction_follow_each_other(store: SqlStore):
    with store.writing() as work:
        first = work.audit.append("a", "x", "1", {})
        second = work.audit.append("b", "x", "1", {})
    assert second.previous == first.hash
    assert first_misfit(store) is None


def test_what_has_no_json_is_a_fault_and_writes_nothing(store: SqlStore):
    def write():
        with store.writing() as work:
            work.audit.append("a", "x", "1", {"thing": object()})

    with pytest.raises(TypeError, match="object"):
        write()
    with store.reading() as work:
        assert work.audit.head().number == 5


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'khác' WHERE number = 2", "DELETE FROM audit"]
)
def test_the_database_itself_refuses_changes(store: SqlStore, statement: str):
    with store.writing() as work, pytest.raises(IntegrityError, match="append-only"):
        work.settings._connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "change",
    [
        "at = '2024-10-11 00:00:00.000000'",
        "actor = 'Người khác'",
        "action = 'erase'",
        "entity = 'other'",
        "entity_id = '9'",
        """detail = '{"text":"Dòng 8"}'""",
        "previous = ''",
        "hash = previous",
    ],
)
def test_an_edit_shows(store: SqlStore, tmp_path: Path, change: str):
    store.close()
    execute(tmp_path, *TRIGGERS_OFF, f"UPDATE audit SET {change} WHERE number = 3")
    assert first_misfit(store) == 3
    (sentence,) = open_backups(tmp_path, clock=Watch()).check()
    assert "số 3" in sentence


@pytest.mark.parametrize(("number", "misfit"), [(1, 2), (3, 4)])
def test_a_deletion_shows(store: SqlStore, tmp_path: Path, number: int, misfit: int):
    store.close()
    execute(tmp_path, *TRIGGERS_OFF, f"DELETE FROM audit WHERE number = {number}")
    assert first_misfit(store) == misfit


def test_a_deletion_whose_gap_was_closed_shows(store: SqlStore, tmp_path: Path):
    store.close()
    execute(
        tmp_path,
        *TRIGGERS_OFF,
        "DELETE FROM audit WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 4",
        "UPDATE audit SET number = 4 WHERE number = 5",
    )
    assert first_misfit(store) == 3


def test_an_exchange_of_two_lines_shows(store: SqlStore, tmp_path: Path):
    store.close()
    execute(
        tmp_path,
        *TRIGGERS_OFF,
        "UPDATE audit SET number = 99 WHERE number = 2",
        "UPDATE audit SET number = 2 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 99",
    )
    assert first_misfit(store) == 2


@pytest.mark.parametrize("kept", [0, 4])
def test_truncation_shows_against_the_marker(store: SqlStore, tmp_path: Path, kept: int):
    store.close()
    execute(tmp_path, *TRIGGERS_OFF, f"DELETE FROM audit WHERE number > {kept}")
    assert first_misfit(store) is None
    with pytest.raises(UserError) as caught:
        opened(tmp_path).__enter__()
    assert caught.value.code == "store.rolled_back"
    (sentence,) = open_backups(tmp_path, clock=Watch()).check()
    assert f"còn {kept} dòng" in sentence


def test_rolling_back_and_going_on_shows_against_the_marker(store: SqlStore, tmp_path: Path):
    path = tmp_path / DATABASE
    store.close()
    early = path.read_bytes()
    note(store, "6")
    store.close()
    marker = path.with_name(f"{DATABASE}.marker").read_bytes()
    path.write_bytes(early)
    note(store, "khác")
    store.close()
    path.with_name(f"{DATABASE}.marker").write_bytes(marker)
    assert first_misfit(store) is None
    with pytest.raises(UserError) as caught:
        opened(tmp_path).__enter__()
    assert caught.value.code == "store.rolled_back"


def test_a_changed_text_in_a_submission_shows(tmp_path: Path):
    from builders import indicator, plan, unit

    from vinhloc_cds.domain.submission import Channel, SubmissionDraft, SubmissionKind, Value

    draft = SubmissionDraft("A", SubmissionKind.FIRST, NOW, Channel.EMAIL, maker="Đức")
    with opened(tmp_path) as (store, backups):
        with store.writing() as work:
            work.plans.add(plan([unit("A")], [indicator("D01")]))
            for _ in range(3):
                values = (Value("D01", 12, "12"),)
                work.submissions.add("KH-THU", draft, values, NOW)
        assert backups.check() == ()
        store.close()
        execute(tmp_path, "UPDATE submission SET maker = 'Đạo' WHERE id = 2")
        (sentence,) = backups.check()
        assert "số 2" in sentence
        execute(tmp_path, "UPDATE submission SET maker = 'Đức' WHERE id = 2")
        assert backups.check() == ()
        execute(tmp_path, "UPDATE value SET raw = '21' WHERE submission_id = 3")
        (sentence,) = backups.check()
        assert "số 3" in sentence
