"""A cell as a value: what `domain.reading` does for typed text, with what only a cell can tell."""

from typing import NamedTuple

from vinhloc_cds.domain.plan import Indicator, Plan
from vinhloc_cds.domain.submission import Doubt, Scalar
from vinhloc_cds.forms.grid import Cell


class CellReading(NamedTuple):
    """How a cell was understood; `doubt` only where reading `raw` again would not say the same."""

    value: Scalar
    raw: str
    estimate: bool = False
    doubt: Doubt | None = None


def read_cell(cell: Cell, indicator: Indicator, plan: Plan) -> CellReading:
    """`cell` as a value of `indicator`; never raises, whatever the cell holds."""
    raise NotImplementedError
