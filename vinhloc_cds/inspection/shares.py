"""Columns of per cent in a table held against the columns whose share they are.

What a share is of is told by the figures alone: by the two columns that most of its rows fit.
Where no two fit most rows nothing is said.
"""

import re
from fractions import Fraction
from itertools import permutations

from vinhloc_cds.inspection.arithmetic import title, written
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.ruling import Faults
from vinhloc_cds.inspection.sheet import Sheet, Table
from vinhloc_cds.inspection.table_rows import Kind, Row, number_of, rows_of
from vinhloc_cds.texts import text

_SHARE = re.compile(r"%|\bt[yi] le\b")
_LEAST = 3
"""Rows that have to fit before another is told not to."""
_TRIES = 3
"""Rows by which two columns may be worse than right before they are given up."""
_COLUMNS = 16


def shares_rule(sheet: Sheet) -> RuleResult:
    """Every column of per cent of every table."""
    faults = Faults()
    for at, table in enumerate(sheet.tables, 1):
        _hold(faults, table, at)
    return faults.result("shares", text("inspection.clause.own"))


def _hold(faults: Faults, table: Table, number: int) -> None:
    rows = rows_of(table.rows)
    if not rows:
        return
    data = [row for row in rows if row.kind in {Kind.PLAIN, Kind.TOTAL}]
    width = len(rows[0].cells)
    percents = [at for at in range(width) if _SHARE.search(title(rows, at, " "))]
    counts = [
        at for at in range(1, width)
        if at not in percents and sum(row.numbers[at] is not None for row in data) >= _LEAST
    ]  # fmt: skip
    for column in percents[:_COLUMNS]:
        said = [(row, *share) for row in data if (share := _share(row.cells[column]))]
        found = [
            (pair, wrong)
            for pair in permutations(counts[:_COLUMNS], 2)
            if (wrong := _wrong(said, *pair)) is not None
        ]
        if not found:
            continue
        faults.seen = True
        fewest = min(len(wrong) for _, wrong in found)
        # Two pairs that fit as well have to agree.
        (part, whole), wrong = next(each for each in found if len(each[1]) == fewest)
        agreed = [rows for _, rows in found if len(rows) == fewest]
        for row in wrong:
            if all(any(row is each for each in rows) for rows in agreed):
                sentence = text(
                    "inspection.share",
                    row=row.label or str(row.at + 1), column=title(rows, column),
                    said=row.cells[column], part=row.cells[part], whole=row.cells[whole],
                    found=written(_exact(row, part, whole) or Fraction(0)),
                )  # fmt: skip
                place = text("inspection.place.table", table=number, row=row.at + 1)
                faults.fail(sentence, place)


def _share(cell: str) -> tuple[Fraction, int] | None:
    """A cell of per cent, and how many decimals it shows."""
    bare = cell.removesuffix("%").strip()
    found = number_of(bare)
    if found is None:
        return None
    return found, len(bare.partition(",")[2])


def _exact(row: Row, part: int, whole: int) -> Fraction | None:
    """One column as per cent of another."""
    above, below = row.numbers[part], row.numbers[whole]
    return None if above is None or not below else 100 * above / below


def _wrong(said: list[tuple[Row, Fraction, int]], part: int, whole: int) -> list[Row] | None:
    """The rows that are no share of these two columns; None where most are not."""
    wrong: list[Row] = []
    right = 0
    for row, share, decimals in said:
        exact = _exact(row, part, whole)
        if exact is None:
            continue
        # Within what rounding to the shown decimals takes away.
        if 2 * abs(share - exact) <= Fraction(1, 10**decimals):
            # 0 of anything and all of itself fit whatever the columns mean.
            right += share not in {0, 100}
        else:
            wrong.append(row)
        if len(wrong) > right + _TRIES:
            return None
    return wrong if right >= _LEAST and right >= 2 * len(wrong) else None
