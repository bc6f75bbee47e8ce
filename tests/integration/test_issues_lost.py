"""Issued reports that a backup lacks: named before it is put back, and not rotated away after."""

from pathlib import Path

import pytest
from stores import Watch, opened

from db import open_backups
from db.backup import SqlBackups
from db.opening import DATABASE
from tests.integration.test_store_issues import FILES, ISSUE, PLAN
from vinhloc_cds.__main__ import main
from vinhloc_cds.services.ports import BackupFile

NAMED = f"{ISSUE.number:02}/{ISSUE.symbol} ngày {ISSUE.day:%d/%m/%Y}"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def before(tmp_path: Path, watch: Watch) -> BackupFile:
    """A copy made before the one report of the store was issued."""
    with opened(tmp_path, watch) as (store, backups):
        with store.writing() as work:
            work.plans.add(PLAN)
        copy = backups.make("manual")
        with store.writing() as work:
            work.issues.add(ISSUE, FILES)
    return copy


@pytest.fixture
def backups(tmp_path: Path, watch: Watch) -> SqlBackups:
    return open_backups(tmp_path, clock=watch)


def test_a_copy_says_which_reports_it_lacks(tmp_path, before, backups):
    assert backups.issues_lost(before.path) == (NAMED,)
    assert backups.issues_lost(backups.make("manual").path) == ()
    (tmp_path / DATABASE).write_bytes(b"x" * 500)
    assert backups.issues_lost(before.path) == ()


def test_the_command_line_names_them_before_it_restores(tmp_path, before, capsys):
    assert main(["--data", str(tmp_path), "restore", str(before.path)]) == 0
    lost, restored = capsys.readouterr().out.splitlines()
    assert NAMED in lost
    assert str(before.path) in restored


def test_the_last_copy_that_holds_a_lost_report_stays(tmp_path, before, backups, watch):
    backups.restore(before.path)
    (holding,) = (each for each in backups.list() if each.kind == "pre-restore")
    for _ in range(6):
        watch.wind(days=1)
        backups.make("pre-restore")
    kept = [each for each in backups.list() if each.kind == "pre-restore"]
    assert len(kept) == 6
    assert kept[-1] == holding
