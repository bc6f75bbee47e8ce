"""The last known state of the database, kept in a small file beside it.

A missing file, one put back from yesterday and one whose last lines were cut off all look sound
by themselves. The marker tells: it is written after each commit, so a marker behind the database
is what a crash between the two leaves; one ahead of it says that the database lost something.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from db import files
from db.audit import SqlAuditLog
from vinhloc_cds.services.ports import AuditHead


@dataclass(frozen=True, slots=True)
class LastKnown:
    """The end of the audit log as last seen.

    `instead` is the end that a restore is about to put in the place of `head`: a crash in the
    middle of it leaves either.
    """

    head: AuditHead
    instead: AuditHead | None = None

    def agrees(self, audit: SqlAuditLog) -> bool:
        """Whether the audit log still goes through what was last known."""
        ends = (self.head, self.instead)
        return any(audit.holds(end) for end in ends if end is not None)


class Marker:
    """The marker of the database at `database`."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.marker")

    def exists(self) -> bool:
        """Whether there ever was a database here."""
        return self.path.exists()

    def read(self) -> LastKnown | None:
        """What was last known; None if there is no marker or it cannot be read."""
        try:
            content = json.loads(self.path.read_bytes())
            instead = content["instead"]
            return LastKnown(
                AuditHead(**content["head"]),
                AuditHead(**instead) if instead else None,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, known: LastKnown) -> None:
        """Remember `known`, durably."""
        files.write(self.path, json.dumps(asdict(known), indent=1).encode())
