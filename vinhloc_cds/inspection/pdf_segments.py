"""Pieces of a page that stand together on a line, and the table's cell that they stand in."""

from dataclasses import dataclass

from vinhloc_cds.inspection.pdf_pieces import Drawn, Page, Piece
from vinhloc_cds.inspection.sheet import Cell, Run
from vinhloc_cds.reports import nd30

SAME_LINE = 2.5
"""Lines whose heights differ by less are one."""
EDGE = 3.0
"""What drawing and text may be apart that meet on the page."""
_GAP = 1.0
"""A wider gap, in letters' sizes, parts what stands beside each other."""


@dataclass(slots=True)
class Segment:
    """Pieces that stand together on a line."""

    pieces: list[Piece]
    page: int
    rule: float | None = None
    base: float = 0
    left: float = 0
    right: float = 0
    cell: Cell | None = None

    @property
    def text(self) -> str:
        """The words, with blanks where pieces stand apart."""
        words = ""
        for before, piece in zip([None, *self.pieces], self.pieces, strict=False):
            apart = before is not None and piece.left - before.right > 0.15 * piece.size
            if apart and not words.endswith(" ") and not piece.text.startswith(" "):
                words += " "
            words += piece.text
        return words

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max((piece.size for piece in self.pieces), default=nd30.BODY.size)

    def runs(self) -> list[Run]:
        """The pieces as runs, with the blanks between them."""
        runs: list[Run] = []
        for before, piece in zip([None, *self.pieces], self.pieces, strict=False):
            apart = before is not None and piece.left - before.right > 0.15 * piece.size
            blank = apart and not piece.text.startswith(" ") and not runs[-1].text.endswith(" ")
            words = f" {piece.text}" if blank else piece.text
            runs.append(Run(words, piece.font, piece.size, piece.bold, piece.italic, piece.color))
        return runs


def segments_of(page: Page, number: int) -> list[Segment]:
    """The page's text, line by line, cut where a wide gap or a standing line is; and its rules."""
    rows: list[list[Piece]] = []
    for piece in sorted(_without_notes(page.pieces), key=lambda piece: (-piece.base, piece.left)):
        if rows and abs(rows[-1][0].base - piece.base) <= SAME_LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    segments: list[Segment] = []
    for row in rows:
        row.sort(key=lambda piece: piece.left)
        current: list[Piece] = []
        for piece in row:
            if current and _parts(page, current[-1], piece):
                segments.append(_segment(current, number))
                current = []
            current.append(piece)
        segments.append(_segment(current, number))
    for drawn in page.lying:
        if not _in_grid(page, drawn):
            rule = Segment([], number, drawn.right - drawn.left, drawn.bottom, drawn.left)
            rule.right = drawn.right
            segments.append(rule)
    for segment in segments:
        # Some draw lines with the keyboard.
        words = segment.text.strip()
        if len(words) > 2 and not words.strip("_-—–─"):
            segment.rule = segment.right - segment.left
    return segments


def _without_notes(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the small raised marks that lead to notes."""
    ends = {(round(piece.right), round(piece.base / 20)): piece for piece in pieces}

    def is_mark(piece: Piece) -> bool:
        for x in (-2, -1, 0, 1, 2):
            for y in (-1, 0, 1):
                before = ends.get((round(piece.left) + x, round(piece.base / 20) + y))
                if before is None or before is piece:
                    continue
                raised = 0 < piece.base - before.base < 0.7 * before.size
                if raised and piece.size < 0.75 * before.size:
                    return True
        return False

    return [piece for piece in pieces if not (piece.text.strip().isalnum() and is_mark(piece))]


def _segment(pieces: list[Piece], page: int) -> Segment:
    return Segment(
        pieces, page, None, pieces[0].base, pieces[0].left, max(piece.right for piece in pieces)
    )


def _parts(page: Page, before: Piece, piece: Piece) -> bool:
    if piece.left - before.right > _GAP * max(piece.size, before.size):
        return True
    height = piece.base + piece.size / 4
    return any(
        before.right - 1 <= line.left <= piece.left + 1 and line.bottom <= height <= line.top
        for line in page.standing
    )


def _in_grid(page: Page, drawn: Drawn) -> bool:
    """Whether a lying line is one of a table's: standing lines meet it."""
    return any(
        drawn.left - EDGE <= line.left <= drawn.right + EDGE
        and line.bottom - EDGE <= drawn.bottom <= line.top + EDGE
        for line in page.standing
    )


def find_cells(page: Page, segments: list[Segment], tables: int) -> int:
    """Give what stands in a table with borders its cell; how many tables there are so far."""
    if not page.standing:
        return tables
    columns = sorted({round(line.left) for line in page.standing})
    lying = sorted(
        {round(line.bottom) for line in page.lying if _in_grid(page, line)}, reverse=True
    )
    used = False
    for segment in segments:
        if not segment.pieces:
            continue
        height = segment.base + segment.size / 4
        near = [line for line in page.standing if line.bottom - 1 <= height <= line.top + 1]
        left = [line.left for line in near if line.left <= segment.left + EDGE]
        right = [line.left for line in near if line.left >= segment.right - EDGE]
        across = [line.bottom for line in page.lying if _spans(line, segment)]
        closed = any(y > height for y in across) and any(y < height for y in across)
        if left and right and closed:
            column = sum(1 for x in columns if x < round(max(left)) - 1)
            row = sum(1 for y in lying if y > height)
            segment.cell = Cell(tables, row, column, True, len(columns))
            used = True
            outer = page.grid or (min(left), max(right))
            page.grid = (min(outer[0], *left), max(outer[1], *right))
    return tables + used


def _spans(line: Drawn, segment: Segment) -> bool:
    """Whether a lying line reaches over or under the whole of a segment."""
    return line.left <= segment.left + EDGE and line.right >= segment.right - EDGE
