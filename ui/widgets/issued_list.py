"""The reports that were issued, and what has changed since."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ui.models.table import Column, TableModel
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from vinhloc_cds.domain.formatting import document_number, format_date, format_datetime
from vinhloc_cds.domain.issuing import Changes, Issue
from vinhloc_cds.texts import text

_FORMATS = ("pdf", "docx", "xlsx", "control")


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """An issued report with what is different now; `changes` is None for one withdrawn.

    `continued_by` is the supplement that has told of changes since: a next one continues that.
    """

    issue: Issue
    changes: Changes | None
    continued_by: Issue | None = None


class IssuedList(QWidget):
    """Lists the issued reports, the newest first; Enter shows the PDF as it was issued."""

    file_wanted = Signal(object, str)
    """A file of an `Issue` is to be saved, in this format."""
    view_wanted = Signal(object)
    """An `Issue` is to be looked at, and printed, as it was issued."""
    changes_wanted = Signal(object)
    """The `Changes` since are to be shown."""
    supplement_wanted = Signal(object)
    """An `Issue` is to be supplemented."""
    withdrawal_wanted = Signal(object)
    """An `Issue` is to be withdrawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = TableView("issued")
        self.table.set_table(TableModel(_columns(), lambda row: row.issue.id))
        self.table.set_empty_text(text("issued.none"))
        self.table.row_opened.connect(lambda row: self.view_wanted.emit(row.issue))
        self._wanted: int | None = None
        self.beside = PlainLabel(text("issued.beside"), wrap=True)
        self.said = PlainLabel(wrap=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table.row_changed.connect(self._enable)
        self.view_button = self._button("view", lambda row: self.view_wanted.emit(row.issue))
        self.save_button = QPushButton(text("issued.save"))
        self.save_button.setMenu(self._make_menu())
        self.changes_button = self._button(
            "changes", lambda row: self.changes_wanted.emit(row.changes)
        )
        self.supplement_button = self._button(
            "supplement", lambda row: self.supplement_wanted.emit(row.issue)
        )
        self.withdraw_button = self._button(
            "withdraw", lambda row: self.withdrawal_wanted.emit(row.issue)
        )
        buttons = QGridLayout()
        for number, button in enumerate(
            (
                self.view_button,
                self.save_button,
                self.changes_button,
                self.supplement_button,
                self.withdraw_button,
            )
        ):
            buttons.addWidget(button, number // 2, number % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.beside)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.said)
        layout.addLayout(buttons)
        self._enable(None)

    def show_issued(self, rows: Iterable[IssuedRow]) -> None:
        """Show these reports."""
        self.table.show_rows(rows)
        self.beside.setVisible(self.table.model().rowCount() > 0)
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
        if self.table.current_row() is None and self.table.model().rowCount():
            self.table.selectRow(0)

    def choose(self, issue: Issue) -> None:
        """Make `issue` the one that the buttons are about, as soon as it is listed."""
        self._wanted = None if self.table.select_key(issue.id) else issue.id

    def _button(self, name: str, act: Callable[[IssuedRow], object]) -> QPushButton:
        button = QPushButton(text(f"issued.{name}"))

        def press() -> None:
            if (row := self.table.current_row()) is not None:
                act(row)

        button.clicked.connect(press)
        return button

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for each in _FORMATS:
            action = QAction(text(f"issued.format.{each}"), menu)
            action.triggered.connect(self._asker(each))
            menu.addAction(action)
        return menu

    def _asker(self, file_format: str) -> Callable[[], None]:
        def ask() -> None:
            if (row := self.table.current_row()) is not None:
                self.file_wanted.emit(row.issue, file_format)

        return ask

    def _enable(self, row: IssuedRow | None) -> None:
        self.said.setText(_told(row) if row else "")
        stands = row is not None and row.issue.withdrawn_at is None
        changed = row is not None and bool(row.changes)
        self.view_button.setEnabled(row is not None)
        self.save_button.setEnabled(row is not None)
        self.changes_button.setEnabled(changed)
        continued = row is not None and row.continued_by is not None
        self.supplement_button.setEnabled(stands and changed and not continued)
        self.withdraw_button.setEnabled(stands)


def issue_name(issue: Issue) -> str:
    """As in "Báo cáo số 05/BC-UBND ngày 12/10/2024"."""
    return text(
        "issued.name",
        number=document_number(issue.number, issue.symbol),
        day=format_date(issue.day),
    )


def issued_rows(issued: Sequence[tuple[Issue, Changes | None]]) -> list[IssuedRow]:
    """What `Issuing.standing` gives, the newest first."""
    supplements = {issue.base: issue for issue, changes in issued if changes is not None}
    return [
        IssuedRow(issue, changes, None if changes is None else supplements.get(issue.id))
        for issue, changes in reversed(issued)
    ]


def shown_title(issue: Issue) -> str:
    """What stands over the window of its file: that it was withdrawn, too."""
    name = issue_name(issue)
    return name if issue.withdrawn_at is None else text("issued.withdrawn_title", name=name)


def sure_of(issue: Issue) -> str:
    """What is asked before a file of it is saved or printed; "" where it stands."""
    if issue.withdrawn_at is None:
        return ""
    return text(
        "issued.withdrawn_sure",
        name=issue_name(issue),
        at=format_datetime(issue.withdrawn_at),
        reason=issue.withdrawn_reason,
    )


def _columns() -> list[Column[IssuedRow]]:
    return [
        Column(
            text("issued.column.number"),
            lambda row: document_number(row.issue.number, row.issue.symbol),
            width=13,
            sort=lambda row: (row.issue.day, row.issue.number),
            tooltip=_told,
        ),
        Column(
            text("issued.column.state"),
            _state,
            width=24,
            colour=_colour,
            tooltip=_state,
        ),
        Column(
            text("issued.column.day"),
            lambda row: format_date(row.issue.day),
            width=11,
            sort=lambda row: row.issue.day,
        ),
        Column(
            text("issued.column.kind"),
            lambda row: text(f"issued.kind.{row.issue.kind}"),
            width=10,
        ),
    ]


def _told(row: IssuedRow) -> str:
    """All that the cells may be too narrow for."""
    issue = row.issue
    said = [
        text(
            "issued.tip",
            name=issue_name(issue),
            at=format_datetime(issue.issued_at),
            by=issue.issued_by,
        )
    ]
    if issue.withdrawn_at is not None:
        at = format_datetime(issue.withdrawn_at)
        said.append(text("issued.withdrawn_why", at=at, reason=issue.withdrawn_reason))
    return " ".join(said)


def _state(row: IssuedRow) -> str:
    if row.issue.withdrawn_at is not None:
        return text("issued.state.withdrawn")
    if row.continued_by is not None:
        number = document_number(row.continued_by.number, row.continued_by.symbol)
        return text("issued.state.continued", number=number)
    if not row.changes:
        return text("issued.state.unchanged")
    said = []
    if changed := len(row.changes.values):
        said.append(text("issued.state.values", count=changed))
    if joined := len(row.changes.reported_since):
        said.append(text("issued.state.joined", count=joined))
    if states := len(row.changes.states):
        said.append(text("issued.state.states", count=states))
    return "; ".join(said) or text("issued.state.totals")


def _colour(row: IssuedRow) -> str:
    if row.issue.withdrawn_at is not None:
        return "quiet"
    return "late" if row.changes and not row.continued_by else "good"
