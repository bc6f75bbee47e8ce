"""What is still to be decided about an incoming file: its own problems and those of its figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.incoming import (
    FileProblem,
    FileReading,
    Incoming,
    IncomingState,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.submission import Submission, SubmissionKind, SubmissionState, Value
from vinhloc_cds.services.intake import says_something
from vinhloc_cds.texts import text

UNIT = "unit"
KIND = "kind"
HAND = "hand"
"""Keys of the points about a file as a whole."""

_TODO = {
    Severity.BLOCK: Todo.MEND,
    Severity.QUESTION: Todo.CONFIRM,
    Severity.FLAG: Todo.KNOW,
}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing about a file that somebody has to know, decide or mend.

    `key` tells it apart in its file: the place of a file's problem ("3"), indicator and check
    ("D02/type"), or `UNIT`, `KIND`, `HAND`. `settled`: answered; `asked`: left for the unit to
    mend; `returned`: not asked of the officer, as the submission was returned to the unit.
    `proposal` is the text to type, the indicator of a cell, the unit, or the kind.
    """

    incoming: int
    key: str
    todo: Todo
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    indicator: str = ""
    raw: str = ""
    proposal: str = ""
    settled: bool = False
    asked: bool = False
    returned: bool = False

    @property
    def open(self) -> bool:
        """Whether it keeps the file's figures from the totals, and the officer can change that."""
        return not (self.settled or self.returned or self.severity is Severity.FLAG)


def by_hand(incoming: Incoming) -> bool:
    """Whether there is nothing to read figures from, so that they are entered beside the file."""
    return incoming.reading.recognition is Recognition.NONE


def points(
    plan: Plan, incoming: Incoming, submission: Submission, findings: Iterable[Finding]
) -> tuple[Point, ...]:
    """All points of a file: of its unit and kind, of its cells, and of its figures.

    `submission` is the one made from it, or the one that would be; `findings` are on its values.
    A file that was discarded has none; of one that was returned none is open.
    """
    if incoming.state is IncomingState.DISCARDED:
        return ()
    found = (
        *_of_the_file(plan, incoming, submission),
        *_of_places(incoming),
        *(_of_finding(incoming, submission, finding) for finding in findings),
    )
    if submission.state is SubmissionState.RETURNED:
        return tuple(replace(point, returned=True) for point in found)
    return found


def _of_the_file(plan: Plan, incoming: Incoming, submission: Submission) -> Iterator[Point]:
    """The unit, the kind, and whether it is to be entered by hand."""
    problems = incoming.reading.problems
    if by_hand(incoming):
        if not any(problem.todo is Todo.ENTER_BY_HAND for problem in problems):
            point = _whole(incoming, HAND, Todo.ENTER_BY_HAND, text("importing.point.by_hand"))
            yield replace(point, settled=incoming.state is IncomingState.TAKEN)
        return
    if incoming.unit is None:
        if not any(problem.todo is Todo.CHOOSE_UNIT for problem in problems):
            message = text("importing.point.unit")
            yield _whole(incoming, UNIT, Todo.CHOOSE_UNIT, message, proposed_unit(incoming.reading))
        return
    unit = plan.unit_by_code[incoming.unit].short_name
    silent = is_silent(incoming, submission)
    if silent and _is_sent_back(incoming):
        return
    if incoming.kind is None:
        if silent:
            message = _silence(incoming, unit)
            yield _whole(incoming, KIND, Todo.CHOOSE_KIND, message)
        else:
            message = text("importing.point.kind", unit=unit)
            supplement = SubmissionKind.SUPPLEMENT.value
            yield _whole(incoming, KIND, Todo.CHOOSE_KIND, message, supplement)
    elif silent and incoming.kind is not SubmissionKind.NOTHING:
        message = _silence(incoming, unit)
        yield _whole(incoming, KIND, Todo.CHOOSE_KIND, message)


