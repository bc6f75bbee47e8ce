"""What a number in a cell is, told by its number format: a figure, a percentage or a date.

Spreadsheets store dates and percentages as bare numbers; only the format says what they mean.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from math import isfinite

from vinhloc_cds.forms.grid import CellKind


class NumberFormat(Enum):
    """What a format makes of a number. DURATION is "[h]:mm": hours that run past a day."""

    PLAIN = 0
    PERCENT = 1
    DATE = 2
    DURATION = 3


Scalar = str | int | float | date | datetime | None

# Taken out before the letters are looked at: quoted text, escaped letters, the room of a letter
# ("_-"), a letter that fills the column ("* "), and brackets other than [h], [m], [s].
_NOT_LETTERS = re.compile(r'"[^"]*(?:"|$)|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*(?:\]|$)', re.I | re.S)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)
# Exponents, "General" and what LibreOffice calls it hold letters that are none of a date.
_NOT_DATES = re.compile(r"e[+-]|general|standard", re.I)
_FIRST = re.compile(r"[0#?@%]|[dmyhsbeg]", re.I)

_PERCENT_IDS = frozenset({9, 10})
_DURATION_IDS = frozenset({46})
# 14 to 22 and 45 to 47 everywhere; 27 to 36, 50 to 58 and 71 to 81 in East Asian editions.
_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)})

# Excel believes that 1900 was a leap year: from 1 March on its serials are one too many.
_BEFORE_LEAP_DAY = datetime(1899, 12, 31)  # noqa: DTZ001 - spreadsheets know no time zone
_AFTER_LEAP_DAY = datetime(1899, 12, 30)  # noqa: DTZ001
_START_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_DAY = 60
_END = 2958466
"""The serial of 1 January 10000, the first day that Excel does not show."""
_SHIFT_1904 = 1462

# Excel keeps and shows 15 digits; what stands behind them is the noise of binary fractions.
_DIGITS = ".15g"
_EXACT = 1e15
_INTEGER_LIMIT = 1e18


@lru_cache(maxsize=1024)
def classify(format_code: str) -> NumberFormat:
    """What the format `format_code` makes of a number, by its first section that shows one."""
    for section in _NOT_LETTERS.sub("", format_code).split(";"):
        if _ELAPSED.search(section):
            return NumberFormat.DURATION
        first = _FIRST.search(_NOT_DATES.sub("0", section))
        if first is None:
            continue
        if first.group() not in "0#?@%":
            return NumberFormat.DATE
        return NumberFormat.PERCENT if "%" in section else NumberFormat.PLAIN
    return NumberFormat.PLAIN


def classify_builtin(format_id: int) -> NumberFormat:
    """What a built-in format makes of a number; files hold only its id."""
    if format_id in _DATE_IDS:
        return NumberFormat.DATE
    if format_id in _PERCENT_IDS:
        return NumberFormat.PERCENT
    return NumberFormat.DURATION if format_id in _DURATION_IDS else NumberFormat.PLAIN


def date_of(serial: float, date1904: bool = False) -> date | datetime | None:  # noqa: FBT001
    """The day of a serial number, with its time to the second where it has a fraction.

    None where there is no such day: below 1 (a time alone), 29 February 1900, past the year 9999.
    """
    if date1904:
        if not 0 <= serial < _END - _SHIFT_1904:
            return None
        start = _START_1904
    else:
        if not 1 <= serial < _END or int(serial) == _LEAP_DAY:
            return None
        start = _BEFORE_LEAP_DAY if serial < _LEAP_DAY else _AFTER_LEAP_DAY
    whole = int(serial)
    try:
        moment = start + timedelta(days=whole, seconds=round((serial - whole) * 86400))
    except OverflowError:  # the last half second of the year 9999
        return None
    return moment if moment.time() != datetime.min.time() else moment.date()


def date_text(day: date | datetime) -> str:
    """dd/mm/yyyy, with hh:mm where there is a time."""
    text = f"{day.day:02}/{day.month:02}/{day.year:04}"
    return f"{text} {day.hour:02}:{day.minute:02}" if isinstance(day, datetime) else text


def number_of(value: float) -> int | float:
    """Whole numbers as int, also where binary fractions hide them (24.999999999999996)."""
    if isinstance(value, int):
        return value
    if value.is_integer():
        return int(value) if abs(value) < _INTEGER_LIMIT else value
    nearest = round(value)
    if abs(value) < _EXACT and format(value, _DIGITS) == str(nearest):
        return nearest
    return value


def number_text(value: float) -> str:
    """A number in the fewest digits, as Excel shows it without a format: "25", "1.2"."""
    value = number_of(value)
    if isinstance(value, int):
        return str(value)
    text = format(value, _DIGITS)
    return format(Decimal(text), "f") if "e-" in text and abs(value) > 1e-15 else text


def percent_text(value: float) -> str:
    """A share as a percentage: 0.95 is "95%"."""
    return f"{number_text(float(format(value * 100, _DIGITS)))}%"


def duration_text(days: float) -> str:
    """Hours and minutes of a part of a day, or of several days: 1.5 is "36:00"."""
    minutes = round(abs(days) * 1440)
    return f"{'-' if days < 0 else ''}{minutes // 60:02}:{minutes % 60:02}"


def read_number(
    value: float, number_format: NumberFormat, *, date1904: bool = False
) -> tuple[CellKind, Scalar, str]:
    """Kind, value and raw text of a cell that stores the number `value`.

    A time without a day is a text ("08:00"): the grid knows no such value. A date that does not
    exist stays a number.
    """
    if not isfinite(value):
        return CellKind.ERROR, None, "#NUM!"
    if number_format is NumberFormat.DATE:
        if 0 < value < 1:
            text = duration_text(value)
            return CellKind.TEXT, text, text
        day = date_of(value, date1904)
        if day is not None:
            return CellKind.DATE, day, date_text(day)
    elif number_format is NumberFormat.DURATION:
        text = duration_text(value)
        return CellKind.TEXT, text, text
    number = number_of(value)
    if number_format is NumberFormat.PERCENT:
        return CellKind.NUMBER, number, percent_text(value)
    return CellKind.NUMBER, number, number_text(number)
