"""Whose figures the consolidated report lacks, and why."""

from dataclasses import dataclass

from ui import theme
from ui.models.table import Column
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
