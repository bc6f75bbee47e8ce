"""What units sent, looked at: as its own copy, under its own name, and never as markup."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from memory import office
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ui.originals import open_original
from ui.widgets.source_view import SourceView
from vinhloc_cds.services.importing import Importing


@pytest.fixture
def opened(monkeypatch) -> list[Path]:
    """The copies that the system was asked to open."""
    monkeypatch.setattr(Importing, "file", lambda *_: b"sent")
    paths: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: paths.append(Path(url.toLocalFile())) is None
    )
    return paths


@pytest.fixture
def ask_for(qtbot, session, settled, opened) -> Callable[[str], None]:
    parent = QWidget()
    qtbot.addWidget(parent)

    def ask(name: str) -> None:
        open_original(session, parent, "ab" * 32, name)
        settled()

    return ask


def test_each_opening_shows_the_file_as_it_was_sent(ask_for, opened, tmp_path):
    for _ in range(2):
        ask_for("gói.zip/../Biểu số 1.XLSX")
        # What is done to a copy shows in no other.
        opened[-1].chmod(0o600)
        opened[-1].write_bytes(opened[-1].read_bytes() + b", changed")
    assert [path.read_bytes() for path in opened] == [b"sent, changed"] * 2
    assert {path.name for path in opened} == {"bieu-so-1-ban-sao.xlsx"}
    assert all(path.is_relative_to(tmp_path) for path in opened)


def test_copies_cannot_be_saved_over_and_go_with_the_next_start(
    qtbot, ask_for, opened, session, demo_store
):
    ask_for("bieu.xlsx")
    assert not opened[0].stat().st_mode & stat.S_IWRITE
    with qtbot.waitSignal(session.opened):
        session.open(lambda: office(demo_store))
    assert not opened[0].parent.exists()


@pytest.mark.parametrize("name", ["con.xlsx", "NUL.PDF", "Com1.docx", ".xlsx", "…?.png"])
def test_no_name_is_a_device_of_windows_or_none(ask_for, opened, name):
    ask_for(name)
    assert [path.read_bytes() for path in opened] == [b"sent"]
    assert opened[0].stem.removesuffix("-ban-sao") != opened[0].stem


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows marks what was received")
def test_what_is_opened_counts_as_received_from_outside(ask_for, opened):
    ask_for("bieu.xlsx")
    mark = Path(f"{opened[0]}:Zone.Identifier").read_text(encoding="ascii")
    assert mark.split() == ["[ZoneTransfer]", "ZoneId=3"]


@pytest.mark.parametrize("name", ["<img src='//may/anh.png'>.pdf", "<b>đậm</b>.png"])
def test_the_name_of_a_file_is_no_markup(qtbot, closed_session, name):
    view = SourceView(closed_session.drawing, name)
    qtbot.addWidget(view)
    assert view.title.text() == name
    assert name not in view.title.toolTip()
