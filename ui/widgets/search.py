"""The field in which the rows of a page are searched."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class SearchField(QLineEdit):
    """Filters as one types; Enter and Down lead on to what was found."""

    left = Signal()
    """The rows are to have the keyboard."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        # Files are for the window to take, wherever they are dropped.
        self.setAcceptDrops(False)
        self.returnPressed.connect(self.left)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier
        ):
            self.left.emit()
        else:
            super().keyPressEvent(event)
