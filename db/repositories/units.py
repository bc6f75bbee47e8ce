"""The units of a plan, each with its names, codes, lineage and further groups."""

from typing import Any

from sqlalchemy import Connection, select, update

from db.repositories.rows import Columns, Table, add, by_first, put, put_list
from db.tables import (
    AliasRow,
    LineageRow,
    MembershipRow,
    PlanUnitRow,
    UnitCodeRow,
    UnitNameRow,
    UnitRow,
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


def store_unit(connection: Connection, plan: int, unit: Unit) -> None:
    """Store a unit of `plan`, new or changed."""
    body, name = _body(connection, plan, unit)
    key = {"plan_id": plan, "code": unit.code}
    columns = {"unit_id": body, "name_id": name, **_columns(unit)}
    of_plan = put(connection, PlanUnitRow, key, columns)
    put_list(
        connection,
        AliasRow,
        {"unit_id": body},
        ({"alias": alias, "fold_key": fold_key(alias)} for alias in unit.aliases),
    )
    put_list(
        connection,
        UnitCodeRow,
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
        LineageRow,
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
        MembershipRow,
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
        select(PlanUnitRow.unit_id, PlanUnitRow.name_id).where(
            PlanUnitRow.plan_id == plan, PlanUnitRow.code == unit.code
        )
    ).one_or_none()
    if known is None:
        body = add(connection, UnitRow, {"valid_to": unit.valid_to})
        return body, add(connection, UnitNameRow, {"unit_id": body, **name})
    connection.execute(
        update(UnitRow).where(UnitRow.id == known.unit_id), {"valid_to": unit.valid_to}
    )
    connection.execute(update(UnitNameRow).where(UnitNameRow.id == known.name_id), name)
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
    aliases = _of_units(connection, plan, AliasRow, "alias")
    codes = _of_units(connection, plan, UnitCodeRow, "scheme", "code", "valid_from", "valid_to")
    lineage = _of_units(
        connection, plan, LineageRow, "direction", "name", "gso_code", "happened_on"
    )
    memberships = by_first(
        connection.execute(
            select(
                MembershipRow.plan_unit_id,
                MembershipRow.group_code,
                MembershipRow.valid_from,
                MembershipRow.valid_to,
            )
            .join(PlanUnitRow, PlanUnitRow.id == MembershipRow.plan_unit_id)
            .where(PlanUnitRow.plan_id == plan)
            .order_by(MembershipRow.plan_unit_id, MembershipRow.position)
        )
    )
    rows = connection.execute(
        select(
            *PlanUnitRow.__table__.columns,
            UnitNameRow.name,
            UnitNameRow.short_name,
            UnitRow.valid_to,
        )
        .join(UnitRow, UnitRow.id == PlanUnitRow.unit_id)
        .join(UnitNameRow, UnitNameRow.id == PlanUnitRow.name_id)
        .where(PlanUnitRow.plan_id == plan)
        .order_by(PlanUnitRow.sort_order, PlanUnitRow.id)
    )
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
        for row in rows
    )


def _of_units(
    connection: Connection, plan: int, table: Table, *names: str
) -> dict[int, list[tuple[Any, ...]]]:
    """Some columns of what `table` says about the units of `plan`, in order, by unit."""
    columns = table.__table__.columns
    return by_first(
        connection.execute(
            select(columns.unit_id, *(columns[name] for name in names))
            .join(PlanUnitRow, PlanUnitRow.unit_id == columns.unit_id)
            .where(PlanUnitRow.plan_id == plan)
            .order_by(columns.unit_id, columns.position)
        )
    )
