"""The grid into which the figures of a submission are typed, made for the keyboard.

Typing starts an entry, Enter and Down go to the next one and Up to the one before, Left and
Right change between the figure and its reason, Tab leaves the grid. Within a long text, Enter
ends the entry and Shift+Enter begins a line.
"""

from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.models.entry import EntryColumn, EntryModel
from vinhloc_cds.domain.plan import ValueType

_Index = QModelIndex | QPersistentModelIndex
_RETURN = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TEXT_LINES = 6
_EXPAND = QKeySequence("Ctrl+E")
_CLEAR = QKeySequence("Ctrl+Delete")
# Characters of the columns whose width is fixed; the others share what is left.
_WIDTHS = {
    EntryColumn.CODE: 6,
    EntryColumn.MEASURE: 12,
    EntryColumn.EARLIER: 20,
    EntryColumn.ENTRY: 18,
}
_SHARES = {EntryColumn.NAME: 5, EntryColumn.REASON: 2, EntryColumn.MESSAGE: 4}
_NARROW = 110
# Where there is little width, names and messages need it more than figures do.
_NARROW_WIDTHS = {EntryColumn.CODE: 6, EntryColumn.EARLIER: 15, EntryColumn.ENTRY: 13}


class EntryView(QTableView):
    """The grid; `EntryModel` is what it shows."""

    def __init__(self, model: EntryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entries")
        self._entries = model
        self._delegate = _EntryDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        model.modelReset.connect(self._begin_anew)
        self._begin_anew()

    def go_to(self, row: int, column: int = EntryColumn.ENTRY) -> None:
        """Put the cursor on a cell that can be typed into, and bring it into sight."""
        index = self._entries.index(row, column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def go_to_first(self) -> None:
        """Put the cursor on the first entry, ready for typing."""
        self.go_to(self._next_row(-1, 1))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def go_to_next_problem(self) -> None:
        """Go to the next entry that stops acceptance, from the top again after the last."""
        self.commit()
        count = self._entries.rowCount()
        start = self.currentIndex().row() + 1
        for step in range(count):
            row = (start + step) % count
            if self._entries.needs_attention(row):
                self.go_to(row)
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def commit(self) -> None:
        """Take over what stands in an open editor, as if the entry had been ended."""
        self._delegate.commit()

    def sizeHint(self) -> QSize:
        return QSize(560, 300)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        pressed = QKeySequence(event.keyCombination())
        if event.key() in _RETURN and not self._is_modified(event):
            self.step(1)
        elif event.key() == Qt.Key.Key_F4:
            self.commit()
            self.setCurrentIndex(self._reason_of(index))
        elif pressed == _CLEAR:
            self.commit()
            self._entries.toggle_cleared(index.row())
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and index.isValid():
            self._entries.setData(self._target(index), "")
        elif pressed == _EXPAND and index.isValid():
            super().edit(self._target(index))
        else:
            super().keyPressEvent(event)

    def step(self, rows: int) -> None:
        """Go so many entries down (or up, if negative); at either end the cursor stays."""
        self.go_to(self._next_row(self.currentIndex().row(), rows))

    def edit(  # type: ignore[override]  # Qt's other overload of this name ends here too
        self, index: _Index, trigger: QAbstractItemView.EditTrigger, event: QEvent
    ) -> bool:
        """Typing anywhere in a row goes into its entry."""
        target = self._target(index)
        typed = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        if typed and target != index:
            self.setCurrentIndex(target)
        self._delegate.replaces = typed
        return super().edit(target, trigger, event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The cursor only rests where something can be typed."""
        actions = QAbstractItemView.CursorAction
        index = self.currentIndex()
        if action == actions.MoveRight:
            return self._reason_of(index)
        if action == actions.MoveLeft:
            return self._entries.index(index.row(), EntryColumn.ENTRY)
        steps = {actions.MoveUp: -1, actions.MoveDown: 1}
        if action in steps:
            row = self._next_row(index.row(), steps[action])
        else:
            row = super().moveCursor(action, modifiers).row()
            if self._entries.indicator_at(row) is None:
                row = self._next_row(row, 1)
        return self._entries.index(row, self._target_column(index))

    def keyboardSearch(self, search: str) -> None:
        """Typing is entering here, never searching."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - as Qt has it
        """Public to the delegate: an open editor leaves the grid the same way."""
        return super().focusNextPrevChild(forward)

    def _target(self, index: _Index) -> QModelIndex:
        return self._entries.index(index.row(), self._target_column(index))

    def _reason_of(self, index: _Index) -> QModelIndex:
        """Where the reason of a row is typed; without a figure there is none to be given."""
        reason = self._entries.index(index.row(), EntryColumn.REASON)
        editable = self._entries.flags(reason) & Qt.ItemFlag.ItemIsEditable
        return reason if editable else self._entries.index(index.row(), EntryColumn.ENTRY)

    @staticmethod
    def _target_column(index: _Index) -> EntryColumn:
        """Where typing goes: into the reason if the cursor is there, else into the figure."""
        return EntryColumn.REASON if index.column() == EntryColumn.REASON else EntryColumn.ENTRY

    def _next_row(self, row: int, steps: int) -> int:
        """The row `steps` entries away, counting no headings."""
        direction = 1 if steps > 0 else -1
        found = row
        for _ in range(abs(steps)):
            candidate = found + direction
            while 0 <= candidate < self._entries.rowCount():
                if self._entries.indicator_at(candidate) is not None:
                    found = candidate
                    break
                candidate += direction
        return found

    def _begin_anew(self) -> None:
        self.clearSpans()
        for row in self._entries.headings():
            self.setSpan(row, 0, 1, len(EntryColumn))
        self._share_width()

    def _share_width(self) -> None:
        """Fill the width; where there is little of it, the unit of measure is left to the hint."""
        unit = self.fontMetrics().averageCharWidth()
        room = self.viewport().width()
        narrow = room < _NARROW * unit
        self.setColumnHidden(EntryColumn.MEASURE, narrow)
        for column, width in (_NARROW_WIDTHS if narrow else _WIDTHS).items():
            self.setColumnWidth(column, width * unit)
            room -= width * unit
        shares = sum(_SHARES.values())
        for column, share in _SHARES.items():
            self.setColumnWidth(column, room * share // shares)

    @staticmethod
    def _is_modified(event: QKeyEvent) -> bool:
        return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


class _EntryDelegate(QStyledItemDelegate):
    """Editors that hand over to the next entry; long texts get room over the rows below."""

    replaces = False
    """Whether the editor was opened by typing, which replaces what stands there."""

    def __init__(self, view: EntryView) -> None:
        super().__init__(view)
        self._view = view
        self._editor: QWidget | None = None

    def commit(self) -> None:
        """Take over and close the open editor, if there is one."""
        if self._editor is not None:
            self.commitData.emit(self._editor)
            self.closeEditor.emit(self._editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        editor: QWidget
        if self._is_long(index):
            long_text = QPlainTextEdit(parent)
            long_text.setTabChangesFocus(True)
            editor = long_text
        else:
            line = QLineEdit(parent)
            line.setFrame(False)
            line.setAlignment(
                Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
                | Qt.AlignmentFlag.AlignVCenter
            )
            editor = line
        editor.setAutoFillBackground(True)
        self._editor = editor
        return editor

    def destroyEditor(self, editor: QWidget, index: _Index) -> None:
        if editor is self._editor:
            self._editor = None
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        words = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QPlainTextEdit):
            # A change elsewhere in the row must not throw away what is being typed.
            if not editor.document().isModified():
                editor.setPlainText(words)
                if self.replaces:
                    editor.selectAll()
                else:
                    editor.moveCursor(QTextCursor.MoveOperation.End)
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(words)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        else:
            model.setData(index, cast(QLineEdit, editor).text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        area = QRect(option.rect)
        if isinstance(editor, QPlainTextEdit):
            room = self._view.viewport().rect()
            height = editor.fontMetrics().lineSpacing() * _TEXT_LINES + 12
            left = self._view.columnViewportPosition(EntryColumn.NAME)
            area = QRect(left, area.top(), room.width() - left, min(height, room.height()))
            if area.bottom() > room.bottom():
                area.moveBottom(room.bottom())
        editor.setGeometry(area)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(editor, QWidget):
            return super().eventFilter(editor, event)
        key = cast(QKeyEvent, event)
        plain = not key.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_line = isinstance(editor, QLineEdit)
        if key.key() in _RETURN and plain:
            self._end(editor)
            self._view.step(1)
        elif key.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and plain and is_line:
            self._end(editor)
            self._view.step(1 if key.key() == Qt.Key.Key_Down else -1)
        elif key.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._end(editor)
            self._view.focusNextPrevChild(key.key() == Qt.Key.Key_Tab)
        elif key.key() in _RETURN and isinstance(editor, QPlainTextEdit):
            if key.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False  # "save and accept" is the form's
            editor.insertPlainText("\n")
        else:
            return super().eventFilter(editor, event)
        return True

    def _end(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _is_long(self, index: _Index) -> bool:
        model = cast(EntryModel, self._view.model())
        indicator = model.indicator_at(index.row())
        return (
            index.column() == EntryColumn.ENTRY
            and indicator is not None
            and indicator.value_type is ValueType.LONG_TEXT
        )
