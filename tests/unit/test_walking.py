"""Files by the names they are shown and stored under, whatever the system calls them."""

import os
import shutil
import sys
import threading
from pathlib import Path

import pytest

from vinhloc_cds.errors import UserError
from vinhloc_cds.services import walking
from vinhloc_cds.services.walking import Dropped, load, secured, walk


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"bi\xe9u.xlsx", "bi\ufffdu.xlsx"),
        ("bieu\u202excod.xlsx".encode(), "bieuxcod.xlsx"),
        ("Vi\u0303nh Hu\u031bng\n.xlsx".encode(), "Vĩnh Hưng.xlsx"),
        ("\u200b".encode(), "?"),
    ],
)
def test_a_name_that_is_no_text_is_shown_as_one(tmp_path, name, shown):
    file = tmp_path / os.fsdecode(name)
    file.write_bytes(b"1;2")
    for dropped in (tmp_path, file):
        (found,) = walk([dropped], threading.Event())
        assert found.name == shown
        assert load(found.path) == b"1;2"


def test_a_file_that_may_not_be_looked_at_is_refused_by_itself(tmp_path, monkeypatch):
    file = tmp_path / "bieu.xlsx"

    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", refuse)
    (found,) = walk([file], threading.Event())
    with pytest.raises(UserError) as refused:
        load(found.path)
    assert refused.value.code == "importing.file.locked"


def test_what_lies_among_temporary_files_is_copied(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "Temp"))
    monkeypatch.setattr(walking, "FILE_BYTES", 3)
    archive, passing = tmp_path / "Temp" / "7zE1", tmp_path / "passing"
    (archive / "goi" / "trong").mkdir(parents=True)
    (archive / "goi" / "a.csv").write_bytes(b"1;2")
    (archive / "goi" / "b.csv").write_bytes(b"1;2;3")
    (archive / "goi" / "trong" / "a.csv").write_bytes(b"3;4")
    (tmp_path / "c.csv").write_bytes(b"5;6")
    lasting, *copied = secured([archive / "goi", tmp_path / "c.csv"], passing)
    assert lasting == tmp_path / "c.csv"
    shutil.rmtree(archive)
    assert [(each.name, each.fault and each.fault.code) for each in copied] == [
        ("a.csv", None),
        ("b.csv", "importing.file.too_large"),
        ("trong/a.csv", None),
    ]
    assert [load(copied[n].path) for n in (0, 2)] == [b"1;2", b"3;4"]
    assert {each.name for each in walk([lasting, *copied], threading.Event())} == {
        "a.csv",
        "b.csv",
        "c.csv",
        "trong/a.csv",
    }


def test_what_cannot_be_copied_stays_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = tmp_path / "a.csv"
    file.touch()
    (tmp_path / "passing").touch()
    assert secured([file], tmp_path / "passing") == [file]
    monkeypatch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError))
    assert secured([file], tmp_path / "full") == [Dropped("a.csv", file)]


def test_more_folders_are_not_looked_into_once_it_is_stopped(tmp_path, monkeypatch):
    stop, looked = threading.Event(), []
    scandir = os.scandir

    def look(path):
        looked.append(path)
        if len(looked) == 3:
            stop.set()
        return scandir(path)

    (tmp_path / "a/b/c/d/e/f").mkdir(parents=True)
    monkeypatch.setattr(os, "scandir", look)
    walk([tmp_path], stop)
    assert len(looked) == 3
