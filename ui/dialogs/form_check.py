"""What came of holding a document against the decree: what failed first, each with its clause."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from ui import errors
from ui.dialogs.files import FileDialog
from ui.dialogs.save_as import proposed_folder
from ui.models.paragraph import Paragraph
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from vinhloc_cds.inspection.outcome import Inspection, Outcome, RuleResult
from vinhloc_cds.texts import text

_ORDER = (Outcome.FAILED, Outcome.DOUBTFUL, Outcome.PASSED, Outcome.ABSENT)
_OPEN = {Outcome.FAILED, Outcome.DOUBTFUL}
_OF_PLAN = {
    "superior",
    "issuer",
    "symbol",
    "date",
    "basis",
    "authority",
    "signer",
    "addressees",
    "recipients",
    "grounds",
    "cited",
}
"""Rules on what a report of ours takes from its plan and letterheads."""
_RESULT = Qt.ItemDataRole.UserRole


def check_file(session: Session, parent: QWidget) -> None:
    """Ask for a document, inspect it off the GUI thread and show what came of it."""
    folder = proposed_folder(session.settings)
    dialog = FileDialog(parent, text("inspection.dialog.choose"), folder)
    dialog.setFileMode(FileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(text("inspection.dialog.kinds"))
    dialog.fileSelected.connect(lambda name: show_inspection(session, Path(name), parent))
    dialog.open()


def show_inspection(session: Session, path: Path, parent: QWidget) -> None:
    """Inspect the document at `path` on the worker that draws pages, and show the result."""
    # Opened and read only now: nothing of it is needed before.
    from vinhloc_cds.services.inspecting import inspect_file  # noqa: PLC0415

    lowest = parent
    while (below := lowest.parentWidget()) is not None:
        lowest = below

    def show(inspection: Inspection) -> None:
        # A dialog may have been closed meanwhile, the main window not.
        over = parent if isValid(parent) and parent.isVisible() else lowest
        FormCheckDialog(session, inspection, over).open()

    session.drawing.submit(
        text("inspection.dialog.task"),
        lambda _: inspect_file(path),
        show,
        errors.show,
    )


class FormCheckDialog(QDialog):
    """The results in groups at the left, the chosen one at the right; all of it can be copied."""

    announced = Signal(str)
    """What was done."""
    plan_wanted = Signal()
    """Where the plan and its letterheads are mended is asked for."""

    def __init__(
        self, session: Session, inspection: Inspection, parent: QWidget, *, ours: bool = False
    ) -> None:
        """`ours` is a report of the program's own, so that it can be said where it is mended."""
        super().__init__(parent)
        self._ours = ours
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("inspection.dialog.title", file=inspection.file_name))
        self._session = session
        self._inspection = inspection
        self.summary = PlainLabel(_summary(inspection), wrap=True)
        self.results = QTreeWidget()
        self.results.setHeaderHidden(True)
        self.results.setAccessibleName(text("inspection.dialog.results"))
        self.details = ReadingPane("form_check")
        self.copy_button = QPushButton(text("inspection.dialog.copy"))
        self.mend_button = QPushButton(text("inspection.dialog.mend"))
        self.mend_button.hide()
        self.mend_button.clicked.connect(self._mend)
        self.other_button = QPushButton(text("inspection.dialog.other"))
        self.close_button = QPushButton(text("inspection.dialog.close"))
        self.copy_button.clicked.connect(self._copy)
        self.other_button.clicked.connect(self._choose_other)
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        self._lay_out()
        self._fill()
        self.results.currentItemChanged.connect(lambda item, _: self._show(item))
        self._show(self.results.currentItem())

    def _lay_out(self) -> None:
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.addWidget(self.results)
        columns.addWidget(self.details)
        columns.setStretchFactor(0, 2)
        columns.setStretchFactor(1, 3)
        buttons = QHBoxLayout()
        buttons.addWidget(self.mend_button)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.other_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(columns, 1)
        layout.addLayout(buttons)
        unit = self.fontMetrics()
        self.resize(unit.averageCharWidth() * 130, unit.height() * 28)

    def _fill(self) -> None:
        for outcome in _ORDER:
            results = self._inspection.having(outcome)
            if not results:
                continue
            label = text(f"inspection.outcome.{outcome}")
            group = QTreeWidgetItem(
                [text("inspection.dialog.group", outcome=label, count=len(results))]
            )
            self.results.addTopLevelItem(group)
            for result in results:
                item = QTreeWidgetItem([result.title])
                item.setToolTip(0, result.clause)
                item.setData(0, _RESULT, result)
                group.addChild(item)
            group.setExpanded(outcome in _OPEN)
        first = self.results.topLevelItem(0)
        chosen = first.child(0) if first is not None else None
        if chosen is not None:
            self.results.setCurrentItem(chosen)

    def _show(self, item: QTreeWidgetItem | None) -> None:
        result = item.data(0, _RESULT) if item is not None else None
        in_plan = self._ours and isinstance(result, RuleResult) and _is_mended_in_plan(result)
        self.mend_button.setVisible(in_plan)
        if isinstance(result, RuleResult):
            said = _paragraphs(result)
            if in_plan:
                said += [Paragraph(""), Paragraph(text("inspection.dialog.where"))]
            self.details.show_paragraphs(said)
        else:
            self.details.show_words(text("inspection.dialog.nothing"))

    def _copy(self) -> None:
        said = [self._inspection.file_name, self.summary.text()]
        for outcome in _ORDER:
            for result in self._inspection.having(outcome):
                said.append(f"[{text(f'inspection.outcome.{outcome}')}] {result.title}")
                said += [f"  {each.words}" for each in _paragraphs(result)[1:]]
        QGuiApplication.clipboard().setText("\n".join(said))
        self.announced.emit(text("inspection.dialog.copied"))

    def _mend(self) -> None:
        self.accept()
        self.plan_wanted.emit()

    def _choose_other(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.accept()
            check_file(self._session, parent)


def _is_mended_in_plan(result: RuleResult) -> bool:
    return result.outcome in _OPEN and result.rule in _OF_PLAN


def _summary(inspection: Inspection) -> str:
    counts = {str(outcome): len(inspection.having(outcome)) for outcome in Outcome}
    if not counts[Outcome.FAILED] and not counts[Outcome.DOUBTFUL]:
        return text("inspection.dialog.sound", passed=counts[Outcome.PASSED])
    return text("inspection.dialog.summary", **counts)


def _paragraphs(result: RuleResult) -> list[Paragraph]:
    said = [
        Paragraph(result.title, heading=True),
        Paragraph(text(f"inspection.outcome.{result.outcome}")),
        Paragraph(result.clause),
    ]
    for found in result.findings:
        said.append(Paragraph(""))
        said.append(Paragraph(found.sentence))
        if found.place:
            said.append(Paragraph(text("inspection.dialog.place", place=found.place)))
    return said
