"""What units wrote in their own words, offered to be taken over into a passage."""

from collections.abc import Iterable, Iterator

from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.plan import Indicator
from vinhloc_cds.domain.standing import StandingValue
from vinhloc_cds.domain.submission import Submission, Value
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.passages import Offer
from vinhloc_cds.reports.plain import lines, plain
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.texts import text


def offers(material: Material, indicators: Iterable[Indicator]) -> tuple[Offer, ...]:
    """The words of units on `indicators`, in the plan's order of units."""
    return tuple(
        Offer(
            unit.code,
            plain(listed_name(material.plan, unit)),
            indicator.code,
            "\n".join(lines(words)),
            _source(indicator, submission, value),
        )
        for indicator in indicators
        for unit in material.plan.units
        if (standing := material.matrix.get((unit.code, indicator.code)))
        for words, submission, value in _written(material, standing)
        if lines(words)
    )


def _written(
    material: Material, standing: StandingValue
) -> Iterator[tuple[str, Submission, Value]]:
    """Each of the texts that stand, with where it was first written."""
    sent = [s for s in material.snapshot.by_unit[standing.unit] if s.id in standing.submissions]
    for words in standing.texts:
        for submission in sent:
            value = submission.value_of(standing.indicator)
            if value is not None and str(value.value) == words:
                yield words, submission, value
                break


def _source(indicator: Indicator, submission: Submission, value: Value) -> str:
    """The indicator, the file and cell or the way of entry, and when it came."""
    when = format_datetime(submission.received_at)
    what = indicator.name.partition(" (")[0]
    code = indicator.code
    if value.source is None:
        return text("report.offer.typed", code=code, what=what, when=when)
    file, sheet, cell = value.source.file_name, value.source.sheet, value.source.cell
    if not cell:
        return text("report.offer.file", code=code, what=what, file=plain(file), when=when)
    return text(
        "report.offer.cell",
        code=code, what=what, file=plain(file), sheet=plain(sheet), cell=cell, when=when,
    )  # fmt: skip
