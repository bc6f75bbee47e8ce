"""When a duty is to be done, in the few words that a table has room for."""

from vinhloc_cds.domain.deadline import Deadline, Window
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.plan import Duty
from vinhloc_cds.texts import text


def due_of(duty: Duty, reporting: Deadline) -> Deadline | None:
    """By when `duty` is due; the duty to report follows the deadline for `reporting` itself."""
    return reporting if duty.is_report else duty.deadline


def when(window: Window | None, due: Deadline | None) -> str:
    """The time a duty has, in the words of a table: its window or event, else its deadline."""
    if window is not None and (window.start or window.end):
        return _span(window)
    if due is None:
        return text("assignments.window.none")
    code = "assignments.window.before" if due.exclusive else "assignments.window.deadline"
    return text(code, end=format_date(due.day))


def _span(window: Window) -> str:
    start = format_date(window.start) if window.start else ""
    end = format_date(window.end) if window.end else ""
    if window.start_time is not None:
        time = window.start_time.strftime("%Hh%M")
        return text("assignments.window.event", time=time, start=start)
    if window.start and window.end:
        if window.start.year == window.end.year:
            start = window.start.strftime("%d/%m")
        return text("assignments.window.span", start=start, end=end)
    if start:
        return text("assignments.window.from", start=start)
    return text("assignments.window.until", end=end)
