"""When files were received and by which way: asked once of a batch, and mended for one file."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from ui.widgets.choice import ChoiceBox
from ui.widgets.entry_moment import MomentField
from ui.widgets.label import PlainLabel
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.submission import Channel
from vinhloc_cds.texts import text

_NAMED = 3


def batch_heading(paths: Sequence[Path]) -> str:
    """The first of `paths` by their names, and how many more there are."""
    names = ", ".join(path.name for path in paths[:_NAMED])
    if (more := len(paths) - _NAMED) > 0:
        return text("imports.batch.heading_more", names=names, more=more)
    return text("imports.batch.heading", names=names)


class ReceiptDialog(QDialog):
    """Moment and channel of what `heading` names; never a file's own date.

    It begins with `moment`, or else the present. The office's own figures are no files, so that
    channel is not offered.
    """

    def __init__(
        self,
        heading: str,
        now: datetime,
        channel: Channel,
        parent: QWidget | None = None,
        *,
        moment: datetime | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("imports.batch.title" if moment is None else "imports.do.mend"))
        self._now = now
        self.received = MomentField(now)
        self.received.show_value(moment or now)
        self.channel = ChoiceBox()
        for each in Channel:
            if each is not Channel.OFFICE:
                self.channel.addItem(text(f"state.channel.{each}"), each)
        self.channel.setCurrentIndex(self.channel.findData(channel))
        self.problem = PlainLabel(wrap=True)
        self.problem.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(
            text("imports.batch.take" if moment is None else "imports.batch.mend")
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(text("imports.batch.received"), self.received)
        form.addRow(text("imports.batch.channel"), self.channel)
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(heading, wrap=True))
        layout.addLayout(form)
        if moment is None:
            layout.addWidget(PlainLabel(text("imports.batch.hint"), wrap=True))
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 70)
        self.received.setFocus()
        self.received.selectAll()

    @property
    def chosen_channel(self) -> Channel:
        """The way the files came."""
        return Channel(self.channel.currentData())

    @property
    def chosen_moment(self) -> datetime:
        """When they were received; only asked for once the dialog was accepted."""
        return self.received.value() or self._now

    def _take(self) -> None:
        moment = self.received.value()
        if moment is None:
            self._refuse(text("imports.batch.no_moment"))
        elif moment > self._now:
            self._refuse(text("imports.batch.future", now=format_datetime(self._now)))
        else:
            self.accept()

    def _refuse(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        self.received.setFocus()
