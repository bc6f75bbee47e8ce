"""Where a document is to be saved, and under which name."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileInfo, QSettings, QStandardPaths
from PySide6.QtWidgets import QWidget

from ui.dialogs.files import FileDialog
from vinhloc_cds.texts import text

_FOLDER = "report/folder"


def proposed_folder(settings: QSettings, key: str = _FOLDER) -> str:
    """The folder that was chosen last, remembered under `key`; before that the user's documents.

    Never what Windows proposes by itself: the folder of the program.
    """
    chosen = str(settings.value(key, ""))
    # Not by `pathlib`, which raises where a server does not answer.
    if chosen and QFileInfo(chosen).isDir():
        return chosen
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def ask_where(
    parent: QWidget,
    settings: QSettings,
    file_format: str,
    name: str,
    save: Callable[[Path], None],
) -> None:
    """Ask where a file of `file_format` ("pdf", say) goes, then `save` it there.

    `name` is proposed, in the `proposed_folder`.
    """
    dialog = FileDialog(parent, text("report_page.save_as"), proposed_folder(settings))
    dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(text(f"report_page.filter.{file_format}"))
    dialog.setDefaultSuffix(file_format)
    dialog.selectFile(name)

    def take(chosen: str) -> None:
        path = Path(chosen)
        settings.setValue(_FOLDER, str(path.parent))
        if path.suffix.lower() == f".{file_format}":
            save(path)
            return
        # "Báo cáo 12.10" has a suffix for the dialog, but not the one that opens the file.
        path = path.with_name(f"{path.name}.{file_format}")
        if path.exists():
            ask_where(parent, settings, file_format, path.name, save)
        else:
            save(path)

    dialog.fileSelected.connect(take)
    dialog.open()
