"""What the Windows program is built from under Wine, and what its trial goes by.

Which wheels are taken, how documents differ, what is left on a Windows.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging" / "wine"))

import build
from trial_documents import differences
from trial_traces import Traces, values


@pytest.mark.parametrize(
    ("cached", "asks"),
    [([b"one", b"two"], False), ([b"one", b"two", b"foreign"], False), ([b"one", b"cut"], True)],
)
def test_the_index_is_asked_only_for_wheels_that_are_missing(tmp_path, monkeypatch, cached, asks):
    pins = "".join(
        f"--hash=sha256:{hashlib.sha256(each).hexdigest()}\n" for each in (b"one", b"two")
    )
    (tmp_path / "pins.txt").write_text(pins)
    monkeypatch.setattr(build, "PACKAGING", tmp_path)
    monkeypatch.setattr(build, "CACHE", tmp_path / "cache")
    asked = []
    monkeypatch.setattr(build.subprocess, "run", lambda command, **_: asked.append(command))
    folder = build.bring("pins.txt")
    assert len(asked) == 1  # nothing is there yet
    folder.mkdir(parents=True)
    for number, content in enumerate(cached):
        (folder / f"{number}.whl").write_bytes(content)
    assert build.bring("pins.txt") == folder
    assert len(asked) == 1 + asks
    left = {path.read_bytes() for path in folder.iterdir()}
    assert left == {b"one", b"two"} & set(cached)


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
@="x=y"
"""


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("", ""), []),
        (("dword:00000001", "dword:00000002"), [('Software\\Other] "Size"', "changed")]),
        (('"Size"=dword:00000001\n', ""), [('Software\\Other] "Size"', "gone")]),
        (("03,04", "03,05"), [('Software\\Other] "Bytes"', "changed")]),
        (('@="x=y"', '"A=B"="x=y"'), [('Software\\Other] "A=B"', "came"), ("Other] @", "gone")]),
        (("[HKEY", "[HKEY_CURRENT_USER\\New]\n\n[HKEY"), [("[HKEY_CURRENT_USER\\New]", "came")]),
    ],
)
def test_what_is_otherwise_in_the_registry_is_told_with_its_place(change, found):
    before, now = (Traces({}, values(words)) for words in (BEFORE, BEFORE.replace(*change, 1)))
    said = now.since(before)
    assert len(said) == len(found)
    for (place, what), (words, expected) in zip(said, found, strict=True):
        assert (place.endswith(words), what) == (True, expected)


def test_what_is_otherwise_on_the_disk_is_told():
    before = Traces({"users": "", "users/a": "1 bytes, 5", "users/b": "1 bytes, 5"}, {})
    now = Traces({"users": "", "users/a": "1 bytes, 6", "users/c": ""}, {})
    assert now.since(before) == [("users/a", "changed"), ("users/b", "gone"), ("users/c", "came")]
