"""Backups: made, listed, verified, damaged, put back (R8)."""

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from stores import NOW, Watch, execute, note, opened

from db import files, open_backups, sqlite
from db.backup import KINDS, SqlBackups
from db.copies import manifest_of
from db.marker import Marker
from db.opening import DATABASE
from db.store import SqlStore
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.ports import BackupFile

WATCHED = "text"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def both(tmp_path: Path, watch: Watch) -> Iterator[tuple[SqlStore, SqlBackups]]:
    """A store in which the setting `text` says "trước", and its backups."""
    with opened(tmp_path, watch) as (store, backups):
        write(store, "trước")
        yield store, backups


def write(store: SqlStore, text: str) -> None:
    with store.writing() as work:
        work.settings.set(WATCHED, text)
        work.audit.append("change", "setting", WATCHED, {"text": text})


def read(store: SqlStore) -> str | None:
    with store.reading() as work:
        return work.settings.get(WATCHED)


def refuse(backups: SqlBackups, path: Path) -> str:
    with pytest.raises(UserError) as caught:
        backups.restore(path)
    assert str(path.parents[1]) in str(caught.value)
    return caught.value.code


def test_a_backup_is_one_file_with_a_manifest(both, tmp_path: Path):
    store, backups = both
    made = backups.make("manual")
    with store.reading() as work:
        assert made.audit == work.audit.head()
    assert made.kind == "manual"
    assert made.made_at == NOW
    assert made.sha256 == files.sha256(made.path)
    assert made.counts["setting"] == 1
    manifest = json.loads(manifest_of(made.path).read_text())
    assert manifest["audit"] == {"number": made.audit.number, "hash": made.audit.hash}
    assert {path.name for path in made.path.parent.iterdir()} == {
        made.path.name,
        manifest_of(made.path).name,
    }


def test_backups_are_listed_newest_first(both, watch: Watch):
    _, backups = both
    first = backups.make("auto")
    again = backups.make("auto")
    watch.wind(hours=1)
    last = backups.make("manual")
    assert backups.list() == (
        last,
        *sorted((first, again), key=lambda b: b.path.name, reverse=True),
    )


def test_a_copy_without_a_readable_manifest_is_none(both):
    _, backups = both
    made = backups.make("manual")
    manifest_of(made.path).write_text("{")
    assert backups.list() == ()
    assert refuse(backups, made.path) == "store.copy_without_manifest"


def test_an_unknown_kind_is_a_fault(both):
    with pytest.raises(ValueError, match="holiday"):
        both[1].make("holiday")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_backup_can_be_put_back(both, kind: str, watch: Watch):
    store, backups = both
    made = backups.make(kind)
    watch.wind(minutes=5)
    write(store, "sau")
    with store.reading() as work:
        end_before = work.audit.head()
    assert backups.restore(made.path) == made
    assert read(store) == "trước"
    assert backups.check() == ()
    with store.reading() as work:
        (line,) = work.audit.of("store", "")
    assert (line.action, line.detail["sha256"]) == ("restore", made.sha256)
    kept = next(backup for backup in backups.list() if backup.made_at == watch.now)
    assert (kept.kind, kept.audit) == ("pre-restore", end_before)
    write(store, "tiếp")
    backups.restore(kept.path)
    assert read(store) == "sau"


def test_what_was_put_back_opens_again(both, tmp_path: Path):
    store, backups = both
    made = backups.make("manual")
    write(store, "sau")
    backups.restore(made.path)
    store.close()
    with opened(tmp_path) as (again, _):
        assert read(again) == "trước"


@pytest.mark.parametrize("seed", range(8))
def test_damaged_backups_are_refused(both, seed: int):
    store, backups = both
    made = backups.make("manual")
    whole = made.path.read_bytes()
    chance = random.Random(seed)
    for damage in (cut, flip, overwrite, swell, blank, exchange):
        made.path.write_bytes(damage(whole, chance))
        assert refuse(backups, made.path) == "store.copy_damaged", damage.__name__
    made.path.write_bytes(whole)
    assert read(store) == "trước"
    assert backups.list() == (made,)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def overwrite(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) - 512)
    return data[:at] + chance.randbytes(512) + data[at + 512 :]


