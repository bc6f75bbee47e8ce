"""How far a batch of files is, and the button that ends it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from ui.widgets.label import PlainLabel
from vinhloc_cds.services.importing import Progress
from vinhloc_cds.texts import text


class BatchProgress(QWidget):
    """A line with the file in hand; only there while a batch runs."""

    stopped = Signal()
    """The batch is to end after the file in hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = PlainLabel()
        self._bar = QProgressBar()
        self.stop_button = QPushButton(text("imports.stop"))
        self.stop_button.clicked.connect(self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self.stop_button)
        self.hide()

    def begin(self) -> None:
        """A batch has begun; how many files it has is not known yet."""
        self.stop_button.setEnabled(True)
        self._bar.setRange(0, 0)
        self._words.setText(text("imports.beginning"))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """Show which file is in hand."""
        self._bar.setRange(0, max(progress.total, 1))
        self._bar.setValue(progress.done)
        words = text(
            "imports.progress",
            done=progress.done,
            total=progress.total,
            file=progress.file_name,
        )
        self._words.setText(words)

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.stopped.emit()
