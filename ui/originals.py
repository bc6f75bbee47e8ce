"""The very file that a unit sent, opened with the program that the system has for it."""

import stat
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from ui import errors
from ui.session import Session
from vinhloc_cds.domain.text import file_stem
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.texts import text

# What a file may be opened as; its name came with it and is not to be trusted.
_PLAIN = {
    "xlsx",
    "ods",
    "csv",
    "txt",
    "docx",
    "pdf",
    "jpg",
    "jpeg",
    "png",
    "webp",
    "heic",
    "gif",
    "bmp",
}
_MAY_HOLD_MACROS = {
    "xlsm",
    "xls",
    "xlsb",
    "doc",
    "docm",
    "zip",
    "rar",
    "7z",
    "eml",
    "msg",
    "htm",
    "html",
}


def open_original(session: Session, parent: QWidget, sha256: str, file_name: str) -> None:
    """Open a copy of the kept file; one that may hold macros only once the user has said so."""
    suffix = file_name.rsplit(".", 1)[-1].lower()
    if suffix not in _PLAIN | _MAY_HOLD_MACROS:
        errors.show_message(text("imports.source.no_program", file=file_name))
        return
    read = partial(_read, session, sha256, file_name)
    if suffix in _PLAIN:
        read()
        return
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        text("imports.source.open"),
        text("imports.source.macros", file=file_name),
        QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel,
        parent,
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.accepted.connect(read)
    box.open()


def _read(session: Session, sha256: str, file_name: str) -> None:
    session.read(
        lambda office: _copy(office.importing.file(sha256), file_name, session.passing),
        _open,
        title=text("imports.task.original"),
    )


def _open(path: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        errors.show_message(text("imports.source.no_opener", path=path))


def _copy(data: bytes, file_name: str, passing: Path) -> Path:
    """A copy in `passing` to be looked at: the kept file stays as it is.

    Each has a folder of its own: the one that was opened before may have been changed meanwhile,
    and Windows lets nobody write where a program has it open. It is read-only: whoever mends
    something in it is asked to save that elsewhere, since it goes at the next start.
    """
    stem, _, suffix = file_name.rpartition(".")
    safe = file_stem(stem.rsplit("/", 1)[-1])[:60]
    folder = passing / uuid4().hex
    make_folder(folder)
    # Never the bare name: "con.xlsx" is a device of Windows.
    path = folder / f"{safe or 'tep'}-ban-sao.{suffix.lower()}"
    write_whole(path, data)
    if sys.platform == "win32":
        _mark_as_received(path)
    path.chmod(stat.S_IREAD)
    return path


def _mark_as_received(path: Path) -> None:
    """Mark a file as browsers do, so that Office shows it without letting anything in it run.

    The kept file has lost the mark with which it came from mail or Zalo.
    """
    with suppress(OSError):  # a disk that is not NTFS keeps no marks
        Path(f"{path}:Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")
