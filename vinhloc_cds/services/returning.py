"""What a unit is asked to mend in what it sent: as words to paste, and as a slip to print."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.incoming import Incoming, Todo
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import Submission
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.letter import office_letterhead
from vinhloc_cds.reports.return_slip import ReturnSlip, ToMend, slip_document
from vinhloc_cds.services.files import write_whole
from vinhloc_cds.services.importing import Importing
from vinhloc_cds.services.intake import judge, stops
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store
from vinhloc_cds.services.rendering import render
from vinhloc_cds.services.review import Point
from vinhloc_cds.texts import text

# What only the office can decide is nothing that the unit could mend.
_OURS = {Todo.CHOOSE_UNIT, Todo.CHOOSE_KIND, Todo.ENTER_BY_HAND, Todo.KNOW}


class Returning:
    """Use cases around the slip "Phiếu trả lại" of one file, or of a report entered by hand."""

    def __init__(self, store: Store, clock: Clock, importing: Importing) -> None:
        self._store = store
        self._clock = clock
        self._importing = importing

    def of_file(self, incoming: int) -> ReturnSlip:
        """What the unit is to mend: what the officer marked for it, else all that is open.

        UserError where the file's unit is not known, or where nothing is left to mend.
        """
        with self._store.reading() as work:
            code = work.incoming.get(incoming).plan
            snapshot = take_snapshot(work, code, now=self._clock())
        found = {file.id: (file, points) for file, points in self._importing.incoming(code)}
        if incoming not in found:
            raise UserError("service.slip_discarded")
        file, points = found[incoming]
        if file.unit is None:
            raise UserError("service.slip_without_unit", file=file.file_name)
        lines = tuple(_line(snapshot.plan, point) for point in _to_mend(points))
        if not lines:
            raise UserError("service.slip_empty", file=file.file_name)
        what = text("slip.file", file=_last_part(file))
        return _slip(snapshot, file.unit, what, file.received_at, lines)

    def of_submission(self, submission: int) -> ReturnSlip:
        """What the unit is to mend in a report: what stops it, and why it was returned.

        UserError where there is neither.
        """
        with self._store.reading() as work:
            sent = work.submissions.get(submission)
            snapshot = take_snapshot(work, sent.plan, now=self._clock())
        others = [each for each in snapshot.by_unit.get(sent.unit, ()) if each.id != sent.id]
        findings = judge(snapshot.plan, sent, sent.values, others, entry=sent.id)
        lines = tuple(_finding(snapshot.plan, sent, each) for each in findings if stops(each))
        # A reason of several lines is a slip itself, as it was sent: its lines are the findings.
        reason = "" if lines and "\n" in sent.returned_reason else sent.returned_reason
        if not (lines or reason):
            raise UserError("slip.nothing", unit=snapshot.plan.unit_by_code[sent.unit].name)
        what = (
            text("slip.numbered_report", number=sent.number) if sent.number else text("slip.report")
        )
        return replace(_slip(snapshot, sent.unit, what, sent.received_at, lines), reason=reason)

    def render(self, slip: ReturnSlip, file_format: str) -> bytes:
        """The slip as a page to print ("pdf") or to go on writing ("docx")."""
        return render(slip_document(slip, office_letterhead(slip.plan)), file_format)

    def save(self, slip: ReturnSlip, file: Path, file_format: str) -> None:
        """Write the page as `file`; UserError where that cannot be done."""
        write_whole(file, self.render(slip, file_format))


def _slip(
    snapshot: Snapshot, unit: str, what: str, received_at: datetime, lines: tuple[ToMend, ...]
) -> ReturnSlip:
    return ReturnSlip(
        plan=snapshot.plan,
        unit=snapshot.plan.unit_by_code[unit],
        what=what,
        received_at=received_at,
        lines=lines,
        deadline=snapshot.deadline_of(unit),
        made_at=snapshot.now,
    )


def _to_mend(points: Iterable[Point]) -> list[Point]:
    theirs = [point for point in points if point.todo not in _OURS and not point.settled]
    asked = [point for point in theirs if point.asked]
    return asked or [point for point in theirs if point.severity is not Severity.FLAG]


def _line(plan: Plan, point: Point) -> ToMend:
    raw = " ".join(point.raw.split())
    return ToMend(
        _place(point.sheet, point.cell), _subject(plan, point.indicator), raw, point.message
    )


def _finding(plan: Plan, sent: Submission, finding: Finding) -> ToMend:
    value = sent.value_of(finding.indicator)
    source = value.source if value else None
    return ToMend(
        _place(source.sheet, source.cell) if source else "",
        _subject(plan, finding.indicator),
        " ".join(value.raw.split()) if value else "",
        finding.message,
    )


def _place(sheet: str, cell: str) -> str:
    return text("slip.place", sheet=sheet, cell=cell) if sheet and cell else cell


def _subject(plan: Plan, code: str) -> str:
    indicator = plan.indicator_by_code.get(code)
    return text("slip.indicator", code=indicator.code, name=indicator.name) if indicator else ""


def _last_part(file: Incoming) -> str:
    """The file's own name, without the archive it came in."""
    return file.file_name.rsplit("/", 1)[-1]
