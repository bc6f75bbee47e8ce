"""Totals of tables held against their rows: "Cộng", "Tổng cộng", and groups numbered I, II, ….

Where it is not clear what a total is made of, nothing is said: a false alarm would cost more than
a total that nobody checks. A row is checked against each reading of what it may add up (the rows
since the last total, all rows above that are no totals, the totals above, each with the groups or
with what is in them), and only told when none of the readings fits.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.ruling import Faults
from vinhloc_cds.inspection.sheet import Sheet, Table
from vinhloc_cds.inspection.table_rows import (
    GROUP,
    Kind,
    Node,
    Row,
    cut,
    depths,
    forest,
    noted_number,
    rows_of,
)
from vinhloc_cds.texts import text

_MOST = 3_000_000
"""Cells that the readings of all totals of a table may come to."""
_NO_SUM = re.compile(
    r"%|^(?:stt|tt|ma)$|^(?:ngay|gio)(?: gio)?\b(?! cong)|\b(?:ty le|ti le|binh quan|trung binh"
    r"|thoi (?:han|diem|gian)|han nop|so thu tu|ghi chu|lon nhat|nho nhat|cao nhat|thap nhat"
    r"|nhieu nhat|it nhat|don gia|muc do|muc dat|xep (?:hang|loai|thu)|nam sinh|he so|mat do"
    r"|so voi|ngay (?:ban hanh|ky|sinh))\b"
)
_STILL_SUMS = frozenset({"", "thieu nguon", "uoc", "uoc tinh", "tam tinh", "so bo", "lam tron"})


@dataclass(slots=True)
class _Check:
    """A total's cell held against the sums that it may be."""

    row: Row
    column: int
    sums: list[tuple[Fraction, int]]
    """What each reading comes to, and how many numbers that were."""
    unread: Row | None

    @property
    def said(self) -> Fraction | None:
        return self.row.numbers[self.column]

    @property
    def fits(self) -> bool:
        return any(total == self.said for total, _ in self.sums)

    @property
    def is_sure(self) -> bool:
        """Whether at least two numbers were added."""
        return any(count > 1 for _, count in self.sums)


def arithmetic_rule(sheet: Sheet) -> RuleResult:
    """Every total of every table."""
    faults = Faults()
    for at, table in enumerate(sheet.tables, 1):
        _hold(faults, table, at)
    return faults.result("arithmetic", text("inspection.clause.own"))


def _hold(faults: Faults, table: Table, number: int) -> None:
    rows = rows_of(table.rows)
    if not rows:
        return
    totals = [row for row in rows if row.kind is Kind.TOTAL]
    if 8 * len(totals) * len(rows) * len(rows[0].cells) > _MOST:
        return
    columns = [at for at in range(len(rows[0].cells)) if not _NO_SUM.search(title(rows, at, " "))]
    names = [title(rows, at) or str(at + 1) for at in range(len(rows[0].cells))]
    numeric = {at: _is_of_numbers(rows, at) for at in columns}
    groups = list(_checked(_groups(rows), numeric))
    # Rows under "I" are its sum's only if that is so more often than not: they may be a part of it.
    judged = [each for each in groups if each.unread is None]
    trusted = sum(each.fits for each in judged) * 2 >= len(judged)
    checks = [*_checked(((row, _readings(rows, totals, row)) for row in totals), numeric)]
    checks += groups if trusted else []
    is_made_of_sums = any(each.fits and each.is_sure for each in checks)
    for check in checks:
        if check.fits or check.is_sure or (check.sums and is_made_of_sums):
            faults.seen = True
        elif check.unread is None:
            continue
        if not check.fits:
            _tell(faults, check, names[check.column], number)


def _tell(faults: Faults, check: _Check, name: str, number: int) -> None:
    row, column = check.row, check.column
    place = text("inspection.place.table", table=number, row=row.at + 1)
    if check.unread is not None:
        sentence = text(
            "inspection.sum_unread",
            row=row.label, column=name, other=check.unread.label or str(check.unread.at + 1),
            said=check.unread.cells[column],
        )  # fmt: skip
        faults.doubt(sentence, place)
        return
    sentence = text(
        "inspection.sum",
        row=row.label, column=name, said=row.cells[column], found=written(check.sums[0][0]),
    )  # fmt: skip
    faults.fail(sentence, place)


def title(rows: list[Row], column: int, folded_with: str = "") -> str:
    """What stands over a column; as it is compared if `folded_with` is given."""
    heads = [row.cells[column] for row in rows if row.kind is Kind.HEAD]
    found = [" ".join(each.split()) for each in heads if any(c.isalpha() or c == "%" for c in each)]
    if folded_with:
        return fold_key(folded_with.join(found)).strip()
    return found[-1] if found else ""


