"""The Word files as another program lays them out, beside our own PDF, page by page."""

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from documents_held import blocks_of, tables_of
from documents_made import Made
from printed_pages import Pages

from vinhloc_cds.reports.document import Document, Heading, Paragraph
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.services.rendering import render

_SECONDS = 240
_START = 40


def by_libreoffice(made: Sequence[Made]) -> list[Pages] | None:
    """The documents as LibreOffice prints their Word files; None where it is not installed."""
    program = which("soffice")
    if program is None:
        return None
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{at}.docx" for at in range(len(made))]
        for file, each in zip(files, made, strict=True):
            file.write_bytes(render(each.document, "docx"))
        subprocess.run(
            [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
             "--convert-to", "pdf", "--outdir", name, *map(str, files)],
            check=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
        return [Pages(file.with_suffix(".pdf").read_bytes()) for file in files]


def squeezed(words: str) -> str:
    """Without blanks and digits: page numbers stand between the words of two pages."""
    return re.sub(r"[\s\d\ufffe\u00ad]", "", plain(words))


def layout_faults(document: Document, pages: Pages) -> Iterator[str]:
    """Paper, page numbers and heads of tables that are not as they have to be."""
    starts = [0]
    for annex in document.annexes:
        found = [
            n for n, words in enumerate(pages.texts)
            if n > starts[-1] and words.lstrip().startswith(f"{annex.label}\r\n")
        ]  # fmt: skip
        if not found:
            yield f"{annex.label} begins no page"
            return
        starts.append(found[0])
    turned = [document.landscape, *(annex.landscape for annex in document.annexes)]
    ends = [*starts[1:], len(pages)]
    for start, end, landscape in zip(starts, ends, turned, strict=True):
        for n in range(start, end):
            width, height = pages.sizes[n]
            if (width > height) is not landscape:
                yield f"page {n + 1} lies the wrong way"
            number = re.match(r"\s*(\d+)\s*\r?\n", pages.texts[n])
            if n == start and number and document.head is not None:
                yield f"page {n + 1} begins a part and has a number"
            if n > start and (number is None or int(number[1]) != n - start + 1):
                yield f"page {n + 1} is not numbered {n - start + 1}"


def head_faults(document: Document, pages: Pages) -> Iterator[str]:
    """Pages on which a table goes on without its head."""
    squeezed_pages = [squeezed(words) for words in pages.texts]
    for table in tables_of(document):
        head = [squeezed(column.title) for column in table.columns]
        rows = [squeezed(row[1].text) for row in table.rows if len(row) > 1]
        if len(rows) < 200 or len(set(rows)) < len(rows) / 2:
            continue
        for n, words in enumerate(squeezed_pages):
            if sum(row in words for row in rows if len(row) > 8) < 12:
                continue
            # A narrow column's title is broken over lines, between those of its neighbours.
            if sum(title in words for title in head) < len(head) / 3 or not all(
                set(title) <= set(words) for title in head
            ):
                yield f"page {n + 1}: {table.name} goes on without its head"


def order_faults(document: Document, ours: Pages, theirs: Pages) -> Iterator[str]:
    """Paragraphs and headings that one of the two does not have, or not in this order."""
    for name, pages in (("our PDF", ours), ("LibreOffice", theirs)):
        words = squeezed("".join(pages.texts))
        at = 0
        for block in blocks_of(document):
            if not isinstance(block, Heading | Paragraph):
                continue
            line = block.text if isinstance(block, Heading) else block.line
            start = squeezed(line)[:_START]
            found = words.find(start, at)
            if found < 0:
                yield f"{name}: not there, or not in its order: {start!r}"
            else:
                at = found
