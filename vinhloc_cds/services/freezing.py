"""The data of a report as they are kept when it is issued."""

from datetime import date, datetime

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.formatting import format_value
from vinhloc_cds.domain.issuing import Frozen, FrozenTotal, FrozenUnit, FrozenValue
from vinhloc_cds.domain.progress import unit_progress
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import StandingValue, nothing_arose, standing_matrix
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.unit import Relation


def freeze(snapshot: Snapshot) -> Frozen:
    """What stands in `snapshot`: figures, totals and states, in the plan's order."""
    return Frozen(_values(snapshot), _totals(snapshot), _units(snapshot))


def _values(snapshot: Snapshot) -> tuple[FrozenValue, ...]:
    matrix = standing_matrix(snapshot)
    return tuple(
        _value(snapshot, matrix[unit.code, indicator.code])
        for unit in snapshot.plan.units
        if unit.relation is not Relation.NONE
        for indicator in snapshot.plan.indicators
        if (unit.code, indicator.code) in matrix
    )


def _value(snapshot: Snapshot, standing: StandingValue) -> FrozenValue:
    sent = {each.id: each for each in snapshot.by_unit[standing.unit]}
    value = sent[standing.submissions[-1]].value_of(standing.indicator)
    source = value.source if value else None
    return FrozenValue(
        unit=standing.unit,
        indicator=standing.indicator,
        value=_plain(standing.value),
        shown=format_value(snapshot.plan.indicator_by_code[standing.indicator], standing.value),
        submissions=standing.submissions,
        file=source.file_name if source else "",
        sheet=source.sheet if source else "",
        cell=source.cell if source else "",
        raw=value.raw if value else "",
    )


def _plain(value: Scalar) -> int | bool | str | None:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _totals(snapshot: Snapshot) -> tuple[FrozenTotal, ...]:
    return tuple(
        FrozenTotal(
            code=total.code,
            group=total.group or "",
            value=total.value,
            ratio=total.ratio,
            reported=total.reported,
            expected=total.expected,
            missing=total.missing,
        )
        for total in consolidate(snapshot)
    )


def _units(snapshot: Snapshot) -> tuple[FrozenUnit, ...]:
    return tuple(
        FrozenUnit(
            progress.unit.code,
            progress.state.value,
            progress.received_at,
            nothing_arose(snapshot.plan, snapshot.by_unit.get(progress.unit.code, ())),
        )
        for progress in unit_progress(snapshot)
        if progress.unit.relation is not Relation.NONE
    )
