"""The office's own duty to report upwards: issuing the report settles it."""

from dataclasses import replace

from vinhloc_cds.domain.formatting import document_date, document_number
from vinhloc_cds.domain.issuing import Issue, IssueKind
from vinhloc_cds.domain.plan import DutyKind, Role
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.services.ledger import Entry
from vinhloc_cds.services.things import mark_thing
from vinhloc_cds.texts import text


def settle_duty(entry: Entry, issue: Issue) -> None:
    """Mark the office's own duty to report as done by `issue`, if nothing is decided yet."""
    if issue.kind is not IssueKind.REPORT:
        return
    plan = entry.work.plans.get(issue.plan)
    for duty in plan.duties:
        if not (duty.by_hand and duty.kind is DutyKind.REPORT and duty.role is Role.LEAD):
            continue
        for unit in duty.units:
            thing = mark_thing(plan.code, duty.code, unit)
            before = thing.load(entry.work)
            if before is None or before.state is None:
                note = before.note if before else ""
                mark = Mark(duty.code, unit, MarkState.ACCEPTED, _settled_by(issue), note)
                entry.change(thing, mark, "mark")


def settle_duty_without(entry: Entry, issue: Issue, others: list[Issue]) -> None:
    """Take back what `issue` settled; the last of `others` that stand settles it, if any does."""
    for mark in entry.work.decisions.marks(issue.plan):
        if mark.state is MarkState.ACCEPTED and mark.reason == _settled_by(issue):
            after = replace(mark, state=None, reason="") if mark.note else None
            entry.change(mark_thing(issue.plan, mark.duty, mark.unit), after, "mark")
    standing = [each for each in others if each.kind is IssueKind.REPORT]
    if standing:
        settle_duty(entry, standing[-1])


def _settled_by(issue: Issue) -> str:
    return text(
        "issuing.settled_by",
        number=document_number(issue.number, issue.symbol),
        date=document_date(issue.day),
    )
