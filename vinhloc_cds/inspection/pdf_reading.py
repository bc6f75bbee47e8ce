"""A PDF as the checker sees it: lines and paragraphs told from where their pieces stand."""

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.pdf_margins import Edges, find_edges, set_margins
from vinhloc_cds.inspection.pdf_pieces import Page, read_pages
from vinhloc_cds.inspection.pdf_segments import EDGE, SAME_LINE, Segment, find_cells, segments_of
from vinhloc_cds.inspection.sheet import Cell, Line, PageNumber, Run, Section, Sheet
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.nd30 import Adjust

_ZONE = nd30.points(18.5)
"""The part of the margin in which page numbers and marks stand."""
_INDENT = 8.0
_NEAR = 9.0
_DRAWING = 45.0
_HEAD = 130.0
"""How far below the state's name number and date stand."""
_HEAD_TABLE, _FOOT_TABLE, _DRAWINGS = 100_000, 100_001, 200_000


@dataclass(slots=True)
class _Part:
    """Pages that are numbered together."""

    first: int
    pages: list[Page] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    section: Section = field(default_factory=lambda: Section(0, 0))


def read(data: bytes) -> Sheet:
    """The document; UserError as `read_pages`."""
    pages = read_pages(data)
    parts: list[_Part] = []
    marks: list[str] = []
    tables = 0
    for at, page in enumerate(pages, 1):
        marks += page.slanted
        segments = segments_of(page, at)
        inner, number = _without_margins(page, segments, marks)
        tables = find_cells(page, inner, tables)
        if not parts or _begins_part(parts[-1], page, inner):
            parts.append(_Part(at))
            parts[-1].section = Section(page.width, page.height)
        part = parts[-1]
        part.pages.append(page)
        part.section.pages = len(part.pages)
        _note_number(part, page, number)
        part.segments += inner
    if parts:
        _find_head(parts[0])
    _find_foot(parts)
    lines: list[Line] = []
    for at, part in enumerate(parts):
        lines += _lines(part, at)
    return Sheet(
        FileKind.PDF, [part.section for part in parts], lines, marks=marks, pages=len(pages),
        stamped=any(page.stamped for page in pages),
    )  # fmt: skip


def _without_margins(
    page: Page, segments: list[Segment], marks: list[str]
) -> tuple[list[Segment], Segment | None]:
    """What stands between the margins, and the page number."""
    inner: list[Segment] = []
    number = None
    for segment in segments:
        outside = segment.base > page.height - _ZONE or segment.base < _ZONE
        words = segment.text.strip(" -–")
        if outside and segment.pieces and words.isdecimal() and len(words) < 5:
            number = segment
        elif outside and segment.pieces:
            marks.append(segment.text.strip())
        elif not outside or segment.pieces:
            inner.append(segment)
    return inner, number


def _begins_part(part: _Part, page: Page, segments: Sequence[Segment]) -> bool:
    """Whether pages are numbered anew from here: an annex, or paper that was turned."""
    first = next((each for each in segments if each.pieces), None)
    if first is not None and fold_key(first.text).startswith("phu luc") and len(first.text) < 30:
        return True
    return (page.width > page.height) != part.section.landscape


def _note_number(part: _Part, page: Page, number: Segment | None) -> None:
    section = part.section
    at = len(part.pages)
    if at == 1:
        section.starts_anew = True
    if number is None:
        return
    if number.base < _ZONE:
        section.in_footer = True
        section.on_first |= at == 1
        return
    if at == 1:
        section.on_first = True
    section.starts_anew &= number.text.strip(" -–") == str(at)
    # The margins that the decree gives put the middle of the text up to 10 mm right of the paper's.
    offset = (number.left + number.right - page.width) / 2
    found = section.number or PageNumber(Adjust.CENTER)
    if not -_NEAR <= offset <= nd30.points(10) + _NEAR:
        found.adjust = Adjust.RIGHT if offset > 0 else Adjust.LEFT
    found.sizes.append(number.size)
    found.bold |= number.pieces[0].bold
    found.italic |= number.pieces[0].italic
    section.number = found


