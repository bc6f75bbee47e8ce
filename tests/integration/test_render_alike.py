"""What holds for all three formats: the same words, and the same bytes for the same document."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from house import ROOT
from report_documents import LONG_NAME, PAYLOADS, document, real_report, with_words
from report_samples import plan_2024, snapshot

from vinhloc_cds.reports import docx as docx_renderer
from vinhloc_cds.reports import pdf as pdf_renderer
from vinhloc_cds.reports import xlsx as xlsx_renderer
from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import Paragraph, Table

RENDERERS = (pdf_renderer, docx_renderer, xlsx_renderer)


def letters(words: str) -> Counter[str]:
    """The characters of a text but blanks and digits: where lines break does not matter."""
    return Counter(re.sub(r"[\s\d\ufffe]", "", words))


def pdf_letters(content) -> Counter[str]:
    """What the PDF says."""
    pages = pypdfium2.PdfDocument(BytesIO(pdf_renderer.render(content)))
    return letters("".join(page.get_textpage().get_text_range() for page in pages))


def docx_letters(content) -> Counter[str]:
    body = docx.Document(BytesIO(docx_renderer.render(content))).element.body
    return letters("".join(element.text or "" for element in body.iter(qn("w:t"))))


@pytest.mark.parametrize("profile", ["ubnd", "vhtt"])
def test_word_and_pdf_say_the_same(profile):
    content = real_report(profile)
    # Long tables repeat their header row in the PDF; Word does so only when it lays pages out.
    short = replace(
        content,
        annexes=tuple(
            replace(
                annex,
                blocks=tuple(
                    replace(block, rows=block.rows[:5]) if isinstance(block, Table) else block
                    for block in annex.blocks
                ),
            )
            for annex in content.annexes
        ),
    )
    assert pdf_letters(short) == docx_letters(short)


def test_long_names_are_whole_in_both():
    plan = plan_2024()
    units = tuple(
        replace(unit, short_name=LONG_NAME, name=LONG_NAME) if unit.code == "15391" else unit
        for unit in plan.units
    )
    content = consolidated_report(snapshot(plan=replace(plan, units=units)), "ubnd")
    table = content.annexes[0].blocks[1]
    small = document(Paragraph(LONG_NAME), annex=(table,))
    assert pdf_letters(small) == docx_letters(small)
    assert LONG_NAME in "".join(cell.text for row in table.rows for cell in row)


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda r: r.__name__.rpartition(".")[2])
def test_the_same_document_gives_the_same_bytes(renderer):
    first = renderer.render(real_report())
    renderer.render(with_words(*PAYLOADS))
    assert renderer.render(real_report()) == first


def test_another_process_gives_the_same_bytes():
    program = (
        "import sys; from report_documents import real_report\n"
        "from vinhloc_cds.reports import docx, pdf, xlsx\n"
        "import hashlib\n"
        "for each in (pdf, docx, xlsx):\n"
        "    print(hashlib.sha256(each.render(real_report())).hexdigest())\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'unit'}"}
            | ({"HOME": str(Path.home())}),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("renderer", [docx_renderer, xlsx_renderer])
def test_no_entry_of_a_file_carries_the_present(renderer):
    with ZipFile(BytesIO(renderer.render(real_report()))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2024, 10, 12, 2, 0, 0)}
        assert archive.testzip() is None


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda r: r.__name__.rpartition(".")[2])
def test_the_moment_of_the_document_is_all_that_changes_with_time(renderer):
    later = replace(real_report(), made_at="2024-10-13T02:00:00+00:00")
    assert renderer.render(later) != renderer.render(real_report())
