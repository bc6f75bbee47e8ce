"""Pin again what is frozen and what freezes it, after a range in pyproject.toml has changed.

    python packaging/requirements.py

Writes requirements-windows.txt and requirements-wine.txt beside this file: the newest versions that
pip finds within our ranges, each with the SHA-256 of its wheel for CPython 3.11 on 64-bit Windows.
Needs Python 3.11 or later, pip 23 or later and the network.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

from release import FOR_WINDOWS

HERE = Path(__file__).resolve().parent
# pip judges markers by the machine it runs on: what only Windows needs is named here.
BUILDERS = ("pyinstaller>=6.22,<7", "pefile", "pywin32-ctypes")
# Carries the Windows CPython 3.11 that the build on Debian runs under Wine; later ones another.
WINE = ("panda3d==1.10.14",)


def main() -> None:
    """Write both files."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    write_pins(
        HERE / "requirements-windows.txt",
        "What is frozen and what freezes it.",
        pins([*project["dependencies"], *BUILDERS]),
    )
    write_pins(
        HERE / "requirements-wine.txt",
        "The Windows CPython of the build on Debian. Nothing of Panda3D itself is shipped.",
        pins(WINE, "--no-deps"),
    )


def pins(wanted: Iterable[str], *options: str) -> dict[str, tuple[str, str]]:
    """Name -> (version, SHA-256) of what pip would install on Windows for `wanted`."""
    with tempfile.TemporaryDirectory() as nowhere:
        answer = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"),
                *("--ignore-installed", "--report=-", "--target", nowhere),
                *(*FOR_WINDOWS, *options, *wanted),
            ],
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    return {
        package["metadata"]["name"]: (
            package["metadata"]["version"],
            package["download_info"]["archive_info"]["hashes"]["sha256"],
        )
        for package in json.loads(answer.stdout)["install"]
    }


def write_pins(path: Path, purpose: str, found: dict[str, tuple[str, str]]) -> None:
    """Write `found` in pip's form with hashes, sorted, without any address."""
    lines = [f"# {purpose}", "# Written by requirements.py: change pyproject.toml, then run it."]
    for name, (version, digest) in sorted(found.items(), key=lambda pin: pin[0].lower()):
        lines += [f"{name}=={version} \\", f"    --hash=sha256:{digest}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
