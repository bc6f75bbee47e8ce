"""A choice from a list that is found by typing, with or without accents."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QWidget

from vinhloc_cds.domain.text import fold_key

_ARROWS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_FRAME = 2


class ChoiceBox(QComboBox):
    """Typing goes to the first choice that fits, however slowly it is typed.

    A choice fits if it, or else one of its words, begins with what was typed: "z" finds
    "Tin nhắn Zalo", "dien" finds "Điện thoại". A letter that fits nothing begins anew. A frame
    shows that the field has the focus.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view().installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._search(event, self.currentIndex()):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing in the list that has been opened finds the same."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._search(event, self.view().currentIndex().row())
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._typed = ""
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), _FRAME))
            painter.drawRect(QRect(1, 1, self.width() - _FRAME, self.height() - _FRAME))
            painter.end()

    def _search(self, event: QKeyEvent, current: int) -> bool:
        """Whether the key was one of a search; if so, it has been followed."""
        key, letter = event.key(), event.text()
        if key in _ARROWS:
            self._typed = ""
        if key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            return True
        begins = not self._typed
        if event.modifiers() & _COMMANDS or not letter.isprintable() or not letter:
            return False
        if begins and letter.isspace():
            return False  # opens the list
        longer = self._typed + letter
        found = self._find(longer, 0)
        if found < 0:
            # The same letter again goes on to the next choice that begins with it.
            longer, found = letter, self._find(letter, current + 1)
        if found >= 0:
            self._typed = longer
            self._go_to(found)
        return True

    def _find(self, typed: str, start: int) -> int:
        """The choice that fits, looked for from `start` and then from the top; -1 if none."""
        wanted = fold_key(typed)
        count = self.count()
        places = [(start + n) % count for n in range(count)] if wanted else []
        names = {n: fold_key(self.itemText(n)) for n in places}
        for fits in (str.startswith, _has_word):
            for place in places:
                if fits(names[place], wanted):
                    return place
        return -1

    def _go_to(self, place: int) -> None:
        if self.view().isVisible():
            index = self.model().index(place, self.modelColumn())
            self.view().setCurrentIndex(index)
        else:
            self.setCurrentIndex(place)


def _has_word(name: str, wanted: str) -> bool:
    """Whether a word of `name` begins with `wanted`."""
    letters = "".join(letter if letter.isalnum() else " " for letter in name)
    return f" {wanted}" in f" {letters}"
