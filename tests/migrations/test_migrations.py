"""The revisions of the schema: one line, equal to the tables, losing no data, reversible."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from builders import at
from sqlalchemy import create_engine
from stores import Watch, opened

from db import migrations, open_store, sqlite
from db.migrate import SCRIPTS, migration
from db.migrations import HEAD, REVISIONS
from db.opening import DATABASE
from db.samples import ATTACHED, make_sample, new_database
from db.tables import METADATA
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.errors import UserError

HERE = Path(__file__).parent
# A comma that parts columns and constraints, not one inside the brackets of either.
COMMA = re.compile(r",(?![^(]*\))")
# The steps of the line, from nothing on.
STEPS = list(zip(("base", *REVISIONS), REVISIONS, strict=False))


def move(path: Path, direction: Callable[..., None], revision: str) -> None:
    with migration(path) as config:
        direction(config, revision)


def schema(path: Path) -> set[tuple[str, frozenset[str]]]:
    """All that the schema consists of: each thing's head, and its parts in whatever order."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
        ).fetchall()
    things = (" ".join(sql.split()).removesuffix(")") for (sql,) in found)
    heads_and_bodies = (thing.partition("(") for thing in things)
    return {
        (head.strip(), frozenset(map(str.strip, COMMA.split(body))))
        for head, _, body in heads_and_bodies
    }


def rows(path: Path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in tables.fetchall()
            if name != "alembic_version"
        }


