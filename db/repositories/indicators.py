"""The indicators of a plan, with their checks."""

from sqlalchemy import Connection, bindparam, select

from db.repositories.rows import Columns, by_first, in_order, put_in_place, put_list
from db.tables import INDICATOR, INDICATOR_CHECK
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Aggregation, Check, Indicator, Severity, ValueType

_INDICATORS = in_order(INDICATOR)
_CHECKS = (
    select(
        INDICATOR_CHECK.c.indicator_id,
        INDICATOR_CHECK.c.code,
        INDICATOR_CHECK.c.severity,
        INDICATOR_CHECK.c.rule,
        INDICATOR_CHECK.c.message,
        INDICATOR_CHECK.c.applies_when,
        INDICATOR_CHECK.c.origin,
    )
    .join(INDICATOR, INDICATOR.c.id == INDICATOR_CHECK.c.indicator_id)
    .where(INDICATOR.c.plan_id == bindparam("plan"))
    .order_by(INDICATOR_CHECK.c.indicator_id, INDICATOR_CHECK.c.position)
)


def store_indicator(connection: Connection, plan: int, indicator: Indicator) -> None:
    """Store an indicator of `plan` and its checks, new or changed."""
    key = {"plan_id": plan, "code": indicator.code}
    stored = put_in_place(connection, INDICATOR, key, _columns(indicator))
    put_list(
        connection,
        INDICATOR_CHECK,
        {"indicator_id": stored},
        (
            {
                "code": check.code,
                "severity": check.severity,
                "rule": check.rule,
                "message": check.message,
                "applies_when": check.when,
                "origin": check.origin,
            }
            for check in indicator.checks
        ),
    )


def _columns(indicator: Indicator) -> Columns:
    return {
        "name": indicator.name,
        "unit_of_measure": indicator.unit_of_measure,
        "value_type": indicator.value_type,
        "clauses": list(indicator.clauses),
        "groups": list(indicator.groups),
        "aggregation": indicator.aggregation,
        "denominator": indicator.denominator,
        "computed_from": list(indicator.computed_from),
        "expected_moment": indicator.expected_moment,
        "choices": list(indicator.choices),
        "evidence": indicator.evidence,
        "origin": indicator.origin,
        "source": indicator.source,
        "annex": indicator.annex,
        "core": indicator.core,
        "submission_field": indicator.submission_field,
        "explanation": indicator.explanation,
    }


def read_indicators(connection: Connection, plan: int) -> tuple[Indicator, ...]:
    """The indicators of `plan` in its order."""
    checks = by_first(connection.execute(_CHECKS, {"plan": plan}))
    return tuple(
        Indicator(
            code=row.code,
            name=row.name,
            unit_of_measure=row.unit_of_measure,
            value_type=ValueType(row.value_type),
            clauses=tuple(row.clauses),
            groups=tuple(row.groups),
            aggregation=Aggregation(row.aggregation),
            denominator=row.denominator,
            computed_from=tuple(row.computed_from),
            expected_moment=row.expected_moment,
            checks=tuple(
                Check(code, Severity(severity), rule, message, when, Origin(origin))
                for code, severity, rule, message, when, origin in checks.get(row.id, ())
            ),
            choices=tuple(row.choices),
            evidence=row.evidence,
            origin=Origin(row.origin),
            source=row.source,
            annex=row.annex,
            core=row.core,
            submission_field=row.submission_field,
            explanation=row.explanation,
        )
        for row in connection.execute(_INDICATORS, {"plan": plan})
    )
