"""A cell as a value: what `domain.reading` does for typed text, with what only a cell can tell.

A cell's raw text is read like typed text, so that reading it again says the same for ever. Where
its type or font says more than its text (the number 1.2, a day that Excel swapped, the letters of
an old font), a doubt keeps that.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.figures import LARGEST
from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.domain.outcome import Expected, Reading, shortened
from vinhloc_cds.domain.plan import Indicator, Plan, Severity, ValueType
from vinhloc_cds.domain.reading import read_value
from vinhloc_cds.domain.submission import Doubt, Scalar
from vinhloc_cds.forms.encodings import legacy
from vinhloc_cds.forms.grid import Cell, CellKind
from vinhloc_cds.texts import text

_COUNTS = {ValueType.INTEGER, ValueType.MONEY}
_DAYS = {ValueType.DATE, ValueType.DATETIME}

_LONGEST_COUNT = len(str(LARGEST))
# Below it no amount is written in full: 1.2 may be 1,2 million as well as 1.200 đồng.
_SMALLEST_AMOUNT = 100_000
# A day so near the plan's own days is no slip: drafts come before, reports after.
_AROUND = timedelta(weeks=2)
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_LAST_SERIAL = 2_958_465
# Between the days that Excel counts from on Windows and, once, on the Macintosh.
_TWO_EPOCHS = timedelta(days=1462)


class CellReading(NamedTuple):
    """How a cell was understood; `doubt` only where reading `raw` again would not say the same."""

    value: Scalar
    raw: str
    estimate: bool = False
    doubt: Doubt | None = None


def read_cell(cell: Cell, indicator: Indicator, plan: Plan) -> CellReading:
    """`cell` as a value of `indicator`; never raises, whatever the cell holds."""
    kind, raw = cell.kind, cell.raw
    if (
        kind is CellKind.NUMBER
        and indicator.value_type is ValueType.INTEGER
        and raw.isdecimal()
        and len(raw) <= _LONGEST_COUNT
    ):
        return CellReading(int(raw), raw)
    what = _Cell(cell, indicator, plan)
    return _WAYS[kind](what) or what.as_typed()


class _Cell:
    """A cell, what is expected of it, and how its text alone is understood."""

    def __init__(self, cell: Cell, indicator: Indicator, plan: Plan) -> None:
        self.cell = cell
        self.plan = plan
        self.expected = Expected.of(indicator, plan.year)
        self.typed = self.read(cell.raw)

    @property
    def shown(self) -> str:
        """What stands there, as a sentence quotes it; a number with its decimal comma."""
        number = self.cell.kind is CellKind.NUMBER
        return self.cell.raw.replace(".", ",") if number else shortened(self.cell.raw)

    def read(self, typed: str) -> Reading:
        """What `typed` would mean in this place."""
        return read_value(typed, self.expected)

    def as_typed(self) -> CellReading:
        """As if its text had been typed; that is said again at each check, so there is no doubt."""
        return CellReading(self.typed.value, self.cell.raw, self.typed.estimate)

    def refused(self, sentence: str, proposal: str = "") -> CellReading:
        """No value, though its text may look like one."""
        doubt = Doubt(Severity.BLOCK, sentence, proposal)
        return CellReading(None, self.cell.raw, doubt=doubt)

    def asked(self, value: Scalar, sentence: str, proposal: str) -> CellReading:
        """A value that waits for the officer's word."""
        doubt = Doubt(Severity.QUESTION, sentence, proposal)
        return CellReading(value, self.cell.raw, doubt=doubt)

    def in_time(self, typed: str) -> Scalar:
        """The day or moment that `typed` means, if it lies in the plan's time; else None."""
        reading = self.read(typed)
        value = reading.value
        if reading.severity is not None or not isinstance(value, date):
            return None
        day = local(value).date() if isinstance(value, datetime) else value
        first, last = _time_of(self.plan)
        return value if first <= day <= last else None


def _time_of(plan: Plan) -> tuple[date, date]:
    """From when to when the days of a plan's reports lie: its windows and deadline, and a while."""
    days = [
        day
        for day in (
            local(plan.ceremony).date(),
            plan.publicity.start,
            plan.publicity.end,
            plan.campaign.start,
            plan.campaign.end,
            plan.reporting.deadline.day,
        )
        if day is not None
    ]
    return min(days) - _AROUND, max(days) + _AROUND


def _of_text(what: _Cell) -> CellReading | None:
    """Letters of an old font are read as what they say, and asked about (dirty_cases.md, C3)."""
    if not (found := legacy(what.cell)):
        return None
    encoding, said = found
    reading = what.read(said)
    if reading.severity is Severity.BLOCK:
        return what.refused(reading.sentence, reading.proposal)
    # A figure that is the same either way is no question.
    if (reading.value, reading.severity) == (what.typed.value, what.typed.severity):
        return None
    sentence = text("cells.legacy", encoding=encoding.value, proposal=shortened(said))
    return what.asked(reading.value, sentence, said)._replace(estimate=reading.estimate)


