"""Rules on addressees, signature, recipients, annexes and marks: II.7 to II.9 and section III."""

import re

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.order import of_roman
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.parts import REPORTS_TO, Annex, Parts, is_form
from vinhloc_cds.inspection.rules_head import hold_centre
from vinhloc_cds.inspection.ruling import (
    Faults,
    clause,
    hold_capitals,
    hold_face,
    hold_size,
    place_of,
)
from vinhloc_cds.inspection.sheet import Line, Sheet
from vinhloc_cds.reports import nd30
from vinhloc_cds.texts import text

_POWERS = re.compile(r"^(TM|KT|Q|TL|TUQ)\b(\.?)(\s*)(.*)$", re.S)
_DEGREES = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|KS|CN|NGND|NGƯT|TSKH|Ths|CKI|CKII|Ông|Bà|Đ/c)\b\.?\s*)"
)
_DEPUTY = re.compile(r"^PHÓ |^THỨ TRƯỞNG")
_HIDDEN = re.compile(r"[.…]{2,}")
_FILED = re.compile(r"^-\s*Lưu\b", re.I)
_FILED_WELL = re.compile(r"^-\s*Lưu: VT\b.*\.$", re.S)
_MAKER = re.compile(r"^[A-ZĐ]{1,6}\.\s?\(?\d+\)?$")
_ADDRESS = re.compile(r"^(?:Số|Địa chỉ|ĐT|E-?mail|Website|Điện thoại)\s*:", re.I)
_DRAFT = re.compile(r"^d\s*u\s*t\s*h\s*a\s*o(?:\s|$|\d|lan)")


def foot_rules(sheet: Sheet, parts: Parts) -> list[RuleResult]:
    """Signature, addressees, recipients, annexes and the marks that a document may bear."""
    return [
        _authority(parts),
        _signer(parts),
        _signature(parts),
        _addressees(parts),
        _recipients_title(parts),
        _recipients(parts),
        _annex_labels(parts),
        _annex_titles(parts),
        _annex_references(parts),
        _annex_pages(sheet, parts),
        _annex_named(parts),
        *_marks(parts),
        _maker(sheet),
        _address(sheet, parts),
        _draft(sheet),
    ]


