"""The start of the program in a process of its own: what comes first, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROLOGUE = """
import json, sys
sys.path[:0] = [{root!r}, {unit!r}]
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui import app, main_window
seen = []

class Window(main_window.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.painted.connect(lambda: seen.append("painted"))
        self.session.opened.connect(lambda: seen.append("opened"))
        self.session.opened.connect(self.close)

app.MainWindow = Window

def heavy():
    names = ("sqlalchemy", "alembic", "openpyxl", "reportlab", "docx", "pypdfium2",
             "PySide6.QtPrintSupport", "PySide6.QtNetwork", "ui.page", "vinhloc_cds.domain")
    return [name for name in names if name in sys.modules]

def make_office():
    seen.append("office")
    from memory import MemoryStore, office
    from vinhloc_cds.domain.planfile import built_in_plans
    return office(MemoryStore(built_in_plans()[0].load()))
"""


def run(folder, script):
    source = PROLOGUE.format(root=str(ROOT), unit=str(ROOT / "tests" / "unit")) + script
    done = subprocess.run(
        [sys.executable, "-c", source, str(folder)],
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_window_is_painted_before_the_office_is_made(tmp_path):
    outcome = run(
        tmp_path,
        """
code = app.run(make_office, plan=None, data_dir=Path(sys.argv[1]), argv=["x"])
print(json.dumps({"code": code, "seen": seen}))
""",
    )
    assert outcome == {"code": 0, "seen": ["painted", "office", "opened"]}
    assert (tmp_path / "window.ini").exists()


def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path):
    outcome = run(
        tmp_path,
        """
Window.painted_with = None
original = Window._prepare_first_page
def note(self):
    Window.painted_with = heavy()
    original(self)
Window._prepare_first_page = note
code = app.run(make_office, plan=None, data_dir=Path(sys.argv[1]), argv=["x"])
print(json.dumps(Window.painted_with))
""",
    )
    assert outcome == []


@pytest.mark.parametrize(
    ("raised", "box"),
    [
        ('UserError("service.actor_blank")', "QMessageBox"),
        ('RuntimeError("a bug")', "ErrorDialog"),
    ],
)
def test_an_office_that_cannot_be_opened_ends_the_program_with_a_word(tmp_path, raised, box):
    outcome = run(
        tmp_path,
        f"""
from vinhloc_cds.errors import UserError

def refuse():
    raise {raised}

def look():
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        QTimer.singleShot(20, look)
        return
    seen.append(type(dialog).__name__)
    dialog.reject()

original = Window._prepare_first_page
def watch(self):
    QTimer.singleShot(20, look)
    original(self)
Window._prepare_first_page = watch
code = app.run(refuse, plan=None, data_dir=Path(sys.argv[1]), argv=["x"])
print(json.dumps({{"code": code, "seen": seen}}))
""",
    )
    assert outcome == {"code": 1, "seen": ["painted", box]}


def test_what_qt_says_before_there_is_an_application_is_logged(tmp_path):
    outcome = run(
        tmp_path,
        """
import logging
from PySide6.QtCore import qWarning

class Log(logging.Handler):
    def emit(self, record):
        seen.append(record.getMessage())

logging.getLogger().addHandler(Log(logging.WARNING))

class Application(QApplication):
    def __init__(self, argv):
        qWarning("early")
        super().__init__(argv)

app.QApplication = Application
app.run(make_office, plan=None, data_dir=Path(sys.argv[1]), argv=["x"])
print(json.dumps(seen))
""",
    )
    assert outcome[0] == "default: early"
