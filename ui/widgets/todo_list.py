"""What needs a hand, one line to each, with one click to the place where it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui import theme


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do: in words, how it is coloured, and what goes there."""

    words: str
    colour: str
    open: Callable[[], None]


class TodoList(QListWidget):
    """A click, or Enter, goes to where the thing is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._todos: list[Todo] = []
        self.setWordWrap(True)
        self.setSpacing(3)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._open)

    @property
    def todos(self) -> list[Todo]:
        """What is shown, from top to bottom."""
        return self._todos

    def show_todos(self, todos: Iterable[Todo], empty: str) -> None:
        """Show `todos`, or the words `empty` if there are none."""
        self._todos = list(todos)
        row = self.currentRow()
        self.clear()
        for todo in self._todos:
            item = QListWidgetItem(f"●  {todo.words}", self)
            item.setForeground(theme.brush(todo.colour))
        if not self._todos:
            item = QListWidgetItem(empty, self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.setCurrentRow(min(row, len(self._todos) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self._open(item)
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem) -> None:
        row = self.row(item)
        if row < len(self._todos):
            self._todos[row].open()
