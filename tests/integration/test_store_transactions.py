"""A unit of work is all or nothing, and trouble with the disk is a sentence, not a loss (R4)."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from stores import Watch, note, opened

from db import files, sqlite
from db.opening import DATABASE
from db.store import SqlStore, system_user
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.ports import ACTOR


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    monkeypatch.setitem(sqlite._SAFE, "busy_timeout", 50)
    with opened(tmp_path) as (store, _):
        yield store


def stored(store: SqlStore, key: str) -> str | None:
    with store.reading() as work:
        return work.settings.get(key)


def put(store: SqlStore, key: str, value: str) -> None:
    with store.writing() as work:
        work.settings.set(key, value)


def test_a_block_that_fails_leaves_nothing_behind(store: SqlStore):
    def fail():
        with store.writing() as work:
            work.settings.set("key", "value")
            work.audit.append("note", "thing", "1", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert stored(store, "key") is None
    with store.reading() as work:
        assert work.audit.head().number == 0


def test_a_fault_of_ours_stays_a_fault(store: SqlStore):
    put(store, "key", "value")
    with pytest.raises(IntegrityError), store.writing() as work:
        work.settings._connection.exec_driver_sql("INSERT INTO setting VALUES ('key', 'again')")
    assert stored(store, "key") == "value"


def test_a_reader_sees_one_state_from_first_to_last(store: SqlStore, tmp_path: Path):
    put(store, "key", "1")
    with opened(tmp_path) as (other, _), store.reading() as work:
        assert work.settings.get("key") == "1"
        # In WAL mode the writer does not wait for the reader; in rollback mode it is told to.
        try:
            put(other, "key", "2")
        except UserError as error:
            assert error.code == "store.locked"  # noqa: PT017
        assert work.settings.get("key") == "1"


def test_a_full_disk_is_a_sentence_and_the_next_try_works(store: SqlStore, tmp_path: Path):
    put(store, "key", "before")

    def fill(connection, _record):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    store.close()
    event.listen(store._engine, "connect", fill)
    with pytest.raises(UserError) as caught:
        put(store, "key", "x" * 100_000)
    assert caught.value.code == "store.disk_full"
    assert str(tmp_path) in str(caught.value)
    event.remove(store._engine, "connect", fill)
    assert stored(store, "key") == "before"
    put(store, "key", "x" * 100_000)
    assert stored(store, "key") == "x" * 100_000


def test_a_locked_file_is_a_sentence_and_the_next_try_works(store: SqlStore, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as caught:
            put(store, "key", "value")
        assert caught.value.code == "store.locked"
    put(store, "key", "value")
    assert stored(store, "key") == "value"


def test_a_read_only_file_is_a_sentence_and_the_next_try_works(store: SqlStore):
    def freeze(connection, _record):
        connection.execute("PRAGMA query_only=1")

    store.close()
    event.listen(store._engine, "connect", freeze)
    with pytest.raises(UserError) as caught:
        put(store, "key", "value")
    assert caught.value.code == "store.read_only"
    event.remove(store._engine, "connect", freeze)
    put(store, "key", "value")
    assert stored(store, "key") == "value"


@pytest.mark.skipif(
    os.name == "nt" or sqlite.journal_mode() == "wal",
    reason="Windows keeps an open file in its place; in WAL mode SQLite does not look",
)
def test_a_file_taken_away_is_a_sentence(store: SqlStore, tmp_path: Path):
    put(store, "key", "value")
    (tmp_path / DATABASE).rename(tmp_path / "elsewhere")
    with pytest.raises(UserError) as caught:
        put(store, "key", "lost?")
    assert caught.value.code == "store.missing"
    (tmp_path / "elsewhere").rename(tmp_path / DATABASE)
    put(store, "key", "saved")
    assert stored(store, "key") == "saved"


def test_a_damaged_page_met_on_the_way_is_a_sentence(store: SqlStore, tmp_path: Path):
    put(store, "key", "x" * 50_000)
    store.close()
    path = tmp_path / DATABASE
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    with pytest.raises(UserError) as caught:
        stored(store, "key")
    assert caught.value.code == "store.damaged"


def test_a_marker_that_cannot_be_written_does_not_undo_the_commit(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("db.files.write", refuse)
        note(store)
    with store.reading() as work:
        assert work.audit.head().number == 1


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_IOERR_FSYNC, "store.io_error"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, "store.cannot_open"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "store.locked"),
        (sqlite3.SQLITE_NOTADB, "store.not_database"),
    ],
)
def test_whatever_else_the_disk_does_is_a_sentence(store: SqlStore, code: int, sentence: str):
    trouble = sqlite3.OperationalError("trouble")
    trouble.sqlite_errorcode = code
    with pytest.raises(UserError) as caught, store.writing():
        raise trouble
    assert caught.value.code == sentence
    assert str(store.path) in str(caught.value)


def test_an_error_that_says_nothing_of_the_disk_stays_a_fault(store: SqlStore):
    with pytest.raises(sqlite3.ProgrammingError), store.writing():
        raise sqlite3.ProgrammingError("Incorrect number of bindings")


def test_a_file_that_a_scanner_holds_for_a_moment_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    refusals = [PermissionError(13, "WinError 5"), PermissionError(13, "WinError 32")]
    plain = Path.replace

    def hold(source: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return plain(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", hold)
        files.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_file_held_for_good_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def hold(*_):
        raise PermissionError(13, "WinError 32")

    (tmp_path / "file").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", hold)
        patch.setattr(files, "_RETRY_SECONDS", 0.1)
        with pytest.raises(PermissionError):
            files.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_threads_take_turns(tmp_path: Path):
    def count_up():
        for _ in range(20):
            with store.writing() as work:
                work.settings.set("n", str(int(work.settings.get("n") or 0) + 1))

    with opened(tmp_path) as (store, _):
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(count_up) for _ in range(2)]:
                done.result()
        assert stored(store, "n") == "40"


def test_lines_are_written_in_the_actors_name_at_the_clocks_moment(tmp_path: Path):
    watch = Watch()
    with opened(tmp_path, watch) as (store, _):
        note(store)
        watch.wind(hours=1)
        put(store, ACTOR, "Trịnh Thị Hoà")
        note(store)
        with store.reading() as work:
            lines = work.audit.of("thing", "1")
    assert [line.actor for line in lines] == [system_user(), "Trịnh Thị Hoà"]
    assert (lines[1].at - lines[0].at).total_seconds() == 3600
