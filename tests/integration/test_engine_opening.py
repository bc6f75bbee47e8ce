"""What is not this program's sound database is never taken for new and never written to (R3)."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from stores import Watch, execute, note, opened

from db import open_backups, open_store, sqlite
from db.engine import open_engine
from db.marker import Marker
from db.migrations import HEAD, REVISIONS
from db.opening import DATABASE
from vinhloc_cds.errors import UserError


def refusal(folder: Path) -> str:
    """The code of the sentence; the folder is left byte for byte as it was."""
    before = content(folder)
    with pytest.raises(UserError) as caught:
        open_store(folder, clock=Watch())
    assert content(folder) == before
    assert str(folder) in str(caught.value)
    return caught.value.code


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database in which there are ten lines of audit."""
    with opened(tmp_path) as (store, _):
        for _ in range(10):
            note(store, text="Ngày Chuyển đổi số quốc gia")
    return tmp_path


def test_the_first_start_makes_the_folder_and_a_database_of_ours(tmp_path: Path):
    folder = tmp_path / "một thư mục % mới"
    with opened(folder):
        pass
    header = sqlite.read_header(folder / DATABASE)
    assert header == sqlite.Header(sqlite.APPLICATION_ID, len(REVISIONS))
    assert set(content(folder)) == {DATABASE, f"{DATABASE}.marker"}
    assert execute(folder, "SELECT version_num FROM alembic_version") == [(HEAD,)]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/nhà/số 1%.sqlite3"), "file:///nh%C3%A0/s%E1%BB%91%201%25.sqlite3"),
        (PureWindowsPath(r"C:\vp\a?#.sqlite3"), "file:///C:/vp/a%3F%23.sqlite3"),
        (PureWindowsPath(r"\\may-chu\chung\a.sqlite3"), "file:////may-chu/chung/a.sqlite3"),
    ],
)
def test_sqlite_is_told_of_a_file_wherever_it_lies(path: PurePath, uri: str):
    assert sqlite.uri(path) == uri


def test_starting_again_changes_nothing(folder: Path):
    before = content(folder)
    with opened(folder):
        pass
    assert content(folder) == before


def test_a_start_cut_short_is_a_first_start_again(tmp_path: Path):
    (tmp_path / f"{DATABASE}.new").write_bytes(b"half a database")
    with opened(tmp_path) as (store, backups):
        note(store)
        assert backups.check() == ()


def test_a_first_start_without_its_marker_goes_on(tmp_path: Path):
    with opened(tmp_path):
        pass
    Marker(tmp_path / DATABASE).path.unlink()
    with opened(tmp_path) as (store, backups):
        assert backups.check() == ()
        with store.reading() as work:
            assert work.audit.head().number == 0


def test_a_missing_file_is_not_a_first_start(folder: Path):
    (folder / DATABASE).unlink()
    assert refusal(folder) == "store.missing"


@pytest.mark.parametrize("trace", ["-journal", "-wal"])
def test_a_log_left_alone_is_not_a_first_start(tmp_path: Path, trace: str):
    (tmp_path / f"{DATABASE}{trace}").write_bytes(b"log")
    assert refusal(tmp_path) == "store.missing"


def test_backups_left_alone_are_not_a_first_start(folder: Path):
    with opened(folder) as (_, backups):
        backups.make("manual")
    (folder / DATABASE).unlink()
    Marker(folder / DATABASE).path.unlink()
    assert refusal(folder) == "store.missing"


def test_an_empty_file_is_refused(folder: Path):
    (folder / DATABASE).write_bytes(b"")
    assert refusal(folder) == "store.empty"


@pytest.mark.parametrize("junk", [b"x", b"PK\x03\x04" * 100, b"SQLite format 3\x00"])
def test_what_is_no_database_is_refused(folder: Path, junk: bytes):
    (folder / DATABASE).write_bytes(junk)
    assert refusal(folder) == "store.not_database"


def test_a_foreign_database_is_refused(folder: Path):
    (folder / DATABASE).unlink()
    execute(folder, "CREATE TABLE places (url TEXT)")
    assert refusal(folder) == "store.foreign"


def test_a_folder_in_its_place_is_refused(tmp_path: Path):
    (tmp_path / DATABASE).mkdir()
    assert refusal(tmp_path) == "store.cannot_open"


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path):
    (tmp_path / "data").write_text("x")
    with pytest.raises(UserError) as caught:
        open_store(tmp_path / "data", clock=Watch())
    assert caught.value.code == "store.cannot_open"


@pytest.mark.parametrize(
    "statement",
    [
        f"PRAGMA user_version={len(REVISIONS) + 1}",
        "UPDATE alembic_version SET version_num = '9999'",
    ],
)
def test_a_newer_database_is_refused(folder: Path, statement: str):
    execute(folder, statement)
    assert refusal(folder) == "store.newer"


def test_a_database_without_its_schema_is_damaged(folder: Path):
    execute(folder, "DROP TABLE alembic_version")
    assert refusal(folder) == "store.damaged"


