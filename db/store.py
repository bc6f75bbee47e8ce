"""The store: one transaction to a unit of work, committed before its block is left."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from db import sqlite
from db.attachments import FileAttachments, attachment_folder
from db.audit import SqlAuditLog
from db.marker import LastKnown, Marker
from db.repositories.contacts import SqlContacts
from db.repositories.decisions import SqlDecisions
from db.repositories.ids import Ids
from db.repositories.incoming import SqlIncoming
from db.repositories.issues import SqlIssues
from db.repositories.kept import Kept
from db.repositories.passages import SqlPassages
from db.repositories.pictures import SqlPictures
from db.repositories.plans import SqlPlans
from db.repositories.settings import SqlSettings
from db.repositories.submissions import SqlSubmissions
from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.issuing import Issue
from vinhloc_cds.domain.submission import Submission
from vinhloc_cds.services.actor import system_user
from vinhloc_cds.services.ports import ACTOR, Clock


class SqlUnitOfWork:
    """The repositories of one transaction that began at `now`; `kept` is what others have read."""

    def __init__(self, connection: Connection, now: datetime, kept: "_Kept | None" = None) -> None:
        ids = Ids(connection)
        kept = kept or _Kept()
        self.plans = SqlPlans(connection)
        self.submissions = SqlSubmissions(connection, ids, kept.submissions)
        self.incoming = SqlIncoming(connection, ids, kept.incoming)
        self.decisions = SqlDecisions(connection)
        self.passages = SqlPassages(connection, ids)
        self.pictures = SqlPictures(connection, ids)
        self.issues = SqlIssues(connection, ids, kept.issues)
        self.contacts = SqlContacts(connection, ids)
        self.settings = SqlSettings(connection)
        self.audit = SqlAuditLog(connection, now, self._actor)

    def _actor(self) -> str:
        return self.settings.get(ACTOR) or system_user()


class _Kept:
    """What the transactions of one store have read."""

    def __init__(self) -> None:
        self.submissions = Kept[Submission]()
        self.incoming = Kept[Incoming]()
        self.issues = Kept[Issue]()


class SqlStore:
    """Everything, in the SQLite database at `path`, reached through `engine`.

    Its units of work may run in any thread, each wholly in one; connections are never used by
    two at once. What the user can mend (disk full, locked, read-only) is a UserError, and the
    next unit of work begins afresh.
    """

    def __init__(self, path: Path, engine: Engine, clock: Clock) -> None:
        self.path = path
        self.attachments = FileAttachments(attachment_folder(path))
        self._engine = engine
        self._clock = clock
        self._marker = Marker(path)
        self._kept = _Kept()

    @contextmanager
    def reading(self) -> Iterator[SqlUnitOfWork]:
        """A transaction that only reads."""
        with self._transaction(writes=False) as connection:
            yield SqlUnitOfWork(connection, self._clock(), self._kept)

    @contextmanager
    def writing(self) -> Iterator[SqlUnitOfWork]:
        """A transaction that writes; it commits durably before the block is left."""
        with self._transaction(writes=True) as connection:
            work = SqlUnitOfWork(connection, self._clock(), self._kept)
            yield work
            head = work.audit.head()
        # The commit stands even if this fails: a marker behind is what a crash leaves, too.
        with suppress(OSError):
            self._marker.write(LastKnown(head))

    def close(self) -> None:
        """Let go of the file; SQLite brings its log into it as the last connection closes."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        with sqlite.user_errors(self.path):
            try:
                with self._engine.connect() as connection:
                    connection.execution_options(writes=writes)
                    with connection.begin():
                        yield connection
            except DBAPIError:
                self._engine.dispose()
                raise
