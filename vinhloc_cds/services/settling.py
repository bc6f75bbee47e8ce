"""What an answer of the officer does to a case; nothing is stored here.

An answer settles the point it was given to and no other. The reason of a value would speak for all
questions about it; which of them were confirmed here, stands in `Incoming.settled` by their keys,
and the others stay open (`review.points`).
"""

from dataclasses import replace

from vinhloc_cds.domain.checking import TYPE
from vinhloc_cds.domain.expression import parse
from vinhloc_cds.domain.incoming import FileProblem, Todo
from vinhloc_cds.domain.outcome import Expected, shortened
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.reading import Reading, read_value
from vinhloc_cds.domain.submission import Entry, Source, SubmissionState, Value
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.decisions import Action, Answer
from vinhloc_cds.services.filing import Case
from vinhloc_cds.services.intake import corrected
from vinhloc_cds.services.review import Point, problem_of
from vinhloc_cds.texts import text


def settled(case: Case, answer: Answer) -> Case:
    """`case` after `answer` to one of its points other than those of its unit and kind.

    UserError where the point is gone, the answer is none for it, or the figures of the file
    cannot be changed as it stands.
    """
    point = next((point for point in case.points if point.key == answer.key), None)
    if point is None:
        raise UserError("importing.point_gone", file=case.incoming.file_name)
    if answer.action is Action.ASK:
        return _asked(case, point)
    problem = problem_of(case.incoming, answer.key)
    if problem is None:
        return _not_asked(_finding_settled(case, point, answer), point)
    after = _problem_settled(case, point, problem, answer)
    return _not_asked(_with_key(after, answer.key), point)


def learned(case: Case, answer: Answer) -> tuple[str, str] | None:
    """The label (its fold key) and the indicator that `answer` gives it for good, if it does."""
    indicator, _, check = answer.key.partition("/")
    if answer.action is not Action.ACCEPT or check != TYPE:
        return None
    label = unconfirmed_label(case, indicator)
    return (label, indicator) if label else None


def _asked(case: Case, point: Point) -> Case:
    name = _asked_of(point)
    if name in case.incoming.asked:
        return case
    return replace(case, incoming=replace(case.incoming, asked=(*case.incoming.asked, name)))


def _not_asked(case: Case, point: Point) -> Case:
    asked = tuple(name for name in case.incoming.asked if name != _asked_of(point))
    return replace(case, incoming=replace(case.incoming, asked=asked))


def _asked_of(point: Point) -> str:
    """What stands in `Incoming.asked` for a point: the indicator, or the key of the file's own."""
    return point.key.partition("/")[0]


def _finding_settled(case: Case, point: Point, answer: Answer) -> Case:
    """After an answer about a figure."""
    match answer.action:
        case Action.TYPE:
            if _is_as_it_stands(case, point.indicator, answer.text):
                return _confirmed(case, point)
            return _typed(case, point.indicator, answer.text)
        case Action.BLANK:
            if case.submission.value_of(point.indicator) is None:
                raise UserError("importing.nothing_to_blank", indicator=point.indicator)
            return _corrected(case, point.indicator, "", text("importing.reason.blank"))
    if point.proposal:
        reason = text("importing.reason.proposal", proposal=point.proposal)
        return _corrected(case, point.indicator, point.proposal, reason)
    if point.severity is Severity.BLOCK and _is_required(case, point.indicator):
        raise UserError("importing.cannot_leave", message=point.message)
    if point.severity is Severity.BLOCK:
        raise UserError("importing.cannot_accept", message=point.message)
    return _confirmed(case, point)


def _is_required(case: Case, indicator: str) -> bool:
    """Whether a blank would block as well."""
    checks = case.plan.indicator_by_code[indicator].checks
    return any(
        check.severity is Severity.BLOCK and indicator in parse(check.rule).required
        for check in checks
    )


def _problem_settled(case: Case, point: Point, problem: FileProblem, answer: Answer) -> Case:
    """After an answer about a cell, or about the file."""
    if problem.todo is Todo.ENTER_BY_HAND and answer.action is not Action.BLANK:
        raise UserError("importing.enter_by_hand", file=case.incoming.file_name)
    if answer.action is Action.BLANK:
        return case
    if problem.todo is Todo.PLACE:
        typed = answer.text if answer.action is Action.TYPE else problem.indicator or point.proposal
        return _placed(case, problem, typed)
    if answer.action is Action.TYPE:
        if not problem.indicator:
            raise UserError("importing.nowhere_to_type")
        return _typed(case, problem.indicator, answer.text, _source(case, problem), problem.raw)
    if problem.indicator and problem.proposal:
        reason = text("importing.reason.proposal", proposal=problem.proposal)
        source = _source(case, problem)
        return _corrected(case, problem.indicator, problem.proposal, reason, source, problem.raw)
    if problem.severity is Severity.BLOCK or problem.todo is Todo.MEND:
        raise UserError("importing.cannot_accept", message=problem.message)
    return case


