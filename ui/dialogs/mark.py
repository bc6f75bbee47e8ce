"""What the officer sets and notes by hand on one assignment."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.saving import Done, Failed, SavingDialog
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.progress import AssignmentProgress
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.texts import text

Save = Callable[[Mark, Done, Failed], None]
"""Store a mark; then call the second with anything, or the third with the user's error."""


class MarkDialog(SavingDialog):
    """State by hand, reason and note of one assignment."""

    def __init__(self, progress: AssignmentProgress, save: Save, parent: QWidget) -> None:
        super().__init__(text("assignments.mark.title"), parent)
        self._progress = progress
        self._save_mark = save
        duty, mark = progress.duty, progress.mark
        by_hand = duty.settled_by_hand
        automatic = text("assignments.mark.by_hand" if by_hand else "assignments.mark.automatic")
        self.automatic = QRadioButton(automatic)
        self.accepted_by_hand = QRadioButton(text("assignments.mark.accepted"))
        self.accepted_by_hand.setEnabled(by_hand)
        self.not_applicable = QRadioButton(text("assignments.mark.not_applicable"))
        chosen = {
            MarkState.ACCEPTED: self.accepted_by_hand,
            MarkState.NOT_APPLICABLE: self.not_applicable,
        }
        (chosen[mark.state] if mark and mark.state else self.automatic).setChecked(True)
        self.reason = QLineEdit(mark.reason if mark else "")
        self.reason.setPlaceholderText(text("assignments.mark.reason_hint"))
        self.note = QPlainTextEdit(mark.note if mark else "")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().height() * 4)

        form = QFormLayout()
        form.addRow(text("assignments.mark.reason"), self.reason)
        form.addRow(text("assignments.mark.note"), self.note)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(f"{progress.unit.name}\n{duty.text}", wrap=True))
        for button in (self.automatic, self.accepted_by_hand, self.not_applicable):
            layout.addWidget(button)
        if not by_hand:
            layout.addWidget(PlainLabel(text("assignments.mark.by_figures"), wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 72)

    def store(self, done: Done, failed: Failed) -> None:
        state = None
        if self.not_applicable.isChecked():
            state = MarkState.NOT_APPLICABLE
        elif self.accepted_by_hand.isChecked():
            state = MarkState.ACCEPTED
        mark = Mark(
            duty=self._progress.duty.code,
            unit=self._progress.unit.code,
            state=state,
            reason=nfc(self.reason.text()).strip(),
            note=nfc(self.note.toPlainText()).strip(),
        )
        self._save_mark(mark, done, failed)

    def refused(self) -> None:
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
