"""The notices of what others made and we ship: who made it, under which licence, and its text.

What is in the bundle decides: every frozen file has to be ours, Python's or of an installed
package, and every package has to bring a licence text, or the build fails.
"""

import csv
import importlib.metadata
import os
import platform
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PureWindowsPath

ROOT = Path(__file__).resolve().parent.parent
LICENCES = Path(__file__).resolve().parent / "licenses"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|copyright|notice|authors)\b.*", re.IGNORECASE)
PYTHON, OURS = "Python", "ours"
# Its bootloader is the beginning of both programs.
BOOTLOADER = "pyinstaller"
WIDE, NARROW = "=" * 80, "-" * 80

INTRODUCTION = """\
VĨNH LỘC CDS: PHẦN MỀM CỦA BÊN THỨ BA
(Third-party notices)

Phần riêng của chương trình là mã trong vinhloc_cds, db, ui, resources cùng biểu tượng; các giấy
phép dưới đây không áp dụng cho phần đó. Chương trình dùng những phần mềm sau, mỗi phần mềm theo
giấy phép của tác giả nó; nguyên văn các giấy phép ở bên dưới, theo cùng thứ tự.
"""


@dataclass(frozen=True)
class Work:
    """A thing that others made, and the texts (title, words) that go with it."""

    name: str
    licence: str
    note: str = ""
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Part:
    """An entry of `parts.toml`."""

    name: str
    licence: str
    distributions: Sequence[str] = ()
    files: Sequence[str] = ()
    texts: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """`parts.toml`: licence files that do not concern us, and what the packages do not tell."""

    skip: tuple[str, ...]
    part: tuple[Part, ...]


class MissingNoticeError(Exception):
    """Something is frozen of which nobody knows the licence."""


def write_notices(entries: Iterable[tuple[str, str, str]], target: Path) -> None:
    """Write to `target` the notices for `entries`: (name in the bundle, source file, kind).

    That is how PyInstaller's Analysis lists what it freezes (pure, binaries, datas). Notepad can
    show the file: UTF-8, CRLF.
    """
    entries = list(entries)
    owners = {BOOTLOADER, PYTHON} | owners_of(entries)
    names = {_base(name) for name, _, _ in entries}
    works = [*_packages(owners - {OURS}), *_parts(owners, names)]
    target.write_text("\n".join(_lines(works)) + "\n", encoding="utf-8", newline="\r\n")


def owners_of(entries: Iterable[tuple[str, str, str]]) -> set[str]:
    """The distributions that `entries` come from, `PYTHON` and `OURS`."""
    of_packages = dict(_files_of_packages())
    redistributed = [glob for part in _plan().part for glob in part.files]
    python, ours = _spelt(sys.base_prefix) + os.sep, _spelt(ROOT) + os.sep
    owners, unknown = set(), []
    for name, source, _ in entries:
        path = _spelt(source)
        if path in of_packages:
            owners.add(of_packages[path])
        elif path.startswith(python) or name == "base_library.zip":
            owners.add(PYTHON)
        elif path.startswith(ours):
            owners.add(OURS)
        # Windows' own folder has some, too; and a namespace package has no file.
        elif source not in {"", "-"} and not any(fnmatch(_base(name), it) for it in redistributed):
            unknown.append(f"{name} ({source})")
    if unknown:
        raise MissingNoticeError(
            "frozen, but of no installed package: " + ", ".join(sorted(unknown))
        )
    return owners


def _files_of_packages() -> Iterator[tuple[str, str]]:
    """Each installed file with its distribution. Reads RECORD itself: thousands of paths."""
    for distribution in importlib.metadata.distributions():
        name = distribution.name  # each time read from METADATA anew
        folder = _spelt(str(distribution.locate_file("")))
        for row in csv.reader((distribution.read_text("RECORD") or "").splitlines()):
            yield os.path.normcase(f"{folder}/{row[0]}"), name


