"""Which backups may go: thinner the older they are, and by number where they had an occasion."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.services.ports import BackupFile

KEEP_BY_KIND = {"pre-migration": 5, "pre-restore": 5, "pre-import": 10}
KEEP_ALL_FOR = timedelta(days=2)

# Beyond those days: so many days, then so many weeks, then so many months, the newest of each.
_STEPS: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
    (12, lambda moment: (moment.year, moment.month, moment.day)),
    (10, lambda moment: moment.isocalendar()[:2]),
    (9, lambda moment: (moment.year, moment.month)),
)


def superfluous(backups: Iterable[BackupFile], now: datetime) -> tuple[BackupFile, ...]:
    """The backups that no rule keeps. The newest of all is always kept."""
    newest_first = sorted(backups, key=lambda b: (b.made_at, b.path.name), reverse=True)
    kept = newest_first[:1]
    for kind, number in KEEP_BY_KIND.items():
        kept += [backup for backup in newest_first if backup.kind == kind][:number]
    rest = [backup for backup in newest_first if backup.kind not in KEEP_BY_KIND]
    recent = [backup for backup in rest if now - backup.made_at <= KEEP_ALL_FOR]
    kept += recent
    rest = rest[len(recent) :]
    for number, period_of in _STEPS:
        periods: dict[tuple[int, ...], BackupFile] = {}
        taken = 0
        for backup in rest:
            period = period_of(local(backup.made_at))
            if period not in periods and len(periods) == number:
                break
            periods.setdefault(period, backup)
            taken += 1
        kept += periods.values()
        rest = rest[taken:]
    return tuple(backup for backup in newest_first if backup not in kept)