def _silence(incoming: Incoming, unit: str) -> str:
    """Why a file gives no figure: it has none, or none was taken because of what is wrong."""
    problems = incoming.reading.problems
    if any(each.todo is Todo.MEND and each.severity is Severity.BLOCK for each in problems):
        return text("importing.point.none_taken", unit=unit)
    return text("importing.point.silent", unit=unit)


def _is_sent_back(incoming: Incoming) -> bool:
    """Whether all that it is about is wrong, last year's form say: nothing else is asked then."""
    return any(
        each.todo is Todo.MEND and each.severity is Severity.BLOCK and not each.cell
        for place, each in enumerate(incoming.reading.problems)
        if str(place) not in incoming.settled
    )


def is_silent(incoming: Incoming, submission: Submission) -> bool:
    """Whether a file gives no figure at all, and no cell of it may still become one."""
    still_open = any(
        may_give_figure(problem) and str(place) not in incoming.settled
        for place, problem in enumerate(incoming.reading.problems)
    )
    return not still_open and not any(map(says_something, submission.values))


def may_give_figure(problem: FileProblem) -> bool:
    """Whether a figure comes of it once it is settled: of a cell without a place, of a picture."""
    pictured = problem.todo is Todo.MEND and problem.severity is Severity.QUESTION
    return problem.todo is Todo.PLACE or (pictured and bool(problem.indicator))


def _whole(incoming: Incoming, key: str, todo: Todo, message: str, proposal: str = "") -> Point:
    return Point(
        incoming.id,
        key,
        todo,
        Severity.QUESTION,
        message,
        proposal=proposal,
        asked=key in incoming.asked,
    )


def _of_places(incoming: Incoming) -> Iterator[Point]:
    for place, problem in enumerate(incoming.reading.problems):
        is_unit = problem.todo is Todo.CHOOSE_UNIT and problem.severity is not Severity.FLAG
        key = UNIT if is_unit else str(place)
        yield Point(
            incoming.id,
            key,
            problem.todo,
            problem.severity,
            problem.message,
            problem.sheet,
            problem.cell,
            problem.indicator,
            problem.raw,
            proposed_unit(incoming.reading) if is_unit else problem.proposal,
            settled=incoming.unit is not None if is_unit else key in incoming.settled,
            asked=key in incoming.asked,
        )


def _of_finding(incoming: Incoming, submission: Submission, finding: Finding) -> Point:
    value = submission.value_of(finding.indicator)
    source = value.source if value else None
    key = f"{finding.indicator}/{finding.check}"
    return Point(
        incoming.id,
        key,
        _TODO[finding.severity],
        finding.severity,
        finding.message,
        source.sheet if source else "",
        source.cell if source else "",
        finding.indicator,
        value.raw if value else "",
        finding.proposal,
        settled=finding.answered and _is_answered(incoming, key, value),
        asked=finding.indicator in incoming.asked,
    )


def _is_answered(incoming: Incoming, key: str, value: Value | None) -> bool:
    """Whether the reason of a figure answers the finding `key` about it.

    Where findings about the figure were confirmed one by one, it speaks for these alone. A reason
    that somebody wrote, or corrected the figure with since, answers all of them.
    """
    if value is not None and value.reason == value.correction_reason:
        return True
    about = key.partition("/")[0] + "/"
    confirmed = [each for each in incoming.settled if each.startswith(about)]
    return not confirmed or key in confirmed


def problem_of(incoming: Incoming, key: str) -> FileProblem | None:
    """The file's own problem that `key` names, or None where it names something else."""
    return incoming.reading.problems[int(key)] if key.isdecimal() else None


def proposed_unit(reading: FileReading) -> str:
    """The unit that a file is most likely from: the one proposed, or the only candidate; or "".

    Of a file that cannot be read the unit is a hint for whoever types it in, and no proposal.
    """
    if reading.recognition is Recognition.NONE:
        return ""
    asked = (each for each in reading.problems if each.todo is Todo.CHOOSE_UNIT)
    candidates = reading.candidates
    only = candidates[0] if len(candidates) == 1 else ""
    return next((each.proposal for each in asked if each.proposal), only)
