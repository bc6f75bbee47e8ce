"""Dates, numbers and answers as officials write them (rule 15 and Decree 30/2020).

Screens show dates as dd/MM/yyyy and numbers as 1.234.567,8. In a document a day below 10 and the
months 1 and 2 take a leading zero, other months do not.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.plan import Indicator
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.texts import text

_NUMBER_TO_COME = " " * 7
_NEARLY_ALL = Decimal("99.9")


def format_number(number: float) -> str:
    """`number` with groups of three and a decimal comma: 1.234.567,8; at most two decimals."""
    return _vietnamese(_rounded(number, "0.01"))


def format_percent(ratio: float) -> str:
    """`ratio` as a percentage with at most one decimal: 0.9333 is "93,3%".

    What is less than all never reads 100%: a report must not claim the last missing unit.
    """
    percent = _rounded(ratio * 100, "0.1")
    if ratio < 1:
        percent = min(percent, _NEARLY_ALL)
    return f"{_vietnamese(percent)}%"


def _rounded(number: float, step: str) -> Decimal:
    # By way of str, so that 0.145 is rounded as it is read and not as it is stored.
    exact = Decimal(number) if isinstance(number, int) else Decimal(str(number))
    return exact.quantize(Decimal(step), ROUND_HALF_UP)


def _vietnamese(number: Decimal) -> str:
    whole, _, decimals = f"{number:,f}".partition(".")
    decimals = decimals.rstrip("0")
    grouped = whole.replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped


def format_date(day: date) -> str:
    """`day` for screens and tables: 09/10/2024."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_datetime(moment: datetime) -> str:
    """`moment` by the clock in Việt Nam: 09/10/2024 08:00. ValueError for a naive moment."""
    here = local(moment)
    return f"{format_date(here)} {here:%H:%M}"


def document_date(day: date) -> str:
    """`day` as a document has it: "ngày 09 tháng 10 năm 2024", "ngày 14 tháng 3 năm 2024".

    Decree 30/2020, Appendix I, part I, section II.4: what could be altered by a digit in front
    takes a zero.
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def document_number(number: int | None, symbol: str) -> str:
    """A document's number and symbol: "05/BC-UBND"; with blanks to write in while it has none.

    Decree 30/2020, Appendix I, part I, section II.3: a number below 10 takes a zero.
    """
    return f"{_NUMBER_TO_COME if number is None else f'{number:02}'}/{symbol}"


def format_value(indicator: Indicator, scalar: Scalar) -> str:
    """A value for screens; "" for a blank, whose mark is the screen's business."""
    return str(scalar or "") if indicator.is_text else format_scalar(scalar)


def format_scalar(scalar: Scalar) -> str:
    """A value of whatever type, as a sentence or a cell shows it; "" for a blank."""
    match scalar:
        case None:
            return ""
        case bool():
            return text("reading.yes") if scalar else text("reading.no")
        case int():
            return format_number(scalar)
        case datetime():
            return format_datetime(scalar)
        case date():
            return format_date(scalar)
        case str():
            return scalar
