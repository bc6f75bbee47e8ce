"""What a PDF's pages show of margins, page numbers and draft marks; and what they do not."""

from collections.abc import Callable
from io import BytesIO

import pytest
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Outcome, RuleResult

_WIDTH, _HEIGHT = A4
_SIZE, _PITCH = 14, 17

Draw = Callable[[Canvas], None]


def pdf(*pages: Draw) -> bytes:
    data = BytesIO()
    canvas = Canvas(data, A4, invariant=True)
    for draw in pages:
        canvas.setFont("Times-Roman", _SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def held(rule: str, *pages: Draw) -> RuleResult:
    found = inspect(pdf(*pages), "x.pdf").results
    return next(result for result in found if result.rule == rule)


def write(canvas: Canvas, words: str, left: float, row: int, width: float | None = None) -> None:
    """A line, spread to `width` if that is given, `row` lines below the first."""
    line = canvas.beginText(left, _HEIGHT - 26 * mm - row * _PITCH)
    if width is not None:
        plain = canvas.stringWidth(words, "Times-Roman", _SIZE)
        line.setWordSpace((width - plain) / words.count(" "))
    line.textOut(words)
    canvas.drawText(line)


_WORDS = "Cac don vi tren dia ban da bao cao ket qua thuc hien va cac so lieu sau day dung"


def running(left: float, right: float = 15, rows: int = 8) -> Draw:
    """Paragraphs between these margins, in millimetres."""

    def draw(canvas: Canvas) -> None:
        room = _WIDTH - (left + right) * mm
        for row in range(rows):
            inset = 12.7 * mm if row % 4 == 0 else 0
            write(canvas, _WORDS, left * mm + inset, row, room - inset)

    return draw


def middle(canvas: Canvas, words: str, row: int) -> None:
    plain = canvas.stringWidth(words, "Times-Roman", _SIZE)
    write(canvas, words, (_WIDTH + 15 * mm - plain) / 2, row)


def indented(canvas: Canvas) -> None:
    """An annex whose only line is the first of a paragraph."""
    middle(canvas, "Phu luc", 0)
    middle(canvas, "SO LIEU", 1)
    write(canvas, "Khong co don vi nop bao cao tre han.", (30 + 12.9) * mm, 3)


def table(left: float, right: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        middle(canvas, "Bieu A", 0)
        xs = [left * mm, left * mm + 40, _WIDTH - right * mm]
        ys = [_HEIGHT - 26 * mm - row * _PITCH - 5 for row in range(1, 5)]
        canvas.setLineWidth(0.5)
        canvas.grid(xs, ys)
        for row in range(2, 5):
            write(canvas, str(row), xs[0] + 4, row)
            write(canvas, "Xa A", xs[1] + 4, row)

    return draw


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (running(30), []),
        (running(20), ["Lề trái là 20"]),
        (running(30, 8), ["Lề phải là 8"]),
        (indented, []),
        (table(30, 15), []),
        # Word hangs a table's border out by the padding of its cells.
        (table(28.1, 13.1), []),
        (table(15, 15), ["Lề trái là 17 mm"]),
        # A narrow one in the middle says nothing.
        (table(60, 50), []),
    ],
    ids=["right", "left", "right side", "one line", "table", "hung out", "too wide", "narrow"],
)
def test_margins_are_told_by_lines_that_go_on_and_by_tables(page, found):
    said = [finding.sentence for finding in held("margins", page).findings]
    assert len(said) == len(found)
    assert all(one.startswith(asked) for one, asked in zip(said, found, strict=True))


def test_the_only_line_of_a_page_is_no_wrong_indent():
    assert held("indent", running(30), indented).outcome is Outcome.PASSED


def numbered(draw: Draw, number: int) -> Draw:
    def both(canvas: Canvas) -> None:
        canvas.drawCentredString(_WIDTH / 2 + 7.5 * mm, _HEIGHT - 14 * mm, str(number))
        draw(canvas)

    return both


@pytest.mark.parametrize(
    ("pages", "outcome"),
    [
        ((running(30), indented), Outcome.ABSENT),
        ((running(30), running(30)), Outcome.FAILED),
        ((running(30), indented, running(30)), Outcome.FAILED),
        ((running(30), numbered(running(30), 2), indented), Outcome.PASSED),
    ],
)
def test_a_first_page_has_no_number_and_an_annex_begins_anew(pages, outcome):
    assert held("page_number", *pages).outcome is outcome


def shapes(shade: float, *, letters: int = 7, side: float = 60) -> Draw:
    """Letters drawn as shapes across the page, as a program exports words set as a drawing."""

    def draw(canvas: Canvas) -> None:
        running(30)(canvas)
        canvas.setFillColor(Color(shade, shade, shade))
        path = canvas.beginPath()
        for at in range(letters):
            x, y = 130 + at * side * 0.75, 200 + at * side * 0.75
            path.moveTo(x, y)
            for corner in range(24):
                path.lineTo(x + side * (corner % 2 or 0.4), y + side * corner / 24)
            path.close()
        canvas.drawPath(path, stroke=0, fill=1)

    return draw


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (running(30), Outcome.PASSED),
        (shapes(0.75), Outcome.DOUBTFUL),
        # Small drawings, dark ones and what nobody sees are no mark.
        (shapes(0.75, side=12), Outcome.PASSED),
        (shapes(0.2), Outcome.PASSED),
        (shapes(1.0), Outcome.PASSED),
    ],
    ids=["none", "pale", "small", "dark", "white"],
)
def test_a_draft_mark_drawn_as_shapes_is_seen(page, outcome):
    assert held("draft", page).outcome is outcome
