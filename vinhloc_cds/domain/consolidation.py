"""Totals and ratios over the accepted submissions (rules 8 to 13)."""

from dataclasses import dataclass

from vinhloc_cds.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Total:
    """One indicator over one group, or over all groups (`group` None).

    `value` is None where nobody gave one: blank is not zero. `ratio` is unrounded, a ratio of
    sums over the units that gave both numerator and denominator (rule 9), and `denominator` is
    the sum below the line. `reported` and `missing` are of the obliged units expected to give
    the figure; `extra_units` counts the others whose values are in `value`. `maximum` goes
    with an average; `estimates` counts values marked as estimates.
    """

    code: str
    name: str
    unit_of_measure: str
    group: str | None
    value: int | float | None
    denominator: int | float | None
    ratio: float | None
    reported: int
    expected: int
    missing: tuple[str, ...]
    extra_units: int
    maximum: int | None = None
    estimates: int = 0


def consolidate(snapshot: Snapshot) -> tuple[Total, ...]:
    """All totals in the plan's order of indicators: each group's row, then the one over all.

    Within-group indicators (rule 10) have no row over all groups; lists, texts, dates and
    submission fields have no rows at all. Unit codes in `missing` are in the plan's order.
    """
    raise NotImplementedError
