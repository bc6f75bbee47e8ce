"""A step that needs a reason: returning a submission, or reopening one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui import theme
from ui.session import Session
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.submission import Submission
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.services.office import Office

Step = Callable[["Office", str], Submission]
"""What is done with the reason, on the worker."""


class ReasonDialog(QDialog):
    """Asks for the reason and takes the step; it stays open until that has succeeded."""

    def __init__(
        self, session: Session, title: str, heading: str, step: Step, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._session = session
        self._step = step
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText(text("submissions.reason_hint"))
        self.reason.setFixedHeight(self.fontMetrics().height() * 5)
        self.problem = PlainLabel(wrap=True)
        self.problem.setStyleSheet(f"color: {theme.colour('bad').name()}")
        self.problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._take_step)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(heading, wrap=True))
        layout.addWidget(self.reason)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        self.reason.setFocus()

    def _take_step(self) -> None:
        reason = self.reason.toPlainText().strip()
        if not reason:
            self._show_problem(text("submissions.reason_needed"))
            return
        step = self._step
        self._session.write(
            lambda office: step(office, reason),
            lambda _: self.accept(),
            title=text("submissions.task.save"),
            failed=lambda error: self._show_problem(str(error)),
        )

    def _show_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        self.reason.setFocus()