def test_a_truncated_database_is_refused(folder: Path):
    path = folder / DATABASE
    os.truncate(path, path.stat().st_size // 2)
    assert refusal(folder) == "store.damaged"


@pytest.mark.parametrize("page", [2, 5, 11])
def test_an_overwritten_page_is_refused(folder: Path, page: int):
    with (folder / DATABASE).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    assert refusal(folder) == "store.damaged"


def test_yesterdays_file_put_back_is_refused(folder: Path):
    shutil.copy(folder / DATABASE, folder / "yesterday")
    with opened(folder) as (store, _):
        note(store)
    shutil.copy(folder / "yesterday", folder / DATABASE)
    assert refusal(folder) == "store.rolled_back"
    (sentence,) = open_backups(folder, clock=Watch()).check()
    assert "11" in sentence
    assert "10" in sentence


def test_anothers_database_of_the_same_length_is_refused(folder: Path, tmp_path: Path):
    with opened(tmp_path / "other") as (store, _):
        for _ in range(10):
            note(store, text="khác")
    shutil.copy(tmp_path / "other" / DATABASE, folder / DATABASE)
    assert refusal(folder) == "store.rolled_back"


def test_a_marker_behind_is_what_a_crash_leaves(folder: Path):
    marker = Marker(folder / DATABASE).path
    behind = marker.read_bytes()
    with opened(folder) as (store, _):
        note(store)
    marker.write_bytes(behind)
    with opened(folder) as (store, backups):
        assert backups.check() == ()
        note(store)
    assert marker.read_bytes() != behind


@pytest.mark.parametrize("rest", [None, b"", b"[1]", b'{"head": {"number": "x"}}'])
def test_a_lost_marker_shows_in_the_log_for_ever(folder: Path, rest: bytes | None):
    marker = Marker(folder / DATABASE).path
    if rest is None:
        marker.unlink()
    else:
        marker.write_bytes(rest)
    (sentence,) = open_backups(folder, clock=Watch()).check()
    assert str(marker) in sentence
    with opened(folder) as (store, backups):
        with store.reading() as work:
            (line,) = work.audit.of("store", "")
        assert (line.number, line.action) == (11, "marker-missing")
        assert backups.check() == ()


def test_what_was_refused_opens_once_it_is_mended(folder: Path):
    path = folder / DATABASE
    whole = path.read_bytes()
    path.write_bytes(whole[:5000])
    refusal(folder)
    path.write_bytes(whole)
    with opened(folder) as (store, _), store.reading() as work:
        assert work.audit.head().number == 10


def test_every_connection_has_the_settings_durability_rests_on(folder: Path):
    engine = open_engine(folder / DATABASE)
    engine.dispose()
    wanted = {
        "journal_mode": sqlite.journal_mode(),
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "journal_size_limit": 16 * 1024 * 1024,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "application_id": sqlite.APPLICATION_ID,
    }
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted
            }
            assert found == wanted
    engine.dispose()


def test_a_setting_that_is_not_taken_stops_the_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sqlite._SAFE, "trusted_schema", 7)
    with pytest.raises(UserError) as caught:
        open_engine(folder / DATABASE)
    assert caught.value.code == "store.setting_refused"


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "truncate"),
        ((3, 44, 5), "truncate"),
        ((3, 44, 6), "wal"),
        ((3, 45, 0), "truncate"),
        ((3, 50, 6), "truncate"),
        ((3, 50, 7), "wal"),
        ((3, 51, 0), "truncate"),
        ((3, 51, 2), "truncate"),
        ((3, 51, 3), "wal"),
        ((3, 54, 0), "wal"),
    ],
)
def test_wal_is_for_versions_that_lose_nothing_in_it(version: tuple[int, int, int], mode: str):
    assert sqlite.journal_mode(version) == mode


def test_everything_works_in_wal_mode_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite, "journal_mode", lambda: "wal")
    with opened(tmp_path) as (store, backups):
        note(store)
        copy = backups.make("manual")
        note(store)
        backups.restore(copy.path)
        note(store)
        with store.reading() as work:
            assert work.audit.head().number == 3
            # Still in the log beside the file, and yet in the copy.
            assert backups.make("manual").audit.number == 3
        assert backups.check() == ()
    assert {path.name for path in tmp_path.iterdir()} == {
        "backups",
        DATABASE,
        f"{DATABASE}.marker",
    }


def test_a_database_changes_its_mode_with_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "journal_mode", lambda: "wal")
        with opened(tmp_path) as (store, _):
            note(store)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "journal_mode", lambda: "truncate")
        with opened(tmp_path) as (store, _):
            note(store)
    ((mode,),) = execute(tmp_path, "PRAGMA journal_mode")
    assert mode == "delete"  # what a plain connection says of a file that is not in WAL mode


def test_sqlite_is_new_enough_for_what_the_tables_ask():
    assert sqlite3.sqlite_version_info >= (3, 35, 0)


def test_a_disk_that_is_full_at_the_first_start_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fill(path: Path) -> None:
        with closing(sqlite3.connect(path)) as small:
            small.execute("PRAGMA max_page_count=1")
            small.execute("CREATE TABLE too_much (words TEXT)")

    monkeypatch.setattr("db.opening.migrate", fill)
    assert refusal(tmp_path) == "store.disk_full"
    monkeypatch.undo()
    with opened(tmp_path) as (store, _):
        note(store)
