"""Which value stands for a unit once all its submissions are taken together (rule 11)."""

from collections.abc import Mapping
from dataclasses import dataclass

from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import (
    Scalar,
    Submission,
    SubmissionKind,
    SubmissionState,
    Value,
)


@dataclass(frozen=True, slots=True)
class StandingValue:
    """The value of one indicator for one unit; a blank has none.

    `texts` are the words side by side, in order, for text indicators (then `value` joins them
    with "; "). `submissions` are the ids it was made from. `partial`: a computed total lacks a
    part.
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
    """One unit's submissions that still count, in order: from the last replacement on.

    With `accepted_only` a replacement that was merely received voids nothing yet (rule 13).
    """
    counted = sorted(
        (
            s
            for s in submissions
            if (s.state is SubmissionState.ACCEPTED if accepted_only else s.stands)
        ),
        key=lambda s: (s.received_at, s.id),
    )
    for index in range(len(counted) - 1, -1, -1):
        if counted[index].kind is SubmissionKind.REPLACEMENT:
            return tuple(counted[index:])
    return tuple(counted)


def standing_values(
    plan: Plan, submissions: tuple[Submission, ...], *, accepted_only: bool = True
) -> Mapping[str, StandingValue]:
    """The standing values of one unit by indicator, computed ones (H00) included.

    A second first submission overrides like a supplement. A total that a unit wrote itself
    never stands: it is computed from its parts.
    """
    standing: dict[str, StandingValue] = {}
    for submission in standing_submissions(submissions, accepted_only=accepted_only):
        for value in submission.values:
            indicator = plan.indicator_by_code[value.indicator]
            if indicator.aggregation is not Aggregation.COMPUTED:
                _take(standing, indicator, submission, value)
    for indicator in plan.indicators:
        if indicator.aggregation is Aggregation.COMPUTED:
            total = _computed(standing, indicator)
            if total is not None:
                standing[indicator.code] = total
    return standing


def standing_matrix(
    snapshot: Snapshot, *, accepted_only: bool = True
) -> Mapping[tuple[str, str], StandingValue]:
    """All units' standing values by (unit, indicator); a blank has no entry."""
    return {
        (unit, code): value
        for unit, submissions in snapshot.by_unit.items()
        for code, value in standing_values(
            snapshot.plan, submissions, accepted_only=accepted_only
        ).items()
    }


def nothing_arose(plan: Plan, submissions: tuple[Submission, ...]) -> bool:
    """Whether one unit's accepted word is "không phát sinh" (rule 5).

    A unit any of whose figures stand has something to report, whatever else it sent.
    """
    counted = standing_submissions(submissions, accepted_only=True)
    says_so = any(submission.kind is SubmissionKind.NOTHING for submission in counted)
    return says_so and not standing_values(plan, submissions)


def whole_number(value: Scalar) -> int | None:
    """`value` as a number to count with; None for anything else, and yes is not 1."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _take(
    standing: dict[str, StandingValue],
    indicator: Indicator,
    submission: Submission,
    value: Value,
) -> None:
    """Let one value of one submission take effect on what stood before."""
    code = indicator.code
    earlier = standing.get(code)
    if submission.kind is SubmissionKind.ADDITIONAL:
        added = _added(indicator, submission, value, earlier)
        if added is not None:
            standing[code] = added
    elif value.cleared:
        standing.pop(code, None)
    elif value.given and indicator.is_text:
        standing[code] = _beside(submission, value, earlier)
    elif value.given:
        standing[code] = StandingValue(
            submission.unit, code, value.value, (submission.id,), estimate=value.estimate
        )


def _added(
    indicator: Indicator, submission: Submission, value: Value, earlier: StandingValue | None
) -> StandingValue | None:
    """What "số phát sinh thêm" adds up to: whole numbers that are summed, all else is ignored.

    A value cleared there adds nothing and takes nothing of what earlier submissions gave.
    """
    number = whole_number(value.value)
    if number is None or not indicator.adds_up:
        return None
    base = (whole_number(earlier.value) or 0) if earlier else 0
    return StandingValue(
        submission.unit,
        indicator.code,
        base + number,
        (*(earlier.submissions if earlier else ()), submission.id),
        estimate=value.estimate or bool(earlier and earlier.estimate),
    )


def _beside(submission: Submission, value: Value, earlier: StandingValue | None) -> StandingValue:
    """Words stand beside the earlier ones; words that were sent again stand once."""
    words = str(value.value)
    texts = earlier.texts if earlier else ()
    if words not in texts:
        texts = (*texts, words)
    return StandingValue(
        submission.unit,
        value.indicator,
        "; ".join(texts),
        (*(earlier.submissions if earlier else ()), submission.id),
        texts,
        estimate=value.estimate or bool(earlier and earlier.estimate),
    )


def _computed(standing: Mapping[str, StandingValue], indicator: Indicator) -> StandingValue | None:
    """The sum of the parts that are known; none at all where every part is blank."""
    parts = [standing[code] for code in indicator.computed_from if code in standing]
    if not parts:
        return None
    return StandingValue(
        parts[0].unit,
        indicator.code,
        sum(whole_number(part.value) or 0 for part in parts),
        tuple(sorted({submission for part in parts for submission in part.submissions})),
        estimate=any(part.estimate for part in parts),
        partial=len(parts) < len(indicator.computed_from),
    )
