"""What was read from a file, as JSON and back, exact to the type of each value.

Records of which a file has dozens are lists in the order of their fields, a field that is added
later goes to the end, with a default; what JSON has no type for is an object with one key.
"""

import json
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from vinhloc_cds.domain.incoming import (
    CellCounts,
    FileKind,
    FileProblem,
    FileReading,
    FoundValue,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.submission import Doubt, Scalar

_Json = Any
_VALUE = attrgetter(*(each.name for each in fields(FoundValue)))
_PROBLEM = attrgetter(*(each.name for each in fields(FileProblem)))
_COUNTS = attrgetter(*(each.name for each in fields(CellCounts)))
_DOUBT = attrgetter(*(each.name for each in fields(Doubt)))


def encode(reading: FileReading) -> str:
    """The reading as JSON with one spelling."""
    content = {each.name: getattr(reading, each.name) for each in fields(reading)}
    content["values"] = [_found(value) for value in reading.values]
    content["problems"] = [_PROBLEM(problem) for problem in reading.problems]
    content["counts"] = _COUNTS(reading.counts)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_object)


def _found(value: FoundValue) -> tuple[_Json, ...]:
    columns: tuple[_Json, ...] = _VALUE(value)
    if value.doubt is None:
        return columns
    return tuple(_DOUBT(part) if isinstance(part, Doubt) else part for part in columns)


def _object(value: object) -> dict[str, str]:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
    raise TypeError(f"{type(value).__name__} has no place in a reading")


def decode(content: str) -> FileReading:
    """The reading in what `encode` made."""
    found: dict[str, _Json] = json.loads(content)
    return FileReading(
        **found
        | {
            "kind": FileKind(found["kind"]),
            "recognition": Recognition(found["recognition"]),
            "candidates": tuple(found["candidates"]),
            "signed_on": _scalar(found["signed_on"]),
            "values": tuple(_value(*columns) for columns in found["values"]),
            "problems": tuple(_problem(*columns) for columns in found["problems"]),
            "counts": CellCounts(*found["counts"]),
        }
    )


def _value(
    indicator: str,
    value: _Json,
    raw: str,
    sheet: str,
    cell: str,
    estimate: bool,  # noqa: FBT001 - a column
    doubt: list[str] | None,
    label: str,
) -> FoundValue:
    doubted = None if doubt is None else Doubt(Severity(doubt[0]), *doubt[1:])
    return FoundValue(indicator, _scalar(value), raw, sheet, cell, estimate, doubted, label)


def _problem(todo: str, severity: str, *texts: str) -> FileProblem:
    return FileProblem(Todo(todo), Severity(severity), *texts)


def _scalar(value: _Json) -> Scalar:
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
    scalar: Scalar = value
    return scalar