def _checked(
    totals: Iterable[tuple[Row, list[list[Node]]]], columns: dict[int, bool]
) -> Iterator[_Check]:
    """The totals of these columns; whether a column is one of numbers stands with it."""
    for row, readings in totals:
        for column, is_of_numbers in columns.items():
            _, remark = noted_number(row.cells[column])
            if row.numbers[column] is None or fold_key(remark) not in _STILL_SUMS:
                continue
            check = _Check(row, column, [], None)
            for reading in readings:
                _add(check, reading)
            if check.fits or not is_of_numbers:
                check.unread = None
            if check.sums or check.unread:
                yield check


def _is_of_numbers(rows: list[Row], column: int) -> bool:
    plain = [row for row in rows if row.kind is Kind.PLAIN]
    strange = sum(row.is_unreadable(column) for row in plain)
    return sum(row.numbers[column] is not None for row in plain) >= strange


def _add(check: _Check, reading: list[Node]) -> None:
    numbers: list[Fraction] = []
    for node in reading:
        if (unread := _collect(node, check.column, numbers)) is not None:
            check.unread = check.unread or unread
            return
    if numbers:
        check.sums.append((sum(numbers, Fraction(0)), len(numbers)))


def _collect(node: Node, column: int, numbers: list[Fraction]) -> Row | None:
    """Add a row's number, or those of its parts where it has none; what row cannot be read."""
    found = node.row.numbers[column]
    if found is not None:
        numbers.append(found)
        return None
    if node.row.is_unreadable(column):
        return node.row
    for part in node.parts:
        if (unread := _collect(part, column, numbers)) is not None:
            return unread
    return None


def _groups(rows: list[Row]) -> Iterator[tuple[Row, list[list[Node]]]]:
    """The rows numbered "I" or "A", with the rows of their group, which they may add up."""
    found: dict[int, tuple[Row, list[list[Node]]]] = {}

    def walk(nodes: list[Node]) -> None:
        for node in nodes:
            if node.depth <= GROUP and node.parts:
                readings = [cut(node.parts, depth) for depth in depths(node.parts)]
                found.setdefault(node.row.at, (node.row, []))[1].extend(readings)
                walk(node.parts)

    for segment in _segments(rows):
        for unsure_are_parts in (True, False):
            walk(forest(segment, unsure_are_parts=unsure_are_parts))
    yield from found.values()


def _segments(rows: list[Row]) -> Iterator[list[Row]]:
    """The plain rows between totals."""
    segment: list[Row] = []
    for row in rows:
        if row.kind is Kind.TOTAL:
            yield segment
            segment = []
        elif row.kind is Kind.PLAIN:
            segment.append(row)
    yield segment


def _readings(rows: list[Row], totals: list[Row], total: Row) -> list[list[Node]]:
    """The rows that a total may add up, in all ways that are usual."""
    earlier = [each for each in totals if each.at < total.at]
    last = earlier[-1].at if earlier else -1
    plain = [row for row in rows if row.kind is Kind.PLAIN]
    above = [row for row in plain if row.at < total.at]
    groups = [row for row in earlier if not row.is_whole]
    chosen: list[list[Row]] = []
    if groups and total.is_whole:
        chosen += [groups, [*groups, *(row for row in above if row.at > groups[-1].at)]]
    chosen += [[row for row in above if row.at > last], above]
    if len(earlier) > 1:
        chosen.append(earlier)
    if not above:
        # A total may stand above its rows.
        following = next((each.at for each in totals if each.at > total.at), len(rows))
        chosen = [[row for row in plain if row.at > total.at]]
        chosen.append([row for row in chosen[0] if row.at < following])
    return [reading for each in _different(chosen) for reading in _cuts(each)]


def _different(chosen: list[list[Row]]) -> Iterator[list[Row]]:
    seen: set[tuple[int, ...]] = set()
    for rows in chosen:
        key = tuple(row.at for row in rows)
        if rows and key not in seen and not any(row.breaks for row in rows):
            seen.add(key)
            yield rows


def _cuts(rows: list[Row]) -> Iterator[list[Node]]:
    for unsure_are_parts in (True, False):
        nodes = forest(rows, unsure_are_parts=unsure_are_parts)
        for depth in depths(nodes):
            yield cut(nodes, depth)
        if not any(row.unsure for row in rows):
            return


def written(number: Fraction) -> str:
    """A number in Vietnamese notation, with two decimals at most."""
    whole = f"{float(number):,.2f}".rstrip("0").rstrip(".")
    return whole.replace(",", "\0").replace(".", ",").replace("\0", ".")
