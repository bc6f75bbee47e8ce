"""Checks of one submission's figures: what blocks, what asks, what only shows a flag (rule 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.submission import Scalar, SubmissionDraft, Value
from vinhloc_cds.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one indicator, in words for the officer.

    `check` names the check ("D02.1", or "type", "required", ...). A QUESTION is settled by the
    reason given with the value; a BLOCK stops acceptance, never saving.
    """

    indicator: str
    check: str
    severity: Severity
    message: str
    answered: bool = False


def check_values(
    plan: Plan, unit: Unit, values: Iterable[Value], *, standing: Mapping[str, Scalar] | None = None
) -> tuple[Finding, ...]:
    """The findings on `values`, in the plan's order of indicators.

    `standing` are the unit's figures before this submission, so that a supplement is judged
    together with what it supplements; with it, values of a supplement override.
    """
    raise NotImplementedError


def read_entries(plan: Plan, unit: Unit, draft: SubmissionDraft) -> tuple[Value, ...]:
    """The typed entries as values; blanks are left out, unreadable text is kept as raw."""
    raise NotImplementedError
