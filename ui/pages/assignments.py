"""Nhiệm vụ: every duty of every unit, how it stands, and the plan's own words beside it."""

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.dialogs.mark import MarkDialog
from ui.dialogs.saving import Done, Failed
from ui.models.assignment_detail import assignment_detail
from ui.models.assignments import (
    AssignmentRow,
    Bundle,
    assignment_columns,
    assignment_rows,
    bundle_columns,
    bundles_by_clause,
    bundles_by_unit,
)
from ui.models.search import PlanQuery
from ui.models.table import TableModel
from ui.page import Page
from ui.previews import show_made, show_unit_sheet
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from ui.widgets.search import SearchField
from ui.widgets.table import TableView
from vinhloc_cds.domain.plan import Plan, Role
from vinhloc_cds.domain.progress import AssignmentState
from vinhloc_cds.domain.snapshot import Mark, Snapshot
from vinhloc_cds.reports.lists import Listing
from vinhloc_cds.texts import text

_BY_UNIT, _BY_CLAUSE = "unit", "clause"
_ROOM_BESIDE = 220
"""Characters the page must be wide to have the words beside the table rather than below it."""
_SHARES = (700, 300)
"""How the table and the words share the room."""
_LEAST_COLUMN = 13
_FILTER_CHARACTERS = 11


