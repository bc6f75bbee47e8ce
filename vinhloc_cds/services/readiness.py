"""What the office still has to fill in or to settle before a report can be issued."""

from collections.abc import Iterable

from vinhloc_cds.domain.plan import Letterhead, Plan
from vinhloc_cds.domain.progress import UnitState, unit_progress
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.texts import text

_LARGEST_NUMBER = 99_999
_SILENT = {UnitState.WAITING, UnitState.OVERDUE}


def letterhead_of(plan: Plan, profile: str) -> Letterhead:
    """The letterhead `profile`; UserError naming those there are."""
    known = {each.profile: each for each in plan.letterheads}
    if profile not in known:
        raise UserError("service.unknown_profile", profile=profile, known=", ".join(known))
    return known[profile]


def blank_in_plan(plan: Plan) -> tuple[str, ...]:
    """What the plan itself does not say and the office has to know (rule 3), a sentence each."""
    sentences = []
    if not plan.number.strip():
        sentences.append(text("issuing.blank.number"))
    if plan.issued_on is None:
        sentences.append(text("issuing.blank.issued_on"))
    if plan.reporting.province_deadline is None:
        sentences.append(text("issuing.blank.province"))
    return tuple(sentences)


def blank_before_issuing(plan: Plan, head: Letterhead) -> tuple[str, ...]:
    """What has to be filled in before a report can be issued at all, a sentence each."""
    blanks = blank_in_plan(plan)
    return blanks if head.symbol.strip() else (*blanks, _no_symbol(head))


def left_blank(plan: Plan, profile: str) -> tuple[str, ...]:
    """What the office still has to fill in for the report under the letterhead `profile`."""
    sentences = list(blank_in_plan(plan))
    head = next((each for each in plan.letterheads if each.profile == profile), None)
    if head is None:
        return tuple(sentences)
    if not head.signer.name.strip():
        sentences.append(text("issuing.blank.signer", label=head.label))
    if not head.symbol.strip():
        sentences.append(_no_symbol(head))
    if not head.recipients:
        sentences.append(text("issuing.blank.recipients", label=head.label))
    return tuple(sentences)


def _no_symbol(head: Letterhead) -> str:
    return text("issuing.blank.symbol", label=head.label)


def left_out(snapshot: Snapshot) -> tuple[str, ...]:
    """What of the units' reports the figures lack, a sentence each."""
    sentences = []
    silent = [
        progress
        for progress in unit_progress(snapshot)
        if progress.unit.relation is Relation.OBLIGED and progress.state in _SILENT
    ]
    returned = sum(progress.was_returned for progress in silent)
    if len(silent) > returned:
        sentences.append(text("issuing.open.silent", count=len(silent) - returned))
    if returned:
        sentences.append(text("issuing.open.returned", count=returned))
    waiting = sum(each.state is SubmissionState.RECEIVED for each in snapshot.submissions)
    if waiting:
        sentences.append(text("issuing.open.not_accepted", count=waiting))
    return tuple(sentences)


def refuse_number(number: int) -> None:
    """UserError for what no document of an office is numbered."""
    if not 1 <= number <= _LARGEST_NUMBER:
        raise UserError("issuing.number_out_of_range", number=number, largest=_LARGEST_NUMBER)


def refuse_blanks(blanks: Iterable[str]) -> None:
    """UserError naming what is blank and where it is filled in, if anything is."""
    if points := tuple(blanks):
        raise UserError("issuing.blanks", count=len(points), points=" ".join(points))
