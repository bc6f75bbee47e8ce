"""What .xls (BIFF8) and .xlsb (BIFF12) have in common."""

from collections.abc import Sequence

from vinhloc_cds.forms.grid import Run

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
UNKNOWN_ERROR = "#ERROR!"

FORMULA = "=…"
"""Stands for a formula, whose tokens are not turned back into words."""


def split_runs(text: str, font: str, starts: Sequence[tuple[int, str]]) -> tuple[Run, ...]:
    """The stretches of `text` by font; none where it has only one.

    `starts` are where a font begins, counted in UTF-16 code units; `font` holds before the first.
    """
    units = text.encode("utf-16-le", "surrogatepass") if not text.isascii() else None
    runs: list[Run] = []
    size = len(text) if units is None else len(units) // 2
    bounds = [*starts, (size, "")]
    position = 0
    for start, following in bounds:
        stop = min(max(start, position), size)
        if stop > position:
            piece = (
                text[position:stop]
                if units is None
                else units[position * 2 : stop * 2].decode("utf-16-le", "surrogatepass")
            )
            if runs and runs[-1].font == font:
                piece = runs.pop().text + piece
            runs.append(Run(piece, font))
        position, font = stop, following
    return tuple(runs) if len(runs) > 1 else ()
