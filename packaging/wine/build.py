"""Builds OUT/VinhLocCDS-<version>-setup.exe on Debian: see build_on_debian.sh, which calls this.

    python packaging/wine/build.py OUT [--older]

What is downloaded stays in the user's cache and is held against its hashes at every use; all else
is in OUT/work and made anew. The older build is signed with a certificate made for it, the other
one as sign.py says.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from windows_python import check_python, make_python
from wine import Prefix, say, twice

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from release import FOR_WINDOWS, finish, version_of

HERE = Path(__file__).resolve().parent
PACKAGING = HERE.parent
ROOT = PACKAGING.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "vinhloc-cds", "wheels")

NAME = "VinhLocCDS"
OLDER = "0.0.1"
"""The version of the build that the trial upgrades from."""

CERTIFICATE = "older.pem"
"""Of what that build is signed with; beside its setup."""

_FREEZE_SECONDS = 900
_OPENSSL_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Build:
    """A tree to be frozen, and the folders for its setup and for all that leads to it.

    `signing` are the variables that sign.py reads: by themselves those of the environment.
    """

    tree: Path
    out: Path
    work: Path
    older: bool = False
    signing: Mapping[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The version that the tree says it is."""
        return version_of(self.tree)

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
    check_python()
    out: Path = asked.out.resolve()
    work = out / "work"
    work.mkdir(parents=True, exist_ok=True)
    builds = [Build(ROOT, out, work)]
    if asked.older:
        say("a tree of an earlier version")
        tree = make_older_tree(work / "older-tree")
        signing = make_certificate(out / "older")
        builds.append(Build(tree, out / "older", work / "older", older=True, signing=signing))

    say("wheels")
    packages = bring("requirements-windows.txt")
    (panda,) = bring("requirements-wine.txt").glob("*.whl")
    say("a Windows CPython")
    python = make_python(panda, packages, work / "python")
    say("freezing, each in a Windows of its own")
    with ThreadPoolExecutor() as threads:
        # Both at once: each keeps one core busy.
        done = [threads.submit(make, build, python) for build in builds]
        for each in done:
            each.result()
    for build in builds:
        say(f"{build.setup} ({build.setup.stat().st_size / 1e6:.1f} MB)")


def make(build: Build, python: Path) -> None:
    """All steps from a tree to its setup file."""
    began = time.monotonic()
    build.out.mkdir(parents=True, exist_ok=True)
    freeze(build, python)
    say(f"{build.version}: frozen after {time.monotonic() - began:.0f} s")
    sign(build)
    check(build, python)
    pack(build)
    if not build.older:  # packed in haste, and given to nobody
        finish(build.setup)
    say(f"{build.version}: done after {time.monotonic() - began:.0f} s")


def bring(requirements: str) -> Path:
    """The folder with the wheels that a file of requirements names, and no others.

    What is in the cache is held against the hashes; only what is missing asks for the network.
    """
    named = (PACKAGING / requirements).read_bytes()
    # A folder for each state of the file, so that two checkouts do not undo each other's.
    folder = CACHE / f"{Path(requirements).stem}-{hashlib.sha256(named).hexdigest()[:16]}"
    missing = set(re.findall("sha256:([0-9a-f]{64})", named.decode("utf-8")))
    for wheel in folder.glob("*.whl"):
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if digest in missing:
            missing.remove(digest)
        else:
            wheel.unlink()
    if missing:
        subprocess.run(
            [
                sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
                "--no-deps", "--require-hashes", *FOR_WINDOWS, "--find-links", str(folder),
                "--dest", str(folder), "--requirement", str(PACKAGING / requirements),
            ],
            check=True,
        )  # fmt: skip
    return folder


def freeze(build: Build, python: Path) -> None:
    """PyInstaller, in a Windows of its own: one that has to be ended takes no other with it."""
    shutil.rmtree(build.work / "dist", ignore_errors=True)
    shutil.rmtree(build.work / "prefix", ignore_errors=True)
    with Prefix(build.work / "prefix") as prefix:
        twice(
            f"{build.version}: freezing",
            lambda: prefix.run(
                python, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR",
                "--workpath", build.work / "freezing", "--distpath", build.work / "dist",
                build.tree / "packaging" / "vinhloc_cds.spec",
                seconds=_FREEZE_SECONDS,
                environment={"PYINSTALLER_CONFIG_DIR": r"C:\freezing"},
            ),
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


def sign(build: Build) -> None:
    """Sign both programs where a certificate is given."""
    programs = [str(build.dist / name) for name in (f"{NAME}.exe", "vinhloc-cds.exe")]
    subprocess.run(
        [sys.executable, str(PACKAGING / "sign.py"), *programs],
        env=os.environ | build.signing,
        check=True,
    )


def pack(build: Build) -> None:
    """The installer, by NSIS, which has it and the uninstaller signed."""
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
    script = str(PACKAGING / "installer.nsi")
    subprocess.run(
        ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *defined, *flags, script],
        env=os.environ | build.signing,
        check=True,
    )


def make_certificate(folder: Path) -> dict[str, str]:
    """A certificate that nobody trusts, and the variables that make sign.py sign with it.

    CERTIFICATE in `folder` is its public half, by which the trial knows the signatures.
    """
    folder.mkdir(parents=True, exist_ok=True)
    public, private = folder / CERTIFICATE, folder / "older.key"
    both, password = folder / "older.pfx", "older"
    for command in (
        [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=older",
            "-addext", "extendedKeyUsage=codeSigning", "-keyout", private, "-out", public,
        ],
        [
            "pkcs12", "-export", "-inkey", private, "-in", public, "-out", both,
            "-passout", f"pass:{password}",
        ],
    ):  # fmt: skip
        subprocess.run(
            ["openssl", *map(str, command)],
            check=True, capture_output=True, timeout=_OPENSSL_SECONDS,
        )  # fmt: skip
    private.unlink()
    return {
        "VINHLOC_CDS_CERTIFICATE": str(both),
        "VINHLOC_CDS_CERTIFICATE_PASSWORD": password,
        "VINHLOC_CDS_TIMESTAMP": "",
    }


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
