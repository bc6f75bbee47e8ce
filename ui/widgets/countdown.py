"""How far a deadline is, in words."""

from datetime import datetime, timedelta

from vinhloc_cds.domain.deadline import Deadline, local
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.texts import text


def due_words(deadline: Deadline) -> str:
    """As in "trước ngày 12/10/2024", or "đến hết ngày" where the day itself still counts."""
    day = format_date(deadline.day)
    if deadline.exclusive:
        return text("ui.countdown.before", day=day)
    return text("ui.countdown.until", day=day)


def how_far(deadline: Deadline, now: datetime) -> str:
    """As in "còn 2 ngày 15 giờ" until the deadline closes, "quá hạn 1 ngày" from then on.

    Days late are counted by the calendar, as those of each unit are.
    """
    left = deadline.closes_at - now
    if left > timedelta():
        return text("ui.countdown.left", span=_span(left))
    return text("ui.countdown.gone", days=(local(now).date() - deadline.last_day).days)


def _span(span: timedelta) -> str:
    """The two largest parts that matter: days and hours, else hours and minutes."""
    minutes = int(span.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        parts = [text("ui.countdown.days", n=days)]
        if hours:
            parts.append(text("ui.countdown.hours", n=hours))
    elif hours:
        parts = [text("ui.countdown.hours", n=hours)]
        if minutes:
            parts.append(text("ui.countdown.minutes", n=minutes))
    else:
        parts = [text("ui.countdown.minutes", n=minutes)]
    return " ".join(parts)
