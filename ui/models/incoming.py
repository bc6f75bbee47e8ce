"""Files that came in and what is open about them, as rows of the page "Nhận tệp"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ui.models.table import Column
from ui.theme import STATE_COLOURS
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.incoming import Incoming, IncomingState, Todo
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import Submission, SubmissionState
from vinhloc_cds.services.importing import Outcome, Status
from vinhloc_cds.services.review import Point, by_hand
from vinhloc_cds.texts import text

Files = Sequence[tuple[Incoming, tuple[Point, ...]]]
"""What `Importing.incoming` gives."""

OPEN, RECEIVED, DONE, RETURNED = "open", "received", "done", "returned"
REFUSED, DUPLICATE, KEPT = "refused", "duplicate", "kept"
"""How a file stands on this page; `text("imports.state.<one>")` says it."""

_COLOURS = {
    OPEN: "late",
    RECEIVED: "waiting",
    DONE: "good",
    REFUSED: "bad",
    DUPLICATE: "quiet",
    RETURNED: "bad",
    KEPT: "quiet",
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file; `incoming` is None for one that was refused, which is nowhere but on this page."""

    key: str
    file_name: str
    state: str
    unit: str
    incoming: Incoming | None = None
    submission: Submission | None = None
    points: tuple[Point, ...] = ()
    said: str = ""

    @property
    def values(self) -> int | None:
        """How many figures it gave, read or typed; None for a file that was refused."""
        if self.incoming is None:
            return None
        if self.submission is not None:
            return len(self.submission.values)
        return len(self.incoming.reading.values)

    @property
    def open_points(self) -> int:
        """How many points keep its figures from the totals."""
        return sum(point.open for point in self.points)


@dataclass(frozen=True, slots=True)
class PointRow:
    """One open point beside the file it is about."""

    point: Point
    file: FileRow


def file_rows(snapshot: Snapshot, files: Files, last: Iterable[Outcome]) -> list[FileRow]:
    """What was refused or doubled in the `last` batch, then the stored files."""
    rows = [
        FileRow(
            key=f"said {number}",
            file_name=outcome.file_name,
            state=REFUSED if outcome.status is Status.REFUSED else DUPLICATE,
            unit=_unit_name(snapshot.plan, outcome.incoming),
            said=outcome.said,
        )
        for number, outcome in enumerate(last)
        if outcome.status in {Status.REFUSED, Status.DUPLICATE}
    ]
    by_id = {submission.id: submission for submission in snapshot.submissions}
    for incoming, points in files:
        submission = by_id.get(incoming.submission) if incoming.submission is not None else None
        rows.append(
            FileRow(
                key=str(incoming.id),
                file_name=incoming.file_name,
                state=_state(incoming, submission, points),
                unit=_unit_name(snapshot.plan, incoming),
                incoming=incoming,
                submission=submission,
                points=points,
            )
        )
    return rows


def _unit_name(plan: Plan, incoming: Incoming | None) -> str:
    if incoming is None or incoming.unit is None:
        return ""
    unit = plan.unit_by_code.get(incoming.unit)
    return unit.short_name if unit else incoming.unit


def _state(incoming: Incoming, submission: Submission | None, points: Iterable[Point]) -> str:
    if submission is not None and submission.state is SubmissionState.RETURNED:
        return RETURNED
    if any(point.open for point in points):
        return OPEN
    if incoming.state is IncomingState.WAITING:
        return KEPT if by_hand(incoming) else OPEN
    accepted = submission is not None and submission.state is SubmissionState.ACCEPTED
    return DONE if accepted else RECEIVED


def file_columns() -> tuple[Column[FileRow], ...]:
    """The columns of the list of files."""
    return (
        Column(
            text("imports.file.name"),
            lambda row: row.file_name,
            30,
            tooltip=lambda row: "\n".join(filter(None, (row.file_name, row.said))),
        ),
        Column(text("imports.file.unit"), lambda row: row.unit or text("imports.no_unit"), 22),
        Column(
            text("imports.file.state"),
            lambda row: text(f"imports.state.{row.state}"),
            16,
            colour=lambda row: _COLOURS[row.state],
            tooltip=lambda row: row.said,
        ),
        Column(
            text("imports.file.open"),
            lambda row: str(row.open_points) if row.incoming else "",
            9,
            sort=lambda row: row.open_points,
            right=True,
        ),
        Column(
            text("imports.file.values"),
            lambda row: "" if row.values is None else str(row.values),
            8,
            sort=lambda row: row.values,
            right=True,
        ),
        Column(
            text("imports.file.recognition"),
            lambda row: (
                text(f"imports.recognition.{row.incoming.reading.recognition}")
                if row.incoming
                else ""
            ),
            17,
        ),
        Column(
            text("imports.file.received"),
            lambda row: format_datetime(row.incoming.received_at) if row.incoming else "",
            18,
            sort=lambda row: row.incoming.received_at if row.incoming else None,
        ),
        Column(
            text("imports.file.channel"),
            lambda row: text(f"state.channel.{row.incoming.channel}") if row.incoming else "",
            14,
        ),
        Column(text("imports.file.counts"), _counts, 20, tooltip=_counts),
    )


def _counts(row: FileRow) -> str:
    if row.incoming is None:
        return row.said
    counts = row.incoming.reading.counts
    if not counts.cells:
        return ""
    return text(
        "imports.counts",
        cells=counts.cells,
        values=counts.values,
        notes=counts.notes,
        problems=counts.problems,
        labels=counts.labels,
    )


def point_rows(files: Iterable[FileRow], todo: Todo | None, *, settled: bool) -> list[PointRow]:
    """The points of `files` in one group; those dealt with only with `settled`.

    Without a group it is all that there is to do: nothing that is only to be known. What has to be
    decided of a file as a whole comes first.
    """
    order = {todo: place for place, todo in enumerate(Todo)}
    rows = [
        PointRow(point, file)
        for file in files
        for point in file.points
        if (point.todo is todo if todo else point.todo is not Todo.KNOW)
        and (settled or not point.settled)
    ]
    return sorted(rows, key=lambda row: order[row.point.todo])


def point_columns() -> tuple[Column[PointRow], ...]:
    """The columns of the list of points."""
    return (
        Column(
            text("imports.point.severity"),
            lambda row: _severity(row.point),
            12,
            colour=lambda row: (
                "good" if row.point.settled else STATE_COLOURS.get(row.point.severity, "")
            ),
        ),
        Column(text("imports.point.unit"), lambda row: row.file.unit or row.file.file_name, 15),
        Column(text("imports.point.indicator"), lambda row: row.point.indicator, 6),
        Column(text("imports.point.cell"), lambda row: row.point.cell, 6),
        Column(text("imports.point.raw"), lambda row: " ".join(row.point.raw.split()), 11),
        Column(text("imports.point.message"), lambda row: row.point.message, 24),
    )


def _severity(point: Point) -> str:
    if point.settled:
        return text("imports.settled")
    if point.asked:
        return text("imports.asked")
    return text(f"imports.severity.{point.severity}")


def count_open(files: Iterable[FileRow]) -> dict[Todo, int]:
    """How many points of each group are not settled, in the order of the groups."""
    counts = dict.fromkeys(Todo, 0)
    for file in files:
        for point in file.points:
            if not point.settled and (point.open or point.severity is Severity.FLAG):
                counts[point.todo] += 1
    return counts
