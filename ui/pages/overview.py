"""Tổng quan: how far the deadline is, who has reported, and what needs a hand today."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ui import theme
from ui.models.overview import (
    OBLIGED_STATES,
    GroupRow,
    group_columns,
    group_rows,
    unit_columns,
)
from ui.models.table import TableModel
from ui.page import Page
from ui.session import Session
from ui.widgets.count_tile import CountTile
from ui.widgets.countdown import due_words, how_far
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from ui.widgets.todo_list import Todo, TodoList
from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.progress import UnitProgress, UnitState, unit_progress
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.texts import text

_ASKED = "asked"


class OverviewPage(Page):
    """Counts that add up to the obliged units; each opens the list of those it counts."""

    name = "overview"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._progress: tuple[UnitProgress, ...] = ()
        self._shown_plan = ""
        # Which units the list shows: a state, the asked ones, or all obliged; and of which group.
        self._state: str = ""
        self._group: str = ""

        self.deadline = PlainLabel(text("overview.opening"))
        self.deadline.setFont(_larger(self.font(), 1.25))
        self.province = PlainLabel()
        self.province.hide()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setObjectName("split")
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_counts())
        split.addWidget(self._make_list())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.deadline)
        layout.addWidget(self.province)
        layout.addWidget(split, 1)
        session.ticked.connect(self._show_deadline)

    def _make_counts(self) -> QWidget:
        """The four counts over their groups, and beside them what is to be done."""
        self.tiles = {
            state: CountTile(text(f"state.unit.{state}"), theme.STATE_COLOURS[state])
            for state in OBLIGED_STATES
        }
        tiles = QHBoxLayout()
        for state, tile in self.tiles.items():
            tile.clicked.connect(self._chooser(state))
            tiles.addWidget(tile)
        self.groups = TableView("groups")
        self.groups.set_table(
            TableModel(group_columns(), lambda row: row.code, bold=lambda row: not row.code),
            stretch=0,
        )
        self.groups.setSortingEnabled(False)
        self.groups.clicked.connect(self._choose_cell)
        self.groups.row_opened.connect(lambda row: self.show_units("", row.code))
        self.asked = QPushButton()
        self.asked.setFlat(True)
        self.asked.setStyleSheet("text-align: left; padding: 3px 6px;")
        self.asked.clicked.connect(lambda: self.show_units(_ASKED))
        self.asked.hide()
        self.todo = TodoList()

        counts = QVBoxLayout()
        counts.addLayout(tiles)
        counts.addWidget(self.groups, 1)
        counts.addWidget(self.asked)
        hands = QVBoxLayout()
        hands.addWidget(_heading(text("overview.todo.title"), self.font()))
        hands.addWidget(self.todo, 1)
        part = QWidget()
        layout = QHBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.addLayout(counts, 3)
        layout.addSpacing(8)
        layout.addLayout(hands, 2)
        return part

    def _make_list(self) -> QWidget:
        """The units behind whatever count was pressed."""
        self.list_title = _heading("", self.font())
        self.all_units = QPushButton(text("overview.list.all"))
        self.all_units.clicked.connect(lambda: self.show_units(""))
        self.all_units.hide()
        self.units = TableView("units")
        self.units.row_opened.connect(self._open_unit)
        self._add_unit_actions()
        line = QHBoxLayout()
        line.addWidget(self.list_title, 1)
        line.addWidget(self.all_units)
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.units, 1)
        return part

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._progress = unit_progress(snapshot)
        if self._shown_plan != snapshot.plan.code:
            self._shown_plan = snapshot.plan.code
            self.units.set_table(TableModel(unit_columns(snapshot.plan), lambda p: p.unit.code))
            self.units.set_empty_text(text("overview.list.empty"))
            self.restore_layout()
        rows = group_rows(snapshot.plan, self._progress)
        self.groups.show_rows(rows)
        for number, state in enumerate(OBLIGED_STATES):
            self.tiles[state].set_count(rows[-1].counts[number])
        self._show_deadline()
        self._show_asked()
        self._show_todo(snapshot)
        self._show_list()

    def open_at(self, **target: str) -> None:
        """`state`: one of the four, or "asked"; `group`: the code of a group."""
        self.show_units(target.get("state", ""), target.get("group", ""))

    def show_units(self, state: str, group: str = "") -> None:
        """List the units in `state` (blank: all obliged) and, if given, of `group`."""
        self._state, self._group = state, group
        self._show_list()

    def _chooser(self, state: UnitState) -> Callable[[], None]:
        """A tile's click shows its list; a second one shows all again."""
        return lambda: self.show_units("" if self._state == state and not self._group else state)

    def _choose_cell(self, index: QModelIndex) -> None:
        row = self.groups.current_row()
        if isinstance(row, GroupRow):
            number = index.column() - 2
            self.show_units(OBLIGED_STATES[number] if number >= 0 else "", row.code)

    def _show_deadline(self) -> None:
        if (snapshot := self.session.snapshot) is not None:
            rule = snapshot.plan.reporting
            clause = snapshot.plan.clause_by_ref.get(rule.clause)
            self.deadline.setToolTip(theme.plain_tooltip(clause.body if clause else rule.clause))
            self.deadline.setText(
                text(
                    "overview.deadline",
                    due=due_words(rule.deadline),
                    far=how_far(rule.deadline, self.session.now()),
                )
            )
            self._show_province(rule.province_deadline)

    def _show_province(self, deadline: Deadline | None) -> None:
        """How long the district itself has; the plan does not say it, so it may be unknown."""
        self.province.setVisible(deadline is not None)
        if deadline is not None:
            due, far = due_words(deadline), how_far(deadline, self.session.now())
            self.province.setText(text("overview.province", due=due, far=far))

    def _show_asked(self) -> None:
        asked = [p for p in self._progress if p.unit.relation is Relation.ASKED]
        sent = sum(p.state is not UnitState.NOT_SENT for p in asked)
        self.asked.setText(text("overview.asked", sent=sent, total=len(asked)))
        self.asked.setVisible(bool(asked))

    def _show_list(self) -> None:
        if self.units.model() is None:
            return
        for state, tile in self.tiles.items():
            tile.setChecked(state == self._state)
        relation = Relation.ASKED if self._state == _ASKED else Relation.OBLIGED
        rows = [
            p
            for p in self._progress
            if p.unit.relation is relation
            and (self._state in {"", _ASKED} or p.state == self._state)
            and (not self._group or p.unit.group == self._group)
        ]
        self.units.show_rows(rows)
        self.list_title.setText(self._list_title(len(rows)))
        self.all_units.setVisible(bool(self._state or self._group))

    def _list_title(self, count: int) -> str:
        if self._state == _ASKED:
            words = text("overview.list.asked")
        elif self._state:
            words = text(f"state.unit.{self._state}")
        else:
            words = text("overview.list.obliged")
        if self._group and self.session.snapshot is not None:
            names = {group.code: group.name for group in self.session.snapshot.plan.groups}
            words = text("overview.list.of_group", words=words, group=names[self._group])
        return text("overview.list.title", words=words, count=count)

    def _show_todo(self, snapshot: Snapshot) -> None:
        todos = [*self._work_on_reports(snapshot), *self._blanks(snapshot)]
        self.todo.show_todos(todos, text("overview.todo.nothing"))

    def _work_on_reports(self, snapshot: Snapshot) -> list[Todo]:
        todos = []
        received = sum(s.state is SubmissionState.RECEIVED for s in snapshot.submissions)
        if received:
            words = text("overview.todo.received", count=received)
            todos.append(Todo(words, "waiting", self._goer("submissions", state="received")))
        returned = sum(p.was_returned for p in self._progress)
        if returned:
            words = text("overview.todo.returned", count=returned)
            todos.append(Todo(words, "late", self._goer("submissions", state="returned")))
        for state, colour, listed in (
            (UnitState.OVERDUE, "bad", "past"),
            (UnitState.WAITING, "waiting", "still"),
        ):
            count = sum(p.state is state for p in self._progress)
            if count:
                words = text(f"overview.todo.{state}", count=count)
                todos.append(Todo(words, colour, self._goer("chasing", state=listed)))
        return todos

    def _blanks(self, snapshot: Snapshot) -> list[Todo]:
        """What the office has to fill in itself, because the plan does not say it (rule 3)."""
        plan = snapshot.plan
        open_plan = self._goer("settings", part="plan")
        todos = []
        if not plan.number:
            todos.append(Todo(text("overview.todo.number"), "late", open_plan))
        if plan.issued_on is None:
            todos.append(Todo(text("overview.todo.issued_on"), "late", open_plan))
        if plan.reporting.province_deadline is None:
            todos.append(Todo(text("overview.todo.province"), "late", open_plan))
        return todos

    def _goer(self, page: str, **target: str) -> Callable[[], None]:
        return lambda: self.page_requested.emit(page, target)

    def _add_unit_actions(self) -> None:
        sheet = QAction(text("lists.sheet.print"), self.units)
        sheet.triggered.connect(self._show_sheet)
        for words, target in (
            (text("overview.list.new"), {"new": "1"}),
            (text("overview.list.sent"), {}),
        ):
            action = QAction(words, self.units)
            action.triggered.connect(self._unit_opener(target))
            self.units.addAction(action)
        self.units.addAction(sheet)

    def _show_sheet(self) -> None:
        from ui.previews import show_unit_sheet  # noqa: PLC0415 - when first needed

        if (progress := self.units.current_row()) is not None:
            show_unit_sheet(self.session, progress.unit, self)

    def _unit_opener(self, target: dict[str, str]) -> Callable[[], None]:
        def go() -> None:
            progress = self.units.current_row()
            if progress is not None:
                unit = {"unit": progress.unit.code}
                self.page_requested.emit("submissions", target | unit)

        return go

    def _open_unit(self, progress: UnitProgress) -> None:
        """What a unit has sent, or a new entry for one that has sent nothing."""
        sent = self.session.snapshot is not None and progress.unit.code in (
            self.session.snapshot.by_unit
        )
        target = {"unit": progress.unit.code} | ({} if sent else {"new": "1"})
        self.page_requested.emit("submissions", target)


def _larger(font: QFont, scale: float) -> QFont:
    font.setPointSizeF(font.pointSizeF() * scale)
    font.setBold(True)
    return font


def _heading(words: str, font: QFont) -> PlainLabel:
    label = PlainLabel(words)
    label.setFont(_larger(font, 1.0))
    return label
