"""Where a point about a file is answered: one small panel for each thing there is to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.models.incoming import PointRow
from ui.models.table import Column, TableModel
from ui.widgets.choice import ChoiceBox
from ui.widgets.entry_unit import UnitPicker
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from vinhloc_cds.domain.incoming import FileKind, Todo
from vinhloc_cds.domain.outcome import shortened
from vinhloc_cds.domain.plan import Plan, ValueType
from vinhloc_cds.domain.submission import SubmissionKind
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.services.importing import Action, Decision, Difference
from vinhloc_cds.texts import text

_KINDS = (
    SubmissionKind.SUPPLEMENT,
    SubmissionKind.REPLACEMENT,
    SubmissionKind.ADDITIONAL,
    SubmissionKind.NOTHING,
)


class AnswerPanel(QStackedWidget):
    """Shows the panel that fits the point in hand; what is answered leaves by signals."""

    answered = Signal(object, str)
    """An `Action` for all chosen points, and a text that goes with it."""
    decided = Signal(object)
    """A `Decision` on the file of the point in hand."""
    by_hand = Signal()
    """The file of the point in hand is to be entered by hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nothing = PlainLabel(text("imports.answer.nothing"), wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.value = _ValuePanel()
        self.place = _PlacePanel()
        self.unit = _UnitPanel()
        self.kind = _KindPanel()
        self.hand = _HandPanel()
        for panel in (self.nothing, self.value, self.place, self.unit, self.kind, self.hand):
            self.addWidget(panel)
        self.currentChanged.connect(self._fit)
        self._fit()
        self.value.answered.connect(self.answered)
        self.place.answered.connect(self.answered)
        self.unit.decided.connect(self.decided)
        self.kind.decided.connect(self.decided)
        self.hand.pressed.connect(self.by_hand)
        self.hand.decided.connect(self.decided)

    def show_points(self, plan: Plan, rows: Sequence[PointRow]) -> None:
        """Let `rows` be answered together; the first tells what there is to do."""
        if not rows:
            self.setCurrentWidget(self.nothing)
            return
        match rows[0].point.todo:
            case Todo.CHOOSE_UNIT:
                self.unit.show_point(plan, rows[0])
                self.setCurrentWidget(self.unit)
            case Todo.CHOOSE_KIND:
                self.kind.show_point()
                self.setCurrentWidget(self.kind)
            case Todo.ENTER_BY_HAND:
                self.hand.show_point(plan, rows[0])
                self.setCurrentWidget(self.hand)
            case Todo.PLACE:
                self.place.show_point(plan, rows[0])
                self.setCurrentWidget(self.place)
            case _:
                self.value.show_points(plan, rows)
                self.setCurrentWidget(self.value)

    def accept_shown(self) -> bool:
        """Take what a panel about one thing shows; whether the panel in sight is such a one."""
        match self.currentWidget():
            case self.place:
                self.place.take.click()
            case self.kind:
                self.kind.take.click()
            case _:
                return False
        return True

    def take_focus(self) -> None:
        """Give the keyboard to where the point in hand is answered."""
        match self.currentWidget():
            case self.value if self.value.line.isEnabled():
                self.value.line.setFocus(Qt.FocusReason.TabFocusReason)
                self.value.line.selectAll()
            case self.value:
                self.value.accept.setFocus(Qt.FocusReason.TabFocusReason)
            case self.place:
                self.place.indicator.setFocus(Qt.FocusReason.TabFocusReason)
            case self.unit:
                self.unit.picker.setFocus(Qt.FocusReason.TabFocusReason)
            case self.kind:
                self.kind.kind.setFocus(Qt.FocusReason.TabFocusReason)
            case self.hand:
                self.hand.enter.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        """Ask for as much room as the panel in sight needs, not as the largest of all would."""
        shown = self.currentWidget()
        for panel in (self.nothing, self.value, self.place, self.unit, self.kind, self.hand):
            policy = QSizePolicy.Policy.Preferred if panel is shown else QSizePolicy.Policy.Ignored
            panel.setSizePolicy(policy, policy)
        self.updateGeometry()

    def show_differences(self, plan: Plan, differences: Sequence[Difference]) -> None:
        """What the file in hand would change of its unit's figures."""
        self.kind.show_differences(plan, differences)


def _button(words: str, keys: str = "") -> QPushButton:
    button = QPushButton(words)
    # Enter presses it, as Space does.
    button.setAutoDefault(True)
    if keys:
        button.setToolTip(keys)
    return button


class _ValuePanel(QWidget):
    """Take the proposal, type a value, leave it blank, or have the unit mend it."""

    answered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setPlaceholderText(text("imports.answer.type_hint"))
        self.accept = _button(text("imports.answer.accept"), "Ctrl+Enter")
        self.type = _button(text("imports.answer.type"), "Enter")
        self.yes = _button(text("imports.answer.yes"))
        self.no = _button(text("imports.answer.no"))
        for button in (self.yes, self.no):
            button.clicked.connect(
                lambda _=False, button=button: self.answered.emit(Action.TYPE, button.text())
            )
        self.blank = _button(text("imports.answer.blank"), "Ctrl+Del")
        self.ask = _button(text("imports.answer.ask"), "Ctrl+H")
        self._offered = ""
        self.accept.clicked.connect(lambda: self.answered.emit(Action.ACCEPT, ""))
        self.type.clicked.connect(self._type)
        self.line.returnPressed.connect(self._type)
        self.blank.clicked.connect(lambda: self.answered.emit(Action.BLANK, ""))
        self.ask.clicked.connect(lambda: self.answered.emit(Action.ASK, ""))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.accept, 0, 0, 1, 2)
        grid.addWidget(self.line, 1, 0)
        grid.addWidget(self.type, 1, 1)
        grid.addWidget(self.yes, 2, 0)
        grid.addWidget(self.no, 2, 1)
        grid.addWidget(self.blank, 3, 0)
        grid.addWidget(self.ask, 3, 1)
        grid.setRowStretch(4, 1)

    def show_points(self, plan: Plan, rows: Sequence[PointRow]) -> None:
        point = rows[0].point
        asks = {plan.indicator_by_code.get(row.point.indicator) for row in rows}
        is_answer = all(one and one.value_type is ValueType.BOOLEAN for one in asks)
        for button in (self.yes, self.no):
            button.setVisible(is_answer and point.todo is not Todo.KNOW)
        several = len(rows) > 1
        if several:
            words = text("imports.answer.accept_several", count=len(rows))
        elif point.proposal:
            # The line below has all of it: a button is as wide as its words.
            proposal = shortened(" ".join(point.proposal.split()))
            words = text("imports.answer.accept_this", proposal=proposal)
        else:
            words = text("imports.answer.accept")
        self.accept.setText(words.replace("&", "&&"))
        known = point.todo is Todo.KNOW
        mends = all(row.point.todo is Todo.MEND and not row.point.proposal for row in rows)
        self.accept.setEnabled(not known and not mends)
        can_type = not several and bool(point.indicator) and not known
        self.line.setEnabled(can_type)
        self.type.setEnabled(can_type)
        self.blank.setEnabled(not known)
        self.ask.setEnabled(not known)
        self.line.clear()
        if not several:
            self.line.setText(" ".join((point.proposal or point.raw).split()))
        self._offered = self.line.text()

    def _type(self) -> None:
        """What was typed; what was only offered is accepted as it is, with all its lines."""
        if self.line.text() == self._offered and self.accept.isEnabled():
            self.answered.emit(Action.ACCEPT, "")
        else:
            self.answered.emit(Action.TYPE, self.line.text())


