"""The letter "công văn đôn đốc": what the officer decides of it, then looked at, saved, noted."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import errors, questions, theme
from ui.dialogs.working import WorkingDialog
from ui.session import Session
from ui.widgets.entry_moment import DayField
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.letter import (
    MOST_NAMED,
    LetterForm,
    office_letterhead,
    proposed_recipients,
)
from vinhloc_cds.texts import text

_LIAISON = "chasing/liaison"
_FOLDER = "chasing/folder"
_NAME = "cong-van-don-doc"
# More than any number has, so that what is cut off is refused all the same.
_DIGITS = 9


class LetterDialog(WorkingDialog):
    """One letter to `units`, or one to each; noting that it was sent closes the dialog."""

    def __init__(self, session: Session, plan: Plan, units: Sequence[str], parent: QWidget) -> None:
        super().__init__(session, parent)
        self._plan = plan
        self._units = tuple(units)
        self.setWindowTitle(text("chasing.letter.title"))
        today = local(session.now()).date()
        self.letterhead = QComboBox()
        for head in plan.letterheads:
            self.letterhead.addItem(head.label, head.profile)
        own = office_letterhead(plan).profile
        self.letterhead.setCurrentIndex(self.letterhead.findData(own))
        self.letterhead.currentIndexChanged.connect(self._propose)
        self.number = QLineEdit()
        self.number.setMaxLength(_DIGITS)
        self.number.setPlaceholderText(text("chasing.letter.number_hint"))
        self.day = DayField(today.year)
        self.day.show_value(today)
        self.new_deadline = DayField(today.year)
        self.new_deadline.setPlaceholderText(text("chasing.letter.deadline_hint"))
        self.separate = QComboBox()
        self.separate.addItem(text("chasing.letter.together"), False)
        self.separate.addItem(text("chasing.letter.each"), True)
        self.separate.setEnabled(len(self._units) > 1)
        self.liaison = QLineEdit(str(session.settings.value(_LIAISON, "")))
        self.liaison.setPlaceholderText(text("chasing.letter.liaison_hint"))
        self.recipients = QPlainTextEdit()
        self.recipients.setTabChangesFocus(True)
        self.recipients.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 12)
        self.signer = QLineEdit()
        self.signer.textChanged.connect(self._say_what_is_blank)
        self._proposed = ("", "")
        self.blank = PlainLabel(wrap=True)
        self.blank.setStyleSheet(f"color: {theme.colour('late').name()}")
        self._propose()
        self._kept = self._typed()
        self.problem = PlainLabel(wrap=True)
        self.problem.setStyleSheet(f"color: {theme.colour('bad').name()}")
        self.problem.hide()
        self.said = PlainLabel(wrap=True)
        self.said.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(self._heading(), wrap=True))
        layout.addLayout(self._make_form())
        layout.addWidget(self.blank)
        layout.addWidget(self.problem)
        layout.addWidget(self.said)
        layout.addLayout(self._make_buttons())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 92)
        self._fit()
        self.number.setFocus()

    def _heading(self) -> str:
        count, shown = len(self._units), self._units[:MOST_NAMED]
        names = ", ".join(self._plan.unit_by_code[code].name for code in shown)
        if count > len(shown):
            return text("chasing.letter.heading_more", count=count, names=names)
        return text("chasing.letter.heading", count=count, names=names)

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.addRow(text("chasing.letter.letterhead"), self.letterhead)
        form.addRow(text("chasing.letter.number"), self.number)
        form.addRow(text("chasing.letter.day"), self.day)
        form.addRow(text("chasing.letter.deadline"), self.new_deadline)
        form.addRow(text("chasing.letter.to"), self.separate)
        form.addRow(text("chasing.letter.liaison"), self.liaison)
        form.addRow(text("chasing.letter.recipients"), self.recipients)
        form.addRow(text("chasing.letter.signer"), self.signer)
        return form

    def _make_buttons(self) -> QHBoxLayout:
        self.preview_button = QPushButton(text("chasing.letter.preview"))
        self.pdf_button = QPushButton(theme.icon("save"), text("chasing.letter.save_pdf"))
        self.docx_button = QPushButton(theme.icon("save"), text("chasing.letter.save_docx"))
        self.sent_button = QPushButton(text("chasing.letter.sent"))
        self.close_button = QPushButton(text("chasing.letter.close"))
        self.preview_button.setDefault(True)
        row = QHBoxLayout()
        for button, act in (
            (self.preview_button, self._preview),
            (self.pdf_button, lambda: self._ask_where("pdf")),
            (self.docx_button, lambda: self._ask_where("docx")),
            (self.sent_button, self._note_sent),
            (self.close_button, self.reject),
        ):
            button.clicked.connect(lambda _checked, act=act: self._try(act))
            if button is self.close_button:
                row.addStretch(1)
            row.addWidget(button)
        return row

    def form(self) -> LetterForm:
        """What was entered. Raises UserError."""
        number = self.number.text().strip()
        if number and not number.isdecimal():
            raise UserError("chasing.error.number", typed=number)
        day = self.day.value()
        if day is None:
            raise UserError("chasing.error.no_day")
        new_deadline = self.new_deadline.value()
        if new_deadline is None and self.new_deadline.text().strip():
            raise UserError("chasing.error.deadline", typed=self.new_deadline.text().strip())
        lines = nfc(self.recipients.toPlainText()).splitlines()
        return LetterForm(
            profile=str(self.letterhead.currentData()),
            day=day,
            number=int(number) if number else None,
            new_deadline=new_deadline,
            recipients=tuple(line.strip() for line in lines if line.strip()),
            liaison=nfc(self.liaison.text()).strip(),
            signer=nfc(self.signer.text()).strip(),
            separate=bool(self.separate.currentData()),
        )

    def done(self, result: int) -> None:
        self._session.settings.setValue(_LIAISON, self.liaison.text())
        super().done(result)

    def reject(self) -> None:
        """Close, but ask first about what was typed and is in no file."""
        if self._typed() == self._kept:
            self._drop()
        else:
            questions.ask_to_drop(self, self._drop)

    def _drop(self) -> None:
        super().reject()

    def _typed(self) -> tuple[str, ...]:
        """What was typed or proposed, but for the liaison, who is remembered."""
        lines = (self.number, self.day, self.new_deadline, self.signer)
        return (*(line.text() for line in lines), self.recipients.toPlainText())

    def _fit(self) -> None:
        """Sentences need room of their own, over as many lines as they take."""
        if (layout := self.layout()) is not None:
            width = max(self.width(), self.minimumWidth())
            self.resize(width, max(self.height(), layout.totalHeightForWidth(width)))

    def _propose(self) -> None:
        """Recipients and signer as the letterhead has them; what was typed by hand stays."""
        profile = self.letterhead.currentData()
        head = next(each for each in self._plan.letterheads if each.profile == profile)
        recipients, signer = self._proposed
        self._proposed = ("\n".join(proposed_recipients(head)), head.signer.name)
        if self.recipients.toPlainText() == recipients:
            self.recipients.setPlainText(self._proposed[0])
        if self.signer.text() == signer:
            self.signer.setText(self._proposed[1])
        self._say_what_is_blank()

    def _say_what_is_blank(self) -> None:
        """What the letter will leave to be written in by hand (rule 3)."""
        sentences = []
        if not (self._plan.number and self._plan.issued_on):
            sentences.append(text("chasing.letter.plan_blank"))
        if not self.signer.text().strip():
            sentences.append(text("chasing.letter.signer_blank"))
        self.blank.setText(" ".join(sentences))
        self.blank.setVisible(bool(sentences))

    def _try(self, act: Callable[[], object]) -> None:
        self.problem.hide()
        self.said.hide()
        try:
            act()
        except UserError as error:
            self.refuse(error)

    def refuse(self, error: Exception) -> None:
        """In place, or in a box where the dialog has been closed."""
        if not self.isVisible():
            errors.show(error)
            return
        self.problem.setText(str(error))
        self.problem.show()
        self._fit()

    def _preview(self) -> None:
        plan, units, form = self._plan.code, self._units, self.form()
        self.read(
            lambda office: office.chasing.render(plan, units, form),
            self._show,
            title=text("chasing.task.letter"),
        )

    def _show(self, data: bytes) -> None:
        from ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 - when first needed

        if not self.isVisible():
            return
        title = text("chasing.letter.preview_title")
        PreviewDialog(self._session, title, data, f"{_NAME}.pdf", self).open()

    def _ask_where(self, file_format: str) -> None:
        """A file for one letter, a folder for one to each."""
        form = self.form()
        folder = str(self._session.settings.value(_FOLDER, ""))
        dialog = QFileDialog(self, text(f"chasing.letter.save_{file_format}"), folder)
        if form.separate:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(text(f"chasing.filter.{file_format}"))
            dialog.setDefaultSuffix(file_format)
            dialog.selectFile(f"{_NAME}.{file_format}")
        dialog.fileSelected.connect(lambda name: self.save(form, Path(name), file_format))
        dialog.open()

    def save(self, form: LetterForm, path: Path, file_format: str) -> None:
        """Write the letter, or the folder of letters, `path`."""
        kept = path if form.separate else path.parent
        self._session.settings.setValue(_FOLDER, str(kept))
        plan, units, typed = self._plan.code, self._units, self._typed()
        self.read(
            lambda office: office.chasing.save(plan, units, form, path, file_format),
            lambda files: self._say_saved(len(files), path, typed),
            title=text("chasing.task.letter"),
        )

    def _say_saved(self, count: int, path: Path, typed: tuple[str, ...]) -> None:
        self._kept = typed
        words = text("chasing.letter.saved", count=count, path=path)
        self.announced.emit(words)
        self.said.setText(words)
        self.said.show()
        self._fit()

    def _note_sent(self) -> None:
        plan, units, form = self._plan.code, self._units, self.form()
        self.write(
            lambda office: office.chasing.note_letters(plan, units, form),
            lambda noted: self._noted(len(noted)),
            title=text("chasing.task.note"),
        )

    def _noted(self, count: int) -> None:
        self.announced.emit(text("chasing.letter.noted", count=count))
        if self.isVisible():
            self.accept()
