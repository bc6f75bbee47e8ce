"""The dialog about a bug: what happened, ready to be copied to whoever can mend it."""

import platform
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.label import PlainLabel
from vinhloc_cds import __version__
from vinhloc_cds.system import system_name
from vinhloc_cds.texts import text


class ErrorDialog(QDialog):
    """Shows the details of a bug and where the log is; nothing that was saved is affected."""

    def __init__(self, details: str, log: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("ui.bug.title"))
        icon = QLabel()
        style = self.style()
        size = style.pixelMetric(QStyle.PixelMetric.PM_MessageBoxIconSize)
        critical = style.standardIcon(QStyle.StandardPixmap.SP_MessageBoxCritical)
        icon.setPixmap(critical.pixmap(size, size))
        words = PlainLabel(text("ui.bug.words"), wrap=True)
        top = QHBoxLayout()
        top.addWidget(icon)
        top.addWidget(words, 1)

        lines = [
            f"Vĩnh Lộc CDS {__version__} · Python {platform.python_version()} · Qt {qVersion()}",
            system_name(),
            text("ui.bug.log", path=log) if log else "",
            "",
            details,
        ]
        self.details = QPlainTextEdit("\n".join(lines))
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = QPushButton(text("ui.bug.copy"))
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)

        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.details, 1)
        layout.addWidget(buttons)
        self.resize(720, 420)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
