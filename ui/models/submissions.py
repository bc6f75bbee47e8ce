"""Submissions as rows: what the table of results shows, filters and says of one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ui.models.entry_findings import count_problems
from ui.models.table import Column
from ui.theme import STATE_COLOURS
from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.formatting import format_date, format_datetime, format_value
from vinhloc_cds.domain.plan import Indicator, Plan, Severity
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import standing_submissions
from vinhloc_cds.domain.submission import Submission, SubmissionState, Value
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.services.intake import judge
from vinhloc_cds.services.ports import AuditRecord
from vinhloc_cds.texts import has_text, text

Findings = Mapping[int, tuple[Finding, ...]]
"""What the checks say of each submission, by its id."""
REPLACED = "replaced"
"""The state, on this page, of what was accepted and then replaced."""


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One submission with the words it is shown and found by; no findings before it is judged.

    `replaced`: it was accepted, but none of it counts since a later replacement was (rule 11).
    """

    submission: Submission
    unit: Unit
    findings: tuple[Finding, ...] | None
    searchable: str
    replaced: bool = False

    @property
    def state(self) -> str:
        """Its state as it is filtered and coloured by: the enum's value, or `REPLACED`."""
        return REPLACED if self.replaced else self.submission.state

    @property
    def state_words(self) -> str:
        """Its state as it is shown."""
        if self.replaced:
            return text("submissions.replaced")
        return text(f"state.submission.{self.submission.state}")


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One figure of a submission beside its indicator."""

    indicator: Indicator
    value: Value


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One line of what was done to a submission."""

    record: AuditRecord
    what: str


def judged(snapshot: Snapshot) -> Findings:
    """The findings on every submission; some milliseconds each, so not for the GUI thread."""
    return {
        submission.id: judge(
            snapshot.plan,
            submission,
            submission.values,
            [other for other in sent if other.id != submission.id],
            entry=submission.id,
        )
        for sent in snapshot.by_unit.values()
        for submission in sent
    }


def submission_rows(snapshot: Snapshot, findings: Findings) -> list[SubmissionRow]:
    """The rows, the submission received last first."""
    rows = []
    counted = _counted(snapshot)
    for submission in reversed(snapshot.submissions):
        unit = snapshot.plan.unit_by_code[submission.unit]
        accepted = submission.state is SubmissionState.ACCEPTED
        replaced = accepted and submission.id not in counted
        found_by = (
            unit.name,
            unit.short_name,
            unit.code,
            *unit.aliases,
            submission.number,
            submission.maker,
            text(f"state.kind.{submission.kind}"),
            text("submissions.replaced")
            if replaced
            else text(f"state.submission.{submission.state}"),
            text(f"state.channel.{submission.channel}"),
        )
        found = findings.get(submission.id)
        rows.append(SubmissionRow(submission, unit, found, " | ".join(found_by), replaced))
    return rows


def _counted(snapshot: Snapshot) -> set[int]:
    """The ids of all accepted submissions that no later replacement voids."""
    return {
        submission.id
        for sent in snapshot.by_unit.values()
        for submission in standing_submissions(sent, accepted_only=True)
    }


def submission_columns() -> tuple[Column[SubmissionRow], ...]:
    """The columns of the table of submissions."""
    return (
        Column(
            text("submissions.list.received"),
            lambda row: format_datetime(row.submission.received_at),
            17,
            sort=lambda row: (row.submission.received_at, row.submission.id),
        ),
        Column(text("submissions.list.unit"), lambda row: row.unit.name, 28),
        Column(
            text("submissions.list.kind"),
            lambda row: text(f"state.kind.{row.submission.kind}"),
            19,
        ),
        Column(
            text("submissions.list.state"),
            lambda row: row.state_words,
            14,
            tooltip=lambda row: text("submissions.replaced_tip") if row.replaced else "",
            colour=lambda row: "quiet" if row.replaced else STATE_COLOURS.get(row.state, ""),
        ),
        Column(
            text("submissions.list.count"),
            lambda row: str(len(row.submission.values)),
            9,
            sort=lambda row: len(row.submission.values),
            right=True,
        ),
        Column(
            text("submissions.list.problems"),
            _problems,
            22,
            sort=lambda row: count_problems(row.findings or ()),
            tooltip=lambda row: "\n".join(f.message for f in row.findings or ()),
            colour=lambda row: _problem_colour(row.findings or ()),
        ),
        Column(
            text("submissions.list.channel"),
            lambda row: text(f"state.channel.{row.submission.channel}"),
            16,
        ),
        Column(text("submissions.list.number"), lambda row: row.submission.number, 16),
    )


def value_rows(plan: Plan, submission: Submission) -> list[ValueRow]:
    """The figures of `submission` in the plan's order."""
    by_code = {value.indicator: value for value in submission.values}
    return [ValueRow(i, by_code[i.code]) for i in plan.indicators if i.code in by_code]


def value_columns() -> tuple[Column[ValueRow], ...]:
    """The columns of the figures of one submission."""
    return (
        Column(text("submissions.value.code"), lambda row: row.indicator.code, 5),
        Column(text("submissions.value.name"), lambda row: row.indicator.name, 26),
        Column(text("submissions.value.value"), shown_value, 12, right=True),
        Column(text("submissions.value.raw"), lambda row: row.value.raw, 12),
        Column(text("submissions.value.remark"), _remark, 22),
        Column(text("submissions.value.source"), _source, 18),
    )