class _PlacePanel(QWidget):
    """Say which indicator a cell belongs to, or that it belongs to none."""

    answered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.indicator = ChoiceBox()
        self.indicator.setMinimumContentsLength(24)
        self.take = _button(text("imports.answer.place"))
        self.ignore = _button(text("imports.answer.ignore"))
        self.ask = _button(text("imports.answer.ask"))
        self.take.clicked.connect(
            lambda: self.answered.emit(Action.TYPE, str(self.indicator.currentData() or ""))
        )
        self.ignore.clicked.connect(lambda: self.answered.emit(Action.BLANK, ""))
        self.ask.clicked.connect(lambda: self.answered.emit(Action.ASK, ""))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        enter = QShortcut(self.indicator)
        enter.setKeys([QKeySequence("Return"), QKeySequence("Enter")])
        enter.setContext(Qt.ShortcutContext.WidgetShortcut)
        enter.activated.connect(self.take.click)
        grid.addWidget(self.indicator, 0, 0, 1, 2)
        grid.addWidget(self.take, 1, 0, 1, 2)
        grid.addWidget(self.ignore, 2, 0)
        grid.addWidget(self.ask, 2, 1)
        grid.setRowStretch(3, 1)

    def show_point(self, plan: Plan, row: PointRow) -> None:
        incoming = row.file.incoming
        unit = plan.unit_by_code.get(incoming.unit or "") if incoming else None
        asked = plan.indicators_of(unit) if unit else plan.indicators
        self.indicator.clear()
        for indicator in asked:
            self.indicator.addItem(f"{indicator.code} – {indicator.name}", indicator.code)
        self.indicator.setCurrentIndex(self.indicator.findData(row.point.proposal))
        self.indicator.setPlaceholderText(text("imports.answer.choose_indicator"))


