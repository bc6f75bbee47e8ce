"""A database that cannot be used, met in the window; and backups that come unasked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from memory import MemoryStore, office
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from stores import Watch

from db import open_backups
from db.backup import SqlBackups
from db.opening import DATABASE
from tests.keyboard import press
from ui.dialogs.recovery import RecoveryDialog
from ui.rhythm import BackupRhythm, back_up_at_exit
from vinhloc_cds import bootstrap
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.errors import UnusableStoreError, UserError

ROOT = Path(__file__).resolve().parents[2]
JUNK = b"x" * 5000


@pytest.fixture
def clock():
    return Watch()


@pytest.fixture
def broken(tmp_path, clock):
    """A folder with two backups, whose database is none any more."""
    folder = tmp_path / "data"
    there = bootstrap.build_office(folder, clock)
    there.planning.set_actor("Người trước")
    there.backups.make("manual")
    clock.wind(hours=1)
    there.planning.set_actor("Người sau")
    there.backups.make("auto")
    there.store.close()
    (folder / DATABASE).write_bytes(JUNK)
    return folder


@pytest.fixture
def make_office(broken, clock):
    return lambda: bootstrap.build_office(broken, clock)


@pytest.fixture
def offer(qtbot, closed_session, make_office, broken, clock, settled):
    """The dialog that the failed opening leads to, with its list filled."""

    def offer() -> RecoveryDialog:
        with qtbot.waitSignal(closed_session.open_failed) as failed:
            closed_session.open(make_office)
        (error,) = failed.args
        assert isinstance(error, UnusableStoreError)
        dialog = RecoveryDialog(
            error, lambda: open_backups(broken, clock=clock), closed_session.tasks, broken
        )
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        settled()
        return dialog

    return offer


def shown(dialog):
    model = dialog.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_it_says_what_is_wrong_and_lists_the_backups(offer, broken):
    dialog = offer()
    assert str(broken / DATABASE) in dialog.sentence.text()
    assert dialog.sentence.textFormat() == Qt.TextFormat.PlainText
    assert shown(dialog) == [
        ["12/10/2024 10:00", "Tự động", "0"],
        ["12/10/2024 09:00", "Do người dùng", "0"],
    ]
    assert (broken / DATABASE).read_bytes() == JUNK


def test_issued_reports_that_a_backup_lacks_are_named(offer, settled, monkeypatch):
    def issues_lost(self, path):
        return () if path == self.list()[0].path else ("15/BC-UBND ngày 11/10/2024",)

    monkeypatch.setattr(SqlBackups, "issues_lost", issues_lost)
    dialog = offer()
    assert not dialog.lost.isVisible()
    press("down")
    settled()
    assert "15/BC-UBND ngày 11/10/2024" in dialog.lost.text()
    assert dialog.lost.isVisible()
    press("up")
    settled()
    assert not dialog.lost.isVisible()


@pytest.mark.parametrize(
    ("keys", "actor"), [(["enter"], "Người sau"), (["down", "enter"], "Người trước")]
)
def test_enter_puts_the_chosen_backup_in_its_place(
    qtbot, offer, closed_session, make_office, broken, keys, actor
):
    dialog = offer()
    with qtbot.waitSignal(dialog.restored) as restored:
        press(*keys)
    assert "12/10/2024" in restored.args[0]
    with qtbot.waitSignal(closed_session.opened):
        closed_session.open(make_office)
    assert closed_session.desk.actor == actor
    aside = [path for path in (broken / "backups").iterdir() if path.read_bytes() == JUNK]
    assert len(aside) == 1


def test_the_button_does_it_too(qtbot, offer, broken):
    dialog = offer()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert (broken / DATABASE).read_bytes() != JUNK


def test_a_damaged_backup_is_refused_and_another_can_be_chosen(qtbot, offer, broken, settled):
    dialog = offer()
    newest = dialog.table.current_row().path
    newest.write_bytes(newest.read_bytes()[:-1] + b"!")
    press("enter")
    settled()
    assert str(newest) in dialog.state.text()
    assert dialog.isVisible()
    assert (broken / DATABASE).read_bytes() == JUNK
    with qtbot.waitSignal(dialog.restored):
        press("down", "enter")


def test_nothing_stops_a_restore_halfway(qtbot, offer):
    dialog = offer()
    press("enter", "esc")
    assert dialog.isVisible()
    assert not dialog.restore_button.isEnabled()
    assert not dialog.close_button.isEnabled()
    with qtbot.waitSignal(dialog.restored):
        press("enter")


def test_escape_ends_the_program_and_changes_nothing(qtbot, offer, broken):
    before = {path: path.read_bytes() for path in broken.rglob("*") if path.is_file()}
    dialog = offer()
    with qtbot.waitSignal(dialog.rejected):
        press("esc")
    assert {path: path.read_bytes() for path in broken.rglob("*") if path.is_file()} == before


def test_without_backups_there_is_only_the_folder_to_look_into(qtbot, offer, broken, monkeypatch):
    for path in (broken / "backups").iterdir():
        path.unlink()
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog = offer()
    assert shown(dialog) == []
    assert not dialog.restore_button.isEnabled()
    press("enter")
    assert dialog.isVisible()
    qtbot.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)
    assert opened == [broken.as_posix()]  # as Qt writes paths on any system


def test_a_store_nobody_can_work_with_is_let_go_of(qtbot, closed_session):
    class Watched(MemoryStore):
        closed = 0

        def close(self):
            self.closed += 1

    store = Watched(built_in_plans()[0].load())
    with qtbot.waitSignal(closed_session.open_failed) as failed:
        closed_session.open(lambda: office(store), "KH-KHAC")
    assert isinstance(failed.args[0], UserError)
    assert store.closed == 1


SCRIPT = """
import json, sys
sys.path.insert(0, {root!r})
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui import app, main_window
from vinhloc_cds import bootstrap
folder, key = Path(sys.argv[1]), sys.argv[2]
seen = []

