"""The matrix as a message: a line to each unit with what it gave, then the totals."""

from collections.abc import Iterable, Sequence

from ui.models.matrix import MatrixCell, TotalCell, measured
from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.domain.plan import Indicator
from vinhloc_cds.texts import text


def matrix_message(
    title: str,
    units: Iterable[Sequence[MatrixCell]],
    sums: Iterable[tuple[str, Sequence[TotalCell]]],
) -> str:
    """The lines of a message that says by itself what it is about and what is missing in it."""
    lines = [title]
    for cells in units:
        figures = [_given(cell) for cell in cells if cell.value is not None]
        said = "; ".join(figures)
        if not said and any(cell.nothing for cell in cells):
            said = text("matrix.message.nothing_arose")
        said = said or text("matrix.message.nothing")
        if any(cell.asked for cell in cells):
            lines.append(text("matrix.message.line", title=cells[0].unit.name, figures=said))
    for name, totals in sums:
        if said := "; ".join(_total(cell) for cell in totals if cell.total is not None):
            lines.append(text("matrix.message.line", title=name, figures=said))
    return "\n".join(lines)


def _given(cell: MatrixCell) -> str:
    figure = _figure(cell.indicator, cell.shown)
    return figure if cell.accepted else text("matrix.not_accepted", value=figure)


def _figure(indicator: Indicator, value: str) -> str:
    unit = indicator.unit_of_measure if measured(indicator) else ""
    return text("matrix.message.figure", name=indicator.name, value=f"{value} {unit}".strip())


def _total(cell: TotalCell) -> str:
    total = cell.total
    if total is None or total.value is None:
        return _figure(cell.indicator, text("matrix.message.nothing"))
    figure = _figure(cell.indicator, format_number(total.value))
    reported, expected = total.reported, total.expected
    return text("matrix.message.total", figure=figure, reported=reported, expected=expected)
