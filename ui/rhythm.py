"""Backing up without being asked: at the start, every half hour, at the end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.session import Session
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    # More than the first paint needs.
    from vinhloc_cds.services.office import Office
    from vinhloc_cds.services.rhythm import Occasion


def back_up_at_exit(office: "Office") -> None:
    """Back up what was done since the last time, as the last thing on the worker."""
    from vinhloc_cds.services.rhythm import Occasion, back_up_if_due  # noqa: PLC0415

    back_up_if_due(office, Occasion.EXIT)


class BackupRhythm(QObject):
    """Backs up while the session lasts, if it is due; `say` gets a sentence when that failed."""

    def __init__(self, session: Session, say: Callable[[str], object]) -> None:
        super().__init__(session)
        self._session = session
        self._say = say
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.beat)
        session.opened.connect(self._start)

    def _start(self) -> None:
        from vinhloc_cds.services.rhythm import INTERVAL, Occasion  # noqa: PLC0415

        self._timer.start(int(INTERVAL.total_seconds() * 1000))
        self._back_up(Occasion.START)

    def beat(self) -> None:
        """Back up what was done since the last time."""
        from vinhloc_cds.services.rhythm import Occasion  # noqa: PLC0415

        self._back_up(Occasion.INTERVAL)

    def _back_up(self, occasion: "Occasion") -> None:
        from vinhloc_cds.services.rhythm import back_up_if_due  # noqa: PLC0415

        self._session.read(
            lambda office: back_up_if_due(office, occasion),
            lambda _: None,
            title=text("recovery.task.back_up"),
            failed=lambda error: self._say(text("recovery.status.not_backed_up", reason=error)),
        )
