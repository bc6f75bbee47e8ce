"""What the worker is busy with, once it takes longer than a moment."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from ui.tasks import Task, TaskRunner
from ui.widgets.label import PlainLabel
from vinhloc_cds.texts import text

PATIENCE = 1000
"""Milliseconds that a task may take before anything is said about it."""


class Activity(QWidget):
    """Shows the running task with a bar and, where nothing is lost by it, a button to cancel."""

    appeared = Signal(bool)
    """Whether it is there now, and needs its room."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._title = PlainLabel()
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(120)
        bar.setMaximumHeight(self.fontMetrics().height())
        self.cancel_button = QToolButton()
        self.cancel_button.setText(text("ui.status.cancel"))
        self.cancel_button.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self._title)
        layout.addWidget(bar)
        layout.addWidget(self.cancel_button)
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(self._appear)
        runner.begun.connect(self._begin)
        runner.busy_changed.connect(self._settle)
        self.hide()

    def _begin(self, _task: Task[object]) -> None:
        if self.isVisible():
            self._appear()
        else:
            self._timer.start()

    def _settle(self, busy: bool) -> None:  # noqa: FBT001 - the signal's own argument
        if not busy:
            self._timer.stop()
            self.hide()
            self.appeared.emit(False)

    def _appear(self) -> None:
        if (task := self._runner.current) is None:
            return
        self._title.setText(task.title)
        self.cancel_button.setVisible(task.cancellable)
        self.cancel_button.setEnabled(True)
        # First, so that the room is free when it is needed.
        self.appeared.emit(True)
        self.show()

    def _cancel(self) -> None:
        if (task := self._runner.current) is not None:
            task.cancel()
        self.cancel_button.setEnabled(False)
