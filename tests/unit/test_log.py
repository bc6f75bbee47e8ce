"""The log and what crashes leave: no record is lost, whoever else has the file open."""

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from vinhloc_cds import log
from vinhloc_cds.log import LogFile

ROOT = Path(__file__).resolve().parents[2]


def record(words):
    return logging.LogRecord("x", logging.ERROR, __file__, 1, words, None, None)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "logs" / "a.log"


@pytest.fixture
def two(file, monkeypatch):
    """The logs of two programs, each with room for some records in a file."""
    monkeypatch.setattr(log, "_BYTES", 100)
    both = LogFile(file), LogFile(file)
    yield both
    for one in both:
        one.close()


def written(file):
    return "".join(
        part.read_text(encoding="utf-8")
        for part in sorted(file.parent.iterdir(), key=lambda part: part.name, reverse=True)
    ).splitlines()


def test_two_programs_share_one_log(two, file):
    words = [f"bản ghi dài vừa phải {number}" for number in range(12)]
    for number, each in enumerate(words):
        two[number % 2].emit(record(each))
    assert written(file) == words
    assert len(list(file.parent.iterdir())) > 1


def test_a_log_that_cannot_be_moved_grows_and_the_older_ones_stay(two, file, monkeypatch):
    for number in range(6):
        two[0].emit(record(f"trước đó, bản ghi {number}"))
    before = written(file)
    older = {part.name for part in file.parent.iterdir()}

    def refuse(*_):
        raise PermissionError(32, "in use")

    monkeypatch.setattr(os, "rename", refuse)
    for number in range(6):
        two[0].emit(record(f"trong lúc mở, bản ghi {number}"))
    assert written(file) == before + [f"trong lúc mở, bản ghi {number}" for number in range(6)]
    assert {part.name for part in file.parent.iterdir()} == older


def test_half_a_letter_is_written_all_the_same(two, file):
    two[0].emit(record("tệp \ud800.xlsx"))
    assert written(file) == ["tệp \\ud800.xlsx"]


def test_where_the_folder_cannot_be_used_the_log_lies_with_temporary_files(tmp_path, monkeypatch):
    (tmp_path / "logs").write_text("")
    (tmp_path / "tam").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tam"))
    handler = LogFile(tmp_path / "logs" / "a.log")
    handler.emit(record("một lỗi"))
    handler.close()
    assert handler.baseFilename == str(tmp_path / "tam" / "a.log")
    assert Path(handler.baseFilename).read_text(encoding="utf-8") == "một lỗi\n"


CRASHING = """
import faulthandler, logging, sys
from pathlib import Path
from vinhloc_cds.log import crashes_kept
sys.stderr = None
logging.basicConfig(stream=sys.stdout)
with crashes_kept(Path(sys.argv[1])):
    {end}
"""


def run(folder, end):
    return subprocess.run(
        [sys.executable, "-c", CRASHING.format(end=end), str(folder)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )


def test_a_crash_is_in_the_log_of_the_next_start(tmp_path):
    assert run(tmp_path, "faulthandler._sigsegv()").returncode != 0
    assert [left.name for left in tmp_path.iterdir()] == ["crash.txt"]
    said = run(tmp_path, "pass").stdout
    assert "Segmentation fault" in said
    assert "<string>" in said
    assert list(tmp_path.iterdir()) == []
    assert run(tmp_path, "pass").stdout == ""


def test_of_many_notes_the_last_are_kept(tmp_path):
    (tmp_path / "crash.txt").write_text("first\n" * 5000 + "Fatal Python error\n")
    said = run(tmp_path, "pass").stdout
    assert "Fatal Python error" in said
    assert said.count("first") < 5000


def test_a_note_that_cannot_be_made_keeps_nobody_from_working(tmp_path):
    (tmp_path / "crash.txt").mkdir()
    done = run(tmp_path, "print('working')")
    assert done.returncode == 0
    assert "working" in done.stdout
    assert "crash.txt" in done.stdout
