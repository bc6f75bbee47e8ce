"""Báo cáo: the consolidated report as it will be printed, its wording, and what was issued."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.models.missing import Missing, missing_columns, missing_units
from ui.models.table import TableModel
from ui.page import Page
from ui.pages.report_issues import IssuesDesk
from ui.session import Session
from ui.tasks import Task
from ui.widgets.issued_list import (
    IssuedList,
    IssuedRow,
    issued_rows,
)
from ui.widgets.label import PlainLabel
from ui.widgets.passage_finder import PassageFinder
from ui.widgets.passage_list import PassageList
from ui.widgets.pdf_reader import PdfReader
from ui.widgets.picture_list import PictureList
from ui.widgets.strip import Strip
from ui.widgets.table import TableView
from ui.widgets.tabs import Tabs
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.services.readiness import left_blank, left_out
from vinhloc_cds.services.rendering import FORMATS
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.inspection.outcome import Inspection
    from vinhloc_cds.services.tracing import Trace
    from vinhloc_cds.services.wordings import PassageView

_SHARES, _WHOLE = (5, 9), 100
_LIST_LETTERS = 46


class ReportPage(Page):
    """Shows the report anew whenever its data, its words or its letterhead change."""

    name = "report"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._rendering: Task[bytes] | None = None
        self._listing: tuple[Task[Any], ...] = ()
        self._print_when_shown = False
        self._shown = False
        self.strip = Strip(text("report_page.fill_in"))
        self.strip.pressed.connect(lambda: self.page_requested.emit("settings", {"part": "plan"}))
        layout = QVBoxLayout(self)
        layout.addLayout(self._make_buttons())
        layout.addWidget(self.strip)
        layout.addWidget(self._make_body(), 1)
        self._enable(ready=False)

    def _make_buttons(self) -> QHBoxLayout:
        self.letterhead = QComboBox()
        self.letterhead.setAccessibleName(text("report_page.letterhead"))
        self.letterhead.setToolTip(text("report_page.letterhead"))
        self.letterhead.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.letterhead.activated.connect(self._change_letterhead)
        self.draft = QCheckBox(text("report_page.draft"))
        self.draft.setToolTip(theme.plain_tooltip(text("report_page.draft_tip")))
        self.draft.setChecked(True)
        self.draft.toggled.connect(self._render)
        self.save_button = QPushButton(theme.icon("save"), text("report_page.save_menu"))
        menu = QMenu(self)
        self.save_actions = {}
        for file_format in FORMATS:
            action = QAction(text(f"report_page.save.{file_format}"), menu)
            action.triggered.connect(self._saver(file_format))
            menu.addAction(action)
            self.save_actions[file_format] = action
        self.save_button.setMenu(menu)
        self.print_button = QPushButton(theme.icon("print"), text("report_page.print"))
        self.print_button.clicked.connect(self.print_page)
        self.check_button = QPushButton(text("report_page.check"))
        self.check_button.setToolTip(theme.plain_tooltip(text("report_page.check_tip")))
        self.check_button.clicked.connect(self._check)
        self.issue_button = QPushButton(text("report_page.issue"))
        self.issue_button.clicked.connect(
            lambda: self.issues.propose(self.letterhead.currentData())
        )
        row = QHBoxLayout()
        row.addWidget(PlainLabel(text("report_page.letterhead_label")))
        row.addWidget(self.letterhead)
        row.addWidget(self.draft)
        row.addStretch(1)
        for button in (self.save_button, self.print_button, self.check_button, self.issue_button):
            row.addWidget(button)
        return row

    def _make_body(self) -> QWidget:
        self.missing = TableView("missing")
        self.missing.set_table(TableModel(missing_columns(), lambda row: row.unit.code), stretch=0)
        self.missing.set_empty_text(text("report_page.missing.none"))
        self.missing.row_opened.connect(self._open_unit)
        self.passages = PassageList()
        self.passages.chosen.connect(self._edit)
        self.issued = IssuedList()
        self.issues = IssuesDesk(self, self.issued)
        self.issues.issued.connect(lambda _: self.open_at(tab="issued"))
        self.pictures = PictureList(self.session)
        self.pictures.changed.connect(self._name_tabs)
        self.tabs = Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LIST_LETTERS)
        self.tabs.currentChanged.connect(self._follow_tab)
        for widget in (self.passages, self.missing, self.issued, self.pictures):
            self.tabs.addTab(widget, "")
        self.reader = PdfReader(self.session)
        self.reader.set_empty_text(text("report_page.being_made"))
        self.reader.shown.connect(self._note_shown)
        self.reader.link_pressed.connect(self._trace)
        self.finder = PassageFinder(self.reader)
        self.passages.gone_to.connect(self.finder.look_for)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("split")
        split.setChildrenCollapsible(False)
        split.addWidget(self.tabs)
        split.addWidget(self.reader)
        for number, share in enumerate(_SHARES):
            split.setStretchFactor(number, share)
        split.setSizes([share * _WHOLE for share in _SHARES])
        return split

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.missing.show_rows(missing_units(snapshot))
        self._fill_letterheads(snapshot.plan)
        self._warn(snapshot)
        self._render()
        self._load_lists()

    def open_at(self, **target: str) -> None:
        """`print`: print the report once it is shown; `tab`: bring a list to the front."""
        if "print" in target:
            self.print_page()
        tabs = {
            "passages": self.passages,
            "missing": self.missing,
            "issued": self.issued,
            "pictures": self.pictures,
        }
        if target.get("tab") in tabs:
            self.tabs.setCurrentWidget(tabs[target["tab"]])

    def focus_search(self) -> None:
        self.reader.focus_search()

    def take_keyboard(self) -> None:
        """The cursor goes into the list that is in front."""
        shown = self.tabs.currentWidget()
        table = shown if isinstance(shown, TableView) else shown.findChild(TableView)
        (table or self.tabs.tabBar()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def print_page(self) -> None:
        """Ask for a printer and print; waits for the report if it is still being made."""
        if self._rendering is not None or not self._shown:
            # Not the report of before: what is printed is what is asked for now.
            self._print_when_shown = True
            return
        # The printing libraries are not needed before somebody prints.
        from ui.widgets.printing import print_pdf  # noqa: PLC0415

        print_pdf(
            self.session.drawing,
            self.reader.data,
            self,
            name=self._file_name("pdf"),
            current=self.reader.view.page,
            ended=self.announced.emit,
        )

    def save(self, file_format: str, path: Path) -> None:
        """Write the report to `path` as one of FORMATS."""
        plan, profile, draft = self._wish()
        self.session.read(
            lambda office: office.reporting.save(
                plan, path, file_format, profile=profile, draft=draft
            ),
            lambda _: self.announced.emit(text("report_page.saved", path=path)),
            title=text("report_page.task.save"),
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for a report that is not looked at."""
        super().hideEvent(event)
        self._print_when_shown = False
        if self._rendering is not None:
            self._rendering.cancel()
            self._rendering = None
            self.mark_stale()

    def save_layout(self) -> None:
        super().save_layout()
        if self.letterhead.currentData():
            self.session.settings.setValue("report/letterhead", self.letterhead.currentData())

    # ---- The report itself

    def _wish(self) -> tuple[str, str, bool]:
        """The plan, the letterhead and whether the draft mark is wanted."""
        return self.session.plan_code, self.letterhead.currentData(), self.draft.isChecked()

    def _fill_letterheads(self, plan: Plan) -> None:
        chosen = self.letterhead.currentData() or self.session.settings.value("report/letterhead")
        self.letterhead.clear()
        for head in plan.letterheads:
            self.letterhead.addItem(head.label, head.profile)
        self.letterhead.setCurrentIndex(max(self.letterhead.findData(chosen), 0))

    def _change_letterhead(self) -> None:
        if self.session.snapshot is not None:
            self._warn(self.session.snapshot)
        self._render()
        self._load_lists()

    def _warn(self, snapshot: Snapshot) -> None:
        blanks = left_blank(snapshot.plan, self.letterhead.currentData())
        self.strip.show_sentences(blanks, left_out(snapshot))

    def _render(self) -> None:
        """Have the report made on the worker; only the newest wish counts."""
        if self.session.snapshot is None:
            return
        if self._rendering is not None:
            self._rendering.cancel()
        self._shown = False
        plan, profile, draft = self._wish()
        self._rendering = self.session.read(
            lambda office: office.reporting.render(
                plan, "pdf", profile=profile, draft=draft, links=True
            ),
            self._show_report,
            title=text("report_page.task.render"),
            failed=self._show_failure,
        )

    def _show_report(self, data: bytes) -> None:
        self._rendering = None
        self.reader.show_document(data)

    def _show_failure(self, error: Exception) -> None:
        """Say why there is no report, and leave none of before that could be taken for it."""
        self._rendering = None
        self._print_when_shown = False
        self.reader.clear(str(error))

    def _note_shown(self) -> None:
        self._shown = self._rendering is None and bool(self.reader.sizes)
        self._enable(ready=bool(self.reader.sizes))
        if self._print_when_shown and self._shown:
            self._print_when_shown = False
            self.print_page()

    def _enable(self, *, ready: bool) -> None:
        for button in (self.save_button, self.print_button, self.check_button, self.issue_button):
            button.setEnabled(ready)

    def _saver(self, file_format: str) -> Callable[[], None]:
        name = self._file_name(file_format)
        return lambda: self._ask_where(file_format, name, lambda path: self.save(file_format, path))

    def _ask_where(self, file_format: str, name: str, save: Callable[[Path], None]) -> None:
        from ui.dialogs.save_as import ask_where  # noqa: PLC0415 - when first needed

        ask_where(self, self.session.settings, file_format, name, save)

    def _file_name(self, file_format: str) -> str:
        return f"bao-cao-tong-hop.{file_format}"

    def _open_unit(self, row: Missing) -> None:
        target = {"unit": row.unit.code} | ({} if row.sent else {"new": "1"})
        self.page_requested.emit("submissions", target)

    # ---- From a number to its source, and the form

    def _trace(self, key: str) -> None:
        plan = self.session.plan_code
        self.session.read(
            lambda office: office.tracing.trace(plan, key),
            self._show_trace,
            title=text("report_page.task.trace"),
        )

    def _show_trace(self, trace: "Trace") -> None:
        from ui.dialogs.trace import TraceDialog  # noqa: PLC0415 - when first needed

        dialog = TraceDialog(trace, self)
        dialog.unit_wanted.connect(
            lambda unit, indicator: self.page_requested.emit(
                "matrix", {"unit": unit, "indicator": indicator}
            )
        )
        dialog.open()

    def _check(self) -> None:
        plan, profile, _ = self._wish()
        self.session.read(
            lambda office: _inspected(
                office.reporting.render(plan, "docx", profile=profile, draft=False),
                self._file_name("docx"),
            ),
            self._show_check,
            title=text("report_page.task.check"),
        )

    def _show_check(self, inspection: "Inspection") -> None:
        from ui.dialogs.form_check import FormCheckDialog  # noqa: PLC0415 - when first needed

        dialog = FormCheckDialog(self.session, inspection, self, ours=True)
        dialog.plan_wanted.connect(self.strip.pressed)
        dialog.open()

    # ---- Its words

    def _load_lists(self) -> None:
        """The passages and the issued reports, beside the report that is being made."""
        for task in self._listing:
            task.cancel()
        plan, profile, _ = self._wish()
        self._listing = (
            self.session.read(
                lambda office: office.reporting.passages(plan, profile),
                self._show_passages,
                title=text("report_page.task.passages"),
            ),
            self.session.read(
                lambda office: issued_rows(office.issuing.standing(plan)),
                self._show_issued,
                title=text("report_page.task.issued"),
            ),
        )
        self.pictures.load()

    def _follow_tab(self) -> None:
        """Who goes through the tabs with the arrows stays there."""
        if self.tabs.isVisible() and not self.tabs.tabBar().hasFocus():
            self.take_keyboard()

    def _show_passages(self, views: "tuple[PassageView, ...]") -> None:
        self.passages.show_passages(views)
        self._name_tabs()

    def _show_issued(self, rows: list[IssuedRow]) -> None:
        self.issued.show_issued(rows)
        self._name_tabs()

    def _name_tabs(self) -> None:
        odd = self.passages.odd
        words = (
            text("report_page.tab.passages_odd", count=odd)
            if odd
            else text("report_page.tab.passages")
        )
        names = (
            words,
            text("report_page.tab.missing", count=self.missing.model().rowCount()),
            text("report_page.tab.issued", count=self.issued.table.model().rowCount()),
            text("report_page.tab.pictures", count=self.pictures.model.rowCount()),
        )
        for number, name in enumerate(names):
            self.tabs.setTabText(number, name)

    def _edit(self, view: "PassageView") -> None:
        from ui.dialogs.passage import PassageDialog  # noqa: PLC0415 - when first needed
        from vinhloc_cds.services.tracing import title_of  # noqa: PLC0415 - as above

        snapshot = self.session.snapshot
        if snapshot is None:
            return
        names = {key: title_of(snapshot.plan, key) for key in view.figures}
        kinds = {indicator.code: indicator.name for indicator in snapshot.plan.indicators}
        profile = self.letterhead.currentData()
        PassageDialog(self.session, profile, view, names, kinds, self).open()


def _inspected(data: bytes, name: str) -> "Inspection":
    from vinhloc_cds.inspection.inspecting import inspect  # noqa: PLC0415 - when first needed

    return inspect(data, name)
