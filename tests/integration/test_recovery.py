"""What the command line says of a database that cannot be used, and of a folder that must not be.

Backing up unasked, on a real store.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from stores import Watch

from db.opening import DATABASE
from vinhloc_cds import bootstrap, place
from vinhloc_cds.__main__ import main
from vinhloc_cds.services.rhythm import Occasion, back_up_if_due

NAME = "Lê Thị Hoà"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def replace_by_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (url TEXT)")


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=999")


def roll_back(path: Path) -> None:
    shutil.copy(path.with_name("yesterday"), path)


FAULTS = {
    "damaged": cut,
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "not a database": lambda path: path.write_bytes(b"x" * 500),
    "foreign": replace_by_foreign,
    "newer": make_newer,
    "rolled back": roll_back,
}


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A folder whose database has a backup in which the officer has a name, and one without."""
    folder = tmp_path / "dữ liệu"
    clock = Watch()
    office = bootstrap.build_office(folder, clock)
    office.backups.make("manual")
    office.store.close()
    shutil.copy(folder / DATABASE, folder / "yesterday")
    clock.wind(hours=1)
    office = bootstrap.build_office(folder, clock)
    office.planning.set_actor(NAME)
    office.backups.make("auto")
    office.store.close()
    return folder


def actor(folder: Path) -> str:
    with bootstrap.open_office(bootstrap.Setup(folder, now=Watch()())) as office:
        return office.planning.actor()


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_command_line_names_the_way_back(data_dir, capsys, fault):
    FAULTS[fault](data_dir / DATABASE)
    before = contents(data_dir)
    for command in ("status", "backup", "check"):
        assert main(["--data", str(data_dir), command]) == 1
        out, err = capsys.readouterr()
        sentence, hint = err.splitlines()
        assert out == ""
        assert str(data_dir / DATABASE) in sentence
        newest = max((data_dir / "backups").glob("*.sqlite3"))
        assert hint.endswith(f'vinhloc-cds --data "{data_dir}" restore "{newest}"')
    assert contents(data_dir) == before

    assert main(["--data", str(data_dir), "restore", str(newest)]) == 0
    assert actor(data_dir) == NAME


def test_without_a_backup_the_way_back_is_a_file_from_elsewhere(data_dir, capsys):
    shutil.rmtree(data_dir / "backups")
    cut(data_dir / DATABASE)
    assert main(["--data", str(data_dir), "status"]) == 1
    assert capsys.readouterr().err.splitlines()[1].endswith("restore FILE")


def test_an_error_of_another_kind_names_no_way_back(data_dir, capsys):
    assert main(["--data", str(data_dir), "--plan", "KH-KHAC", "status"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["status"], ["restore", "x.sqlite3"]])
def test_an_unsafe_folder_is_refused_before_it_is_made(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.setattr(place, "_medium", lambda _: place.Medium.NETWORK)
    folder = tmp_path / "data"
    assert main(["--data", str(folder), *arguments]) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert str(folder) in err
    assert not folder.exists()


def test_the_demo_has_a_folder_of_its_own(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(place, "_medium", lambda _: place.Medium.NETWORK)
    assert main(["--data", str(tmp_path / "data"), "--demo", "status"]) == 0


def test_backups_follow_the_work(tmp_path):
    clock = Watch()
    office = bootstrap.build_office(tmp_path, clock)
    kinds = []

    def at(occasion: Occasion, **later: int) -> int:
        clock.wind(**later)
        back_up_if_due(office, occasion)
        kinds[:] = [backup.kind for backup in office.backups.list()]
        return len(kinds)

    assert at(Occasion.START) == 1
    assert at(Occasion.INTERVAL, minutes=30) == 1
    office.planning.set_actor(NAME)
    assert at(Occasion.INTERVAL, minutes=30) == 2
    assert at(Occasion.INTERVAL, minutes=30) == 2
    assert at(Occasion.EXIT, minutes=5) == 2
    office.planning.set_actor("Người khác")
    assert at(Occasion.EXIT, minutes=5) == 3
    assert at(Occasion.START, hours=23) == 3
    assert at(Occasion.START, hours=2) == 4
    assert set(kinds) == {"auto"}
    office.store.close()
