"""The form in which a submission is entered or revised, made for the keyboard.

On the left what the submission says of itself, on the right the figures that its unit is asked
for, checked as they are typed. Nothing that was typed is lost when saving fails. Where the figures
are in a file that only a person can read, it stands beside them.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ui import questions, theme
from ui.models.entry import EntryModel, describe
from ui.models.entry_findings import count_problems, finding_text
from ui.session import Session
from ui.widgets.entry import EntryView
from ui.widgets.entry_header import SubmissionHeader
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.checking import read_entries
from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import standing_values
from vinhloc_cds.domain.submission import (
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.services.intake import judge, stops
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.services.office import Office

_SIZE_KEY = "submissions/dialog"
_SPLITTER_KEY = "submissions/dialog_splitter"
_SIZE = QSize(1340, 820)
_HINT_LINES = 4
# On a low screen the figures need the room more than the words below them.
_LOW, _LOW_HINT_LINES = 600, 3


class SubmissionDialog(QDialog):
    """Enters a new submission, of `unit` or out of the file `incoming` if given.

    With `revises` it changes that one.
    """

    saved = Signal(object)
    """The `Submission` as it was stored; the form closes."""

    def __init__(
        self,
        session: Session,
        snapshot: Snapshot,
        parent: QWidget | None = None,
        *,
        unit: Unit | None = None,
        revises: Submission | None = None,
        incoming: Incoming | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._snapshot = snapshot
        self._revises = revises
        self._incoming = incoming
        self._saving = False
        self._acceptable = False
        self.setWindowTitle(text("submissions.title_revise" if revises else "submissions.title"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.header = SubmissionHeader(snapshot.plan, session.now())
        self.model = EntryModel(self)
        self.grid = EntryView(self.model)
        self.hint = PlainLabel(wrap=True)
        self.summary = PlainLabel(wrap=True)
        self.why = PlainLabel(wrap=True)
        self.problem = PlainLabel(wrap=True)
        self.save_button = QPushButton(text("submissions.save"))
        self.accept_button = QPushButton(text("submissions.save_accept"))
        self.close_button = QPushButton(text("submissions.close"))
        self._lay_out()
        self._connect()
        if incoming is not None:
            self.header.received.show_value(incoming.received_at)
            self.header.channel.setCurrentIndex(self.header.channel.findData(incoming.channel))
        if revises is not None:
            self.header.load(revises, snapshot.plan.unit_by_code[revises.unit])
            self.model.load(revises.values)
            self._check()
            self.grid.go_to_first()
        elif unit is not None:
            self.header.unit.choose(unit)
            self.header.received.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.header.unit.setFocus()
        self._check()
        self._before = self._typed()

    @property
    def changed(self) -> bool:
        """Whether there is something that would be lost by closing."""
        self.grid.commit()
        return self._typed() != self._before

    def reject(self) -> None:
        """Close, but ask first where something was typed."""
        if self._saving:
            return
        if self.changed:
            questions.ask_to_save(self, self.save, self._drop)
        else:
            self._drop()

    def save(self) -> None:
        """Store what was typed, whatever the checks say of it."""
        self._store(accept=False)

    def save_and_accept(self) -> None:
        """Store it and let its figures into the totals, unless something stops that."""
        self.grid.commit()
        if self._acceptable:
            self._store(accept=True)
        else:
            self.why.setStyleSheet(f"color: {theme.colour('bad').name()}")
            self.grid.go_to_next_problem()

    # Building.

    def _lay_out(self) -> None:
        left = QScrollArea()
        left.setWidget(self.header)
        left.setWidgetResizable(True)
        left.setFrameShape(QFrame.Shape.NoFrame)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setMinimumWidth(self.header.minimumSizeHint().width() + 16)
        room = self.screen().availableGeometry()
        lines = _LOW_HINT_LINES if room.height() < _LOW else _HINT_LINES
        self.hint.setFixedHeight(self.hint.fontMetrics().lineSpacing() * lines + 4)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        keys = PlainLabel(text("submissions.keys"), wrap=True)
        keys.setStyleSheet(f"color: {theme.colour('quiet').name()}")
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid, 1)
        column.addWidget(self.hint)
        self._splitter = QSplitter()
        self._splitter.setChildrenCollapsible(False)
        shares = [28, 72]
        if self._incoming is not None:
            self._splitter.addWidget(self._source_of(self._incoming))
            shares = [38, 20, 42]
        self._splitter.addWidget(left)
        self._splitter.addWidget(right)
        self._splitter.setStretchFactor(self._splitter.count() - 1, 1)
        width = min(room.width() - 16, _SIZE.width())
        self.resize(width, min(room.height() - 40, _SIZE.height()))
        self._splitter.setSizes([width * share // 100 for share in shares])
        self.problem.setStyleSheet(f"color: {theme.colour('bad').name()}")
        self.problem.hide()
        bottom = QHBoxLayout()
        words = QVBoxLayout()
        words.addWidget(self.summary)
        words.addWidget(self.why)
        bottom.addLayout(words, 1)
        for button in (self.accept_button, self.save_button, self.close_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(keys)
        layout.addWidget(self.problem)
        layout.addLayout(bottom)
        for key, restore in (
            (_SIZE_KEY, self.restoreGeometry),
            (self._splitter_key, self._splitter.restoreState),
        ):
            state = self._session.settings.value(key)
            if isinstance(state, QByteArray):
                restore(state)

    @property
    def _splitter_key(self) -> str:
        return f"{_SPLITTER_KEY}/{self._splitter.count()}"

    def _source_of(self, incoming: Incoming) -> QWidget:
        """The file `incoming`, to be read while it is typed."""
        from ui.originals import open_original  # noqa: PLC0415 - when first needed
        from ui.widgets.source_view import SourceView  # noqa: PLC0415 - when first needed

        view = SourceView(self._session.drawing, incoming.file_name)
        sha256, name = incoming.sha256, incoming.file_name
        view.open_wanted.connect(lambda: open_original(self._session, self, sha256, name))
        self._session.read(
            lambda office: office.importing.file(sha256),
            partial(view.show_file, incoming.reading.kind),
            title=text("imports.task.original"),
            failed=lambda error: view.show_words(str(error)),
        )
        return view

    def _connect(self) -> None:
        self.header.unit_chosen.connect(self._show_unit)
        self.header.changed.connect(self._check)
        self.header.finished.connect(self.grid.go_to_first)
        self.model.entries_changed.connect(self._check)
        self.grid.selectionModel().currentChanged.connect(self._show_hint)
        self.model.dataChanged.connect(self._show_hint)
        self.save_button.clicked.connect(self.save)
        self.accept_button.clicked.connect(self.save_and_accept)
        self.close_button.clicked.connect(self.reject)
        self._session.snapshot_changed.connect(self._take_snapshot)
        self._session.tasks.busy_changed.connect(self._settle)
        for keys, slot in (
            (("Ctrl+S",), self.save),
            (("Ctrl+Return", "Ctrl+Enter"), self.save_and_accept),
            (("F8",), self.grid.go_to_next_problem),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(key) for key in keys])
            shortcut.activated.connect(slot)

    # The unit and the checks.

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._check()

    def _others(self, unit: Unit) -> tuple[Submission, ...]:
        """What else the unit has sent."""
        kept = self._revises.id if self._revises else None
        return tuple(s for s in self._snapshot.by_unit.get(unit.code, ()) if s.id != kept)

    def _show_unit(self, unit: Unit) -> None:
        plan = self._snapshot.plan
        others = self._others(unit)
        earlier = standing_values(plan, others, accepted_only=False)
        self.header.offer_kinds(has_sent=any(other.stands for other in others))
        self.header.suggest_channel(unit, others[-1].channel if others else None)
        self.model.show_unit(plan, unit, earlier)
        self._check()

    def _check(self) -> None:
        """Read and judge what was typed; some milliseconds, so it need not leave this thread."""
        unit = self.header.unit.unit
        if unit is None:
            self._acceptable = False
            self._enable()
            return
        self.why.setStyleSheet("")
        plan = self._snapshot.plan
        draft = self.header.draft(self.model.entries())
        values = read_entries(plan, unit, draft)
        entry = self._revises.id if self._revises else None
        findings = judge(plan, draft, values, self._others(unit), entry=entry)
        self.model.show_check(values, findings)
        self.header.show_findings(
            finding for finding in findings if self.model.row_of(finding.indicator) < 0
        )
        blocks, questions, flags = count_problems(findings)
        self.summary.setText(
            text(
                "submissions.summary",
                entered=len(values),
                asked=self.model.asked,
                blocks=blocks,
                questions=questions,
                flags=flags,
            )
        )
        self._acceptable = not any(stops(finding) for finding in findings)
        self.model.idle = draft.kind is SubmissionKind.NOTHING
        self.grid.setDisabled(self.model.idle)
        self._enable()

    def _enable(self) -> None:
        """What may be done now; a button that may not be pressed says why."""
        why = ""
        if self.header.unit.unit is None:
            why = text("submissions.missing_unit")
        elif self._revises and self._revises.state is SubmissionState.RETURNED:
            self._acceptable = False
            why = text("submissions.accept_returned")
        elif not self._acceptable:
            why = text("submissions.accept_stopped")
        self.accept_button.setEnabled(self._acceptable and not self._saving)
        self.accept_button.setAccessibleDescription(why)
        self.why.setText(why)
        self.save_button.setEnabled(not self._saving)

    def _show_hint(self) -> None:
        row = self.grid.currentIndex().row()
        indicator = self.model.indicator_at(row)
        lines = [describe(indicator)] if indicator else []
        lines += [finding_text(finding) for finding in self.model.findings_at(row)]
        self.hint.setText("\n".join(lines))

    # Saving and closing.

    def _store(self, *, accept: bool) -> None:
        self.grid.commit()
        if self._saving:
            return
        fault = self.header.fault()
        if fault is not None:
            field, error = fault
            self._show_problem(str(error))
            field.setFocus(Qt.FocusReason.TabFocusReason)
            return
        draft = self.header.draft(self.model.entries())
        self._saving = True
        self._enable()
        self.problem.hide()
        self._session.write(
            self._operation(draft, accept=accept),
            self._stored,
            title=text("submissions.task.save"),
            failed=self._failed,
        )

    def _operation(
        self, draft: SubmissionDraft, *, accept: bool
    ) -> "Callable[[Office], Submission]":
        plan, revises = self._snapshot.plan.code, self._revises
        if self._incoming is not None:
            number = self._incoming.id
            return lambda office: office.importing.enter(number, draft, accept=accept)
        if revises is None:
            return lambda office: office.recording.record(plan, draft, accept=accept)
        return lambda office: office.recording.revise(revises.id, draft, accept=accept)

    def _stored(self, submission: Submission) -> None:
        self._close(QDialog.DialogCode.Accepted)
        self.saved.emit(submission)

    def _failed(self, error: Exception) -> None:
        self._show_problem(str(error))

    def _settle(self, busy: bool) -> None:  # noqa: FBT001 - as the signal has it
        """However the work ended, what was typed can be saved again."""
        if not busy and self._saving:
            self._saving = False
            self._check()

    def _show_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _typed(self) -> tuple[object, ...]:
        return (*self.header.typed(), *self.model.entries())

    def _drop(self) -> None:
        self._close(QDialog.DialogCode.Rejected)

    def _close(self, result: QDialog.DialogCode) -> None:
        self._session.settings.setValue(_SIZE_KEY, self.saveGeometry())
        self._session.settings.setValue(self._splitter_key, self._splitter.saveState())
        self.done(result)
