"""The passages of the report, which of them the officer worded himself, and which disagree."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.table import Column, TableModel
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from vinhloc_cds.services.wordings import PassageView
from vinhloc_cds.texts import text


class PassageList(QWidget):
    """Lists the passages in the order of the report; Enter edits one."""

    chosen = Signal(object)
    """The `PassageView` that is to be edited."""
    gone_to = Signal(object)
    """The `PassageView` that somebody has moved to in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.odd = 0
        """How many of the officer's passages no longer go with the data."""
        self._filling = False
        self.table = TableView("passages")
        self.edit_action = QAction(text("passage.edit"), self.table)
        self.edit_action.setShortcut("F2")
        self.edit_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.edit_action.triggered.connect(self._edit)
        self.table.addAction(self.edit_action)
        self.edit_button = QPushButton(text("passage.edit"))
        self.edit_button.clicked.connect(self._edit)
        columns = [
            Column[PassageView](
                text("passage.column.passage"),
                lambda view: view.passage.title,
                width=34,
                sort=lambda view: self._order.get(view.passage.key, 0),
                tooltip=lambda view: view.passage.title,
            ),
            Column[PassageView](
                text("passage.column.state"),
                _state,
                width=18,
                colour=lambda view: "late" if view.disagrees else "good" if view.edit else "",
                tooltip=lambda view: "\n".join(each.sentence for each in view.disagreements),
            ),
        ]
        self._order: dict[str, int] = {}
        self.table.set_table(TableModel(columns, lambda view: view.passage.key), stretch=0)
        self.table.set_empty_text(text("report_page.being_made"))
        self.table.row_opened.connect(self.chosen)
        self.table.row_changed.connect(self._note_row)
        self._note_row(None)
        buttons = QHBoxLayout()
        buttons.addWidget(self.edit_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(PlainLabel(text("passage.list_hint"), wrap=True))
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def show_passages(self, views: Iterable[PassageView]) -> None:
        """Show these passages; the one with the cursor keeps it."""
        rows = list(views)
        self.odd = sum(view.disagrees for view in rows)
        self._order = {view.passage.key: number for number, view in enumerate(rows)}
        self._filling = True
        self.table.show_rows(rows)
        if self.table.current_row() is None and rows:
            self.table.selectRow(0)
        self._filling = False

    def _note_row(self, view: PassageView | None) -> None:
        self.edit_action.setEnabled(view is not None)
        self.edit_button.setEnabled(view is not None)
        if view is not None and not self._filling:
            self.gone_to.emit(view)

    def _edit(self) -> None:
        if (view := self.table.current_row()) is not None:
            self.chosen.emit(view)


def _state(view: PassageView) -> str:
    if view.disagrees:
        return text("passage.state.disagrees")
    return text("passage.state.edited") if view.edit else text("passage.state.own")