class Window(main_window.MainWindow):
    def __init__(self, *given):
        super().__init__(*given)
        self.painted.connect(lambda: seen.append("painted"))
        self.session.open_failed.connect(lambda error: QTimer.singleShot(20, self.answer))
        self.session.opened.connect(self.look)

    def answer(self):
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog.table.current_row() is None:
            QTimer.singleShot(20, self.answer)
            return
        seen.append(type(dialog).__name__)
        QTest.keyClick(dialog.table, Qt.Key[key])

    def look(self):
        seen.extend([self.session.desk.actor, self.statusBar().currentMessage()])
        self.close()

app.MainWindow = Window
code = bootstrap.open_window(bootstrap.Setup(folder))
print(json.dumps({{"code": code, "seen": seen}}))
"""


def start(folder: Path, key: str):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(root=str(ROOT)), str(folder), key],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_program_goes_on_with_the_restored_data(broken):
    outcome = start(broken, "Key_Return")
    assert outcome == {
        "code": 0,
        "seen": [
            "painted",
            "RecoveryDialog",
            "Người sau",
            "Đã khôi phục bản sao lưu lúc 12/10/2024 10:00.",
        ],
    }
    # The restore itself is something done since the last backup.
    newest = open_backups(broken, clock=Watch()).list()[0]
    assert newest.kind == "auto"
    again = start(broken, "Key_Return")
    assert again["seen"] == ["painted", "Người sau", ""]
    assert open_backups(broken, clock=Watch()).list()[0] == newest


def test_the_program_ends_if_nothing_is_chosen(broken):
    outcome = start(broken, "Key_Escape")
    assert outcome == {"code": 1, "seen": ["painted", "RecoveryDialog"]}
    assert (broken / DATABASE).read_bytes() == JUNK


class TestRhythm:
    @pytest.fixture
    def said(self):
        return []

    @pytest.fixture
    def open_session(self, qtbot, closed_session, tmp_path, clock, said, settled):
        def open_session():
            rhythm = BackupRhythm(closed_session, said.append)
            with qtbot.waitSignal(closed_session.opened):
                closed_session.open(lambda: bootstrap.build_office(tmp_path, clock))
            settled()
            return rhythm

        return open_session

    def kinds(self, folder):
        return [backup.kind for backup in open_backups(folder, clock=Watch()).list()]

    def test_it_backs_up_at_the_start_and_after_work(
        self, open_session, closed_session, tmp_path, clock, said, settled
    ):
        rhythm = open_session()
        assert self.kinds(tmp_path) == ["auto"]
        for name, count in (("Một", 2), ("Hai", 3)):
            clock.wind(minutes=30)
            closed_session.write(
                lambda there, name=name: there.planning.set_actor(name), lambda _: None, title=""
            )
            rhythm.beat()
            rhythm.beat()
            settled()
            assert len(self.kinds(tmp_path)) == count
        assert said == []

    def test_at_the_exit_it_backs_up_what_was_done(
        self, open_session, closed_session, tmp_path, clock
    ):
        open_session()
        clock.wind(minutes=1)
        closed_session.write(
            lambda there: there.planning.set_actor("Một"), lambda _: None, title=""
        )
        closed_session.close(back_up_at_exit)
        assert self.kinds(tmp_path) == ["auto", "auto"]

    def test_a_failure_is_said_and_nobody_is_stopped(self, open_session, tmp_path, said):
        (tmp_path / "backups").write_text("")
        open_session()
        (sentence,) = said
        assert str(tmp_path / "backups") in sentence
        assert QApplication.activeModalWidget() is None
