"""What is open about the files: what there is to do, the list of it, and where it is answered."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.models.incoming import FileRow, PointRow, count_open, point_columns, point_rows
from ui.models.table import TableModel
from ui.widgets.answering import AnswerPanel
from ui.widgets.excerpt import ExcerptView
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from vinhloc_cds.domain.incoming import Todo
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.services.importing import Action, Answer, Decision, Difference
from vinhloc_cds.services.review import Point
from vinhloc_cds.texts import text

# The excerpt is read from the file: not for each row that the cursor only passes.
_PAUSE = 120
_BY_FILE = {Todo.CHOOSE_UNIT, Todo.CHOOSE_KIND, Todo.ENTER_BY_HAND, Todo.KNOW}


class PointsPane(QSplitter):
    """Groups, points and answers side by side; what is decided leaves by signals."""

    answered = Signal(list)
    """`Answer`s, all in one step."""
    decided = Signal(int, object)
    """The number of a file and a `Decision` on it."""
    by_hand = Signal(int)
    """The number of a file that is to be entered by hand."""
    looked_at = Signal(object)
    """The cursor rests on a `Point`: what stands around its cell is wanted."""
    changed = Signal()
    """Other points are chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("points_columns")
        self._plan: Plan | None = None
        self._files: Sequence[FileRow] = ()
        self._file: FileRow | None = None
        self.groups = QListWidget()
        self.groups.setAccessibleName(text("imports.groups"))
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill_groups({})
        self.this_file = QCheckBox(text("imports.this_file"))
        self.with_settled = QCheckBox(text("imports.with_settled"))
        self.table = TableView("points")
        self._model = TableModel(
            point_columns(), lambda row: (row.point.incoming, row.point.key), self
        )
        self.table.set_table(self._model)
        self.message = PlainLabel(wrap=True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.excerpt = ExcerptView()
        self.panel = AnswerPanel()
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look_closer)
        self.groups.currentRowChanged.connect(self._fill)
        self.this_file.toggled.connect(self._fill)
        self.with_settled.toggled.connect(self._fill)
        self.table.row_changed.connect(lambda _: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show())
        self.table.row_opened.connect(lambda _: self.panel.take_focus())
        self.panel.answered.connect(self._send)
        for keys, action in (
            (("Ctrl+Return", "Ctrl+Enter"), Action.ACCEPT),
            (("Ctrl+Delete",), Action.BLANK),
            (("Ctrl+H",), Action.ASK),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(key) for key in keys])
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.answer, action))
        self.panel.decided.connect(self._decide)
        self.panel.by_hand.connect(self._enter)
        self._show()

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        boxes = QVBoxLayout(left)
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.addWidget(self.groups, 1)
        boxes.addWidget(self.this_file)
        boxes.addWidget(self.with_settled)
        answer = QVBoxLayout(right)
        answer.setContentsMargins(0, 0, 0, 0)
        answer.addWidget(self.message)
        answer.addWidget(self.excerpt, 1)
        answer.addWidget(self.panel)
        # On a low screen a long message would press the buttons below it flat.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(right)
        for column, (widget, stretch) in enumerate(((left, 2), (self.table, 5), (area, 4))):
            self.addWidget(widget)
            self.setStretchFactor(column, stretch)

    # What is shown.

    def show_files(self, plan: Plan, files: Sequence[FileRow]) -> None:
        """Show the points of `files`."""
        self._plan, self._files = plan, files
        self._fill()

    def show_file(self, file: FileRow | None) -> None:
        """Which file "only this one" means."""
        self._file = file
        if self.this_file.isChecked():
            self._fill()

    def show_differences(self, incoming: int, differences: Sequence[Difference]) -> None:
        """What the file `incoming` would change, if it is still the one in hand."""
        if self._plan is not None and [row.point.incoming for row in self.chosen()] == [incoming]:
            self.panel.show_differences(self._plan, differences)

    @property
    def rows(self) -> Sequence[PointRow]:
        """All points that are shown."""
        return self._model.rows

    def chosen(self) -> list[PointRow]:
        """The points that are answered together: those selected, else the current one."""
        chosen: list[PointRow] = self.table.selected_rows()
        current: PointRow | None = self.table.current_row()
        return chosen or ([current] if current is not None else [])

    def answerable(self) -> list[PointRow]:
        """Those of the chosen points that are answered one by one, not by a word on the file."""
        return [row for row in self.chosen() if row.point.todo not in _BY_FILE]

    def acceptable(self) -> list[Answer]:
        """Acceptances of all that is shown and can be accepted as it is.

        What a file is as a whole only where the officer looks at nothing else.
        """
        whole = self.groups.currentRow() > 0
        return [
            Answer(row.point.incoming, row.point.key, Action.ACCEPT)
            for row in self.rows
            if row.point.open and _can_be_accepted(row.point, whole=whole)
        ]

    def go_to_next(self) -> None:
        """On to the next point that keeps figures from the totals."""
        start = self.table.currentIndex().row() + 1
        order = [*self.rows[start:], *self.rows[:start]]
        found = next((row for row in order if row.point.open), None)
        if found is not None:
            self.table.select_key((found.point.incoming, found.point.key))
        self.table.setFocus()

    def answer(self, action: Action, words: str = "") -> None:
        """Answer the chosen points; a unit can only be accepted as it is proposed."""
        alone = len(self.chosen()) == 1
        if not (action is Action.ACCEPT and alone and self.panel.accept_shown()):
            self._send(action, words)

    def _send(self, action: Action, words: str) -> None:
        """Answer the chosen points as their panel says."""
        if action is Action.ACCEPT:
            rows = [row for row in self.chosen() if _is_proposed(row.point)]
        else:
            rows = self.answerable()
        if rows:
            self.answered.emit(
                [Answer(row.point.incoming, row.point.key, action, words) for row in rows]
            )

    def _fill_groups(self, counts: dict[Todo, int]) -> None:
        chosen = max(self.groups.currentRow(), 0)
        self.groups.blockSignals(True)
        self.groups.clear()
        must = sum(count for todo, count in counts.items() if todo is not Todo.KNOW)
        for todo in (None, *Todo):
            name = text(f"imports.todo.{todo}") if todo else text("imports.todo.all")
            count = counts.get(todo, 0) if todo else must
            item = QListWidgetItem(text("imports.group", name=name, count=count), self.groups)
            item.setData(Qt.ItemDataRole.UserRole, todo.value if todo else "")
            if not count:
                item.setForeground(theme.brush("quiet"))
        self.groups.setCurrentRow(chosen)
        self.groups.blockSignals(False)

    def _fill(self) -> None:
        files = self._files
        if self.this_file.isChecked() and self._file is not None:
            files = [self._file]
        self._fill_groups(count_open(files))
        group = self.groups.currentItem().data(Qt.ItemDataRole.UserRole)
        todo = Todo(group) if group else None
        rows = point_rows(files, todo, settled=self.with_settled.isChecked())
        place = self.table.currentIndex().row()
        self.table.set_empty_text(text("imports.no_points" if self._files else "imports.empty"))
        self.table.show_rows(rows)
        if rows and self.table.current_row() is None:
            # What was answered has left the list: the next point takes its place.
            self.table.selectRow(min(max(place, 0), len(rows) - 1))
        self._show()

    def _show(self) -> None:
        rows = self.chosen()
        single = rows[0].point if len(rows) == 1 else None
        self.message.setText(single.message if single else "")
        self.excerpt.show_excerpt(None)
        self.excerpt.setVisible(single is not None and bool(single.cell))
        if self._plan is not None:
            self.panel.show_points(self._plan, rows)
        if single is not None:
            self._pause.start()
        self.changed.emit()

    def _look_closer(self) -> None:
        rows = self.chosen()
        if len(rows) == 1:
            self.looked_at.emit(rows[0].point)

    def _decide(self, decision: Decision) -> None:
        if rows := self.chosen():
            self.decided.emit(rows[0].point.incoming, decision)

    def _enter(self) -> None:
        if rows := self.chosen():
            self.by_hand.emit(rows[0].point.incoming)


def _can_be_accepted(point: Point, *, whole: bool) -> bool:
    return _is_proposed(point) and (whole or point.todo is not Todo.CHOOSE_UNIT)


def _is_proposed(point: Point) -> bool:
    """Whether there is something to say yes to. What a second file is, nobody proposes."""
    if point.todo in {Todo.MEND, Todo.PLACE, Todo.CHOOSE_UNIT}:
        return bool(point.proposal)
    return point.todo is Todo.CONFIRM
