"""What is behind a number of a document: the units that it is made of, and their cells."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.table import Column, TableModel
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.services.tracing import Trace
from vinhloc_cds.services.tracing_states import TraceRow
from vinhloc_cds.texts import text


class TraceDialog(QDialog):
    """Lists the units behind one number; Enter goes to what a unit sent."""

    unit_wanted = Signal(str, str)
    """The page of figures is asked for, at this unit and this indicator (which may be blank)."""

    def __init__(self, trace: Trace, parent: QWidget) -> None:
        super().__init__(parent)
        self._trace = trace
        self.setWindowTitle(text("trace.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title = PlainLabel(trace.title, wrap=True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.said = PlainLabel(" ".join(trace.said), wrap=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = TableView("trace")
        self.table.set_table(
            TableModel(_columns(trace), lambda row: (row.unit, row.raw)), stretch=0
        )
        self.table.set_empty_text(text("trace.no_units"))
        self.table.show_rows(trace.rows)
        self.table.row_opened.connect(self._open)
        self.open_button = QPushButton(text("trace.open"))
        self.open_button.clicked.connect(self._open_current)
        close = QPushButton(text("trace.close"))
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        self.hint = PlainLabel(text("trace.open_hint") if trace.rows else "", wrap=True)
        buttons.addWidget(self.hint, 1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.title)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        unit = self.fontMetrics()
        room = self.screen().availableSize()
        self.resize(
            min(unit.averageCharWidth() * 150, int(room.width() * 0.9)),
            min(unit.height() * 30, int(room.height() * 0.8)),
        )
        if trace.rows:
            self.table.selectRow(0)
        self.open_button.setEnabled(bool(trace.rows))
        self.table.setFocus()

    def _open_current(self) -> None:
        if (row := self.table.current_row()) is not None:
            self._open(row)

    def _open(self, row: TraceRow) -> None:
        self.accept()
        self.unit_wanted.emit(row.unit, self._trace.indicator)


def _columns(trace: Trace) -> list[Column[TraceRow]]:
    """Of a figure its value and where it stands; of a count the duty, if any, and the state."""
    columns: list[tuple[str, Callable[[TraceRow], str], int]] = [
        ("unit", lambda row: row.unit_name, 34),
        ("shown", lambda row: row.shown or text("trace.blank"), 16),
        ("raw", lambda row: row.raw, 18),
        ("place", lambda row: row.place, 44),
        ("received", lambda row: format_datetime(row.received_at) if row.received_at else "", 17),
    ]
    if not trace.indicator:
        columns = [
            ("unit", lambda row: row.unit_name, 40),
            ("duty", lambda row: row.raw, 60),
            ("state", lambda row: row.place, 28),
            columns[-1],
        ]
        columns = [each for each in columns if any(map(each[1], trace.rows))] or columns
    return [
        Column(
            text(f"trace.column.{name}"),
            show,
            width=width,
            right=name == "shown",
            tooltip=show,
            colour=_colour if name in {"shown", "place"} else None,
        )
        for name, show, width in columns
    ]


def _colour(row: TraceRow) -> str:
    return "" if row.shown else "quiet"
