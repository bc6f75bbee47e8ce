"""Copies of the database: whether one is sound, and what its manifest says of it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, table
from sqlalchemy.exc import DBAPIError

from db import files, sqlite
from db.audit import SqlAuditLog
from db.migrate import revision_of
from db.migrations import REVISIONS
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.ports import AuditHead, BackupFile


@dataclass(frozen=True, slots=True)
class Content:
    """What a sound database holds, in short."""

    revision: str
    audit: AuditHead
    counts: Mapping[str, int]


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in sorted(inspect(connection).get_table_names())
    }


def examine(path: Path) -> Content:
    """What the copy at `path` holds, after every check there is.

    The file is left byte for byte as it is. Raises UserError if it is not sound.
    """
    header = sqlite.read_header(path)
    if header is None or header.application_id != sqlite.APPLICATION_ID:
        raise UserError("store.copy_damaged", path=path)
    engine = sqlite.make_frozen_engine(path)
    try:
        with engine.connect() as connection:
            audit = SqlAuditLog.reading(connection)
            revision = revision_of(connection)
            if (
                revision is None
                or sqlite.damage(connection)
                or sqlite.broken_references(connection)
                or audit.verify() is not None
            ):
                raise UserError("store.copy_damaged", path=path)
            if revision not in REVISIONS:
                raise UserError("store.copy_newer", path=path)
            return Content(revision, audit.head(), count_rows(connection))
    except (DBAPIError, ValueError) as error:  # ValueError: a text that is no longer UTF-8, say
        raise UserError("store.copy_damaged", path=path) from error
    finally:
        engine.dispose()


def manifest_of(path: Path) -> Path:
    """Where the manifest of the copy at `path` stands."""
    return path.with_suffix(".json")


def write_manifest(backup: BackupFile) -> None:
    """Write the manifest beside a copy; from then on it counts as a backup."""
    content = {
        "kind": backup.kind,
        "made_at": backup.made_at.isoformat(),
        "sha256": backup.sha256,
        "audit": asdict(backup.audit),
        "counts": dict(backup.counts),
    }
    files.write(manifest_of(backup.path), json.dumps(content, indent=1).encode())


def read_manifest(path: Path) -> BackupFile | None:
    """What the manifest says of the copy at `path`; None if one of the two cannot be read."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        content = json.loads(manifest_of(path).read_bytes())
        if path.is_file():
            return BackupFile(
                path=path,
                kind=content["kind"],
                made_at=datetime.fromisoformat(content["made_at"]),
                sha256=content["sha256"],
                audit=AuditHead(**content["audit"]),
                counts=content["counts"],
            )
    return None


def verify(path: Path) -> BackupFile:
    """The backup at `path`, found to be what its manifest says. Raises UserError otherwise."""
    backup = read_manifest(path)
    if backup is None:
        raise UserError("store.copy_without_manifest", path=path)
    if files.sha256(path) != backup.sha256:
        raise UserError("store.copy_damaged", path=path)
    content = examine(path)
    if (content.audit, content.counts) != (backup.audit, backup.counts):
        raise UserError("store.copy_damaged", path=path)
    return backup
