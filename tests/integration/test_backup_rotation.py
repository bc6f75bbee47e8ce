"""Which backups are kept: all of two days, then thinner and thinner, and some of each occasion."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from builders import at

from db.rotation import superfluous
from vinhloc_cds.services.ports import AuditHead, BackupFile

NOW = at("2024-10-12T09:00")


def backup(kind: str = "auto", **ago: int) -> BackupFile:
    moment = NOW - timedelta(**ago)
    path = Path(f"{moment:%Y%m%dT%H%M%S}-{kind}.sqlite3")
    return BackupFile(path, kind, moment, "", AuditHead(0, ""), {})


def kept(*backups: BackupFile) -> list[BackupFile]:
    gone = superfluous(backups, NOW)
    return [each for each in backups if each not in gone]


def test_all_of_two_days_are_kept():
    recent = [backup(minutes=30 * n) for n in range(97)]
    assert kept(*recent) == recent


def test_after_two_days_the_newest_of_each_day_is_kept():
    days = [backup(days=d, hours=h) for d in range(3, 10) for h in (0, 1, 5)]
    assert kept(backup(), *days) == [backup(), *days[::3]]


def test_days_end_at_midnight_in_viet_nam():
    before, after = backup(days=4, hours=9, minutes=1), backup(days=4, hours=8, minutes=59)
    assert kept(backup(), before, after) == [backup(), before, after]


def test_a_year_of_daily_backups_thins_to_days_weeks_and_months():
    year = [backup(days=d) for d in range(400)]
    ages = [(NOW - each.made_at).days for each in kept(*year)]
    assert ages[:15] == list(range(15))  # today to two days ago, then twelve days
    weeks = ages[15:25]
    assert all(later - earlier <= 7 for earlier, later in pairwise(weeks))
    months = ages[25:]
    assert len(months) == 9
    assert all(later - earlier <= 31 for earlier, later in pairwise(months))
    assert months[-1] > 300


def test_gaps_do_not_use_up_places():
    sparse = [backup(days=40 * d) for d in range(1, 30)]
    assert len(kept(*sparse)) == 12 + 10 + 7


@pytest.mark.parametrize(
    ("kind", "number"), [("pre-migration", 5), ("pre-restore", 5), ("pre-import", 10)]
)
def test_of_each_occasion_the_newest_are_kept_however_old(kind: str, number: int):
    old = [backup(kind, days=500 + d) for d in range(12)]
    assert kept(backup(), *old) == [backup(), *old[:number]]


def test_occasions_take_no_places_of_the_days():
    days = [backup(days=d) for d in range(3, 15)]
    occasions = [backup("pre-import", days=d, minutes=-1) for d in range(3, 13)]
    assert kept(*days, *occasions) == [*days, *occasions]


def test_the_newest_of_all_is_never_let_go():
    assert kept(backup(days=4_000)) == [backup(days=4_000)]
    assert superfluous((), NOW) == ()
