"""The dialog that says what the program is, and leads to the licences of what it is made of."""

import sys

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from ui import errors
from ui.dialogs.about import AboutDialog
from vinhloc_cds.texts import text


@pytest.fixture
def about(qtbot, tmp_path, monkeypatch):
    """Shows the dialog of a program that lies in `tmp_path`."""

    def show():
        monkeypatch.setattr(sys, "executable", str(tmp_path / "VinhLocCDS.exe"))
        dialog = AboutDialog(tmp_path)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def notices_button(dialog):
    named = {button.text(): button for button in dialog.findChildren(QPushButton)}
    return named.get(text("ui.about.notices"))


def test_the_installed_program_opens_its_notices(about, tmp_path, monkeypatch):
    path = tmp_path / "THIRD-PARTY-NOTICES.txt"
    path.write_text("-")
    opened, said, answers = [], [], [True, False]
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or answers.pop(0)
    )
    monkeypatch.setattr(errors, "show_message", said.append)
    dialog = about()
    button = notices_button(dialog)
    button.click()
    assert said == []
    button.click()
    assert opened == [str(path)] * 2
    assert said == [text("ui.about.no_opener", path=path)]


def test_from_source_there_is_no_file_to_open(about):
    assert notices_button(about()) is None
