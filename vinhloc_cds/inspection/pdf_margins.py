"""Where the text of a PDF's pages begins and ends, and what margins that shows.

A PDF does not say its margins. A line that stands by itself may be indented or set in the middle;
only lines that go on below others, and the borders of tables, show where the room for text ends.
"""

import itertools
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vinhloc_cds.inspection.pdf_pieces import Page
from vinhloc_cds.inspection.pdf_segments import EDGE, Segment
from vinhloc_cds.inspection.sheet import Section
from vinhloc_cds.reports import nd30

_ASCENT = 0.89
_INSET = 5.0
"""A line that begins so much further right than the next begins a paragraph."""
_LONG = 0.4
"""The part of the page's width that a line of running text fills at least."""
_PADDING = 5.8
"""How far Word lets a table's border hang out of the text, and what is rounded away."""


@dataclass(slots=True)
class Edges:
    """Where lines begin and end; whether a line surely begins there, and whether more do."""

    left: float
    right: float
    is_left_sure: bool = False
    has_left: bool = False
    has_right: bool = False


def find_edges(segments: Sequence[Segment], width: float) -> Edges:
    """The edges of a part's running text."""
    texts = [each for each in segments if each.pieces and each.cell is None]
    if not texts:
        texts = [each for each in segments if each.pieces]
        if not texts:
            return Edges(0.0, width)
    edges = Edges(_common(texts, of_left=True), _common(texts, of_left=False))
    full = [each for each in texts if each.right - each.left >= _LONG * width]
    if full:
        edges.right = _common(full, of_left=False)
    ends = [each for each in full if abs(each.right - edges.right) <= EDGE]
    edges.has_right = len(ends) >= 3
    further, even = _going_on(texts, edges.right, _LONG * width)
    if further and not any(abs(x - edges.left) <= 1.5 for x in further):
        edges.left = min(further)
    here = sum(abs(each.left - edges.left) <= 1.5 for each in texts)
    edges.is_left_sure = any(abs(x - edges.left) <= 1.5 for x in further)
    edges.is_left_sure |= sum(abs(x - edges.left) <= 1.5 for x in even) >= 3
    edges.has_left = edges.is_left_sure and here >= 2
    return edges


def _common(texts: Sequence[Segment], *, of_left: bool) -> float:
    """The outermost edge at which three lines are, or else the outermost of all."""
    sign = 1 if of_left else -1
    # Both edges are sought from the outside in.
    found = [sign * (each.left if of_left else each.right) for each in texts]
    counted = Counter(round(x) for x in found)
    often = [x for x, count in counted.items() if count + counted[x + 1] >= 3]
    first = min(often, default=min(counted))
    return sign * statistics.median(x for x in found if 0 <= round(x) - first <= 1)


def _going_on(
    texts: Sequence[Segment], right: float, long: float
) -> tuple[list[float], list[float]]:
    """Where lines begin that go on below a full one: further left than it, or as far."""
    further: list[float] = []
    even: list[float] = []
    ordered = sorted(texts, key=lambda each: (each.page, -each.base, each.left))
    for before, each in itertools.pairwise(ordered):
        near = 0 < before.base - each.base < 2.2 * each.size * nd30.SINGLE_LINE
        if before.page != each.page or not near or before.right < right - 4 * each.size:
            continue
        if before.size != each.size or before.right - before.left < long:
            continue
        if each.left < before.left - _INSET:
            further.append(each.left)
        elif abs(each.left - before.left) <= 1.5:
            even.append(each.left)
    # What is set in the middle of the page begins further left where it is longer.
    return [x for x in further if x < min((each.left for each in texts), default=x) + EDGE], even


def set_margins(
    section: Section, segments: Sequence[Segment], pages: Sequence[Page], edges: Edges
) -> None:
    """The margins as far as the pages show them: no text ever has to reach the lower one."""
    texts = [each for each in segments if each.pieces]
    if not texts:
        return
    grids = [page.grid for page in pages if page.grid is not None]
    section.left = _outer(
        edges.left if edges.has_left else None,
        min((grid[0] for grid in grids), default=None),
        nd30.LEFT_RANGE,
    )
    section.right = _outer(
        section.width - edges.right if edges.has_right else None,
        min((section.width - grid[1] for grid in grids), default=None),
        nd30.RIGHT_RANGE,
    )
    top = section.height - max(each.base + _ASCENT * each.size for each in texts)
    bottom = min(each.base - 0.2 * each.size for each in texts)
    section.top = min(top, nd30.points(nd30.TOP_RANGE[1])) if top < nd30.points(33) else top
    section.bottom = min(bottom, nd30.points(nd30.BOTTOM_RANGE[1]))


def _outer(text: float | None, table: float | None, asked: tuple[float, float]) -> float | None:
    """The margin that text and tables leave; a table may be narrower than there is room."""
    low, high = (nd30.points(each) for each in asked)
    if table is not None and table < low:
        table = min(low, table + _PADDING)
    if table is None or table > high:
        return text
    return table if text is None else min(text, table)
