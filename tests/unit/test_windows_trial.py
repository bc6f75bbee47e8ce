"""What the trial of the Windows program goes by: how documents differ, and what has been left."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging" / "wine"))

from trial_documents import differences
from trial_traces import Traces, values


def pdf(*lines: tuple[float, str]) -> bytes:
    """A page for each line, at its height."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for height, words in lines:
        canvas.drawString(100, height, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def package(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("ending", "one", "other", "found"),
    [
        ("pdf", pdf((700, "12"), (700, "5")), pdf((700, "12"), (700, "5")), []),
        ("pdf", pdf((700, "12"), (700, "5")), pdf((700, "12"), (700, "6")), ["text of page 2"]),
        ("pdf", pdf((700, "12")), pdf((690, "12")), ["look of page 1"]),
        ("pdf", pdf((700, "12")), pdf((700, "12"), (700, "5")), ["1 and 2 pages"]),
        ("docx", package(a="x", b="y"), package(a="x", b="y"), []),
        ("docx", package(a="x", b="y"), package(a="x", b="z"), ["part b"]),
        ("xlsx", package(a="x"), package(a="x", b="y"), ["parts: "]),
    ],
)
def test_differences_of_documents_are_named(tmp_path, ending, one, other, found):
    files = [tmp_path / f"{name}.{ending}" for name in ("one", "other")]
    for file, data in zip(files, (one, other), strict=True):
        file.write_bytes(data)
    said = differences(*files)
    assert len(said) == len(found)
    assert all(words in each for words, each in zip(found, said, strict=True))


BEFORE = r"""Windows Registry Editor Version 5.00

[HKEY_CURRENT_USER\Software\Other]
"Size"=dword:00000001
"Bytes"=hex:01,02,\
  03,04
"""


def test_what_has_come_is_told_with_its_place():
    after = BEFORE.replace("01\n", "02\n") + '\n[HKEY_CURRENT_USER\\Software\\Ours]\n"Place"="C:"\n'
    before = Traces(frozenset({"users/a"}), frozenset(values(BEFORE)))
    now = Traces(frozenset({"users/a", "users/a/new.txt"}), frozenset(values(after)))
    assert now.since(now) == []
    assert now.since(before) == [
        "users/a/new.txt",
        r"[HKEY_CURRENT_USER\Software\Other] " + '"Size"=dword:00000002',
        r"[HKEY_CURRENT_USER\Software\Ours] ",
        r"[HKEY_CURRENT_USER\Software\Ours] " + '"Place"="C:"',
    ]


def test_a_value_over_several_lines_is_one():
    assert len(values(BEFORE)) == 3
