"""Totals of tables held against their rows: "Cộng", "Tổng cộng" and the like.

Where it is not clear what a total is made of, nothing is said: a false alarm would cost more than
a total that nobody checks. A row is checked against each reading of what it may add up (the rows
since the last total, all rows above that are no totals, the totals above), and only told when at
least two rows were added and none of the readings fits.
"""

import re
from fractions import Fraction

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.ruling import Faults
from vinhloc_cds.inspection.sheet import Sheet, Table
from vinhloc_cds.texts import text

_TOTAL = re.compile(
    r"^(?:cong|tong|tong cong|tong so|cong nhom.*|cong (?:cac|khoi) .*|toan huyen)$"
)
_WHOLE = re.compile(r"^(?:tong|tong cong|tong so|toan huyen)")
_NUMBER = re.compile(r"^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^-?\d+(?:,\d+)?$")
_MOST = 100
"""Totals of a table that is still one of a document."""
_NOTHING = frozenset({"", "-", "–", "—", "0", "không", "x"})
_NO_SUM = re.compile(
    r"ty le|%|binh quan|trung binh|ngay|thoi|han|stt|^tt$|so thu tu|ghi chu|nam|gio|lon nhat|muc"
)
_HEAD = re.compile(r"^(?:[IVX]{1,5}|[A-H])\.?$")


def arithmetic_rule(sheet: Sheet) -> RuleResult:
    """Every total of every table."""
    faults = Faults()
    for at, table in enumerate(sheet.tables, 1):
        _hold(faults, table, at)
    return faults.result("arithmetic", text("inspection.clause.own"))


def number_of(written: str) -> Fraction | None:
    """A number in Vietnamese notation; None for anything else."""
    bare = written.strip().replace("\u00a0", "").replace(" ", "")
    if not _NUMBER.match(bare):
        return None
    return Fraction(bare.replace(".", "").replace(",", "."))


def _hold(faults: Faults, table: Table, number: int) -> None:
    width = max((len(row) for row in table.rows), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in table.rows]
    totals = [at for at, row in enumerate(rows) if at and _is_total(row)]
    if len(totals) > _MOST:
        return
    heads = _heads(rows, totals)
    for column in range(width):
        if _NO_SUM.search(fold_key(rows[0][column])):
            continue
        for at in [*totals, *heads]:
            said = number_of(rows[at][column])
            if said is None:
                continue
            faults.seen = True
            if at in heads:
                sums = _sums(rows, [heads[at]], column)
            else:
                sums = _sums(rows, _readings(rows, totals, heads, at), column)
            if sums and said not in sums:
                sentence = text(
                    "inspection.sum",
                    row=_label(rows[at]), column=rows[0][column].strip() or str(column + 1),
                    said=rows[at][column].strip(), found=_written(sums[0]),
                )  # fmt: skip
                faults.fail(sentence, text("inspection.place.table", table=number, row=at + 1))


def _heads(rows: list[list[str]], totals: list[int]) -> dict[int, list[int]]:
    """Rows numbered "I" or "A" over those of their group, which they may add up."""
    heads: dict[int, list[int]] = {}
    current: int | None = None
    for at, row in enumerate(rows):
        if at in totals:
            current = None
        elif at and _HEAD.match(row[0].strip()):
            heads[at] = []
            current = at
        elif current is not None:
            heads[current].append(at)
    return {at: under for at, under in heads.items() if under}


def _is_total(row: list[str]) -> bool:
    label = _label(row)
    return bool(_TOTAL.match(fold_key(label).rstrip(":. "))) if label else False


def _label(row: list[str]) -> str:
    """The first words of a row that are no number."""
    return next((c.strip() for c in row[:3] if c.strip() and number_of(c) is None), "")


def _readings(
    rows: list[list[str]], totals: list[int], heads: dict[int, list[int]], at: int
) -> list[list[int]]:
    """The rows that a total may add up, in all ways that are usual."""
    earlier = [total for total in totals if total < at]
    last = earlier[-1] if earlier else -1
    leaves = [n for n in range(len(rows)) if n not in totals and n not in heads]
    above = [n for n in leaves if n < at]
    groups = [n for n in earlier if not _WHOLE.match(fold_key(_label(rows[n])))]
    if groups and _WHOLE.match(fold_key(_label(rows[at]))):
        readings = [groups, [*groups, *(n for n in above if n > groups[-1])], above]
    else:
        readings = [[n for n in above if n > last], above]
    # A total may stand above its rows.
    return [*readings, [n for n in leaves if n > at]] if at <= 2 else readings


def _sums(rows: list[list[str]], readings: list[list[int]], column: int) -> list[Fraction]:
    """What each reading comes to; empty where that cannot be told."""
    sums = []
    for chosen in readings:
        numbers = _numbers(rows, chosen, column)
        if numbers is None:
            return []
        if len(numbers) > 1:
            sums.append(sum(numbers, Fraction(0)))
    return sums


def _numbers(rows: list[list[str]], chosen: list[int], column: int) -> list[Fraction] | None:
    """The numbers of a column; None where a cell holds something that may be a number or not."""
    numbers: list[Fraction] = []
    for n in chosen:
        cell = rows[n][column].strip()
        found = number_of(cell)
        if found is not None:
            # A row of column numbers below the head: (1), (2) or 1, 2, 3.
            if n <= 2 and _counts_columns(rows[n]):
                continue
            numbers.append(found)
        elif cell.casefold() not in _NOTHING and any(c.isdigit() for c in cell) and n:
            return None
    return numbers


def _counts_columns(row: list[str]) -> bool:
    found = [number_of(cell.strip("() ")) for cell in row]
    plain = [each for each in found if each is not None]
    return (
        len(plain) > 2
        and plain == [plain[0] + n for n in range(len(plain))]
        and len(plain) >= len(row) - 1
    )


def _written(number: Fraction) -> str:
    whole = f"{float(number):,.2f}".rstrip("0").rstrip(".")
    return whole.replace(",", "\0").replace(".", ",").replace("\0", ".")
