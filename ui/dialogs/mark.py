"""What the officer sets and notes by hand on one assignment."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.progress import AssignmentProgress
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.texts import text

Save = Callable[[Mark, Callable[[object], None], Callable[[Exception], None]], None]
"""Store a mark; then call the second with anything, or the third with the user's error."""


class MarkDialog(QDialog):
    """State by hand, reason and note of one assignment; it stays open until they are stored."""

    def __init__(self, progress: AssignmentProgress, save: Save, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("assignments.mark.title"))
        self._progress = progress
        self._save = save
        mark = progress.mark
        state = mark.state if mark else None
        self._automatic = QRadioButton(text("assignments.mark.automatic"))
        self._accepted = QRadioButton(text("assignments.mark.accepted"))
        self._not_applicable = QRadioButton(text("assignments.mark.not_applicable"))
        by_hand = progress.duty.by_hand or not progress.duty.indicators
        self._accepted.setEnabled(by_hand)
        chosen = {
            MarkState.ACCEPTED: self._accepted,
            MarkState.NOT_APPLICABLE: self._not_applicable,
        }
        (chosen[state] if state else self._automatic).setChecked(True)
        self._reason = QLineEdit(mark.reason if mark else "")
        self._reason.setPlaceholderText(text("assignments.mark.reason_hint"))
        self._note = QPlainTextEdit(mark.note if mark else "")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(self.fontMetrics().height() * 5)
        self._problem = PlainLabel(wrap=True)
        self._problem.hide()

        heading = PlainLabel(f"{progress.unit.name}\n{progress.duty.text}", wrap=True)
        form = QFormLayout()
        form.addRow(text("assignments.mark.reason"), self._reason)
        form.addRow(text("assignments.mark.note"), self._note)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._store)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        for button in (self._automatic, self._accepted, self._not_applicable):
            layout.addWidget(button)
        if not by_hand:
            layout.addWidget(PlainLabel(text("assignments.mark.by_figures"), wrap=True))
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 72)

    def _store(self) -> None:
        state = None
        if self._not_applicable.isChecked():
            state = MarkState.NOT_APPLICABLE
        elif self._accepted.isChecked():
            state = MarkState.ACCEPTED
        mark = Mark(
            duty=self._progress.duty.code,
            unit=self._progress.unit.code,
            state=state,
            reason=self._reason.text().strip(),
            note=self._note.toPlainText().strip(),
        )
        self._save(mark, lambda _: self.accept(), self._show_problem)

    def _show_problem(self, error: Exception) -> None:
        self._problem.setText(str(error))
        self._problem.show()
        self._reason.setFocus()
