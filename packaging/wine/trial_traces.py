"""What is on a Windows and in its registry: held against what was there, it tells what was done."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from wine import Prefix

_EXPORT_SECONDS = 120
_HIVES = ("HKCU", r"HKLM\Software")
_NAME = re.compile(r'(@|"(?:[^"\\]|\\.)*")=(.*)')


@dataclass(frozen=True, slots=True)
class Traces:
    """Each file, folder and key by its place, and what it holds.

    `files` are those of the drive C:, with size and time of change, none for folders; `registry`
    has keys in brackets, and values behind their key.
    """

    files: Mapping[str, str]
    registry: Mapping[str, str]

    @classmethod
    def of(cls, prefix: Prefix) -> Self:
        """What there is now."""
        registry: dict[str, str] = {}
        file = prefix.drive / "traces.reg"
        for hive in _HIVES:
            prefix.run("reg", "export", hive, r"C:\traces.reg", "/y", seconds=_EXPORT_SECONDS)
            registry |= values(file.read_text("utf-16"))
            file.unlink()
        files = {
            path.relative_to(prefix.drive).as_posix(): _stamp(path) for path in _below(prefix.drive)
        }
        return cls(files, registry)

    def since(self, before: "Traces") -> list[tuple[str, str]]:
        """What has come, gone or changed since `before`: the place, and which of the three."""
        return [
            (place, "came" if place not in old else "gone" if place not in new else "changed")
            for old, new in ((before.files, self.files), (before.registry, self.registry))
            for place in sorted(old.keys() | new.keys())
            if old.get(place) != new.get(place)
        ]


def values(exported: str) -> dict[str, str]:
    """Each key of an exported registry, and each value behind the key it stands in."""
    found: dict[str, str] = {}
    key = ""
    for line in exported.replace("\\\n", "").splitlines():
        if line.startswith("["):
            key = line.strip()
            found[key] = ""
        elif key and (name := _NAME.match(line)):
            found[f"{key} {name[1]}"] = name[2]
    return found


def _stamp(path: Path) -> str:
    if path.is_dir():
        return ""
    told = path.lstat()
    return f"{told.st_size} bytes, {told.st_mtime_ns}"


def _below(folder: Path) -> Iterator[Path]:
    """All that is in `folder`; links are not followed."""
    for path in folder.iterdir():
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
