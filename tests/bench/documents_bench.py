"""T8 and T9: long annexes printed, beside the least that could be written to print them.

    python tests/bench/documents_bench.py [--rows N] [--rounds N]

The peer of the PDF is a program of a few lines that knows its table: one loop over reportlab's
canvas, a string for each cell and a grid for each page, nothing measured, nothing wrapped. The
peer of the Word file writes the table's XML, the same as ours, as one string and zips it.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from resources.fonts import serif_family  # noqa: E402
from vinhloc_cds.domain.planfile import built_in_plans  # noqa: E402
from vinhloc_cds.reports import docx, nd30, pdf  # noqa: E402
from vinhloc_cds.reports.document import (  # noqa: E402
    Align,
    Annex,
    Cell,
    Closing,
    Column,
    Document,
    Head,
    Paragraph,
    Table,
)

COLUMNS = 8
WORD_ROWS, WORD_COLUMNS = 600, 12
_WIDTHS = (1, 6, 2, 2, 2, 2, 2, 2)


def main() -> None:
    """Print the figures of both formats as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=13_000)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    print(json.dumps(pdf_bench(wanted.rows, wanted.rounds) | word_bench(wanted.rounds)))


def pdf_bench(rows: int, rounds: int) -> dict[str, float]:
    """T8: pages per second of the renderer and of the peer, and how the time grows with rows."""
    table = many_rows(rows)
    whole, quarter = with_annex(table), with_annex(many_rows(rows // 4))
    keyed = with_annex(with_keys(table))
    pdf.render(quarter)
    runs = [
        (
            per_second(lambda: pdf.render(whole)),
            per_second(lambda: by_hand(table)),
            cpu(lambda: pdf.render(whole)) / cpu(lambda: pdf.render(quarter)),
            per_second(lambda: pdf.render(keyed, links=True)),
        )
        for _ in range(rounds)
    ]
    ours, peer, growth, links = (statistics.median(column) for column in zip(*runs, strict=True))
    return {
        "pdf_rows": rows,
        "pdf_pages_per_second": ours,
        "pdf_by_hand": peer,
        "pdf_ratio": ours / peer,
        "pdf_growth": growth,
        "pdf_ratio_with_links": links / peer,
    }


def word_bench(rounds: int) -> dict[str, float]:
    """T9: milliseconds for a Word file with an annex of 600 x 12, and for its table by hand."""
    table = many_rows(WORD_ROWS, WORD_COLUMNS)
    document = with_annex(table)
    with ZipFile(BytesIO(docx.render(document))) as archive:
        if word_by_hand(table) not in archive.read("word/document.xml").decode():
            sys.exit("The peer does not write the table that is measured.")
    runs = [
        (cpu(lambda: docx.render(document)), cpu(lambda: zipped(word_by_hand(table))))
        for _ in range(rounds * 5)
    ]
    ours, peer = (statistics.median(column) for column in zip(*runs, strict=True))
    ratio = statistics.median(mine / other for mine, other in runs)
    return {"docx_ms": ours * 1000, "docx_by_hand_ms": peer * 1000, "docx_ratio": ratio}


def many_rows(rows: int, columns: int = COLUMNS) -> Table:
    """A table as in the annexes: a number, a name, and figures."""
    widths = (*_WIDTHS[:2], *(2,) * (columns - 2))
    return Table(
        "Biểu",
        "Biểu thử",
        tuple(
            Column(title, width, Align.RIGHT if at > 1 else Align.LEFT)
            for at, (title, width) in enumerate(
                zip(("STT", "Đơn vị", *("Chỉ tiêu",) * (columns - 2)), widths, strict=True)
            )
        ),
        tuple(
            (
                Cell(str(n), n, Align.CENTER),
                Cell(f"Ủy ban nhân dân xã thứ {n}"),
                *(Cell(str(n * k), n * k, Align.RIGHT) for k in range(1, columns - 1)),
            )
            for n in range(1, rows + 1)
        ),
    )


def with_keys(table: Table) -> Table:
    """The same table, every figure with a key."""
    return replace(
        table,
        rows=tuple(
            tuple(
                replace(cell, key=f"E{column:02}/U{row}.value") if column > 1 else cell
                for column, cell in enumerate(cells)
            )
            for row, cells in enumerate(table.rows)
        ),
    )


def with_annex(table: Table) -> Document:
    """A short document with the table in a landscape annex."""
    letterhead = built_in_plans()[0].load().letterheads[0]
    return Document(
        title="Báo cáo",
        subject="Đo",
        author=letterhead.label,
        made_at="2024-10-12T02:00:00+00:00",
        head=Head(
            letterhead, "Số: 05/BC-UBND", "Vĩnh Lộc, ngày 09 tháng 10 năm 2024", "BÁO CÁO", "Đo"
        ),
        blocks=(Paragraph("Một đoạn văn."), Closing(letterhead)),
        annexes=(Annex("Phụ lục I", "BIỂU", "(Kèm theo)", landscape=True, blocks=(table,)),),
    )


def by_hand(table: Table) -> bytes:
    """The peer: the rows on landscape pages, as many as ours has on a page."""
    family = serif_family()
    if family is None:
        sys.exit("No font that prints Vietnamese.")
    pdfmetrics.registerFont(TTFont("peer", str(family.regular)))
    pdfmetrics.registerFont(TTFont("peer-bold", str(family.bold)))
    out = BytesIO()
    margins = nd30.ANNEX_MARGINS
    height, width = nd30.points(nd30.PAGE_WIDTH), nd30.points(nd30.PAGE_HEIGHT)
    size, line = nd30.TABLE_TEXT.size, nd30.TABLE_TEXT.size * nd30.SINGLE_LINE
    step = line + 2 * nd30.ROW_PADDING
    canvas = Canvas(out, pagesize=(width, height), pageCompression=1)
    left, top = nd30.points(margins.left), height - nd30.points(margins.top)
    room = nd30.text_width(margins, landscape=True)
    edges = [left + room * sum(_WIDTHS[:at]) / sum(_WIDTHS) for at in range(COLUMNS + 1)]
    count = int(nd30.text_height(margins, landscape=True) / step) - 1
    head = [column.title for column in table.columns]
    for start in range(0, len(table.rows), count):
        rows = table.rows[start : start + count]
        y = top - line
        canvas.setFont("peer-bold", size)
        for at, title in enumerate(head):
            canvas.drawString(edges[at] + nd30.CELL_PADDING, y, title)
        canvas.setFont("peer", size)
        for row in rows:
            y -= step
            for at, cell in enumerate(row):
                if cell.align is Align.RIGHT:
                    canvas.drawRightString(edges[at + 1] - nd30.CELL_PADDING, y, cell.text)
                else:
                    canvas.drawString(edges[at] + nd30.CELL_PADDING, y, cell.text)
        canvas.grid(edges, [top - k * step for k in range(len(rows) + 2)])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word_by_hand(table: Table) -> str:
    """The peer: the rows of the table, each cell one string."""
    shares = [column.share for column in table.columns]
    room = nd30.text_width(nd30.ANNEX_MARGINS, landscape=True)
    widths = [nd30.twips(share / sum(shares) * room) for share in shares]
    out = []
    for at, row in enumerate(table.rows):
        keep = "<w:keepNext/>" if at in {0, len(table.rows) - 2} else ""
        out.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        for cell, width in zip(row, widths, strict=True):
            align = "" if cell.align is Align.LEFT else f'<w:jc w:val="{cell.align}"/>'
            out.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
                f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="ChuTrongBang"/>{keep}{align}</w:pPr>'
                f'<w:r><w:t xml:space="preserve">{escape(cell.text)}</w:t></w:r></w:p></w:tc>'
            )
        out.append("</w:tr>")
    return "".join(out)


def zipped(words: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", words)
    return out.getvalue()


def per_second(work: Callable[[], bytes]) -> float:
    """How many pages `work` prints in a second of the processor."""
    start = time.process_time()
    data = work()
    seconds = time.process_time() - start
    return data.count(b"/Type /Page\n") / seconds


def cpu(work: Callable[[], object]) -> float:
    """Seconds of `work`, ours or the peer's, without the cyclic collector.

    In the window it does not run on workers either (`ui.garbage`), and here it would mostly
    look through the tables of the other measurements.
    """
    gc.collect()
    gc.disable()
    start = time.process_time()
    work()
    taken = time.process_time() - start
    gc.enable()
    return taken


if __name__ == "__main__":
    main()
