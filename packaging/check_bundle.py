"""Hold a frozen program against what a PC of the district office has and needs.

    python check_bundle.py DIST [--list FILE]

DIST is the folder that PyInstaller has left. Every fault is printed, exit code 1 if there is one.
`--list` writes what is in the bundle, with sizes, by part, file and module. Runs on Linux and on
Windows under the Python version that was frozen, with pefile and PyInstaller.
"""

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import CodeType
from zipfile import ZipFile

import pefile  # type: ignore[import-untyped]
from PyInstaller.archive.readers import (  # type: ignore[import-untyped]
    CArchiveReader,
    ZlibArchiveReader,
)
from release import version_of

ROOT = Path(__file__).resolve().parent.parent
OUR_PACKAGES = ("vinhloc_cds", "db", "ui", "resources")
PROGRAMS = ("VinhLocCDS.exe", "vinhloc-cds.exe")
NOTICES = "THIRD-PARTY-NOTICES.txt"
LARGEST = 120_000_000  # bytes; the 120 MB
THIS_PYTHON = "python{}{}.dll".format(*sys.version_info)
X64 = pefile.MACHINE_TYPE["IMAGE_FILE_MACHINE_AMD64"]

# What every 64-bit Windows 10 of version 1903 or later has in System32. A bundled file of such a
# name was picked up on the building machine: Wine's own, or a stub that only the trials need.
OF_WINDOWS = frozenset(
    """
    advapi32 authz avicap32 avrt bcrypt bcryptprimitives cabinet cfgmgr32 combase comctl32 comdlg32
    credui crypt32 cryptbase cryptsp d2d1 d3d9 d3d11 d3d12 dbgeng dbghelp dcomp dhcpcsvc dnsapi
    dwmapi dwrite dxgi dxva2 fwpuclnt gdi32 gdi32full gdiplus hid icu icuin icuuc imagehlp
    imm32 iphlpapi kernel32 kernelbase mf mfplat mmdevapi mpr mscms msctf msi msimg32 msvcp_win
    msvcrt mswsock ncrypt netapi32 normaliz nsi ntdll ole32 oleacc oleaut32 opengl32 pdh powrprof
    profapi propsys psapi rpcrt4 samlib sechost secur32 setupapi shcore shell32 shlwapi sspicli
    tbs ucrtbase uiautomationcore urlmon user32 userenv usp10 uxtheme version wevtapi win32u
    windows.storage windows.ui windowscodecs winhttp wininet winmm winnsi wintrust wlanapi wldap32
    ws2_32 wsock32 wtsapi32 xmllite
    """.split()  # noqa: SIM905 - one table is easier to read than a hundred strings
)
API_SETS = ("api-ms-win-", "ext-ms-win-", "ext-ms-")

# Parts of names that only tests have, and packages that only those who build the program need.
OF_TESTS = re.compile(
    r"test(s|ing|utils)?|test_.*|(?!self_).+_tests?|conftest|_?pytest|hypothesis|doctest"
)
OF_BUILDERS = frozenset(
    """
    _distutils_hack _pyinstaller_hooks_contrib altgraph coverage distutils ensurepip hatchling
    idlelib importlinter lib2to3 mypy ordlookup packaging pefile pip pkg_resources PyInstaller
    pywin32_ctypes ruff setuptools tkinter turtledemo unittest venv wheel win32ctypes
    """.split()  # noqa: SIM905
)

# Qt's plugins that the program needs, beside its modules, which are found in our imports.
QT_PLUGINS = frozenset(
    {
        "platforms/qwindows.dll",
        "platforms/qoffscreen.dll",  # the self-test draws the window where nobody is logged in
        "styles/qmodernwindowsstyle.dll",
        "imageformats/qjpeg.dll",  # pictures that units send
    }
)
# Folders that every Linux has tell nothing.
EVERYBODYS = frozenset({"/", "/opt", "/root", "/usr", "/usr/local"})
# Alembic runs these as files.
SOURCES = ("_internal/db/migrations/",)


