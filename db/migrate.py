"""Bringing a database file to another revision of the schema.

This works on files nobody else has open: a new one, or a copy that takes the place of the
original once it is whole (`db.opening`, `db.backup`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Text, column, select, table
from sqlalchemy.exc import DBAPIError

from db import sqlite

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).with_name("migrations")

_REVISION = select(column("version_num", Text)).select_from(table("alembic_version"))


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema, by plain SQL; None if it says none."""
    try:
        return connection.scalar(_REVISION)
    except DBAPIError:
        return None


@contextmanager
def migration(path: Path) -> Iterator["Config"]:
    """Alembic's configuration for the database at `path`, in one transaction that commits last.

    References are not enforced meanwhile, so that tables can be rebuilt; they are checked before
    the commit.
    """
    from alembic.config import Config  # noqa: PLC0415 - its import is slow and rarely needed

    engine = sqlite.make_engine(path, enforce_references=False)
    try:
        with (
            sqlite.user_errors(path),
            engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            config = Config()
            config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
            config.attributes["connection"] = connection
            yield config
            if broken := sqlite.broken_references(connection):
                raise RuntimeError(f"migration left broken references in {broken}")
    finally:
        engine.dispose()


def migrate(path: Path, revision: str = "head") -> None:
    """Bring the database at `path` up to `revision`, by itself the newest."""
    from alembic import command  # noqa: PLC0415 - its import is slow and rarely needed

    with migration(path) as config:
        command.upgrade(config, revision)