def _of_number(what: _Cell) -> CellReading | None:
    if what.expected.value_type in _COUNTS:
        return _decimal(what)
    if what.expected.value_type in _DAYS:
        return _serial(what) or _decimal_day(what)
    return None


def _decimal(what: _Cell) -> CellReading | None:
    """1.2 is what an English Excel makes of "1.200" (N07); 1.234 reads like a whole number."""
    value = what.cell.value
    if not isinstance(value, float) or "%" in what.cell.raw or value < 0:
        return None
    if value > LARGEST:
        return what.refused(text("reading.too_large", raw=what.shown))
    if value.is_integer():
        return None
    thousands = round(value * 1000, 6)
    is_money = what.expected.value_type is ValueType.MONEY
    smallest = _SMALLEST_AMOUNT if is_money else 1000
    if not (thousands.is_integer() and smallest <= thousands < 1_000_000):
        return what.refused(text("cells.decimal", raw=what.shown))
    proposal = format_number(int(thousands))
    sentence = text("cells.decimal_or_thousands", raw=what.shown, proposal=proposal)
    return what.refused(sentence, proposal)


def _serial(what: _Cell) -> CellReading | None:
    """45566 is 01/10/2024 in a cell that is not formatted as a date."""
    value = what.cell.value
    if not isinstance(value, int | float) or not 1 <= value <= _LAST_SERIAL:
        return None
    minutes = round((value - int(value)) * 24 * 60)
    moment = _EPOCH + timedelta(days=int(value), minutes=minutes)
    proposal = f"{moment:%d/%m/%Y %H:%M}" if minutes else f"{moment:%d/%m/%Y}"
    if (day := what.in_time(proposal)) is None:
        return None
    sentence = text("cells.serial", raw=what.shown, proposal=proposal)
    return what.asked(day, sentence, proposal)


def _decimal_day(what: _Cell) -> CellReading | None:
    """1.1 is what is left of "1.10", the first of October, where the dot is a decimal point."""
    if not isinstance(what.cell.value, float):
        return None
    for written in (what.cell.raw, f"{what.cell.raw}0"):
        if isinstance(day := what.in_time(written), date):
            proposal = f"{day:%d/%m/%Y}"
            sentence = text("cells.decimal_day", raw=what.shown, proposal=proposal)
            return what.asked(day, sentence, proposal)
    return what.refused(text("cells.decimal_no_day", raw=what.shown))


def _of_date(what: _Cell) -> CellReading | None:
    value = what.cell.value
    if not isinstance(value, date):
        return None
    if what.expected.value_type in _COUNTS:
        return _share_as_date(what, value)
    if what.expected.value_type in _DAYS:
        return _mistaken_day(what, value)
    return None


def _share_as_date(what: _Cell, day: date) -> CellReading | None:
    """Excel makes a day of this year of "1/10", which may have been one out of ten (N20)."""
    if abs(day.year - what.plan.year) > 1:
        return None
    share = f"{min(day.day, day.month)}/{max(day.day, day.month)}"
    return what.refused(text("cells.date_or_share", raw=what.shown, share=share))


def _mistaken_day(what: _Cell, day: date) -> CellReading | None:
    """A day out of the plan's time that a known mistake of Excel's explains (B2, B5)."""
    if what.in_time(what.cell.raw) is not None:
        return None
    clock = f" {day:%H:%M}" if isinstance(day, datetime) else ""
    swapped = f"{day.month:02}/{day.day:02}/{day.year:04}{clock}"
    if what.in_time(swapped) is not None:
        sentence = text("cells.swapped", raw=what.shown, proposal=swapped)
        return what.asked(what.typed.value, sentence, swapped)
    for apart in (_TWO_EPOCHS, -_TWO_EPOCHS):
        try:
            other = day + apart
        except OverflowError:
            continue
        proposal = f"{other:%d/%m/%Y}{clock}"
        if what.in_time(proposal) is not None:
            sentence = text("cells.four_years", raw=what.shown, proposal=proposal)
            return what.asked(what.typed.value, sentence, proposal)
    return None


def _of_error(what: _Cell) -> CellReading | None:
    if what.expected.value_type in _COUNTS:
        return None
    return what.refused(text("cells.error", raw=what.shown))


def _of_formula(what: _Cell) -> CellReading | None:
    if what.expected.value_type in _COUNTS:
        return None
    return what.refused(text("cells.uncalculated", raw=what.shown))


_WAYS: Mapping[CellKind, Callable[[_Cell], CellReading | None]] = {
    CellKind.TEXT: _of_text,
    CellKind.NUMBER: _of_number,
    CellKind.BOOLEAN: lambda _: None,
    CellKind.DATE: _of_date,
    CellKind.ERROR: _of_error,
    CellKind.UNCALCULATED: _of_formula,
}
