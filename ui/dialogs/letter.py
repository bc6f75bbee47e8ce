"""The letter "công văn đôn đốc": what the officer decides of it, then looked at, saved, noted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import errors, questions, theme
from ui.dialogs.files import FileDialog
from ui.dialogs.save_as import proposed_folder
from ui.dialogs.working import WorkingDialog
from ui.session import Session
from ui.widgets.entry_moment import DayField
from ui.widgets.label import PlainLabel
from ui.widgets.strip import Strip
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.letter import (
    MOST_NAMED,
    LetterForm,
    letter_file_name,
    letter_symbol,
    office_letterhead,
    proposed_recipients,
)
from vinhloc_cds.services.chasing import NUMBER_USED
from vinhloc_cds.texts import text

_LIAISON = "chasing/liaison"
_SIGNER = "chasing/signer"
_NUMBER = "chasing/number"
_FOLDER = "chasing/folder"
# More than any number has, so that what is cut off is refused all the same.
_DIGITS = 9


@dataclass
class LetterMemory:
    """What of letters is kept while the program runs.

    `new_deadline` is the last letter's; `drafts` are by plan what was typed when the dialog was
    left to fill in the plan, by the name of the field.
    """

    new_deadline: date | None = None
    drafts: dict[str, dict[str, str]] = field(default_factory=dict)


class LetterDialog(WorkingDialog):
    """One letter to units, or one to each; noting that it was sent closes the dialog.

    It goes to those `chosen`, or to all `listed`, which come first with `all_first`.
    """

    page_requested = Signal(str, dict)
    """As of a page: the plan is to be filled in; what was typed here is in the memory."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        chosen: Sequence[str],
        parent: QWidget,
        *,
        listed: Sequence[str],
        all_first: bool,
        memory: LetterMemory,
    ) -> None:
        super().__init__(session, parent)
        self._plan = plan
        self._memory = memory
        self._today = local(session.now()).date()
        self._make_scope(tuple(chosen), tuple(listed), all_first=all_first)
        self._make_fields()
        self.heading = PlainLabel(wrap=True)
        self.blank = Strip(text("chasing.letter.fill_in"))
        self.blank.button.setAutoDefault(False)
        self.blank.pressed.connect(self._fill_in_plan)
        self.problem = PlainLabel(wrap=True)
        self.problem.setStyleSheet(f"color: {theme.colour('bad').name()}")
        self.problem.hide()
        self.said = PlainLabel(wrap=True)
        self.said.hide()
        self._proposed = ("", "", "")
        self._propose()
        self._kept = self._typed()
        self._take_up(memory.drafts.pop(plan.code, {}))
        self._choose_units()
        self.letterhead.currentIndexChanged.connect(self._propose)
        self.signer.textChanged.connect(self._say_what_is_blank)
        self.scope.currentIndexChanged.connect(self._choose_units)
        self._say_what_is_blank()
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addLayout(self._make_form())
        layout.addWidget(self.blank)
        layout.addWidget(self.problem)
        layout.addWidget(self.said)
        layout.addLayout(self._make_buttons())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 92)
        self._fit()
        self.number.setFocus()

    def _make_scope(
        self, chosen: tuple[str, ...], listed: tuple[str, ...], *, all_first: bool
    ) -> None:
        """Whom the letter goes to, where that is a question."""
        self.scope = QComboBox(self)
        scopes = (("chasing.letter.chosen", chosen), ("chasing.letter.listed", listed))
        self._scopes = tuple(units for _, units in scopes)
        for number, (code, units) in enumerate(scopes):
            self.scope.addItem(text(code, count=len(units)), number)
        self.scope.setCurrentIndex(1 if all_first else 0)
        self._asks_scope = len(listed) > len(chosen)
        self.scope.setVisible(self._asks_scope)

    def _make_fields(self) -> None:
        self.letterhead = QComboBox()
        for head in self._plan.letterheads:
            self.letterhead.addItem(head.label, head.profile)
        own = office_letterhead(self._plan).profile
        self.letterhead.setCurrentIndex(self.letterhead.findData(own))
        self.number = QLineEdit()
        self.number.setMaxLength(_DIGITS)
        self.number.setPlaceholderText(text("chasing.letter.number_hint"))
        self.day = DayField(self._today.year)
        self.day.show_value(self._today)
        self.new_deadline = DayField(self._today.year)
        self.new_deadline.setPlaceholderText(text("chasing.letter.deadline_hint"))
        self.separate = QComboBox()
        self.separate.addItem(text("chasing.letter.together"), False)
        self.separate.addItem(text("chasing.letter.each"), True)
        self.liaison = QLineEdit(str(self._session.settings.value(_LIAISON, "")))
        self.liaison.setPlaceholderText(text("chasing.letter.liaison_hint"))
        self.recipients = QPlainTextEdit()
        self.recipients.setTabChangesFocus(True)
        self.recipients.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 12)
        self.signer = QLineEdit()
        kept = self._memory.new_deadline
        if kept is not None and kept >= self._today:
            self.new_deadline.show_value(kept)

    def _choose_units(self) -> None:
        """Take the units of the scope; the title says how many."""
        self._units = self._scopes[self.scope.currentData()]
        several = len(self._units) > 1
        self.separate.setEnabled(several)
        if not several:
            self.separate.setCurrentIndex(0)
        self.setWindowTitle(text("chasing.letter.title", count=len(self._units)))
        self.heading.setText(self._heading())

    def _heading(self) -> str:
        count, shown = len(self._units), self._units[:MOST_NAMED]
        names = ", ".join(self._plan.unit_by_code[code].name for code in shown)
        if count > len(shown):
            return text("chasing.letter.heading_more", count=count, names=names)
        return text("chasing.letter.heading", count=count, names=names)

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        if self._asks_scope:
            form.addRow(text("chasing.letter.scope"), self.scope)
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
        settings, signer = self._session.settings, nfc(self.signer.text()).strip()
        settings.setValue(_LIAISON, self.liaison.text())
        if signer:
            settings.setValue(self._signer_key(), signer)
        self._memory.new_deadline = self.new_deadline.value()
        super().done(result)

    def _signer_key(self) -> str:
        """Each letterhead has a signer of its own."""
        return f"{_SIGNER}/{self.letterhead.currentData()}"

    def _number_key(self, profile: str) -> str:
        """Numbers begin anew each year, and are counted by symbol."""
        head = next(each for each in self._plan.letterheads if each.profile == profile)
        return f"{_NUMBER}/{letter_symbol(head)}/{self._today.year}"

    def _next_number(self) -> str:
        """The number after that of the last letter noted, blank before there is one."""
        key = self._number_key(str(self.letterhead.currentData()))
        last = str(self._session.settings.value(key, ""))
        return f"{int(last) + 1}" if last.isdecimal() else ""

    def _fields(self) -> dict[str, QLineEdit]:
        return {
            "number": self.number,
            "day": self.day,
            "new_deadline": self.new_deadline,
            "liaison": self.liaison,
            "signer": self.signer,
        }

    def _fill_in_plan(self) -> None:
        """Leave for the plan, and keep what was typed for when the letter is taken up again."""
        draft = {name: line.text() for name, line in self._fields().items()}
        draft["recipients"] = self.recipients.toPlainText()
        draft["letterhead"] = str(self.letterhead.currentData())
        for name, box in (("separate", self.separate), ("scope", self.scope)):
            draft[name] = str(box.currentIndex())
        self._memory.drafts[self._plan.code] = draft
        self._drop()
        self.page_requested.emit("settings", {"part": "plan"})
        self.announced.emit(text("chasing.letter.kept"))

    def _take_up(self, draft: dict[str, str]) -> None:
        """Go on with what was typed before the plan was filled in."""
        if not draft:
            return
        self.letterhead.setCurrentIndex(max(self.letterhead.findData(draft["letterhead"]), 0))
        for name, line in self._fields().items():
            line.setText(draft[name])
        self.recipients.setPlainText(draft["recipients"])
        self.separate.setCurrentIndex(int(draft["separate"]))
        if self._asks_scope:
            self.scope.setCurrentIndex(int(draft["scope"]))

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
        """Recipients, signer and number as the letterhead has them; what was typed stays."""
        profile = self.letterhead.currentData()
        head = next(each for each in self._plan.letterheads if each.profile == profile)
        recipients, signer, number = self._proposed
        known = str(self._session.settings.value(self._signer_key(), "")) or head.signer.name
        self._proposed = ("\n".join(proposed_recipients(head)), known, self._next_number())
        if self.number.text() == number:
            self.number.setText(self._proposed[2])
        if self.recipients.toPlainText() == recipients:
            self.recipients.setPlainText(self._proposed[0])
        if self.signer.text() == signer:
            self.signer.setText(self._proposed[1])
        self._say_what_is_blank()

    def _say_what_is_blank(self) -> None:
        """What the letter will leave to be written in by hand (rule 3)."""
        whole = self._plan.number and self._plan.issued_on
        signed = self.signer.text().strip()
        self.blank.show_sentences(
            () if whole else (text("chasing.letter.plan_blank"),),
            () if signed else (text("chasing.letter.signer_blank"),),
        )

    def _try(self, act: Callable[[], object]) -> None:
        self.problem.hide()
        self.said.hide()
        try:
            act()
        except UserError as error:
            self.refuse(error)

    def refuse(self, error: Exception) -> None:
        """In place, or in a box where the dialog has been closed.

        A number that is used already may be meant: the letter may go to further units.
        """
        if not self.isVisible():
            errors.show_once(error)
            return
        if isinstance(error, UserError) and error.code == NUMBER_USED:
            answers: questions.Answers = {
                text("chasing.letter.other_number"): None,
                text("chasing.letter.again"): lambda: self._try(
                    lambda: self._note_sent(again=True)
                ),
            }
            questions.ask(self, str(error), answers)
            return
        self.problem.setText(str(error))
        self.problem.show()
        self._fit()

    def _preview(self) -> None:
        plan, units, form = self._plan.code, self._units, self.form()
        self.read(
            lambda office: office.chasing.render(plan, units, form),
            partial(self._show, letter_file_name(self._plan, form)),
            title=text("chasing.task.letter"),
        )

    def _show(self, name: str, data: bytes) -> None:
        from ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 - when first needed

        if not self.isVisible():
            return
        title = text("chasing.letter.preview_title")
        PreviewDialog(self._session, title, data, f"{name}.pdf", self).open()

    def _ask_where(self, file_format: str) -> None:
        """A file for one letter, a folder for one to each."""
        form = self.form()
        folder = proposed_folder(self._session.settings, _FOLDER)
        dialog = FileDialog(self, text(f"chasing.letter.save_{file_format}").rstrip("…"), folder)
        if form.separate:
            dialog.setFileMode(FileDialog.FileMode.Directory)
        else:
            dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(text(f"chasing.filter.{file_format}"))
            dialog.setDefaultSuffix(file_format)
            dialog.selectFile(f"{letter_file_name(self._plan, form)}.{file_format}")
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

    def _note_sent(self, *, again: bool = False) -> None:
        plan, units, form = self._plan.code, self._units, self.form()
        self.write(
            lambda office: office.chasing.note_letters(plan, units, form, again=again),
            lambda noted: self._noted(form, len(noted)),
            title=text("chasing.task.note"),
        )

    def _noted(self, form: LetterForm, count: int) -> None:
        if form.number is not None:
            last = form.number + (count - 1 if form.separate else 0)
            self._session.settings.setValue(self._number_key(form.profile), last)
        self.announced.emit(text("chasing.letter.noted", count=count))
        if self.isVisible():
            self.accept()
