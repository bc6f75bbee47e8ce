"""Databases as programs of older revisions left them, with a row or more in every table.

They stand in `migrations/samples/<revision>.sql` and are never edited once their revision has
been given away: the way from each of them to the newest revision is tested, and the self-test
goes the last step of it on the user's own computer.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from db import sqlite
from db.attachments import FileAttachments, attachment_folder
from db.migrate import SCRIPTS, migrate

ATTACHED = b"PK rows of 0002"
"""The bytes of the file that the rows name, from revision 0002 on."""

_BEFORE_ATTACHMENTS = "0001"


def new_database(path: Path, revision: str) -> None:
    """Make an empty database of `revision` at `path`, which must not exist yet."""
    sqlite.create_file(path)
    migrate(path, revision)


def make_sample(path: Path, revision: str) -> None:
    """Make the sample of `revision` at `path`, which must not exist yet, and the file it names."""
    new_database(path, revision)
    rows = (SCRIPTS / "samples" / f"{revision}.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys=1")
        connection.executescript(rows)
    if revision != _BEFORE_ATTACHMENTS:
        FileAttachments(attachment_folder(path)).put(ATTACHED)
