"""The report of the demo in its three formats, each opened again by another library."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from lxml import etree
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types

from vinhloc_cds.domain.consolidation import consolidate
from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.reports.nd30 import MOTTO_TEXT
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text


def check(bench: Bench) -> str:
    """Find the motto and the greatest of all totals in each; the files with their sizes."""
    totals = [total.value for total in consolidate(bench.snapshot()) if total.group is None]
    figure = format_number(max(value for value in totals if value is not None))
    paths = bench.reports
    for file_format, path in paths.items():
        words = re.sub(r"\s+", " ", _READERS[file_format](path))
        if missing := [each for each in (MOTTO_TEXT, figure) if each not in words]:
            what = "; ".join(missing)
            raise FaultError(text("self_test.not_in_report", name=path.name, what=what))
    sizes = ", ".join(f"{each.name} {each.stat().st_size // 1024} KB" for each in paths.values())
    return text("self_test.reports", sizes=sizes, figure=figure)


def _pdf_words(path: Path) -> str:
    document = PdfDocument(path)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _docx_words(path: Path) -> str:
    with ZipFile(path) as archive:
        return " ".join(etree.fromstring(archive.read("word/document.xml")).itertext())


def _xlsx_words(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return " ".join(str(value) for value in cells)


_READERS: dict[str, Callable[[Path], str]] = {
    "pdf": _pdf_words,
    "docx": _docx_words,
    "xlsx": _xlsx_words,
}
