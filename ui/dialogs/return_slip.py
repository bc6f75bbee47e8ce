"""What a unit is asked to mend, ready to be pasted into Zalo, printed, and returned."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.incoming import FileRow
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.texts import text


class ReturnSlipDialog(QDialog):
    """The slip of one file; returning the report that was made of it is a step of its own."""

    announced = Signal(str)
    """What was done."""

    def __init__(
        self, session: Session, file: FileRow, number: int, words: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._file = file
        self._number = number
        self.setWindowTitle(text("imports.slip.title", unit=file.unit))
        self.words = ReadingPane("slip")
        self.words.show_words(words)
        self.copy_button = QPushButton(text("imports.slip.copy"))
        self.save_button = QPushButton(text("imports.slip.save"))
        self.return_button = QPushButton(text("imports.slip.give_back"))
        self.close_button = QPushButton(text("imports.slip.close"))
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.return_button.clicked.connect(self._give_back)
        self.close_button.clicked.connect(self.accept)
        submission = file.submission
        self.return_button.setEnabled(
            submission is not None and submission.state is SubmissionState.RECEIVED
        )
        buttons = QHBoxLayout()
        for button in (self.copy_button, self.save_button, self.return_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(text("imports.slip.hint"), wrap=True))
        layout.addWidget(self.words, 1)
        layout.addLayout(buttons)
        unit = self.fontMetrics()
        self.resize(unit.averageCharWidth() * 110, unit.height() * 26)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.toPlainText())
        self.announced.emit(text("imports.slip.copied"))

    def _save(self) -> None:
        name = fold_key(text("imports.slip.file_name", unit=self._file.unit)).replace(" ", "-")
        chosen, _ = QFileDialog.getSaveFileName(
            self, text("imports.slip.save"), f"{name}.pdf", "PDF (*.pdf)"
        )
        if not chosen:
            return
        path = Path(chosen)
        self._session.read(
            lambda office: office.returning.save(self._number, path),
            lambda _: self.announced.emit(text("imports.slip.saved", path=path)),
            title=text("imports.task.slip"),
        )

    def _give_back(self) -> None:
        submission = self._file.submission
        if submission is None:
            return
        reason = self.words.toPlainText()
        self._session.write(
            lambda office: office.recording.give_back(submission.id, reason),
            lambda _: self._given_back(),
            title=text("imports.task.save"),
        )

    def _given_back(self) -> None:
        self.announced.emit(text("imports.slip.given_back", unit=self._file.unit))
        self.accept()
