"""What is on a Windows and in its registry: what has come since tells what a program has left."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from wine import Prefix

_EXPORT_SECONDS = 120
_HIVES = ("HKCU", r"HKLM\Software")


@dataclass(frozen=True, slots=True)
class Traces:
    """All files and folders of the drive C:, and all values of the registry with their keys."""

    files: frozenset[str]
    registry: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, prefix: Prefix) -> Self:
        """What there is now."""
        registry: set[tuple[str, str]] = set()
        file = prefix.drive / "traces.reg"
        for hive in _HIVES:
            prefix.run("reg", "export", hive, r"C:\traces.reg", "/y", seconds=_EXPORT_SECONDS)
            registry.update(values(file.read_text("utf-16")))
            file.unlink()
        files = (path.relative_to(prefix.drive).as_posix() for path in _below(prefix.drive))
        return cls(frozenset(files), frozenset(registry))

    def since(self, before: "Traces") -> list[str]:
        """What has come since `before`, or has changed in the registry."""
        keys = [f"[{key}] {value}" for key, value in self.registry - before.registry]
        return sorted(self.files - before.files) + sorted(keys)


def values(exported: str) -> set[tuple[str, str]]:
    """Each key of an exported registry, and each value with the key it stands in."""
    found: set[tuple[str, str]] = set()
    key = ""
    for line in exported.replace("\\\n", "").splitlines():
        if line.startswith("["):
            key = line.strip("[]")
            found.add((key, ""))
        elif line.strip() and key:
            found.add((key, line.strip()))
    return found


def _below(folder: Path) -> Iterator[Path]:
    """All that is in `folder`; links are not followed."""
    for path in folder.iterdir():
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
