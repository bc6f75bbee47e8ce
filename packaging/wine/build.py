"""Builds OUT/VinhLocCDS-<version>-setup.exe on Debian: see build_on_debian.sh, which calls this.

    python packaging/wine/build.py OUT [--older]

What is downloaded stays in the user's cache and is held against its hashes at every use; all else
is in OUT/work and made anew.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from windows_python import make_python
from wine import Prefix, say

HERE = Path(__file__).resolve().parent
PACKAGING = HERE.parent
ROOT = PACKAGING.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "vinhloc-cds", "wheels")

NAME = "VinhLocCDS"
OLDER = "0.0.1"
"""The version of the build that the trial upgrades from."""

_FREEZE_SECONDS = 1200
_FOR_WINDOWS = (
    "--only-binary=:all:", "--platform=win_amd64", "--python-version=3.11", "--implementation=cp",
    "--abi=cp311", "--abi=abi3", "--abi=none",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Build:
    """A tree to be frozen, and the folders for its setup and for all that leads to it."""

    tree: Path
    out: Path
    work: Path
    older: bool = False

    @property
    def version(self) -> str:
        """The version that the tree says it is."""
        source = (self.tree / "vinhloc_cds" / "__init__.py").read_text("utf-8")
        found = re.search(r'^__version__ = "([\d.]+)"$', source, re.MULTILINE)
        if not found:
            raise RuntimeError(f"{self.tree} does not say its version")
        return found[1]

    @property
    def dist(self) -> Path:
        """The frozen program."""
        return self.work / "dist" / NAME

    @property
    def setup(self) -> Path:
        """The installer."""
        return self.out / f"{NAME}-{self.version}-setup.exe"


def main() -> None:
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--older", action="store_true", help="also OUT/older, for the trial")
    asked = parser.parse_args()
    out: Path = asked.out.resolve()
    work = out / "work"
    work.mkdir(parents=True, exist_ok=True)
    builds = [Build(ROOT, out, work)]
    if asked.older:
        say("a tree of an earlier version")
        tree = make_older_tree(work / "older-tree")
        builds.append(Build(tree, out / "older", work / "older", older=True))

    say("wheels")
    packages = bring("requirements-windows.txt")
    (panda,) = bring("requirements-wine.txt").glob("*.whl")
    say("a Windows CPython")
    python = make_python(panda, packages, work / "python")
    say("a Wine prefix")
    shutil.rmtree(work / "prefix", ignore_errors=True)
    with Prefix(work / "prefix") as prefix, ThreadPoolExecutor() as threads:
        # Both at once: each keeps one core busy.
        done = [threads.submit(make, build, prefix, python) for build in builds]
        for each in done:
            each.result()
    for build in builds:
        say(f"{build.setup} ({build.setup.stat().st_size / 1e6:.1f} MB)")


def make(build: Build, prefix: Prefix, python: Path) -> None:
    """All steps from a tree to its setup file."""
    began = time.monotonic()
    build.out.mkdir(parents=True, exist_ok=True)
    freeze(build, prefix, python)
    say(f"{build.version}: frozen after {time.monotonic() - began:.0f} s")
    sign(build.dist / f"{NAME}.exe", build.dist / "vinhloc-cds.exe")
    check(build, python)
    pack(build)
    write_checksum(build.setup)
    say(f"{build.version}: done after {time.monotonic() - began:.0f} s")


def bring(requirements: str) -> Path:
    """The folder with the wheels that a file of requirements names, downloaded where missing."""
    text = (PACKAGING / requirements).read_bytes()
    # A folder for each state of the file: an older wheel in it would be installed, too.
    folder = CACHE / f"{Path(requirements).stem}-{hashlib.sha256(text).hexdigest()[:16]}"
    subprocess.run(
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--require-hashes", *_FOR_WINDOWS, "--find-links", str(folder),
            "--dest", str(folder), "--requirement", str(PACKAGING / requirements),
        ],
        check=True,
    )  # fmt: skip
    return folder


def freeze(build: Build, prefix: Prefix, python: Path) -> None:
    """PyInstaller, in Wine."""
    shutil.rmtree(build.work / "dist", ignore_errors=True)
    prefix.run(
        python, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR",
        "--workpath", build.work / "freezing", "--distpath", build.work / "dist",
        build.tree / "packaging" / "vinhloc_cds.spec",
        seconds=_FREEZE_SECONDS,
        # Its cache of the last build lies here.
        environment={"PYINSTALLER_CONFIG_DIR": "C:\\freezing\\" + build.version},
    )  # fmt: skip
    if not (build.dist / f"{NAME}.exe").is_file():
        raise RuntimeError(f"PyInstaller left no program in {build.dist}")


def check(build: Build, python: Path) -> None:
    """Hold the bundle against what may be in it, and write down what is."""
    # pefile and PyInstaller's reader of its archives are pure Python: taken from the wheels.
    site = python.parent / "Lib" / "site-packages"
    listing = build.out / f"{NAME}-{build.version}-contents.txt"
    subprocess.run(
        [
            sys.executable,
            str(build.tree / "packaging" / "check_bundle.py"),
            str(build.dist),
            "--list",
            str(listing),
        ],
        env=os.environ | {"PYTHONPATH": str(site)},
        check=True,
    )


def sign(*programs: Path) -> None:
    """Sign program files where a certificate is given."""
    subprocess.run([sys.executable, str(PACKAGING / "sign.py"), *map(str, programs)], check=True)


def pack(build: Build) -> None:
    """The installer, by NSIS."""
    values = {
        "DIST": build.dist,
        "OUT": build.setup,
        "VERSION": build.version,
        "ICON": build.work / "freezing" / "vinhloc_cds" / "program.ico",
        "SIGN": f'"{sys.executable}" "{PACKAGING / "sign.py"}"',
    }
    defined = [f"-D{name}={value}" for name, value in values.items()]
    # Wine has no 32-bit programs here; the older build is only ever installed by the trial.
    flags = ["-DAMD64", *(["-DFAST"] if build.older else [])]
    subprocess.run(
        [
            "makensis",
            "-V2",
            "-INPUTCHARSET",
            "UTF8",
            *defined,
            *flags,
            str(PACKAGING / "installer.nsi"),
        ],
        check=True,
    )


def write_checksum(setup: Path) -> None:
    """The SHA-256 beside the file, as sha256sum writes it."""
    digest = hashlib.sha256(setup.read_bytes()).hexdigest()
    setup.with_name(f"{setup.name}.sha256").write_text(
        f"{digest}  {setup.name}\n", encoding="ascii"
    )


def make_older_tree(folder: Path) -> Path:
    """A copy of our tree as it could have been before the last migration, of version OLDER."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("vinhloc_cds", "db", "ui", "resources", "docs", "packaging"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    replace(
        folder / "vinhloc_cds" / "__init__.py",
        r'__version__ = "[\d.]+"',
        f'__version__ = "{OLDER}"',
    )
    migrations = folder / "db" / "migrations"
    last = max(path.name[:4] for path in (migrations / "versions").glob("[0-9]*.py"))
    replace(migrations / "__init__.py", rf',\s*"{last}"', "")
    for path in migrations.rglob(f"{last}*"):
        path.unlink()
    return folder


def replace(file: Path, pattern: str, words: str) -> None:
    """Change the one place in `file` that `pattern` finds."""
    text, count = re.subn(pattern, words, file.read_text("utf-8"))
    if count != 1:
        raise RuntimeError(f"{file}: {pattern} is there {count} times")
    file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
