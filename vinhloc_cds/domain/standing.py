"""Which value stands for a unit once all its submissions are taken together (rule 11)."""

from collections.abc import Mapping
from dataclasses import dataclass

from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import Scalar, Submission


@dataclass(frozen=True, slots=True)
class StandingValue:
    """The value of one indicator for one unit.

    `value` is None only for a computed indicator none of whose parts is known. `texts` are the
    words side by side, in order, for text indicators (then `value` joins them with "; ").
    `submissions` are the ids it was made from. `partial`: a computed total lacks a part.
    """

    unit: str
    indicator: str
    value: Scalar
    submissions: tuple[int, ...]
    texts: tuple[str, ...] = ()
    estimate: bool = False
    partial: bool = False


def standing_submissions(
    submissions: tuple[Submission, ...], *, accepted_only: bool
) -> tuple[Submission, ...]:
    """One unit's ordered submissions that still count: after the last standing replacement."""
    raise NotImplementedError


def standing_values(
    plan: Plan, submissions: tuple[Submission, ...], *, accepted_only: bool = True
) -> Mapping[str, StandingValue]:
    """The standing values of one unit by indicator, computed ones (H00) included."""
    raise NotImplementedError


def standing_matrix(
    snapshot: Snapshot, *, accepted_only: bool = True
) -> Mapping[tuple[str, str], StandingValue]:
    """All units' standing values by (unit, indicator); a blank has no entry."""
    raise NotImplementedError
