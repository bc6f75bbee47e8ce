"""Keys as an officer presses them, sent to whatever has the focus."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NAMES = {
    "enter": Qt.Key.Key_Return,
    "esc": Qt.Key.Key_Escape,
    "del": Qt.Key.Key_Delete,
    "tab": Qt.Key.Key_Tab,
    "backtab": Qt.Key.Key_Backtab,
}


def press(*names: str) -> None:
    """Keys by name, one after the other: "down", "f4", "ctrl+s", "shift+enter"."""
    for name in names:
        *modifiers, key = name.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= {"ctrl": _CTRL, "shift": _SHIFT, "alt": _ALT}[modifier]
        code = _NAMES.get(key) or Qt.Key[f"Key_{key.capitalize()}"]
        QTest.keyClick(_focused(), code, held)


def write(words: str) -> None:
    """Letters; those that `QTest` cannot send come as a Vietnamese keyboard sends them."""
    for letter in words:
        if letter.isascii():
            QTest.keyClicks(_focused(), letter)
        else:
            none = Qt.KeyboardModifier.NoModifier
            event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, none, letter)
            QApplication.sendEvent(_focused(), event)


def _focused():
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    return focused
