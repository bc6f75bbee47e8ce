"""What the build of the Windows program looks after: the bundle, its notices, icon and pins."""

import hashlib
import importlib.util
import re
import struct
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import default_environment
from packaging.utils import canonicalize_name
from program_files import X86, image, program
from PyInstaller.archive import writers
from PySide6.QtGui import QImage

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
TOLD = {"OriginalFilename": "VinhLocCDS.exe", "ProductVersion": "1.2.3"}


def script(name: str) -> ModuleType:
    """A script of packaging/, which is no package: the name belongs to another one."""
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# As a script finds its neighbours.
sys.path.insert(0, str(PACKAGING))
release = script("release")
check_bundle = script("check_bundle")
notices = script("notices")

# --- the bundle: a faultless one, then one fault at a time ---------------------------------------


@pytest.fixture
def source(tmp_path):
    """A tree whose window imports QtWidgets and QtSvg."""
    tree = tmp_path / "tree"
    (tree / "vinhloc_cds").mkdir(parents=True)
    (tree / "vinhloc_cds/__init__.py").write_text('__version__ = "1.2.3"\n')
    (tree / "ui").mkdir()
    (tree / "ui/window.py").write_text(
        "import PySide6.QtWidgets\n\ndef draw():\n    from PySide6.QtSvg import QSvgRenderer\n"
    )
    return tree


@pytest.fixture
def dist(tmp_path):
    root = tmp_path / "VinhLocCDS"
    inside = root / "_internal"
    for folder in ("PySide6/plugins/platforms", "shiboken6", "db/migrations/versions"):
        (inside / folder).mkdir(parents=True)
    (root / "THIRD-PARTY-NOTICES.txt").write_text("-")
    modules = ["vinhloc_cds.cli", "vinhloc_cds.self_test.log", "sqlalchemy"]
    for name in ("VinhLocCDS.exe", "vinhloc-cds.exe"):
        program(root / name, modules, icon=True, told=TOLD | {"OriginalFilename": name})
    system = ["KERNEL32.dll", "api-ms-win-crt-heap-l1-1-0.dll"]
    files = {
        f"python3{sys.version_info.minor}.dll": image([*system, "VCRUNTIME140.dll"]),
        "VCRUNTIME140.dll": image(system),
        "shiboken6/shiboken6.abi3.dll": image(["MSVCP140.dll"]),
        "shiboken6/MSVCP140.dll": image(),
        "PySide6/QtWidgets.pyd": image(["Qt6Widgets.dll", "shiboken6.abi3.dll"]),
        "PySide6/QtSvg.pyd": image(["Qt6Svg.dll"]),
        "PySide6/Qt6Widgets.dll": image(["Qt6Gui.dll"], delayed=["dwmapi.dll"]),
        "PySide6/Qt6Svg.dll": image(["Qt6Gui.dll"]),
        "PySide6/Qt6Gui.dll": image(["d3d11.dll"]),
        "PySide6/plugins/platforms/qwindows.dll": image(["Qt6Gui.dll"]),
        "db/migrations/versions/0001_first.py": b"revision = '0001'\n",
    }
    for name, content in files.items():
        (inside / name).write_bytes(content)
    return root


def faults(dist, source):
    bundle = check_bundle.Bundle(dist, source)
    return [fault for check in check_bundle.CHECKS for fault in check(bundle)]


def test_a_bundle_without_fault(dist, source):
    assert faults(dist, source) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pyd", image(["libffi-8.dll"]), "a.pyd imports libffi-8.dll, which would not be found"),
        ("a.dll", image(delayed=["Gone.dll"]), "a.dll imports gone.dll"),
        # Only Qt's own files are found in Qt's folders.
        ("lxml/etree.pyd", image(["Qt6Gui.dll"]), "lxml/etree.pyd imports qt6gui.dll"),
        ("a.dll", image(machine=X86), "a.dll is not for x64 (machine 0x014c)"),
        ("a.dll", image(wine=True), "a.dll is a file of Wine"),
        ("ICUUC.dll", image(), "ICUUC.dll is Windows' own"),
        ("api-ms-win-core-path-l1-1-0.dll", image(), "is Windows' own"),
        ("PIL/_avif.pyd", image(["VCRUNTIME140.dll"]), None),
        ("lxml/tests/data.xml", b"", "lxml/tests/data.xml is of a test"),
        ("numpy/conftest.json", b"", "numpy/conftest.json is of a test"),
        ("setuptools/logo.txt", b"", "setuptools only serves to build (1 modules and files)"),
        ("PySide6/QtQml.pyd", image(), "PySide6/QtQml.pyd is of Qt"),
        ("PySide6/Qt6Qml.dll", image(), "PySide6/Qt6Qml.dll is of Qt"),
        ("PySide6/plugins/tls/qopensslbackend.dll", image(), "qopensslbackend.dll is of Qt"),
        ("PySide6/translations/qtbase_de.qm", b"", "qtbase_de.qm is of Qt"),
        ("ui/window.py", b"", "ui/window.py is source code"),
        ("db/migrations/__pycache__/env.pyc", b"", "env.pyc is of no use at run time"),
    ],
)
def test_each_fault_of_a_file_is_told(dist, source, name, content, said):
    path = dist / "_internal" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    told = faults(dist, source)
    assert [fault for fault in told if said and said in fault] == told
    assert len(told) == (1 if said else 0)


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (["alembic.testing.suite"], "alembic.testing.suite is of a test"),
        (["pip", "pip.main"], "pip only serves to build (2 modules and files)"),
    ],
)
def test_each_fault_of_a_module_is_told(dist, source, modules, said):
    program(dist / "VinhLocCDS.exe", modules, icon=True, told=TOLD)
    assert [said in fault for fault in faults(dist, source)] == [True]


