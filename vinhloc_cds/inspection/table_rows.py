"""What each row of a table is: told by its number in order and its first words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from fractions import Fraction

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.order import of_roman

_NUMBER = re.compile(r"^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^[-+]?\d+(?:,\d+)?$")
_NOTED = re.compile(r"^([^()*]+?)\s*(?:\(([^()]*)\)|\*+)$")
_NOTHING = frozenset({"", "-", "–", "—", "không", "x"})
_TOTAL = re.compile(
    r"^(?:cong|tong|tong cong(?: .{1,30})?|tong so|cong nhom.*|cong (?:cac|khoi) .*|toan huyen)$"
)
_WHOLE = re.compile(r"^(?:tong|toan huyen)")
_ASIDE = re.compile(
    r"^(?:chenh lech|can doi|so sanh|so voi|ty le|ti le|binh quan|trung binh|ghi chu|con lai)\b"
)
_OF_WHICH = re.compile(r"^\W*trong do\b(.*)$", re.S)
_COVERED = re.compile(r"^\d+/\d+(?: \(\+\d+\))?$|^\(\+\d+\)$")
_IN_LABEL = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+\D")
_BULLET = re.compile(r"^[-–—+•*]\s*\S?")
_HEADS = 3
"""Rows that the head of a table has at most."""

GROUP = 1
"""The depth of rows numbered I, II, …; those numbered A, B, … stand over them, 1, 2, … below."""
_PLAIN, _LETTER, _PART, _UNSURE = 2, 6, 7, 8


class Kind(Enum):
    """What a row is for its table's sums."""

    HEAD = auto()
    TOTAL = auto()
    ASIDE = auto()
    """What is no part of a sum: how many units reported, a difference, an average."""
    PLAIN = auto()


