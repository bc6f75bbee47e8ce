"""Rules on the page as a whole: Annex I, part I, section I."""

from collections import Counter

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.parts import Parts
from vinhloc_cds.inspection.ruling import Faults, clause, place_of, shown
from vinhloc_cds.inspection.sheet import BLACK, Section, Sheet
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.nd30 import Adjust
from vinhloc_cds.texts import text

_LEEWAY = 0.6
"""Millimetres that programs round away."""
_TWINS = ("liberation serif", "tinos", "times newer roman", "nimbus roman", "freeserif", "termes")
_SMALL_TEXT = 1600
"""Characters that surely stand on one page."""
_DARK = 0x28


def page_rules(sheet: Sheet, parts: Parts) -> list[RuleResult]:
    """Paper, direction, margins, font, color, page numbers."""
    return [
        _paper(sheet),
        _direction(sheet, parts),
        _margins(sheet),
        _font(sheet),
        _color(sheet, parts),
        _page_number(sheet),
    ]


def _millimetres(length: float) -> float:
    return length / nd30.POINTS_PER_MM


def _where(sheet: Sheet, at: int) -> str:
    return text("inspection.place.section", number=at + 1) if len(sheet.sections) > 1 else ""


def _paper(sheet: Sheet) -> RuleResult:
    faults = Faults(seen=True)
    for at, section in enumerate(sheet.sections):
        wide, high = sorted((_millimetres(section.width), _millimetres(section.height)))
        if abs(wide - nd30.PAGE_WIDTH) > 1 or abs(high - nd30.PAGE_HEIGHT) > 1:
            sentence = text("inspection.paper", width=round(wide), height=round(high))
            faults.fail(sentence, _where(sheet, at))
    return faults.result("paper", clause("I", 1))


def _direction(sheet: Sheet, parts: Parts) -> RuleResult:
    faults = Faults(seen=True)
    of_annexes = {each.label.section for each in parts.annexes}
    for at, section in enumerate(sheet.sections):
        if not section.landscape or at in of_annexes:
            continue
        if any(line.in_table for line in sheet.lines if line.section == at):
            continue
        if of_annexes and at > min(of_annexes):
            continue
        faults.fail(text("inspection.direction"), _where(sheet, at))
    return faults.result("direction", clause("I", 2))


def _margins(sheet: Sheet) -> RuleResult:
    faults = Faults()
    for at, section in enumerate(sheet.sections):
        for side, length, (low, high) in _sides(section):
            if length is None:
                continue
            faults.seen = True
            found = _millimetres(length)
            if not low - _LEEWAY <= found <= high + _LEEWAY:
                name = text(f"inspection.side.{side}")
                sentence = text(
                    "inspection.margin",
                    side=name, found=shown(round(found, 1)), low=shown(low), high=shown(high),
                )  # fmt: skip
                faults.fail(sentence, _where(sheet, at))
    return faults.result("margins", clause("I", 3))


def _sides(section: Section) -> list[tuple[str, float | None, tuple[float, float]]]:
    return [
        ("top", section.top, nd30.TOP_RANGE),
        ("bottom", section.bottom, nd30.BOTTOM_RANGE),
        ("left", section.left, nd30.LEFT_RANGE),
        ("right", section.right, nd30.RIGHT_RANGE),
    ]


def _font(sheet: Sheet) -> RuleResult:
    faults = Faults()
    for line in sheet.lines:
        for run in line.written:
            if not any(letter.isalnum() for letter in run.text):
                continue
            faults.seen = True
            slots = run.fonts or {"hAnsi": run.font}
            for slot, font in slots.items():
                if _plain(font) == _plain(nd30.FONT) or not font:
                    continue
                if _plain(font).startswith(_TWINS):
                    faults.doubt(text("inspection.font.twin", font=font), place_of(line))
                elif slot in {"ascii", "hAnsi"}:
                    faults.fail(text("inspection.font.other", font=font), place_of(line))
                else:
                    sentence = text("inspection.font.slot", font=font, slot=slot)
                    faults.doubt(sentence, place_of(line))
    return faults.result("font", clause("I", 4))


def _plain(font: str) -> str:
    spaced = "".join(f" {c}" if c.isupper() else c for c in font)
    return (
        " ".join(spaced.replace(",", " ").replace("-", " ").casefold().split())
        .replace(" mt", "")
        .removesuffix(" ps")
    )


def _color(sheet: Sheet, parts: Parts) -> RuleResult:
    faults = Faults()
    stamps = {id(line) for line in parts.stamps}
    for line in sheet.lines:
        for run in line.written:
            faults.seen = True
            if run.color != BLACK and id(line) not in stamps and not _is_dark(run.color):
                sentence = text("inspection.color", color=f"#{run.color}")
                faults.fail(sentence, place_of(line))
    return faults.result("color", clause("I", 4))


def _is_dark(color: str) -> bool:
    try:
        channels = bytes.fromhex(color)
    except ValueError:
        return False
    return len(channels) == 3 and max(channels) < _DARK


def _page_number(sheet: Sheet) -> RuleResult:
    faults = Faults()
    rule = "page_number"
    has_any = False
    for at, section in enumerate(sheet.sections):
        place = _where(sheet, at)
        if section.in_footer:
            faults.fail(text("inspection.number.footer"), place)
        if section.on_first:
            faults.fail(text("inspection.number.first"), place)
        number = section.number
        if number is None:
            continue
        has_any = faults.seen = True
        if number.adjust is not None and number.adjust is not Adjust.CENTER:
            faults.fail(text("inspection.number.not_central"), place)
        low, high = nd30.PAGE_NUMBER_RANGE
        for size in sorted(set(number.sizes)):
            if not low <= round(size, 1) <= high:
                faults.fail(text("inspection.number.size", size=shown(size)), place)
        if number.bold or number.italic:
            faults.fail(text("inspection.number.face"), place)
    if not has_any and not faults.seen and _has_more_pages(sheet):
        faults.fail(text("inspection.number.none"))
    return faults.result(rule, clause("I", 7))


def _has_more_pages(sheet: Sheet) -> bool:
    """Whether text or an annex, each numbered by itself, surely has a second page."""
    if sheet.kind is FileKind.PDF:
        return any((section.pages or 0) > 1 for section in sheet.sections)
    if sheet.pages is not None and sheet.pages > 1:
        return sheet.pages > len(sheet.sections)
    letters = Counter[int]()
    for line in sheet.lines:
        letters[line.section] += len(line.text)
    return max(letters.values(), default=0) > 2 * _SMALL_TEXT
