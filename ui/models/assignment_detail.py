"""What the pane beside the table says of one assignment; plain data, no widgets."""

from ui.models.assignments import AssignmentRow, inferred_fields, starred
from ui.models.paragraph import Paragraph
from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.duty_time import due_of, when
from vinhloc_cds.domain.formatting import format_date, format_value
from vinhloc_cds.domain.plan import Duty, Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import standing_values
from vinhloc_cds.texts import text


def assignment_detail(snapshot: Snapshot, row: AssignmentRow) -> list[Paragraph]:
    """Unit, duty, state and figures; then the clauses' own words, which are the plan's."""
    duty, unit, mark = row.progress.duty, row.progress.unit, row.progress.mark
    said = [Paragraph(unit.name, heading=True), Paragraph(duty.text)]
    facts = [text("assignments.detail.state", state=row.state)]
    if mark and mark.reason:
        facts.append(text("assignments.detail.reason", reason=mark.reason))
    if mark and mark.note:
        facts.append(text("assignments.detail.note", note=mark.note))
    facts += _duty_facts(duty, snapshot.deadline_of(unit.code))
    said += [Paragraph(fact) for fact in facts]
    if duty.indicators:
        said.append(Paragraph(text("assignments.detail.figures"), heading=True))
        said += [Paragraph(line) for line in _figures(snapshot, row)]
    return [*said, *_own_words(snapshot.plan, duty)]


def _duty_facts(duty: Duty, reporting: Deadline) -> list[str]:
    """What else the plan says of a duty, and what of it the plan does not say itself."""
    due = due_of(duty, reporting)
    role = starred(text(f"state.role.{duty.role}"), duty, "role")
    binding = starred(text(f"state.binding.{duty.binding}"), duty, "binding")
    facts = [text("assignments.detail.role", role=role, binding=binding)]
    if duty.window is not None:
        span = starred(when(duty.window, None), duty, "window")
        facts.append(text("assignments.detail.window", span=span))
    if duty.peak and duty.peak.start and duty.peak.end:
        start, end = format_date(duty.peak.start), format_date(duty.peak.end)
        facts.append(text("assignments.detail.peak", start=start, end=end))
    if due is not None:
        facts.append(text("assignments.detail.due", due=starred(when(None, due), duty, "deadline")))
    if duty.place:
        facts.append(text("assignments.detail.place", place=duty.place))
    if duty.evidence:
        facts.append(text("assignments.detail.evidence", evidence=duty.evidence))
    if fields := inferred_fields(duty):
        facts.append(text("assignments.detail.marks", fields=", ".join(fields)))
    if duty.note:
        facts.append(text("assignments.detail.plan_note", note=duty.note))
    return facts


def _figures(snapshot: Snapshot, row: AssignmentRow) -> list[str]:
    """The figures that settle the duty, as far as the unit gave them; accepted or not."""
    plan = snapshot.plan
    sent = snapshot.by_unit.get(row.progress.unit.code, ())
    standing = standing_values(plan, sent, accepted_only=False)
    lines = []
    for code in row.progress.duty.indicators:
        indicator = plan.indicator_by_code[code]
        given = standing.get(code)
        value = format_value(indicator, given.value) if given else text("assignments.detail.blank")
        lines.append(text("assignments.detail.figure", code=code, name=indicator.name, value=value))
    return lines


def _own_words(plan: Plan, duty: Duty) -> list[Paragraph]:
    said = [Paragraph(text("assignments.detail.own_words"), heading=True)]
    for ref in duty.clauses:
        if clause := plan.clause_by_ref.get(ref):
            said.append(Paragraph(text("assignments.detail.clause", ref=ref), heading=True))
            said += [Paragraph(part) for part in (clause.title, clause.body) if part]
    return said
