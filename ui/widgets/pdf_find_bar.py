"""The bar below a PDF in which words are looked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui import theme
from ui.widgets.label import PlainLabel
from vinhloc_cds.texts import text


class PdfFindBar(QWidget):
    """Looks for what is typed as it is typed; Enter goes on, Shift+Enter back, Esc closes it."""

    typed = Signal(str)
    stepped = Signal(int)
    """On to the next hit (1) or back to the one before (-1)."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(text("preview.find.hint"))
        self.field.setClearButtonEnabled(True)
        self.field.setAcceptDrops(False)
        self.field.textChanged.connect(self.typed)
        self.count = PlainLabel()
        self.count.setMinimumWidth(self.fontMetrics().averageCharWidth() * 16)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for code, icon, act in (
            ("preview.find.previous", "up", lambda: self.stepped.emit(-1)),
            ("preview.find.next", "down", lambda: self.stepped.emit(1)),
            ("preview.find.close", "close", self.leave),
        ):
            layout.addWidget(_button(text(code), icon, act))

    def enter(self) -> None:
        """Show the bar with the cursor in its field."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def leave(self) -> None:
        """Hide the bar; nothing is looked for any more."""
        self.hide()
        self.closed.emit()

    def show_count(self, current: int, found: int, *, busy: bool) -> None:
        """Say which of how many hits is shown; `busy`: there may be more."""
        if not self.field.text().strip():
            words = ""
        elif found:
            words = text("preview.find.count", current=current, found=found)
        else:
            words = "" if busy else text("preview.find.none")
        self.count.setText(text("preview.find.more", words=words) if busy else words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing of this goes on to the dialog, whose own button Enter would press."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _button(words: str, icon: str, act: object) -> QToolButton:
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(act)
    return button
