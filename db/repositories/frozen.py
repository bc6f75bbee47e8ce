"""The data of an issued report, as JSON and back.

Records of which a report has hundreds are lists in the order of their fields, so a field that is
added later goes to the end, with a default.
"""

import json
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from vinhloc_cds.domain.issuing import Frozen, FrozenTotal, FrozenUnit, FrozenValue

_Json = Any
_VALUE = attrgetter(*(each.name for each in fields(FrozenValue)))
_TOTAL = attrgetter(*(each.name for each in fields(FrozenTotal)))
_UNIT = attrgetter(*(each.name for each in fields(FrozenUnit)))


def encode(frozen: Frozen) -> str:
    """The data as JSON with one spelling."""
    content = {
        "totals": [_TOTAL(total) for total in frozen.totals],
        "units": [_UNIT(unit) for unit in frozen.units],
        "values": [_VALUE(value) for value in frozen.values],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_moment)


def decode(content: str) -> Frozen:
    """The data in what `encode` made."""
    found: dict[str, list[list[_Json]]] = json.loads(content)
    return Frozen(
        tuple(FrozenValue(*_tuples(columns)) for columns in found["values"]),
        tuple(FrozenTotal(*_tuples(columns)) for columns in found["totals"]),
        tuple(
            FrozenUnit(
                unit, state, None if moment is None else datetime.fromisoformat(moment), *more
            )
            for unit, state, moment, *more in found["units"]
        ),
    )


def _tuples(columns: list[_Json]) -> list[_Json]:
    return [tuple(part) if isinstance(part, list) else part for part in columns]


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an issued report")
