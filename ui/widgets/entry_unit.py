"""Choosing a unit by typing, with or without accents.

Vĩnh Hưng and Vĩnh Hùng are equal without accents (rule 7): as long as more than one unit fits
what was typed, all of them are shown and none is taken until the user points at one.
"""

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.texts import text

_VISIBLE_ROWS = 8
_MOVES = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}


class UnitPicker(QWidget):
    """A line to type into, and below it the units that fit until one is chosen."""

    chosen = Signal(object)
    """The `Unit` that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit: Unit | None = None
        self._units: tuple[tuple[Unit, str, str], ...] = ()
        self._fitting: list[Unit] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(text("submissions.unit_hint"))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._offer)
        self.line.editingFinished.connect(self._settle)
        self._labels = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._labels)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.clicked.connect(self._take)
        self.advice = PlainLabel(wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        layout.addWidget(self.advice)
        self.setFocusProxy(self.line)
        # Room that is left over goes below the form, not between the list and its advice.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._close_list()

    def set_plan(self, plan: Plan) -> None:
        """Offer the units that may report to `plan`, in its order."""
        units = plan.units_related(Relation.OBLIGED, Relation.ASKED, Relation.OWN)
        self._units = tuple((unit, _label(unit), _searched(unit)) for unit in units)

    def choose(self, unit: Unit) -> None:
        """Take `unit`, as if the user had pointed at it."""
        changed = unit != self.unit
        self.unit = unit
        self.line.setText(unit.name)
        self.line.setCursorPosition(0)
        self._close_list()
        if changed:
            self.chosen.emit(unit)

    def lock(self) -> None:
        """Leave the unit as it is: what was received is from whom it is from."""
        self.line.setReadOnly(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            return self._key_pressed(cast(QKeyEvent, event))
        return super().eventFilter(watched, event)

    def _key_pressed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down and self.list.isHidden() and not self.line.isReadOnly():
            self._offer("")
            return True
        if self.list.isHidden():
            return False
        if event.key() in _MOVES:
            self._move(event)
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            index = self.list.currentIndex()
            leaves = event.key() == Qt.Key.Key_Tab
            if index.isValid():
                self._take(index)
            elif not leaves:
                # Of several, Enter only moves into the list; the next one takes what is marked.
                self.list.setCurrentIndex(self._labels.index(0))
            return not leaves
        if event.key() == Qt.Key.Key_Escape and self.unit is not None:
            self._settle()
            return True
        return False

    def _move(self, event: QKeyEvent) -> None:
        last = len(self._fitting) - 1
        row = self.list.currentIndex().row()
        step = _VISIBLE_ROWS if event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp} else 1
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_PageUp}:
            step = -step
        self.list.setCurrentIndex(self._labels.index(max(0, min(last, row + step))))

    def _offer(self, typed: str) -> None:
        """Show the units that fit; the only one is marked, of several none."""
        query = SearchQuery(typed)
        found = [(u, label) for u, label, words in self._units if query.matches(words)]
        self._fitting = [unit for unit, _ in found]
        self._labels.setStringList([label for _, label in found])
        if len(found) == 1:
            self.list.setCurrentIndex(self._labels.index(0))
        rows = min(max(len(found), 1), _VISIBLE_ROWS)
        height = self.list.sizeHintForRow(0) if found else 0
        self.list.setFixedHeight(rows * height + 2 * self.list.frameWidth())
        self.list.setVisible(bool(found))
        self._advise(len(found))

    def _advise(self, count: int) -> None:
        if count == 0:
            words = text("submissions.no_unit")
        elif count == 1:
            words = text("submissions.one_unit")
        else:
            words = text("submissions.many_units", count=count)
        self.advice.setStyleSheet(f"color: {theme.colour('quiet' if count else 'bad').name()}")
        self.advice.setText(words)
        self.advice.show()

    def _take(self, index: QModelIndex) -> None:
        self.choose(self._fitting[index.row()])

    def _settle(self) -> None:
        """On leaving the line: without a new choice the earlier one stands."""
        if self.unit is not None:
            self.line.setText(self.unit.name)
            self._close_list()

    def _close_list(self) -> None:
        self.list.hide()
        self.advice.hide()


def _label(unit: Unit) -> str:
    return f"{unit.name} ({'; '.join((unit.code, *unit.aliases))})"


def _searched(unit: Unit) -> str:
    return " | ".join((unit.name, unit.short_name, unit.code, *unit.aliases))