def swell(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(4096)


def blank(data: bytes, chance: random.Random) -> bytes:
    page = chance.randrange(len(data) // 4096) * 4096
    return data[:page] + bytes(4096) + data[page + 4096 :] if any(data[page : page + 4096]) else b""


def exchange(data: bytes, chance: random.Random) -> bytes:
    return data[4096:] + data[:4096]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE setting SET value = 'khác'",
        "DELETE FROM setting",
        "DROP TRIGGER audit_no_update",
    ],
)
def test_a_copy_that_was_changed_is_refused(both, statement: str, tmp_path: Path):
    _, backups = both
    made = backups.make("manual")
    change(made.path, statement, tmp_path)
    assert refuse(backups, made.path) == "store.copy_damaged"


def change(copy: Path, statement: str, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(copy, folder / DATABASE)
    execute(folder, *statement.split(";"))
    shutil.copy(folder / DATABASE, copy)


def forge(made: BackupFile, statement: str, tmp_path: Path) -> None:
    """Change a copy and write its checksum anew, as one could who knows the manifest."""
    change(made.path, statement, tmp_path)
    manifest = json.loads(manifest_of(made.path).read_text())
    manifest["sha256"] = files.sha256(made.path)
    manifest_of(made.path).write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM setting", "store.copy_damaged"),
        ("DROP TRIGGER audit_no_update;UPDATE audit SET actor = 'x'", "store.copy_damaged"),
        ("DROP TRIGGER audit_no_delete;DELETE FROM audit", "store.copy_damaged"),
        ("INSERT INTO assignment VALUES (1, 99, 99, 1)", "store.copy_damaged"),
        ("DROP TABLE alembic_version", "store.copy_damaged"),
        ("DROP TABLE audit", "store.copy_damaged"),
        ("PRAGMA application_id = 1", "store.copy_damaged"),
        ("UPDATE alembic_version SET version_num = '9999'", "store.copy_newer"),
    ],
)
def test_a_copy_with_a_forged_checksum_is_refused(both, statement: str, code: str, tmp_path: Path):
    store, backups = both
    made = backups.make("manual")
    forge(made, statement, tmp_path)
    assert refuse(backups, made.path) == code
    assert read(store) == "trước"


def test_a_backup_from_elsewhere_can_be_put_back(both, tmp_path: Path):
    store, backups = both
    made = backups.make("manual")
    stick = tmp_path / "usb"
    stick.mkdir()
    for path in (made.path, manifest_of(made.path)):
        shutil.move(path, stick)
    write(store, "sau")
    assert backups.restore(stick / made.path.name).path.parent == stick
    assert read(store) == "trước"


@pytest.mark.parametrize("how", ["damaged", "missing", "empty", "foreign"])
def test_a_database_past_opening_is_put_back_from_a_backup(both, tmp_path: Path, how: str):
    store, backups = both
    made = backups.make("manual")
    write(store, "sau")
    store.close()
    path = tmp_path / DATABASE
    match how:
        case "damaged":
            path.write_bytes(path.read_bytes()[:6000])
            Path(f"{path}-wal").write_bytes(b"a log of other days")
        case "missing":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "foreign":
            path.unlink()
            execute(tmp_path, "CREATE TABLE places (url TEXT)")
    left = path.read_bytes() if path.exists() else None
    with pytest.raises(UserError):
        opened(tmp_path).__enter__()
    recovery = open_backups(tmp_path, clock=Watch())
    assert recovery.list() == (made,)
    recovery.restore(made.path)
    with opened(tmp_path) as (again, _):
        assert read(again) == "trước"
        assert recovery.check() == ()
    aside = [each.read_bytes() for each in made.path.parent.glob("*set-aside*")]
    assert aside == ([left] if left else [])
    assert recovery.list() == (made,)


def test_a_rolled_back_database_is_kept_and_replaced(both, tmp_path: Path):
    store, backups = both
    store.close()
    early = (tmp_path / DATABASE).read_bytes()
    write(store, "sau")
    made = backups.make("manual")
    store.close()
    (tmp_path / DATABASE).write_bytes(early)
    recovery = open_backups(tmp_path, clock=Watch())
    recovery.restore(made.path)
    with opened(tmp_path) as (again, _):
        assert read(again) == "sau"
    assert {backup.kind for backup in recovery.list()} == {"manual", "pre-restore"}


