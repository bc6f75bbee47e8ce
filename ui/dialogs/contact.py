"""A call, or another way by which the office turned to a unit, noted in the log."""

from PySide6.QtWidgets import QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.dialogs.saving import Done, Failed, SavingDialog
from ui.session import Session
from ui.widgets.choice import ChoiceBox
from ui.widgets.entry_moment import MomentField
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.chasing import LateUnit
from vinhloc_cds.domain.contact import ContactKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

_KINDS = (ContactKind.CALL, ContactKind.MESSAGE, ContactKind.LETTER)


class ContactDialog(SavingDialog):
    """Who was spoken to, when, about what, and what came of it."""

    def __init__(self, session: Session, plan: str, late: LateUnit, parent: QWidget) -> None:
        super().__init__(text("chasing.contact.title"), parent)
        self._session = session
        self._plan = plan
        self._unit = late.unit.code
        self.kind = ChoiceBox()
        for kind in _KINDS:
            self.kind.addItem(text(f"chasing.kind.{kind}"), kind)
        self.moment = MomentField(session.now())
        self.moment.show_value(session.now())
        self.person = QLineEdit(late.person)
        self.subject = QLineEdit(text("chasing.contact.about"))
        self.outcome = QPlainTextEdit()
        self.outcome.setTabChangesFocus(True)
        self.outcome.setPlaceholderText(text("chasing.contact.outcome_hint"))
        self.outcome.setFixedHeight(self.fontMetrics().height() * 4)
        form = QFormLayout()
        form.addRow(text("chasing.contact.kind"), self.kind)
        form.addRow(text("chasing.contact.moment"), self.moment)
        form.addRow(text("chasing.contact.person"), self.person)
        form.addRow(text("chasing.contact.subject"), self.subject)
        form.addRow(text("chasing.contact.outcome"), self.outcome)
        phone = late.phone or text("chasing.no_phone")
        heading = text("chasing.contact.heading", unit=late.unit.name, phone=phone)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(heading, wrap=True))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 72)
        self.outcome.setFocus()
        self._before = self._typed()

    def store(self, done: Done, failed: Failed) -> None:
        moment = self.moment.value()
        if moment is None:
            raise UserError("chasing.error.no_moment")
        kind = ContactKind(self.kind.currentData())
        subject, person = self.subject.text(), self.person.text()
        outcome = self.outcome.toPlainText()
        self._session.write(
            lambda office: office.chasing.note(
                self._plan, (self._unit,), kind, subject, moment, person, outcome
            ),
            done,
            title=text("chasing.task.note"),
            failed=failed,
        )

    def unsaved(self) -> bool:
        return self._typed() != self._before

    def refused(self) -> None:
        if self.moment.value() is None or self.subject.text().strip():
            self.moment.setFocus()
        else:
            self.subject.setFocus()

    def _typed(self) -> tuple[str, ...]:
        lines = (self.moment, self.person, self.subject)
        return (*(line.text() for line in lines), self.outcome.toPlainText())
