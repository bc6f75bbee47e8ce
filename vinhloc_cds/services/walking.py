"""From what was dropped to files: folders walked in order, each file read or refused in words."""

import os
import re
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.domain.text import shown_name
from vinhloc_cds.errors import UserError, cause_of
from vinhloc_cds.forms.worker import FILE_BYTES
from vinhloc_cds.services.files import make_folder

MOST_FILES = 10_000
"""Far more than all units could send; a whole drive has more."""
_LONGEST_PATH = 260
_MEGABYTE = 1024 * 1024
_NO_NAME = 123
"""What Windows says of a name that no file can have: a pattern that fits none, say."""
_NUMBER = re.compile(r"\d+")
_LONGEST_NUMBER = 12
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", ".ds_store"}


class SystemFileError(UserError):
    """A file that the system keeps for itself: no unit has sent it, and nothing is missed."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that was dropped, by the name it is shown under; `fault` says why it is none.

    Not every name of a file is text that could be shown and stored.
    """

    name: str
    path: Path
    fault: UserError | None = None


def secured(paths: Sequence[Path], passing: Path) -> list[Path | Dropped]:
    """`paths`, with the files that lie among the system's temporary ones copied to `passing`.

    What is dragged out of an archive or a mail lies there, and is removed as soon as it is
    dropped. What cannot be copied stays where it is, with the reason.
    """
    temporary = os.path.realpath(tempfile.gettempdir())
    lasting: list[Path | Dropped] = []
    passes: list[Path] = []
    for path in paths:
        place = passes if Path(os.path.realpath(path)).is_relative_to(temporary) else lasting
        place.append(path)
    if not passes:
        return lasting
    try:
        copies = passing / uuid4().hex
        make_folder(copies)
        found = walk(passes, threading.Event())
    except UserError:
        # It is said when they are taken in.
        return list(paths)
    return lasting + [_copied(each, copies / str(n)) for n, each in enumerate(found)]


def _copied(dropped: Dropped, copy: Path) -> Dropped:
    if dropped.fault is not None:
        return dropped
    try:
        data = load(dropped.path)
    except UserError as fault:
        return replace(dropped, fault=fault)
    with suppress(OSError):
        copy.write_bytes(data)
        return replace(dropped, path=copy)
    return dropped


def walk(paths: Sequence[Path | Dropped], stop: threading.Event) -> list[Dropped]:
    """The files among `paths` and in the folders among them, sorted by name, each once.

    Those found so far once `stop` is set. UserError where there are too many.
    """
    found: dict[Path, Dropped] = {}
    for path in paths:
        for each in _files(path, stop):
            found.setdefault(each.path.absolute(), each)
            if len(found) > MOST_FILES:
                raise UserError("importing.too_many_files", limit=format_number(MOST_FILES))
    return sorted(found.values(), key=_order)


def _files(path: Path | Dropped, stop: threading.Event) -> Iterable[Dropped]:
    if isinstance(path, Dropped):
        return [path]
    return _in_folder(path, stop) if _is_folder(path) else [_dropped(path.name, path)]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # What may not even be looked at is refused, with the reason, when it is read.
        return False


def _order(dropped: Dropped) -> tuple[list[str], str, str]:
    """By name without its ending, "bieu" before "bieu (2)" and that before "bieu (10)".

    Of two files of a unit the first is its first report: copies and corrected versions are named
    after what they were made from.
    """
    *folders, last = dropped.name.split("/")
    stem = last.rpartition(".")[0] or last
    counted = _NUMBER.sub(lambda found: found[0].zfill(_LONGEST_NUMBER), stem.casefold())
    return folders, counted, str(dropped.path)


def _in_folder(folder: Path, stop: threading.Event) -> Iterator[Dropped]:
    """All files below `folder`, named from there; a folder that cannot be looked into is said."""
    faults: list[Dropped] = []

    def cannot_look(error: OSError) -> None:
        path = Path(error.filename)
        fault = UserError("importing.file.folder_unreadable", cause=cause_of(error))
        faults.append(_dropped(path.name, path, fault))

    is_empty = True
    for place, _, names in os.walk(folder, onerror=cannot_look):
        if stop.is_set():
            return
        for name in names:
            is_empty = False
            path = Path(place, name)
            yield _dropped(path.relative_to(folder).as_posix(), path)
    yield from faults
    if is_empty and not faults:
        yield _dropped(folder.name, folder, UserError("importing.file.empty_folder"))


def _dropped(name: str, path: Path, fault: UserError | None = None) -> Dropped:
    return Dropped("/".join(map(shown_name, name.split("/"))) or "?", path, fault)


def refuse_name(name: str) -> None:
    """Raise UserError for what an office program leaves beside real files, and the system.

    The former may be all that was copied of a workbook.
    """
    *folders, last = name.split("/")
    if last.startswith(("~$", ".~lock.")):
        raise UserError("importing.file.lock")
    if last.casefold() in _SYSTEM_FILES or last.startswith("._") or "__MACOSX" in folders:
        raise SystemFileError("importing.file.system")


def load(path: Path) -> bytes:
    """The bytes of a file; UserError where it cannot be read or is more than may be read."""
    try:
        # Looked at first: opening a pipe or a device would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise UserError("importing.file.no_file")
        with path.open("rb") as file:
            data = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(data) > FILE_BYTES:
        raise UserError("importing.file.too_large", megabytes=FILE_BYTES // _MEGABYTE)
    return data


def _unreadable(path: Path, error: OSError) -> UserError:
    if len(str(path.absolute())) >= _LONGEST_PATH:
        return UserError("importing.file.too_long")
    if isinstance(error, FileNotFoundError) or getattr(error, "winerror", 0) == _NO_NAME:
        return UserError("importing.file.gone")
    if isinstance(error, PermissionError):
        return UserError("importing.file.locked")
    return UserError("importing.file.unreadable", cause=cause_of(error))
