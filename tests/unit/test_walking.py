"""Files by the names they are shown and stored under, whatever the system calls them."""

import os
import sys
import threading
from pathlib import Path

import pytest

from vinhloc_cds.errors import UserError
from vinhloc_cds.services.walking import load, walk


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
