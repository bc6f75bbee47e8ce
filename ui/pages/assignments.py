"""Nhiệm vụ: every duty of every unit, how it stands, and the plan's own words beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.mark import MarkDialog
from ui.models.assignments import (
    AssignmentRow,
    Bundle,
    assignment_columns,
    assignment_rows,
    bundle_columns,
    bundles_by_clause,
    bundles_by_unit,
    inferred_fields,
)
from ui.models.table import TableModel
from ui.page import Page
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.plan import Duty, Plan, Role
from vinhloc_cds.domain.progress import AssignmentState, assignment_progress
from vinhloc_cds.domain.snapshot import Mark, Snapshot
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.texts import text

_BY_UNIT, _BY_CLAUSE = "unit", "clause"


class AssignmentsPage(Page):
    """The assignments, bundled by unit or clause at the left, the clause's words at the right."""

    name = "assignments"
    title_code = "assignments.title"
    icon = "assignments"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._rows: list[AssignmentRow] = []
        self._build_filters()
        self._build_tables()
        self._build_detail()
        self._build_actions()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("columns")
        for widget, stretch in ((self._bundle_box, 0), (self._table, 1), (self._detail_box, 0)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        unit = self.fontMetrics().averageCharWidth()
        splitter.setSizes([unit * 38, unit * 100, unit * 44])
        layout = QVBoxLayout(self)
        layout.addLayout(self._filters)
        layout.addWidget(splitter, 1)

    def _build_filters(self) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("search")
        self._search.setPlaceholderText(text("assignments.search"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._group = self._filter_box(text("assignments.all_groups"))
        self._role = self._filter_box(text("assignments.all_roles"))
        for role in Role:
            self._role.addItem(text(f"state.role.{role}"), role)
        self._state = self._filter_box(text("assignments.all_states"))
        for state in AssignmentState:
            self._state.addItem(text(f"state.assignment.{state}"), state)
        clear = QPushButton(text("assignments.clear"))
        clear.setToolTip(text("assignments.clear_tip"))
        clear.clicked.connect(self.clear_filters)
        self._shown = PlainLabel()
        self._filters = QHBoxLayout()
        self._filters.addWidget(self._search, 1)
        for widget in (self._group, self._role, self._state, clear, self._shown):
            self._filters.addWidget(widget)

    def _filter_box(self, everything: str) -> QComboBox:
        box = QComboBox()
        box.addItem(everything, None)
        box.currentIndexChanged.connect(self._filter)
        return box

    def _build_tables(self) -> None:
        self._by = QComboBox()
        self._by.addItem(text("assignments.by.unit"), _BY_UNIT)
        self._by.addItem(text("assignments.by.clause"), _BY_CLAUSE)
        self._by.currentIndexChanged.connect(self._bundle_anew)
        self._bundles = TableView("bundles")
        self._bundles.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self._bundles.set_table(TableModel(bundle_columns(), lambda bundle: bundle.key, self))
        self._bundles.row_changed.connect(self._filter)
        by = QHBoxLayout()
        by.addWidget(PlainLabel(text("assignments.by.label")))
        by.addWidget(self._by, 1)
        self._bundle_box = QWidget()
        box = QVBoxLayout(self._bundle_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(by)
        box.addWidget(self._bundles, 1)
        self._table = TableView("table")
        self._table.set_table(TableModel(assignment_columns(), lambda row: row.key, self))
        self._table.set_empty_text(text("assignments.loading"))
        self._table.row_changed.connect(self._show_detail)
        self._table.row_opened.connect(self._open_mark)

    def _build_detail(self) -> None:
        self._detail = QPlainTextEdit(text("assignments.detail.nothing"))
        self._detail.setObjectName("detail")
        self._detail.setReadOnly(True)
        self._detail.setTabChangesFocus(True)
        self._edit = QPushButton(text("assignments.detail.edit"))
        self._edit.setEnabled(False)
        self._edit.clicked.connect(lambda: self._open_mark(self._table.current_row()))
        self._detail_box = QWidget()
        box = QVBoxLayout(self._detail_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._detail, 1)
        box.addWidget(self._edit)

    def _build_actions(self) -> None:
        mark = QAction(text("assignments.action.mark"), self)
        mark.setShortcut(QKeySequence(Qt.Key.Key_F2))
        mark.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        mark.triggered.connect(lambda: self._open_mark(self._table.current_row()))
        enter = QAction(text("assignments.action.submission"), self)
        enter.triggered.connect(self._enter_submission)
        only = QAction(text("assignments.action.only_unit"), self)
        only.triggered.connect(self._show_only_unit)
        self._table.addActions([mark, enter, only])
        clear = QAction(self)
        clear.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        clear.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        clear.triggered.connect(self.clear_filters)
        self.addAction(clear)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._rows = assignment_rows(assignment_progress(snapshot))
        self._table.set_empty_text(text("assignments.empty"))
        self._fill_groups(snapshot.plan)
        self._bundle_anew()

    def _fill_groups(self, plan: Plan) -> None:
        present = {row.progress.unit.group for row in self._rows}
        wanted = [(group.name, group.code) for group in plan.groups if group.code in present]
        have = [
            (self._group.itemText(n), self._group.itemData(n))
            for n in range(1, self._group.count())
        ]
        if wanted == have:
            return
        chosen = self._group.currentData()
        self._group.blockSignals(True)
        while self._group.count() > 1:
            self._group.removeItem(1)
        for name, code in wanted:
            self._group.addItem(name, code)
        self._group.setCurrentIndex(max(self._group.findData(chosen), 0))
        self._group.blockSignals(False)

    def open_at(self, **target: str) -> None:
        """Filter by `unit`, `clause`, `state`, `group` or `search`; others are cleared."""
        self.clear_filters()
        if "state" in target:
            self._state.setCurrentIndex(max(self._state.findData(target["state"]), 0))
        if "group" in target:
            self._group.setCurrentIndex(max(self._group.findData(target["group"]), 0))
        if "search" in target:
            self._search.setText(target["search"])
        for by in (_BY_UNIT, _BY_CLAUSE):
            if by in target:
                self._by.setCurrentIndex(self._by.findData(by))
                self._bundles.select_key(target[by])
        self._table.setFocus()

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def clear_filters(self) -> None:
        """Show every assignment again."""
        self._search.clear()
        for box in (self._group, self._role, self._state):
            box.setCurrentIndex(0)
        self._bundles.select_key("")

    def _bundle_anew(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is None:
            return
        by_unit = self._by.currentData() == _BY_UNIT
        self._bundles.show_rows(
            bundles_by_unit(self._rows) if by_unit else bundles_by_clause(self._rows, snapshot.plan)
        )
        if self._bundles.current_row() is None:
            self._bundles.select_key("")
        self._filter()

    def _filter(self) -> None:
        query = SearchQuery(self._search.text())
        kept = [row for row in self._rows if self._passes(row) and query.matches(row.searchable)]
        self._table.show_rows(kept)
        self._shown.setText(
            text("assignments.shown", shown=len(kept), total=len(self._rows)) if self._rows else ""
        )

    def _passes(self, row: AssignmentRow) -> bool:
        progress = row.progress
        bundle: Bundle | None = self._bundles.current_row()
        if bundle is not None and bundle.key:
            own = (progress.unit.code, *progress.duty.clauses)
            if bundle.key not in own:
                return False
        wanted = (
            (self._group.currentData(), progress.unit.group),
            (self._role.currentData(), progress.duty.role),
            (self._state.currentData(), progress.state),
        )
        return all(choice is None or choice == has for choice, has in wanted)

    def _show_detail(self, row: AssignmentRow | None) -> None:
        self._edit.setEnabled(row is not None)
        snapshot = self.session.snapshot
        if row is None or snapshot is None:
            self._detail.setPlainText(text("assignments.detail.nothing"))
            return
        self._detail.setPlainText("\n".join(_detail_lines(row, snapshot.plan)))

    def _open_mark(self, row: AssignmentRow | None) -> None:
        if row is not None:
            MarkDialog(row.progress, self._save_mark, self).open()

    def _save_mark(
        self, mark: Mark, done: Callable[[object], None], failed: Callable[[Exception], None]
    ) -> None:
        plan = self.session.plan_code
        self.session.write(
            lambda office: office.planning.mark(plan, mark),
            done,
            title=text("assignments.task_mark"),
            failed=failed,
        )

    def _enter_submission(self) -> None:
        if (row := self._table.current_row()) is not None:
            self.page_requested.emit("submissions", {"unit": row.progress.unit.code, "new": "1"})

    def _show_only_unit(self) -> None:
        if (row := self._table.current_row()) is not None:
            self.open_at(unit=row.progress.unit.code)


def _detail_lines(row: AssignmentRow, plan: Plan) -> list[str]:
    """What the pane at the right says of one assignment, a line or a blank line each."""
    duty, mark = row.progress.duty, row.progress.mark
    lines = [row.progress.unit.name, "", duty.text, ""]
    lines.append(text("assignments.detail.state", state=row.state))
    if mark and mark.reason:
        lines.append(text("assignments.detail.reason", reason=mark.reason))
    if mark and mark.note:
        lines.append(text("assignments.detail.note", note=mark.note))
    lines += _duty_lines(duty)
    lines += ["", text("assignments.detail.own_words")]
    for ref in duty.clauses:
        clause = plan.clause_by_ref.get(ref)
        if clause is not None:
            lines += ["", text("assignments.detail.clause", ref=ref)]
            lines += [part for part in (clause.title, clause.body) if part]
    return lines


def _duty_lines(duty: Duty) -> list[str]:
    """What else the plan says of a duty, and what of it the plan does not say itself."""
    binding = text(f"state.binding.{duty.binding}")
    lines = [text("assignments.detail.binding", binding=binding)]
    if duty.peak and duty.peak.start and duty.peak.end:
        start, end = format_date(duty.peak.start), format_date(duty.peak.end)
        lines.append(text("assignments.detail.peak", start=start, end=end))
    if duty.place:
        lines.append(text("assignments.detail.place", place=duty.place))
    if duty.evidence:
        lines.append(text("assignments.detail.evidence", evidence=duty.evidence))
    if duty.indicators:
        lines.append(text("assignments.detail.indicators", codes=", ".join(duty.indicators)))
    if fields := inferred_fields(duty):
        lines.append(text("assignments.detail.marks", fields=", ".join(fields)))
    if duty.note:
        lines.append(text("assignments.detail.plan_note", note=duty.note))
    return lines
