"""What units sent, looked at: as its own copy, under its own name, and never as markup."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ui.originals import open_original
from ui.widgets.source_view import SourceView
from vinhloc_cds.services.importing import Importing


def test_each_opening_shows_the_file_as_it_was_sent(qtbot, session, settled, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(Importing, "file", lambda *_: b"sent")
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) is None
    )
    parent = QWidget()
    qtbot.addWidget(parent)
    for _ in range(2):
        open_original(session, parent, "ab" * 32, "gói.zip/../Biểu số 1.XLSX")
        settled()
        # What is done to a copy shows in no other.
        opened[-1].write_bytes(opened[-1].read_bytes() + b", changed")
    assert [path.read_bytes() for path in opened] == [b"sent, changed"] * 2
    assert {path.name for path in opened} == {"bieu-so-1.xlsx"}
    assert all(path.is_relative_to(tmp_path) for path in opened)


@pytest.mark.parametrize("name", ["<img src='//may/anh.png'>.pdf", "<b>đậm</b>.png"])
def test_the_name_of_a_file_is_no_markup(qtbot, closed_session, name):
    view = SourceView(closed_session.drawing, name)
    qtbot.addWidget(view)
    assert view.title.text() == name
    assert name not in view.title.toolTip()
