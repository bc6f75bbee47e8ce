"""What the program is."""

import platform
import sys
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QWidget,
)

from ui import errors, theme
from ui.widgets.label import PlainLabel
from vinhloc_cds import __version__
from vinhloc_cds.texts import text


class AboutDialog(QDialog):
    """Names the program, its version and where its data are."""

    def __init__(self, data_dir: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("ui.about.title"))
        picture = QLabel()
        picture.setPixmap(theme.icon("program").pixmap(QSize(48, 48)))
        name = PlainLabel(text("ui.program"))
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        name.setFont(font)
        layout = QFormLayout(self)
        layout.addRow(picture, name)
        layout.addRow(PlainLabel(text("ui.about.words"), wrap=True))
        for label, words in (
            (text("ui.about.version"), __version__),
            (text("ui.about.data"), str(data_dir)),
            (text("ui.about.parts"), f"Python {platform.python_version()}, Qt {qVersion()}"),
        ):
            value = PlainLabel(words)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addRow(label, value)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        # The installed program has it beside it; a source tree has the packages themselves.
        notices = Path(sys.executable).with_name("THIRD-PARTY-NOTICES.txt")
        if notices.is_file():
            button = buttons.addButton(
                text("ui.about.notices"), QDialogButtonBox.ButtonRole.ActionRole
            )
            button.clicked.connect(lambda: _open(notices))
        layout.addRow(buttons)


def _open(path: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        errors.show_message(text("ui.about.no_opener", path=path))
