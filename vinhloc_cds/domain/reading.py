"""Typed text read as a value, tolerantly, as units really write (dirty_cases.md, A and B).

What is clear is taken as it is. What is probably meant is taken with a flag that shows how it was
understood, or with a question where the wrong guess would change a total. What cannot be taken is
refused with a sentence and, where there is one, a proposal; the text itself is always kept.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from vinhloc_cds.domain.days import written_day
from vinhloc_cds.domain.deadline import VIETNAM
from vinhloc_cds.domain.figures import read_figure
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.outcome import Expected, Reading, ask, flag, refuse, shortened
from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.domain.text import collapse, fold_key, nfc, same_name
from vinhloc_cds.texts import Message

__all__ = ["Expected", "Reading", "read_value"]

_BLANK_MARK = re.compile(r"[-–—_/\\.…? ]+")
_NO_DAY_YET = re.compile(r"(?:chua|khong|dang|se|cho)\b[^0-9]*")
_NO_ANSWER_YET = re.compile(r"(?:dang|se|cho)\b.*|(?:chua|khong) (?:ro|biet|nam|xac dinh)\b.*")

_YES = {"x", "v", "1", "✓", "✔", "☑", "√", "co", "da", "roi", "xong", "true", "yes"}
_NO = {"0", "khong", "chua", "ko", "false", "no"}
_CONTRARY = {"chua", "khong", "ko", "huy", "hoan", "se"}
# "Có lẽ", "có thể", "có khả năng"; "đã dự thảo", "có, dự kiến ngày 5".
_MAYBE = re.compile(r"co (?:le|the|kha)\b.*|.*\bdu (?:kien|thao|dinh)\b.*")
_PLAIN_COUNT = re.compile("0|[1-9][0-9]{0,14}")
# How far from the plan's year a year still is no slip of the keys.
_YEARS_AROUND = 1


def read_value(raw: str, expected: ValueType | Expected) -> Reading:
    """`raw` as a value of the type expected; never raises, whatever was typed."""
    if isinstance(expected, ValueType):
        expected = Expected(expected)
    if expected.value_type is ValueType.INTEGER and _PLAIN_COUNT.fullmatch(raw):
        return Reading(int(raw))  # as nearly all are, by the thousand
    typed = collapse(raw)
    if not typed:
        return Reading()
    match expected.value_type:
        case ValueType.INTEGER | ValueType.MONEY:
            return read_figure(typed, expected)
        case ValueType.BOOLEAN:
            return _read_answer(typed)
        case ValueType.DATE:
            return _read_day(typed, expected.year)
        case ValueType.DATETIME:
            return _read_moment(typed, expected.year)
        case ValueType.CHOICE:
            return _read_choice(typed, expected.choices)
        case ValueType.TEXT | ValueType.ATTACHMENT:
            return Reading(typed)
        case ValueType.LONG_TEXT:
            return Reading("\n".join(collapse(line) for line in nfc(raw).strip().splitlines()))


def _read_answer(typed: str) -> Reading:
    """Yes or no: "x", "Có.", "đã BH", "chưa"; "K" stands for either."""
    words = re.findall(r"[^\W_]+|[✓✔☑√]", fold_key(typed))
    if not words and _BLANK_MARK.fullmatch(typed):
        return ask(None, Message("reading.no_or_missing", {"raw": shortened(typed)}))
    if words == ["k"]:
        return ask(False, Message("reading.k_for_no", {"raw": shortened(typed)}))
    first, last = (words[0], words[-1]) if words else ("", "")
    if len(words) == 1 and first in _YES | _NO:
        return Reading(first in _YES)
    if _NO_ANSWER_YET.fullmatch(fold_key(typed)):
        return flag(None, Message("reading.missing", {"raw": shortened(typed)}))
    if first in _NO:
        return Reading(False)
    if (first in {"co", "da"} or last == "roi") and not (
        _CONTRARY & set(words) or _MAYBE.fullmatch(" ".join(words))
    ):
        return Reading(True)
    return refuse(Message("reading.no_answer", {"raw": shortened(typed)}))


def _read_day(typed: str, year: int | None) -> Reading:
    """A day; an hour written beside it says nothing against it."""
    if _BLANK_MARK.fullmatch(typed) or _NO_DAY_YET.fullmatch(fold_key(typed)):
        return flag(None, Message("reading.missing", {"raw": shortened(typed)}))
    written = written_day(typed)
    if written.day is None:
        return refuse(Message("reading.no_day", {"raw": shortened(typed)}))
    full_year = written.day.year or year
    if full_year is None:
        return refuse(Message("reading.no_year", {"raw": shortened(typed)}))
    day = written.day.in_year(full_year)
    if day is None:
        american = written.day.swapped().in_year(full_year)
        return refuse(Message("reading.no_such_day", {"raw": shortened(typed)}), _shown(american))
    if written.rest:
        proposal = "" if re.search("[0-9]", written.rest) else _shown(day)
        return refuse(Message("reading.more_than_a_day", {"raw": shortened(typed)}), proposal)
    if year is not None and abs(full_year - year) > _YEARS_AROUND:
        message = Message("reading.odd_year", {"raw": shortened(typed), "year": full_year})
        return ask(day, message, _shown(written.day.in_year(year)))
    return Reading(day)


def _shown(day: date | None) -> str:
    return "" if day is None else format_date(day)


def _read_moment(typed: str, year: int | None) -> Reading:
    """A day and an hour by the clock in Việt Nam, as a moment in UTC."""
    reading = _read_day(typed, year)
    if not isinstance(reading.value, date):
        return reading
    written = written_day(typed)
    if written.hour is None:
        return refuse(Message("reading.no_hour", {"raw": shortened(typed)}))
    if written.clock is None:
        return refuse(Message("reading.no_such_hour", {"raw": shortened(typed)}))
    try:
        moment = datetime.combine(reading.value, written.clock, VIETNAM).astimezone(UTC)
    except OverflowError:
        # The first hours of the year 1 are none in UTC.
        return refuse(Message("reading.no_such_day", {"raw": shortened(typed)}))
    proposal = f"{reading.proposal} {written.clock:%H:%M}" if reading.proposal else ""
    return replace(reading, value=moment, proposal=proposal)


def _read_choice(typed: str, choices: tuple[str, ...]) -> Reading:
    """One of `choices`, with or without accents as long as that leaves one only."""
    found = [choice for choice in choices if same_name(choice, typed)] or [
        choice for choice in choices if fold_key(choice) == fold_key(typed)
    ]
    if len(found) == 1:
        return Reading(found[0])
    return refuse(
        Message("reading.no_choice", {"raw": shortened(typed), "choices": "; ".join(choices)})
    )
