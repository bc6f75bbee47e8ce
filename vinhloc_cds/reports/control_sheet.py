"""The control sheet of an issued report: for the office's own file, never sent.

It says by what the report can be held against the log and the files later: on the signed page
none of this has a place.
"""

from collections.abc import Iterator
from datetime import UTC

from vinhloc_cds.domain.formatting import document_date, document_number, format_datetime
from vinhloc_cds.domain.issuing import Issue, IssueKind
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.progress import UnitState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.document import Cell, Column, Document, Paragraph, Table
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.texts import text

_SENT = {UnitState.ON_TIME, UnitState.LATE}
_OWN_FILE = "control"


def control_sheet(plan: Plan, issue: Issue, document_title: str) -> Document:
    """The sheet of `issue`, whose document is headed `document_title`."""
    number = document_number(issue.number, issue.symbol)
    labels = {each.profile: each.label for each in plan.letterheads}
    return Document(
        title=text("control.title"),
        subject=text("control.of", number=number, date=document_date(issue.day)),
        author=labels.get(issue.profile, issue.profile),
        made_at=issue.issued_at.astimezone(UTC).isoformat(timespec="seconds"),
        head=None,
        blocks=(
            Table(
                text("control.facts_name"),
                "",
                (Column(text("control.subject"), 30), Column(text("control.noted"), 70)),
                tuple(
                    (Cell(subject), Cell(noted))
                    for subject, noted in _facts(plan, issue, document_title)
                ),
            ),
            Table(
                text("control.marks_name"),
                text("control.marks_table"),
                # A hash stands on one line: it is read letter by letter.
                (Column(text("control.what"), 17), Column(text("control.hash"), 83)),
                tuple((Cell(what), Cell(mark)) for what, mark in _marks(issue)),
            ),
            *(
                Paragraph(text(code), item=True)
                for code in ("control.check_files", "control.check_log", "control.check_data")
            ),
        ),
    )


def _facts(plan: Plan, issue: Issue, document_title: str) -> Iterator[tuple[str, str]]:
    """What was issued, by whom, when, and over how many units."""
    kinds = {IssueKind.REPORT: "control.report", IssueKind.SUPPLEMENT: "control.supplement"}
    yield text("control.kind"), text(kinds[issue.kind])
    yield text("control.document"), document_title
    number = document_number(issue.number, issue.symbol)
    yield text("control.number"), text("control.of", number=number, date=document_date(issue.day))
    signer = issue.signer
    yield (
        text("control.signer"),
        ", ".join(filter(None, (signer.authority, signer.title, signer.name))),
    )
    yield text("control.closed"), format_datetime(issue.as_of)
    yield (
        text("control.issued"),
        text("control.issued_by", moment=format_datetime(issue.issued_at), by=issue.issued_by),
    )
    yield from _units(plan, issue)
    yield (
        text("control.frozen"),
        text(
            "control.frozen_counts",
            values=len(issue.frozen.values),
            totals=len(issue.frozen.totals),
        ),
    )


def _units(plan: Plan, issue: Issue) -> Iterator[tuple[str, str]]:
    """Over how many obliged units it stands, with those that had not reported by name."""
    obliged = {unit.code for unit in plan.units_related(Relation.OBLIGED)}
    stood = [each for each in issue.frozen.units if each.unit in obliged]
    with_figures = {value.unit for value in issue.frozen.values} & obliged
    yield (
        text("control.units"),
        text(
            "control.units_counts",
            reported=sum(each.state in _SENT for each in stood),
            expected=len(stood),
            figures=len(with_figures),
        ),
    )
    missing = [
        listed_name(plan, plan.unit_by_code[each.unit]) for each in stood if each.state not in _SENT
    ]
    yield text("control.missing"), ", ".join(missing) or text("control.nobody")


def _marks(issue: Issue) -> Iterator[tuple[str, str]]:
    """The end of the log before it was issued, and the hash of each file."""
    yield text("control.log", number=issue.audit_number), issue.audit_hash
    for file in issue.files:
        if file.file_format != _OWN_FILE:
            yield text("control.file", kind=file.file_format.upper(), size=file.size), file.sha256