@dataclass(frozen=True)
class Image:
    """One exe, dll or pyd: what the loader has to know of it."""

    path: Path
    machine: int
    imports: frozenset[str]  # lower case, with the delayed ones
    is_wines: bool

    @classmethod
    def read(cls, path: Path) -> "Image":
        """Read `path`; a file that is no PE image raises pefile.PEFormatError."""
        data = path.read_bytes()
        pe = _parsed(data, "IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
        entries = [
            *getattr(pe, "DIRECTORY_ENTRY_IMPORT", []),
            *getattr(pe, "DIRECTORY_ENTRY_DELAY_IMPORT", []),
        ]
        return cls(
            path=path,
            machine=pe.FILE_HEADER.Machine,
            imports=frozenset(entry.dll.decode("ascii").lower() for entry in entries),
            is_wines=any(mark in data[:0x200] for mark in (b"Wine builtin", b"Wine placeholder")),
        )


@dataclass(frozen=True)
class Bundle:
    """The folder that is installed."""

    root: Path
    source: Path = field(default=ROOT)  # the tree it was frozen from

    @cached_property
    def files(self) -> list[Path]:
        """Every file, sorted by its path."""
        return sorted(path for path in self.root.rglob("*") if path.is_file())

    @cached_property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(path.stat().st_size for path in self.files)

    @cached_property
    def images(self) -> list[Image]:
        """Every exe, dll and pyd."""
        suffixes = {".exe", ".dll", ".pyd"}
        return [Image.read(path) for path in self.files if path.suffix.lower() in suffixes]

    @cached_property
    def archives(self) -> dict[str, ZlibArchiveReader]:
        """The modules inside each program."""
        return {
            name: outer.open_embedded_archive(_embedded(outer))
            for name, outer in self._outer_archives.items()
        }

    @cached_property
    def _outer_archives(self) -> dict[str, CArchiveReader]:
        return {
            name: CArchiveReader(str(self.root / name))
            for name in PROGRAMS
            if (self.root / name).is_file()
        }

    @cached_property
    def modules(self) -> set[str]:
        """Every Python module of the bundle, in the programs and beside them."""
        names = {name for archive in self.archives.values() for name in archive.toc}
        for path in self.files:
            if path.name == "base_library.zip":
                with ZipFile(path) as library:
                    names |= {_module_name(PurePosixPath(each)) for each in library.namelist()}
            elif path.suffix == ".pyd":
                names.add(_module_name(PurePosixPath(self.name(path).removeprefix("_internal/"))))
        return names

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """All that is ours, unpacked, with its name: others' own libraries are left out."""
        of_others = {image.path for image in self.images if image.path.name not in PROGRAMS}
        for path in self.files:
            if path.suffix == ".zip":
                with ZipFile(path) as packed:
                    for name in packed.namelist():
                        yield f"{name} in {self.name(path)}", packed.read(name)
            elif path not in of_others:
                yield self.name(path), path.read_bytes()
        for program, outer in self._outer_archives.items():
            for name in outer.toc.keys() - {_embedded(outer)}:
                yield f"{name} in {program}", outer.extract(name)
            for name in self.archives[program].toc:
                yield f"{name} in {program}", self.archives[program].extract(name, raw=True) or b""

    @property
    def is_of_this_python(self) -> bool:
        """Whether code objects in the archives are such as this Python makes."""
        return (self.root / "_internal" / THIS_PYTHON).is_file()

    def name(self, path: Path) -> str:
        """`path` as it is called here: from the bundle's folder, with slashes."""
        return path.relative_to(self.root).as_posix()


def _embedded(outer: CArchiveReader) -> str:
    return next(str(entry) for entry in outer.toc if entry.startswith("PYZ"))


def _module_name(path: PurePosixPath) -> str:
    parts = [*path.parts[:-1], path.name.split(".")[0]]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# --- the checks: each yields a sentence for every fault it finds -------------------------------


def readable_here(bundle: Bundle) -> Iterator[str]:
    """The Python that runs this check can read the code that was frozen."""
    if not bundle.is_of_this_python:
        yield f"the code cannot be read with {THIS_PYTHON[:-4]}: check it with the Python it holds"


def all_is_there(bundle: Bundle) -> Iterator[str]:
    """Both programs and the notices; each program has our icon and tells its name and version."""
    version = version_of(bundle.source)
    for name in (*PROGRAMS, NOTICES):
        if not (bundle.root / name).is_file():
            yield f"{name} is missing"
        elif name in PROGRAMS:
            pe = _parsed((bundle.root / name).read_bytes(), "IMAGE_DIRECTORY_ENTRY_RESOURCE")
            resources = getattr(pe, "DIRECTORY_ENTRY_RESOURCE", None)
            kinds = {kind.id for kind in resources.entries} if resources else set()
            told = _told_to_windows(pe)
            if pefile.RESOURCE_TYPE["RT_GROUP_ICON"] not in kinds:
                yield f"{name} has no icon"
            if (told.get("OriginalFilename"), told.get("ProductVersion")) != (name, version):
                yield f"{name} of version {version} tells Windows: {told or 'nothing'}"


def loader_finds_all(bundle: Bundle) -> Iterator[str]:
    """What is imported lies where Windows' loader looks, or is Windows' own; all is 64-bit."""
    internal = bundle.root / "_internal"
    qt = {internal / "PySide6", internal / "shiboken6"}
    have = {(image.path.parent, image.path.name.lower()) for image in bundle.images}
    for image in bundle.images:
        if image.machine != X64:
            yield f"{bundle.name(image.path)} is not for x64 (machine {image.machine:#06x})"
        # Beside the importing file, beside the program, in the bootloader's folder, and for Qt's
        # own files in the two folders that PySide6 adds.
        folders = {image.path.parent, bundle.root, internal}
        if qt & set(image.path.parents):
            folders |= qt
        for name in sorted(image.imports):
            if not _of_windows(name) and not any((folder, name) in have for folder in folders):
                yield f"{bundle.name(image.path)} imports {name}, which would not be found"


def nothing_of_the_building_machine(bundle: Bundle) -> Iterator[str]:
    """Nothing of Wine, none of its stubs, nothing that Windows has itself, none of our paths."""
    for image in bundle.images:
        if image.is_wines:
            yield f"{bundle.name(image.path)} is a file of Wine"
        if image.path.suffix.lower() == ".dll" and _of_windows(image.path.name.lower()):
            yield f"{bundle.name(image.path)} is Windows' own and must come from there"
    for program, archive in bundle.archives.items():
        for name in archive.toc if bundle.is_of_this_python else ():
            code = archive.extract(name)
            if isinstance(code, CodeType) and re.match(r"[A-Za-z]:|[\\/]", code.co_filename):
                yield f"{name} in {program} tells the path {code.co_filename}"
    of_this_machine = _its_paths(bundle)
    for name, content in bundle.contents():
        if found := of_this_machine.search(content):
            path = found[0].replace(b"\0", b"").decode("utf-8", "replace")
            yield f"{name} tells the path {path}"


def nothing_of_tests_and_builders(bundle: Bundle) -> Iterator[str]:
    """No test, and no package that only serves to build; said once for each package."""
    dotted = {name: name.split(".") for name in bundle.modules}
    for name in map(bundle.name, bundle.files):
        inside = PurePosixPath(name.removeprefix("_internal/"))
        dotted[name] = [part.split("-")[0] for part in inside.with_suffix("").parts]
    serving = Counter(parts[0] for parts in dotted.values() if parts[0] in OF_BUILDERS)
    for package, count in sorted(serving.items()):
        yield f"{package} only serves to build ({count} modules and files)"
    for name, parts in sorted(dotted.items()):
        if parts[0] not in serving and any(OF_TESTS.fullmatch(part) for part in parts):
            yield f"{name} is of a test"


def nothing_unused_of_qt(bundle: Bundle) -> Iterator[str]:
    """Of Qt only the modules that we import, what these import, and the plugins named above."""
    used = _qt_modules_of_ours(bundle.source)
    imports = {image.path.name.lower(): image.imports for image in bundle.images}
    needed: set[str] = set()
    more = {f"qt6{name.lower()}.dll" for name in used}
    while more:
        needed |= more
        more = set().union(*(imports.get(name, ()) for name in more)) - needed
    pyside = bundle.root / "_internal" / "PySide6"
    for path in bundle.files:
        if pyside not in path.parents:
            continue
        inside = path.relative_to(pyside)
        name = inside.name.lower()
        if inside.parts[0] == "plugins":
            fits = inside.relative_to("plugins").as_posix() in QT_PLUGINS
        elif name.startswith("qt") and name.endswith(".pyd"):
            fits = path.stem in {f"Qt{module}" for module in used}
        else:
            runtime = ("pyside6", "msvcp140", "vcruntime140")
            fits = len(inside.parts) == 1 and (name in needed or name.startswith(runtime))
        if not fits:
            yield f"{bundle.name(path)} is of Qt, and the program does not use it"


def nothing_left_lying_about(bundle: Bundle) -> Iterator[str]:
    """No source or cached code but the migrations' sources; not more than is allowed."""
    for name in map(bundle.name, bundle.files):
        if name.endswith((".pyc", ".pyi", ".pdb", ".lib", ".h")):
            yield f"{name} is of no use at run time"
        elif name.endswith(".py") and not name.startswith(SOURCES):
            yield f"{name} is source code"
    if bundle.size > LARGEST:
        yield f"the bundle has {bundle.size:,} bytes, more than {LARGEST:,}"


CHECKS: tuple[Callable[[Bundle], Iterator[str]], ...] = (
    readable_here,
    all_is_there,
    loader_finds_all,
    nothing_of_the_building_machine,
    nothing_of_tests_and_builders,
    nothing_unused_of_qt,
    nothing_left_lying_about,
)


def _of_windows(name: str) -> bool:
    return name.startswith(API_SETS) or name.removesuffix(".dll") in OF_WINDOWS | {"winspool.drv"}


def _its_paths(bundle: Bundle) -> re.Pattern[bytes]:
    """Finds the folders of this machine that a bundle made here could tell of.

    In UTF-8 and UTF-16, with either slash, or as a literal, with each backslash twice.
    """
    folders = {
        str(folder)
        for folder in (
            bundle.source, *bundle.root.parents[:2],  # what is frozen, and where the build works
            Path(sys.prefix), Path(sys.base_prefix), Path.home(),
        )
    } - EVERYBODYS  # fmt: skip
    folders = {each.replace("\\", "/") for each in folders}
    folders |= {each.replace("/", slash) for each in folders for slash in ("\\", "\\\\")}
    spelt = [
        re.escape(folder.encode(code))
        for folder in sorted(folders, key=len, reverse=True)
        for code in ("utf-8", "utf-16-le")
    ]
    return re.compile(b"(?:" + b"|".join(spelt) + rb")(?![\w.-])")


def _parsed(data: bytes, *directories: str) -> pefile.PE:
    # From the data: closing a file, pefile collects all of Python's garbage.
    pe = pefile.PE(data=data, fast_load=True)
    pe.parse_data_directories([pefile.DIRECTORY_ENTRY[name] for name in directories])
    return pe


def _told_to_windows(pe: pefile.PE) -> dict[str, str]:
    """The words of a program's version resource."""
    return {
        name.decode(): value.decode()
        for part in getattr(pe, "FileInfo", [[]])[0]
        for table in getattr(part, "StringTable", [])
        for name, value in table.entries.items()
    }


def _qt_modules_of_ours(source: Path) -> set[str]:
    """`Core`, `Gui`, ...: of every `from PySide6.QtCore import` in our packages."""
    names: set[str] = set()
    for package in OUR_PACKAGES:
        for path in (source / package).rglob("*.py"):
            words = path.read_text("utf-8")
            for node in ast.walk(ast.parse(words)) if "PySide6" in words else ():
                if isinstance(node, ast.ImportFrom):
                    names.add(node.module or "")
                elif isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
    return {name.split(".")[1][2:] for name in names if name.startswith("PySide6.Qt")}


# --- the list and the answer --------------------------------------------------------------------


def write_list(bundle: Bundle, target: Path) -> None:
    """What is in the bundle, largest first: parts, modules by package, and every file."""
    parts, packages = Counter[str](), Counter[str]()
    for path in bundle.files:
        inside = bundle.name(path).removeprefix("_internal/").split("/")
        parts[inside[0] if len(inside) > 1 else "(programs, Python and its DLLs)"] += (
            path.stat().st_size
        )
    for archive in list(bundle.archives.values())[:1]:  # both programs hold the same
        for name, (_, _, size) in archive.toc.items():
            packages[name.split(".")[0]] += size
    lines = [f"{bundle.size:>12,}  in {len(bundle.files)} files", "", "Parts"]
    lines += [f"{size:>12,}  {name}" for name, size in parts.most_common()]
    lines += ["", "Python modules by package, compressed, in each program"]
    lines += [f"{size:>12,}  {name}" for name, size in packages.most_common()]
    lines += ["", "Files"]
    sizes = sorted((-path.stat().st_size, bundle.name(path)) for path in bundle.files)
    lines += [f"{-size:>12,}  {name}" for size, name in sizes]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """Print every fault; 1 if there is one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("dist", type=Path)
    parser.add_argument("--list", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    bundle = Bundle(asked.dist.resolve())
    found = [fault for check in CHECKS for fault in check(bundle)]
    if asked.list:
        write_list(bundle, asked.list)
    for fault in found:
        print(fault)
    print(f"{len(bundle.files)} files, {bundle.size:,} bytes; faults: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
