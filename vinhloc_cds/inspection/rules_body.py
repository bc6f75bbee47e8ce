"""Rules on the text itself: Annex I, part I, section II, item 6."""

import itertools
import re
from dataclasses import dataclass

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.order import LETTERS, of_roman
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.parts import Parts, is_form, is_item, is_rule
from vinhloc_cds.inspection.ruling import (
    Faults,
    clause,
    excerpt,
    face,
    hold_capitals,
    hold_face,
    hold_size,
    place_of,
    shown,
)
from vinhloc_cds.inspection.sheet import Line, Sheet
from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.framing import roman
from vinhloc_cds.reports.measure import line_width
from vinhloc_cds.reports.nd30 import Adjust
from vinhloc_cds.texts import text

_BASES = ("can cu ", "theo de nghi", "xet de nghi", "theo y kien")
_PART = re.compile(r"^(Phần|Chương)\s+([IVXLC]+)\b\.?\s*(.*)$", re.I | re.S)
_SECTION = re.compile(r"^([IVXLC]+)\s*[.)]\s*(\S.*)$", re.S)
_ARTICLE = re.compile(r"^Điều\s+(\d+)\b(\.?)")
_CLAUSE = re.compile(r"^(\d{1,2})([.)])\s+(\S.*)$", re.S)
_POINT = re.compile(r"^([a-zđ])([).])\s+(\S.*)$", re.S)
_INDENT_LEEWAY = 1.2
_SPACE_LEEWAY = 0.3
_LINE_LEEWAY = 0.04
_TITLE = 120


@dataclass(slots=True)
class _Heading:
    level: str
    mark: str
    end: str
    title: str
    line: Line


def body_rules(sheet: Sheet, parts: Parts) -> list[RuleResult]:
    """Bases, running text, headings and their order, the end."""
    bases, rest = _split_bases(parts)
    running = [line for line in rest if line.words and not line.in_table and not is_rule(line)]
    headings = [found for line in running if (found := _heading(line))]
    titles = {id(each.line) for each in headings if each.level != "point"}
    plain = [
        line
        for at, line in enumerate(rest)
        if line.words
        and not (line.in_table or is_rule(line) or id(line) in titles or is_form(line.words))
        and not _is_beside(rest, at)
    ]
    return [
        _basis(bases),
        _text(plain),
        _indents(sheet, plain),
        _spacing(plain, rest),
        _pitch([*plain, *bases]),
        _heading_faces(headings),
        _heading_order(headings),
        _end(parts, running),
        _table_sizes(sheet),
    ]


def _split_bases(parts: Parts) -> tuple[list[Line], list[Line]]:
    """The grounds above the text, and all that follows."""
    body = parts.body
    at = 0
    bases: list[Line] = []
    while at < len(body):
        line = body[at]
        key = fold_key(line.words)
        if line.words and not is_rule(line):
            if not key.startswith(_BASES):
                break
            bases.append(line)
        at += 1
    # "Căn cứ" within a first paragraph that goes on is an opening, not a list of grounds.
    if len(bases) == 1 and not bases[0].italic and not bases[0].words.endswith((";", ".")):
        return [], body
    return bases, body[at:] if bases else body


def _heading(line: Line) -> _Heading | None:
    words = line.words
    if match := _PART.match(words):
        return _Heading("part", match[2], "", match[3], line)
    if (match := _SECTION.match(words)) and of_roman(match[1]) and len(words) < 3 * _TITLE:
        return _Heading("section", match[1], ".", match[2], line)
    if match := _ARTICLE.match(words):
        return _Heading("article", match[1], match[2], words, line)
    if match := _CLAUSE.match(words):
        return _Heading("clause", match[1], match[2], match[3], line)
    if match := _POINT.match(words):
        return _Heading("point", match[1], match[2], match[3], line)
    return None


def _is_beside(lines: list[Line], at: int) -> bool:
    """A title, unit or note of a table or a picture, or a title in the middle of the page."""
    line = lines[at]
    if line.adjust in {Adjust.CENTER, Adjust.RIGHT} and len(line.words) < 2 * _TITLE:
        return line.bold or line.italic or line.words == line.words.upper() or line.has_picture
    if not (line.bold or line.italic or max(line.sizes, default=14) < nd30.TEXT_RANGE[0]):
        return False
    around = [*reversed(lines[max(0, at - 3) : at]), *lines[at + 1 : at + 4]]
    return any(each.in_table or each.has_picture for each in around)


