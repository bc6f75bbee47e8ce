"""Issuing a report: number, day, signer and recipients, with what stands in the way."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import errors, questions, theme
from ui.dialogs.fields import Field, Line, Lines, Typed
from ui.dialogs.saving import Done, Failed, SavingDialog
from ui.models.paragraph import Paragraph
from ui.session import Session
from ui.tasks import Task
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from vinhloc_cds.domain.formatting import document_number, format_date
from vinhloc_cds.domain.issuing import IssueForm
from vinhloc_cds.domain.plan import Letterhead, Signer, ValueType
from vinhloc_cds.errors import UserError
from vinhloc_cds.inspection.outcome import Inspection, Outcome
from vinhloc_cds.services.issuing import IssueProposal
from vinhloc_cds.texts import text

_PAUSE = 700
_MOST_LINES = 9
_SHARES = (520, 520)


class IssueDialog(SavingDialog):
    """Asks for what a report needs to be issued, holds it against the decree, and issues it.

    `base` is the id of the issue that a supplement continues.
    """

    def __init__(
        self,
        session: Session,
        letterhead: Letterhead,
        proposal: IssueProposal,
        parent: QWidget,
        *,
        base: int | None = None,
    ) -> None:
        title = text("issue.title" if base is None else "issue.supplement_title")
        super().__init__(title, parent)
        self._session = session
        self._letterhead = letterhead
        self._proposal = proposal
        self._base = base
        self._readers: dict[str, Callable[[], Any]] = {}
        self._widgets: dict[str, QWidget] = {}
        self._wrong = ""
        self._pages = b""
        self._inspections: tuple[Inspection, ...] = ()
        self._failure = ""
        self._checking: Task[Mapping[str, bytes]] | None = None
        self._inspecting: Task[tuple[Inspection, ...]] | None = None
        self.points = ReadingPane("points")
        self.check_button = QPushButton(text("issue.see_check"))
        self.check_button.setEnabled(False)
        self.check_button.setMenu(QMenu(self))
        self.preview_button = QPushButton(text("issue.preview"))
        self.preview_button.setEnabled(False)
        self.preview_button.setToolTip(theme.plain_tooltip(text("issue.preview_tip")))
        self.preview_button.clicked.connect(self._preview)
        self.issue_button = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        self.issue_button.setText(text("issue.issue"))
        self.issue_button.setEnabled(not proposal.blanks)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._check)
        self._lay_out()
        self._before = self._typed()
        self._tell()
        self._timer.start(0)

    def store(self, done: Done, failed: Failed) -> None:
        form, as_of = self._form()
        plan, profile, base = self._session.plan_code, self._letterhead.profile, self._base
        self._session.write(
            lambda office: office.issuing.issue(plan, profile, form, base=base, as_of=as_of),
            done,
            title=text("issue.task.issue"),
            failed=failed,
        )

    def refused(self) -> None:
        if widget := self._widgets.get(self._wrong):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def unsaved(self) -> bool:
        return self._typed() != self._before

    def ask_before_closing(self) -> None:
        questions.ask_to_drop(self, self._drop)

    def done(self, result: int) -> None:
        self._timer.stop()
        self._cancel_check()
        super().done(result)

    def _fields(self) -> list[Field]:
        proposal, signer = self._proposal, self._proposal.signer
        symbol = text("issue.field.number_hint", symbol=self._letterhead.symbol)
        return [
            Typed(
                "number",
                text("issue.field.number"),
                proposal.number,
                ValueType.INTEGER,
                hint=symbol,
            ),
            Typed(
                "day",
                text("issue.field.day"),
                proposal.day,
                ValueType.DATE,
                required=True,
                year=proposal.day.year,
            ),
            Typed(
                "as_of",
                text("issue.field.as_of"),
                None,
                ValueType.DATETIME,
                year=proposal.day.year,
                hint=text("issue.field.as_of_hint"),
            ),
            Line("authority", text("issue.field.authority"), signer.authority),
            Line("title", text("issue.field.title"), signer.title, required=True),
            Line("name", text("issue.field.name"), signer.name, required=True),
            Lines("addressees", text("issue.field.addressees"), proposal.addressees),
            Lines("recipients", text("issue.field.recipients"), proposal.recipients),
        ]

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        rows = QFormLayout()
        column.addLayout(rows)
        # What room is left is below, not around the hints.
        column.addStretch(1)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for field in self._fields():
            widget, self._readers[field.key] = field.build()
            widget.setObjectName(field.key)
            self._widgets[field.key] = widget
            rows.addRow(PlainLabel(field.label), widget)
            if field.hint:
                rows.addRow("", PlainLabel(field.hint, wrap=True))
            if isinstance(widget, QPlainTextEdit):
                lines = min(max(widget.blockCount() + 1, 3), _MOST_LINES)
                widget.setFixedHeight(widget.fontMetrics().lineSpacing() * lines + 12)
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.textChanged.connect(self._change)
            if field.key == "as_of" and isinstance(widget, QLineEdit):
                widget.setPlaceholderText(text("issue.as_of_now"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        right = QWidget()
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(0, 0, 0, 0)
        right_layout.addWidget(self.points, 1)
        beside = QHBoxLayout()
        beside.addWidget(self.preview_button)
        beside.addWidget(self.check_button)
        right_layout.addLayout(beside)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(area)
        split.addWidget(right)
        split.setSizes(list(_SHARES))
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        room, unit = self.screen().availableSize(), self.fontMetrics()
        self.resize(
            min(unit.averageCharWidth() * 170, int(room.width() * 0.92)),
            min(unit.height() * 42, int(room.height() * 0.85)),
        )
        self._widgets["number"].setFocus()

    def _form(self) -> tuple[IssueForm, datetime | None]:
        """What was filled in, and up to when what was received counts: None is until now."""
        values: dict[str, Any] = {}
        self._wrong = ""
        for key, read in self._readers.items():
            try:
                values[key] = read()
            except UserError:
                self._wrong = key
                raise
        signer = Signer(values["authority"], values["title"], values["name"])
        form = IssueForm(
            values["number"], values["day"], signer, values["addressees"], values["recipients"]
        )
        return form, values["as_of"]

    def _typed(self) -> tuple[str, ...]:
        lines = self.findChildren(QLineEdit)
        boxes = [each for each in self._widgets.values() if isinstance(each, QPlainTextEdit)]
        return (*(each.text() for each in lines), *(each.toPlainText() for each in boxes))

    def _tell(self) -> None:
        """What has to be filled in, what should be looked at, and what the check found."""
        said = []
        for title, sentences in (
            ("blanks", self._proposal.blanks),
            ("to_fill", self._proposal.to_fill),
            ("open", self._proposal.open_points),
        ):
            if sentences:
                said.append(Paragraph(text(f"issue.{title}"), heading=True))
                said += [Paragraph(f"- {sentence}") for sentence in sentences]
        said.append(Paragraph(text("issue.check"), heading=True))
        if not self._inspections:
            said.append(Paragraph(self._failure or text("issue.checking")))
        for inspection in self._inspections:
            counts = {each: len(inspection.having(each)) for each in Outcome}
            said.append(
                Paragraph(
                    text(
                        "issue.checked",
                        file=inspection.file_name,
                        passed=counts[Outcome.PASSED],
                        failed=counts[Outcome.FAILED],
                        doubtful=counts[Outcome.DOUBTFUL],
                    )
                )
            )
            said += [
                Paragraph(f"- {finding.sentence}")
                for result in inspection.having(Outcome.FAILED)
                for finding in result.findings
            ]
        self.points.show_paragraphs(said)
        self.check_button.setEnabled(bool(self._inspections))

    def _change(self) -> None:
        """What was checked is no longer what would be issued; check anew after a pause."""
        self._forget()
        self._timer.start()

    def _forget(self, failure: str = "") -> None:
        """Neither the pages nor the check of anything else than what is filled in may be seen."""
        self._cancel_check()
        self._pages, self._inspections, self._failure = b"", (), failure
        self.preview_button.setEnabled(False)
        self._tell()

    def _check(self) -> None:
        """Hold the report as it would be issued against the decree, on the worker."""
        try:
            form, as_of = self._form()
            filled_in = form.number is not None
        except UserError:
            # What is not filled in yet is checked as it was proposed, and not shown as if it were.
            each = self._proposal
            form = IssueForm(each.number, each.day, each.signer, each.addressees, each.recipients)
            as_of, filled_in = None, False
        self._cancel_check()
        plan, profile, base = self._session.plan_code, self._letterhead.profile, self._base
        self._checking = self._session.read(
            lambda office: office.issuing.rehearse(plan, profile, form, base=base, as_of=as_of),
            lambda files: self._inspect(files, filled_in=filled_in),
            title=text("issue.task.check"),
            failed=lambda error: self._forget(str(error)),
        )

    def _fail(self, error: Exception) -> None:
        """The report was made, but cannot be checked: that is a bug."""
        self._inspecting = None
        errors.show(error)
        self._failure = text("ui.bug.in_place")
        self._tell()

    def _cancel_check(self) -> None:
        for task in (self._checking, self._inspecting):
            if task is not None:
                task.cancel()
        self._checking = self._inspecting = None

    def _inspect(self, files: Mapping[str, bytes], *, filled_in: bool) -> None:
        """Where pages are drawn: PDFium, which reads the PDF, is not for several threads."""
        self._checking = None
        self._pages = files["pdf"]
        self.preview_button.setEnabled(filled_in)
        self._inspecting = self._session.drawing.submit(
            text("issue.task.check"),
            lambda _: _inspected(files),
            self._show_check,
            self._fail,
            cancellable=True,
        )

    def _show_check(self, inspections: tuple[Inspection, ...]) -> None:
        self._inspecting = None
        self._inspections = inspections
        menu = self.check_button.menu()
        menu.clear()
        for each in inspections:
            menu.addAction(each.file_name, partial(self._see_check, each))
        self._tell()

    def _see_check(self, inspection: Inspection) -> None:
        from ui.dialogs.form_check import FormCheckDialog  # noqa: PLC0415 - when first needed

        FormCheckDialog(self._session, inspection, self).open()

    def _preview(self) -> None:
        """The report as it would be issued, by what was last filled in."""
        from ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 - when first needed

        PreviewDialog(
            self._session, self.windowTitle(), self._pages, "ban-xem-truoc.pdf", self
        ).open()

    def _save(self) -> None:
        """Issue it, once the officer has said yes to what cannot be undone."""
        try:
            form, _ = self._form()
            if form.number is None:
                self._wrong = "number"
                raise UserError("issuing.blank.form_number")
        except UserError as error:
            self._refuse(error)
        else:
            questions.ask_sure(self, self._question(form), super()._save)

    def _question(self, form: IssueForm) -> str:
        number = document_number(form.number, self._letterhead.symbol)
        failed = sum(len(each.having(Outcome.FAILED)) for each in self._inspections)
        words = [text("issue.sure", number=number, day=format_date(form.day))]
        if failed:
            words.append(text("issue.sure_failed", count=failed))
        if self._proposal.open_points:
            words.append(text("issue.sure_open", count=len(self._proposal.open_points)))
        return "\n\n".join(words)


def _inspected(files: Mapping[str, bytes]) -> tuple[Inspection, ...]:
    """Each file held against the decree."""
    from vinhloc_cds.inspection.inspecting import inspect  # noqa: PLC0415 - when first needed

    return tuple(inspect(data, text(f"issue.file.{kind}")) for kind, data in files.items())