def _authority(parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.authority")
    if not parts.authority and _is_signed(parts):
        faults.fail(text("inspection.missing_authority"))
    for line in parts.authority:
        faults.seen = True
        hold_capitals(faults, what, line, capitals=True)
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        hold_face(faults, what, line, bold=True, italic=False)
    words = [line.words for line in parts.authority]
    for line in parts.authority:
        if (match := _POWERS.match(line.words)) and (not match[2] or not match[3]):
            faults.fail(text("inspection.power", found=match[1]), place_of(line))
    if words and _DEPUTY.match(words[-1]) and not any(_POWERS.match(each) for each in words):
        faults.fail(text("inspection.deputy", found=words[-1]), place_of(parts.authority[-1]))
    return faults.result("authority", clause("II", 7, "đ"))


def _is_signed(parts: Parts) -> bool:
    """Whether one person signs: minutes bear two names (Annex III, sample 1.9)."""
    return parts.is_whole and parts.kind_key != "bien ban"


def _signer(parts: Parts) -> RuleResult:
    faults, line = Faults(), parts.signer
    what = text("inspection.what.signer")
    if line is None:
        if _is_signed(parts):
            faults.fail(text("inspection.missing_signer"))
    else:
        faults.seen = True
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        hold_face(faults, what, line, bold=True, italic=False)
        hold_capitals(faults, what, line, capitals=False)
        if match := _DEGREES.match(line.words):
            faults.fail(text("inspection.degree", found=match[0].strip()), place_of(line))
    return faults.result("signer", clause("II", 7, "c"))


def _signature(parts: Parts) -> RuleResult:
    faults = Faults()
    if parts.has_picture_at_foot:
        faults.doubt(text("inspection.signature"))
    return faults.result("signature", clause("II", 8, "a"))


def _addressees(parts: Parts) -> RuleResult:
    faults, title = Faults(), parts.addressees_title
    what = text("inspection.what.addressees")
    if title is None:
        if parts.is_letter:
            faults.fail(text("inspection.addressees.missing"))
        elif parts.kind_key in REPORTS_TO:
            faults.doubt(text("inspection.addressees.unsure"))
        return faults.result("addressees", clause("II", 9, "d"))
    faults.seen = True
    match = re.match(r"^Kính gửi(:?)\s*(.*)$", title.words, re.S)
    if match is None or not match[1]:
        faults.fail(text("inspection.addressees.colon"), place_of(title))
    for line in [title, *parts.addressees]:
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        hold_face(faults, what, line, bold=False, italic=False)
    beside = match[2] if match is not None else ""
    if beside and parts.addressees:
        faults.fail(text("inspection.addressees.lines"), place_of(title))
    elif not beside and not parts.addressees:
        faults.fail(text("inspection.addressees.none"), place_of(title))
    elif len(parts.addressees) == 1:
        faults.fail(text("inspection.addressees.one"), place_of(parts.addressees[0]))
    elif beside.rstrip(".").count(";"):
        faults.fail(text("inspection.addressees.lines"), place_of(title))
    _hold_list(faults, parts.addressees)
    return faults.result("addressees", clause("II", 9, "d"))


def _hold_list(faults: Faults, lines: list[Line]) -> None:
    """Fail a list whose lines do not begin with "-" and end with ";", the last with "."."""
    for at, line in enumerate(lines):
        if not line.words.startswith("-"):
            faults.fail(text("inspection.list.dash"), place_of(line))
        end = "." if at == len(lines) - 1 else ";"
        if not line.words.endswith(end):
            faults.fail(text("inspection.list.end", asked=end), place_of(line))


def _recipients_title(parts: Parts) -> RuleResult:
    faults, line = Faults(), parts.recipients_title
    what = text("inspection.what.recipients_title")
    if line is None:
        if parts.is_whole:
            faults.fail(text("inspection.missing", what=what, asked=nd30.RECIPIENTS_TEXT))
    else:
        faults.seen = True
        if line.words != nd30.RECIPIENTS_TEXT:
            sentence = text(
                "inspection.words", what=what, found=line.words, asked=nd30.RECIPIENTS_TEXT
            )
            faults.fail(sentence, place_of(line))
        hold_size(faults, what, line, nd30.RECIPIENTS_TITLE_RANGE)
        hold_face(faults, what, line, bold=True, italic=True)
    return faults.result("recipients_title", clause("II", 9, "d"))


def _recipients(parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.recipients")
    lines = [
        line for line in parts.recipients
        if not _MAKER.match(line.words) and (line.words.startswith("-") or not is_form(line.words))
    ]  # fmt: skip
    for line in lines:
        faults.seen = True
        hold_size(faults, what, line, nd30.RECIPIENTS_RANGE)
        hold_face(faults, what, line, bold=False, italic=False)
    if lines:
        _hold_list(faults, lines)
        last = lines[-1]
        if not _FILED.match(last.words):
            faults.fail(text("inspection.filed.missing"), place_of(last))
        elif not _FILED_WELL.match(last.words):
            faults.fail(text("inspection.filed.form", found=last.words), place_of(last))
        first = fold_key(lines[0].words)
        named = parts.addressees_title is not None
        if named and "nhu tren" not in first:
            faults.fail(text("inspection.as_above.missing"), place_of(lines[0]))
        elif not named and "nhu tren" in first and not parts.is_slip:
            faults.fail(text("inspection.as_above.superfluous"), place_of(lines[0]))
    elif parts.recipients_title is not None:
        faults.fail(text("inspection.missing_recipients"))
    return faults.result("recipients", clause("II", 9, "d"))


def _annex_labels(parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.annex")
    for at, annex in enumerate(parts.annexes, 1):
        line = annex.label
        faults.seen = True
        hold_size(faults, what, line, nd30.ANNEX_LABEL_RANGE)
        hold_face(faults, what, line, bold=True, italic=False)
        hold_capitals(faults, what, line, capitals=False)
        hold_centre(faults, what, line)
        mark = line.words.split()[2].rstrip(".") if len(line.words.split()) > 2 else ""
        if _HIDDEN.search(mark) or "…" in mark:
            continue
        if len(parts.annexes) > 1 and not mark:
            faults.fail(text("inspection.annex.number_missing"), place_of(line))
        elif mark and of_roman(mark) is None:
            faults.fail(text("inspection.annex.roman", found=mark), place_of(line))
        elif mark and of_roman(mark) != at:
            faults.fail(text("inspection.annex.order", found=mark, number=at), place_of(line))
    return faults.result("annex", clause("III", 1, "b"))


def _annex_titles(parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.annex_title")
    for annex in parts.annexes:
        for line in annex.title:
            faults.seen = True
            hold_capitals(faults, what, line, capitals=True)
            hold_size(faults, what, line, nd30.TEXT_RANGE)
            hold_face(faults, what, line, bold=True, italic=False)
            hold_centre(faults, what, line)
    return faults.result("annex_title", clause("III", 1, "b"))


def _annex_references(parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.annex_reference")
    for annex in parts.annexes:
        faults.seen = True
        line = annex.reference
        if line is None:
            faults.fail(text("inspection.annex.reference_missing"), place_of(annex.label))
            continue
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        hold_face(faults, what, line, bold=False, italic=True)
        hold_centre(faults, what, line)
    return faults.result("annex_reference", clause("III", 1, "c"))


def _annex_pages(sheet: Sheet, parts: Parts) -> RuleResult:
    faults = Faults()
    before = 0 if parts.body or parts.state else -1
    for annex in parts.annexes:
        faults.seen = True
        section = annex.label.section
        if section >= len(sheet.sections):
            continue
        if section == before or not sheet.sections[section].starts_anew:
            faults.fail(text("inspection.annex.pages"), place_of(annex.label))
        before = section
    return faults.result("annex_pages", clause("III", 1, "đ"))


def _annex_named(parts: Parts) -> RuleResult:
    """The text has to lead to each annex."""
    faults = Faults()
    said = " ".join(fold_key(line.words) for line in parts.body)
    for annex in parts.annexes if parts.body else ():
        faults.seen = True
        if not _leads_to(annex, said, alone=len(parts.annexes) == 1):
            sentence = text("inspection.annex.unnamed", label=annex.label.words)
            faults.fail(sentence, place_of(annex.label))
    return faults.result("annex_named", clause("III", 1, "a"))


def _leads_to(annex: Annex, said: str, *, alone: bool) -> bool:
    label = fold_key(annex.label.words).rstrip(".")
    mark = label.removeprefix("phu luc").removeprefix(" so").strip()
    if alone or not mark or "…" in mark:
        return "phu luc" in said
    if re.search(rf"phu luc(?: so)? {re.escape(mark)}\b", said):
        return True
    at = of_roman(mark)
    for first, last in re.findall(r"phu luc(?: tu)? ([ivxl]+)(?: den|\s*-|\s*–) ([ivxl]+)\b", said):
        low, high = of_roman(first), of_roman(last)
        if at is not None and low is not None and high is not None and low <= at <= high:
            return True
    lists = re.findall(r"phu luc ((?:[ivxl]+(?:, | va )?)+)", said)
    return any(mark in re.split(r", | va |\s", each) for each in lists)


def _marks(parts: Parts) -> list[RuleResult]:
    urgency, circulation = Faults(), Faults()
    for line in parts.stamps:
        key = fold_key(line.words)
        urgent = "khan" in key or "hoa toc" in key
        faults = urgency if urgent else circulation
        what = text("inspection.what.urgency" if urgent else "inspection.what.circulation")
        faults.seen = True
        hold_capitals(faults, what, line, capitals=True)
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        hold_face(faults, what, line, bold=True, italic=False)
    return [
        urgency.result("urgency", clause("III", 2, "b")),
        circulation.result("circulation", clause("III", 2, "c")),
    ]


def _maker(sheet: Sheet) -> RuleResult:
    faults, what = Faults(), text("inspection.what.maker")
    for line in sheet.lines:
        if _MAKER.match(line.words) and not line.in_table:
            faults.seen = True
            hold_size(faults, what, line, nd30.RECIPIENTS_RANGE)
            hold_face(faults, what, line, bold=False, italic=False)
    return faults.result("maker", text("inspection.clause.whole", section="III", number=3))


def _address(sheet: Sheet, parts: Parts) -> RuleResult:
    faults, what = Faults(), text("inspection.what.address")
    for line in sheet.lines:
        contact = _ADDRESS.match(line.words) and re.search(r"e-?mail|fax|website", line.words, re.I)
        if contact and not line.in_table and line is not parts.number:
            faults.seen = True
            hold_size(faults, what, line, nd30.ADDRESS_RANGE)
            hold_face(faults, what, line, bold=False, italic=False)
    return faults.result("address", clause("III", 4))


def _draft(sheet: Sheet) -> RuleResult:
    faults = Faults(seen=True)
    if sheet.stamped:
        faults.doubt(text("inspection.stamped"))
    for mark in sheet.marks:
        if _DRAFT.match(fold_key(mark)):
            faults.fail(text("inspection.draft", found=mark[:40]))
    for line in sheet.lines:
        if len(line.words) < 30 and _DRAFT.match(fold_key(line.words)) and line.words.isupper():
            faults.fail(text("inspection.draft", found=line.words), place_of(line))
    return faults.result("draft", text("inspection.clause.own"))