def _basis(bases: list[Line]) -> RuleResult:
    faults, what = Faults(), text("inspection.what.basis")
    for at, line in enumerate(bases):
        faults.seen = True
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        hold_face(faults, what, line, bold=False, italic=True)
        end = "." if at == len(bases) - 1 else ";"
        if not line.words.endswith(end) and not re.search(r"[.…]{3}$", line.words):
            faults.fail(text("inspection.basis.end", asked=end), place_of(line))
    return faults.result("basis", clause("II", 6, "a"))


def _text(plain: list[Line]) -> RuleResult:
    faults, what = Faults(), text("inspection.what.text")
    for line in plain:
        faults.seen = True
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        if line.written and all(run.italic for run in line.written) and len(line.words) > _TITLE:
            found = face(bold=line.bold, italic=True)
            asked = face(bold=False, italic=False)
            sentence = text("inspection.face.wrong", what=what, found=found, asked=asked)
            faults.doubt(sentence, place_of(line))
        if line.bold and len(line.words) > 2 * _TITLE and _heading(line) is None:
            found = face(bold=True, italic=False)
            sentence = text(
                "inspection.face.wrong",
                what=what, found=found, asked=face(bold=False, italic=False),
            )  # fmt: skip
            faults.fail(sentence, place_of(line))
        if line.adjust not in {None, Adjust.BOTH} and not _is_single(line):
            found = text(f"inspection.adjust.{line.adjust}")
            faults.fail(text("inspection.adjust.wrong", found=found), place_of(line))
    return faults.result("text", clause("II", 6, "e"))


def _is_single(line: Line) -> bool:
    """Whether it fills one line only: then nobody sees how it is set."""
    if line.lines > 1 or line.adjust in {Adjust.CENTER, Adjust.RIGHT}:
        return False
    size = max(line.sizes, default=nd30.BODY.size)
    room = nd30.text_width(nd30.BODY_MARGINS) - (line.first or 0)
    return line_width(line.words, size) <= room


def _indents(sheet: Sheet, plain: list[Line]) -> RuleResult:
    faults = Faults()
    for line in plain:
        if line.first is None or line.adjust in {Adjust.CENTER, Adjust.RIGHT}:
            continue
        if (
            line.cell is not None
            or sheet.sections[min(line.section, len(sheet.sections) - 1)].landscape
        ):
            continue
        faults.seen = True
        if any(abs(line.first - asked) <= _INDENT_LEEWAY for asked in nd30.FIRST_LINES):
            continue
        sentence = text("inspection.indent", found=shown(round(line.first / 72 * 2.54, 2)))
        if line.is_item or is_item(line) or _POINT.match(line.words):
            faults.doubt(sentence, place_of(line))
        else:
            faults.fail(sentence, place_of(line))
    return faults.result("indent", clause("II", 6, "e"))


def _spacing(plain: list[Line], lines: list[Line]) -> RuleResult:
    faults = Faults()
    chosen = {id(line) for line in plain}
    for line, following in itertools.pairwise(lines):
        if id(line) not in chosen or id(following) not in chosen:
            continue
        if line.cell is not None or line.after is None or following.before is None:
            continue
        faults.seen = True
        between = line.after + following.before
        if between + _SPACE_LEEWAY < nd30.PARAGRAPH_SPACE:
            faults.fail(text("inspection.space", found=shown(round(between, 1))), place_of(line))
    return faults.result("space", clause("II", 6, "e"))


def _pitch(plain: list[Line]) -> RuleResult:
    faults = Faults()
    low, high = nd30.LINE_RANGE
    for line in plain:
        if line.pitch is None:
            continue
        faults.seen = True
        if not low - _LINE_LEEWAY <= line.pitch <= high + _LINE_LEEWAY:
            faults.fail(text("inspection.pitch", found=shown(round(line.pitch, 2))), place_of(line))
    return faults.result("pitch", clause("II", 6, "e"))


def _heading_faces(headings: list[_Heading]) -> RuleResult:
    faults = Faults()
    clauses = [each for each in headings if each.level == "clause"]
    for each in headings:
        faults.seen = True
        line, what = each.line, text(f"inspection.what.{each.level}")
        hold_size(faults, what, line, nd30.TEXT_RANGE)
        if each.level == "section":
            hold_capitals(faults, what, _title_line(each), capitals=True)
            hold_face(faults, what, line, bold=True, italic=False)
        elif each.level == "part":
            hold_face(faults, what, line, bold=True, italic=False)
        elif each.level == "article":
            if line.written and not line.written[0].bold:
                faults.fail(text("inspection.article_bold"), place_of(line))
        elif each.level == "clause" and _is_title(each):
            _hold_clause(faults, what, each, clauses)
    return faults.result("headings", clause("II", 6, "đ"))