@pytest.mark.parametrize("path", [r"C:\Users\nam\cds\cli.py", "/home/nam/cli.py"])
def test_a_path_in_the_code_is_told(dist, source, monkeypatch, path):
    # PyInstaller takes them out; that is what is looked after.
    monkeypatch.setattr(
        writers, "replace_filename_in_code_object", lambda code, _: code.replace(co_filename=path)
    )
    program(dist / "VinhLocCDS.exe", ["ui.page"], icon=True, told=TOLD)
    assert faults(dist, source) == [f"ui.page in VinhLocCDS.exe tells the path {path}"]


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"told": TOLD}, "no icon"),
        ({"icon": True}, "VinhLocCDS.exe of version 1.2.3 tells Windows: nothing"),
        (
            {"icon": True, "told": {"OriginalFilename": "VinhLocCDS.exe", "ProductVersion": "1.2"}},
            "VinhLocCDS.exe of version 1.2.3 tells Windows: {'OriginalFilename'",
        ),
    ],
)
def test_a_program_says_who_it_is(dist, source, look, said):
    program(dist / "VinhLocCDS.exe", [], **look)
    assert [said in fault for fault in faults(dist, source)] == [True]


def test_what_is_missing_is_told(dist, source):
    for path in (dist / "vinhloc-cds.exe", dist / "THIRD-PARTY-NOTICES.txt"):
        path.unlink()
    (dist / f"_internal/python3{sys.version_info.minor}.dll").rename(
        dist / "_internal/python30.dll"
    )
    told = faults(dist, source)
    assert len(told) == 3
    assert "cannot be read" in told[0]
    assert told[1:] == ["vinhloc-cds.exe is missing", "THIRD-PARTY-NOTICES.txt is missing"]


def test_the_builders_folders_are_told_however_they_are_written(
    dist, source, tmp_path, monkeypatch
):
    home = tmp_path / "home/nam"
    monkeypatch.setattr(Path, "home", lambda: home)
    here = str(tmp_path)  # where dist lies, as in OUT/work
    program(dist / "VinhLocCDS.exe", ["ui.page"], icon=True, told=TOLD, say=f"{home}/cds/page.py")
    for name, content in {
        "a.toml": f'from = "{source}/resources"'.encode(),
        "b.bin": str(source).replace("/", "\\").encode("utf-16-le"),
        "c.txt": f"Z:{here}".replace("/", "\\\\").encode(),  # as a string of C has it
        "d.txt": f"{source}s {home}.old".encode(),  # others, of a longer name
        "e.pyd": image([f"{source}/e.dll"]),  # not ours: where others built it
    }.items():
        (dist / "_internal" / name).write_bytes(content)
    told = {fault for fault in faults(dist, source) if "would not be found" not in fault}
    assert told == {
        f"_internal/{name} tells the path {path}"
        for name, path in (
            ("a.toml", source),
            ("b.bin", str(source).replace("/", "\\")),
            ("c.txt", here.replace("/", "\\\\")),
            ("d.txt", here),
        )
    } | {f"ui.page in VinhLocCDS.exe tells the path {home}"}