class AssignmentsPage(Page):
    """The assignments, bundled by unit or clause at the left, the clause's words at the right."""

    name = "assignments"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._rows: list[AssignmentRow] = []
        self._build_filters()
        self._build_bundles()
        self._build_table()
        self._build_detail()
        self._build_actions()
        unit = self.fontMetrics().averageCharWidth()
        self._reading = QSplitter(Qt.Orientation.Vertical)
        self._reading.setObjectName("reading")
        self._reading.setChildrenCollapsible(False)
        self._reading.addWidget(self._table_box)
        self._reading.addWidget(self._detail_box)
        self._reading.setSizes(list(_SHARES))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("columns")
        splitter.addWidget(self._bundle_box)
        splitter.addWidget(self._reading)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([unit * 52, unit * 140])
        layout = QVBoxLayout(self)
        layout.addLayout(self._filters)
        layout.addWidget(splitter, 1)

    def _build_filters(self) -> None:
        self.search = SearchField(text("assignments.search"))
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 16)
        self.search.textChanged.connect(self._filter)
        self.search.left.connect(self._go_to_table)
        self.group = self._filter_box(text("assignments.all_groups"))
        self.role = self._filter_box(text("assignments.all_roles"))
        for role in Role:
            self.role.addItem(text(f"state.role.{role}"), role)
        self.state = self._filter_box(text("assignments.all_states"))
        for state in AssignmentState:
            self.state.addItem(text(f"state.assignment.{state}"), state)
        self.group.currentIndexChanged.connect(self._bundle_anew)
        for box in (self.role, self.state):
            box.currentIndexChanged.connect(self._filter)
        clear = QPushButton(text("assignments.clear"))
        clear.setToolTip(text("assignments.clear_tip"))
        clear.clicked.connect(self.clear_filters)
        self._filters = QHBoxLayout()
        self._filters.addWidget(self.search, 1)
        for widget in (self.group, self.role, self.state, clear):
            self._filters.addWidget(widget)

    @staticmethod
    def _filter_box(everything: str) -> QComboBox:
        box = QComboBox()
        box.addItem(everything, None)
        box.setAccessibleName(everything)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_FILTER_CHARACTERS)
        return box

    def _build_bundles(self) -> None:
        self.by = QComboBox()
        self.by.addItem(text("assignments.by.unit"), _BY_UNIT)
        self.by.addItem(text("assignments.by.clause"), _BY_CLAUSE)
        self.by.currentIndexChanged.connect(self._bundle_anew)
        self.bundles = TableView("bundles")
        self.bundles.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.bundles.set_table(TableModel(bundle_columns(), lambda bundle: bundle.key, self))
        header = self.bundles.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.bundles.row_changed.connect(self._filter)
        self.bundles.row_opened.connect(self._go_to_table)
        by = QHBoxLayout()
        by.addWidget(PlainLabel(text("assignments.by.label")))
        by.addWidget(self.by, 1)
        self._bundle_box = QWidget()
        box = QVBoxLayout(self._bundle_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(by)
        box.addWidget(self.bundles, 1)

    def _build_table(self) -> None:
        self.table = TableView("table")
        self.table.set_table(TableModel(assignment_columns(), lambda row: row.key, self))
        self.table.set_empty_text(text("assignments.loading"))
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * _LEAST_COLUMN)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.row_changed.connect(self._show_detail)
        self.table.row_opened.connect(self._open_mark)
        self._table_box = QWidget()
        box = QVBoxLayout(self._table_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table, 1)
        self.shown = PlainLabel()
        below = QHBoxLayout()
        below.addWidget(PlainLabel(text("assignments.legend"), wrap=True), 1)
        below.addWidget(self.shown)
        self.print_button = QPushButton(theme.icon("print"), text("lists.duties.print"))
        self.print_button.setToolTip(text("lists.duties.tip"))
        self.print_button.clicked.connect(self.print_page)
        below.addWidget(self.print_button)
        box.addLayout(below)

    def _build_detail(self) -> None:
        self.detail = ReadingPane("detail")
        self.detail.show_words(text("assignments.detail.nothing"))
        self.edit = QPushButton(text("assignments.detail.edit"))
        self.edit.setEnabled(False)
        self.edit.clicked.connect(lambda: self._open_mark(self.table.current_row()))
        self._detail_box = QWidget()
        box = QVBoxLayout(self._detail_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.detail, 1)
        box.addWidget(self.edit)

    def _build_actions(self) -> None:
        mark = QAction(text("assignments.action.mark"), self)
        mark.setShortcut(QKeySequence(Qt.Key.Key_F2))
        mark.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        mark.triggered.connect(lambda: self._open_mark(self.table.current_row()))
        self.addAction(mark)
        sent = QAction(text("assignments.action.sent"), self)
        sent.triggered.connect(lambda: self._go_to_submissions({}))
        enter = QAction(text("assignments.action.submission"), self)
        enter.triggered.connect(lambda: self._go_to_submissions({"new": "1"}))
        sheet = QAction(text("lists.sheet.print"), self)
        sheet.triggered.connect(self._show_sheet)
        unit = QAction(text("assignments.action.only_unit"), self)
        unit.triggered.connect(lambda: self._show_only(_BY_UNIT))
        clause = QAction(text("assignments.action.only_clause"), self)
        clause.triggered.connect(lambda: self._show_only(_BY_CLAUSE))
        self.table.addActions([mark, sent, enter, sheet, unit, clause])
        clear = QAction(self)
        clear.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        clear.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        clear.triggered.connect(self.clear_filters)
        self.addAction(clear)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._rows = assignment_rows(snapshot)
        self.table.set_empty_text(text("assignments.empty"))
        self._fill_groups(snapshot.plan)
        self._bundle_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self.fontMetrics().averageCharWidth() * _ROOM_BESIDE
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if way != self._reading.orientation():
            self._reading.setOrientation(way)
            self._reading.setSizes(list(_SHARES))

    def _fill_groups(self, plan: Plan) -> None:
        present = {row.progress.unit.group for row in self._rows}
        chosen = self.group.currentData()
        with QSignalBlocker(self.group):
            while self.group.count() > 1:
                self.group.removeItem(1)
            for group in plan.groups:
                if group.code in present:
                    self.group.addItem(group.name, group.code)
            self.group.setCurrentIndex(max(self.group.findData(chosen), 0))

    def open_at(self, **target: str) -> None:
        """Filter by `unit`, `clause`, `state`, `group` or `search`; others are cleared."""
        self.clear_filters()
        if "state" in target:
            self.state.setCurrentIndex(max(self.state.findData(target["state"]), 0))
        if "group" in target:
            self.group.setCurrentIndex(max(self.group.findData(target["group"]), 0))
        if "search" in target:
            self.search.setText(target["search"])
        for by in (_BY_UNIT, _BY_CLAUSE):
            if by in target:
                self.by.setCurrentIndex(self.by.findData(by))
                self.bundles.select_key(target[by])
        self._go_to_table()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def print_page(self) -> None:
        """Show the table as it is filtered on pages, to be printed (Ctrl+P)."""
        if self.session.snapshot is None:
            return
        plan, listing = self.session.plan_code, self._listing()
        show_made(
            self.session,
            self,
            lambda office: office.lists.duty_table(plan, listing),
            title=text("lists.duties.window"),
            file_name=text("lists.duties.file"),
            task=text("lists.duties.task"),
        )

    def clear_filters(self) -> None:
        """Show every assignment again."""
        self.search.clear()
        for box in (self.group, self.role, self.state):
            box.setCurrentIndex(0)
        self.bundles.select_key("")

    def _go_to_table(self) -> None:
        if self.table.current_row() is None:
            self.table.selectRow(0)
        self.table.setFocus()

    def _bundle_anew(self) -> None:
        """Fill the list at the left; all of them are chosen if the one chosen is gone."""
        snapshot = self.session.snapshot
        if snapshot is None:
            return
        group = self.group.currentData()
        rows = [row for row in self._rows if group in {None, row.progress.unit.group}]
        by_unit = self.by.currentData() == _BY_UNIT
        with QSignalBlocker(self.bundles):
            self.bundles.show_rows(
                bundles_by_unit(rows) if by_unit else bundles_by_clause(rows, snapshot.plan)
            )
            if self.bundles.current_row() is None:
                self.bundles.select_key("")
        self._filter()

    def _filter(self) -> None:
        query = PlanQuery(self.search.text())
        kept = [row for row in self._rows if self._passes(row) and query.matches(*row.searchable)]
        self.table.show_rows(kept)
        shown = text("assignments.shown", shown=len(kept), total=len(self._rows))
        self.shown.setText(shown if self._rows else "")

    def _passes(self, row: AssignmentRow) -> bool:
        progress = row.progress
        bundle: Bundle | None = self.bundles.current_row()
        if bundle is not None and bundle.key:
            own = (progress.unit.code, *progress.duty.clauses)
            if bundle.key not in own:
                return False
        wanted = (
            (self.group.currentData(), progress.unit.group),
            (self.role.currentData(), progress.duty.role),
            (self.state.currentData(), progress.state),
        )
        return all(choice is None or choice == has for choice, has in wanted)

    def _listing(self) -> Listing:
        """The table as it stands on the screen: rows, order, columns and their widths."""
        columns, rows = self.table.shown_texts()
        return Listing(
            title=text("lists.duties.title"),
            name=text("lists.duties.name"),
            filters=tuple(self._filter_words()),
            columns=columns,
            rows=rows,
            note=text("lists.duties.note"),
        )

    def _filter_words(self) -> Iterator[str]:
        bundle: Bundle | None = self.bundles.current_row()
        if bundle is not None and bundle.key:
            by_unit = self.by.currentData() == _BY_UNIT
            code = "lists.filter.unit" if by_unit else "lists.filter.clause"
            yield text(code, name=bundle.name)
        for box, code in (
            (self.group, "lists.filter.group"),
            (self.role, "lists.filter.role"),
            (self.state, "lists.filter.state"),
        ):
            if box.currentData() is not None:
                yield text(code, name=box.currentText())
        if words := self.search.text().strip():
            yield text("lists.filter.search", words=words)

    def _show_sheet(self) -> None:
        if (row := self.table.current_row()) is not None:
            show_unit_sheet(self.session, row.progress.unit, self)

    def _show_detail(self, row: AssignmentRow | None) -> None:
        self.edit.setEnabled(row is not None)
        snapshot = self.session.snapshot
        if row is None or snapshot is None:
            self.detail.show_words(text("assignments.detail.nothing"))
        else:
            self.detail.show_paragraphs(assignment_detail(snapshot, row))

    def _open_mark(self, row: AssignmentRow | None) -> None:
        if row is not None:
            MarkDialog(row.progress, self._save_mark, self).open()

    def _save_mark(self, mark: Mark, done: Done, failed: Failed) -> None:
        plan = self.session.plan_code
        self.session.write(
            lambda office: office.planning.mark(plan, mark),
            done,
            title=text("assignments.task_mark"),
            failed=failed,
        )

    def _go_to_submissions(self, target: dict[str, str]) -> None:
        if (row := self.table.current_row()) is not None:
            self.page_requested.emit("submissions", {"unit": row.progress.unit.code} | target)

    def _show_only(self, by: str) -> None:
        if (row := self.table.current_row()) is not None:
            duty, unit = row.progress.duty, row.progress.unit
            self.open_at(**{by: unit.code if by == _BY_UNIT else duty.clauses[0]})
