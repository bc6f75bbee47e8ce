"""The command `import`: files and folders taken in, and what became of each."""

import argparse
from collections.abc import Sequence

from vinhloc_cds.cli.tables import BLANK, Column, one_line, table
from vinhloc_cds.cli.wildcards import expanded
from vinhloc_cds.domain.incoming import Recognition
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.services.importing import Batch, Outcome, Point, Status
from vinhloc_cds.services.office import Office
from vinhloc_cds.texts import text

Row = dict[str, object]


def take_in(office: Office, plan: Plan, arguments: argparse.Namespace) -> tuple[Outcome, ...]:
    """Take in what `arguments` name; without a moment they were received now."""
    batch = Batch(
        expanded(arguments.paths),
        arguments.received or office.clock(),
        arguments.channel,
        accept_proposals=arguments.accept_proposals,
    )
    return office.importing.take_in(plan.code, batch)


def needs_the_officer(outcomes: Sequence[Outcome]) -> bool:
    """Whether any file has something open or was refused, unless nothing is missed with it.

    A file that was taken in before counts as long as it has something open.
    """
    must_look = {Status.REFUSED, Status.NEEDS_REVIEW}
    return any(
        (each.status in must_look and not each.harmless) or any(p.open for p in each.points)
        for each in outcomes
    )


def for_programs(outcomes: Sequence[Outcome]) -> list[Row]:
    """Each file with its unit and all that is to be known, decided or mended about it."""
    return [_file(outcome) for outcome in outcomes]


def _file(outcome: Outcome) -> Row:
    incoming = outcome.incoming
    reading = incoming.reading if incoming else None
    problems = [_problem(point) for point in outcome.points if not point.settled]
    if outcome.said:
        refused = outcome.status is Status.REFUSED and not outcome.harmless
        problems.append(_whole(Severity.BLOCK if refused else Severity.FLAG, outcome.said))
    return {
        "file": outcome.file_name,
        "sha256": outcome.sha256,
        "unit": incoming.unit if incoming else None,
        "how_recognised": (reading.recognition if reading else Recognition.NONE).value,
        "status": outcome.status.value,
        "values": len(reading.values) if reading else 0,
        "problems": problems,
    }


def _problem(point: Point) -> Row:
    return {
        "sheet": point.sheet,
        "cell": point.cell,
        "indicator": point.indicator,
        "raw": point.raw,
        "severity": point.severity.value,
        "message": point.message,
        "proposal": point.proposal,
    }


def _whole(severity: Severity, message: str) -> Row:
    """A sentence about a file as a whole, as a problem."""
    blank = dict.fromkeys(("sheet", "cell", "indicator", "raw"), "")
    return {**blank, "severity": severity.value, "message": message, "proposal": ""}


def for_people(plan: Plan, outcomes: Sequence[Outcome]) -> str:
    """A line for each file, then what is open about it, and what to do."""
    columns = [
        Column(text("importing.column.file")),
        Column(text("cli.column.unit")),
        Column(text("importing.column.status")),
        Column(text("importing.column.values"), numbers=True),
        Column(text("importing.column.open"), numbers=True),
    ]
    rows = [
        [
            outcome.file_name,
            _unit(plan, outcome),
            text(f"importing.status.{outcome.status}"),
            str(len(outcome.incoming.reading.values)) if outcome.incoming else BLANK,
            str(sum(point.open for point in outcome.points)),
        ]
        for outcome in outcomes
    ]
    return "\n".join([table(columns, rows), *_sentences(outcomes)])


def _unit(plan: Plan, outcome: Outcome) -> str:
    unit = plan.unit_by_code.get((outcome.incoming.unit if outcome.incoming else None) or "")
    return unit.short_name if unit else BLANK


def _sentences(outcomes: Sequence[Outcome]) -> list[str]:
    lines = []
    for outcome in outcomes:
        said = [outcome.said] if outcome.said else []
        said += [
            " ".join(filter(None, (point.sheet, point.cell, point.indicator, point.message)))
            for point in outcome.points
            if point.open
        ]
        if said:
            lines += ["", f"{one_line(outcome.file_name)}:"]
            lines += [f"  {''.join(c if c.isprintable() else ' ' for c in each)}" for each in said]
    return lines
