"""Places that were left to be filled in, as "ngày … tháng …" or a number before its stroke."""

import re

from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.parts import is_rule
from vinhloc_cds.inspection.ruling import Faults, excerpt, place_of
from vinhloc_cds.inspection.sheet import Line, Sheet
from vinhloc_cds.texts import text

_DOTS = r"(?:[.…_]{4,}|…{2,}|_{2,})"
_GAP = r"(?:\s{0,99}[.…_]{1,99}\s{0,99}|\s{1,99})"
_PLACES = re.compile(
    # A number that is not there yet: "Số:      /BC-UBND", "Kế hoạch số ....../KH-UBND".
    rf"\b[Ss]ố ?:?{_GAP}/\s*[A-ZĐ]|\b[Ss]ố:?/[A-ZĐ]"
    # A day or month that is not: "ngày … tháng …", "ngày    tháng 10 năm 2024".
    r"|\b[Nn]gày\s*[.…_]+\s*tháng|\btháng\s*[.…_]+\s*năm|\bnăm\s*[.…_]{2,}|\bnăm\s*…"
    r"|\b[Nn]gày\s+tháng\s+(?:\d{1,2}\s+)?năm\s+(?:\d{4}|[.…_])"
    r"|\b[Nn]gày\s+\d{1,2}\s+tháng\s+năm\s+\d{4}"
    rf"|{_DOTS}|\[\s*[.…_]*\s*\]"
)
_LEADERS = re.compile(r"(?<![.…_])[.…_]{4,}+\s*+\d{1,5}\s*$")
"""Dots of a table of contents lead to a page's number."""


def unfilled_rule(sheet: Sheet) -> RuleResult:
    """Every place in the head and the text: a finished document has none."""
    faults = Faults(seen=True)
    for line in sheet.lines:
        if is_rule(line) or not any(letter.isalnum() for letter in line.words):
            continue
        if (found := _place(line)) is not None:
            faults.doubt(text("inspection.unfilled", around=found), place_of(line))
    return faults.result("unfilled", text("inspection.clause.own"))


def _place(line: Line) -> str | None:
    words = _LEADERS.sub("", line.words)
    match = _PLACES.search(words)
    if match is None:
        return None
    # Whole words around it.
    begin = words.rfind(" ", 0, max(0, match.start() - 20)) + 1
    end = words.find(" ", match.end() + 20)
    return excerpt(words[begin : end if end > 0 else None])
