"""Verified copies of the database, and putting one back in its place."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from db import copies, files, sqlite
from db.attachments import attachment_findings, attachment_folder
from db.audit import EMPTY, SqlAuditLog
from db.engine import backup_folder, open_engine
from db.issued import IssueKey, issued_reports
from db.marker import LastKnown, Marker
from db.migrate import migrate
from db.migrations import HEAD
from db.repositories.digests import (
    damaged_issue_files,
    digests,
    incoming_digests,
    issue_digests,
)
from db.rotation import KEEP_BY_KIND, superfluous
from db.store import SqlUnitOfWork
from db.tables import ISSUE
from vinhloc_cds.errors import UnusableStoreError, UserError, cause_of
from vinhloc_cds.services.ports import AuditHead, BackupFile, Clock
from vinhloc_cds.texts import text

KINDS = ("auto", "manual", *KEEP_BY_KIND)


class SqlBackups:
    """The backups of the database at `path`, in the folder `backups` beside it.

    It works without an open store, so that a recovery screen can offer them. `release` closes
    the connections of the store, if there is one, before another file takes its place.
    """

    def __init__(self, path: Path, clock: Clock, release: Callable[[], None]) -> None:
        self._path = path
        self._clock = clock
        self._release = release
        self._folder = backup_folder(path)
        self._marker = Marker(path)

    def make(self, kind: str) -> BackupFile:
        """Copy, reopen, check and name it; then let go of copies that no rule keeps.

        Raises UserError when it cannot, ValueError for a kind that is none of KINDS.
        """
        if kind not in KINDS:
            raise ValueError(kind)
        with self._file_errors():
            backup = self._make(kind, self._clock())
            self._rotate(backup.made_at)
        return backup

    def _make(self, kind: str, now: datetime) -> BackupFile:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._free_name(kind, now)
        temporary = path.with_suffix(".tmp")
        temporary.unlink(missing_ok=True)
        try:
            counts = self._copy(temporary)
            files.sync(temporary)
            content = self._examine(temporary)
            if content.counts != counts:
                raise UnusableStoreError("store.copy_refused", path=self._path)
            backup = BackupFile(
                path=path,
                kind=kind,
                made_at=now,
                sha256=files.sha256(temporary),
                audit=content.audit,
                counts=counts,
            )
            files.replace(temporary, path)
            copies.write_manifest(backup)
        finally:
            temporary.unlink(missing_ok=True)
        return backup

    def _examine(self, copy: Path) -> copies.Content:
        """What a fresh copy holds; if it is not sound, then neither is the original."""
        try:
            return copies.examine(copy)
        except UserError as error:
            raise UnusableStoreError("store.copy_refused", path=self._path) from error

    def _free_name(self, kind: str, now: datetime) -> Path:
        """A name that tells moment and kind and that no copy has yet."""
        stem = f"{now:%Y%m%dT%H%M%S}-{kind}"
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        paths = (self._folder / f"{name}.sqlite3" for name in names)
        return next(p for p in paths if not (p.exists() or copies.manifest_of(p).exists()))

    def _copy(self, target: Path) -> dict[str, int]:
        """Copy the database into `target` as one transaction sees it, and count its rows."""
        engine = open_engine(self._path)
        try:
            with sqlite.user_errors(self._path), engine.connect() as connection:
                counts = copies.count_rows(connection)
                sqlite.copy_file(connection, target)
                return counts
        finally:
            engine.dispose()

    def _rotate(self, now: datetime) -> None:
        backups = self.list()
        gone = superfluous(backups, now)
        spared = self._holding_what_is_lost(backups) if gone else None
        for backup in gone:
            if backup == spared:
                continue
            # The manifest goes first: a copy without one is no backup.
            copies.manifest_of(backup.path).unlink(missing_ok=True)
            backup.path.unlink(missing_ok=True)

    def list(self) -> tuple[BackupFile, ...]:
        """The copies there are, newest first."""
        found = map(copies.read_manifest, self._folder.glob("*.sqlite3"))
        return tuple(
            sorted(
                (backup for backup in found if backup is not None),
                key=lambda backup: (backup.made_at, backup.path.name),
                reverse=True,
            )
        )

    def issues_lost(self, path: Path) -> tuple[str, ...]:
        """The issued reports of the store that the copy at `path` lacks, by number and day.

        None where one of the two cannot be read.
        """
        copy, present = self._issued_in(path), self._issued_here()
        if copy is None or present is None:
            return ()
        return tuple(words for key, words in present.items() if key not in copy)

    def _holding_what_is_lost(self, backups: Iterable[BackupFile]) -> BackupFile | None:
        """The newest copy kept by a restore that has an issued report which the store lacks."""
        held = [b for b in backups if b.kind == "pre-restore" and b.counts.get(ISSUE.name)]
        present = self._issued_here() if held else None
        for backup in held:
            copy = self._issued_in(backup.path)
            if copy and (present is None or copy.keys() - present.keys()):
                return backup
        return None

    def _issued_here(self) -> Mapping[IssueKey, str] | None:
        """The issued reports of the store; None where it cannot be read."""
        try:
            engine = open_engine(self._path)
        except UserError:
            return None
        try:
            with sqlite.user_errors(self._path), engine.connect() as connection:
                return issued_reports(connection)
        except UserError:
            return None
        finally:
            engine.dispose()

    def _issued_in(self, copy: Path) -> Mapping[IssueKey, str] | None:
        """The issued reports of a copy; None where it cannot be read."""
        if not copy.is_file():
            return None
        engine = sqlite.make_frozen_engine(copy)
        try:
            with engine.connect() as connection:
                return issued_reports(connection)
        except (DBAPIError, ValueError):
            # Why not is said where it is put back.
            return None
        finally:
            engine.dispose()

    def restore(self, path: Path) -> BackupFile:
        """Put a copy in the place of the store, after a copy of what stands there now.

        What stands there is kept even where it is too damaged to be copied: then its files are
        moved among the backups as they are. Returns the copy that was put back; raises UserError,
        with everything left as it was, if that one is not what its manifest says.
        """
        with self._file_errors():
            backup = copies.verify(path)
            now = self._clock()
            detail = {"backup": path.name, "made_at": backup.made_at, "sha256": backup.sha256}
            with self._successor(path, now, "restore", detail) as (new, head):
                self._keep_present(now)
                self._put_in_place(new, head)
            self._rotate(now)
        return backup

    def upgrade(self) -> None:
        """Bring the database to the newest revision: a copy of it does, and takes its place."""
        copy = self.make("pre-migration")
        detail = {"backup": copy.path.name, "revision": HEAD}
        with (
            self._file_errors(),
            self._successor(copy.path, copy.made_at, "migrate", detail) as (new, head),
        ):
            self._put_in_place(new, head)

    @contextmanager
    def _successor(
        self, copy: Path, now: datetime, action: str, detail: Mapping[str, object]
    ) -> Iterator[tuple[Path, AuditHead]]:
        """A database made from `copy`, migrated and with a line on its origin; and its end."""
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            shutil.copyfile(copy, new)
            migrate(new)
            engine = sqlite.make_engine(new)
            try:
                with engine.connect() as connection:
                    connection.execution_options(writes=True)
                    with connection.begin():
                        audit = SqlUnitOfWork(connection, now).audit
                        audit.append(action, "store", "", detail)
                        head = audit.head()
            finally:
                engine.dispose()
            yield new, head
        finally:
            sqlite.remove(new)

    def _keep_present(self, now: datetime) -> None:
        """Keep what stands in the place of the store: as a verified copy, else as it is."""
        try:
            self._make("pre-restore", now)
        except UserError as error:
            if error.code in {"store.disk_full", "store.locked", "store.read_only"}:
                raise
            self._release()
            aside = self._free_name("set-aside", now)
            for side in ("", *sqlite.SIDE_FILES):
                present = Path(f"{self._path}{side}")
                if present.is_file() and present.stat().st_size:
                    files.replace(present, Path(f"{aside}{side}"))

    def _put_in_place(self, new: Path, head: AuditHead) -> None:
        """Let `new`, whose log ends at `head`, take the place of the store.

        At every moment the marker agrees with what stands there.
        """
        known = self._marker.read()
        self._marker.write(LastKnown(known.head if known else EMPTY, instead=head))
        self._release()
        # A log left beside another database would be played into it.
        sqlite.remove_side_files(self._path)
        files.replace(new, self._path)
        self._marker.write(LastKnown(head))

    def check(self) -> tuple[str, ...]:
        """What is wrong with the store, a sentence each; nothing when all is well."""
        try:
            engine = open_engine(self._path)
            try:
                with sqlite.user_errors(self._path), engine.connect() as connection:
                    return tuple(self._findings(connection))
            finally:
                engine.dispose()
        except UserError as error:
            return (str(error),)

    def _findings(self, connection: Connection) -> Iterator[str]:
        for words in sqlite.damage(connection):
            yield text("store.check.damage", words=words)
        for name in sqlite.broken_references(connection):
            yield text("store.check.references", table=name)
        audit = SqlAuditLog.reading(connection)
        number = audit.verify()
        if number is not None:
            yield text("store.check.audit", number=number)
        known = self._marker.read()
        if known is None:
            yield text("store.check.no_marker", path=self._marker.path)
        elif not known.agrees(audit):
            yield text("store.check.lost", known=known.head.number, found=audit.head().number)
        yield from _changed_outside(connection)
        yield from attachment_findings(connection, attachment_folder(self._path))

    @contextmanager
    def _file_errors(self) -> Iterator[None]:
        """Turn what the system says about the folder of the backups into a UserError."""
        try:
            yield
        except OSError as error:
            raise UserError(
                "store.copy_failed", folder=self._folder, reason=cause_of(error)
            ) from error


def _changed_outside(connection: Connection) -> Iterator[str]:
    """What was changed by something else than this program: digests that do not fit."""
    for submission, found, stored in digests(connection):
        if found != stored:
            yield text("store.check.submission", submission=submission)
    for incoming, found, stored in incoming_digests(connection):
        if found != stored:
            yield text("store.check.incoming", incoming=incoming)
    for issue, found, stored in issue_digests(connection):
        if found != stored:
            yield text("store.check.issue", issue=issue)
    for issue, file_format in damaged_issue_files(connection):
        yield text("store.check.issue_file", issue=issue, file_format=file_format)
