"""What docs/cai-dat.md tells the office's IT is what the sources do."""

import re
import shlex

import pytest
from house import ROOT

from db import open_store
from db.backup import KINDS
from db.rotation import KEEP_ALL_FOR, KEEP_BY_KIND
from db.sqlite import SIDE_FILES
from vinhloc_cds import __version__, instance
from vinhloc_cds.bootstrap import Setup, system_clock
from vinhloc_cds.cli.parser import make_parser
from vinhloc_cds.forms.worker import MEMORY_BYTES
from vinhloc_cds.texts import text

PACKAGING = ROOT / "packaging"


def read(path):
    return path.read_text("utf-8")


MANUAL = read(ROOT / "docs" / "cai-dat.md")
WORDS = " ".join(MANUAL.split())
"""The same without its lines, to look for sentences in."""


def told(head):
    """What stands as code in the first column of the table below `head`."""
    rows = MANUAL.partition(f"{head}\n")[2].partition("\n\n")[0].splitlines()[1:]
    cells = [row.split("|")[1] for row in rows]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)} or {
        cell.strip() for cell in cells
    }


def found(file, pattern):
    """The number or words that `pattern` finds in a file of packaging/."""
    return re.search(pattern, read(PACKAGING / file))[1]


def test_it_names_the_version_there_is():
    before = r"(?:VinhLocCDS-|version = '|`|ghi\s+phiên bản )"
    assert set(re.findall(rf"{before}(\d+\.\d+\.\d+)", MANUAL)) == {__version__}


def test_it_tells_every_exit_code_of_the_setup():
    """Those the script ends with itself, and those that NSIS has: done, cancelled, damaged."""
    files = [PACKAGING / "installer.nsi", *(PACKAGING / "installer").glob("*.nsh")]
    script = "\n".join(map(read, files))
    codes = {*re.findall(r"(?:Refuse|SetErrorLevel) (\d+)", script), "0", "1", "2"}
    assert told("| mã | nghĩa | làm gì |") == codes
    assert set(re.findall(r"^;   (\d+)  ", script, re.MULTILINE)) == codes


def test_it_names_all_that_is_installed():
    setup = read(PACKAGING / "installer.nsi")
    names = dict(re.findall(r'^!define (\w+) "([^"]+)"', setup, re.MULTILINE))
    parts = found("installer/swap.nsh", r"(?s)!macro ForEachPart (.+?)!macroend")
    for name, value in names.items():
        parts = parts.replace(f"${{{name}}}", value)
    assert told("| tệp | là |") == set(re.findall(r'"\$\{un\}" "(.+)"', parts))


def test_its_commands_are_understood():
    commands = re.findall(r"(?i:vinhloc-?cds\.exe)\"? ([a-z-][^\n`]*)", MANUAL)
    assert {"self-test", "check", "restore", "backup"} <= {typed.split()[0] for typed in commands}
    for typed in commands:
        make_parser().parse_args(shlex.split(typed, posix=False))


def test_it_names_all_that_lies_in_the_data_folder(tmp_path):
    store, backups = open_store(tmp_path, clock=system_clock)
    store.attachments.put(b"a file of a unit")
    backups.make("manual")
    store.close()
    with instance.held(tmp_path):
        left = {path.name for path in tmp_path.iterdir()}
    log = Setup(data_dir=tmp_path).log_file
    assert '"window.ini"' in read(ROOT / "ui" / "app.py")
    assert '"passing"' in read(ROOT / "ui" / "session.py")
    named = {name for name in told("| tên | là |") if not name.endswith(SIDE_FILES)}
    left = {name for name in left if not name.endswith(SIDE_FILES)}
    assert named == left | {log.parent.name, "passing", "window.ini"}
    assert f"`{log.name}`" in MANUAL


def test_it_tells_how_long_backups_are_kept():
    assert told("| loại (trong tên tệp) | khi nào | giữ |") == set(KINDS)
    for kind, number in KEEP_BY_KIND.items():
        assert re.search(rf"\| `{kind}` \|.*\| {number} bản", MANUAL)
    assert f"mọi bản của {KEEP_ALL_FOR.days} ngày" in WORDS


@pytest.mark.parametrize(
    ("sentence", "file", "pattern"),
    [
        ("(bản dựng {})", "installer/checks.nsh", r"AtLeastBuild} (\d+)"),
        ("không quá {} ký tự", "installer/checks.nsh", r"LONGEST_FOLDER (\d+)"),
        ("**nhập vào ô `{}`", "installer/wording.nsh", r'SAY_DATA_WORDS "(.+)"'),
    ],
)
def test_it_says_what_the_setup_asks_for(sentence, file, pattern):
    assert sentence.format(found(file, pattern)) in WORDS


def test_it_says_how_long_a_silent_setup_waits():
    half_seconds = int(found("installer/running.nsh", r"HALF_SECONDS_SILENT (\d+)"))
    assert f"đợi {half_seconds // 2} giây" in WORDS


def test_it_names_the_python_of_the_build_on_debian():
    version = found("wine/windows_python.py", r"VERSION = \((.+)\)").replace(", ", ".")
    assert f"tốt nhất là {version} " in WORDS


def test_it_names_what_signing_needs():
    names = set(re.findall(r"VINHLOC_CDS_\w+", read(PACKAGING / "sign.py")))
    assert names == told("| biến | nghĩa |")


def test_the_files_it_names_are_there():
    names = re.findall(r"packaging[/\\][\w/\\.-]+\w", MANUAL)
    assert names
    assert not [name for name in names if not (ROOT / name.replace("\\", "/")).is_file()]


def test_it_quotes_the_program():
    assert f"tối đa {MEMORY_BYTES // 1024 // 1024} MB" in WORDS
    last_words = "".join(
        re.findall(r'^    "(Chương trình .+?)"$', read(ROOT / "vinhloc_cds/__main__.py"), re.M)
    )
    for words in (text("cli.sound"), text("worker.not_started"), last_words):
        assert f"“{words.partition('. ')[0].rstrip('.')}." in WORDS
