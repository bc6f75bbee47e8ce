"""Whose figures the consolidated report lacks, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from ui import theme
from ui.models.table import Column
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.progress import UnitState, unit_progress
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.texts import text


@dataclass(frozen=True, slots=True)
class Missing:
    """An obliged unit that has not reported, or whose report is not accepted yet."""

    unit: Unit
    words: str
    colour: str
    sent: bool


def missing_units(snapshot: Snapshot) -> list[Missing]:
    """The units not in the report's figures, in the plan's order."""
    rows = []
    for progress in unit_progress(snapshot):
        if progress.unit.relation is not Relation.OBLIGED:
            continue
        sent = snapshot.by_unit.get(progress.unit.code, ())
        if progress.state in {UnitState.WAITING, UnitState.OVERDUE}:
            words = text(f"state.unit.{progress.state}")
            if progress.was_returned:
                words = text("report_page.missing.returned", state=words)
            colour = theme.STATE_COLOURS[progress.state]
            rows.append(Missing(progress.unit, words, colour, sent=bool(sent)))
        elif not any(s.state is SubmissionState.ACCEPTED for s in sent):
            words = text("report_page.missing.not_accepted")
            rows.append(Missing(progress.unit, words, "late", sent=True))
    return rows


def missing_columns() -> list[Column[Missing]]:
    """The unit and why its figures are not there."""
    return [
        Column(text("report_page.missing.unit"), lambda row: row.unit.name, width=28),
        Column(
            text("report_page.missing.why"),
            lambda row: row.words,
            width=27,
            colour=lambda row: row.colour,
        ),
    ]


def left_blank(plan: Plan, profile: str) -> list[str]:
    """What the office still has to fill in for the report under the letterhead `profile`."""
    sentences = []
    if not plan.number:
        sentences.append(text("report_page.warning.number"))
    if plan.issued_on is None:
        sentences.append(text("report_page.warning.issued_on"))
    if plan.reporting.province_deadline is None:
        sentences.append(text("report_page.warning.province"))
    head = next((head for head in plan.letterheads if head.profile == profile), None)
    if head is not None and not head.signer.name:
        sentences.append(text("report_page.warning.signer", label=head.label))
    return sentences


def what_is_left_out(snapshot: Snapshot, missing: Sequence[Missing]) -> list[str]:
    """What of the units' reports the figures lack, a sentence each."""
    sentences = []
    silent = sum(not row.sent for row in missing)
    if silent:
        sentences.append(text("report_page.warning.silent", count=silent))
    waiting = sum(s.state is SubmissionState.RECEIVED for s in snapshot.submissions)
    if waiting:
        sentences.append(text("report_page.warning.not_accepted", count=waiting))
    return sentences
