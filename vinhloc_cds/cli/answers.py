"""The answers that programs read, in the terms of JSON; their fields are a contract.

Moments are ISO 8601 in the time of Việt Nam; None is "no figure", which is never zero (rule 8).
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.progress import (
    UnitProgress,
    UnitState,
    assignment_progress,
    count_assignments,
    count_units,
    unit_progress,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.services.ports import BackupFile

Row = dict[str, object]

_OBLIGED_STATES = (UnitState.ON_TIME, UnitState.LATE, UnitState.WAITING, UnitState.OVERDUE)
_TOTAL_FIELDS = (
    "code",
    "name",
    "unit_of_measure",
    "group",
    "value",
    "denominator",
    "ratio",
    "reported",
    "expected",
    "missing",
    "extra_units",
)


def status(snapshot: Snapshot) -> Row:
    """How the plan stands: who has reported, and the eight states of the assignments."""
    progress = unit_progress(snapshot)
    obliged = [p for p in progress if p.unit.relation is Relation.OBLIGED]
    asked = [p for p in progress if p.unit.relation is Relation.ASKED]
    states = count_units(obliged)
    assignments = assignment_progress(snapshot)
    commune_group = snapshot.plan.commune_group
    deadline = snapshot.plan.reporting.deadline
    return {
        "plan": snapshot.plan.code,
        "now": _moment(snapshot.now),
        "deadline": deadline.day.isoformat(),
        "deadline_exclusive": deadline.exclusive,
        "units": {"obliged": len(obliged)}
        | {state.value: states[state] for state in _OBLIGED_STATES},
        "asked": {"total": len(asked), "reported": sum(p.received_at is not None for p in asked)},
        "assignments": {
            "total": len(assignments),
            "communes": sum(a.unit.group == commune_group for a in assignments),
            "by_state": {
                state.value: count for state, count in count_assignments(assignments).items()
            },
        },
    }


def units(snapshot: Snapshot) -> list[Row]:
    """Every unit of the plan with its state, in the plan's order."""
    return [_unit(progress) for progress in unit_progress(snapshot)]


def _unit(progress: UnitProgress) -> Row:
    unit = progress.unit
    return {
        "code": unit.code,
        "name": unit.name,
        "groups": _groups(unit),
        "relation": unit.relation.value,
        "state": progress.state.value,
        "received": progress.received_at and _moment(progress.received_at),
        "aliases": list(unit.aliases),
    }


def _groups(unit: Unit) -> list[str]:
    """The group that makes its assignments, then those it is only filtered by (rule 6)."""
    return list(dict.fromkeys([unit.group, *(member.group for member in unit.memberships)]))


def values(snapshot: Snapshot) -> list[Row]:
    """Every value of every submission that was not withdrawn, in the order they take effect."""
    return [
        {
            "unit": submission.unit,
            "submission": submission.id,
            "kind": submission.kind.value,
            "state": submission.state.value,
            "received": _moment(submission.received_at),
            "indicator": value.indicator,
            "value": _scalar(value.value),
            "raw": value.raw,
        }
        for submission in snapshot.submissions
        for value in submission.values
    ]


def totals(snapshot: Snapshot) -> list[Row]:
    """Every total of the plan, over how many units it stands and who is missing."""
    return [
        {field: _list(getattr(total, field)) for field in _TOTAL_FIELDS}
        for total in consolidate(snapshot)
    ]


def forms(plan: Plan, written: Sequence[tuple[str, Path]]) -> Row:
    """Which form was written for whom."""
    return {
        "paths": [str(path) for _, path in written],
        "units": [
            {"code": code, "name": plan.unit_by_code[code].name, "path": str(path)}
            for code, path in written
        ],
    }


def files(paths: Sequence[Path]) -> Row:
    """The files that were written, and what tells that they are whole."""
    return {
        "paths": [str(path) for path in paths],
        "files": [
            {
                "path": str(path),
                "format": path.suffix.removeprefix("."),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in paths
        ],
    }


def backup(made: BackupFile) -> Row:
    """Where a copy of the database is and what tells that it is whole."""
    return {
        "path": str(made.path),
        "kind": made.kind,
        "made_at": _moment(made.made_at),
        "sha256": made.sha256,
        "audit": {"number": made.audit.number, "hash": made.audit.hash},
        "counts": dict(made.counts),
    }


def _moment(moment: datetime) -> str:
    return local(moment).isoformat()


def _scalar(value: Scalar) -> object:
    if isinstance(value, datetime):
        return _moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _list(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
