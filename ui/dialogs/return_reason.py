"""A step that needs a reason: returning a submission, or reopening one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from ui.dialogs.saving import Done, Failed, SavingDialog
from ui.session import Session
from ui.widgets.label import PlainLabel
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.services.office import Office

Step = Callable[["Office", str], object]
"""What is done with the reason, on the worker."""


class ReasonDialog(SavingDialog):
    """Asks for the reason and takes the step; `title` names it, on the button as well."""

    def __init__(
        self, session: Session, title: str, heading: str, step: Step, parent: QWidget
    ) -> None:
        super().__init__(title, parent)
        self._session = session
        self._step = step
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(text("submissions.reason_hint"))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText(title)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(heading, wrap=True))
        layout.addWidget(self.reason)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 72)
        self.reason.setFocus()

    def store(self, done: Done, failed: Failed) -> None:
        reason, step = self.reason.text().strip(), self._step
        if not reason:
            raise UserError("submissions.reason_needed")
        self._session.write(
            lambda office: step(office, reason),
            done,
            title=text("submissions.task.save"),
            failed=failed,
        )

    def refused(self) -> None:
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
