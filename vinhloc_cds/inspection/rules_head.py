"""Rules on the head of page 1: Annex I, part I, section II, items 1 to 5."""

import re

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.parts import KINDS, Parts, is_form, rule_below
from vinhloc_cds.inspection.ruling import (
    Faults,
    clause,
    excerpt,
    hold_capitals,
    hold_face,
    hold_size,
    place_of,
    shown,
)
from vinhloc_cds.inspection.sheet import Line, Sheet
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.measure import line_width
from vinhloc_cds.reports.nd30 import Adjust
from vinhloc_cds.texts import text

_STATES = {nd30.STATE_NAME_TEXT, nd30.STATE_NAME_TEXT.replace("HÒA", "HOÀ")}
_MOTTO_LEEWAY = 0.15
_SHARE_LEEWAY = 0.06
_BLANKS = "…._ \u00a0"
_NUMBER = re.compile(r"Số:(\s*)([^/]*?)(\s*)/(\s*)(.*)$", re.S)
_SYMBOL = re.compile(r"[A-ZĐa-zyr0-9]+(?:-[A-ZĐ0-9&]+)*\.?")
_DATE = re.compile(r"^(.*?)(,?)(\s*)ngày\s*(\S*?)\s*tháng\s*(\S*?)\s*năm\s*(\S*)$", re.S)
_PLACEHOLDER = re.compile(r"^[\s….\d_]*$")
_UNITS = re.compile(r"^(?:SỞ|PHÒNG|CỤC|CHI CỤC|TRUNG TÂM|TRƯỜNG|BAN)\b")


def head_rules(sheet: Sheet, parts: Parts) -> list[RuleResult]:
    """State, motto, issuer, number, date, kind and subject."""
    return [
        _state(parts),
        _motto(sheet, parts),
        _superior(parts),
        _issuer(sheet, parts),
        _number(parts),
        _symbol(parts),
        _date(parts),
        _kind(parts),
        _subject(sheet, parts),
        _letter_subject(parts),
    ]


def _state(parts: Parts) -> RuleResult:
    faults, line = Faults(), parts.state
    what = text("inspection.what.state")
    if line is None:
        if parts.is_whole:
            faults.fail(text("inspection.missing", what=what, asked=nd30.STATE_NAME_TEXT))
    else:
        faults.seen = True
        if " ".join(line.words.split()) not in _STATES:
            if line.words.upper() in _STATES:
                hold_capitals(faults, what, line, capitals=True)
            else:
                sentence = text(
                    "inspection.words", what=what, found=excerpt(line.words),
                    asked=nd30.STATE_NAME_TEXT,
                )  # fmt: skip
                faults.fail(sentence, place_of(line))
        hold_size(faults, what, line, nd30.STATE_NAME_RANGE)
        hold_face(faults, what, line, bold=True, italic=False)
    return faults.result("state", clause("II", 1, "a"))


def _motto(sheet: Sheet, parts: Parts) -> RuleResult:
    faults, line = Faults(), parts.motto
    what = text("inspection.what.motto")
    if line is None:
        if parts.is_whole:
            faults.fail(text("inspection.missing", what=what, asked=nd30.MOTTO_TEXT))
        return faults.result("motto", clause("II", 1, "b"))
    faults.seen = True
    if line.words != nd30.MOTTO_TEXT:
        sentence = text(
            "inspection.words", what=what, found=excerpt(line.words), asked=nd30.MOTTO_TEXT
        )
        faults.fail(sentence, place_of(line))
    hold_size(faults, what, line, nd30.MOTTO_RANGE)
    hold_face(faults, what, line, bold=True, italic=False)
    below = rule_below(sheet, line)
    if below is None:
        faults.fail(text("inspection.rule_missing.motto"), place_of(line))
    elif (length := below.rule) is not None and length > 0:
        asked = _width(line)
        if abs(length / asked - nd30.MOTTO_RULE) > _MOTTO_LEEWAY:
            sentence = text(
                "inspection.rule_length.motto",
                found=shown(round(length)),
                asked=shown(round(asked)),
            )
            faults.fail(sentence, place_of(line))
    return faults.result("motto", clause("II", 1, "b"))


def _width(line: Line) -> float:
    """How long a line's words are, set on one line."""
    if line.lines == 1 and line.page is not None:
        return line.right - line.left
    size = max(line.sizes, default=nd30.BODY.size)
    return line_width(line.words, size, bold=line.bold) or 1.0


