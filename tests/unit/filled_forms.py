"""Our own forms, filled in as a unit would: for trials and benchmarks, which need many."""

import io
from collections.abc import Callable, Iterable

import openpyxl

from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan, ValueType
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.forms.writer import Forms

_SAID = {
    ValueType.MONEY: 5_000_000,
    ValueType.BOOLEAN: "Có",
    ValueType.DATE: "01/10/2024",
    ValueType.DATETIME: "01/10/2024 08:00",
}


def filled_forms(
    plan: Plan, units: Iterable[Unit], number: Callable[[int, Indicator], int]
) -> Iterable[bytes]:
    """The form of each unit with all that it is asked; `number` gives its counts, by its place."""
    forms = Forms(plan)
    for place, unit in enumerate(units):
        book = openpyxl.load_workbook(io.BytesIO(forms.form(unit, plan.reporting.deadline)))
        sheet = book.worksheets[0]
        (column,) = (cell.column for cell in sheet[1] if cell.value == "value")
        for row in range(2, sheet.max_row + 1):
            indicator = plan.indicator_by_code.get(sheet.cell(row, 1).value)
            if indicator and indicator.is_entered and is_given(indicator):
                sheet.cell(row, column).value = (
                    number(place, indicator)
                    if indicator.value_type is ValueType.INTEGER
                    else _SAID.get(indicator.value_type, (*indicator.choices, "Tổ chức tốt")[0])
                )
        out = io.BytesIO()
        book.save(out)
        yield out.getvalue()


def is_given(indicator: Indicator) -> bool:
    """Whether a form gives it: a total is left to the program."""
    return indicator.aggregation is not Aggregation.COMPUTED
