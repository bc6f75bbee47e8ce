"""One submission in full: what it says of itself, its figures, the checks, and its trail."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.models.entry_findings import gravest_first
from ui.models.submissions import (
    SubmissionRow,
    ValueRow,
    facts,
    finding_columns,
    trail_columns,
    trail_rows,
    value_columns,
    value_rows,
)
from ui.models.table import TableModel
from ui.widgets.table import TableView
from ui.widgets.tabs import Tabs
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.services.ports import AuditRecord
from vinhloc_cds.texts import text


class SubmissionDetail(Tabs):
    """Shows the submission that is selected on the page."""

    value_opened = Signal(str)
    """The code of the indicator whose figure the user opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.facts = QPlainTextEdit()
        self.facts.setReadOnly(True)
        self.facts.setTabChangesFocus(True)
        self.values = TableView("values")
        self.values.set_table(TableModel(value_columns(), lambda row: row.indicator.code, self))
        self.values.set_empty_text(text("submissions.no_values"))
        self.values.row_opened.connect(self._open_value)
        self.findings = TableView("findings")
        self.findings.set_table(
            TableModel(finding_columns(), lambda f: (f.indicator, f.check), self)
        )
        self.findings.set_empty_text(text("submissions.no_findings"))
        self.findings.row_opened.connect(lambda finding: self.value_opened.emit(finding.indicator))
        self.trail = TableView("trail")
        self.trail.set_table(TableModel(trail_columns(), lambda row: row.record.number, self))
        self.trail.set_empty_text(text("submissions.no_trail"))
        self.addTab(self.values, text("submissions.tab.values"))
        self.addTab(self.findings, text("submissions.tab.findings"))
        self.addTab(self.facts, text("submissions.tab.facts"))
        self.addTab(self.trail, text("submissions.tab.trail"))

    def show_submission(self, row: SubmissionRow | None, plan: Plan) -> None:
        """Show `row`, or nothing; the trail comes by `show_trail` once it has been read."""
        self.facts.setPlainText(facts(row) if row else "")
        self.values.show_rows(value_rows(plan, row.submission) if row else ())
        findings = gravest_first((row.findings or ()) if row else ())
        self.findings.show_rows(findings)
        self.setTabText(
            self.indexOf(self.findings),
            text("submissions.tab.findings_count", count=len(findings))
            if findings
            else text("submissions.tab.findings"),
        )
        self.trail.show_rows(())

    def show_trail(self, records: Iterable[AuditRecord]) -> None:
        """Show what was done to the submission."""
        self.trail.show_rows(trail_rows(records))

    def current_indicator(self) -> str:
        """The indicator whose figure or finding has the cursor, or blank."""
        if self.currentWidget() is self.findings:
            finding = self.findings.current_row()
            return finding.indicator if finding else ""
        row: ValueRow | None = self.values.current_row()
        return row.indicator.code if row else ""

    def _open_value(self, row: ValueRow) -> None:
        self.value_opened.emit(row.indicator.code)
