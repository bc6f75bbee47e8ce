"""The append-only, hash-chained record of what was done, by whom and when.

Each line's hash covers the line and the hash before it, so a line that is changed or taken out
breaks the chain; that lines are missing at its end shows against the marker (`db.marker`).
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import cached_property

from sqlalchemy import Connection, Select, insert, select

from db.tables import AUDIT
from vinhloc_cds.services.ports import AuditHead, AuditRecord

EMPTY = AuditHead(0, "")

_ADD = insert(AUDIT)
_LAST = select(AUDIT.c.number, AUDIT.c.hash).order_by(AUDIT.c.number.desc()).limit(1)

_Line = tuple[int, datetime, str, str, str, str, str, str, str]


class SqlAuditLog:
    """The audit log in one transaction; `actor` is asked when the first line is written."""

    def __init__(self, connection: Connection, now: datetime, actor: Callable[[], str]) -> None:
        self._connection = connection
        self._now = now
        self._ask_actor = actor

    @classmethod
    def reading(cls, connection: Connection) -> "SqlAuditLog":
        """The audit log only to look at."""
        return cls(connection, datetime.min.replace(tzinfo=UTC), str)

    @cached_property
    def _actor(self) -> str:
        return self._ask_actor()

    def append(
        self, action: str, entity: str, entity_id: str, detail: Mapping[str, object]
    ) -> AuditRecord:
        """Add a line in the running transaction; actor and moment are the unit of work's."""
        head = self.head()
        number, written = head.number + 1, _canonical(detail)
        line = (number, self._now, self._actor, action, entity, entity_id, written, head.hash)
        row = (*line, _hash(*line))
        self._connection.execute(_ADD, dict(zip(AUDIT.c.keys(), row, strict=True)))
        return _record(*row)

    def of(self, entity: str, entity_id: str) -> tuple[AuditRecord, ...]:
        """The lines about one thing, oldest first."""
        about = (AUDIT.c.entity == entity) & (AUDIT.c.entity_id == entity_id)
        found = self._connection.execute(_lines().where(about).order_by(AUDIT.c.number))
        return tuple(_record(*row) for row in found)

    def head(self) -> AuditHead:
        """The end of the chain; number 0 and a blank hash when it is empty."""
        row = self._connection.execute(_LAST).one_or_none()
        return AuditHead(row.number, row.hash) if row else EMPTY

    def verify(self) -> int | None:
        """The number of the first line that does not fit the chain, or None."""
        before = EMPTY
        for row in self._connection.execute(_lines().order_by(AUDIT.c.number)):
            number, *_, previous, found = row
            if (number, previous) != (before.number + 1, before.hash) or found != _hash(*row[:-1]):
                return int(number)
            before = AuditHead(number, found)
        return None

    def holds(self, head: AuditHead) -> bool:
        """Whether the chain has gone through `head`."""
        wanted = select(AUDIT.c.hash).where(AUDIT.c.number == head.number)
        return head == EMPTY or self._connection.scalar(wanted) == head.hash


def _lines() -> Select[*_Line]:
    return select(
        AUDIT.c.number,
        AUDIT.c.at,
        AUDIT.c.actor,
        AUDIT.c.action,
        AUDIT.c.entity,
        AUDIT.c.entity_id,
        AUDIT.c.detail,
        AUDIT.c.previous,
        AUDIT.c.hash,
    )


def _record(
    number: int,
    at: datetime,
    actor: str,
    action: str,
    entity: str,
    entity_id: str,
    detail: str,
    previous: str,
    hashed: str,
) -> AuditRecord:
    return AuditRecord(
        number, at, actor, action, entity, entity_id, json.loads(detail), previous, hashed
    )


def _hash(number: int, at: datetime, *fields: str) -> str:
    """The SHA-256 over the canonical JSON of a line without its own hash."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_canonical([number, moment, *fields]).encode()).hexdigest()


def _canonical(content: object) -> str:
    """JSON with one spelling: keys sorted, no spaces, letters as they are."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def _plain(value: object) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the audit log")
