"""The deadline to report as the plan itself words it, and the clause that does."""

import re
from datetime import date

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.formatting import document_date, format_date
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text

_SENTENCE_ENDS = re.compile(r"(?<=[.;!?])\s+(?=[^\W\d_])")
_NUMBERED = re.compile(r"[IVXLC]+\b|\d")


def plan_named(plan: Plan) -> str:
    """The plan by number, date, issuer and subject; what is not known is left visibly blank."""
    day = plan.issued_on
    return text(
        "chasing.plan",
        number=plan.number or text("chasing.blank_number"),
        date=document_date(day) if day else text("chasing.blank_date", year=plan.year),
        issuer=plan.issuer,
        title=lower_first(plan.title),
    )


def clause_named(ref: str) -> str:
    """As in "mục IV.2.1", or "phần kết luận" where the clause has no number."""
    code = "chasing.clause" if _NUMBERED.match(ref) else "chasing.part"
    return text(code, ref=ref)


def deadline_in_words(deadline: Deadline) -> str:
    """As in "trước ngày 12/10/2024"; "chậm nhất" where the day itself counts."""
    code = "chasing.before" if deadline.exclusive else "chasing.until"
    return text(code, day=format_date(deadline.day))


def quoted_deadline(plan: Plan) -> str:
    """The sentence of the plan's clause that sets the deadline, word for word.

    Blank where no sentence of it names the day: the office has moved the deadline since, and the
    plan must not be quoted for what it does not say.
    """
    clause = plan.clause_by_ref.get(plan.reporting.clause)
    if clause is None:
        return ""
    day = _spelled(plan.reporting.deadline.day)
    sentences = _SENTENCE_ENDS.split(" ".join(clause.body.split()))
    return next((each.rstrip("./ ;") for each in sentences if day.search(each)), "")


def _spelled(day: date) -> re.Pattern[str]:
    """`day` in figures or words, with or without zeros; its year may be left out."""
    figures = rf"0?{day.day}[/.-]0?{day.month}([/.-]{day.year})?"
    words = rf"0?{day.day} tháng 0?{day.month}( năm {day.year})?"
    return re.compile(rf"\b({figures}|{words})(?![\d/.-]*\d)", re.IGNORECASE)
