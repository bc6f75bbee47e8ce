"""Where a figure came from, in paragraphs: what the pane below the matrix says of its cell."""

from collections.abc import Iterable

from ui.models.matrix import MatrixCell, TotalCell, measured
from ui.models.paragraph import Paragraph
from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.formatting import (
    format_date,
    format_datetime,
    format_number,
    format_percent,
    format_value,
)
from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import standing_values
from vinhloc_cds.domain.submission import Submission, SubmissionKind, Value
from vinhloc_cds.services.ports import AuditRecord
from vinhloc_cds.texts import text


def cell_source(snapshot: Snapshot, cell: MatrixCell) -> list[Paragraph]:
    """The cell in full, then each submission that says something about it."""
    title = _title(cell.unit.name, cell.indicator, cell.shown)
    if not cell.asked:
        return [Paragraph(title, heading=True), Paragraph(text("matrix.source.not_asked"))]
    sent = snapshot.by_unit.get(cell.unit.code, ())
    said = [text("matrix.source.unread")] if cell.value is None and cell.unread else []
    if cell.value is not None:
        said.append(text("matrix.source.accepted" if cell.accepted else "matrix.source.received"))
        if cell.value.estimate:
            said.append(text("matrix.source.estimate"))
        if cell.value.partial:
            said.append(text("matrix.source.partial"))
    if cell.indicator.aggregation is Aggregation.COMPUTED:
        said += _parts(snapshot.plan, cell, sent)
    else:
        used = cell.value.submissions if cell.value else ()
        said += _mentions(cell.indicator, sent, used) or [_nothing(sent)]
    return [Paragraph(title, heading=True), *map(Paragraph, said)]


def total_source(plan: Plan, cell: TotalCell) -> list[Paragraph]:
    """How a total is made and what it lacks."""
    total, indicator = cell.total, cell.indicator
    if total is None:
        code = "matrix.source.by_group" if cell.by_group else "matrix.source.no_total"
        return [
            Paragraph(_title(text("matrix.total.value"), indicator, ""), heading=True),
            Paragraph(text(code)),
        ]
    groups = {group.code: group.name for group in plan.groups}
    over = groups[total.group] if total.group else text("matrix.all_groups")
    value = text("matrix.blank") if total.value is None else format_number(total.value)
    said = [text("matrix.source.coverage", reported=total.reported, expected=total.expected)]
    if total.extra_units:
        said.append(text("matrix.source.extra", count=total.extra_units))
    if total.missing:
        units = ", ".join(plan.unit_by_code[code].short_name for code in total.missing)
        said.append(text("matrix.source.missing", units=units))
    return [
        Paragraph(_title(over, indicator, value), heading=True),
        *map(Paragraph, [*_ratio(total), *said, *_marks(total)]),
    ]


def _title(of: str, indicator: Indicator, value: str) -> str:
    words = text("matrix.source.title", of=of, code=indicator.code, name=indicator.name)
    if not value:
        return words
    unit = indicator.unit_of_measure if measured(indicator) else ""
    return text("matrix.source.value", title=words, value=f"{value} {unit}".strip())


def _ratio(total: Total) -> list[str]:
    if total.ratio is None or total.denominator is None:
        return []
    ratio, below = format_percent(total.ratio), format_number(total.denominator)
    return [text("matrix.source.ratio", ratio=ratio, below=below)]


def _marks(total: Total) -> list[str]:
    said = []
    if total.maximum is not None:
        said.append(text("matrix.source.maximum", value=format_number(total.maximum)))
    if total.estimates:
        said.append(text("matrix.source.estimates", count=total.estimates))
    if total.partial:
        said.append(text("matrix.source.partials", count=total.partial))
    return said


def _mentions(
    indicator: Indicator, sent: tuple[Submission, ...], used: tuple[int, ...]
) -> list[str]:
    """A line to each submission with a value for `indicator`; those in use come with a bullet."""
    lines = []
    for submission in sent:
        if (value := submission.value_of(indicator.code)) is None:
            continue
        words = "; ".join([_written(value), *_remarks(value)])
        code = "matrix.source.used" if submission.id in used else "matrix.source.unused"
        lines.append(text(code, submission=_submission(submission), words=words))
    return lines


def _submission(submission: Submission) -> str:
    """A submission in a few words: when, by which way, what it calls itself, how it stands."""
    paper = submission.number
    if submission.signed_on:
        paper = f"{paper} {format_date(submission.signed_on)}".strip()
    return text(
        "matrix.source.submission",
        kind=text(f"state.kind.{submission.kind}"),
        received=format_datetime(submission.received_at),
        channel=text(f"state.channel.{submission.channel}"),
        paper=f" ({paper})" if paper else "",
        state=text(f"state.submission.{submission.state}"),
    )


def _written(value: Value) -> str:
    if value.cleared:
        return text("matrix.source.cleared")
    return text("matrix.source.raw", raw=" ".join(value.raw.split()))


def _remarks(value: Value) -> list[str]:
    said = []
    if value.corrected_from is not None:
        before = value.corrected_from or text("matrix.blank")
        reason = value.correction_reason
        said.append(text("matrix.source.corrected", before=before, reason=reason))
    elif value.reason:
        said.append(text("matrix.source.reason", reason=value.reason))
    if (source := value.source) and source.cell:
        said.append(
            text("matrix.source.file", file=source.file_name, sheet=source.sheet, cell=source.cell)
        )
    elif source:
        said.append(text("matrix.source.whole_file", file=source.file_name))
    return said


def taken_in(records: Iterable[AuditRecord]) -> list[Paragraph]:
    """When and by whom a submission was taken in, and by whom it was last changed."""
    lines = list(records)
    if not lines:
        return []
    first, last = lines[0], lines[-1]
    said = [text("matrix.source.taken_in", at=format_datetime(first.at), actor=first.actor)]
    if last is not first:
        said.append(text("matrix.source.last", at=format_datetime(last.at), actor=last.actor))
    return [Paragraph(words) for words in said]


def _parts(plan: Plan, cell: MatrixCell, sent: tuple[Submission, ...]) -> list[str]:
    """What a computed figure is made of."""
    standing = standing_values(plan, sent, accepted_only=cell.accepted)
    parts = []
    for code in cell.indicator.computed_from:
        part = plan.indicator_by_code[code]
        found = standing.get(code)
        value = format_value(part, found.value) if found else text("matrix.blank")
        parts.append(text("matrix.source.part", code=code, name=part.name, value=value))
    return [text("matrix.source.computed", parts="; ".join(parts))]


def _nothing(sent: tuple[Submission, ...]) -> str:
    standing = [submission for submission in sent if submission.stands]
    if not standing:
        return text("matrix.source.returned" if sent else "matrix.source.nothing_sent")
    if any(submission.kind is SubmissionKind.NOTHING for submission in standing):
        return text("matrix.source.nothing_to_tell")
    return text("matrix.source.left_blank", submission=_submission(standing[-1]))
