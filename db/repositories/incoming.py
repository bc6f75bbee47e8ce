"""Files that came in; their bytes are elsewhere (`db.attachments`), and there before the row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, select, update

from db.repositories import readings
from db.repositories.digests import INCOMING_COLUMNS, digest_of_incoming, incoming_digests
from db.repositories.ids import Ids
from db.repositories.kept import Kept
from db.repositories.rows import Columns, put, utc
from db.tables import ATTACHMENT, INCOMING, LEARNED_LABEL, PLAN, PLAN_UNIT
from vinhloc_cds.domain.incoming import Incoming, IncomingState
from vinhloc_cds.domain.submission import Channel, SubmissionKind

_INCOMING: Select[*tuple[Any, ...]] = (
    select(
        INCOMING,
        PLAN.c.code.label("plan_code"),
        PLAN_UNIT.c.code.label("unit_code"),
        ATTACHMENT.c.sha256,
        ATTACHMENT.c.size,
    )
    .join(PLAN, PLAN.c.id == INCOMING.c.plan_id)
    .join(ATTACHMENT, ATTACHMENT.c.id == INCOMING.c.attachment_id)
    .outerjoin(PLAN_UNIT, PLAN_UNIT.c.id == INCOMING.c.plan_unit_id)
    .order_by(INCOMING.c.id)
)
_ONE = _INCOMING.where(INCOMING.c.id == bindparam("incoming"))
_OF_PLAN = _INCOMING.where(INCOMING.c.plan_id == bindparam("plan"))
_OF_FILE = _OF_PLAN.where(ATTACHMENT.c.sha256 == bindparam("sha256"))
_OF_SUBMISSION = _INCOMING.where(
    INCOMING.c.submission_id == bindparam("submission"), INCOMING.c.state == bindparam("taken")
)
_ATTACHMENT_ID = select(ATTACHMENT.c.id).where(ATTACHMENT.c.sha256 == bindparam("sha256"))
_ADD_ATTACHMENT = insert(ATTACHMENT).returning(ATTACHMENT.c.id)
_ADD = insert(INCOMING).returning(INCOMING.c.id)
_SEAL = update(INCOMING).where(INCOMING.c.id == bindparam("sealed")).values(digest=bindparam("by"))
_LABELS = select(LEARNED_LABEL.c.label, LEARNED_LABEL.c.indicator).where(
    LEARNED_LABEL.c.plan_id == bindparam("plan")
)


class SqlIncoming:
    """The files that came in."""

    def __init__(self, connection: Connection, ids: Ids, kept: Kept[Incoming]) -> None:
        self._connection = connection
        self._ids = ids
        self._kept = kept

    def add(self, incoming: Incoming) -> Incoming:
        """Store a file's record, whose bytes are in the store already; return it with its id.

        Raises KeyError for an unknown plan or unit.
        """
        owner = self._ids.plan(incoming.plan)
        incoming = replace(
            incoming, taken_at=utc(incoming.taken_at), received_at=utc(incoming.received_at)
        )
        columns = {
            "plan_id": owner,
            "attachment_id": self._attachment(incoming),
            "file_name": incoming.file_name,
            "taken_at": incoming.taken_at,
            **self._changing(owner, incoming),
            "reading": readings.encode(incoming.reading),
            "digest": "",
        }
        columns["id"] = stored = int(self._connection.execute(_ADD, columns).scalar_one())
        # As in `SqlSubmissions.add`: the row as it was written is the row as it is read.
        self._put_seal(stored, digest_of_incoming([columns[name] for name in INCOMING_COLUMNS]))
        return replace(incoming, id=stored)

    def get(self, incoming: int) -> Incoming:
        """Raises KeyError."""
        row = self._connection.execute(_ONE, {"incoming": incoming}).one_or_none()
        if row is None:
            raise KeyError(incoming)
        return _incoming(row)

    def of_plan(self, plan: str) -> tuple[Incoming, ...]:
        """All records of `plan`, discarded ones too, in the order of entry."""
        rows = self._connection.execute(_OF_PLAN, {"plan": self._ids.plan(plan)})
        return tuple(
            self._kept.get(row.id, row.digest)
            or self._kept.keep(row.id, row.digest, _incoming(row))
            for row in rows
        )

    def of_file(self, plan: str, sha256: str) -> tuple[Incoming, ...]:
        """The records of one file, in the order of entry."""
        wanted = {"plan": self._ids.plan(plan), "sha256": sha256}
        return tuple(map(_incoming, self._connection.execute(_OF_FILE, wanted)))

    def of_submission(self, submission: int) -> Incoming | None:
        """The file that a submission was made from, or entered from by hand, if there is one."""
        wanted = {"submission": submission, "taken": IncomingState.TAKEN}
        row = self._connection.execute(_OF_SUBMISSION, wanted).first()
        return None if row is None else _incoming(row)

    def save(self, incoming: Incoming) -> None:
        """Store the changed fields of a record that exists.

        Raises KeyError for an unknown record or unit.
        """
        owner = self._ids.plan(incoming.plan)
        saved = self._connection.execute(
            update(INCOMING).where(INCOMING.c.id == incoming.id),
            self._changing(owner, incoming) | {"reading": readings.encode(incoming.reading)},
        )
        if not saved.rowcount:
            raise KeyError(incoming.id)
        self._seal(incoming.id)

    def labels(self, plan: str) -> Mapping[str, str]:
        """The code of the indicator that a label (its fold key) means; "" where it means none."""
        rows = self._connection.execute(_LABELS, {"plan": self._ids.plan(plan)})
        return dict(map(tuple, rows))

    def save_label(self, plan: str, label: str, indicator: str) -> None:
        """Remember what a label means."""
        key = {"plan_id": self._ids.plan(plan), "label": label}
        put(self._connection, LEARNED_LABEL, key, {"indicator": indicator})

    def delete_label(self, plan: str, label: str) -> None:
        """Forget what a label means, if that is known."""
        key = {"plan_id": self._ids.plan(plan), "label": label}
        self._connection.execute(delete(LEARNED_LABEL).filter_by(**key))

    def _attachment(self, incoming: Incoming) -> int:
        known = self._connection.scalar(_ATTACHMENT_ID, {"sha256": incoming.sha256})
        if known is not None:
            return int(known)
        columns = {
            "sha256": incoming.sha256,
            "size": incoming.size,
            "added_at": incoming.taken_at,
        }
        return int(self._connection.execute(_ADD_ATTACHMENT, columns).scalar_one())

    def _changing(self, plan: int, incoming: Incoming) -> Columns:
        unit = incoming.unit
        return {
            "received_at": incoming.received_at,
            "channel": incoming.channel,
            "plan_unit_id": None if unit is None else self._ids.of(PLAN_UNIT, plan, unit),
            "kind": incoming.kind,
            "state": incoming.state,
            "reason": incoming.reason,
            "submission_id": incoming.submission,
            "settled": incoming.settled,
            "asked": incoming.asked,
        }

    def _seal(self, incoming: int) -> None:
        ((_, digest, _),) = incoming_digests(self._connection, incoming)
        self._put_seal(incoming, digest)

    def _put_seal(self, incoming: int, digest: str) -> None:
        self._connection.execute(_SEAL, {"sealed": incoming, "by": digest})


def _incoming(row: Row[Any]) -> Incoming:
    return Incoming(
        id=row.id,
        plan=row.plan_code,
        file_name=row.file_name,
        sha256=row.sha256,
        size=row.size,
        taken_at=row.taken_at,
        received_at=row.received_at,
        channel=Channel(row.channel),
        unit=row.unit_code,
        kind=SubmissionKind(row.kind) if row.kind else None,
        state=IncomingState(row.state),
        reading=readings.decode(row.reading),
        reason=row.reason,
        # Places were once written as numbers.
        settled=tuple(map(str, row.settled)),
        asked=tuple(row.asked),
        submission=row.submission_id,
    )
