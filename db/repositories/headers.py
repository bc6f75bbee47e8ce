"""The header of a plan: everything but its units, duties and indicators."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from db.repositories.rows import (
    Columns,
    deadline,
    deadline_columns,
    in_order,
    put,
    put_list,
    signer_columns,
    window,
    window_columns,
)
from db.tables import PLAN, PLAN_CLAUSE, PLAN_GROUP, PLAN_LETTERHEAD, PLAN_RECIPIENT
from vinhloc_cds.domain.deadline import Deadline, Window
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import (
    Clause,
    Letterhead,
    Plan,
    Recipient,
    ReportingRule,
    Signer,
)
from vinhloc_cds.domain.unit import UnitGroup

_PLAN = select(PLAN).where(PLAN.c.code == bindparam("code"))
_CLAUSES = in_order(PLAN_CLAUSE, "ref", "title", "body", "parent")
_GROUPS = in_order(PLAN_GROUP, "code", "name", "sort_order")
_RECIPIENTS = in_order(PLAN_RECIPIENT, "name", "purpose", "purpose_origin")
_LETTERHEADS = in_order(PLAN_LETTERHEAD)


def store_header(connection: Connection, plan: Plan) -> int:
    """Store the header of `plan`, new or changed, and return the plan's id."""
    owner = put(connection, PLAN, {"code": plan.code}, _columns(plan))
    parent = {"plan_id": owner}
    put_list(
        connection,
        PLAN_CLAUSE,
        parent,
        (
            {"ref": c.ref, "title": c.title, "body": c.body, "parent": c.parent}
            for c in plan.clauses
        ),
    )
    put_list(
        connection,
        PLAN_GROUP,
        parent,
        ({"code": g.code, "name": g.name, "sort_order": g.order} for g in plan.groups),
    )
    put_list(
        connection,
        PLAN_RECIPIENT,
        parent,
        (
            {"name": r.name, "purpose": r.purpose, "purpose_origin": r.purpose_origin}
            for r in plan.recipients
        ),
    )
    put_list(connection, PLAN_LETTERHEAD, parent, map(_letterhead_columns, plan.letterheads))
    return owner


def _columns(plan: Plan) -> Columns:
    rule = plan.reporting
    return {
        "title": plan.title,
        "short_title": plan.short_title,
        "number": plan.number,
        "issued_on": plan.issued_on,
        "issuer": plan.issuer,
        "basis": list(plan.basis),
        "closing": plan.closing,
        **window_columns("publicity", plan.publicity),
        **window_columns("publicity_peak", plan.publicity_peak),
        **window_columns("campaign", plan.campaign),
        "ceremony": plan.ceremony,
        **deadline_columns("report", rule.deadline),
        "report_clause": rule.clause,
        "report_receiver": rule.receiver,
        "report_superior": rule.superior_receiver,
        **deadline_columns("province", rule.province_deadline),
        "sections": dict(plan.sections),
        **signer_columns(plan.signer),
        "commune_group": plan.commune_group,
    }


def _letterhead_columns(letterhead: Letterhead) -> Columns:
    return {
        "profile": letterhead.profile,
        "label": letterhead.label,
        "superior": list(letterhead.superior),
        "issuer": list(letterhead.issuer),
        "symbol": letterhead.symbol,
        "place": letterhead.place,
        "addressees": list(letterhead.addressees),
        "recipients": list(letterhead.recipients),
        **signer_columns(letterhead.signer),
    }


def read_header(connection: Connection, code: str) -> tuple[int, Plan]:
    """The id of the plan `code`, and the plan without units, duties and indicators.

    Raises KeyError.
    """
    row = connection.execute(_PLAN, {"code": code}).one_or_none()
    if row is None:
        raise KeyError(code)
    plan = Plan(
        code=row.code,
        title=row.title,
        short_title=row.short_title,
        number=row.number,
        issued_on=row.issued_on,
        issuer=row.issuer,
        basis=tuple(row.basis),
        closing=row.closing,
        publicity=Window(row.publicity_start, row.publicity_end, row.publicity_time),
        publicity_peak=window(
            row.publicity_peak_start, row.publicity_peak_end, row.publicity_peak_time
        ),
        campaign=Window(row.campaign_start, row.campaign_end, row.campaign_time),
        ceremony=row.ceremony,
        reporting=ReportingRule(
            deadline=Deadline(row.report_day, exclusive=row.report_exclusive),
            clause=row.report_clause,
            receiver=row.report_receiver,
            superior_receiver=row.report_superior,
            province_deadline=deadline(row.province_day, row.province_exclusive),
        ),
        clauses=_clauses(connection, row.id),
        groups=_groups(connection, row.id),
        units=(),
        duties=(),
        indicators=(),
        sections=row.sections,
        recipients=_recipients(connection, row.id),
        signer=_signer(row),
        letterheads=_letterheads(connection, row.id),
        commune_group=row.commune_group,
    )
    return row.id, plan


def _clauses(connection: Connection, plan: int) -> tuple[Clause, ...]:
    rows = connection.execute(_CLAUSES, {"plan": plan})
    return tuple(Clause(*row) for row in rows)


def _groups(connection: Connection, plan: int) -> tuple[UnitGroup, ...]:
    rows = connection.execute(_GROUPS, {"plan": plan})
    return tuple(UnitGroup(*row) for row in rows)


def _recipients(connection: Connection, plan: int) -> tuple[Recipient, ...]:
    rows = connection.execute(_RECIPIENTS, {"plan": plan})
    return tuple(Recipient(row.name, row.purpose, Origin(row.purpose_origin)) for row in rows)


def _letterheads(connection: Connection, plan: int) -> tuple[Letterhead, ...]:
    rows = connection.execute(_LETTERHEADS, {"plan": plan})
    return tuple(
        Letterhead(
            profile=row.profile,
            label=row.label,
            superior=tuple(row.superior),
            issuer=tuple(row.issuer),
            symbol=row.symbol,
            place=row.place,
            addressees=tuple(row.addressees),
            recipients=tuple(row.recipients),
            signer=_signer(row),
        )
        for row in rows
    )


def _signer(row: Row[Any]) -> Signer:
    return Signer(row.signer_authority, row.signer_title, row.signer_name)
