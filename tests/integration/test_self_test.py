"""The self-test: all is well from source; what is broken is found, told and keeps nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from house import ROOT

from vinhloc_cds.__main__ import main
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.worker import MEMORY_BYTES, Reader
from vinhloc_cds.self_test import running
from vinhloc_cds.self_test.bench import Bench
from vinhloc_cds.texts import text

KEPT = {
    "bao-cao-tong-hop.docx",
    "bao-cao-tong-hop.pdf",
    "bao-cao-tong-hop.xlsx",
    "page.png",
    "self-test.json",
    "self-test.log",
    "self-test.txt",
    "window.png",
}


def test_from_source_all_is_well_and_nothing_is_left_but_the_answer(tmp_path: Path):
    out, temporary, home = (tmp_path / name for name in ("kết quả", "tạm", "nhà"))
    temporary.mkdir()
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "vinhloc_cds", "self-test", "--json", str(out)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env=os.environ | {"TMPDIR": str(temporary), "XDG_DATA_HOME": str(home)},
    )
    answer = json.loads(done.stdout)
    assert [(check["name"], check["passed"]) for check in answer["checks"]] == [
        (name, True) for name in running.CHECKS
    ], answer
    assert (answer["passed"], answer["frozen"]) == (True, False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {path.name for path in out.iterdir()} == KEPT
    assert json.loads((out / "self-test.json").read_text("utf-8")) == answer
    assert (out / "self-test.txt").read_text("utf-8").count("\nđạt: ") == len(running.CHECKS)
    assert [*temporary.iterdir(), *home.iterdir()] == []


PRINTS_BY_THE_CODE_PAGE = """
from vinhloc_cds.cli.parser import make_parser
make_parser().parse_args()
"""

# What is broken, the check that finds it, and what its detail says.
BROKEN: dict[str, tuple[str, Callable[[pytest.MonkeyPatch, Path], object], str]] = {
    "a module": (
        "imports",
        lambda patch, folder: a_package(patch, folder, "def later():\n    import missing.part\n"),
        "No module named 'missing'",
    ),
    "a package": (
        "imports",
        lambda patch, folder: a_package(patch, folder, None),
        text("self_test.no_modules", package="hollow"),
    ),
    "rows of an older database": (
        "old_database",
        lambda patch, _: patch.setattr("vinhloc_cds.self_test.old_database._VALUES", []),
        "[(12, '12')]",
    ),
    "the manual": (
        "shipped",
        lambda patch, _: patch.setattr("ui.dialogs.manual._MANUAL", "mat.md"),
        "mat.md",
    ),
    "plans": (
        "shipped",
        lambda patch, _: patch.setattr("vinhloc_cds.self_test.shipped.built_in_plans", tuple),
        text("self_test.nothing_shipped", kinds="plans"),
    ),
    "the font of documents": (
        "fonts",
        lambda patch, _: patch.setattr("resources.fonts.serif_family", lambda: None),
        text("self_test.no_font"),
    ),
    "the font of the window": (
        "fonts",
        lambda patch, _: patch.setattr("resources.fonts.VIETNAMESE_LETTERS", {"\U0010fffd"}),
        "\U0010fffd",
    ),
    "the time zone": (
        "time_zone",
        lambda patch, _: patch.setattr(
            "vinhloc_cds.self_test.time_zone.VIETNAM", ZoneInfo("Asia/Tokyo")
        ),
        "2024-10-12T02:00:00+09:00",
    ),
    "the log": (
        "log",
        lambda patch, _: patch.setattr("vinhloc_cds.self_test.log._log.disabled", True),
        "self-test.log",
    ),
    "the place of the data": (
        "data_folder",
        lambda patch, _: patch.setattr("vinhloc_cds.place.require_local", refuse),
        str(UserError("place.network", folder="X:")),
    ),
    "the limit of memory": (
        "reading_process",
        lambda patch, _: patch.setattr(
            "vinhloc_cds.self_test.reading_process.Reader",
            partial(Reader, memory=2 * MEMORY_BYTES),
        ),
        text("self_test.no_limit", limit=MEMORY_BYTES // 1024 // 1024),
    ),
    "what is printed": (
        "streams",
        lambda patch, _: patch.setattr(
            "vinhloc_cds.self_test.streams._command",
            lambda: [sys.executable, "-c", PRINTS_BY_THE_CODE_PAGE],
        ),
        "UnicodeEncodeError",
    ),
    "the program with a console": (
        "streams",
        lambda patch, folder: (
            patch.setattr(sys, "frozen", True, raising=False),
            patch.setattr(sys, "executable", str(folder / "VinhLocCDS.exe")),
        ),
        "vinhloc-cds.exe: ",
    ),
}


def a_package(patch: pytest.MonkeyPatch, folder: Path, code: str | None) -> None:
    """Makes the program one package with one module, or none."""
    (folder / "hollow").mkdir()
    (folder / "hollow" / "__init__.py").touch()
    if code is not None:
        (folder / "hollow" / "module.py").write_text(code, encoding="utf-8")
    patch.syspath_prepend(folder)
    for name in ("hollow", "hollow.module"):
        patch.delitem(sys.modules, name, raising=False)
    patch.setattr("vinhloc_cds.self_test.imports._PACKAGES", ("hollow",))


def refuse(_: Path) -> None:
    raise UserError("place.network", folder="X:")


@pytest.mark.expects_log
@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_told_and_the_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp, broken: str
):
    monkeypatch.setattr(Bench, "application", qapp)
    check, break_it, told = BROKEN[broken]
    break_it(monkeypatch, tmp_path)
    outcome = running.run(tmp_path / "data", tmp_path / "out", (check, "new_database"))
    assert [result.passed for result in outcome.results] == [False, True]
    assert told in outcome.results[0].detail
    assert not outcome.passed
    assert "Traceback" in (tmp_path / "out" / "self-test.log").read_text("utf-8")


@pytest.mark.expects_log
def test_the_exit_code_and_a_line_say_that_a_check_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    monkeypatch.setattr(running, "CHECKS", ("data_folder", "streams"))
    monkeypatch.setattr("vinhloc_cds.place.require_local", refuse)
    assert main(["--data", str(tmp_path / "data"), "self-test"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[1:3]] == ["không đạt", "đạt"]
    log = tmp_path / "data" / "logs" / "vinhloc-cds.log"
    assert lines[3] == text("self_test.failed", count=1, log=log)
    assert "Traceback" in log.read_text("utf-8")


def test_without_streams_the_answer_is_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(running, "CHECKS", ("streams",))
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--data", str(tmp_path / "data"), "self-test", str(tmp_path / "out")]) == 0
    (check,) = json.loads((tmp_path / "out" / "self-test.json").read_text("utf-8"))["checks"]
    assert check["passed"]
