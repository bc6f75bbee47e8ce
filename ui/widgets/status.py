"""The status bar: what is going on, which data is shown, who works, how far the deadline is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from ui.session import Session
from ui.widgets.activity import Activity
from ui.widgets.label import PlainLabel
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.domain.snapshot import Snapshot


class StatusBar(QStatusBar):
    """Fills itself from the session."""

    def __init__(
        self, session: Session, change_actor: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.activity = Activity(session.tasks)
        self._data = PlainLabel(text("ui.status.opening"))
        self._deadline = PlainLabel()
        self._actor = QToolButton()
        self._actor.setDefaultAction(change_actor)
        self._actor.setAutoRaise(True)
        self._actor.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addPermanentWidget(self.activity)
        for part in (self._data, self._actor, self._deadline):
            self.addPermanentWidget(part)
        # There may be no room for both, and the data are about to change anyway.
        self.activity.appeared.connect(self._data.setHidden)
        session.snapshot_changed.connect(self._show)
        session.ticked.connect(self._show_deadline)

    def _show(self, snapshot: "Snapshot") -> None:
        from vinhloc_cds.domain.formatting import format_datetime  # noqa: PLC0415

        self._data.setText(text("ui.status.data", moment=format_datetime(snapshot.now)))
        self._actor.defaultAction().setIconText(
            text("ui.status.actor", name=self._session.desk.actor)
        )
        self._show_deadline()

    def _show_deadline(self) -> None:
        if (snapshot := self._session.snapshot) is None:
            return
        # The domain is not needed before the first paint.
        from ui.widgets.countdown import due_words, how_far  # noqa: PLC0415

        deadline = snapshot.plan.reporting.deadline
        self._deadline.setText(
            text(
                "ui.status.deadline",
                due=due_words(deadline),
                far=how_far(deadline, self._session.now()),
            )
        )