def _superior(parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.superior")
    for line in parts.superior:
        faults.seen = True
        hold_capitals(faults, what, line, capitals=True)
        hold_size(faults, what, line, nd30.ISSUER_RANGE)
        hold_face(faults, what, line, bold=False, italic=False)
    return faults.result("superior", clause("II", 2, "b"))


def _issuer(sheet: Sheet, parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.issuer")
    if not parts.issuer and parts.is_whole:
        faults.fail(text("inspection.missing_issuer"))
    for line in parts.issuer:
        faults.seen = True
        hold_capitals(faults, what, line, capitals=True)
        hold_size(faults, what, line, nd30.ISSUER_RANGE)
        hold_face(faults, what, line, bold=True, italic=False)
    if parts.issuer:
        _hold_short_rule(faults, sheet, parts.issuer, what)
    return faults.result("issuer", clause("II", 2, "b"))


def _hold_short_rule(faults: Faults, sheet: Sheet, lines: list[Line], what: str) -> None:
    """Fail a missing line below, or one that is no third to a half of the words' line."""
    last = lines[-1]
    below = rule_below(sheet, last)
    if below is None:
        faults.fail(text("inspection.rule_missing.short", what=what), place_of(last))
        return
    length = below.rule
    if length is None or length <= 0 or is_form(last.words):
        return
    low, high = nd30.RULE_RANGE
    # A line of the decree's text is one on the page: any of them may be the measure.
    room = max(sheet.sections[last.section].width - nd30.points(55), 1)
    widths = [min(_width(line), room) for line in lines]
    if not any(
        low - _SHARE_LEEWAY <= length / width <= high + _SHARE_LEEWAY
        for width in widths
        if width > 0
    ) and not _wrapped_fits(length, lines, room):
        sentence = text(
            "inspection.rule_length.short",
            what=what, found=shown(round(length)), share=shown(round(100 * length / widths[-1])),
        )  # fmt: skip
        faults.fail(sentence, place_of(last))


def _wrapped_fits(length: float, lines: list[Line], room: float) -> bool:
    """Whether it would fit a line of a name that is set on more lines than it is written on."""
    low, high = nd30.RULE_RANGE
    whole = max(_width(line) for line in lines)
    return any(
        low - _SHARE_LEEWAY <= length / (whole / count) <= high + _SHARE_LEEWAY
        for count in (2, 3)
        if whole > room / 2
    )


def _number(parts: Parts) -> RuleResult:
    faults, line = Faults(), parts.number
    what = text("inspection.what.number")
    if line is None:
        if parts.is_whole:
            faults.fail(text("inspection.missing_number"))
        return faults.result("number", clause("II", 3, "c"))
    faults.seen = True
    match = _NUMBER.search(line.words)
    if match is None:
        key = "colon" if "Số:" not in line.words else "slash"
        faults.fail(text(f"inspection.number_line.{key}", found=line.words), place_of(line))
    else:
        _, number, before, after, symbol = match.groups()
        if number.isdecimal() and len(number) == 1:
            faults.fail(text("inspection.number_line.zero", number=number), place_of(line))
        elif number and not number.isdecimal() and not _PLACEHOLDER.match(number):
            faults.fail(text("inspection.number_line.digits", number=number), place_of(line))
        filled = number.isdecimal()
        blank = (filled and (before or after)) or after or re.search(r"\s|[–—]", symbol.strip())
        if blank and not re.search(r"[.…]{2}|…", symbol):
            faults.fail(text("inspection.number_line.blanks", found=line.words), place_of(line))
        elif not _SYMBOL.fullmatch(symbol.strip()) and not re.search(r"[.…]", symbol):
            faults.fail(text("inspection.number_line.symbol", symbol=symbol), place_of(line))
    hold_size(faults, what, line, nd30.NUMBER_RANGE)
    hold_face(faults, what, line, bold=False, italic=False)
    return faults.result("number", clause("II", 3, "c"))


def _symbol(parts: Parts) -> RuleResult:
    """The symbol names the kind and who issues: KH-UBND is none of a department's."""
    faults = Faults()
    match = _NUMBER.search(parts.number.words) if parts.number is not None else None
    if match is not None and parts.number is not None:
        symbol = "".join(match[5].split())
        groups = symbol.split("-")
        place = place_of(parts.number)
        if symbol and not re.search(r"[.…]", symbol):
            faults.seen = True
            asked = KINDS.get(parts.kind_key)
            if asked and len(groups) > 1 and groups[0] != asked:
                kind = parts.kind.words if parts.kind is not None else ""
                sentence = text("inspection.symbol.kind", kind=kind, found=groups[0], asked=asked)
                faults.fail(sentence, place)
            issuer = parts.issuer[0].words if parts.issuer else ""
            of_committee = groups[-1] == "UBND" if asked else groups[0] == "UBND"
            if of_committee and _UNITS.match(issuer):
                sentence = text("inspection.symbol.issuer", symbol=symbol, issuer=issuer)
                faults.fail(sentence, place)
    return faults.result("symbol", clause("II", 3, "b"))


def _date(parts: Parts) -> RuleResult:
    faults, line = Faults(), parts.date
    what = text("inspection.what.date")
    if line is None:
        # Minutes say in their text when they were taken (Annex III, sample 1.9).
        if parts.is_whole and parts.kind_key != "bien ban":
            faults.fail(text("inspection.missing_date"))
        return faults.result("date", clause("II", 4, "b"))
    faults.seen = True
    match = _DATE.match(" ".join(line.words.split()))
    if match is None:
        faults.fail(text("inspection.date.form", found=line.words), place_of(line))
    else:
        place, comma, _, day, month, year = match.groups()
        if not place.strip():
            faults.fail(text("inspection.date.place"), place_of(line))
        elif not comma:
            faults.fail(text("inspection.date.comma", found=place.strip()), place_of(line))
        elif place[:1].islower():
            faults.fail(text("inspection.date.capital", found=place.strip()), place_of(line))
        _hold_day(faults, line, day, month, year)
    hold_size(faults, what, line, nd30.DATE_RANGE)
    hold_face(faults, what, line, bold=False, italic=True)
    return faults.result("date", clause("II", 4, "b"))


def _hold_day(faults: Faults, line: Line, day: str, month: str, year: str) -> None:
    place = place_of(line)
    if day.isdecimal():
        if int(day) < 10 and len(day) == 1:
            faults.fail(text("inspection.date.day_zero", day=day), place)
        elif not 1 <= int(day) <= 31:
            faults.fail(text("inspection.date.form", found=line.words), place)
    elif not _PLACEHOLDER.match(day):
        faults.fail(text("inspection.date.form", found=line.words), place)
    if month.isdecimal():
        if month in {"1", "2"}:
            faults.fail(text("inspection.date.month_zero", month=month), place)
        elif len(month) == 2 and month[0] == "0" and month not in {"01", "02"}:
            faults.fail(text("inspection.date.month_no_zero", month=month), place)
        elif not 1 <= int(month) <= 12:
            faults.fail(text("inspection.date.form", found=line.words), place)
    if year.isdecimal() and len(year) != 4:
        faults.fail(text("inspection.date.year", year=year), place)


def _kind(parts: Parts) -> RuleResult:
    faults, line = Faults(), parts.kind
    what = text("inspection.what.kind")
    if line is not None:
        faults.seen = True
        hold_capitals(faults, what, line, capitals=True)
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        hold_face(faults, what, line, bold=True, italic=False)
        hold_centre(faults, what, line)
    elif not parts.letter_subject and parts.is_whole:
        faults.fail(text("inspection.missing_kind"))
    return faults.result("kind", clause("II", 5, "b"))


def hold_centre(faults: Faults, what: str, line: Line) -> None:
    """Fail what does not stand in the middle."""
    if line.adjust is not None and line.adjust is not Adjust.CENTER:
        faults.fail(text("inspection.not_central", what=what), place_of(line))


def _subject(sheet: Sheet, parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.subject")
    if parts.kind is not None:
        if not parts.subject and not parts.is_slip:
            faults.fail(text("inspection.missing_subject"))
        for line in parts.subject:
            faults.seen = True
            hold_capitals(faults, what, line, capitals=False)
            hold_size(faults, what, line, nd30.TEXT_RANGE)
            hold_face(faults, what, line, bold=True, italic=False)
            hold_centre(faults, what, line)
        if parts.subject:
            _hold_short_rule(faults, sheet, parts.subject, what)
    return faults.result("subject", clause("II", 5, "b"))


def _letter_subject(parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.letter_subject")
    if parts.kind is None:
        for line in parts.letter_subject:
            faults.seen = True
            hold_size(faults, what, line, nd30.LETTER_SUBJECT_RANGE)
            hold_face(faults, what, line, bold=False, italic=False)
            hold_capitals(faults, what, line, capitals=False)
            hold_centre(faults, what, line)
    elif parts.letter_subject and fold_key(parts.kind.words):
        line = parts.letter_subject[0]
        faults.fail(text("inspection.letter_subject_and_kind"), place_of(line))
    return faults.result("letter_subject", clause("II", 5, "b"))
