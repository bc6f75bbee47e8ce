"""Kết quả: what units have sent, each submission in full, and what is done with it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ui.models.submissions import (
    REPLACED,
    Findings,
    SubmissionRow,
    judged,
    submission_columns,
    submission_rows,
)
from ui.models.table import TableModel
from ui.page import Page
from ui.session import Session
from ui.tasks import Task
from ui.widgets.entry_detail import SubmissionDetail
from ui.widgets.label import PlainLabel
from ui.widgets.search import SearchField
from ui.widgets.table import TableView
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import Submission, SubmissionState
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.services.ports import AuditRecord
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from ui.dialogs.submission import SubmissionDialog
    from vinhloc_cds.domain.incoming import Incoming
    from vinhloc_cds.services.office import Office

_SHOWN_STATES = (SubmissionState.RECEIVED, SubmissionState.ACCEPTED, SubmissionState.RETURNED)
_OPEN = {SubmissionState.RECEIVED, SubmissionState.RETURNED}
_NARROW = 190
_CLOSED = {SubmissionState.ACCEPTED, SubmissionState.RETURNED}


class SubmissionsPage(Page):
    """The submissions at the left, the selected one in full at the right."""

    name = "submissions"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._rows: list[SubmissionRow] = []
        self._findings: Findings = {}
        self.form: SubmissionDialog | None = None
        self._trail_task: Task[tuple[AuditRecord, ...]] | None = None
        self._build_filters()
        self.table = TableView("table")
        self.table.set_table(TableModel(submission_columns(), lambda row: row.submission.id, self))
        self.table.set_empty_text(text("submissions.loading"))
        self.detail = SubmissionDetail()
        bar = self._build_actions()
        self.table.row_changed.connect(self._show_row)
        self.table.row_opened.connect(self._open)
        self.detail.value_opened.connect(self._correct)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("columns")
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(bar)
        layout.addLayout(self._filters)
        layout.addWidget(self._splitter, 1)
        self._show_row(None)

    def _build_filters(self) -> None:
        self.search = SearchField(text("submissions.search"))
        self.search.textChanged.connect(self._filter)
        self.search.left.connect(self._go_to_table)
        self.state = QComboBox()
        self.state.addItem(text("submissions.all_states"), None)
        for state in _SHOWN_STATES:
            self.state.addItem(text(f"state.submission.{state}"), state)
        self.state.addItem(text("submissions.replaced"), REPLACED)
        self.state.currentIndexChanged.connect(self._filter)
        self.group = QComboBox()
        self.group.addItem(text("submissions.all_groups"), None)
        self.group.currentIndexChanged.connect(self._filter)
        for box in (self.state, self.group):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(16)
        self._shown = PlainLabel()
        self._filters = QHBoxLayout()
        self._filters.addWidget(self.search, 1)
        for widget in (self.state, self.group, self._shown):
            self._filters.addWidget(widget)

    def _build_actions(self) -> QToolBar:
        bar = QToolBar()
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        # A new one (Ctrl+N) is the window's: it works from every page and comes by `open_at`.
        self.open_action = self._action(
            bar, text("submissions.do.open"), (), lambda: self._open(self.table.current_row())
        )
        self.accept_action = self._action(
            bar, text("submissions.do.accept"), ("Ctrl+Return", "Ctrl+Enter"), self._accept
        )
        self.return_action = self._action(
            bar, text("submissions.do.give_back"), ("Ctrl+T",), self._give_back
        )
        self.reopen_action = self._action(
            bar, text("submissions.do.reopen"), ("Ctrl+M",), self._reopen
        )
        self.correct_action = self._action(
            bar,
            text("submissions.do.correct"),
            ("F2",),
            lambda: self._correct(self.detail.current_indicator()),
        )
        self.original_action = self._action(
            bar, text("imports.source.open"), ("Ctrl+G",), self._open_original
        )
        self.sheet_action = self._action(bar, text("lists.sheet.print"), (), self._show_sheet)
        self.slip_action = self._action(bar, text("submissions.do.slip"), (), self._show_slip)
        self.table.addActions(
            [
                self.original_action,
                self.sheet_action,
                self.slip_action,
                self.open_action,
                self.accept_action,
                self.return_action,
                self.reopen_action,
                self.correct_action,
            ]
        )
        return bar

    def _action(
        self, bar: QToolBar, title: str, keys: Sequence[str], slot: Callable[[], None]
    ) -> QAction:
        action = QAction(title, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked: slot())
        self.addAction(action)
        bar.addAction(action)
        return action

    # What the page shows.

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.table.set_empty_text(text("submissions.empty"))
        self._fill_groups(snapshot.plan)
        self._fill_rows(snapshot)
        self.session.read(
            lambda _office: judged(snapshot),
            partial(self._take_findings, snapshot),
            title=text("submissions.task.check"),
        )

    def open_at(self, **target: str) -> None:
        """Filter by `unit`, `state` or `group`, select a `submission`, or enter a `new` one.

        With `incoming` a new one is entered beside the file of that number.
        """
        plan = self._plan()
        unit = plan.unit_by_code.get(target.get("unit", "")) if plan else None
        if target.get("new") or target.get("action") == "new":
            self.enter_new(unit)
            return
        if "incoming" in target:
            self._enter_from(int(target["incoming"]))
            return
        self.clear_filters()
        if unit is not None:
            self.search.setText(unit.name)
        if "state" in target:
            self.state.setCurrentIndex(max(self.state.findData(target["state"]), 0))
        if "group" in target:
            self.group.setCurrentIndex(max(self.group.findData(target["group"]), 0))
        if "submission" in target:
            self.table.select_key(int(target["submission"]))
        self.table.setFocus()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _go_to_table(self) -> None:
        if self.table.current_row() is None:
            self.table.selectRow(0)
        self.table.setFocus()

    def may_close(self) -> bool:
        """Ask first if a form is open in which something was typed."""
        if self.form is not None:
            self.form.reject()
        return self.form is None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little width, the details stand below the table."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        orientation = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != orientation:
            self._splitter.setOrientation(orientation)
            room = self._splitter.height() if narrow else self._splitter.width()
            self._splitter.setSizes([room * 3 // 5, room * 2 // 5])

    def clear_filters(self) -> None:
        """Show every submission again."""
        self.search.clear()
        self.state.setCurrentIndex(0)
        self.group.setCurrentIndex(0)

    def _fill_groups(self, plan: Plan) -> None:
        chosen = self.group.currentData()
        self.group.blockSignals(True)
        self.group.clear()
        self.group.addItem(text("submissions.all_groups"), None)
        for group in plan.groups:
            if any(unit.group == group.code for unit in plan.units):
                self.group.addItem(group.name, group.code)
        self.group.setCurrentIndex(max(self.group.findData(chosen), 0))
        self.group.blockSignals(False)

    def _fill_rows(self, snapshot: Snapshot) -> None:
        self._rows = submission_rows(snapshot, self._findings)
        self._filter()

    def _take_findings(self, snapshot: Snapshot, findings: Findings) -> None:
        self._findings = findings
        if snapshot is self.session.snapshot:
            self._fill_rows(snapshot)

    def _filter(self) -> None:
        query = SearchQuery(self.search.text())
        state, group = self.state.currentData(), self.group.currentData()
        kept = [
            row
            for row in self._rows
            if (state is None or row.state == state)
            and (group is None or row.unit.group == group)
            and query.matches(row.searchable)
        ]
        self.table.show_rows(kept)
        if kept and self.table.current_row() is None:
            self.table.selectRow(0)
        self._shown.setText(
            text("submissions.shown", shown=len(kept), total=len(self._rows)) if self._rows else ""
        )

    def _show_row(self, row: SubmissionRow | None) -> None:
        state = row.submission.state if row else None
        self.open_action.setEnabled(row is not None)
        self.accept_action.setEnabled(state is SubmissionState.RECEIVED)
        self.return_action.setEnabled(state is SubmissionState.RECEIVED)
        self.reopen_action.setEnabled(state in _CLOSED)
        self.correct_action.setEnabled(row is not None)
        self.sheet_action.setEnabled(row is not None)
        mended = row is not None and row.submission.state is not SubmissionState.ACCEPTED
        self.slip_action.setEnabled(mended)
        self.original_action.setEnabled(
            row is not None and any(value.source for value in row.submission.values)
        )
        plan = self._plan()
        if plan is not None:
            self.detail.show_submission(row, plan)
        if self._trail_task is not None:
            self._trail_task.cancel()
        if row is not None:
            number = row.submission.id
            self._trail_task = self.session.read(
                lambda office: office.recording.trail(number),
                partial(self._show_trail, number),
                title=text("submissions.task.trail"),
            )

    def _show_trail(self, number: int, records: tuple[AuditRecord, ...]) -> None:
        row = self.table.current_row()
        if row is not None and row.submission.id == number:
            self.detail.show_trail(records)

    def _plan(self) -> Plan | None:
        return self.session.snapshot.plan if self.session.snapshot else None

    # What is done with a submission.

    def enter_new(self, unit: Unit | None = None) -> None:
        """Open the form for a new submission, of `unit` if one is given."""
        self._open_form(unit=unit)

    def _enter_from(self, number: int) -> None:
        """Open the form beside the file `number`."""
        plan = self.session.plan_code

        def enter(files: "Sequence[tuple[Incoming, object]]") -> None:
            incoming = next((file for file, _ in files if file.id == number), None)
            found = self._plan()
            if incoming is not None and found is not None:
                self._open_form(found.unit_by_code.get(incoming.unit or ""), incoming=incoming)

        self.session.read(
            lambda office: office.importing.incoming(plan),
            enter,
            title=text("imports.task.original"),
        )

    def _open(self, row: SubmissionRow | None) -> None:
        """Revise it; of an accepted one single figures can be corrected, so go to them."""
        if row is None:
            return
        if row.submission.state in _OPEN:
            self._open_form(revises=row.submission)
        else:
            self.detail.setCurrentWidget(self.detail.values)
            self.detail.values.setFocus()
            if self.detail.values.current_row() is None:
                self.detail.values.selectRow(0)

    def _open_form(
        self,
        unit: Unit | None = None,
        revises: Submission | None = None,
        incoming: "Incoming | None" = None,
    ) -> None:
        from ui.dialogs.submission import SubmissionDialog  # noqa: PLC0415 - when first needed

        snapshot = self.session.snapshot
        if snapshot is None or self.form is not None:
            return
        form = SubmissionDialog(
            self.session,
            snapshot,
            self.window(),
            unit=unit,
            revises=revises,
            incoming=incoming,
        )
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.saved.connect(self._show_saved)
        if incoming is not None:
            # Whoever works through the files goes on with the next one.
            file = str(incoming.id)
            form.finished.connect(lambda _: self.page_requested.emit("imports", {"incoming": file}))
        form.finished.connect(self._forget_form)
        self.form = form
        form.open()

    def _forget_form(self) -> None:
        self.form = None
        self.table.setFocus()

    def _select(self, submission: Submission) -> None:
        """Show what was saved, if need be by lifting the filters."""
        if not self.table.select_key(submission.id):
            self.clear_filters()
            self.table.select_key(submission.id)

    def _show_saved(self, submission: Submission) -> None:
        """Select it and say what was done, as the form that said so has closed."""
        self._select(submission)
        if submission.state is SubmissionState.ACCEPTED:
            self.announced.emit(text("submissions.done.accept", unit=self._name(submission)))
        else:
            self.announced.emit(text("submissions.done.save", unit=self._name(submission)))

    def _name(self, submission: Submission) -> str:
        plan = self._plan()
        return plan.unit_by_code[submission.unit].name if plan else submission.unit

    def _accept(self) -> None:
        row: SubmissionRow | None = self.table.current_row()
        if row is None:
            return
        number = row.submission.id
        self.session.write(
            lambda office: office.recording.accept(number),
            self._show_saved,
            title=text("submissions.task.save"),
        )

    def _give_back(self) -> None:
        self._with_reason(
            text("submissions.give_back_title"),
            "submissions.give_back",
            "submissions.done.give_back",
            lambda office, number, reason: office.recording.give_back(number, reason),
        )

    def _reopen(self) -> None:
        self._with_reason(
            text("submissions.reopen_title"),
            "submissions.reopen",
            "submissions.done.reopen",
            lambda office, number, reason: office.recording.reopen(number, reason),
        )

    def _with_reason(
        self, title: str, code: str, done: str, step: "Callable[[Office, int, str], Submission]"
    ) -> None:
        from ui.dialogs.return_reason import ReasonDialog  # noqa: PLC0415 - when first needed

        row: SubmissionRow | None = self.table.current_row()
        if row is None:
            return
        number = row.submission.id
        received = format_datetime(row.submission.received_at)
        dialog = ReasonDialog(
            self.session,
            title,
            text(code, unit=row.unit.name, received=received),
            lambda office, reason: step(office, number, reason),
            self.window(),
        )
        said = text(done, unit=row.unit.name)
        dialog.saved.connect(lambda _: self.announced.emit(said))
        dialog.open()

    def _open_original(self) -> None:
        """The file that the figure with the cursor came from, or else any of the submission's."""
        from ui.originals import open_original  # noqa: PLC0415 - when first needed

        row: SubmissionRow | None = self.table.current_row()
        if row is None:
            return
        current = row.submission.value_of(self.detail.current_indicator())
        values = [current, *row.submission.values] if current else list(row.submission.values)
        source = next((value.source for value in values if value.source), None)
        if source is not None:
            open_original(self.session, self, source.sha256, source.file_name)

    def _show_sheet(self) -> None:
        from ui.previews import show_unit_sheet  # noqa: PLC0415 - when first needed

        row: SubmissionRow | None = self.table.current_row()
        if row is not None:
            show_unit_sheet(self.session, row.unit, self)

    def _show_slip(self) -> None:
        from ui.previews import show_return_slip  # noqa: PLC0415 - when first needed

        row: SubmissionRow | None = self.table.current_row()
        if row is not None:
            show_return_slip(self.session, row.submission.id, self)

    def _correct(self, indicator: str) -> None:
        from ui.dialogs.correct import CorrectDialog  # noqa: PLC0415 - when first needed

        row: SubmissionRow | None = self.table.current_row()
        plan = self._plan()
        if row is None or plan is None:
            return
        found = plan.indicator_by_code.get(indicator)
        if found is not None and found.submission_field:
            self._open(row)
        else:
            dialog = CorrectDialog(self.session, plan, row.submission, indicator, self.window())
            dialog.saved.connect(lambda _: self.announced.emit(dialog.done_words))
            dialog.open()