def column(path: Path, table: str, name: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return [value for (value,) in connection.execute(f"SELECT {name} FROM {table}")]


def test_there_is_one_line_of_revisions_and_it_is_the_list():
    script = ScriptDirectory(str(SCRIPTS))
    assert script.get_heads() == [HEAD]
    assert [step.revision for step in script.walk_revisions()] == list(reversed(REVISIONS))


def test_the_newest_revision_equals_the_tables(tmp_path: Path):
    migrated = tmp_path / "migrated"
    new_database(migrated, "head")
    engine = create_engine(f"sqlite:///{migrated}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()
    engine = create_engine(f"sqlite:///{tmp_path / 'made'}")
    METADATA.create_all(engine)
    engine.dispose()
    triggers = {thing for thing in schema(migrated) if thing[0].startswith("CREATE TRIGGER")}
    assert len(triggers) == 2
    assert schema(migrated) - triggers == schema(tmp_path / "made")


@pytest.mark.parametrize("revision", REVISIONS)
def test_data_of_every_revision_survive_the_way_to_the_newest(tmp_path: Path, revision: str):
    path = tmp_path / DATABASE
    make_sample(path, revision)
    assert all(rows(path).values()), "every table of the revision has a row"

    with opened(tmp_path) as (store, backups):
        assert backups.check() == ()
        with store.reading() as work:
            plan = work.plans.get("KH-CU")
            (submission,) = work.submissions.of_plan("KH-CU")
            marks = work.decisions.marks("KH-CU")
            extensions = work.decisions.extensions("KH-CU")
            incoming = work.incoming.of_plan("KH-CU")
            labels = work.incoming.labels("KH-CU")
            edits = work.passages.of_plan("KH-CU")
            pictures = work.pictures.of_plan("KH-CU")
            issues = work.issues.of_plan("KH-CU")
            contacts = work.contacts.of_plan("KH-CU")
            assert work.settings.get("actor") == "Trịnh Văn Đạt"
            first = work.audit.of("plan", "KH-CU")[0]
    assert plan.title == "Kế hoạch cũ"
    assert [unit.name for unit in plan.units] == ["UBND xã Vĩnh Hùng"]
    assert plan.units[0].aliases == ("Vĩnh Hùng",)
    assert [duty.units for duty in plan.duties] == [("15364",)]
    assert [check.rule for check in plan.indicators[0].checks] == ["D01 >= 0"]
    assert submission.received_at == at("2024-10-10T08:00")
    assert [(value.value, value.raw) for value in submission.values] == [(12, "12")]
    assert [mark.note for mark in marks] == ["gọi lại"]
    assert [extension.reason for extension in extensions] == ["Mất điện"]
    assert first.detail == {"title": "Kế hoạch cũ"}
    doubts = [value.doubt.proposal for value in submission.values if value.doubt]
    if revision == "0001":
        assert (doubts, incoming, labels) == ([], (), {})
        return
    (file,) = incoming
    assert doubts == ["12"]
    assert (file.unit, file.submission, file.reading.signed_on) == ("15364", 1, date(2024, 10, 9))
    assert [value.value for value in file.reading.values] == [12, at("2024-10-01T08:00")]
    assert store.attachments.get(file.sha256) == ATTACHED
    assert labels == {"so to": "D01"}
    if revision == "0002":
        assert (edits, pictures, issues, contacts) == ((), (), (), ())
        return
    assert [(edit.passage, edit.seen) for edit in edits] == [("campaign", {"D01.value": "12"})]
    assert pictures == (AnnexPicture(file.id, "Lễ phát động ở xã Vĩnh Hùng"),)
    withdrawn, standing = issues
    assert (withdrawn.withdrawn_reason, standing.base) == ("Nhầm số", withdrawn.id)
    (value,) = withdrawn.frozen.values
    assert (value.value, value.submissions, value.cell) == (12, (1,), "C7")
    assert [total.missing for total in withdrawn.frozen.totals] == [(), ("15364",)]
    assert withdrawn.frozen.units[0].received_at == at("2024-10-10T08:00")
    with opened(tmp_path) as (store, _), store.reading() as work:
        assert work.issues.data(withdrawn.id, "pdf") == b"%PDF of 0003"
    assert [(contact.unit, contact.note) for contact in contacts] == [("15364", "hẹn gửi chiều")]


@pytest.mark.parametrize(("lower", "upper"), STEPS)
def test_down_and_up_again_is_identity(tmp_path: Path, lower: str, upper: str):
    path = tmp_path / "database"
    sqlite.create_file(path)
    if lower != "base":
        move(path, command.upgrade, lower)
    before = schema(path)
    move(path, command.upgrade, upper)
    after = schema(path)
    assert after != before
    move(path, command.downgrade, lower)
    assert schema(path) == before
    move(path, command.upgrade, upper)
    assert schema(path) == after


def test_the_header_tells_the_revision_without_alembic(tmp_path: Path):
    path = tmp_path / "database"
    sqlite.create_file(path)
    for number, revision in enumerate(REVISIONS, 1):
        move(path, command.upgrade, revision)
        assert sqlite.read_header(path) == sqlite.Header(sqlite.APPLICATION_ID, number)
    move(path, command.downgrade, "base")
    assert sqlite.read_header(path) == sqlite.Header(sqlite.APPLICATION_ID, 0)


# What the next revision might do, with the first rebuilt table and new data in it.
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade():
    with op.batch_alter_table("plan_unit") as table:
        table.add_column(sa.Column("seal", sa.Text(), nullable=False, server_default="có"))
    {fault}


def downgrade():
    with op.batch_alter_table("plan_unit") as table:
        table.drop_column("seal")
"""


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the program one of a revision to come."""

    def come(fault: str = "pass") -> None:
        scripts = tmp_path / "migrations"
        (scripts / "versions").mkdir(parents=True)
        for path in (SCRIPTS / "env.py", *(SCRIPTS / "versions").glob("*.py")):
            (scripts / path.relative_to(SCRIPTS)).write_bytes(path.read_bytes())
        (scripts / "versions" / "next.py").write_text(NEXT.format(head=HEAD, fault=fault))
        longer = (*REVISIONS, "next")
        monkeypatch.setattr(migrations, "REVISIONS", longer)
        monkeypatch.setattr("db.engine.REVISIONS", longer)
        monkeypatch.setattr("db.copies.REVISIONS", longer)
        monkeypatch.setattr("db.opening.HEAD", "next")
        monkeypatch.setattr("db.backup.HEAD", "next")
        monkeypatch.setattr("db.migrate.SCRIPTS", scripts)

    return come


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database of what is now the newest revision, with data."""
    folder = tmp_path / "data"
    folder.mkdir()
    make_sample(folder / DATABASE, HEAD)
    return folder


def test_an_older_database_is_copied_then_migrated(folder: Path, next_revision):
    next_revision()
    before = rows(folder / DATABASE)
    with opened(folder) as (store, backups):
        (copy,) = backups.list()
        with store.reading() as work:
            (line,) = work.audit.of("store", "")
            assert work.plans.get("KH-CU").units[0].name == "UBND xã Vĩnh Hùng"
        assert backups.check() == ()
    assert (copy.kind, rows(copy.path)) == ("pre-migration", before)
    assert (line.action, line.detail) == ("migrate", {"backup": copy.path.name, "revision": "next"})
    assert column(folder / DATABASE, "plan_unit", "seal") == ["có"]
    with opened(folder) as (_, backups):
        assert backups.list() == (copy,)


@pytest.mark.parametrize(
    "fault",
    [
        "raise RuntimeError('no')",
        "op.execute('UPDATE assignment SET duty_id = 99')",
    ],
)
def test_a_migration_that_fails_leaves_the_database_as_it_was(
    folder: Path, next_revision, fault: str
):
    next_revision(fault)
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(RuntimeError):
        open_store(folder, clock=Watch())
    assert (folder / DATABASE).read_bytes() == before
    assert {path.name for path in folder.iterdir()} <= {
        "attachments",
        "backups",
        DATABASE,
        f"{DATABASE}-journal",
        f"{DATABASE}.marker",
    }


def test_an_older_backup_is_migrated_as_it_is_put_back(folder: Path, next_revision):
    with opened(folder) as (_, backups):
        copy = backups.make("manual")
    next_revision()
    with opened(folder) as (store, backups):
        backups.restore(copy.path)
        with store.reading() as work:
            assert [line.action for line in work.audit.of("store", "")][-1] == "restore"
        assert backups.check() == ()
    assert column(folder / DATABASE, "plan_unit", "seal") == ["có"]


def test_an_older_program_refuses_the_database_once_it_is_migrated(
    folder: Path, next_revision, monkeypatch: pytest.MonkeyPatch
):
    next_revision()
    with opened(folder):
        pass
    monkeypatch.undo()
    with pytest.raises(UserError) as caught:
        open_store(folder, clock=Watch())
    assert caught.value.code == "store.newer"


def test_an_up_to_date_database_opens_without_what_takes_long_to_load(folder: Path):
    with opened(folder):
        pass
    script = (
        "import sys, datetime, pathlib, db\n"
        "clock = lambda: datetime.datetime.now(datetime.UTC)\n"
        "store, _ = db.open_store(pathlib.Path(sys.argv[1]), clock=clock)\n"
        "with store.reading() as work:\n"
        "    work.submissions.of_plan(work.plans.get('KH-CU').code)\n"
        "store.close()\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parents[1],
    )
    loaded = set(done.stdout.split())
    dialects = {name for name in loaded if re.fullmatch(r"sqlalchemy\.dialects\.[a-z]+", name)}
    assert dialects == {"sqlalchemy.dialects.sqlite"}
    assert not loaded & {"alembic", "sqlalchemy.orm"}
