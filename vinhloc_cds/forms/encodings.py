"""Vietnamese from before Unicode: TCVN3, VNI and VIQR, told by font and by text (C3 to C6)."""

from enum import StrEnum

from vinhloc_cds.forms.grid import Cell


class Encoding(StrEnum):
    """An encoding that shows as other letters where its fonts are missing."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VIQR = "VIQR"


def legacy(cell: Cell) -> tuple[Encoding, str] | None:
    """How a cell's text is encoded and what it says in Unicode; None where it is Unicode already.

    Each run is converted by its own font; without a telling font the text itself has to be
    unmistakable. The cell keeps its raw text: the conversion is only ever a proposal.
    """
    raise NotImplementedError