def _find_head(part: _Part) -> None:
    """Give what stands in the two columns of the head a cell in them."""
    segments = [each for each in part.segments if each.page == part.first and each.cell is None]
    state = next((each for each in segments if "cong hoa xa hoi" in fold_key(each.text)), None)
    if state is None:
        return
    border = state.left - 4
    below = [each for each in segments if each.pieces and each.base > state.base - _HEAD]
    dates = [each.base for each in below if _is_date(each.text)]
    numbers = [each.base for each in below if each.text.lstrip().startswith(("Số:", "Số "))]
    ends = [max(found) for found in (dates, numbers) if found]
    end = min(ends, default=state.base - 40) - 4
    lower = [
        each for each in segments
        if each.pieces and each.text.lstrip().startswith("V/v") and each.base > end - 40
    ]  # fmt: skip
    for each in segments:
        middle = (each.left + each.right) / 2
        if each.base >= end or (each.right < border and lower and _under(each, lower[0])):
            column = 1 if middle > border else 0
            each.cell = Cell(_HEAD_TABLE, 0, column, False, 2)


def _under(segment: Segment, subject: Segment) -> bool:
    """Whether a line is one of a letter's subject."""
    return subject.base - 45 <= segment.base <= subject.base


def _is_date(words: str) -> bool:
    key = fold_key(words)
    return "ngay" in key and "thang" in key and "nam" in key and len(words) < 80


def _find_foot(parts: list[_Part]) -> None:
    """Give recipients and signature, which stand side by side, their cells."""
    for part in parts[:1]:
        found = [each for each in part.segments if fold_key(each.text).startswith("noi nhan")]
        if not found:
            return
        title = found[-1]
        texts = [each for each in part.segments if each.pieces and each.cell is None]
        low = min(each.left for each in texts)
        border = low + (max(each.right for each in texts) - low) * 0.3
        for each in part.segments:
            below = each.page == title.page and each.base <= title.base + SAME_LINE
            if (below or each.page > title.page) and each.cell is None:
                column = 1 if each.left > border else 0
                each.cell = Cell(_FOOT_TABLE, 0, column, False, 2)


def _lines(part: _Part, section: int) -> list[Line]:
    """The part's lines in reading order: the head's columns, the text, the foot's columns."""
    for each in part.segments:
        # Small letters near a drawing are its labels: they are set apart as a table's words are.
        if each.cell is None and each.pieces and _labels_drawing(part, each):
            each.cell = Cell(_DRAWINGS + each.page, 0, 0, True, 1)
    edges = find_edges(part.segments, part.section.width)
    set_margins(part.section, part.segments, part.pages, edges)
    columns: dict[tuple[int, int], list[Segment]] = {}
    text: list[Segment] = []
    for each in sorted(part.segments, key=lambda each: (each.page, -each.base, each.left)):
        if each.cell is not None and not each.cell.bordered:
            columns.setdefault((each.cell.table, each.cell.column), []).append(each)
        else:
            text.append(each)
    lines: list[Line] = []
    for column in (0, 1):
        lines += [_line([each], section) for each in columns.get((_HEAD_TABLE, column), ())]
    lines += _paragraphs(_rejoined(text), section, edges)
    foot = [_line([each], section) for n in (0, 1) for each in columns.get((_FOOT_TABLE, n), ())]
    for line in foot:
        line.has_picture = any(
            page.pictures
            for page in part.pages[-1:]
            if line.page == part.first + len(part.pages) - 1
        )
    return [*lines, *_joined(foot)]


def _rejoined(text: list[Segment]) -> list[Segment]:
    """The text with lines put together again that blanks for a pen had cut."""
    joined: list[Segment] = []
    for each in text:
        before = joined[-1] if joined else None
        if (
            before is not None and before.pieces and each.pieces and before.page == each.page
            and before.cell is None and each.cell is None
            and abs(before.base - each.base) <= SAME_LINE
        ):  # fmt: skip
            before.pieces += each.pieces
            before.right = max(before.right, each.right)
        else:
            joined.append(each)
    return joined


def _labels_drawing(part: _Part, segment: Segment) -> bool:
    if segment.size >= nd30.TEXT_RANGE[0] - 1 or segment.pieces[0].italic:
        return False
    page = part.pages[segment.page - part.first]
    return any(
        line.bottom - _DRAWING <= segment.base <= line.top + _DRAWING
        for line in [*page.standing, *page.lying]
    )


