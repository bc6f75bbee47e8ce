"""Where files are proposed to be saved."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from ui.dialogs.save_as import proposed_folder


def test_documents_are_proposed_until_a_folder_was_chosen(settings, tmp_path):
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    assert Path(documents).is_absolute()
    assert proposed_folder(settings) == documents
    settings.setValue("report/folder", str(tmp_path))
    assert proposed_folder(settings) == str(tmp_path)
    settings.setValue("report/folder", str(tmp_path / "gone"))
    assert proposed_folder(settings) == documents
