"""Charts where a reader would rather look than count: who reported by when, turns by topic."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import takewhile

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import Indicator
from vinhloc_cds.domain.unit import Relation, UnitGroup
from vinhloc_cds.reports.document import Chart, Series
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.wording import upper_first
from vinhloc_cds.texts import text

# Turns guided, topic by topic; E00 counts persons and stands in no chart with them (rule 10).
_TOPICS = ("E01", "E02", "E03", "E04", "E05", "E06")
# Beyond so many days only those are drawn on which something came.
_MOST_DAYS = 31


def reported_by_day(material: Material) -> Chart | None:
    """How many obliged units had reported by the end of each day, against the deadline.

    Cumulative: the bar before the line says how many were on time, the last one how many there
    are now. None where nobody has reported.
    """
    obliged = [p for p in material.units if p.unit.relation is Relation.OBLIGED]
    moments = [p.received_at for p in obliged if p.received_at]
    if not moments:
        return None
    received = sorted(local(moment).date() for moment in moments)
    deadline = material.plan.reporting.deadline
    days = _days(received, deadline.last_day)
    today = local(material.moment).date()
    by_day = tuple(
        # What has not come yet is no bar, least of all one as high as today's.
        sum(each <= day for each in received) if day <= today else None
        for day in days
    )
    day = format_date(deadline.day)
    words = text("charts.before", day=day) if deadline.exclusive else text("charts.until", day=day)
    notes = [
        text(
            "charts.days_note",
            reported=len(received),
            obliged=len(obliged),
            moment=format_datetime(material.moment),
        )
    ]
    if extended := sum(p.deadline != deadline for p in obliged):
        notes.append(text("charts.extended", count=extended))
    if len(days) < (days[-1] - days[0]).days + 1:
        notes.append(text("charts.some_days"))
    return Chart(
        name=text("charts.days_name"),
        title=text("charts.days_title"),
        categories=tuple(f"{day:%d/%m}" for day in days),
        series=(Series(text("charts.days_series"), by_day),),
        # The day of the deadline itself is before the line where it is still on time.
        after=days.index(deadline.last_day) + 1,
        after_label=words,
        note=" ".join(notes),
    )


def _days(received: Sequence[date], last_day: date) -> list[date]:
    """The days to draw: from the first report to the last one, or to the last day on time."""
    first, last = min(received[0], last_day), max(received[-1], last_day)
    count = (last - first).days + 1
    if count > _MOST_DAYS:
        return sorted({*received, last_day})
    return [first + timedelta(days=day) for day in range(count)]


def persons_by_topic(material: Material) -> Chart | None:
    """Turns guided by topic, a series to each group: groups are never added up (rule 10).

    None where no turns were reported.
    """
    plan = material.plan
    topics = [plan.indicator_by_code[code] for code in _TOPICS if code in plan.indicator_by_code]
    values = {(t.code, t.group): t.value for t in material.totals if t.group is not None}
    series: list[Series] = []
    coverage: list[str] = []
    for group in sorted(plan.groups, key=lambda g: (g.code != plan.commune_group, g.order)):
        of_group = tuple(values.get((topic.code, group.code)) for topic in topics)
        if any(value is not None for value in of_group):
            series.append(Series(group.name, of_group))
            coverage.append(_coverage(material, group, topics))
    if not any(value for each in series for value in each.values):
        return None
    return Chart(
        name=text("charts.topics_name"),
        title=text("charts.topics_title"),
        categories=_topic_names(topics),
        series=tuple(series),
        horizontal=True,
        note=text("charts.topics_note", coverage="; ".join(coverage)),
    )


def _topic_names(topics: Sequence[Indicator]) -> tuple[str, ...]:
    """What the names of `topics` differ in: "Lượt người được hướng dẫn" stands in the title."""
    names = [topic.name.split() for topic in topics]
    same = takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False))
    # One topic alone shares all its words with itself, and keeps them.
    shared = min(len(list(same)), min(map(len, names)) - 1) if len(names) > 1 else 0
    return tuple(upper_first(" ".join(words[shared:])) for words in names)


def _coverage(material: Material, group: UnitGroup, topics: Sequence[Indicator]) -> str:
    """Over how many units a group's bars stand: those that gave at least one of the topics."""
    gave = {
        unit
        for unit, code in material.matrix
        if any(code == topic.code and group.code in topic.groups for topic in topics)
    }
    units = [
        unit
        for unit in material.plan.units
        if unit.group == group.code and unit.relation is not Relation.NONE
    ]
    obliged = [unit for unit in units if unit.relation is Relation.OBLIGED]
    reported = sum(unit.code in gave for unit in units)
    if len(obliged) == len(units):
        return text("charts.group", group=group.name, reported=reported, expected=len(units))
    # Units that are only asked stand in no denominator (rule 4).
    return text("charts.group_asked", group=group.name, reported=reported)
