"""The system's dialog for files and folders, without what Qt would remember of it elsewhere."""

import sys
from contextlib import suppress

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_QT = "QtProject"
_GROUP = "FileDialog"


class FileDialog(QFileDialog):
    """It goes once it is closed, and leaves the settings that all programs with Qt share alone.

    Whenever a file dialog is destroyed, Qt stores there which folders it has shown: on Windows in
    the registry, where nothing of ours is to be left.
    """

    def __init__(self, parent: QWidget, title: str, folder: str) -> None:
        super().__init__(parent, title, folder)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kept = _shared()

        def keep(_result: int) -> None:
            # Another program may have stored its own while the dialog was open.
            nonlocal kept
            kept = _shared()

        self.finished.connect(keep)
        self.destroyed.connect(lambda: _put_back(kept))


def _settings() -> QSettings:
    settings = QSettings(QSettings.Scope.UserScope, _QT)
    settings.beginGroup(_GROUP)
    return settings


def _shared() -> dict[str, object]:
    settings = _settings()
    return {key: settings.value(key) for key in settings.allKeys()}


def _put_back(kept: dict[str, object]) -> None:
    settings = _settings()
    for key in settings.allKeys():
        if key not in kept:
            settings.remove(key)
    for key, value in kept.items():
        if settings.value(key) != value:
            settings.setValue(key, value)
    settings.sync()
    del settings
    if not kept:
        _remove_empty_keys()


if sys.platform == "win32":
    import winreg

    def _remove_empty_keys() -> None:
        """Remove what Qt has made around the values, unless others keep something there."""
        name = rf"Software\{_QT}\OrganizationDefaults\{_GROUP}"
        # What Windows does not let go is empty.
        with suppress(OSError):
            while not name.endswith("Software"):
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, name) as key:
                    subkeys, values, _ = winreg.QueryInfoKey(key)
                if subkeys or values:
                    return
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, name)
                name = name.rpartition("\\")[0]
else:

    def _remove_empty_keys() -> None:
        """Elsewhere the settings are a file."""