def test_too_large_a_bundle_fails_and_is_listed(dist, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(check_bundle, "LARGEST", 100)
    monkeypatch.setattr(check_bundle, "CHECKS", [check_bundle.nothing_left_lying_about])
    listed = tmp_path / "list.txt"
    assert check_bundle.main([str(dist), "--list", str(listed)]) == 1
    size = sum(path.stat().st_size for path in dist.rglob("*") if path.is_file())
    assert f"the bundle has {size:,} bytes, more than 100" in capsys.readouterr().out
    words = listed.read_text("utf-8")
    assert f"{size:,}  in 14 files" in words
    assert re.search(r"^ +\d[\d,]*  _internal/PySide6/Qt6Gui\.dll$", words, re.MULTILINE)
    assert re.search(r"^ +\d[\d,]*  vinhloc_cds$", words, re.MULTILINE)


def test_a_setup_that_is_not_too_large_gets_its_sum(tmp_path, monkeypatch):
    setup = tmp_path / "setup.exe"
    setup.write_bytes(b"12345")
    digest = release.finish(setup)
    assert digest == hashlib.sha256(b"12345").hexdigest()
    assert (tmp_path / "setup.exe.sha256").read_bytes() == f"{digest}  setup.exe\n".encode()
    monkeypatch.setattr(release, "LARGEST_SETUP", 4)
    with pytest.raises(ValueError, match="5 bytes, more than 4"):
        release.finish(setup)


# --- notices ------------------------------------------------------------------------------------


def frozen(*modules):
    """Modules as PyInstaller lists them."""
    return [(name, importlib.util.find_spec(name).origin, "PYMODULE") for name in modules]


def test_notices_carry_the_texts_of_all_that_is_frozen(tmp_path):
    target = tmp_path / "notices.txt"
    ours = ("resources/icons/program.svg", str(ROOT / "resources/icons/program.svg"), "DATA")
    runtime = ("MSVCP140.dll", r"C:\Windows\System32\MSVCP140.dll", "BINARY")
    space = ("a.namespace", "-", "PYMODULE")
    modules = frozen("openpyxl", "PySide6.QtCore", "shiboken6", "lxml", "typing_extensions")
    notices.write_notices([*modules, ours, runtime, space], target)
    data = target.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    words = data.decode("utf-8")
    listed = re.findall(r"^ {1,2}\d+\. ([\w.-]+)", words.split("=====")[0], re.MULTILINE)
    assert listed == [
        "lxml", "openpyxl", "pyinstaller", "Python", "typing_extensions",
        "Qt", "Các", "libiconv", "Microsoft",
    ]  # fmt: skip
    for line in (
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "https://download.qt.io/official_releases/qt/",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "bootloader",
        "This software is under the MIT Licence",
    ):
        assert line in words


def test_a_frozen_file_of_unknown_origin_fails(tmp_path):
    entries = [("what.dll", str(tmp_path / "what.dll"), "BINARY")]
    with pytest.raises(notices.MissingNoticeError, match=r"what\.dll"):
        notices.write_notices(entries, tmp_path / "notices.txt")


def test_a_package_without_licence_text_fails(tmp_path, monkeypatch):
    (tmp_path / "bare.py").write_text("")
    info = tmp_path / "bare-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n")
    (info / "RECORD").write_text("bare.py,,\nbare-1.0.dist-info/METADATA,,\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(notices.MissingNoticeError, match=r"bare 1\.0 is frozen"):
        notices.write_notices(frozen("bare"), tmp_path / "notices.txt")


# --- icon ---------------------------------------------------------------------------------------


def test_the_icon_has_every_size_in_colour(tmp_path):
    ico = tmp_path / "program.ico"
    script("icon").write_icon(ROOT / "resources/icons/program.svg", ico)
    data = ico.read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    assert kind == 1
    sizes = []
    for number in range(count):
        side, *_, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        picture = QImage.fromData(data[offset : offset + length], "PNG")
        assert picture.width() == picture.height() == (side or 256)
        middle, corner = picture.pixelColor(side // 2 or 128, side * 3 // 4 or 192), (0, 0)
        assert middle.red() > middle.blue()  # the gate's open arch
        assert picture.pixelColor(*corner).alpha() < 255
        sizes.append(picture.width())
    assert sizes == [16, 20, 24, 32, 40, 48, 64, 256]


# --- pins ---------------------------------------------------------------------------------------


def pinned(name):
    words = (PACKAGING / name).read_text("utf-8")
    assert "://" not in words
    pins = re.findall(r"^([\w.-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}$", words, re.MULTILINE)
    assert len(pins) == len([line for line in words.splitlines() if line[0] not in "# "])
    return {canonicalize_name(package): version for package, version in pins}


def needs_of(name):
    try:
        return requires(name) or []
    except PackageNotFoundError:
        assert name in {"pefile", "pywin32-ctypes"}  # only on Windows, and they need nothing
        return []


def test_what_is_needed_is_pinned_and_nothing_else():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = pinned("requirements-windows.txt")
    on_windows = default_environment() | {
        "sys_platform": "win32", "os_name": "nt", "platform_system": "Windows",
        "platform_machine": "AMD64", "python_version": "3.11", "python_full_version": "3.11.9",
        "extra": "",
    }  # fmt: skip
    wanted = [*project["dependencies"], *script("requirements").BUILDERS]
    needed = set()
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate(on_windows):
            continue
        assert requirement.specifier.contains(pins[name]), requirement
        if name not in needed:
            needed.add(name)
            wanted += needs_of(name)
    assert set(pins) == needed


def test_the_windows_python_of_the_debian_build_is_pinned():
    assert pinned("requirements-wine.txt") == {"panda3d": "1.10.14"}
