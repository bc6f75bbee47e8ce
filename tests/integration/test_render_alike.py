"""What holds for all three formats: the same words, and the same bytes for the same document."""

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from house import ROOT
from report_documents import (
    BY_TOPIC,
    LONG_NAME,
    PAYLOADS,
    big_table,
    document,
    everything,
    letter,
    real_report,
    with_words,
)
from word_files import headings, said, shown_in_chart

from vinhloc_cds.reports import docx as docx_renderer
from vinhloc_cds.reports import pdf as pdf_renderer
from vinhloc_cds.reports import xlsx as xlsx_renderer
from vinhloc_cds.reports.document import Cell, Chart, Column, Document, Heading, Paragraph, Table

RENDERERS = (pdf_renderer, docx_renderer, xlsx_renderer)
by_name = pytest.mark.parametrize(
    "renderer", RENDERERS, ids=lambda r: r.__name__.rpartition(".")[2]
)


def letters(words: str) -> Counter[str]:
    """The characters of a text but blanks and digits: where lines break does not matter."""
    return Counter(re.sub(r"[\s\d\ufffe]", "", words))


def pdf_letters(content: Document) -> Counter[str]:
    """What the PDF says."""
    pages = pypdfium2.PdfDocument(BytesIO(pdf_renderer.render(content)))
    return letters("".join(page.get_textpage().get_text_range() for page in pages))


def docx_letters(content: Document) -> Counter[str]:
    """What the Word file says, numbers of headings and dashes of items included."""
    return letters("".join(said(docx_renderer.render(content))))


def comparable(content: Document) -> Document:
    """Without what the two cannot say alike: words behind the page, figures beside an axis, and
    header rows that the PDF repeats and Word repeats only when it lays pages out: each block of an
    annex has a page of its own."""
    blocks = tuple(block for block in content.blocks if not isinstance(block, Chart))
    annexes = tuple(
        replace(
            annex,
            blocks=(replace(block, rows=block.rows[:5]) if isinstance(block, Table) else block,),
        )
        for annex in content.annexes
        for block in annex.blocks
    )
    return replace(content, draft=False, blocks=blocks, annexes=annexes)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: real_report("ubnd"), id="ubnd"),
        pytest.param(lambda: real_report("vhtt"), id="vhtt"),
        pytest.param(everything, id="everything"),
        pytest.param(lambda: letter("Ủy ban nhân dân xã Vĩnh Hùng"), id="letter"),
        pytest.param(lambda: letter("Xã Vĩnh Hùng", "Xã Vĩnh Hưng"), id="letter to two"),
        pytest.param(lambda: document(annex=(big_table(0),)), id="empty table"),
        pytest.param(
            lambda: document(
                Paragraph(LONG_NAME),
                annex=(Table("B", LONG_NAME, (Column(LONG_NAME, 1),), ((Cell(LONG_NAME),),)),),
            ),
            id="long names",
        ),
    ],
)
def test_word_and_pdf_say_the_same(content):
    small = comparable(content())
    assert pdf_letters(small) == docx_letters(small)


@pytest.mark.parametrize("profile", ["ubnd", "vhtt"])
def test_word_counts_headings_as_they_are_printed(profile):
    for content in (real_report(profile), everything()):
        printed = [
            [block.text for block in blocks if isinstance(block, Heading)]
            for blocks in (content.blocks, *(annex.blocks for annex in content.annexes))
        ]
        assert headings(docx_renderer.render(content)) == printed
        assert any(printed)


def test_word_and_pdf_show_the_same_chart():
    bare = document(replace(BY_TOPIC, title=""))
    pages = pypdfium2.PdfDocument(BytesIO(pdf_renderer.render(bare)))
    drawn = letters("".join(page.get_textpage().get_text_range() for page in pages))
    around = pdf_letters(document())
    (shown,) = shown_in_chart(docx_renderer.render(bare))
    # Points and commas stand in figures and beside the axis; a dash where the PDF has no figure.
    assert drawn - around - Counter(".,–") == letters("".join(shown)) - Counter(".,–")


@by_name
def test_the_same_document_gives_the_same_bytes(renderer):
    first = renderer.render(everything())
    renderer.render(with_words(*PAYLOADS))
    assert renderer.render(everything()) == first


def test_another_process_gives_the_same_bytes():
    program = (
        "import sys; from report_documents import everything\n"
        "from vinhloc_cds.reports import docx, pdf, xlsx\n"
        "import hashlib\n"
        "for each in (pdf, docx, xlsx):\n"
        "    print(hashlib.sha256(each.render(everything())).hexdigest())\n"
    )
    folders = [str(ROOT), str(ROOT / "tests" / "unit")]
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(folders)},
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
    with ZipFile(BytesIO(renderer.render(everything()))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2024, 10, 12, 2, 0, 0)}
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                with ZipFile(BytesIO(archive.read(name))) as inner:
                    times = {info.date_time for info in inner.infolist()}
                assert times == {(2024, 10, 12, 2, 0, 0)}


@by_name
def test_the_moment_of_the_document_is_all_that_changes_with_time(renderer):
    later = replace(everything(), made_at="2024-10-13T02:00:00+00:00")
    assert renderer.render(later) != renderer.render(everything())
