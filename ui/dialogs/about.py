"""What the program is."""

import platform
from pathlib import Path

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QWidget,
)

from ui import theme
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
        layout.addRow(buttons)
