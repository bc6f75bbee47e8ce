"""Moments, deadlines and windows, in the time of Việt Nam.

Moments are aware datetimes in UTC wherever they are kept; only people see local time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local(moment: datetime) -> datetime:
    """`moment` on a clock in Việt Nam. Raises ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(VIETNAM)


def start_of_day(day: date) -> datetime:
    """The first instant of `day` in Việt Nam, in UTC."""
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due.

    "Trước ngày 12/10/2024" is `Deadline(date(2024, 10, 12), exclusive=True)`: the last instant
    on time is 11/10 23:59:59.999999. Without `exclusive` the day itself is still on time.
    """

    day: date
    exclusive: bool

    @property
    def last_day(self) -> date:
        """The last day on which a report is on time."""
        return self.day - timedelta(days=1) if self.exclusive else self.day

    @property
    def closes_at(self) -> datetime:
        """The first instant, in UTC, that is late."""
        return start_of_day(self.last_day + timedelta(days=1))

    def passed(self, moment: datetime) -> bool:
        """Whether something that comes at `moment` is late."""
        return moment >= self.closes_at


def later(one: Deadline, other: Deadline) -> Deadline:
    """The deadline that leaves more time."""
    return max(one, other, key=lambda deadline: deadline.last_day)


@dataclass(frozen=True, slots=True)
class Extension:
    """A later deadline for one unit, with the reason it was given (rule 1).

    It never shortens: should the plan's own deadline be moved behind it, that one holds.
    """

    unit: str
    deadline: Deadline
    reason: str


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end`, both days included; an event also has the hour it starts."""

    start: date | None
    end: date | None
    start_time: time | None = None

    @property
    def days(self) -> int | None:
        """How many days the window counts, both ends included; None if an end is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1

    @property
    def opens_at(self) -> datetime | None:
        """The first instant of the window in UTC."""
        if self.start is None:
            return None
        return datetime.combine(self.start, self.start_time or time(), VIETNAM).astimezone(UTC)