def test_a_restore_that_cannot_keep_what_is_there_stops(both, monkeypatch: pytest.MonkeyPatch):
    store, backups = both
    made = backups.make("manual")
    write(store, "sau")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "copy_file", full)
        with pytest.raises(UserError) as caught:
            backups.restore(made.path)
    assert caught.value.code == "store.copy_failed"
    assert read(store) == "sau"
    assert backups.check() == ()
    assert backups.list() == (made,)


def test_a_restore_waits_for_nobody_else_at_work(
    both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store, backups = both
    made = backups.make("manual")
    write(store, "sau")
    store.close()
    monkeypatch.setitem(sqlite._SAFE, "busy_timeout", 50)
    with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert refuse(backups, made.path) == "store.locked"
        (sentence,) = backups.check()
        assert str(tmp_path) in sentence
    assert read(store) == "sau"


@pytest.mark.parametrize("step", range(4))
def test_a_restore_cut_off_at_any_step_leaves_one_or_the_other(
    both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
):
    """The last steps are: marker for both, the new file in place, marker for the new one."""
    store, backups = both
    made = backups.make("manual")
    write(store, "sau")
    backups.make("auto")
    plain, calls = files.replace, []

    def power_cut(source: Path, target: Path) -> None:
        if target.parent == tmp_path:
            if len(calls) == step:
                raise KeyboardInterrupt
            calls.append(target)
        plain(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", power_cut)
        if step < 3:
            with pytest.raises(KeyboardInterrupt):
                backups.restore(made.path)
        else:
            backups.restore(made.path)
    store.close()
    with opened(tmp_path) as (again, _):
        assert read(again) == ("sau" if step < 2 else "trước")
        note(again)
        assert backups.check() == ()


def test_a_backup_that_fails_leaves_nothing_behind(both, monkeypatch: pytest.MonkeyPatch):
    _, backups = both
    first = backups.make("auto")

    def spoil(source, target: Path) -> None:
        target.write_bytes(b"SQLite format 3\x00" + bytes(5000))

    with monkeypatch.context() as patch:
        patch.setattr(sqlite, "copy_file", spoil)
        with pytest.raises(UserError) as caught:
            backups.make("auto")
    assert caught.value.code == "store.copy_refused"
    assert backups.list() == (first,)
    assert len(list(first.path.parent.iterdir())) == 2


def test_a_tampered_database_is_not_backed_up_and_nothing_rotates(
    both, tmp_path: Path, watch: Watch
):
    store, backups = both
    kept = [backups.make("pre-import") for _ in range(10)]
    store.close()
    execute(tmp_path, "DROP TRIGGER audit_no_update", "UPDATE audit SET actor = 'x'")
    watch.wind(days=400)
    with pytest.raises(UserError) as caught:
        backups.make("pre-import")
    assert caught.value.code == "store.copy_refused"
    assert len(backups.list()) == len(kept)


def test_making_backups_lets_go_of_the_oldest_of_a_kind(both, watch: Watch):
    _, backups = both
    made = []
    for _ in range(6):
        watch.wind(minutes=1)
        made.append(backups.make("pre-restore"))
    assert backups.list() == tuple(reversed(made[1:]))
    assert not made[0].path.exists()
    assert not manifest_of(made[0].path).exists()


def test_a_marker_is_not_needed_to_restore(both, tmp_path: Path):
    store, backups = both
    made = backups.make("manual")
    Marker(tmp_path / DATABASE).path.unlink()
    write(store, "sau")
    Marker(tmp_path / DATABASE).path.unlink()
    backups.restore(made.path)
    assert read(store) == "trước"
    assert backups.check() == ()


def test_a_broken_index_and_a_dangling_row_show(both, tmp_path: Path):
    store, backups = both
    store.close()
    execute(
        tmp_path,
        "PRAGMA writable_schema=1",
        "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_audit_entity_entity_id ON audit (actor)'"
        " WHERE name = 'ix_audit_entity_entity_id'",
    )
    execute(tmp_path, "INSERT INTO assignment VALUES (1, 99, 99, 1)")
    sentences = backups.check()
    assert any("ix_audit_entity_entity_id" in sentence for sentence in sentences)
    assert any("assignment" in sentence for sentence in sentences)
    with opened(tmp_path) as (again, _):
        assert read(again) == "trước"
