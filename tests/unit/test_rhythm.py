"""When the program backs up unasked."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import at

from vinhloc_cds.services.ports import AuditHead, BackupFile
from vinhloc_cds.services.rhythm import Occasion, due

NOW = at("2024-10-12T09:00")
HEAD = AuditHead(7, "a")
LATER = AuditHead(8, "b")
OTHER = AuditHead(7, "c")


def copy(*, hours: float) -> BackupFile:
    made_at = NOW - timedelta(hours=hours)
    return BackupFile(Path("x"), "manual", made_at, "", HEAD, {})


@pytest.mark.parametrize("occasion", Occasion)
def test_what_was_never_copied_is_due(occasion):
    assert due(None, HEAD, NOW, occasion)


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, False), (23.9, False), (24, False), (24.1, True), (900, True)]
)
@pytest.mark.parametrize("head", [HEAD, LATER])
def test_the_start_asks_only_for_the_age(hours, expected, head):
    assert due(copy(hours=hours), head, NOW, Occasion.START) is expected


def test_a_copy_from_the_future_holds_no_start_up():
    assert due(copy(hours=-0.1), HEAD, NOW, Occasion.START)


@pytest.mark.parametrize("occasion", [Occasion.INTERVAL, Occasion.EXIT])
@pytest.mark.parametrize("hours", [-5, 0, 900])
@pytest.mark.parametrize(("head", "expected"), [(HEAD, False), (LATER, True), (OTHER, True)])
def test_later_only_what_was_done_since_counts(occasion, hours, head, expected):
    assert due(copy(hours=hours), head, NOW, occasion) is expected
