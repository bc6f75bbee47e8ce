"""The units of a plan, each with its names, codes, lineage and further groups."""

from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select, update

from db.repositories.rows import Columns, add, by_first, put, put_list
from db.tables import (
    PLAN_UNIT,
    UNIT,
    UNIT_ALIAS,
    UNIT_CODE,
    UNIT_LINEAGE,
    UNIT_MEMBERSHIP,
    UNIT_NAME,
)
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.text import fold_key, sort_key
from vinhloc_cds.domain.unit import (
    Contact,
    Lineage,
    Membership,
    OfficialCode,
    Relation,
    Unit,
    UnitProfile,
)

_UNITS = (
    select(PLAN_UNIT, UNIT_NAME.c.name, UNIT_NAME.c.short_name, UNIT.c.valid_to)
    .join(UNIT, UNIT.c.id == PLAN_UNIT.c.unit_id)
    .join(UNIT_NAME, UNIT_NAME.c.id == PLAN_UNIT.c.name_id)
    .where(PLAN_UNIT.c.plan_id == bindparam("plan"))
    .order_by(PLAN_UNIT.c.sort_order, PLAN_UNIT.c.id)
)
_MEMBERSHIPS = (
    select(
        UNIT_MEMBERSHIP.c.plan_unit_id,
        UNIT_MEMBERSHIP.c.group_code,
        UNIT_MEMBERSHIP.c.valid_from,
        UNIT_MEMBERSHIP.c.valid_to,
    )
    .join(PLAN_UNIT, PLAN_UNIT.c.id == UNIT_MEMBERSHIP.c.plan_unit_id)
    .where(PLAN_UNIT.c.plan_id == bindparam("plan"))
    .order_by(UNIT_MEMBERSHIP.c.plan_unit_id, UNIT_MEMBERSHIP.c.position)
)


def _of_bodies(table: Table, *names: str) -> Select[*tuple[Any, ...]]:
    """Some columns of what `table` says about the units of a plan, in order, unit by unit."""
    columns = table.c
    return (
        select(columns.unit_id, *(columns[name] for name in names))
        .join(PLAN_UNIT, PLAN_UNIT.c.unit_id == columns.unit_id)
        .where(PLAN_UNIT.c.plan_id == bindparam("plan"))
        .order_by(columns.unit_id, columns.position)
    )


_ALIASES = _of_bodies(UNIT_ALIAS, "alias")
_CODES = _of_bodies(UNIT_CODE, "scheme", "code", "valid_from", "valid_to")
_LINEAGE = _of_bodies(UNIT_LINEAGE, "direction", "name", "gso_code", "happened_on")


def store_unit(connection: Connection, plan: int, unit: Unit) -> None:
    """Store a unit of `plan`, new or changed."""
    body, name = _body(connection, plan, unit)
    key = {"plan_id": plan, "code": unit.code}
    columns = {"unit_id": body, "name_id": name, **_columns(unit)}
    of_plan = put(connection, PLAN_UNIT, key, columns)
    put_list(
        connection,
        UNIT_ALIAS,
        {"unit_id": body},
        ({"alias": alias, "fold_key": fold_key(alias)} for alias in unit.aliases),
    )
    put_list(
        connection,
        UNIT_CODE,
        {"unit_id": body},
        (
            {
                "scheme": code.scheme,
                "code": code.code,
                "valid_from": code.valid_from,
                "valid_to": code.valid_to,
            }
            for code in unit.codes
        ),
    )
    put_list(
        connection,
        UNIT_LINEAGE,
        {"unit_id": body},
        (
            {
                "direction": line.direction,
                "name": line.name,
                "gso_code": line.gso_code,
                "happened_on": line.on,
            }
            for line in unit.lineage
        ),
    )
    put_list(
        connection,
        UNIT_MEMBERSHIP,
        {"plan_unit_id": of_plan},
        (
            {"group_code": m.group, "valid_from": m.valid_from, "valid_to": m.valid_to}
            for m in unit.memberships
        ),
    )


def _body(connection: Connection, plan: int, unit: Unit) -> tuple[int, int]:
    """The ids of the unit and of its name, both up to date."""
    name: Columns = {
        "name": unit.name,
        "short_name": unit.short_name,
        "fold_key": fold_key(unit.name),
        "sort_key": sort_key(unit.name),
        "valid_to": unit.valid_to,
    }
    known = connection.execute(
        select(PLAN_UNIT.c.unit_id, PLAN_UNIT.c.name_id).where(
            PLAN_UNIT.c.plan_id == plan, PLAN_UNIT.c.code == unit.code
        )
    ).one_or_none()
    if known is None:
        body = add(connection, UNIT, {"valid_to": unit.valid_to})
        return body, add(connection, UNIT_NAME, {"unit_id": body, **name})
    connection.execute(update(UNIT).where(UNIT.c.id == known.unit_id), {"valid_to": unit.valid_to})
    connection.execute(update(UNIT_NAME).where(UNIT_NAME.c.id == known.name_id), name)
    return known.unit_id, known.name_id


def _columns(unit: Unit) -> Columns:
    contact, profile = unit.contact, unit.profile
    return {
        "kind": unit.kind,
        "group_code": unit.group,
        "relation": unit.relation,
        "sort_order": unit.order,
        "stated": unit.stated,
        "origin": unit.origin,
        "source": unit.source,
        "confidence": unit.confidence,
        "note": unit.note,
        "contact_person": contact.person,
        "contact_phone": contact.phone,
        "contact_email": contact.email,
        "hamlets": profile.hamlets,
        "households": profile.households,
        "teams": profile.teams,
        "members": profile.members,
        "profile_as_of": profile.as_of,
        "profile_source": profile.source,
    }


def read_units(connection: Connection, plan: int) -> tuple[Unit, ...]:
    """The units of `plan` in its order."""
    of_plan = {"plan": plan}
    aliases = by_first(connection.execute(_ALIASES, of_plan))
    codes = by_first(connection.execute(_CODES, of_plan))
    lineage = by_first(connection.execute(_LINEAGE, of_plan))
    memberships = by_first(connection.execute(_MEMBERSHIPS, of_plan))
    return tuple(
        Unit(
            code=row.code,
            name=row.name,
            short_name=row.short_name,
            kind=row.kind,
            group=row.group_code,
            relation=Relation(row.relation),
            order=row.sort_order,
            stated=row.stated,
            origin=Origin(row.origin),
            source=row.source,
            confidence=row.confidence,
            note=row.note,
            aliases=tuple(alias for (alias,) in aliases.get(row.unit_id, ())),
            codes=tuple(OfficialCode(*code) for code in codes.get(row.unit_id, ())),
            memberships=tuple(Membership(*m) for m in memberships.get(row.id, ())),
            lineage=tuple(Lineage(*line) for line in lineage.get(row.unit_id, ())),
            valid_to=row.valid_to,
            contact=Contact(row.contact_person, row.contact_phone, row.contact_email),
            profile=UnitProfile(
                row.hamlets,
                row.households,
                row.teams,
                row.members,
                row.profile_as_of,
                row.profile_source,
            ),
        )
        for row in connection.execute(_UNITS, of_plan)
    )