def _source(case: Case, problem: FileProblem) -> Source:
    incoming = case.incoming
    return Source(incoming.sha256, incoming.file_name, problem.sheet, problem.cell)


def _typed(
    case: Case, indicator: str, typed: str, source: Source | None = None, raw: str = ""
) -> Case:
    """With what the officer typed; the same text as in the file changes nothing."""
    if not typed.strip():
        raise UserError("importing.nothing_typed", indicator=indicator)
    reading = _read(case, indicator, typed)
    if reading.severity is Severity.BLOCK:
        raise UserError("importing.unreadable", indicator=indicator, problem=reading.sentence)
    if _is_as_it_stands(case, indicator, typed):
        refuse_unchangeable(case)
        return case
    return _corrected(case, indicator, typed, text("importing.reason.typed"), source, raw)


def _is_as_it_stands(case: Case, indicator: str, typed: str) -> bool:
    there = case.submission.value_of(indicator)
    return there is not None and there.given and there.raw == typed


def _corrected(
    case: Case,
    indicator: str,
    typed: str,
    reason: str,
    source: Source | None = None,
    raw: str = "",
) -> Case:
    """With `typed` in the place of a figure; `source` and `raw` are of the cell if it had none.

    What the new text brings up is still to be answered, so the reason is only the correction's.
    """
    refuse_unchangeable(case)
    submission = case.submission
    had_none = submission.value_of(indicator) is None
    after = corrected(case.plan, submission, Entry(indicator, typed), reason)
    if had_none and source is not None:
        values = (
            replace(value, source=source, corrected_from=raw)
            if value.indicator == indicator
            else value
            for value in after.values
        )
        after = replace(after, values=tuple(values))
    if after is submission:
        return case
    # What was confirmed was the text that stood there.
    kept = (key for key in case.incoming.settled if not key.startswith(f"{indicator}/"))
    return replace(case, incoming=replace(case.incoming, settled=tuple(kept)), submission=after)


def _confirmed(case: Case, point: Point) -> Case:
    """With the figure as it was understood, as far as `point` asks; what blocks still blocks."""
    refuse_unchangeable(case)
    if point.settled or point.severity is Severity.BLOCK:
        return case
    reason = text("importing.reason.confirmed")
    values = tuple(
        replace(value, reason=value.reason or reason)
        if value.indicator == point.indicator
        else value
        for value in case.submission.values
    )
    submission = replace(case.submission, values=values)
    return _with_key(replace(case, submission=submission), point.key)


def _with_key(case: Case, key: str) -> Case:
    """With the point `key` among what the officer has dealt with."""
    keys = tuple(sorted({*case.incoming.settled, key}))
    return replace(case, incoming=replace(case.incoming, settled=keys))


def unconfirmed_label(case: Case, indicator: str) -> str:
    """The fold key of the label by which a figure was taken; "" where that needs no word."""
    found = (each for each in case.incoming.reading.values if each.indicator == indicator)
    return next((fold_key(each.label) for each in found), "")


def _placed(case: Case, problem: FileProblem, typed: str) -> Case:
    """With the text of a cell as the figure of the indicator `typed`."""
    refuse_unchangeable(case)
    indicator = typed.strip().upper()
    unit = case.plan.unit_by_code[case.submission.unit]
    if indicator not in {each.code for each in case.plan.indicators_of(unit)}:
        raise UserError("importing.no_such_indicator", typed=shortened(typed), unit=unit.short_name)
    if (there := case.submission.value_of(indicator)) is not None:
        raise UserError("importing.placed_already", indicator=indicator, raw=shortened(there.raw))
    reading = _read(case, indicator, problem.raw)
    value = Value(
        indicator,
        reading.value,
        problem.raw,
        estimate=reading.estimate,
        source=_source(case, problem),
    )
    order = {each.code: place for place, each in enumerate(case.plan.indicators)}
    values = sorted((*case.submission.values, value), key=lambda each: order[each.indicator])
    return replace(case, submission=replace(case.submission, values=tuple(values)))


def _read(case: Case, indicator: str, raw: str) -> Reading:
    expected = Expected.of(case.plan.indicator_by_code[indicator], case.plan.year)
    return read_value(raw, expected)


def refuse_unchangeable(case: Case) -> None:
    """Raise UserError where there are no figures yet that could be settled, or none any more."""
    if not case.is_ready:
        raise UserError("importing.decide_first", file=case.incoming.file_name)
    if case.submission.state is not SubmissionState.RECEIVED:
        raise UserError(f"service.is_{case.submission.state}")
