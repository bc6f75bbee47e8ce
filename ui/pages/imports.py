"""Files that units send: dropped here, read, and settled point by point with the keyboard."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMessageBox,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.files import FileDialog
from ui.dialogs.receipt import ReceiptDialog, batch_heading
from ui.dialogs.save_as import proposed_folder
from ui.models.incoming import DONE, FileRow, Files, file_columns, file_rows
from ui.models.table import TableModel
from ui.page import Page
from ui.session import Session
from ui.widgets.batch_progress import BatchProgress
from ui.widgets.label import PlainLabel
from ui.widgets.points import PointsPane
from ui.widgets.search import SearchField
from ui.widgets.table import TableView
from vinhloc_cds.domain.incoming import Incoming, Todo
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import Channel, Submission
from vinhloc_cds.domain.text import SearchQuery
from vinhloc_cds.services.importing import (
    Answer,
    Batch,
    Decision,
    Outcome,
    Status,
)
from vinhloc_cds.services.review import Point
from vinhloc_cds.services.walking import Dropped
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.reports.return_slip import ReturnSlip

_CHANNEL_KEY = "imports/channel"
_FOLDER_KEY = "imports/folder"
_FORMS_FOLDER_KEY = "imports/forms_folder"


class ImportsPage(Page):
    """The files above, and below them what is open about them."""

    name = "imports"

    progressed = Signal(object)
    """How far the batch is; emitted on the worker."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._files: Files = ()
        # What was refused is nowhere but here: it stays until it comes in or the program ends.
        self._refused: dict[str, Outcome] = {}
        self._doubled: tuple[Outcome, ...] = ()
        self._storing = False
        self._begins = True
        # The file in hand is that of the point in hand, unless the user works in the list of files.
        self._files_lead = False
        self._stop = threading.Event()
        self._running = False
        self.search = SearchField(text("imports.search"))
        self.table = TableView("files")
        self.table.set_table(TableModel(file_columns(), lambda row: row.key, self))
        self.table.set_empty_text(text("imports.loading"))
        self.points = PointsPane()
        self.progress = BatchProgress()
        self._summary = PlainLabel()
        self.said = PlainLabel(wrap=True)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("rows")
        splitter.addWidget(self._files_half())
        splitter.addWidget(self.points)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.addWidget(self._build_actions())
        layout.addWidget(self.progress)
        layout.addWidget(splitter, 1)
        self._connect()
        self._show_file(None)
        self._enable()

    # Building.

    def _files_half(self) -> QWidget:
        half = QWidget()
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self._summary)
        layout = QVBoxLayout(half)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.said)
        return half

    def _build_actions(self) -> QToolBar:
        bar = QToolBar()
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        # Ctrl+O and Ctrl+Shift+O are the window's: they work from every page.
        self.files_action = self._action(bar, "imports.do.files", "", self.choose_files)
        self.folder_action = self._action(bar, "imports.do.folder", "", self.choose_folder)
        self.forms_action = self._action(bar, "imports.do.forms", "", self.make_forms)
        bar.addSeparator()
        self.next_action = self._action(bar, "imports.do.next", "F8", self.points.go_to_next)
        self.accept_all_action = self._action(
            bar, "imports.do.accept_all", "Ctrl+Shift+Return", self._accept_all
        )
        bar.addSeparator()
        self.slip_action = self._action(bar, "imports.do.slip", "Ctrl+T", self._make_slip)
        self.original_action = self._action(
            bar, "imports.source.open", "Ctrl+G", self._open_original
        )
        self.mend_action = self._action(bar, "imports.do.mend", "F2", self._mend_receipt)
        self.discard_action = self._action(bar, "imports.do.discard", "", self._discard)
        return bar

    def _action(self, bar: QToolBar, code: str, key: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text(code), self)
        if key:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked: slot())
        self.addAction(action)
        bar.addAction(action)
        return action

    def _connect(self) -> None:
        self.search.textChanged.connect(self._fill)
        self.search.left.connect(self.table.setFocus)
        self.table.row_changed.connect(self._show_file)
        self.table.row_opened.connect(self._open_file)
        self.points.answered.connect(self._answer)
        self.points.decided.connect(self._decide)
        self.points.by_hand.connect(self._enter_by_hand)
        self.points.looked_at.connect(self._look_at)
        self.points.changed.connect(self._enable)
        self.progress.stopped.connect(self._stop_batch)
        self.progressed.connect(self.progress.show_progress)
        self.session.tasks.busy_changed.connect(self._end_work)
        for leader in (self.table, self.points.table, self.points.groups):
            leader.installEventFilter(self)

    # What the page shows.

    def show_snapshot(self, snapshot: Snapshot) -> None:
        plan = snapshot.plan.code
        self.session.read(
            lambda office: office.importing.incoming(plan),
            self._take_files,
            title=text("imports.task.load"),
        )

    def open_at(self, **target: str) -> None:
        """Select the file with the number `incoming`, or `choose` "files" or a "folder"."""
        match target.get("choose"):
            case "files":
                self.choose_files()
            case "folder":
                self.choose_folder()
        if "incoming" in target:
            self.search.clear()
            self.table.select_key(target["incoming"])
            self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._files_lead = watched is self.table
            self._enable()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_focus()

    def _take_focus(self) -> None:
        """Let the keyboard begin with what there is to do, else with the files."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            (self.points.table if self.points.rows else self.table).setFocus()

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def may_close(self) -> bool:
        """A batch ends after the file in hand; what was taken in stays."""
        self._stop.set()
        return True

    def _take_files(self, files: Files) -> None:
        self._files = files
        self.table.set_empty_text(text("imports.empty"))
        begins, self._begins = self._begins, False
        if begins:
            self._files_lead = False
        self._fill()
        if begins and self.isVisible():
            # The keyboard begins with what there is to do.
            (self.points.table if self.points.rows else self.table).setFocus()

    def _fill(self) -> None:
        snapshot = self.session.snapshot
        if snapshot is None:
            return
        rows = file_rows(snapshot, self._files, [*self._refused.values(), *self._doubled])
        query = SearchQuery(self.search.text())
        self.table.show_rows(row for row in rows if query.matches(row.file_name, row.unit))
        waiting = sum(bool(row.open_points) for row in rows)
        self._summary.setText(
            text("imports.summary", files=len(rows), waiting=waiting) if rows else ""
        )
        self.points.show_files(snapshot.plan, rows)

    def _show_file(self, row: FileRow | None) -> None:
        stored = row is not None and row.incoming is not None
        self.discard_action.setEnabled(stored and row is not None and row.submission is None)
        self.slip_action.setEnabled(stored and row is not None and row.open_points > 0)
        self.original_action.setEnabled(stored)
        accepted = row is not None and row.state == DONE
        self.mend_action.setEnabled(stored and not accepted)
        self.said.setText(row.said if row is not None else "")
        self.said.setVisible(bool(self.said.text()))
        self.points.show_file(row)

    def _enable(self) -> None:
        """What can be done with the points and the file in hand; the file follows the point."""
        if (chosen := self.points.chosen()) and not self._files_lead:
            self.table.select_key(str(chosen[0].point.incoming))
        self.accept_all_action.setEnabled(bool(self.points.acceptable()))

    def _look_at(self, point: Point) -> None:
        """Read what stands around the cell of `point`, or what its file would change."""
        number = point.incoming
        if point.todo is Todo.CHOOSE_KIND:
            self.session.read(
                lambda office: office.importing.differences(number),
                partial(self.points.show_differences, number),
                title=text("imports.task.load"),
            )
        elif point.cell:
            self.session.read(
                lambda office: office.importing.excerpt(number, point.sheet, point.cell),
                self.points.excerpt.show_excerpt,
                title=text("imports.task.excerpt"),
                failed=lambda error: self.points.message.setText(f"{point.message}\n{error}"),
            )

    # Taking files in.

    def choose_files(self) -> None:
        """Ask for files and take them in."""
        files = FileDialog.FileMode.ExistingFiles
        self._choose(text("imports.do.files"), files, _FOLDER_KEY, self.take_paths)

    def choose_folder(self) -> None:
        """Ask for a folder and take in all that is in it."""
        folder = FileDialog.FileMode.Directory
        self._choose(text("imports.do.folder"), folder, _FOLDER_KEY, self.take_paths)

    def _choose(
        self, title: str, mode: FileDialog.FileMode, key: str, take: Callable[[list[Path]], None]
    ) -> None:
        dialog = FileDialog(self, title, proposed_folder(self.session.settings, key))
        dialog.setFileMode(mode)
        dialog.setNameFilter(text("imports.file_filter"))
        # Once it is closed: the next question is asked of the window.
        dialog.accepted.connect(lambda: take([Path(name) for name in dialog.selectedFiles()]))
        dialog.open()

    def take_paths(self, paths: Sequence[Path], secured: Sequence[Path | Dropped] = ()) -> None:
        """Ask when and by which way `paths` came, then take them in, as they were `secured`."""
        if self._running or not paths or self.session.snapshot is None:
            return
        self.session.settings.setValue(_FOLDER_KEY, str(paths[0].parent))
        last = str(self.session.settings.value(_CHANNEL_KEY, Channel.ZALO.value))
        channel = Channel(last) if last in list(Channel) else Channel.ZALO
        dialog = ReceiptDialog(batch_heading(paths), self.session.now(), channel, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._begin(dialog, secured or paths))
        dialog.open()

    def _begin(self, dialog: ReceiptDialog, paths: Sequence[Path | Dropped]) -> None:
        plan = self.session.plan_code
        self.session.settings.setValue(_CHANNEL_KEY, dialog.chosen_channel.value)
        self._stop = threading.Event()
        batch = Batch(
            paths=paths,
            received_at=dialog.chosen_moment,
            channel=dialog.chosen_channel,
            stop=self._stop,
            progress=self.progressed.emit,
        )
        self._set_running(running=True)
        self.session.write(
            lambda office: office.importing.take_in(plan, batch),
            self._taken,
            title=text("imports.task.take_in"),
        )

    def _set_running(self, *, running: bool) -> None:
        self._running = running
        self.files_action.setEnabled(not running)
        self.folder_action.setEnabled(not running)
        if running:
            self.progress.begin()
        else:
            self.progress.hide()

    def _stop_batch(self) -> None:
        self._stop.set()

    def _taken(self, outcomes: tuple[Outcome, ...]) -> None:
        self._set_running(running=False)
        for outcome in outcomes:
            self._refused.pop(outcome.file_name, None)
            if outcome.status is Status.REFUSED:
                self._refused[outcome.file_name] = outcome
        self._doubled = tuple(o for o in outcomes if o.status is Status.DUPLICATE)
        self._begins = True
        if self._stop.is_set():
            kept = sum(outcome.incoming is not None for outcome in outcomes)
            self.announced.emit(text("imports.stopped", kept=kept))
            return
        counts = {status: sum(o.status is status for o in outcomes) for status in Status}
        self.announced.emit(
            text(
                "imports.done",
                total=len(outcomes),
                imported=counts[Status.IMPORTED],
                review=counts[Status.NEEDS_REVIEW],
                duplicate=counts[Status.DUPLICATE],
                refused=counts[Status.REFUSED],
            )
        )

    def _end_work(self, busy: bool) -> None:  # noqa: FBT001 - as the signal has it
        """However a batch or an answer ended, another can begin."""
        if busy:
            return
        self._storing = False
        if self._running:
            self._set_running(running=False)

    # Settling.

    def _accept_all(self) -> None:
        """Accept all that is shown and can be accepted as it is, once the officer says so."""
        answers = self.points.acceptable()
        box = QMessageBox(
            QMessageBox.Icon.Question,
            text("imports.do.accept_all"),
            text("imports.accept_all", count=len(answers)),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            self,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(lambda: self._answer(answers))
        box.open()

    def _answer(self, answers: list[Answer]) -> None:
        # A second press must not answer a question that has come up meanwhile, unread.
        if self._storing:
            return
        self._storing = True
        self.announced.emit(text("imports.task.save"))
        self.session.write(
            lambda office: office.importing.answer(answers),
            self._answered,
            title=text("imports.task.save"),
        )

    def _answered(self, changed: tuple[Incoming, ...]) -> None:
        self.points.table.setFocus()
        self.announced.emit(text("imports.answered", count=len(changed)))

    def _decide(self, number: int, decision: Decision) -> None:
        if self._storing:
            return
        self._storing = True
        self.announced.emit(text("imports.task.save"))
        leader = self.table if self._files_lead else self.points.table
        self.session.write(
            lambda office: office.importing.decide(number, decision),
            lambda _: leader.setFocus(),
            title=text("imports.task.save"),
        )

    def _mend_receipt(self) -> None:
        """Say again when and by which way the file in hand came."""
        row: FileRow | None = self.table.current_row()
        if row is None or row.incoming is None:
            return
        file = row.incoming
        dialog = ReceiptDialog(
            text("imports.mend", file=file.file_name),
            self.session.now(),
            file.channel,
            self.window(),
            moment=file.received_at,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self._decide(
                file.id,
                Decision(received_at=dialog.chosen_moment, channel=dialog.chosen_channel),
            )
        )
        dialog.open()

    def _open_file(self, row: FileRow) -> None:
        """To what there is to do about it, or else to the report that was made of it."""
        if row.open_points:
            self.points.this_file.setChecked(True)
            self.points.table.setFocus()
        elif row.submission is not None:
            self.page_requested.emit("submissions", {"submission": str(row.submission.id)})

    def _discard(self) -> None:
        from ui.dialogs.return_reason import ReasonDialog  # noqa: PLC0415 - when first needed

        row: FileRow | None = self.table.current_row()
        if row is None or row.incoming is None:
            return
        number = row.incoming.id
        dialog = ReasonDialog(
            self.session,
            text("imports.do.discard"),
            text("imports.discard", file=row.file_name),
            lambda office, reason: office.importing.discard(number, reason),
            self.window(),
        )
        dialog.open()

    def _make_slip(self) -> None:
        """Put together what the unit of the file in hand is asked to mend."""
        row: FileRow | None = self.table.current_row()
        if row is None or row.incoming is None:
            return
        number, submission = row.incoming.id, row.submission
        self.session.read(
            lambda office: office.returning.of_file(number),
            lambda slip: self._show_slip(slip, submission),
            title=text("imports.task.slip"),
        )

    def _show_slip(self, slip: "ReturnSlip", submission: Submission | None) -> None:
        from ui.dialogs.return_slip import ReturnSlipDialog  # noqa: PLC0415 - when first needed

        dialog = ReturnSlipDialog(self.session, slip, submission, self.window())
        dialog.announced.connect(self.announced)
        dialog.open()

    def _open_original(self) -> None:
        from ui.originals import open_original  # noqa: PLC0415 - when first needed

        row: FileRow | None = self.table.current_row()
        if row is not None and row.incoming is not None:
            open_original(self.session, self, row.incoming.sha256, row.file_name)

    def _enter_by_hand(self, number: int) -> None:
        self.page_requested.emit("submissions", {"incoming": str(number)})

    def make_forms(self) -> None:
        """Ask for a folder and write each unit's form into it."""
        folder = FileDialog.FileMode.Directory
        self._choose(text("imports.forms_folder"), folder, _FORMS_FOLDER_KEY, self._make_forms)

    def _make_forms(self, folders: list[Path]) -> None:
        plan = self.session.plan_code
        (out,) = folders
        self.session.settings.setValue(_FORMS_FOLDER_KEY, str(out))
        self.session.read(
            lambda office: office.handing_out.write(plan, out),
            lambda made: self.announced.emit(
                text("imports.forms_made", count=len(made), folder=out)
            ),
            title=text("imports.task.forms"),
        )
