"""What units send: forms that the source wrote, filled in with another program's library."""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

_UNITS = ("15355", "15379")
_ANSWERS: dict[str, str | int] = {
    "A01": "Có", "A02": "15/KH-UBND", "A03": "27/09/2024", "A04": 3, "B01": "Không", "C01": 12,
    "C04": 10, "D01": 9, "D02": 8, "D03": 47, "D04": 40, "F01": "Không", "H01": 5_000_000,
    "K01": "Ra quân đồng loạt ở các thôn",
}  # fmt: skip
"""By indicator; what the other units are asked stays blank."""

_SECONDS = 120


def filled(root: Path, folder: Path) -> Path:
    """Put the forms of two communes, filled in, into `folder` and return it."""
    with tempfile.TemporaryDirectory() as data:
        units = [word for code in _UNITS for word in ("--unit", code)]
        subprocess.run(
            [sys.executable, "-m", "vinhloc_cds", "--data", data, "forms", str(folder), *units],
            cwd=root, check=True, capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
    for place, form in enumerate(sorted(folder.glob("*.xlsx"))):
        _fill(form, more=place)
    return folder


def _fill(form: Path, *, more: int) -> None:
    """Write the answers; `more` is added to each count: no two units have done just the same."""
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[0]
    (column,) = (cell.column for cell in sheet[1] if cell.value == "value")
    for row in range(2, sheet.max_row + 1):
        answer = _ANSWERS.get(str(sheet.cell(row, 1).value))
        if answer is not None:
            sheet.cell(row, column).value = answer + more if isinstance(answer, int) else answer
    book.save(form)
