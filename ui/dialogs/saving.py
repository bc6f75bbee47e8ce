"""The base of dialogs that store something: they stay open until it is stored."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from ui import questions, theme
from ui.widgets.label import PlainLabel
from vinhloc_cds.errors import UserError

Done = Callable[[object], None]
Failed = Callable[[Exception], None]


class SavingDialog(QDialog):
    """A dialog with Save and Cancel that keeps what was typed and says in place what is wrong.

    Whoever derives from it lays out `problem` and `buttons` and says in `store` what to do.
    """

    saved = Signal(object)
    """What was stored, as the use case returned it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._saving = False
        self.problem = PlainLabel(wrap=True)
        self.problem.setObjectName("problem")
        self.problem.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self._colour_problem()

    def store(self, done: Done, failed: Failed) -> None:
        """Store what was entered, then call `done`, or `failed`; or raise UserError at once."""
        raise NotImplementedError

    def refused(self) -> None:
        """What was entered has been refused: put the cursor where it can be mended."""

    def unsaved(self) -> bool:
        """Whether there is something that would be lost by closing."""
        return False

    def reject(self) -> None:
        """Close, but not while it is being stored, and ask first about what was typed."""
        if self._saving:
            return
        if self.unsaved():
            self.ask_before_closing()
        else:
            self._drop()

    def ask_before_closing(self) -> None:
        """Ask whether what was typed is to be saved, dropped or gone on with."""
        questions.ask_to_save(self, self._save, self._drop)

    def done(self, result: int) -> None:
        super().done(result)
        self.deleteLater()

    def _drop(self) -> None:
        super().reject()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "problem"):
            self._colour_problem()

    def _save(self) -> None:
        self._set_saving(saving=True)
        try:
            self.store(self._stored, self._refuse)
        except UserError as error:
            self._refuse(error)

    def _stored(self, result: object) -> None:
        self._set_saving(saving=False)
        self.accept()
        self.saved.emit(result)

    def _refuse(self, error: Exception) -> None:
        self._set_saving(saving=False)
        self.problem.setText(str(error))
        self.problem.show()
        # The sentence needs room of its own, over as many lines as it takes.
        if (layout := self.layout()) is not None:
            needed = layout.totalMinimumHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))
        self.refused()

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setDisabled(saving)

    def _colour_problem(self) -> None:
        sheet = f"color: {theme.colour('bad').name()}"
        if self.problem.styleSheet() != sheet:
            self.problem.setStyleSheet(sheet)
