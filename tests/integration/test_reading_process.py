"""The reading process: whatever a file does to it, there is data or one sentence (R6)."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import plan, unit
from reading_jobs import DeadAtOnce, Misbehaving, NeverReady, SlowToStart, loaded

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import worker
from vinhloc_cds.forms.context import Context, Member
from vinhloc_cds.forms.worker import Excerpt, Reader

CONTEXT = Context(plan([unit("A")]), {"so to": "D01"})
SECONDS = 1.5


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One that has time, however busy the machine is."""
    with Reader(CONTEXT, work=Misbehaving, seconds=600) as reader:
        yield reader


@pytest.fixture(scope="module")
def hasty() -> Iterator[Reader]:
    with Reader(CONTEXT, work=Misbehaving, seconds=SECONDS) as reader:
        yield reader


def refused(reader: Reader, what: str) -> str:
    with pytest.raises(UserError) as caught:
        reader.read(what.encode(), "biểu.xlsx")
    return caught.value.code


def process(reader: Reader) -> str:
    """The id of the process that reads now, as a file tells it."""
    return reader.read(b"1", "").note.split()[0]


def test_a_program_whose_copy_dies_at_its_start_is_told_so(tmp_path):
    """Whatever the context holds: more than a pipe does would never be taken from it."""
    program = tmp_path / "program.py"
    program.write_text(DYING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(worker.__file__).parents[2])},
    )
    assert done.stdout.strip() == "worker.not_started"


DYING = """
import multiprocessing
if multiprocessing.current_process().name != "MainProcess":
    raise SystemExit(3)
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.worker import Reader
try:
    Reader(Context(built_in_plans()[0].load())).read(b"1", "a.xlsx")
except UserError as error:
    print(error.code)
"""


def test_a_file_comes_back_read(reader: Reader):
    reading = reader.read(b"12", "biểu.xlsx", unit="A")
    assert (reading.unit, reading.maker) == ("A", "biểu.xlsx")
    assert reading.note.split()[1:] == ["2", "so", "to"]
    assert reader.read(bytes(worker.FILE_BYTES), "").note.split()[1] == str(worker.FILE_BYTES)


def test_the_other_tasks_come_back_too(reader: Reader):
    assert reader.members(b"ab") == (Member("một", b"ab"), Member("hai", b"ba"))
    assert reader.members(b"") is None
    assert reader.excerpt(b"x", "tệp", "Biểu 1", "B7") == Excerpt(
        "Biểu 1", 0, 0, (("x", "tệp", "B7"),), 0, 0
    )


def test_a_sentence_comes_back_as_it_was_said(reader: Reader):
    before = process(reader)
    with pytest.raises(UserError, match="Không thấy ô B7 của trang “Biểu 1”"):
        reader.read(b"sentence", "")
    assert process(reader) == before


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("abort", "crashed"),
        ("segfault", "crashed"),
        ("vanish", "crashed"),
        ("memory", "too_much_memory"),
    ],
)
def test_what_ends_the_process_is_a_sentence_and_the_next_file_has_a_new_one(
    reader: Reader, what: str, code: str
):
    before = process(reader)
    assert refused(reader, what) == f"worker.{code}"
    assert process(reader) != before


@pytest.mark.parametrize("what", ["hang", "spin"])
def test_what_does_not_end_is_ended_with_a_sentence(hasty: Reader, what: str):
    before = process(hasty)
    assert refused(hasty, what) == "worker.too_slow"
    assert process(hasty) != before


@pytest.mark.expects_log
@pytest.mark.parametrize("what", ["bug", "exit", "unsayable"])
def test_a_bug_is_a_sentence_to_the_officer_and_whole_in_the_log(
    reader: Reader, what: str, caplog: pytest.LogCaptureFixture
):
    before = process(reader)
    assert refused(reader, what) == "worker.unreadable"
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "Traceback" in record.getMessage()
    assert "'biểu.xlsx'" in record.getMessage()
    assert process(reader) == before


def test_a_file_nested_too_deep_is_a_sentence(reader: Reader):
    assert refused(reader, "depth") == "worker.too_deep"


def test_a_file_that_is_too_big_is_not_even_handed_over(reader: Reader):
    with pytest.raises(UserError, match="lớn hơn 30 MB"):
        reader.read(bytes(worker.FILE_BYTES + 1), "")


