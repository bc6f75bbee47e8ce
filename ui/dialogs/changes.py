"""What has changed since a report was issued: totals, figures of units and why, their states."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from ui.models.table import Column, TableModel
from ui.widgets.issued_list import issue_name
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView, as_tsv
from vinhloc_cds.domain.formatting import format_datetime, format_number, format_percent
from vinhloc_cds.domain.issuing import Changes, StateChange, TotalChange, ValueChange
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.texts import text


class ChangesDialog(QDialog):
    """Lists what is different now; the issued report itself never changes."""

    def __init__(self, plan: Plan, changes: Changes, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan = plan
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("issued.changes_title", name=issue_name(changes.issue)))
        said = [text("issued.frozen", at=format_datetime(changes.issue.as_of))]
        if changes.reported_since:
            names = ", ".join(plan.unit_by_code[unit].name for unit in changes.reported_since)
            said.append(text("issued.reported_since", names=names))
        self.words = PlainLabel(" ".join(said), wrap=True)
        self.totals = TableView("total_changes")
        self.totals.set_table(
            TableModel(self._total_columns(), lambda row: (row.code, row.group)), stretch=0
        )
        self.totals.set_empty_text(text("issued.no_totals"))
        self.totals.show_rows(changes.told_totals)
        self.values = TableView("value_changes")
        self.values.set_table(
            TableModel(self._value_columns(), lambda row: (row.unit, row.indicator)), stretch=4
        )
        self.values.set_empty_text(text("issued.no_values"))
        self.why = PlainLabel(wrap=True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.values.row_changed.connect(lambda row: self.why.setText(row.why if row else ""))
        self.values.show_rows(changes.values)
        self.states = TableView("state_changes")
        self.states.set_table(TableModel(self._state_columns(), lambda row: row.unit), stretch=0)
        self.states.show_rows(changes.states)
        parts = {"totals": self.totals, "values": self.values, "states": self.states}
        for table in parts.values():
            if table.model().rowCount():
                table.selectRow(0)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        for title, table in parts.items():
            part = QWidget()
            layout = QVBoxLayout(part)
            layout.setContentsMargins(0, 0, 0, 0)
            count = table.model().rowCount()
            layout.addWidget(PlainLabel(text(f"issued.part.{title}", count=count)))
            layout.addWidget(table, 1)
            split.addWidget(part)
            # Few reports need the third, and there is little room.
            part.setVisible(title != "states" or bool(changes.states))
        self._parts = {"totals": self.totals, "values": self.values}
        if changes.states:
            self._parts["states"] = self.states
        whole = QVBoxLayout(self)
        whole.addWidget(self.words)
        whole.addWidget(split, 1)
        whole.addWidget(self.why)
        whole.addLayout(self._make_buttons())
        room, unit = self.screen().availableSize(), self.fontMetrics()
        self.resize(
            min(unit.averageCharWidth() * 190, int(room.width() * 0.92)),
            min(unit.height() * 40, int(room.height() * 0.85)),
        )

    def _make_buttons(self) -> QHBoxLayout:
        self.copied = PlainLabel()
        self.copy_button = QPushButton(text("issued.copy"))
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton(text("trace.close"))
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.copied, 1)
        buttons.addWidget(close)
        return buttons

    def _copy(self) -> None:
        """Put the tables on the clipboard one below the other, as Excel and Zalo take them."""
        lines = [[self.windowTitle()]]
        for part, table in self._parts.items():
            titles, rows = table.shown_texts()
            lines += [
                [],
                [text(f"issued.part.{part}", count=len(rows))],
                list(titles),
                *map(list, rows),
            ]
        QGuiApplication.clipboard().setText(as_tsv(lines))
        self.copied.setText(text("issued.copied"))

    def _indicator(self, code: str) -> str:
        indicator = self._plan.indicator_by_code.get(code)
        return text("trace.figure", code=code, name=indicator.name) if indicator else code

    def _of(self, row: TotalChange) -> str:
        groups = {group.code: group.name for group in self._plan.groups}
        what = self._indicator(row.code)
        if not row.group:
            return what
        return text("trace.of", what=what, of=groups.get(row.group, row.group))

    def _total_columns(self) -> list[Column[TotalChange]]:
        return [
            Column(text("trace.column.total"), self._of, width=40, tooltip=self._of),
            Column(text("issued.column.was"), lambda row: _number(row.was), width=14, right=True),
            Column(text("issued.column.now"), lambda row: _number(row.now), width=14, right=True),
            Column(
                text("issued.column.over"),
                lambda row: text(
                    "issued.over",
                    was=row.was_reported,
                    now=row.now_reported,
                    expected=row.expected,
                ),
                width=22,
            ),
            Column(text("issued.column.ratio"), _ratio, width=18, right=True),
            Column(text("issued.column.what"), _what, width=22, tooltip=_what),
        ]

    def _state_columns(self) -> list[Column[StateChange]]:
        return [
            Column(text("trace.column.unit"), self._unit, width=40, tooltip=self._unit),
            Column(text("issued.column.was"), lambda row: row.was or text("trace.blank"), width=34),
            Column(text("issued.column.now"), lambda row: row.now or text("trace.blank"), width=34),
        ]

    def _value_columns(self) -> list[Column[ValueChange]]:
        return [
            Column(text("trace.column.unit"), self._unit, width=26, tooltip=self._unit),
            Column(
                text("trace.column.total"),
                lambda row: self._indicator(row.indicator),
                width=44,
                tooltip=lambda row: self._indicator(row.indicator),
            ),
            Column(
                text("issued.column.was"),
                lambda row: row.was or text("trace.blank"),
                width=15,
                right=True,
                tooltip=lambda row: row.was,
            ),
            Column(
                text("issued.column.now"),
                lambda row: row.now or text("trace.blank"),
                width=15,
                right=True,
                tooltip=lambda row: row.now,
            ),
            Column(text("issued.column.why"), lambda row: row.why, tooltip=lambda row: row.why),
        ]

    def _unit(self, row: ValueChange | StateChange) -> str:
        unit = self._plan.unit_by_code.get(row.unit)
        return unit.name if unit else row.unit


def _ratio(row: TotalChange) -> str:
    """Of a total that has or had any."""
    if row.was_ratio is None and row.now_ratio is None:
        return ""
    return text("issued.ratio", was=_percent(row.was_ratio), now=_percent(row.now_ratio))


def _what(row: TotalChange) -> str:
    """What of it is another as printed: it may stay the same over more units."""
    differs = {
        "number": _number(row.was) != _number(row.now),
        "coverage": row.was_reported != row.now_reported,
        "ratio": _percent(row.was_ratio) != _percent(row.now_ratio),
    }
    words = ", ".join(text(f"issued.differs.{name}") for name, does in differs.items() if does)
    return words if differs["number"] else text("issued.only", what=words)


def _percent(ratio: float | None) -> str:
    return text("trace.blank") if ratio is None else format_percent(ratio)


def _number(value: float | None) -> str:
    return text("trace.blank") if value is None else format_number(value)
