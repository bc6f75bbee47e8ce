"""Correcting one figure of a submission, after a call say, or explaining it as it stands.

A correction has its reason (rule 13). A figure that stays is explained, which answers what the
checks ask, as long as the submission is not accepted.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.saving import Done, Failed, SavingDialog
from ui.models.submissions import ValueRow, shown_value
from ui.session import Session
from ui.widgets.choice import ChoiceBox
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.formatting import format_value
from vinhloc_cds.domain.plan import Indicator, Plan
from vinhloc_cds.domain.reading import Expected, read_value
from vinhloc_cds.domain.submission import Submission, SubmissionState
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.services.office import Office


class CorrectDialog(SavingDialog):
    """The figure as it stands, the new one and why."""

    done_words = ""
    """What was done, once it is saved."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        submission: Submission,
        indicator: str,
        parent: QWidget,
    ) -> None:
        super().__init__(text("submissions.correct.title"), parent)
        self._session = session
        self._plan = plan
        self._submission = submission
        unit = plan.unit_by_code[submission.unit]
        self.indicator = ChoiceBox()
        self.indicator.setPlaceholderText(text("submissions.choose"))
        self.indicator.setMinimumContentsLength(40)
        for asked in plan.indicators_of(unit):
            words = text("submissions.indicator", code=asked.code, name=asked.name)
            self.indicator.addItem(words, asked)
        self.before = PlainLabel(wrap=True)
        self.line = QLineEdit()
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(self.fontMetrics().height() * 5)
        self.reading = PlainLabel(wrap=True)
        self.reason = QLineEdit()
        self._form = QFormLayout()
        self._form.addRow(text("submissions.correct.indicator"), self.indicator)
        self._form.addRow(text("submissions.correct.before"), self.before)
        self._form.addRow(text("submissions.correct.after"), self.line)
        self._form.addRow(text("submissions.correct.words"), self.words)
        self._form.addRow("", self.reading)
        self._form.addRow(text("submissions.correct.reason"), self.reason)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(unit.name, wrap=True))
        layout.addLayout(self._form)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)
        self.indicator.setCurrentIndex(self._place(indicator))
        self.indicator.currentIndexChanged.connect(self._show_indicator)
        self.line.textChanged.connect(self._show_reading)
        self.words.textChanged.connect(self._show_reading)
        self._show_indicator()
        self._field().setFocus()

    def store(self, done: Done, failed: Failed) -> None:
        chosen = self._chosen()
        if chosen is None:
            raise UserError("submissions.correct.missing_indicator")
        code, raw, reason = chosen.code, self._raw(), self.reason.text().strip()
        if not reason:
            raise UserError("submissions.reason_needed")
        number = self._submission.id
        unit = self._plan.unit_by_code[self._submission.unit].name
        explains = self._stays()
        if explains:
            self.done_words = text("submissions.done.explain", indicator=code, unit=unit)
        else:
            self.done_words = text("submissions.done.correct", unit=unit)

        def step(office: "Office") -> Submission:
            if explains:
                return office.recording.explain(number, code, reason)
            return office.recording.correct(number, code, raw, reason)

        self._session.write(step, done, title=text("submissions.task.save"), failed=failed)

    def refused(self) -> None:
        field = self.reason if self._chosen() else self.indicator
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter after the indicator goes to its new figure; nothing is saved yet."""
        ends = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if ends and self.focusWidget() is self.indicator:
            self._field().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _place(self, code: str) -> int:
        count = self.indicator.count()
        return next((n for n in range(count) if self.indicator.itemData(n).code == code), -1)

    def _chosen(self) -> Indicator | None:
        chosen: Indicator | None = self.indicator.currentData()
        return chosen

    def _field(self) -> QWidget:
        """Where the new figure is typed, once it is known which."""
        chosen = self._chosen()
        if chosen is None:
            return self.indicator
        return self.words if chosen.is_text else self.line

    def _raw(self) -> str:
        return self.words.toPlainText() if self._field() is self.words else self.line.text()

    def _stays(self) -> bool:
        """Whether the figure is kept, and may still be explained."""
        chosen = self._chosen()
        value = self._submission.value_of(chosen.code) if chosen else None
        accepted = self._submission.state is SubmissionState.ACCEPTED
        return not accepted and self._raw() == (value.raw if value else "")

    def _show_indicator(self) -> None:
        """Show the figure of the indicator; the cursor stays, as its code may still be typed."""
        indicator = self._chosen()
        is_text = self._field() is self.words
        self._form.setRowVisible(self.line, not is_text)
        self._form.setRowVisible(self.words, is_text)
        for field in (self.line, self.words):
            field.setEnabled(indicator is not None)
        if indicator is None:
            return
        value = self._submission.value_of(indicator.code)
        self.before.setText(
            shown_value(ValueRow(indicator, value)) if value else text("submissions.blank")
        )
        raw = value.raw if value else ""
        self.words.setPlainText(raw)
        self.line.setText(raw)
        self.line.selectAll()
        self._show_reading()

    def _show_reading(self) -> None:
        """How what stands in the field will be read."""
        indicator, raw = self._chosen(), self._raw()
        if indicator is None:
            return
        if raw.strip() and self._stays():
            self.reading.setText(text("submissions.correct.kept"))
            return
        if not raw.strip():
            self.reading.setText(text("submissions.correct.blank"))
            return
        reading = read_value(raw, Expected.of(indicator, self._plan.year))
        if reading.value is None:
            words = reading.sentence or text("submissions.unreadable")
        elif indicator.is_text:
            words = ""
        else:
            shown = format_value(indicator, reading.value)
            words = text("submissions.correct.reads", value=shown)
        self.reading.setText(words)
