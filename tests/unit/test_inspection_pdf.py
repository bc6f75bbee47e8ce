"""What a PDF's pages show of margins, page numbers and draft marks; and what they do not."""

import json
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

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


_ROOT = Path(__file__).parents[2]
_LIMITED = (
    "import resource, runpy, sys;"
    "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30));"
    "resource.setrlimit(resource.RLIMIT_CPU, (30, 30));"
    f"sys.path[:0] = [{str(_ROOT)!r}];"
    f"runpy.run_path({str(Path(__file__).with_name('hostile_pdfs.py'))!r}, run_name='__main__')"
)


def test_hostile_files_get_a_sentence_and_end_nothing():
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", _LIMITED], capture_output=True, check=False)
    said = dict(json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, done.stderr.decode()[-500:]) == (0, "")
    assert len(said) > 20
    assert all(sentence.endswith(".") for sentence in said.values())
    assert "mật khẩu" in said["locked"]
    assert "501 trang" in said["501 pages"]
    endless = ("a form in itself", "a form by another name", "a form by reference",
               "a tile in itself", "forms that multiply")  # fmt: skip
    assert all("lồng nhau" in said[name] for name in endless)


@pytest.mark.parametrize("number", [1, 300])
def test_forms_that_are_drawn_once_each_are_no_danger(number):
    def draw(canvas: Canvas) -> None:
        for at in range(number):
            canvas.beginForm(f"f{at}")
            canvas.setFont("Times-Roman", _SIZE)
            canvas.drawString(0, 0, "Xa A")
            if at % 10:
                canvas.doForm(f"f{at - 1}")
            canvas.endForm()
        canvas.setFont("Times-Roman", _SIZE)
        running(30)(canvas)
        for at in range(number):
            canvas.doForm(f"f{at}")

    assert held("margins", draw).outcome is Outcome.PASSED
