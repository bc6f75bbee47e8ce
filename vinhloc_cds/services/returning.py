"""What a unit is asked to mend in a file it sent: as words to paste, and as a slip to print."""

from collections.abc import Iterable
from pathlib import Path

from vinhloc_cds.domain.incoming import Incoming, Todo
from vinhloc_cds.domain.plan import Letterhead, Plan, Severity
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.return_slip import ReturnSlip, ToMend, slip_document, slip_message
from vinhloc_cds.services.files import write_whole
from vinhloc_cds.services.importing import Importing
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store
from vinhloc_cds.services.review import Point
from vinhloc_cds.texts import text

_OFFICE = "vhtt"
# What only the office can decide is nothing that the unit could mend.
_OURS = {Todo.CHOOSE_UNIT, Todo.CHOOSE_KIND, Todo.ENTER_BY_HAND, Todo.KNOW}


class Returning:
    """Use cases around the slip "Phiếu trả lại" of one incoming file."""

    def __init__(self, store: Store, clock: Clock, importing: Importing) -> None:
        self._store = store
        self._clock = clock
        self._importing = importing

    def message(self, incoming: int) -> str:
        """The slip as plain words for Zalo; UserError as `slip`."""
        return slip_message(self._slip(incoming))

    def pdf(self, incoming: int) -> bytes:
        """The slip as a page to print; UserError as `slip`."""
        from vinhloc_cds.reports import pdf  # noqa: PLC0415 - not before the first slip

        slip = self._slip(incoming)
        return pdf.render(slip_document(slip, _letterhead(slip.plan)))

    def save(self, incoming: int, file: Path) -> None:
        """Write the page as `file`; UserError where that cannot be done."""
        write_whole(file, self.pdf(incoming))

    def _slip(self, incoming: int) -> ReturnSlip:
        """What the unit is to mend: what the officer marked for it, else all that is open.

        UserError where the file's unit is not known, or where nothing is left to mend.
        """
        with self._store.reading() as work:
            code = work.incoming.get(incoming).plan
            snapshot = take_snapshot(work, code, now=self._clock())
        plan = snapshot.plan
        found = {file.id: (file, points) for file, points in self._importing.incoming(plan.code)}
        if incoming not in found:
            raise UserError("service.slip_discarded")
        file, points = found[incoming]
        if file.unit is None:
            raise UserError("service.slip_without_unit", file=file.file_name)
        lines = tuple(_line(plan, point) for point in _to_mend(points))
        if not lines:
            raise UserError("service.slip_empty", file=file.file_name)
        return ReturnSlip(
            plan=plan,
            unit=plan.unit_by_code[file.unit],
            file_name=_last_part(file),
            received_at=file.received_at,
            lines=lines,
            deadline=snapshot.deadline_of(file.unit),
            made_at=snapshot.now,
        )


def _to_mend(points: Iterable[Point]) -> list[Point]:
    theirs = [point for point in points if point.todo not in _OURS and not point.settled]
    asked = [point for point in theirs if point.asked]
    return asked or [point for point in theirs if point.severity is not Severity.FLAG]


def _line(plan: Plan, point: Point) -> ToMend:
    indicator = plan.indicator_by_code.get(point.indicator)
    if point.cell and point.sheet:
        place = text("slip.place", sheet=point.sheet, cell=point.cell)
    else:
        place = point.cell
    subject = text("slip.indicator", code=indicator.code, name=indicator.name) if indicator else ""
    return ToMend(place, subject, " ".join(point.raw.split()), point.message)


def _last_part(file: Incoming) -> str:
    """The file's own name, without the archive it came in."""
    return file.file_name.rsplit("/", 1)[-1]


def _letterhead(plan: Plan) -> Letterhead:
    return next((each for each in plan.letterheads if each.profile == _OFFICE), plan.letterheads[0])
