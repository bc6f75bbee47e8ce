"""What Excel refuses, or warns of, while an entry of the form is typed."""

from datetime import timedelta

from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.forms.form_parts import attribute, safe
from vinhloc_cds.forms.formulas import day_number
from vinhloc_cds.forms.layout import LONGEST_LONG_TEXT, LONGEST_TEXT, Layout, Row
from vinhloc_cds.forms.reasons import too_long, wrong_day
from vinhloc_cds.forms.signature import HIDDEN_SHEET
from vinhloc_cds.texts import text

CHOICES_COLUMN = "D"
"""The column of the hidden sheet where the choices of all entries stand, one below the other."""


def choices_of(layout: Layout) -> tuple[str, ...]:
    """All choices that entries offer, as `CHOICES_COLUMN` lists them."""
    return tuple(choice for row in layout.rows for choice in row.choices)


def validations(layout: Layout) -> str:
    """The element dataValidations."""
    entries: dict[str, list[str]] = {}
    first_choice = 1
    for row in layout.rows:
        if row.value_type is not None:
            rule = _rule(layout, row, first_choice)
            entries.setdefault(rule, []).append(row.value_cell.replace("$", ""))
        first_choice += len(row.choices)
    found = "".join(
        f'<dataValidation sqref="{" ".join(cells)}" {rule}</dataValidation>'
        for rule, cells in entries.items()
    )
    return f'<dataValidations count="{len(entries)}">{found}</dataValidations>'


def _rule(layout: Layout, row: Row, first_choice: int) -> str:
    """The rest of a dataValidation after its cells."""
    match row.value_type:
        case ValueType.INTEGER | ValueType.MONEY:
            return _spelled(
                'type="whole" operator="greaterThanOrEqual"', text("form.wrong.number"), "0"
            )
        case ValueType.BOOLEAN:
            answers = f'"{text("reading.yes")},{text("reading.no")}"'
            return _spelled('type="list"', text("form.wrong.answer"), answers)
        case ValueType.DATE | ValueType.DATETIME:
            # A moment of the last day is beyond its midnight.
            last = day_number(layout.last_day + timedelta(days=1))
            problem = wrong_day(layout.first_day, layout.last_day)
            first = str(day_number(layout.first_day))
            return _spelled('type="date" operator="between"', problem, first, str(last))
        case ValueType.CHOICE if row.choices:
            column = f"${CHOICES_COLUMN}$"
            place = f"{column}{first_choice}:{column}{first_choice + len(row.choices) - 1}"
            return _spelled('type="list"', text("form.wrong.choice"), f"{HIDDEN_SHEET}!{place}")
        case ValueType.LONG_TEXT:
            # What is long is still worth having: it warns and lets it stand.
            kind = 'type="textLength" operator="lessThanOrEqual" errorStyle="warning"'
            return _spelled(kind, too_long(LONGEST_LONG_TEXT), str(LONGEST_LONG_TEXT))
        case _:
            kind = 'type="textLength" operator="lessThanOrEqual"'
            return _spelled(kind, too_long(LONGEST_TEXT), str(LONGEST_TEXT))


def _spelled(kind: str, problem: str, first: str, second: str = "") -> str:
    sentence = problem[:1].upper() + problem[1:]
    return (
        f'{kind} allowBlank="1" showErrorMessage="1"'
        f" errorTitle={attribute(text('form.wrong.title'))}"
        f" error={attribute(sentence)}><formula1>{safe(first)}</formula1>"
        + (f"<formula2>{safe(second)}</formula2>" if second else "")
    )