@dataclass(slots=True)
class Row:
    """A row; `unsure` ones have no number among numbered rows: a part of the row above, or not.

    `breaks` says that what follows are parts of it, nobody knows down to where.
    """

    at: int
    cells: list[str]
    label: str
    kind: Kind
    depth: int = _PLAIN
    unsure: bool = False
    breaks: bool = False
    numbers: list[Fraction | None] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether it is the total of all, not of some of the rows."""
        return bool(_WHOLE.match(fold_key(self.label)))

    def is_unreadable(self, column: int) -> bool:
        """Whether a cell holds what may be a number or not."""
        cell = self.cells[column]
        return self.numbers[column] is None and any(letter.isdigit() for letter in cell)


@dataclass(slots=True)
class Node:
    """A row with its parts."""

    row: Row
    depth: int
    parts: list["Node"] = field(default_factory=list)


def number_of(written: str) -> Fraction | None:
    """A number in Vietnamese notation; None for anything else."""
    bare = written.strip().replace("\u00a0", "").replace(" ", "")
    if not _NUMBER.match(bare):
        return None
    return Fraction(bare.replace(".", "").replace(",", "."))


def noted_number(written: str) -> tuple[Fraction | None, str]:
    """A number that may have a remark behind it, as "12 (ước)"; and the remark."""
    found = number_of(written)
    if found is None and (match := _NOTED.match(written.strip())):
        return number_of(match[1]), (match[2] or "").strip()
    return found, ""


def rows_of(table: Iterable[list[str]]) -> list[Row]:
    """The rows of a table, all as wide."""
    cells = [[cell.strip() for cell in row] for row in table]
    width = max((len(row) for row in cells), default=0)
    rows: list[Row] = []
    numbered = False
    in_head = True
    for at, found in enumerate(cells):
        padded = [*found, *[""] * (width - len(found))]
        row = Row(at, padded, _label(padded), Kind.PLAIN)
        row.numbers = [noted_number(cell)[0] for cell in padded]
        order = _order(padded, row.label)
        in_head = in_head and at < _HEADS and order is None and not _is_total(row.label)
        in_head = in_head and (at == 0 or all(each is None for each in row.numbers))
        if in_head or (at <= _HEADS and _counts_columns(padded)):
            row.kind = Kind.HEAD
        elif _is_total(row.label):
            row.kind = Kind.TOTAL
            numbered = False
        elif _is_aside(row):
            row.kind = Kind.ASIDE
        else:
            of_which = _OF_WHICH.match(fold_key(row.label))
            row.breaks = of_which is not None and not of_which[1].strip(" :.")
            if of_which:
                row.depth = _PART
            elif order is not None:
                row.depth = order
                numbered = numbered or order < _PART
            elif numbered:
                row.unsure = True
        rows.append(row)
    return rows


def forest(rows: Iterable[Row], *, unsure_are_parts: bool) -> list[Node]:
    """The rows with their parts below them."""
    roots: list[Node] = []
    above: list[Node] = []
    last = _PLAIN
    for row in rows:
        depth = row.depth
        if row.unsure:
            depth = _UNSURE if unsure_are_parts else last
        else:
            last = depth
        while above and above[-1].depth >= depth:
            above.pop()
        node = Node(row, depth)
        (above[-1].parts if above else roots).append(node)
        above.append(node)
    return roots


def cut(nodes: Iterable[Node], depth: int) -> list[Node]:
    """The rows that together are all: each down to `depth`, or where it has no parts before."""
    chosen: list[Node] = []
    for node in nodes:
        chosen += cut(node.parts, depth) if node.depth < depth and node.parts else [node]
    return chosen


def depths(nodes: Iterable[Node]) -> list[int]:
    """The depths at which `cut` gives different rows."""
    found = {node.depth for node in nodes}
    for node in nodes:
        found.update(depths(node.parts))
    return sorted(found)


def _label(row: list[str]) -> str:
    """The first words of a row that are neither its mark nor a number."""
    for at, cell in enumerate(row[:3]):
        is_mark = at == 0 and len(row) > 1 and _order_mark(cell) is not None
        if cell and not is_mark and number_of(cell) is None:
            return cell
    return ""


def _is_total(label: str) -> bool:
    return bool(label) and bool(_TOTAL.match(fold_key(label).rstrip(":. ")))


def _is_aside(row: Row) -> bool:
    if _ASIDE.match(fold_key(row.label)):
        return True
    said = [cell for cell in row.cells if cell and cell != row.label]
    return bool(said) and sum(bool(_COVERED.match(cell)) for cell in said) * 2 > len(said)


def _order(row: list[str], label: str) -> int | None:
    """How deep a row stands by its mark, in its first cell or before its first words."""
    first = row[0]
    found = _order_mark(first) if first else None
    if found == _PLAIN and len(row) > 1 and not label:
        return None
    # A mark in the name is one below the number in the order's column.
    if _BULLET.match(label):
        return _PART
    if found is None and (match := _IN_LABEL.match(label)):
        return _order_mark(match[1])
    return found


def _order_mark(cell: str) -> int | None:
    mark = cell.strip().rstrip(".)")
    if re.fullmatch(r"[A-H]", mark):
        return 0
    if re.fullmatch(r"[IVX]{1,5}", mark) and of_roman(mark):
        return GROUP
    if re.fullmatch(r"\d{1,4}", mark):
        return _PLAIN
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3})+", mark):
        return min(_PLAIN + mark.count("."), _LETTER - 1)
    if re.fullmatch(r"[a-zđ]", mark) and mark != "x":
        return _LETTER
    return _PART if cell in {"-", "–", "+", "•", "*"} else None


def _counts_columns(row: list[str]) -> bool:
    """Whether it is the row of column numbers below the head: (1), (2) or 1, 2, 3."""
    found = [number_of(cell.strip("() ")) for cell in row]
    plain = [each for each in found if each is not None]
    return (
        len(plain) > 2
        and plain == [plain[0] + n for n in range(len(plain))]
        and len(plain) >= len(row) - 1
    )
