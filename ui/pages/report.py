"""Báo cáo: the consolidated report as it will be printed, who is missing in it, and its files."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.models.missing import (
    Missing,
    left_blank,
    missing_columns,
    missing_units,
    what_is_left_out,
)
from ui.models.table import TableModel
from ui.page import Page
from ui.session import Session
from ui.tasks import Task
from ui.widgets.label import PlainLabel
from ui.widgets.pdf_view import PdfView
from ui.widgets.strip import Strip
from ui.widgets.table import TableView
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ui.widgets.printing import PrintJob

FORMATS = ("pdf", "docx", "xlsx")
_LIST_WIDTH = 370


class ReportPage(Page):
    """Shows the report anew whenever its data or its letterhead change while it is looked at."""

    name = "report"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._rendering: Task[bytes] | None = None
        self._job: PrintJob | None = None
        self._print_when_shown = False

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
        self.letterhead.activated.connect(self._change_letterhead)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(text("report_page.letterhead")))
        row.addWidget(self.letterhead)
        row.addSpacing(12)
        self.save_buttons = {}
        for file_format in FORMATS:
            button = QPushButton(theme.icon("save"), text(f"report_page.save.{file_format}"))
            button.clicked.connect(self._saver(file_format))
            self.save_buttons[file_format] = button
            row.addWidget(button)
        self.print_button = QPushButton(theme.icon("print"), text("report_page.print"))
        self.print_button.clicked.connect(self.print_page)
        self.cancel_button = QPushButton(text("report_page.cancel_print"))
        self.cancel_button.clicked.connect(self._cancel_printing)
        self.cancel_button.hide()
        row.addWidget(self.print_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        return row

    def _make_body(self) -> QWidget:
        self.missing = TableView("missing")
        self.missing.set_table(TableModel(missing_columns(), lambda row: row.unit.code), stretch=0)
        self.missing.set_empty_text(text("report_page.missing.none"))
        self.missing.row_opened.connect(self._open_unit)
        self.missing_title = PlainLabel(text("report_page.missing.title"))
        left = QWidget()
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(0, 0, 0, 0)
        left_layout.addWidget(self.missing_title)
        left_layout.addWidget(self.missing, 1)

        self.view = PdfView(self.session.drawing)
        self.view.set_empty_text(text("report_page.being_made"))
        self.view.shown.connect(self._note_shown)
        self.view.page_changed.connect(self._show_place)
        self.view.zoom_changed.connect(self._show_zoom)
        right = QWidget()
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(0, 0, 0, 0)
        right_layout.addLayout(self._make_zoom())
        right_layout.addWidget(self.view, 1)

        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("split")
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([_LIST_WIDTH, 2 * _LIST_WIDTH])
        return split

    def _make_zoom(self) -> QHBoxLayout:
        self.place = PlainLabel()
        self.zoom = PlainLabel()
        row = QHBoxLayout()
        row.addWidget(self.place)
        row.addStretch(1)
        for words, icon, act in (
            (text("report_page.zoom_out"), "zoom_out", self.view.zoom_out),
            (text("report_page.zoom_in"), "zoom_in", self.view.zoom_in),
        ):
            button = QToolButton()
            action = QAction(theme.icon(icon), words, button)
            action.triggered.connect(act)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            row.addWidget(button)
        row.addWidget(self.zoom)
        fit = QPushButton(text("report_page.fit_width"))
        fit.clicked.connect(self.view.fit_width)
        row.addWidget(fit)
        return row

    def show_snapshot(self, snapshot: Snapshot) -> None:
        rows = missing_units(snapshot)
        self.missing.show_rows(rows)
        self.missing_title.setText(text("report_page.missing.count", count=len(rows)))
        self._fill_letterheads(snapshot.plan)
        self._warn(snapshot)
        self._render()

    def open_at(self, **target: str) -> None:
        """`print`: print the report once it is shown."""
        if "print" in target:
            self.print_page()

    def print_page(self) -> None:
        """Ask for a printer and print; waits for the report if it is still being made."""
        if not self.view.sizes:
            self._print_when_shown = True
            return
        if self._job is not None:
            return
        # The printing libraries are not needed before somebody prints.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._file_name("pdf"))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(True)
        dialog.setMinMax(1, len(self.view.sizes))
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.show()

    def print_on(self, printer: "QPrinter") -> None:
        """Send the pages to `printer`, one by one."""
        from ui.widgets.printing import PrintJob  # noqa: PLC0415 - as above

        self._job = PrintJob(printer, self.view.pages, self.view.sizes, self)
        self._job.progressed.connect(self._show_printing)
        self._job.ended.connect(self._end_printing)
        self.print_button.hide()
        self.cancel_button.show()
        self._job.start()

    def save(self, file_format: str, path: Path) -> None:
        """Write the report to `path` as one of FORMATS."""
        plan, profile = self.session.plan_code, self.letterhead.currentData()
        self.session.read(
            lambda office: office.reporting.save(plan, path, file_format, profile=profile),
            lambda _: self.announced.emit(text("report_page.saved", path=path)),
            title=text("report_page.task.save"),
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for a report that is not looked at."""
        super().hideEvent(event)
        if self._rendering is not None:
            self._rendering.cancel()
            self._rendering = None
            self.mark_stale()

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

    def _warn(self, snapshot: Snapshot) -> None:
        blanks = left_blank(snapshot.plan, self.letterhead.currentData())
        self.strip.show_sentences(blanks, what_is_left_out(snapshot, missing_units(snapshot)))

    def save_layout(self) -> None:
        super().save_layout()
        if self.letterhead.currentData():
            self.session.settings.setValue("report/letterhead", self.letterhead.currentData())

    def _render(self) -> None:
        """Have the report made on the worker; only the newest wish counts."""
        if self._rendering is not None:
            self._rendering.cancel()
        plan, profile = self.session.plan_code, self.letterhead.currentData()
        self._rendering = self.session.read(
            lambda office: office.reporting.render(plan, "pdf", profile=profile),
            self._show_report,
            title=text("report_page.task.render"),
            failed=self._show_failure,
        )

    def _show_report(self, data: bytes) -> None:
        self._rendering = None
        self.view.show_document(data)

    def _show_failure(self, error: Exception) -> None:
        self._rendering = None
        self.view.set_empty_text(str(error))

    def _note_shown(self) -> None:
        self._enable(ready=True)
        if self._print_when_shown:
            self._print_when_shown = False
            self.print_page()

    def _enable(self, *, ready: bool) -> None:
        for button in (*self.save_buttons.values(), self.print_button):
            button.setEnabled(ready)

    def _saver(self, file_format: str) -> Callable[[], None]:
        return lambda: self._ask_where(file_format)

    def _ask_where(self, file_format: str) -> None:
        folder = Path(str(self.session.settings.value("report/folder", "")))
        dialog = QFileDialog(self, text("report_page.save_as"), str(folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(text(f"report_page.filter.{file_format}"))
        dialog.setDefaultSuffix(file_format)
        dialog.selectFile(self._file_name(file_format))
        dialog.fileSelected.connect(lambda name: self._take_file(file_format, Path(name)))
        dialog.open()

    def _take_file(self, file_format: str, path: Path) -> None:
        self.session.settings.setValue("report/folder", str(path.parent))
        self.save(file_format, path)

    def _file_name(self, file_format: str) -> str:
        return f"bao-cao-tong-hop.{file_format}"

    def _open_unit(self, row: Missing) -> None:
        target = {"unit": row.unit.code} | ({} if row.sent else {"new": "1"})
        self.page_requested.emit("submissions", target)

    def _show_place(self, page: int, pages: int) -> None:
        self.place.setText(text("report_page.page", page=page, pages=pages))

    def _show_zoom(self, zoom: float) -> None:
        self.zoom.setText(text("report_page.zoom", percent=round(zoom * 100)))

    def _show_printing(self, page: int, pages: int) -> None:
        self.place.setText(text("report_page.printing", page=page, pages=pages))

    def _cancel_printing(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _end_printing(self, finished: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._job = None
        self.cancel_button.hide()
        self.print_button.show()
        words = text("report_page.printed") if finished else text("report_page.not_printed")
        self.announced.emit(words)
