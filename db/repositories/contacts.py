"""The log of what the office told units."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from db.repositories.ids import Ids
from db.repositories.rows import Columns, add, utc
from db.tables import CONTACT, PLAN, PLAN_UNIT
from vinhloc_cds.domain.contact import Contact, ContactKind

_CONTACTS: Select[*tuple[Any, ...]] = (
    select(CONTACT, PLAN.c.code.label("plan_code"), PLAN_UNIT.c.code.label("unit_code"))
    .join(PLAN, PLAN.c.id == CONTACT.c.plan_id)
    .join(PLAN_UNIT, PLAN_UNIT.c.id == CONTACT.c.plan_unit_id)
    .order_by(CONTACT.c.at, CONTACT.c.id)
)
_ONE = _CONTACTS.where(CONTACT.c.id == bindparam("contact"))
_OF_PLAN = _CONTACTS.where(CONTACT.c.plan_id == bindparam("plan"))


class SqlContacts:
    """What the office told units, by which way and when."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids

    def add(self, contact: Contact) -> Contact:
        """Store a contact and return it with its id. KeyError for an unknown plan or unit."""
        contact = replace(contact, at=utc(contact.at))
        owner = {"plan_id": self._ids.plan(contact.plan)}
        return replace(contact, id=add(self._connection, CONTACT, owner | self._columns(contact)))

    def get(self, contact: int) -> Contact:
        """Raises KeyError."""
        row = self._connection.execute(_ONE, {"contact": contact}).one_or_none()
        if row is None:
            raise KeyError(contact)
        return _contact(row)

    def of_plan(self, plan: str) -> tuple[Contact, ...]:
        """All contacts of `plan`, cancelled ones too, in order of `at`, then of entry."""
        rows = self._connection.execute(_OF_PLAN, {"plan": self._ids.plan(plan)})
        return tuple(map(_contact, rows))

    def save(self, contact: Contact) -> None:
        """Store the changed fields of a contact that exists. Raises KeyError."""
        changed = update(CONTACT).where(CONTACT.c.id == contact.id)
        if not self._connection.execute(changed, self._columns(contact)).rowcount:
            raise KeyError(contact.id)

    def _columns(self, contact: Contact) -> Columns:
        plan = self._ids.plan(contact.plan)
        return {
            "plan_unit_id": self._ids.of(PLAN_UNIT, plan, contact.unit),
            "kind": contact.kind,
            "at": contact.at,
            "subject": contact.subject,
            "person": contact.person,
            "note": contact.note,
            "cancelled": contact.cancelled,
        }


def _contact(row: Row[Any]) -> Contact:
    return Contact(
        id=row.id,
        plan=row.plan_code,
        unit=row.unit_code,
        kind=ContactKind(row.kind),
        at=row.at,
        subject=row.subject,
        person=row.person,
        note=row.note,
        cancelled=row.cancelled,
    )
