"""When the program backs up by itself, without being asked."""

from datetime import datetime, timedelta
from enum import Enum, auto

from vinhloc_cds.services.office import Office
from vinhloc_cds.services.ports import AuditHead, BackupFile

START_AGE = timedelta(hours=24)
INTERVAL = timedelta(minutes=30)


class Occasion(Enum):
    """What makes the program think of backing up."""

    START = auto()
    INTERVAL = auto()
    EXIT = auto()


def due(last: BackupFile | None, head: AuditHead, now: datetime, occasion: Occasion) -> bool:
    """Whether to back up a database whose audit log ends at `head`, and was last copied as `last`.

    At the start by the age of that copy, later only if something was done since.
    """
    if last is None:
        return True
    if occasion is Occasion.START:
        # One from the future tells only that the clock was wrong once.
        return not timedelta(0) <= now - last.made_at <= START_AGE
    return last.audit != head


def back_up_if_due(office: Office, occasion: Occasion) -> None:
    """Back up if it is due; UserError where it cannot be done."""
    with office.store.reading() as work:
        head = work.audit.head()
    last = next(iter(office.backups.list()), None)
    if due(last, head, office.clock(), occasion):
        office.backups.make("auto")