def finding_columns() -> tuple[Column[Finding], ...]:
    """The columns of what the checks say of one submission."""
    return (
        Column(text("submissions.value.code"), lambda finding: finding.indicator, 5),
        Column(
            text("submissions.problem.severity"),
            lambda finding: text(f"state.severity.{finding.severity}"),
            10,
            colour=lambda finding: STATE_COLOURS[finding.severity],
        ),
        Column(
            text("submissions.problem.answer"),
            lambda finding: text("submissions.problem.answered") if finding.answered else "",
            14,
        ),
        Column(text("submissions.problem.message"), lambda finding: finding.message, 44),
    )


def trail_rows(records: Iterable[AuditRecord]) -> list[TrailRow]:
    """What was done to a submission, the last first."""
    return [TrailRow(record, _what(record)) for record in reversed(list(records))]


def trail_columns() -> tuple[Column[TrailRow], ...]:
    """The columns of what was done to one submission."""
    return (
        Column(
            text("submissions.trail.at"),
            lambda row: format_datetime(row.record.at),
            17,
            sort=lambda row: row.record.number,
        ),
        Column(text("submissions.trail.action"), lambda row: _action(row.record.action), 14),
        Column(text("submissions.trail.actor"), lambda row: row.record.actor, 18),
        Column(text("submissions.trail.what"), lambda row: row.what, 34),
    )


def facts(row: SubmissionRow) -> str:
    """What a submission says of itself, a line to each fact that is known."""
    submission, unit = row.submission, row.unit
    signed = format_date(submission.signed_on) if submission.signed_on else ""
    known: Sequence[tuple[str, str]] = (
        (text("submissions.fact.unit"), unit.name),
        (text("submissions.fact.received"), format_datetime(submission.received_at)),
        (text("submissions.fact.entered"), format_datetime(submission.entered_at)),
        (text("submissions.fact.kind"), text(f"state.kind.{submission.kind}")),
        (text("submissions.fact.state"), row.state_words),
        (text("submissions.fact.returned"), submission.returned_reason),
        (text("submissions.fact.channel"), text(f"state.channel.{submission.channel}")),
        (text("submissions.fact.number"), submission.number),
        (text("submissions.fact.signed_on"), signed),
        (text("submissions.fact.maker"), submission.maker),
        (text("submissions.fact.phone"), submission.phone),
        (text("submissions.fact.reason"), submission.reason),
        (text("submissions.fact.note"), submission.note),
    )
    return "\n".join(f"{name}: {words}" for name, words in known if words)


def shown_value(row: ValueRow) -> str:
    """A figure as it was read; what cannot be read and what was cleared say so."""
    if row.value.cleared:
        return text("submissions.cleared")
    if row.value.unreadable:
        return text("submissions.unreadable")
    words = format_value(row.indicator, row.value.value)
    return text("submissions.estimate", value=words) if row.value.estimate else words


def _remark(row: ValueRow) -> str:
    value = row.value
    parts = []
    if value.corrected_from is not None:
        before = value.corrected_from or text("submissions.blank")
        parts.append(text("submissions.corrected", before=before, reason=value.correction_reason))
    if value.reason and value.reason != value.correction_reason:
        parts.append(text("submissions.explained", reason=value.reason))
    return " ".join(parts)


def _source(row: ValueRow) -> str:
    source = row.value.source
    if source is None:
        return text("submissions.typed")
    if not source.cell:
        return text("submissions.source_file", file=source.file_name)
    return text("submissions.source", file=source.file_name, sheet=source.sheet, cell=source.cell)


def _problems(row: SubmissionRow) -> str:
    if row.findings is None:
        return "…"
    blocks, questions, flags = count_problems(row.findings)
    parts = (
        text("submissions.blocks", count=blocks) if blocks else "",
        text("submissions.questions", count=questions) if questions else "",
        text("submissions.flags", count=flags) if flags else "",
    )
    return ", ".join(part for part in parts if part)


def _problem_colour(findings: Iterable[Finding]) -> str:
    blocks, questions, flags = count_problems(findings)
    if blocks:
        return STATE_COLOURS[Severity.BLOCK]
    if questions:
        return STATE_COLOURS[Severity.QUESTION]
    return STATE_COLOURS[Severity.FLAG] if flags else ""


def _action(action: str) -> str:
    code = f"submissions.action.{action}"
    return text(code) if has_text(code) else action


def _what(record: AuditRecord) -> str:
    """The reason given, then each field and figure that changed."""
    parts = []
    if of := record.detail.get("of"):
        parts.append(_action(str(of)))
    if reason := record.detail.get("reason"):
        parts.append(text("submissions.because", reason=reason))
    before, after = record.detail.get("before"), record.detail.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        parts += _changes(before.get("values"), after.get("values"))
    return " ".join(parts)


def _changes(before: object, after: object) -> list[str]:
    """The figures whose text changed, as the log tells them."""
    old = before if isinstance(before, Mapping) else {}
    new = after if isinstance(after, Mapping) else {}
    return [
        text("submissions.change", code=code, before=_raw(old, code), after=_raw(new, code))
        for code in sorted({*old, *new})
        if _raw(old, code) != _raw(new, code)
    ]


def _raw(values: Mapping[object, object], code: object) -> str:
    value = values.get(code)
    raw = value.get("raw") if isinstance(value, Mapping) else None
    return str(raw) if raw else text("submissions.blank")
