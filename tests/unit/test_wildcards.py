"""Patterns on the command line, which cmd.exe hands over as they were typed."""

import sys
from pathlib import Path

import pytest

from vinhloc_cds.cli import wildcards
from vinhloc_cds.cli.wildcards import expanded

NAMES = ["b.xlsx", "a.xlsx", "~$a.xlsx", "a.docx", "[1] c.xlsx"]


@pytest.fixture
def inbox(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "[Thư] đến"
    folder.mkdir()
    for name in NAMES:
        (folder / name).touch()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("*.xlsx", ["[1] c.xlsx", "a.xlsx", "b.xlsx"]),
        ("?.docx", ["a.docx"]),
        ("[1]*", ["[1] c.xlsx"]),
        ("[1] c.xlsx", ["[1] c.xlsx"]),
        ("[ab].xlsx", ["[ab].xlsx"]),
        ("*.pdf", ["*.pdf"]),
        ("~$*", ["~$*"]),
        ("khong-co.xlsx", ["khong-co.xlsx"]),
    ],
)
def test_patterns_stand_for_files_as_windows_takes_them(inbox, monkeypatch, typed, meant):
    monkeypatch.setattr(wildcards, "_PROMPT_EXPANDS", False)
    assert expanded([Path(typed)]) == [Path(name) for name in meant]
    assert expanded([inbox / typed]) == [inbox / name for name in meant]


@pytest.mark.skipif(sys.platform == "win32", reason="no file has such a name there")
def test_a_file_of_that_very_name_comes_first(inbox, monkeypatch):
    monkeypatch.setattr(wildcards, "_PROMPT_EXPANDS", False)
    (inbox / "*.xlsx").touch()
    assert expanded([Path("*.xlsx")]) == [Path("*.xlsx")]


@pytest.mark.skipif(sys.platform == "win32", reason="shells expand elsewhere")
def test_what_a_shell_has_left_is_left(inbox):
    assert expanded([Path("*.xlsx")]) == [Path("*.xlsx")]
