"""Days and hours as people write them: "1/10", "ngày 01 tháng 10 năm 2024", "8h00' 01/10/2024"."""

import re
from dataclasses import dataclass
from datetime import date, time

from vinhloc_cds.domain.text import fold_key

# Digits that belong to no longer number on either side.
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<!\d)(?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2})"
    r"(?: ?[/.-] ?(?P<year>\d{4}|\d{2}))?(?![\d/])"
)
_WORDED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?:(?: nam |/| )(?P<year>\d{4}))?(?!\d)"
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2}) ?(?:gio|h|g|:) ?(?P<minute>\d{2})?(?::\d{2})?(?!\d)"
    r" ?(?:'|phut(?![a-z])|p(?![a-z]))?"
)
_AFTERNOON = re.compile(r"\b(?:chieu|toi)\b")
# Words that say nothing that the figures do not say.
_FILLERS = re.compile(
    r"\b(?:t|vao|luc|hoi|dung|ngay|mung|mong|buoi|sang|trua|chieu|toi|chu nhat"
    r"|thu (?:hai|ba|tu|nam|sau|bay|[2-7]))\b|[\s,;.()]"
)
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it was written, which may be none of the calendar; `year` None if left out."""

    day: int
    month: int
    year: int | None

    def in_year(self, year: int) -> date | None:
        """The day of the calendar in `year`, or None."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def swapped(self) -> "WrittenDay":
        """Read the American way, month first."""
        return WrittenDay(self.month, self.day, self.year)


@dataclass(frozen=True, slots=True)
class Written:
    """What a text says of a day and an hour; `rest` is what it says besides."""

    day: WrittenDay | None
    hour: int | None
    minute: int
    rest: str

    @property
    def clock(self) -> time | None:
        """The hour of the clock; None where none is written, or one that no clock shows."""
        if self.hour is None or not (self.hour < 24 and self.minute < 60):
            return None
        return time(self.hour, self.minute)


def written_day(text: str) -> Written:
    """What `text` says of one day and one hour, with or without accents."""
    rest = fold_key(text)
    day: WrittenDay | None = None
    if found := _ISO.search(rest) or _WORDED.search(rest) or _NUMERIC.search(rest):
        day = WrittenDay(int(found["day"]), int(found["month"]), _year(found["year"]))
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    hour, minute = None, 0
    if found := _CLOCK.search(rest):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
        if hour < 12 and _AFTERNOON.search(rest):
            hour += 12
    return Written(day, hour, minute, _FILLERS.sub("", rest))


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + (_CENTURY if len(digits) == 2 else 0)
