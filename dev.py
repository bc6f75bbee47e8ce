"""All the set-up there is: start the program, run the tests, hold the code against the rules.

    python dev.py start [arguments of vinhloc-cds]
    python dev.py test [arguments of pytest]
    python dev.py coverage      the tests again, slower, with what they do not reach
    python dev.py check         lint, format, types and layers
    python dev.py setup         only the environment

Needs Python 3.11 to 3.13 with pip, nothing else: the first call makes `.venv` beside this file.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed-from"
DEBIAN_PACKAGES = ROOT / "packaging" / "debian-packages.txt"
# One library of each kind that Qt loads from the system: without these no window opens.
QT_NEEDS = (
    "libglib-2.0.so.0",
    "libEGL.so.1",
    "libGL.so.1",
    "libxkbcommon.so.0",
    "libfontconfig.so.1",
    "libdbus-1.so.3",
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
)


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says and hand on the exit code."""
    commands = {
        "start": start,
        "test": test,
        "coverage": coverage,
        "check": check,
        "setup": lambda _: 0,
    }
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print(f"Python 3.11 to 3.13 is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    bring_system_libraries()
    bring_environment()
    return commands[arguments[0]](arguments[1:])


def start(arguments: Sequence[str]) -> int:
    """Start the program, or one of its commands."""
    return run(PYTHON, "-m", "vinhloc_cds", *arguments)


def test(arguments: Sequence[str]) -> int:
    """Run the tests; the whole suite runs on all cores."""
    whole = () if arguments else ("--numprocesses=auto",)
    return run(PYTHON, "-m", "pytest", *whole, *arguments)


def coverage(_: Sequence[str]) -> int:
    """Run the whole suite, which takes twice as long, and print what it does not reach."""
    return run(PYTHON, "-m", "pytest", "--numprocesses=auto", "--cov", "--cov-report=term")


def check(_: Sequence[str]) -> int:
    """Lint, format, types and layers; every one runs, whatever the one before it said."""
    return max(
        run(BIN / "ruff", "check", "."),
        run(BIN / "ruff", "format", "--check", "."),
        run(PYTHON, "-m", "mypy"),
        run(BIN / "lint-imports"),
    )


def run(*command: str | Path) -> int:
    """Run a command in the project's folder, in UTF-8 whatever the code page."""
    environment = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment, check=False
    ).returncode


def bring_environment() -> None:
    """Make `.venv`, or renew it when the project's requirements have changed."""
    wanted = hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    ).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted and PYTHON.exists():
        return
    if not PYTHON.exists():
        # Debian's python3 comes without ensurepip; the pip that is there can serve the new
        # environment from outside just as well.
        must("making .venv", sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    print("Installing what the program needs into .venv ...", flush=True)
    quiet = ("install", "--quiet", "--disable-pip-version-check")
    pip = (sys.executable, "-m", "pip", "--python", PYTHON)
    must("installing", *pip, *quiet, "--editable", f"{ROOT}[dev]")
    STAMP.write_text(wanted, encoding="ascii")


def bring_system_libraries() -> None:
    """On Linux, install Qt's system libraries if root may, else say which line brings them."""
    if not sys.platform.startswith("linux") or not missing_libraries():
        return
    packages = DEBIAN_PACKAGES.read_text(encoding="ascii").split()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Qt's system libraries ...", flush=True)
        quiet = ("-y", "-q", "--no-install-recommends")
        must("updating Debian's lists", "apt-get", "update", "-q")
        must("installing Debian's packages", "apt-get", "install", *quiet, *packages)
        return
    missing = ", ".join(missing_libraries())
    sys.exit(
        f"System libraries that Qt needs are missing: {missing}. On Debian:\n"
        f"  sudo apt-get install -y {' '.join(packages)}"
    )


def missing_libraries() -> list[str]:
    """Those of Qt's system libraries that the loader does not find."""
    missing = []
    for name in QT_NEEDS:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def must(what: str, *command: str | Path) -> None:
    """Run a step of the set-up; end with one sentence where it fails."""
    if code := run(*command):
        sys.exit(f"The set-up failed while {what} (exit code {code}): see above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
