"""Đơn vị & kế hoạch: units, duties, indicators, the plan's header and its words, editable."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.plan_records import (
    Form,
    duty_form,
    extension_form,
    indicator_form,
    letterhead_form,
    plan_form,
    unit_form,
)
from ui.dialogs.record import RecordDialog
from ui.models.plan_tables import (
    PlanItem,
    clause_columns,
    deadline_words,
    duty_columns,
    indicator_columns,
    item_columns,
    plan_items,
    unit_columns,
)
from ui.models.table import Column, TableModel
from ui.page import Page
from ui.session import Session
from ui.widgets.table import TableView
from vinhloc_cds.domain.plan import Clause
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.services.office import Office
from vinhloc_cds.texts import text


@dataclass(frozen=True)
class _Tab:
    """One tab: its table, its rows out of a snapshot, what is searched and what Enter edits."""

    name: str
    columns: tuple[Column[Any], ...]
    key: Callable[[Any], Hashable]
    rows: Callable[[Snapshot], Iterable[Any]]
    searchable: Callable[[Any], str]
    form: Callable[[Snapshot, Any], Form] | None


def _item_form(snapshot: Snapshot, item: PlanItem) -> Form:
    for letterhead in snapshot.plan.letterheads:
        if letterhead.profile == item.profile:
            return letterhead_form(snapshot.plan, letterhead)
    return plan_form(snapshot.plan)


class SettingsPage(Page):
    """Tabs of tables; Enter or a double click edits a row."""

    name = "settings"
    title_code = "settings.title"
    icon = "settings"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._search = QLineEdit()
        self._search.setObjectName("search")
        self._search.setPlaceholderText(text("settings.search"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._fill)
        self._edit = QPushButton(text("settings.action.edit"))
        self._edit.clicked.connect(self._edit_current)
        self._tabs = QTabWidget()
        self._tables: dict[str, TableView] = {}
        self._specs = {spec.name: spec for spec in self._specifications()}
        for spec in self._specs.values():
            self._add_tab(spec)
        self._tabs.currentChanged.connect(self._fill)
        top = QHBoxLayout()
        top.addWidget(self._search, 1)
        top.addWidget(self._edit)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._tabs, 1)
        self._add_unit_actions()

    def _specifications(self) -> tuple[_Tab, ...]:
        return (
            _Tab(
                "units",
                unit_columns(self._deadline, self._group_name),
                lambda unit: unit.code,
                lambda snapshot: snapshot.plan.units,
                lambda unit: "\n".join((unit.name, unit.code, *unit.aliases, unit.contact.person)),
                lambda snapshot, unit: unit_form(snapshot.plan, unit),
            ),
            _Tab(
                "duties",
                duty_columns(),
                lambda duty: duty.code,
                lambda snapshot: snapshot.plan.duties,
                lambda duty: "\n".join((duty.text, duty.code, *duty.clauses)),
                lambda snapshot, duty: duty_form(snapshot.plan, duty),
            ),
            _Tab(
                "indicators",
                indicator_columns(self._group_name),
                lambda indicator: indicator.code,
                lambda snapshot: snapshot.plan.indicators,
                lambda indicator: f"{indicator.name}\n{indicator.code}",
                lambda snapshot, indicator: indicator_form(snapshot.plan, indicator),
            ),
            _Tab(
                "plan",
                item_columns(),
                lambda item: (item.profile, item.name),
                lambda snapshot: plan_items(snapshot.plan),
                lambda item: f"{item.name}\n{item.value}",
                _item_form,
            ),
            _Tab(
                "clauses",
                clause_columns(),
                lambda clause: clause.ref,
                lambda snapshot: snapshot.plan.clauses,
                lambda clause: f"{clause.ref}\n{clause.title}\n{clause.body}",
                None,
            ),
        )

    def _add_tab(self, spec: _Tab) -> None:
        table = TableView(spec.name)
        table.set_table(TableModel(spec.columns, spec.key, self))
        table.set_empty_text(text("settings.loading"))
        table.row_opened.connect(lambda _: self._edit_current())
        self._tables[spec.name] = table
        title = text(f"settings.tab.{spec.name}")
        if spec.name != "clauses":
            self._tabs.addTab(table, title)
            return
        words = QPlainTextEdit()
        words.setReadOnly(True)
        table.row_changed.connect(
            lambda clause: words.setPlainText(_clause_words(clause) if clause else "")
        )
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("clause_words")
        splitter.addWidget(table)
        splitter.addWidget(words)
        self._tabs.addTab(splitter, title)

    def _add_unit_actions(self) -> None:
        units = self._tables["units"]
        for words, run in (
            (text("settings.action.edit_unit"), self._edit_current),
            (text("settings.action.extend"), self._extend),
            (text("settings.action.end_extension"), self._end_extension),
        ):
            action = QAction(words, units)
            action.triggered.connect(run)
            units.addAction(action)
        for name, words in (
            ("duties", text("settings.action.edit_duty")),
            ("indicators", text("settings.action.edit_indicator")),
            ("plan", text("settings.action.edit")),
        ):
            action = QAction(words, self._tables[name])
            action.triggered.connect(self._edit_current)
            self._tables[name].addAction(action)

    def show_snapshot(self, _snapshot: Snapshot) -> None:
        for table in self._tables.values():
            table.set_empty_text(text("settings.empty"))
        self._fill()

    def open_at(self, **target: str) -> None:
        """Show the tab `tab`, and there the row `unit` or what `search` finds."""
        self._search.setText(target.get("search", ""))
        names = list(self._specs)
        if target.get("tab") in names:
            self._tabs.setCurrentIndex(names.index(target["tab"]))
        if "unit" in target:
            self._tabs.setCurrentIndex(names.index("units"))
            self._tables["units"].select_key(target["unit"])
        self._table().setFocus()

    def focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _spec(self) -> _Tab:
        return list(self._specs.values())[self._tabs.currentIndex()]

    def _table(self) -> TableView:
        return self._tables[self._spec().name]

    def _fill(self) -> None:
        spec, snapshot = self._spec(), self.session.snapshot
        self._edit.setEnabled(spec.form is not None)
        if snapshot is None:
            return
        query = SearchQuery(self._search.text())
        rows = [row for row in spec.rows(snapshot) if query.matches(spec.searchable(row))]
        self._table().show_rows(rows)

    def _edit_current(self) -> None:
        spec, row, snapshot = self._spec(), self._table().current_row(), self.session.snapshot
        if row is not None and snapshot is not None and spec.form is not None:
            self._open(spec.form(snapshot, row))

    def _extend(self) -> None:
        unit, snapshot = self._tables["units"].current_row(), self.session.snapshot
        if unit is not None and snapshot is not None:
            self._open(extension_form(snapshot, unit))

    def _end_extension(self) -> None:
        unit = self._tables["units"].current_row()
        plan = self.session.plan_code
        if unit is not None:
            self.session.write(
                lambda office: office.planning.end_extension(plan, unit.code),
                _nothing,
                title=text("settings.task_save"),
            )

    def _open(self, form: Form) -> None:
        def save(
            values: Mapping[str, Any],
            done: Callable[[object], None],
            failed: Callable[[Exception], None],
        ) -> None:
            def work(office: Office) -> None:
                form.change(office, values)

            self.session.write(work, done, title=text("settings.task_save"), failed=failed)

        RecordDialog(form.title, form.heading, form.fields, save, self).open()

    def _deadline(self, unit: Unit) -> str:
        snapshot = self.session.snapshot
        return deadline_words(snapshot.deadline_of(unit.code)) if snapshot else ""

    def _group_name(self, code: str) -> str:
        snapshot = self.session.snapshot
        groups = snapshot.plan.groups if snapshot else ()
        return next((group.name for group in groups if group.code == code), code)


def _clause_words(clause: Clause) -> str:
    return "\n\n".join(part for part in (clause.title, clause.body) if part)


def _nothing(_result: object) -> None:
    """The snapshot that comes with every write is all that is to be shown."""
