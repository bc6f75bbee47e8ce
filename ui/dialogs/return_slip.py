"""What a unit is asked to mend, ready to be pasted into Zalo, printed, and returned."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.files import FileDialog
from ui.dialogs.save_as import proposed_folder
from ui.dialogs.working import WorkingDialog
from ui.session import Session
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from vinhloc_cds.domain.contact import ContactKind
from vinhloc_cds.domain.submission import Submission, SubmissionState
from vinhloc_cds.domain.text import file_stem
from vinhloc_cds.reports.return_slip import ReturnSlip, slip_message, slip_named
from vinhloc_cds.texts import text

_FOLDER = "imports/slip_folder"
_FORMATS = ("pdf", "docx")


class ReturnSlipDialog(WorkingDialog):
    """The slip of one file or report; returning the report `submission` is a step of its own.

    Copying the slip notes that the unit was told.
    """

    def __init__(
        self, session: Session, slip: ReturnSlip, submission: Submission | None, parent: QWidget
    ) -> None:
        super().__init__(session, parent)
        self._slip = slip
        self._submission = submission
        self.setWindowTitle(text("imports.slip.title", unit=slip.unit.name))
        self.words = ReadingPane("slip")
        self.words.show_words(slip_message(slip))
        self.copy_button = QPushButton(text("imports.slip.copy"))
        self.save_button = QPushButton(text("imports.slip.save"))
        self.return_button = QPushButton(text("imports.slip.give_back"))
        self.close_button = QPushButton(text("imports.slip.close"))
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.return_button.clicked.connect(self._give_back)
        self.close_button.clicked.connect(self.accept)
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
        slip, now = self._slip, self._session.now()
        self.write(
            lambda office: office.chasing.note(
                slip.plan.code, (slip.unit.code,), ContactKind.RETURN, slip_named(slip), now
            ),
            lambda _noted: None,
            title=text("imports.task.save"),
        )

    def _save(self) -> None:
        settings = self._session.settings
        name = file_stem(text("imports.slip.file_name", unit=self._slip.unit.name))
        folder = proposed_folder(settings, _FOLDER)
        dialog = FileDialog(self, text("imports.slip.save"), folder)
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([text(f"chasing.filter.{each}") for each in _FORMATS])
        dialog.selectFile(f"{name}.pdf")
        dialog.fileSelected.connect(lambda chosen: self._save_as(Path(chosen)))
        dialog.open()

    def _save_as(self, path: Path) -> None:
        slip = self._slip
        self._session.settings.setValue(_FOLDER, str(path.parent))
        file_format = path.suffix.lower().removeprefix(".")
        if file_format not in _FORMATS:
            file_format = _FORMATS[0]
            path = path.with_name(f"{path.name}.{file_format}")
        self.read(
            lambda office: office.returning.save(slip, path, file_format),
            lambda _: self.announced.emit(text("imports.slip.saved", path=path)),
            title=text("imports.task.slip"),
        )

    def _give_back(self) -> None:
        submission = self._submission
        if submission is None:
            return
        reason = self.words.toPlainText()
        self.write(
            lambda office: office.recording.give_back(submission.id, reason),
            lambda _: self._given_back(),
            title=text("imports.task.save"),
        )

    def _given_back(self) -> None:
        self.announced.emit(text("imports.slip.given_back", unit=self._slip.unit.name))
        if self.isVisible():
            self.accept()