def _base(name: str) -> str:
    return PureWindowsPath(name).name.lower()


def _spelt(path: str | Path) -> str:
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100 - resolve() follows links


def _packages(owners: Iterable[str]) -> Iterator[Work]:
    plan = _plan()
    told_by_parts = {name for part in plan.part for name in part.distributions if part.texts}
    for owner in sorted(owners, key=str.lower):
        texts = _texts_of_python() if owner == PYTHON else _texts_of(owner, plan.skip)
        if texts:
            yield Work(_versioned(owner), _licence(owner), texts=texts)
        elif owner not in told_by_parts:
            raise MissingNoticeError(f"{_versioned(owner)} is frozen and brings no licence text")


def _parts(owners: set[str], names: Iterable[str]) -> Iterator[Work]:
    """What `parts.toml` tells of things inside the files of `owners`, or of files by name."""
    for part in _plan().part:
        frozen = sorted(owners & set(part.distributions))
        if frozen or any(fnmatch(name, glob) for glob in part.files for name in names):
            whose = f" ({', '.join(map(_versioned, frozen))})" if frozen else ""
            texts = tuple((name, _read(LICENCES / name)) for name in part.texts)
            yield Work(part.name + whose, part.licence, part.note.strip(), texts)


def _plan() -> "Plan":
    told = tomllib.loads((LICENCES / "parts.toml").read_text("utf-8"))
    return Plan(tuple(told["skip"]), tuple(Part(**part) for part in told["part"]))


def _versioned(owner: str) -> str:
    python = owner == PYTHON
    return f"{owner} {platform.python_version() if python else importlib.metadata.version(owner)}"


def _licence(owner: str) -> str:
    """What the package calls its licence, in one line."""
    if owner == PYTHON:
        return "PSF-2.0"
    told = importlib.metadata.metadata(owner)
    words = (told[key].strip() for key in ("License-Expression", "License") if key in told)
    return next(words, "nêu trong văn bản").splitlines()[0]


def _texts_of(name: str, skip: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The licence files in the package's dist-info, but those that are to be skipped."""
    distribution = importlib.metadata.distribution(name)
    return tuple(
        (file.name, _read(Path(str(distribution.locate_file(file)))))
        for file in sorted(distribution.files or ())
        if file.parts[0].endswith(".dist-info")
        and ("licenses" in file.parts or LICENCE_FILE.fullmatch(file.name))
        and not any(fnmatch(file.as_posix(), glob) for glob in skip)
    )


def _texts_of_python() -> tuple[tuple[str, str], ...]:
    """python.org's installer puts it into the top folder, everyone else beside the library."""
    places = (Path(sys.base_prefix, "LICENSE.txt"), Path(os.__file__).with_name("LICENSE.txt"))
    return tuple((place.name, _read(place)) for place in places if place.is_file())[:1]


def _read(path: Path) -> str:
    data = path.read_bytes()
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("latin-1")  # old licence files
    lines = (line.rstrip() for line in words.replace("\f", "\n").splitlines())
    return "\n".join(lines).strip("\n")


def _lines(works: Iterable[Work]) -> Iterator[str]:
    works = list(works)
    yield INTRODUCTION
    for number, work in enumerate(works, 1):
        line = f"{number:>3}. {work.name}: {work.licence}"
        yield textwrap.fill(line, len(WIDE), subsequent_indent="     ")
    printed: dict[str, str] = {}
    for number, work in enumerate(works, 1):
        yield from ("", WIDE, f"{number}. {work.name}", f"Giấy phép: {work.licence}", WIDE)
        if work.note:
            yield from ("", work.note)
        for title, words in work.texts:
            yield from ("", NARROW, title, NARROW, "")
            if words in printed:
                yield f"Cùng nguyên văn như ở phần {printed[words]}."
            else:
                yield words
                printed[words] = f"{number}, {title}"
