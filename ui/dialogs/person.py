"""In whose name changes are recorded."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QWidget

from ui.session import Session
from ui.widgets.label import PlainLabel
from vinhloc_cds.texts import text


class PersonDialog(QDialog):
    """Asks for the name of the person working; a blank one is refused in place."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(text("ui.person.title"))
        self.name = QLineEdit(session.desk.actor)
        self.name.selectAll()
        self.name.setMinimumWidth(280)
        self.problem = PlainLabel(wrap=True)
        self.problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        layout = QFormLayout(self)
        layout.addRow(PlainLabel(text("ui.person.words"), wrap=True))
        layout.addRow(text("ui.person.name"), self.name)
        layout.addRow(self.problem)
        layout.addRow(buttons)

    def _save(self) -> None:
        name = self.name.text()
        self._session.write(
            lambda office: office.planning.set_actor(name),
            lambda _: self.accept(),
            title=text("ui.task.actor"),
            failed=self._refuse,
        )

    def _refuse(self, error: Exception) -> None:
        self.problem.setText(str(error))
        self.problem.show()
        self.name.setFocus()
