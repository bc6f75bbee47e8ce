"""How units, moments and deadlines are named within a sentence of a document."""

from collections.abc import Iterable
from datetime import datetime

from vinhloc_cds.domain.deadline import Deadline, local
from vinhloc_cds.domain.formatting import document_date
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.texts import text


def lower_first(words: str) -> str:
    """`words` as they go on within a sentence; an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def upper_first(words: str) -> str:
    """`words` as they begin a line."""
    return words[:1].upper() + words[1:]


def listed_name(plan: Plan, unit: Unit) -> str:
    """The unit in a table or at the head of a line: "Xã Vĩnh An", "Phòng Nội vụ"."""
    return unit.short_name if unit.group == plan.commune_group else unit.name


def sentence_name(plan: Plan, unit: Unit) -> str:
    """The unit within a sentence: "xã Vĩnh An" (Decree 30, Annex II), "Phòng Nội vụ"."""
    return lower_first(unit.short_name) if unit.group == plan.commune_group else unit.name


def sentence_names(plan: Plan, codes: Iterable[str]) -> str:
    """The units one after the other, as a sentence lists them."""
    return ", ".join(sentence_name(plan, plan.unit_by_code[code]) for code in codes)


def sentence_moment(moment: datetime) -> str:
    """As in "09 giờ 00 ngày 12 tháng 10 năm 2024", by the clock in Việt Nam."""
    here = local(moment)
    clock = text("report.clock", hour=f"{here:%H}", minute=f"{here:%M}")
    return text("report.moment", time=clock, day=document_date(here.date()))


def sentence_deadline(deadline: Deadline) -> str:
    """As in "trước ngày 12 tháng 10 năm 2024"; "chậm nhất" where the day itself counts."""
    day = document_date(deadline.day)
    if deadline.exclusive:
        return text("report.before_day", day=day)
    return text("report.by_day", day=day)