def _joined(foot: list[Line]) -> list[Line]:
    """Recipients that go on in a second line, put together."""
    joined: list[Line] = []
    for line in foot:
        before = joined[-1] if joined else None
        goes_on = (
            before is not None and line.cell == before.cell and line.cell is not None
            and line.cell.column == 0 and before.words.startswith("-") and line.words
            and not line.words.startswith("-") and not before.words.endswith(";")
        )  # fmt: skip
        if goes_on and before is not None:
            runs = [*before.runs, Run(" "), *line.runs]
            joined[-1] = Line(runs, page=before.page, section=before.section, cell=before.cell)
        else:
            joined.append(line)
    return joined


def _line(segments: list[Segment], section: int) -> Line:
    """A line or a paragraph of segments below each other."""
    first = segments[0]
    runs: list[Run] = []
    for each in segments:
        if runs and not runs[-1].text.endswith(" "):
            runs.append(Run(" "))
        runs += each.runs()
    return Line(
        runs, section=section, page=first.page, cell=first.cell, rule=first.rule,
        has_picture=first.cell is not None and first.cell.table >= _DRAWINGS,
        left=first.left, right=max(each.right for each in segments), top=first.base,
        lines=len(segments),
    )  # fmt: skip


def _paragraphs(segments: list[Segment], section: int, edges: Edges) -> list[Line]:
    groups: list[list[Segment]] = []
    for each in segments:
        if groups and _goes_on(groups[-1], each, edges.left, edges.right):
            groups[-1].append(each)
        else:
            groups.append([each])
    lines = []
    for group in groups:
        line = _line(group, section)
        if group[0].cell is None and group[0].pieces:
            _shape(line, group, edges)
        lines.append(line)
    pitches = [
        a.base - b.base
        for group in groups
        for a, b in itertools.pairwise(group)
        if a.page == b.page and a.cell is None
    ]
    usual = statistics.median(pitches) if pitches else 0.0
    for before, line, group, following in zip(lines, lines[1:], groups, groups[1:], strict=False):
        last, first = group[-1], following[0]
        if usual and last.page == first.page and last.cell is None and first.cell is None:
            before.after = last.base - first.base - max(usual, first.size * nd30.SINGLE_LINE)
            line.before = 0.0
    return lines


def _goes_on(group: list[Segment], segment: Segment, left: float, right: float) -> bool:
    last = group[-1]
    if not segment.pieces or not last.pieces:
        return False
    if segment.cell is not None or last.cell is not None:
        return segment.cell == last.cell and segment.page == last.page
    if segment.left > left + _INDENT or last.right < right - 4 * last.size:
        return False
    if _look(last) != _look(segment):
        return False
    near = last.base - segment.base < 2.2 * last.size * nd30.SINGLE_LINE
    return segment.page != last.page or (near and last.base > segment.base)


def _look(segment: Segment) -> tuple[bool, bool, float]:
    """What a whole line looks like: a change of it begins a paragraph."""
    pieces = segment.pieces
    bold, italic = (all(piece.bold for piece in pieces), all(piece.italic for piece in pieces))
    return bold, italic, segment.size


def _shape(line: Line, group: list[Segment], edges: Edges) -> None:
    """How a paragraph is set, told from the edges of its lines."""
    first, left, right = group[0], edges.left, edges.right
    inset = first.left - left
    indented = any(abs(inset - asked) < 2 for asked in nd30.FIRST_LINES)
    middle = abs((first.left + first.right) / 2 - (left + right) / 2)
    if len(group) == 1 and not indented and middle < 4 and inset > _INDENT:
        line.adjust = Adjust.CENTER
        return
    line.first = inset if edges.is_left_sure else None
    if len(group) > 1:
        full = all(abs(each.right - right) <= EDGE for each in group[:-1])
        line.adjust = Adjust.BOTH if full else Adjust.LEFT
        pitches = [a.base - b.base for a, b in itertools.pairwise(group) if a.page == b.page]
        if pitches:
            line.pitch = statistics.median(pitches) / (first.size * nd30.SINGLE_LINE)