def _title_line(heading: _Heading) -> Line:
    """The title alone, in the looks of its line."""
    line = heading.line
    found = Line(line.runs, page=line.page)
    found.text = heading.title.split("\n")[0]
    return found


def _is_title(heading: _Heading) -> bool:
    """A clause with a title stands on a line of its own: no sentence, and short."""
    return len(heading.title) < _TITLE and not heading.title.endswith((".", ";", ",", "./."))


def _hold_clause(faults: Faults, what: str, each: _Heading, clauses: list[_Heading]) -> None:
    line = each.line
    if line.italic:
        hold_face(faults, what, line, bold=True, italic=False)
    elif not line.bold:
        # "1. Thời gian: ngày ..." is a clause without a title, although it ends without a mark.
        titled = [other for other in clauses if _is_title(other)]
        if sum(other.line.bold for other in titled) * 2 >= len(titled) and ":" not in each.title:
            hold_face(faults, what, line, bold=True, italic=False)
    if each.title == each.title.upper() and sum(c.isalpha() for c in each.title) > 8:
        faults.fail(text("inspection.capitals.superfluous", what=what), place_of(line))


_CHILDREN = {
    "part": ("section", "clause", "point"),
    "section": ("clause", "point"),
    "article": ("clause", "point"),
    "clause": ("point",),
}


def _heading_order(headings: list[_Heading]) -> RuleResult:
    faults = Faults()
    counted: dict[str, int] = {}
    for each in headings:
        faults.seen = True
        place = place_of(each.line)
        at = _place_in_order(each)
        what = text(f"inspection.what.{each.level}")
        if each.level in {"clause", "article"} and each.end == ")":
            faults.fail(text("inspection.order.mark", found=f"{each.mark})", asked="."), place)
        if each.level == "point" and each.end == ".":
            faults.fail(text("inspection.order.mark", found=f"{each.mark}.", asked=")"), place)
        if at is None:
            sentence = text("inspection.order.letter", found=each.mark, what=what)
            faults.fail(sentence, place)
            continue
        before = counted.get(each.level, 0)
        # An order may begin anew anywhere; articles count through.
        if at != before + 1 and at != 1:
            asked = _mark(each.level, before + 1)
            sentence = text("inspection.order.gap", what=what, found=each.mark, asked=asked)
            faults.fail(sentence, place)
        elif at == 1 and before == 1 and each.level in {"section", "clause", "point"}:
            sentence = text("inspection.order.twice", what=what, found=each.mark)
            faults.fail(sentence, place)
        counted[each.level] = at
        for level in _CHILDREN.get(each.level, ()):
            counted.pop(level, None)
    return faults.result("order", clause("II", 6, "đ"))


def _place_in_order(heading: _Heading) -> int | None:
    if heading.level in {"part", "section"}:
        return of_roman(heading.mark)
    if heading.level == "point":
        found = LETTERS.find(heading.mark)
        return found + 1 if found >= 0 else None
    return int(heading.mark)


def _mark(level: str, at: int) -> str:
    if level == "point":
        return LETTERS[at - 1] if at <= len(LETTERS) else "?"
    return roman(at) if level in {"part", "section"} else str(at)


def _end(parts: Parts, running: list[Line]) -> RuleResult:
    faults = Faults()
    if running and (parts.recipients_title is not None or parts.signer is not None):
        faults.seen = True
        last = [line for line in running if any(c.isalnum() or c == "/" for c in line.words)]
        if last and not last[-1].words.endswith("./."):
            faults.fail(text("inspection.end", found=excerpt(last[-1].words[-40:])))
    return faults.result("end", text("inspection.clause.samples"))


def _table_sizes(sheet: Sheet) -> RuleResult:
    """The decree gives none for tables; below the smallest of any of its texts they are hard."""
    faults = Faults()
    low = nd30.RECIPIENTS_RANGE[0]
    for line in sheet.lines:
        # A figure alone may be one on a bar of a chart.
        has_letters = any(letter.isalpha() for letter in line.words)
        if line.in_table and has_letters and not line.has_picture:
            faults.seen = True
            if line.sizes and min(line.sizes) < low - 0.3:
                size = shown(min(line.sizes))
                sentence = text("inspection.table_size", size=size, least=shown(low))
                faults.doubt(sentence, place_of(line))
    return faults.result("table_size", clause("I", 5))
