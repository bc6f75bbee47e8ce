"""A strip across the page that says what should be known before going on."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.label import PlainLabel


class Strip(QFrame):
    """Shows sentences and a button that goes to where they are mended; gone without sentences."""

    pressed = Signal()

    def __init__(self, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.words = PlainLabel(wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(button)
        self.button.clicked.connect(self.pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 5, 6, 5)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.setStyleSheet(theme.style("strip"))
        self.hide()

    def show_sentences(self, mended: Sequence[str], told: Sequence[str] = ()) -> None:
        """Say what can be mended where the button goes, then what is only told."""
        self.words.setText(" ".join((*mended, *told)))
        self.button.setVisible(bool(mended))
        self.setVisible(bool(mended or told))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            sheet = theme.style("strip")
            if sheet != self.styleSheet():
                self.setStyleSheet(sheet)
