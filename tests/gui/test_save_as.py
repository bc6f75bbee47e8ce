"""Where files are proposed to be saved."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from tests.pages import settle, show, the_dialog
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


def test_no_dialog_begins_where_the_program_lies(qtbot, session, settings, tmp_path, monkeypatch):
    proposed: list[Path] = []

    def nothing(_parent, _title, begins: str, *_) -> tuple[str, str]:
        proposed.append(Path(begins))
        return "", ""

    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, nothing)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *asked: nothing(*asked)[0])
    page = show(qtbot, ImportsPage(session))
    page.choose_files()
    page.choose_folder()
    page.make_forms()
    check_file(session, page)
    submissions = session.snapshot.submissions
    (received, *_) = (s for s in submissions if s.state is SubmissionState.RECEIVED)
    show_return_slip(session, received.id, page)
    settle(qtbot, page)
    dialog = the_dialog(qtbot, page, ReturnSlipDialog)
    unit = replace(dialog._slip.unit, name="Trạm Y tế: “A/B” CON")
    dialog._slip = replace(dialog._slip, unit=unit)
    dialog.save_button.click()
    dialog.close_button.click()
    documents = Path(proposed_folder(settings))
    slip = documents / "phieu-tra-lai-tram-y-te-a-b-con.pdf"
    assert proposed == [documents] * 4 + [slip]
