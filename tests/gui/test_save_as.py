"""Where files are proposed to be saved."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tests.pages import settle, show, the_dialog
from ui.dialogs.files import FileDialog
from ui.dialogs.form_check import check_file
from ui.dialogs.return_slip import ReturnSlipDialog
from ui.dialogs.save_as import proposed_folder
from ui.pages.imports import ImportsPage
from ui.previews import show_return_slip
from vinhloc_cds.domain.submission import SubmissionState


def test_documents_are_proposed_until_a_folder_was_chosen(settings, tmp_path):
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert Path(documents).is_absolute()
    assert proposed_folder(settings) == documents
    settings.setValue("report/folder", str(tmp_path))
    assert proposed_folder(settings) == str(tmp_path)
    settings.setValue("report/folder", str(tmp_path / "gone"))
    assert proposed_folder(settings) == documents


def test_no_dialog_begins_where_the_program_lies(qtbot, session, tmp_path, monkeypatch):
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    proposed: list[Path] = []

    def close(chooser: FileDialog) -> None:
        proposed.append(Path(chooser.directory().absolutePath()))
        chooser.close()

    page = show(qtbot, ImportsPage(session))
    for ask in (
        page.choose_files,
        page.choose_folder,
        page.make_forms,
        lambda: check_file(session, page),
    ):
        ask()
        close(the_dialog(qtbot, page, FileDialog))
    submissions = session.snapshot.submissions
    (received, *_) = (s for s in submissions if s.state is SubmissionState.RECEIVED)
    show_return_slip(session, received.id, page)
    settle(qtbot, page)
    dialog = the_dialog(qtbot, page, ReturnSlipDialog)
    unit = replace(dialog._slip.unit, name="Trạm Y tế: “A/B” CON")
    dialog._slip = replace(dialog._slip, unit=unit)
    dialog.save_button.click()
    chooser = the_dialog(qtbot, dialog, FileDialog)
    (name,) = (Path(each).name for each in chooser.selectedFiles())
    close(chooser)
    dialog.close_button.click()
    assert proposed == [tmp_path] * 5
    assert name == "phieu-tra-lai-tram-y-te-a-b-con.pdf"


@pytest.fixture
def shared(tmp_path) -> Callable[[], dict[str, object]]:
    """What stands in the settings that all programs with Qt share."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))

    def read() -> dict[str, object]:
        settings = QSettings(QSettings.Scope.UserScope, "QtProject")
        return {key: settings.value(key) for key in settings.allKeys()}

    return read


@pytest.mark.parametrize("others", [{}, {"history": ["file:///khac"], "cuaAi": "7"}])
@pytest.mark.parametrize("closed", [True, False])
def test_a_file_dialog_leaves_nothing_behind(qtbot, tmp_path, shared, others, closed):
    for key, value in others.items():
        QSettings(QSettings.Scope.UserScope, "QtProject").setValue(f"FileDialog/{key}", value)
    before = shared()
    assert len(before) == len(others)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = FileDialog(parent, "", str(tmp_path))
    dialog.open()
    if closed:
        dialog.close()
    else:
        parent.deleteLater()
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert shared() == before
