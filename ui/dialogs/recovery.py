"""What is offered when the database cannot be used: its backups."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from ui import errors
from ui.models.table import Column, TableModel
from ui.tasks import TaskRunner
from ui.widgets.label import PlainLabel
from ui.widgets.table import TableView
from vinhloc_cds.domain.formatting import format_datetime, format_number
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.ports import BackupFile, Backups
from vinhloc_cds.texts import has_text, text


class RecoveryDialog(QDialog):
    """Says what is wrong with the database and lets the user put a backup in its place.

    Nothing is written before the user has chosen one. Rejected when the program is to end.
    """

    restored = Signal(str)
    """A backup stands in the place of the database; carries the sentence that says so."""

    def __init__(
        self,
        error: Exception,
        make_backups: Callable[[], Backups],
        tasks: TaskRunner,
        data_dir: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_backups = make_backups
        self._tasks = tasks
        self._restoring = False
        self.setWindowTitle(text("recovery.title"))
        self.table = TableView("backups")
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.table.set_table(TableModel(_columns(), key=lambda backup: backup.path))
        self.table.row_opened.connect(self._restore)
        self.table.row_changed.connect(self._ask_what_is_lost)
        heading = QLabel(text("recovery.backups"))
        heading.setBuddy(self.table)
        self.lost = PlainLabel(wrap=True)
        self.lost.hide()
        self.state = PlainLabel(text("recovery.kept"), wrap=True)

        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.restore_button = QPushButton(text("recovery.restore"))
        self.restore_button.clicked.connect(lambda: self._restore(self.table.current_row()))
        self.folder_button = QPushButton(text("recovery.folder"))
        self.folder_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(data_dir)))
        )
        self.close_button = QPushButton(text("recovery.close"))
        buttons.addButton(self.restore_button, role.ActionRole)
        buttons.addButton(self.folder_button, role.ActionRole)
        buttons.addButton(self.close_button, role.RejectRole)
        buttons.rejected.connect(self.reject)

        layout = QVBoxLayout(self)
        layout.addLayout(self._make_top(error))
        layout.addWidget(heading)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.lost)
        layout.addWidget(self.state)
        layout.addWidget(buttons)
        self.resize(720, 420)
        self._settle()
        self._list()

    def reject(self) -> None:
        """End the program, but never halfway through a restore."""
        if not self._restoring:
            super().reject()

    def _make_top(self, error: Exception) -> QHBoxLayout:
        icon = QLabel()
        style = self.style()
        size = style.pixelMetric(QStyle.PixelMetric.PM_MessageBoxIconSize)
        warning = style.standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning)
        icon.setPixmap(warning.pixmap(size, size))
        self.sentence = PlainLabel(str(error), wrap=True)
        top = QHBoxLayout()
        top.addWidget(icon)
        top.addWidget(self.sentence, 1)
        return top

    def _list(self) -> None:
        self._tasks.submit(
            text("recovery.task.list"),
            lambda _: self._make_backups().list(),
            self._show,
            errors.show,
            cancellable=True,
        )

    def _show(self, backups: tuple[BackupFile, ...]) -> None:
        if not backups:
            self.table.set_empty_text(text("recovery.none"))
        self.table.show_rows(backups)
        if backups and self.table.current_row() is None:
            self.table.select_key(backups[0].path)
        self.table.setFocus()

    def _ask_what_is_lost(self, backup: BackupFile | None) -> None:
        """Name the issued reports that the chosen copy lacks, where the database can be read."""
        self._settle()
        self.lost.hide()
        if backup is None or self._restoring:
            return
        self._tasks.submit(
            text("recovery.task.compare"),
            lambda _: self._make_backups().issues_lost(backup.path),
            lambda lost: self._say_what_is_lost(backup, lost),
            errors.show,
            cancellable=True,
        )

    def _say_what_is_lost(self, backup: BackupFile, lost: tuple[str, ...]) -> None:
        if lost and self.table.current_row() == backup:
            words = text("store.issues_lost", count=len(lost), names="; ".join(lost))
            self.lost.setText(words)
            self.lost.show()

    def _restore(self, backup: BackupFile | None) -> None:
        if self._restoring or backup is None:
            return
        self._restoring = True
        self._settle()
        self.state.setText(text("recovery.working", made=format_datetime(backup.made_at)))
        self._tasks.submit(
            text("recovery.task.restore"),
            lambda _: self._make_backups().restore(backup.path),
            self._finish,
            self._refuse,
        )

    def _finish(self, restored: BackupFile) -> None:
        self.accept()
        self.restored.emit(text("recovery.done", made=format_datetime(restored.made_at)))

    def _refuse(self, error: Exception) -> None:
        """Say why nothing was restored, so that the user can choose another copy."""
        self._restoring = False
        self._settle()
        self.state.setText(str(error) if isinstance(error, UserError) else text("recovery.kept"))
        if not isinstance(error, UserError):
            errors.show(error)
        self._list()

    def _settle(self) -> None:
        """Let only those buttons be pressed that do something now."""
        self.restore_button.setEnabled(not self._restoring and self.table.current_row() is not None)
        self.close_button.setEnabled(not self._restoring)


def _columns() -> tuple[Column[BackupFile], ...]:
    return (
        Column(
            text("recovery.column.made"),
            lambda backup: format_datetime(backup.made_at),
            22,
            sort=lambda backup: backup.made_at,
        ),
        Column(text("recovery.column.kind"), lambda backup: _kind(backup.kind), 26),
        Column(
            text("recovery.column.submissions"),
            lambda backup: format_number(backup.counts["submission"]),
            14,
            sort=lambda backup: backup.counts["submission"],
            right=True,
        ),
    )


def _kind(kind: str) -> str:
    """The kind of a backup; a newer version may know kinds that have no words here."""
    code = f"recovery.kind.{kind}"
    return text(code) if has_text(code) else kind
