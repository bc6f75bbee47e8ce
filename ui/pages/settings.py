"""Đơn vị & kế hoạch: units, duties, indicators, the plan's header and its words, editable."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.plan_records import duty_form, indicator_form, letterhead_form, plan_form
from ui.dialogs.record import Form, RecordDialog, Values
from ui.dialogs.saving import Done, Failed
from ui.dialogs.unit_records import extension_form, group_form, new_unit_form, unit_form
from ui.models.paragraph import Paragraph
from ui.models.plan_header import PlanItem, item_columns, missing_names, plan_items
from ui.models.plan_tables import (
    UnitRow,
    clause_columns,
    duty_columns,
    duty_rows,
    group_columns,
    group_rows,
    indicator_columns,
    indicator_rows,
    unit_columns,
    unit_rows,
)
from ui.models.search import PlanQuery
from ui.models.table import Column, TableModel
from ui.page import Page
from ui.session import Session
from ui.widgets.reading import ReadingPane
from ui.widgets.search import SearchField
from ui.widgets.strip import Strip
from ui.widgets.table import TableView
from ui.widgets.tabs import Tabs
from vinhloc_cds.domain.plan import Clause
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.services.office import Office


@dataclass(frozen=True)
class _Part:
    """One tab: its table, its rows out of a snapshot, what is searched and what Enter edits."""

    name: str
    columns: tuple[Column[Any], ...]
    key: Callable[[Any], Hashable]
    rows: Callable[[Snapshot], Iterable[Any]]
    searched: Callable[[Any], Iterable[str]]
    form: Callable[[Snapshot, Any], Form] | None


def _parts() -> tuple[_Part, ...]:
    return (
        _Part(
            "units",
            unit_columns(),
            lambda row: row.unit.code,
            unit_rows,
            lambda row: (row.unit.name, row.unit.code, *row.unit.aliases, row.unit.contact.person),
            lambda snapshot, row: unit_form(snapshot.plan, row.unit),
        ),
        _Part(
            "groups",
            group_columns(),
            lambda row: row.group.code,
            lambda snapshot: group_rows(snapshot.plan),
            lambda row: (row.group.name,),
            lambda snapshot, row: group_form(snapshot.plan, row.group),
        ),
        _Part(
            "duties",
            duty_columns(),
            lambda row: row.duty.code,
            lambda snapshot: duty_rows(snapshot.plan),
            lambda row: (row.duty.text, row.duty.code, *row.duty.clauses),
            lambda snapshot, row: duty_form(snapshot.plan, row.duty),
        ),
        _Part(
            "indicators",
            indicator_columns(),
            lambda row: row.indicator.code,
            lambda snapshot: indicator_rows(snapshot.plan),
            lambda row: (row.indicator.name, row.indicator.code, *row.indicator.clauses),
            lambda snapshot, row: indicator_form(snapshot.plan, row.indicator),
        ),
        _Part(
            "plan",
            item_columns(),
            lambda item: (item.profile, item.name),
            lambda snapshot: plan_items(snapshot.plan),
            lambda item: (item.name, item.value),
            _item_form,
        ),
        _Part(
            "clauses",
            clause_columns(),
            lambda clause: clause.ref,
            lambda snapshot: snapshot.plan.clauses,
            lambda clause: (clause.ref, clause.title, clause.body),
            None,
        ),
    )


def _item_form(snapshot: Snapshot, item: PlanItem) -> Form:
    for letterhead in snapshot.plan.letterheads:
        if letterhead.profile == item.profile:
            return letterhead_form(snapshot.plan, letterhead)
    return plan_form(snapshot.plan)


class SettingsPage(Page):
    """Tabs of tables; Enter, F2 or a double click edits a row."""

    name = "settings"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.search = SearchField(text("settings.search"))
        self.search.textChanged.connect(self._fill)
        self.search.left.connect(self._go_to_table)
        self.strip = Strip(text("settings.fill_in"))
        self.strip.pressed.connect(self._fill_in_missing)
        self.tabs = Tabs()
        self.tables: dict[str, TableView] = {}
        self._parts = _parts()
        for part in self._parts:
            self._add_tab(part)
        self._build_actions()
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        for button in (self.add_button, self.extend_button, self.edit_button):
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._fill)
        self._fill()

    def _add_tab(self, part: _Part) -> None:
        table = TableView(part.name)
        table.set_table(TableModel(part.columns, part.key, self))
        table.set_empty_text(text("settings.loading"))
        table.row_opened.connect(self._edit_current)
        table.row_changed.connect(self._allow_actions)
        self.tables[part.name] = table
        # Figures in the last column stay beside the others.
        table.horizontalHeader().setStretchLastSection(not part.columns[-1].right)
        widget: QWidget = table
        if part.name == "clauses":
            widget = self._beside_words(table)
        elif part.name == "plan":
            widget = QWidget()
            box = QVBoxLayout(widget)
            box.setContentsMargins(0, 0, 0, 0)
            box.addWidget(self.strip)
            box.addWidget(table, 1)
        self.tabs.addTab(widget, text(f"settings.tab.{part.name}"))

    @staticmethod
    def _beside_words(table: TableView) -> QWidget:
        """The table of clauses over the whole words of the one that is chosen."""
        words = ReadingPane("clause_words")
        words.show_words(text("settings.choose_clause"))
        table.row_changed.connect(
            lambda clause: words.show_paragraphs(_clause_words(clause) if clause else ())
        )
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("clause_parts")
        splitter.addWidget(table)
        splitter.addWidget(words)
        return splitter

    def _build_actions(self) -> None:
        edit = QAction(text("settings.action.edit"), self)
        edit.setShortcut(QKeySequence(Qt.Key.Key_F2))
        edit.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        edit.triggered.connect(self._edit_current)
        self.addAction(edit)
        for part in self._parts:
            if part.form is not None:
                self.tables[part.name].addAction(edit)
        units = self.tables["units"]
        add = QAction(text("settings.action.add_unit"), units)
        add.triggered.connect(self._add_unit)
        extend = QAction(text("settings.action.extend"), units)
        extend.triggered.connect(self._extend)
        self.end_extension = QAction(text("settings.action.end_extension"), units)
        self.end_extension.triggered.connect(self._end_extension)
        units.addActions([extend, self.end_extension, add])
        clear = QAction(self)
        clear.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        clear.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        clear.triggered.connect(self.search.clear)
        self.addAction(clear)
        self.add_button, self.extend_button, self.edit_button = (
            self._button(action) for action in (add, extend, edit)
        )

    @staticmethod
    def _button(action: QAction) -> QPushButton:
        button = QPushButton(action.text())
        button.clicked.connect(action.trigger)
        return button

    def show_snapshot(self, snapshot: Snapshot) -> None:
        for table in self.tables.values():
            table.set_empty_text(text("settings.empty"))
        missing = missing_names(plan_items(snapshot.plan))
        sentence = text("settings.missing", fields="; ".join(missing)) if missing else ""
        self.strip.show_sentences([sentence] if sentence else [])
        self._fill()

    def open_at(self, **target: str) -> None:
        """Show the tab `part`, and there the row `unit` or what `search` finds."""
        self.search.setText(target.get("search", ""))
        names = [part.name for part in self._parts]
        if target.get("part") in names:
            self.tabs.setCurrentIndex(names.index(target["part"]))
        if "unit" in target:
            self.tabs.setCurrentIndex(names.index("units"))
            self.tables["units"].select_key(target["unit"])
        self._go_to_table()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _part(self) -> _Part:
        return self._parts[self.tabs.currentIndex()]

    def _table(self) -> TableView:
        return self.tables[self._part().name]

    def _go_to_table(self) -> None:
        table = self._table()
        if table.current_row() is None:
            table.selectRow(0)
        table.setFocus()

    def _fill(self) -> None:
        part, snapshot = self._part(), self.session.snapshot
        on_units = part.name == "units"
        for button in (self.add_button, self.extend_button):
            button.setVisible(on_units)
        self._allow_actions()
        if snapshot is None:
            return
        query = PlanQuery(self.search.text())
        rows = [row for row in part.rows(snapshot) if query.matches(*part.searched(row))]
        self._table().show_rows(rows)

    def _allow_actions(self) -> None:
        """What can be done depends on the row that has the cursor."""
        part, row = self._part(), self._table().current_row()
        self.add_button.setEnabled(self.session.snapshot is not None)
        self.edit_button.setEnabled(part.form is not None and row is not None)
        unit: UnitRow | None = self.tables["units"].current_row()
        self.extend_button.setEnabled(unit is not None and bool(unit.deadline))
        self.end_extension.setEnabled(unit is not None and bool(unit.extended))

    def _edit_current(self) -> None:
        """Edit the row that has the cursor, or the first that was found."""
        if self._table().current_row() is None:
            self._go_to_table()
        part, row, snapshot = self._part(), self._table().current_row(), self.session.snapshot
        if row is not None and snapshot is not None and part.form is not None:
            first = row.key if isinstance(row, PlanItem) else ""
            self._open(part.form(snapshot, row), first=first)

    def _fill_in_missing(self) -> None:
        if (snapshot := self.session.snapshot) is not None:
            missing = (item for item in plan_items(snapshot.plan) if item.missing)
            self._open(plan_form(snapshot.plan), first=next(missing).key)

    def _add_unit(self) -> None:
        row: UnitRow | None = self.tables["units"].current_row()
        if (snapshot := self.session.snapshot) is not None:
            like = row.unit if row else snapshot.plan.units[0]
            self._open(new_unit_form(snapshot.plan, like))

    def _extend(self) -> None:
        row: UnitRow | None = self.tables["units"].current_row()
        if row is not None and row.deadline and self.session.snapshot is not None:
            self._open(extension_form(self.session.snapshot, row.unit))

    def _end_extension(self) -> None:
        row: UnitRow | None = self.tables["units"].current_row()
        if row is not None:
            plan, unit = self.session.plan_code, row.unit.code
            self.session.write(
                lambda office: office.planning.end_extension(plan, unit),
                lambda _: self.announced.emit(text("settings.extension_ended")),
                title=text("settings.task_save"),
            )

    def _open(self, form: Form, *, first: str = "") -> None:
        RecordDialog(form, self._save, self, first=first).open()

    def _save(self, form: Form, values: Values, done: Done, failed: Failed) -> None:
        work: Callable[[Office], object] = partial(_change, form, values)
        self.session.write(work, done, title=text("settings.task_save"), failed=failed)


def _change(form: Form, values: Values, office: "Office") -> object:
    return form.change(office, values)


def _clause_words(clause: Clause) -> list[Paragraph]:
    said = [Paragraph(part) for part in (clause.title, clause.body) if part]
    return [Paragraph(text("assignments.detail.clause", ref=clause.ref), heading=True), *said]