def test_the_process_has_half_a_gibibyte_and_no_more():
    with Reader(CONTEXT, work=Misbehaving) as reader:
        assert reader.read(b"much", "").note
    with Reader(CONTEXT, work=Misbehaving, memory=200 * 1024 * 1024) as reader:
        assert refused(reader, "much") == "worker.too_much_memory"


def test_the_process_is_silent(reader: Reader, capfd: pytest.CaptureFixture[str]):
    reader.read(b"talk", "")
    assert capfd.readouterr() == ("", "")


@pytest.mark.expects_log
@pytest.mark.parametrize("what", ["connect", "start"])
def test_the_process_reaches_nothing_outside(
    reader: Reader, what: str, caplog: pytest.LogCaptureFixture
):
    assert refused(reader, what) == "worker.unreadable"
    assert "PermissionError" in caplog.text


def test_many_files_come_in_order_each_with_its_own_end():
    contents = ["1", "sentence", "2", "abort", "3", "hang", "4"]
    files = [Member(f"{number}", what.encode()) for number, what in enumerate(contents)]
    files.insert(2, Member("to", bytes(worker.FILE_BYTES + 1)))
    with Reader(CONTEXT, work=Misbehaving, seconds=SECONDS) as reader:
        found = list(reader.read_all(files))
    assert [file for file, _ in found] == files
    assert [
        one.maker if isinstance(one, FileReading) else one.code.partition(".")[2]
        for _, one in found
    ] == ["0", "no_cell", "too_big", "2", "crashed", "4", "too_slow", "6"]


def test_the_next_file_is_read_while_the_last_is_dealt_with():
    asked: list[str] = []

    def files() -> Iterator[Member]:
        for name in "abc":
            asked.append(name)
            yield Member(name, b"1")

    with Reader(CONTEXT, work=Misbehaving) as reader:
        for file, _ in reader.read_all(files()):
            assert asked[-1] == min(chr(ord(file.name) + 1), "c")


def test_archives_may_be_opened_while_files_are_read(reader: Reader):
    def files() -> Iterator[Member]:
        yield Member("trước", b"1")
        yield from reader.members(b"23") or ()

    found = [(file.name, reading.note.split()[1]) for file, reading in reader.read_all(files())]
    assert found == [("trước", "1"), ("một", "2"), ("hai", "2")]


def test_stopping_halfway_ends_what_is_still_being_read():
    with Reader(CONTEXT, work=Misbehaving) as reader:
        all_files = reader.read_all([Member("a", b"1"), Member("b", b"hang"), Member("c", b"1")])
        next(all_files)
        child = reader._child.process.pid
        all_files.close()
        assert reader._child is None
        assert process(reader) != str(child)


def test_a_process_that_cannot_begin_is_a_bug():
    with Reader(CONTEXT, work=NeverReady) as reader, pytest.raises(RuntimeError, match="kein Anf"):
        reader.read(b"1", "")


def test_a_process_that_dies_at_once_is_a_sentence():
    with Reader(CONTEXT, work=DeadAtOnce) as reader:
        assert refused(reader, "1") == "worker.not_started"


def test_a_process_that_hangs_as_it_starts_is_a_sentence_however_large_the_file(monkeypatch):
    monkeypatch.setattr(worker, "_START_SECONDS", 0.1)
    with Reader(CONTEXT, work=SlowToStart) as reader, pytest.raises(UserError) as caught:
        reader.read(bytes(5_000_000), "")
    assert caught.value.code == "worker.not_started"


def test_an_answer_that_came_in_time_is_taken_however_late_it_is_asked_for():
    with Reader(CONTEXT, work=Misbehaving, seconds=1) as reader:
        all_files = reader.read_all([Member("a", b"1"), Member("b", b"1")])
        next(all_files)
        time.sleep(1.2)
        assert isinstance(next(all_files)[1], FileReading)


def test_the_process_loads_neither_window_nor_store():
    with Reader(CONTEXT, work=loaded) as reader:
        names = {member.name.partition(".")[0] for member in reader.members(b"") or ()}
    assert "vinhloc_cds" in names
    assert not names & {"PySide6", "sqlalchemy", "alembic", "db", "ui", "openpyxl", "reportlab"}
