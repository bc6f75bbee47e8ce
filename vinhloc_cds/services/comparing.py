"""Files held against what all units have sent and against each other, whatever their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vinhloc_cds.domain.comparison import Comparison
from vinhloc_cds.domain.incoming import FileReading, FoundValue
from vinhloc_cds.domain.outcome import Expected
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.reading import read_value
from vinhloc_cds.domain.standing import standing_values
from vinhloc_cds.domain.submission import Doubt, Scalar, Submission


def compared(
    plan: Plan, readings: Sequence[FileReading], sent: Iterable[Submission]
) -> list[FileReading]:
    """`readings` with doubts about figures that stand out, and questions about identical sets.

    `sent` is what all units sent before, accepted or not. A reading without a unit stays as it is.
    """
    standing = _standing(plan, sent)
    figures = dict(standing)
    for reading in readings:
        if reading.unit is not None:
            figures[reading.unit] = {**figures.get(reading.unit, {}), **_given(reading)}
    comparison = Comparison(plan, figures)
    return [_with_doubts(plan, reading, comparison, standing) for reading in readings]


def _given(reading: FileReading) -> dict[str, Scalar]:
    return {each.indicator: each.value for each in reading.values}


def _standing(plan: Plan, sent: Iterable[Submission]) -> dict[str, Mapping[str, Scalar]]:
    by_unit: dict[str, list[Submission]] = {}
    for submission in sent:
        by_unit.setdefault(submission.unit, []).append(submission)
    return {
        unit: {
            code: there.value
            for code, there in standing_values(plan, tuple(its), accepted_only=False).items()
        }
        for unit, its in by_unit.items()
    }


def _with_doubts(
    plan: Plan,
    reading: FileReading,
    comparison: Comparison,
    standing: Mapping[str, Mapping[str, Scalar]],
) -> FileReading:
    unit = reading.unit
    if unit is None:
        return reading
    # Another file of the unit in the same batch may say otherwise: each answers for itself.
    figures = {**standing.get(unit, {}), **_given(reading)}
    doubts = dict(comparison.doubts(unit, figures))
    problems = comparison.problems(unit, figures) if reading.values else ()
    if not doubts and not problems:
        return reading
    values = tuple(
        _doubted(plan, found, doubts[found.indicator]) if found.indicator in doubts else found
        for found in reading.values
    )
    return replace(reading, values=values, problems=(*reading.problems, *problems))


def _doubted(plan: Plan, found: FoundValue, doubt: Doubt) -> FoundValue:
    """`found` with the doubt beside what reading its cell brought up; a value has only one."""
    earlier = found.doubt
    if earlier is None:
        expected = Expected.of(plan.indicator_by_code[found.indicator], plan.year)
        again = read_value(found.raw, expected)
        sentence, proposal = again.sentence, again.proposal
    else:
        sentence, proposal = earlier.sentence, earlier.proposal
    words = f"{sentence} {doubt.sentence}".strip()
    return replace(found, doubt=Doubt(doubt.severity, words, proposal))
