"""What a submission says of itself: from whom, when, by which way, its number, maker and kind."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from ui import theme
from ui.models.entry_findings import finding_text, gravest_first
from ui.widgets.choice import ChoiceBox
from ui.widgets.entry_moment import DayField, MomentField
from ui.widgets.entry_unit import UnitPicker
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    Submission,
    SubmissionDraft,
    SubmissionKind,
)
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text


class SubmissionHeader(QWidget):
    """The fields above the figures; Enter goes from one to the next and then to the figures."""

    changed = Signal()
    """Something has changed that the checks look at."""
    unit_chosen = Signal(object)
    """The `Unit` whose indicators are asked for."""
    finished = Signal()
    """Enter was pressed in the last field."""

    def __init__(self, plan: Plan, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.unit = UnitPicker()
        self.unit.set_plan(plan)
        self.received = MomentField(now)
        self.received.show_value(now)
        self.received_fault = _fault_label()
        self.channel = ChoiceBox()
        for channel in Channel:
            self.channel.addItem(text(f"state.channel.{channel}"), channel)
        self.channel.setPlaceholderText(text("submissions.choose"))
        self.channel.setCurrentIndex(-1)
        self._suggested: Channel | None = None
        self.number = QLineEdit()
        self.signed_on = DayField(local(now).year)
        self.signed_on_fault = _fault_label()
        self.maker = QLineEdit()
        self.phone = QLineEdit()
        self.kind = ChoiceBox()
        self.kind_hint = PlainLabel(wrap=True)
        self.kind_hint.setStyleSheet(f"color: {theme.colour('quiet').name()}")
        self.reason = QLineEdit()
        self.note = QLineEdit()
        self.remarks = PlainLabel(wrap=True)
        self._form = QFormLayout(self)
        self._lay_out()
        self._order: tuple[QWidget, ...] = (
            self.unit, self.received, self.channel, self.number, self.signed_on,
            self.maker, self.phone, self.kind, self.reason, self.note,
        )  # fmt: skip
        for combo in (self.channel, self.kind):
            combo.setMinimumContentsLength(8)
        self.received.editingFinished.connect(self._show_faults)
        self.signed_on.editingFinished.connect(self._show_faults)
        self._show_faults()
        self.offer_kinds(has_sent=False)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.kind.currentIndexChanged.connect(self.changed)
        for line in (self.received, self.number, self.signed_on, self.maker, self.phone):
            line.editingFinished.connect(self.changed)
        self.unit.chosen.connect(self.unit_chosen)
        self.unit.chosen.connect(lambda _: self.received.setFocus(Qt.FocusReason.TabFocusReason))

    def _lay_out(self) -> None:
        self._form.setContentsMargins(0, 0, 6, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow(text("submissions.field.unit"), self.unit)
        self._form.addRow(text("submissions.field.received"), self.received)
        self._form.addRow(self.received_fault)
        self._form.addRow(text("submissions.field.channel"), self.channel)
        self._form.addRow(text("submissions.field.number"), self.number)
        self._form.addRow(text("submissions.field.signed_on"), self.signed_on)
        self._form.addRow(self.signed_on_fault)
        self._form.addRow(text("submissions.field.maker"), self.maker)
        self._form.addRow(text("submissions.field.phone"), self.phone)
        self._form.addRow(text("submissions.field.kind"), self.kind)
        self._form.addRow(self.kind_hint)
        self._form.addRow(text("submissions.field.reason"), self.reason)
        self._form.addRow(text("submissions.field.note"), self.note)
        self._form.addRow(PlainLabel(text("submissions.required"), wrap=True))
        self._form.addRow(self.remarks)

    @property
    def chosen_kind(self) -> SubmissionKind:
        """The kind that is chosen; there always is one."""
        return SubmissionKind(self.kind.currentData())  # Qt hands a StrEnum back as a plain str

    @property
    def chosen_channel(self) -> Channel | None:
        """The way it came, or None as long as none is chosen."""
        data = self.channel.currentData()
        return Channel(data) if data else None

    def load(self, submission: Submission, unit: Unit) -> None:
        """Begin with a submission that is stored already; whose it is stays as it is."""
        self.unit.choose(unit)
        self.unit.lock()
        self.received.show_value(submission.received_at)
        self.channel.setCurrentIndex(self.channel.findData(submission.channel))
        self.number.setText(submission.number)
        self.signed_on.show_value(submission.signed_on)
        self.maker.setText(submission.maker)
        self.phone.setText(submission.phone)
        self.kind.setCurrentIndex(self.kind.findData(submission.kind))
        self.reason.setText(submission.reason)
        self.note.setText(submission.note)

    def offer_kinds(self, *, has_sent: bool) -> None:
        """First for a unit that has sent nothing that stands, else a supplement first of all."""
        kinds = [kind for kind in SubmissionKind if not (has_sent and kind is SubmissionKind.FIRST)]
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for kind in kinds:
                self.kind.addItem(text(f"state.kind.{kind}"), kind)
        self._show_kind()

    def suggest_channel(self, unit: Unit, last: Channel | None) -> None:
        """The office's own figures come from the office; else the way the unit chose last.

        A choice of the user's own stays.
        """
        if unit.relation is Relation.OWN:
            last = Channel.OFFICE
        if self.chosen_channel == self._suggested:  # what the user chose stays
            self.channel.setCurrentIndex(self.channel.findData(last) if last else -1)
            self._suggested = last

    def fault(self) -> tuple[QWidget, UserError] | None:
        """The first field that keeps the submission from being saved, and what is wrong with it."""
        if self.unit.unit is None:
            return self.unit, UserError("submissions.missing_unit")
        if (bad := self._bad_moment()) is not None:
            return self.received, bad
        if self.chosen_channel is None:
            return self.channel, UserError("submissions.missing_channel")
        if (bad := self._bad_day()) is not None:
            return self.signed_on, bad
        if self.chosen_kind is SubmissionKind.REPLACEMENT and not self.reason.text().strip():
            return self.reason, UserError("submissions.missing_reason")
        return None

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Show what the checks say of these fields (R01 to R06 of the plan)."""
        found = gravest_first(findings)
        self.remarks.setText("\n".join(finding_text(finding) for finding in found))
        if found:
            colour = theme.colour(theme.STATE_COLOURS[found[0].severity]).name()
            self.remarks.setStyleSheet(f"color: {colour}")

    def draft(self, entries: tuple[Entry, ...]) -> SubmissionDraft:
        """The submission with `entries`; a field with a fault counts as if it were blank.

        There must be a unit.
        """
        unit = self.unit.unit
        if unit is None:
            raise ValueError("a draft needs a unit")
        kind = self.chosen_kind
        return SubmissionDraft(
            unit=unit.code,
            kind=kind,
            received_at=self.received.value() or self._now,
            channel=self.chosen_channel or Channel.OFFICE,
            number=self.number.text(),
            signed_on=self.signed_on.value(),
            maker=self.maker.text(),
            phone=self.phone.text(),
            reason=self.reason.text() if kind is SubmissionKind.REPLACEMENT else "",
            note=self.note.text(),
            entries=entries,
        )

    def typed(self) -> tuple[object, ...]:
        """Everything as it stands in the fields, to tell whether something was changed."""
        lines = (
            self.received, self.number, self.signed_on, self.maker, self.phone,
            self.reason, self.note,
        )  # fmt: skip
        return (
            self.unit.unit.code if self.unit.unit else "",
            self.chosen_channel,
            self.chosen_kind,
            *(line.text() for line in lines),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            super().keyPressEvent(event)
            return
        shown = [field for field in self._order if not field.isHidden()]
        focused = self.focusWidget()
        here = next((n for n, f in enumerate(shown) if f is focused or f.isAncestorOf(focused)), -1)
        if here == len(shown) - 1:
            self.finished.emit()
        else:
            shown[here + 1].setFocus(Qt.FocusReason.TabFocusReason)

    def _bad_moment(self) -> UserError | None:
        if self.received.value() is not None:
            return None
        return UserError("submissions.bad_moment", typed=self.received.text().strip())

    def _bad_day(self) -> UserError | None:
        typed = self.signed_on.text().strip()
        if not typed or self.signed_on.value() is not None:
            return None
        return UserError("submissions.bad_date", typed=typed)

    def _show_faults(self) -> None:
        """Say under the fields what cannot be read, as soon as they are left."""
        for label, bad in (
            (self.received_fault, self._bad_moment()),
            (self.signed_on_fault, self._bad_day()),
        ):
            label.setText(str(bad or ""))
            self._form.setRowVisible(label, bad is not None)

    def _show_kind(self) -> None:
        kind = self.chosen_kind
        self._form.setRowVisible(self.reason, kind is SubmissionKind.REPLACEMENT)
        self.kind_hint.setText(text(f"submissions.kind_hint.{kind}"))


def _fault_label() -> PlainLabel:
    label = PlainLabel(wrap=True)
    label.setStyleSheet(f"color: {theme.colour('bad').name()}")
    return label
