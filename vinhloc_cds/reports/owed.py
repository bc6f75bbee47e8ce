"""What one unit owes, in words: for letters, messages and lists alike."""

import re

from vinhloc_cds.domain.chasing import LateUnit, Owing
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.plan import Duty, Plan
from vinhloc_cds.reports.quoting import clause_named, deadline_in_words
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text

_SLIP_LINE = re.compile(r"\d+\. ")


def owed(plan: Plan, late: LateUnit) -> str:
    """What is said of the unit behind its name, with its own deadline."""
    match late.owing:
        case Owing.OVERDUE:
            last, days = format_date(late.deadline.last_day), f"{late.days_late:02}"
            own = "_extended" if _extended(plan, late) else ""
            return text(f"chasing.owed.overdue{own}", day=last, days=days)
        case Owing.WAITING:
            own = "_extended" if _extended(plan, late) else ""
            return text(f"chasing.owed.waiting{own}", deadline=deadline_in_words(late.deadline))
        case Owing.RETURNED:
            received = late.returned.received_at if late.returned else None
            when = format_date(local(received).date()) if received else ""
            return text("chasing.owed.returned", received=when)
        case Owing.PARTLY:
            return text("chasing.owed.partly")
        case Owing.ASKED:
            return text("chasing.owed.asked")


def owed_details(plan: Plan, late: LateUnit) -> tuple[str, ...]:
    """What is to be mended or sent besides, one thing each, without a stop at the end.

    The program's codes of indicators "(D02)" are left out: no unit knows them.
    """
    details = [_lack(duty) for duty in late.lacks]
    for finding in late.questions:
        indicator = plan.indicator_by_code[finding.indicator]
        details.append(
            text(
                "chasing.question",
                name=indicator.name,
                message=finding.message,
            )
        )
    if late.returned:
        details += _reasons(late.returned.returned_reason)
    coded = _codes(plan)
    return tuple(coded.sub("", each).strip().rstrip(".;") for each in details)


def owed_in_short(plan: Plan, late: LateUnit) -> str:
    """State and details in one line, for a cell."""
    state, details = text(f"chasing.said.{late.owing}"), owed_details(plan, late)
    if not details:
        return state
    return text("chasing.short", state=state, details="; ".join(details))


def _lack(duty: Duty) -> str:
    clauses = ", ".join(clause_named(ref) for ref in duty.clauses)
    return text("chasing.lack", duty=lower_first(duty.text), clauses=clauses)


def _codes(plan: Plan) -> re.Pattern[str]:
    """Codes of the plan's indicators in brackets, one or several, with the space before them."""
    code = "|".join(re.escape(each) for each in sorted(plan.indicator_by_code, key=len)[::-1])
    return re.compile(rf"\s*\((?:{code})(?:(?:,| và) (?:{code}))*\)")


def _reasons(reason: str) -> list[str]:
    """Why a report was returned: the numbered lines, where the whole slip stands as the reason."""
    lines = [line.strip() for line in reason.splitlines() if line.strip()]
    numbered = [_SLIP_LINE.sub("", line, count=1) for line in lines if _SLIP_LINE.match(line)]
    return numbered or ([" ".join(lines)] if lines else [])


def _extended(plan: Plan, late: LateUnit) -> bool:
    return late.deadline != plan.reporting.deadline
