"""What the program is and how it is used."""

import platform
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.label import PlainLabel
from vinhloc_cds import __version__
from vinhloc_cds.texts import text

_MANUAL = "huong-dan-su-dung.md"


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


class ManualDialog(QDialog):
    """The manual, beside the window so that one can read and work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("ui.manual.title"))
        self.pages = QTextBrowser()
        self.pages.setOpenExternalLinks(False)
        self.pages.setMarkdown(_manual())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self.resize(760, 620)


def _manual() -> str:
    """The manual's text: installed beside the other resources, in the sources under `docs`."""
    installed = Path(str(resources.files("resources"))) / _MANUAL
    source = installed.parent.parent / "docs" / _MANUAL
    return (installed if installed.exists() else source).read_text("utf-8")
