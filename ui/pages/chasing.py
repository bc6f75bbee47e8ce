"""Đôn đốc: who still owes what, and the letters, messages and calls about it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ui.models.chasing import LateRow, contact_columns, late_columns, late_rows
from ui.models.table import TableModel
from ui.page import Page
from ui.session import Session
from ui.tasks import Task
from ui.widgets.label import PlainLabel
from ui.widgets.reading import ReadingPane
from ui.widgets.search import SearchField
from ui.widgets.table import TableView
from vinhloc_cds.domain.chasing import LateUnit, Owing
from vinhloc_cds.domain.contact import Contact, ContactKind
from vinhloc_cds.domain.outcome import shortened
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.services.chasing import questioned
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from ui.dialogs.letter import LetterMemory

_NARROW = 190
_SPANS = ("past", "still")
_CALL_LIST = "danh-sach-goi-dien.pdf"

Told = tuple[str, tuple[Contact, ...]]
"""The message to a unit, and what it was told before."""


class ChasingPage(Page):
    """Those who owe something at the left; the unit in hand at the right, with what it was told."""

    name = "chasing"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._rows: list[LateRow] = []
        self._target = ""
        self._listed: tuple[str, ...] = ()
        # The row that nobody chose, but that is selected as the first.
        self._given = ""
        self._letters: LetterMemory | None = None
        self._shown_unit = ""
        self._late_task: Task[tuple[LateUnit, ...]] | None = None
        self._unit_task: Task[Told] | None = None
        self._build_filters()
        self.table = TableView("late")
        self.table.set_table(TableModel(late_columns(), lambda row: row.code, self))
        self.table.set_empty_text(text("chasing.loading"))
        bar = self._build_actions()
        detail = self._build_detail()
        self.table.row_changed.connect(self._show_row)
        self.table.row_opened.connect(self._open_unit)
        self.table.pressed.connect(self._take_by_hand)
        self.table.selectionModel().selectionChanged.connect(self._count)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("columns")
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(detail)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(bar)
        layout.addLayout(self._filters)
        layout.addWidget(self._splitter, 1)
        self._show_row(None)

    def _build_filters(self) -> None:
        self.search = SearchField(text("chasing.search"))
        self.search.textChanged.connect(self._filter)
        self.search.left.connect(self._go_to_table)
        self.state = QComboBox()
        self.state.addItem(text("chasing.all_states"), None)
        for span in _SPANS:
            self.state.addItem(text(f"chasing.{span}"), span)
        for owing in Owing:
            self.state.addItem(text(f"chasing.owing.{owing}"), owing)
        self.group = QComboBox()
        self.group.addItem(text("chasing.all_groups"), None)
        for box, name in ((self.state, "chasing.all_states"), (self.group, "chasing.all_groups")):
            box.setAccessibleName(text(name))
            box.currentIndexChanged.connect(self._filter)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(18)
        self._shown = PlainLabel()
        self._filters = QHBoxLayout()
        self._filters.addWidget(self.search, 1)
        for widget in (self.state, self.group, self._shown):
            self._filters.addWidget(widget)

    def _build_actions(self) -> QToolBar:
        bar = QToolBar()
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.letter_action = self._action(bar, text("chasing.do.letter"), "Ctrl+L", self._letter)
        self.calls_action = self._action(bar, text("chasing.do.calls"), "Ctrl+D", self.print_page)
        self.note_action = self._action(bar, text("chasing.do.note"), "Ctrl+K", self._note)
        self.copy_action = self._action(bar, text("chasing.do.copy"), "Ctrl+J", self._copy)
        self.slip_action = self._action(bar, text("chasing.do.slip"), "Ctrl+T", self._make_slip)
        sheet = QAction(text("lists.sheet.print"), self)
        sheet.triggered.connect(self._show_sheet)
        self.table.addActions([*self.actions(), sheet])
        return bar

    def _action(self, bar: QToolBar, title: str, key: str, slot: Callable[[], None]) -> QAction:
        action = QAction(title, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked: slot())
        self.addAction(action)
        bar.addAction(action)
        return action

    def _build_detail(self) -> QWidget:
        self.unit = PlainLabel(wrap=True)
        self.message = ReadingPane("message")
        self.copy_button = QPushButton(text("chasing.do.copy"))
        self.copy_button.clicked.connect(self.copy_action.trigger)
        self.contacts = TableView("contacts")
        self.contacts.set_table(TableModel(contact_columns(), lambda c: c.id, self))
        top = QWidget()
        above = QVBoxLayout(top)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.unit)
        above.addWidget(self.message, 1)
        above.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setObjectName("unit")
        split.setChildrenCollapsible(False)
        split.addWidget(top)
        split.addWidget(self.contacts)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        return split

    # What the page shows.

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._fill_groups(snapshot)
        if self._late_task is not None:
            self._late_task.cancel()
        plan = snapshot.plan.code
        self._late_task = self.session.read(
            lambda office: office.chasing.late(plan),
            partial(self._take_late, snapshot),
            title=text("chasing.task.late"),
        )

    def open_at(self, **target: str) -> None:
        """Filter by `state` or `group`; select a `unit`.

        A state is an `Owing`, or "past" or "still": nothing stands, and the deadline has passed or
        not, whether what was sent was returned or not (as the overview counts them).
        """
        self.clear_filters()
        self.state.setCurrentIndex(max(self.state.findData(target.get("state")), 0))
        self.group.setCurrentIndex(max(self.group.findData(target.get("group")), 0))
        # Who owes what may still be on its way.
        self._target = target.get("unit", "")
        self._go_to_target()
        self.table.setFocus()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def print_page(self) -> None:
        """The list to call by: to be looked at, then printed."""
        units = self._listed if self._chosen() == (self._given,) else self._chosen()
        plan = self.session.plan_code
        if units:
            self.session.read(
                lambda office: office.chasing.call_list(plan, units),
                self._show_calls,
                title=text("chasing.task.calls"),
            )

    def clear_filters(self) -> None:
        """Show all who owe something again."""
        self.search.clear()
        self.state.setCurrentIndex(0)
        self.group.setCurrentIndex(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little width, the unit stands below the table."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        orientation = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != orientation:
            self._splitter.setOrientation(orientation)
            room = self._splitter.height() if narrow else self._splitter.width()
            self._splitter.setSizes([room * 3 // 5, room * 2 // 5])

    def _fill_groups(self, snapshot: Snapshot) -> None:
        chosen = self.group.currentData()
        self.group.blockSignals(True)
        self.group.clear()
        self.group.addItem(text("chasing.all_groups"), None)
        for group in snapshot.plan.groups:
            if any(unit.group == group.code for unit in snapshot.plan.units):
                self.group.addItem(group.name, group.code)
        self.group.setCurrentIndex(max(self.group.findData(chosen), 0))
        self.group.blockSignals(False)

    def _take_late(self, snapshot: Snapshot, late: tuple[LateUnit, ...]) -> None:
        self._rows = late_rows(snapshot.plan, late)
        self._filter()
        self._go_to_target()

    def _filter(self) -> None:
        query = SearchQuery(self.search.text())
        state, group = self.state.currentData(), self.group.currentData()
        kept = [
            row
            for row in self._rows
            if (state is None or _stands(row.late, state))
            and (group is None or row.late.unit.group == group)
            and query.matches(row.searchable)
        ]
        self.table.set_empty_text(
            text("chasing.none_found") if self._rows else text("chasing.empty")
        )
        self._listed = tuple(row.code for row in kept)
        self.table.show_rows(kept)
        if kept and self.table.current_row() is None:
            self._given = kept[0].code
            self.table.selectRow(0)
        self._count()

    def _take_by_hand(self) -> None:
        self._given = ""

    def _count(self) -> None:
        chosen, shown = len(self.table.selected_rows()), self.table.model().rowCount()
        if chosen and self._chosen() != (self._given,):
            self._take_by_hand()
        self._shown.setText(text("chasing.shown", shown=shown, chosen=chosen) if shown else "")
        for action in (self.letter_action, self.calls_action):
            action.setEnabled(chosen > 0)

    def _go_to_table(self) -> None:
        if self.table.current_row() is None:
            self.table.selectRow(0)
        self.table.setFocus()

    def _go_to_target(self) -> None:
        if self._target and self.table.select_key(self._target):
            self._target = ""

    def _show_row(self, row: LateRow | None) -> None:
        for action in (self.note_action, self.copy_action):
            action.setEnabled(row is not None)
        self.copy_button.setEnabled(row is not None)
        mends = row is not None and row.late.owing in {Owing.RETURNED, Owing.PARTLY}
        self.slip_action.setEnabled(mends and self._to_mend(row) is not None)
        if self._unit_task is not None:
            self._unit_task.cancel()
        if row is None or row.code != self._shown_unit:
            # Nothing of one unit may be copied for another while its own is on its way.
            self._shown_unit = ""
            self.unit.setText("")
            self.message.show_words("")
            self.contacts.set_empty_text("")
            self.contacts.show_rows(())
        if row is None:
            return
        plan, code = self.session.plan_code, row.code
        self._unit_task = self.session.read(
            lambda office: (
                office.chasing.message(plan, code),
                office.chasing.contacts(plan, code),
            ),
            partial(self._show_unit, row),
            title=text("chasing.task.unit"),
        )

    def _show_unit(self, row: LateRow, told: Told) -> None:
        words, contacts = told
        self._shown_unit = row.code
        self.unit.setText(text("chasing.message_to", unit=row.late.unit.name))
        self.message.show_words(words)
        self.contacts.set_empty_text(text("chasing.no_contacts"))
        self.contacts.show_rows(contacts)

    # What is done about it.

    def _chosen(self) -> Sequence[str]:
        """The units that are selected, in the plan's order."""
        chosen = {row.code for row in self.table.selected_rows()}
        return tuple(row.code for row in self._rows if row.code in chosen)

    def _letter(self) -> None:
        """To those who are chosen; where nobody chose any, to all who are listed."""
        from ui.dialogs.letter import LetterDialog, LetterMemory  # noqa: PLC0415 - when needed

        snapshot, units = self.session.snapshot, self._chosen()
        if snapshot is None or not units:
            return
        if self._letters is None:
            self._letters = LetterMemory()
        dialog = LetterDialog(
            self.session,
            snapshot.plan,
            units,
            self.window(),
            listed=self._listed,
            all_first=units == (self._given,),
            memory=self._letters,
        )
        dialog.announced.connect(self.announced)
        dialog.page_requested.connect(self.page_requested)
        dialog.open()

    def _show_calls(self, data: bytes) -> None:
        from ui.dialogs.preview import PreviewDialog  # noqa: PLC0415 - when first needed

        title = text("chasing.calls_title")
        PreviewDialog(self.session, title, data, _CALL_LIST, self.window()).open()

    def _note(self) -> None:
        from ui.dialogs.contact import ContactDialog  # noqa: PLC0415 - when first needed

        row: LateRow | None = self.table.current_row()
        if row is None:
            return
        dialog = ContactDialog(self.session, self.session.plan_code, row.late, self.window())
        said = text("chasing.noted", unit=row.late.unit.name)
        dialog.saved.connect(lambda _: self.announced.emit(said))
        dialog.open()

    def _copy(self) -> None:
        """Put the message on the clipboard, and note that the unit was sent it."""
        row: LateRow | None = self.table.current_row()
        words = self.message.toPlainText()
        if row is None or not words:
            return
        QGuiApplication.clipboard().setText(words)
        plan, code, now = self.session.plan_code, row.code, self.session.now()
        subject = shortened(words.splitlines()[0])
        said = text("chasing.copied", unit=row.late.unit.name)
        self.session.write(
            lambda office: office.chasing.note(
                plan, (code,), ContactKind.MESSAGE, subject, now, row.late.person
            ),
            lambda _: self.announced.emit(said),
            title=text("chasing.task.note"),
        )

    def _to_mend(self, row: LateRow | None) -> int | None:
        """The report that a slip can be made of: the one returned, or the last with questions."""
        if row is None or self.session.snapshot is None:
            return None
        if row.late.returned is not None:
            return row.late.returned.id
        found = questioned(self.session.snapshot, row.code) if row.late.questions else ()
        return found[-1][0].id if found else None

    def _make_slip(self) -> None:
        from ui.previews import show_return_slip  # noqa: PLC0415 - when first needed

        number = self._to_mend(self.table.current_row())
        if number is not None:
            show_return_slip(self.session, number, self)

    def _show_sheet(self) -> None:
        from ui.previews import show_unit_sheet  # noqa: PLC0415 - when first needed

        row: LateRow | None = self.table.current_row()
        if row is not None:
            show_unit_sheet(self.session, row.late.unit, self)

    def _open_unit(self, row: LateRow) -> None:
        """What it has sent, or the form to enter what it sends now."""
        sent = self.session.snapshot and self.session.snapshot.by_unit.get(row.code)
        target = {"unit": row.code} | ({} if sent else {"new": "1"})
        self.page_requested.emit("submissions", target)


def _stands(late: LateUnit, state: str) -> bool:
    """Whether the unit stands as the filter `state` says."""
    if state == "past":
        return late.days_late > 0
    if state == "still":
        obliged = late.unit.relation is Relation.OBLIGED
        return obliged and not late.days_late and late.owing in {Owing.WAITING, Owing.RETURNED}
    return late.owing == state
