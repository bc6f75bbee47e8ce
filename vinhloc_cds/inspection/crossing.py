"""What one place of a document says of another: annexes of its head, the text of its tables."""

import re
from collections.abc import Iterator

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.parts import Parts
from vinhloc_cds.inspection.ruling import Faults, place_of
from vinhloc_cds.inspection.sheet import Line, Sheet
from vinhloc_cds.texts import text

_NUMBER = re.compile(r"số\s*:?\s*(\d+)\s*/\s*([A-ZĐ][\w-]*)", re.I)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.I)
_MARK = r"[A-ZĐ]\d{0,2}(?![\w/])"
_LIST = rf"{_MARK}(?:(?:\s*[,;]\s*|\s+và\s+|\s*[-–]\s*){_MARK})*"
_TITLE = re.compile(rf"^(?:Bảng |Mẫu )?[Bb]iểu(?: số)? ({_LIST})")
_TABLE = re.compile(
    rf"\b(?:tại|ở|xem|trong|theo|các)\s+(?:các\s+)?[Bb]iểu(?: số)? ({_LIST})(.{{0,24}})"
)
_ANNEX = re.compile(
    r"\b(?:tại|ở|xem|trong|theo|các)\s+(?:các\s+)?[Pp]hụ lục(?: số)? ([IVX]{1,5})\b(.{0,24})"
)
_ELSEWHERE = re.compile(
    r"^\W*(?:của|ban hành|kèm theo|đính kèm|nghị định|thông tư|quyết định|kế hoạch|công văn"
    r"|hướng dẫn|chương trình|luật)",
    re.I,
)
"""What follows the name of an annex or a table of another document."""


def crossing_rule(sheet: Sheet, parts: Parts) -> RuleResult:
    """Number and day under an annex's title are the head's; tables and annexes named are there."""
    faults = Faults()
    _hold_annexes(faults, parts)
    annexes = {annex.label.words.split()[-1].rstrip(".") for annex in parts.annexes}
    if any(re.fullmatch(r"[IVX]+", mark) for mark in annexes):
        _hold_names(faults, sheet.lines, _ANNEX, annexes, "annex")
    tables = {
        mark for line in sheet.lines if (match := _TITLE.match(line.words))
        for mark in _marks(match[1])
    }  # fmt: skip
    if tables:
        # A table may go on in parts: C1 and C2 are both C.
        tables |= {mark[0] for mark in tables}
        _hold_names(faults, sheet.lines, _TABLE, tables, "table")
    return faults.result("crossing", text("inspection.clause.own"))


def _hold_annexes(faults: Faults, parts: Parts) -> None:
    head = _NUMBER.search(parts.number.words) if parts.number is not None else None
    day = _DAY.search(parts.date.words) if parts.date is not None else None
    for annex in parts.annexes:
        line = annex.reference
        if line is None:
            continue
        said = _NUMBER.search(line.words)
        # What goes with another document says that one's number: a rule, its decision's.
        own = said is not None and head is not None and fold_key(said[2]) == fold_key(head[2])
        if not (
            own or (said is None and parts.kind_key and parts.kind_key in fold_key(line.words))
        ):
            continue
        if said is not None and head is not None:
            faults.seen = True
            if int(said[1]) != int(head[1]):
                sentence = text("inspection.crossing.number", found=said[1], asked=head[1])
                faults.fail(sentence, place_of(line))
        named = _DAY.search(line.words)
        if named is not None and day is not None:
            faults.seen = True
            if [int(each) for each in named.groups()] != [int(each) for each in day.groups()]:
                sentence = text("inspection.crossing.day", found=named[0], asked=day[0])
                faults.fail(sentence, place_of(line))


def _hold_names(
    faults: Faults, lines: list[Line], pattern: re.Pattern[str], there: set[str], what: str
) -> None:
    for line in lines:
        for match in pattern.finditer(" ".join(line.text.split())):
            if _ELSEWHERE.match(match[2]):
                continue
            faults.seen = True
            for mark in _marks(match[1]):
                if mark not in there:
                    sentence = text(f"inspection.crossing.{what}", mark=mark)
                    faults.doubt(sentence, place_of(line))


def _marks(names: str) -> Iterator[str]:
    """The single names of "A, H" or "C1 và C2"."""
    yield from re.findall(r"[A-ZĐ]\d{1,2}|[IVX]+|[A-ZĐ]", names)
