"""The column "Kiểm tra" of the form: what is wrong with an entry, as soon as it is typed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from vinhloc_cds.domain.expression import parse
from vinhloc_cds.domain.formatting import format_date, format_number, format_scalar
from vinhloc_cds.domain.plan import Check, Plan, Severity, ValueType
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.forms import formulas
from vinhloc_cds.forms.formulas import Operand, quoted
from vinhloc_cds.forms.layout import LONGEST_LONG_TEXT, LONGEST_TEXT, Kind, Layout, Row
from vinhloc_cds.texts import text


class Reason(NamedTuple):
    """A cell of the column: its formula, what it says of an empty form, its longest sentence."""

    formula: str
    at_first: str
    longest: str


def reasons(plan: Plan, layout: Layout) -> Mapping[int, Reason]:
    """The column, by row of the sheet; rows where nothing is filled in have none."""
    facts: Mapping[str, Scalar] = {
        **{f"plan.{name}": number for name, number in plan.constants.items()},
        "plan.ceremony": plan.ceremony,
    }
    operands = _operands(layout, facts)
    shown = {name: format_scalar(value) for name, value in facts.items()}
    return {
        row.at: _reason(plan, layout, row, operands, shown)
        for row in layout.rows
        if row.value_type is not None
    }


def _operands(layout: Layout, facts: Mapping[str, Scalar]) -> Mapping[str, Operand]:
    """What checks may name: the cells of this form, and the plan's own facts."""
    found = {name: formulas.constant(value) for name, value in facts.items() if value is not None}
    for row in layout.rows:
        if row.kind is Kind.SHOWN:
            found[row.id] = formulas.cell(row.value_cell, ValueType.INTEGER)
        elif row.value_type is not None:
            found[row.id] = formulas.cell(row.value_cell, row.value_type)
    return found


def _reason(
    plan: Plan,
    layout: Layout,
    row: Row,
    operands: Mapping[str, Operand],
    shown: Mapping[str, str],
) -> Reason:
    wrong, problem = _misfit(layout, row)
    cases = [(wrong, quoted(problem))]
    at_first, longest = "", problem
    indicator = plan.indicator_by_code.get(row.id)
    for check in sorted(indicator.checks if indicator else (), key=_weight):
        if condition := formulas.failing(check, operands):
            sentence = f"{_mark(check)}: {check.message}"
            cases.append((condition, formulas.spelled_out(sentence, operands, shown)))
            longest = max(longest, sentence, key=len)
            if not at_first and not check.when and parse(check.rule).holds({}) is False:
                at_first = sentence
    return Reason(formulas.first_that_holds(cases), at_first, longest)


def _misfit(layout: Layout, row: Row) -> tuple[str, str]:
    """When what stands in the entry of `row` is not of its type, and what is said then."""
    cell, mark = row.value_cell, text("form.mark.block")
    match row.value_type:
        case ValueType.INTEGER | ValueType.MONEY:
            wrong = f"IF(ISNUMBER({cell}),{cell}<>INT({cell}),LEN({cell})>0)"
            return wrong, f"{mark}: {text('form.wrong.number')}"
        case ValueType.BOOLEAN:
            yes, no = quoted(text("reading.yes")), quoted(text("reading.no"))
            wrong = f"AND(LEN({cell})>0,{cell}<>{yes},{cell}<>{no})"
            return wrong, f"{mark}: {text('form.wrong.answer')}"
        case ValueType.DATE | ValueType.DATETIME:
            low = formulas.day_number(layout.first_day)
            high = formulas.day_number(layout.last_day + timedelta(days=1))
            wrong = f"IF(ISNUMBER({cell}),OR({cell}<{low},{cell}>={high}),LEN({cell})>0)"
            return wrong, f"{mark}: {wrong_day(layout.first_day, layout.last_day)}"
        case ValueType.LONG_TEXT:
            longest = LONGEST_LONG_TEXT
        case _:
            longest = LONGEST_TEXT
    return f"LEN({cell})>{longest}", f"{text('form.mark.question')}: {too_long(longest)}"


def wrong_day(first: date, last: date) -> str:
    """What is said of a day that is none, or outside `first` to `last`."""
    return text("form.wrong.day", first=format_date(first), last=format_date(last))


def too_long(longest: int) -> str:
    """What is said of a text of more than `longest` characters."""
    return text("form.wrong.length", longest=format_number(longest))


def _weight(check: Check) -> int:
    return list(Severity).index(check.severity)


def _mark(check: Check) -> str:
    if parse(check.rule).required:
        return text("form.mark.missing")
    return text(f"form.mark.{check.severity}")