class _UnitPanel(QWidget):
    """Say which unit a file is from; those it may be from are one click away."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.picker = UnitPicker()
        self.candidates = QWidget()
        self._buttons = QVBoxLayout(self.candidates)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.candidates)
        layout.addWidget(PlainLabel(text("imports.answer.other_unit")))
        layout.addWidget(self.picker)
        layout.addStretch(1)
        self.picker.chosen.connect(self._decide)

    def show_point(self, plan: Plan, row: PointRow) -> None:
        self.picker.set_plan(plan)
        self.picker.unit = None
        self.picker.line.clear()
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        incoming = row.file.incoming
        for code in incoming.reading.candidates if incoming else ():
            unit = plan.unit_by_code.get(code)
            if unit is not None:
                button = _button(unit.name.replace("&", "&&"))
                button.clicked.connect(lambda _=False, unit=unit: self._decide(unit))
                self._buttons.addWidget(button)

    def _decide(self, unit: Unit) -> None:
        self.decided.emit(Decision(unit=unit.code))


class _KindPanel(QWidget):
    """Say what a second file of a unit is, with what it would change side by side."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.kind = ChoiceBox()
        for kind in _KINDS:
            self.kind.addItem(text(f"state.kind.{kind}"), kind)
        self.kind.setPlaceholderText(text("imports.answer.choose_kind"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(text("imports.answer.reason_hint"))
        self.take = _button(text("imports.answer.take_kind"))
        self.problem = PlainLabel(wrap=True)
        self.problem.hide()
        self.differences = TableView("differences")
        self.differences.set_table(TableModel(_difference_columns(), lambda d: d.indicator, self))
        self.differences.set_empty_text(text("imports.answer.no_difference"))
        form = QFormLayout()
        form.addRow(text("imports.answer.kind"), self.kind)
        form.addRow(text("imports.answer.reason"), self.reason)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.take)
        layout.addWidget(self.differences, 1)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.take.clicked.connect(self._decide)
        self.reason.returnPressed.connect(self._decide)
        self._found: tuple[tuple[Difference, str], ...] = ()
        self._show_kind()

    def show_point(self) -> None:
        self.problem.hide()
        self.reason.clear()
        # Nothing is chosen beforehand: what a second file is, only the officer can say.
        self.kind.setCurrentIndex(-1)
        self._found = ()
        self._show_kind()

    def show_differences(self, plan: Plan, differences: Sequence[Difference]) -> None:
        names = plan.indicator_by_code
        self._found = tuple((found, names[found.indicator].name) for found in differences)
        self._show_kind()

    def _show_kind(self) -> None:
        """What the figures would become as the kind that is chosen."""
        kind = self.kind.currentData()
        self.reason.setEnabled(kind == SubmissionKind.REPLACEMENT)
        changed = (_changed(found, name, kind) for found, name in self._found)
        self.differences.show_rows(row for row in changed if row.before != row.result)

    def _decide(self) -> None:
        if self.kind.currentIndex() < 0:
            self._refuse(text("imports.answer.choose_kind"), self.kind)
            return
        kind = SubmissionKind(self.kind.currentData())
        reason = self.reason.text().strip()
        if kind is SubmissionKind.REPLACEMENT and not reason:
            self._refuse(text("imports.answer.reason_needed"), self.reason)
            return
        self.decided.emit(Decision(kind=kind, reason=reason))

    def _refuse(self, words: str, field: QWidget) -> None:
        self.problem.setStyleSheet(f"color: {theme.colour('bad').name()}")
        self.problem.setText(words)
        self.problem.show()
        field.setFocus()


@dataclass(frozen=True, slots=True)
class _Changed:
    """A figure that would change: as it stands, as the file has it, and what it would become."""

    indicator: str
    name: str
    before: str
    after: str
    result: str


def _changed(found: Difference, name: str, kind: str | None) -> _Changed:
    """What `found` would become as a `kind`; as a supplement while none is chosen."""
    match kind:
        case SubmissionKind.REPLACEMENT:
            result = found.after
        case SubmissionKind.ADDITIONAL if found.before and found.after:
            result = found.added or text("imports.difference.never_added")
        case _:
            result = found.after or found.before
    return _Changed(found.indicator, name, found.before, found.after, result)


def _difference_columns() -> tuple[Column[_Changed], ...]:
    return (
        Column(text("imports.point.indicator"), lambda row: row.indicator, 6),
        Column(text("imports.difference.before"), lambda row: row.before or "—", 12, right=True),
        Column(text("imports.difference.after"), lambda row: row.after or "—", 12, right=True),
        Column(text("imports.difference.result"), lambda row: row.result or "—", 12, right=True),
        Column(text("imports.difference.name"), lambda row: row.name, 30),
    )


class _HandPanel(QWidget):
    """A file that is looked at while its figures are typed; a picture may be just that."""

    pressed = Signal()
    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.enter = _button(text("imports.answer.by_hand"))
        self.enter.clicked.connect(self.pressed)
        self.words = PlainLabel(text("imports.answer.activity"), wrap=True)
        self.activity = _UnitPanel()
        self.activity.decided.connect(
            lambda decision: self.decided.emit(replace(decision, no_figures=True))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(PlainLabel(text("imports.answer.by_hand_hint"), wrap=True))
        layout.addWidget(self.enter)
        layout.addSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.activity)
        layout.addStretch(1)

    def show_point(self, plan: Plan, row: PointRow) -> None:
        incoming = row.file.incoming
        pictured = incoming is not None and incoming.reading.kind is FileKind.PICTURE
        self.words.setVisible(pictured)
        self.activity.setVisible(pictured)
        self.activity.show_point(plan, row)
