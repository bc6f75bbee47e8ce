"""Which line of a document is which of the decree's elements: told by words and places."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.sheet import Line, Sheet
from vinhloc_cds.reports.nd30 import Adjust

# Annex III, I: the kinds of documents with a name, without accents.
KINDS = {
    "nghi quyet": "NQ", "quyet dinh": "QĐ", "chi thi": "CT", "quy che": "QC", "quy dinh": "QyĐ",
    "thong cao": "TC", "thong bao": "TB", "huong dan": "HD", "chuong trinh": "CTr",
    "ke hoach": "KH", "phuong an": "PA", "de an": "ĐA", "du an": "DA", "bao cao": "BC",
    "bien ban": "BB", "to trinh": "TTr", "hop dong": "HĐ", "cong dien": "CĐ",
    "ban ghi nho": "BGN", "ban thoa thuan": "BTT", "giay uy quyen": "GUQ", "giay moi": "GM",
    "giay gioi thieu": "GGT", "giay nghi phep": "GNP", "phieu gui": "PG", "phieu chuyen": "PC",
    "phieu bao": "PB",
}  # fmt: skip
REPORTS_TO = frozenset({"bao cao", "to trinh"})
_NUMBER = re.compile(r"^\s*Số\s*:?.*/", re.I)
_BARE_NUMBER = re.compile(r"^\s*Số\s*:?[\s….\d_]*$", re.I)
_DATE = re.compile(r"ngày.*tháng.*năm", re.I | re.S)
_SUBJECT = re.compile(r"^\s*V/v\b", re.I)
_ANNEX = re.compile(r"^phu luc(?: (?:so )?[ivxlc\d…._]+)?\.?$")
_BULLET = re.compile(r"^\s*[-–—+•]")
_ORGANS = (
    "uy ban", "ubnd", "so ", "phong ", "cuc ", "chi cuc", "trung tam", "van phong", "ban ",
    "truong ", "benh vien", "hoi ", "cong ty", "tong cuc", "vu ", "vien ", "toa ", "kho bac",
    "dai ", "bo ", "hoi dong", "hdnd", "ten co quan", "ten cq",
)  # fmt: skip
_HEAD_LINES = 40
_ORGAN_BOX = 12


@dataclass(slots=True)
class Annex:
    """An annex: its label, its title's lines, its reference, and where it ends."""

    label: Line
    title: list[Line] = field(default_factory=list)
    reference: Line | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Parts:
    """The elements of a document; None or empty where it has none."""

    state: Line | None = None
    motto: Line | None = None
    superior: list[Line] = field(default_factory=list)
    issuer: list[Line] = field(default_factory=list)
    number: Line | None = None
    date: Line | None = None
    letter_subject: list[Line] = field(default_factory=list)
    kind: Line | None = None
    subject: list[Line] = field(default_factory=list)
    addressees_title: Line | None = None
    addressees: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    recipients_title: Line | None = None
    recipients: list[Line] = field(default_factory=list)
    authority: list[Line] = field(default_factory=list)
    signer: Line | None = None
    annexes: list[Annex] = field(default_factory=list)
    stamps: list[Line] = field(default_factory=list)
    has_picture_at_foot: bool = False

    @property
    def kind_key(self) -> str:
        """The name of the kind without accents; blank for a letter."""
        return fold_key(self.kind.words).strip() if self.kind is not None else ""

    @property
    def is_whole(self) -> bool:
        """Whether it is a document by itself, not one that goes with another: an annex, a rule."""
        if self.state is None and self.annexes and not self.body:
            return False
        first = [line for line in self.body[:4] if line.words]
        return not (first and fold_key(first[0].words).startswith("(kem theo"))

    @property
    def is_slip(self) -> bool:
        """Whether it is of a kind without a subject, sent to whom it names (samples 1.8, 1.10)."""
        return self.kind_key.startswith(("giay ", "phieu ")) and self.kind_key != "giay moi"

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter (công văn), which has no name of a kind."""
        return self.kind is None and bool(self.letter_subject)


def is_rule(line: Line) -> bool:
    """Whether the line shows nothing but a drawn line."""
    return line.rule is not None and not any(letter.isalnum() for letter in line.words)


def is_form(words: str) -> bool:
    """Whether words are mostly dots to be filled in, as in the decree's samples."""
    return sum(letter in ".…_" for letter in words) * 2 > len(words)


def is_item(line: Line) -> bool:
    """Whether a line is one of a list."""
    return bool(_BULLET.match(line.text))


def rule_below(sheet: Sheet, line: Line) -> Line | None:
    """The line drawn under `line`: in its own paragraph, or in the next that shows anything."""
    if line.rule is not None:
        return line
    at = _index(sheet.lines, line)
    for following in sheet.lines[at + 1 : at + 4]:
        if following.cell != line.cell and (
            following.cell is None
            or line.cell is None
            or (following.cell.table, following.cell.column) != (line.cell.table, line.cell.column)
        ):
            return None
        if is_rule(following):
            return following
        if following.words:
            if following.rule is not None:
                return following
            if not fold_key(following.words).startswith("(kem theo"):
                return None
    return None


def find_parts(sheet: Sheet) -> Parts:
    """The document's elements."""
    parts = Parts()
    lines = sheet.lines
    head_end = _find_head(lines, parts)
    annex_at = _find_annexes(lines, parts)
    foot_at = _find_foot(lines[:annex_at], parts, head_end)
    at = _find_kind(lines, parts, head_end, foot_at)
    at = _find_addressees(lines, parts, at, foot_at)
    parts.body = lines[at:foot_at]
    return parts


def _index(lines: list[Line], line: Line) -> int:
    return next((at for at, each in enumerate(lines) if each is line), len(lines))


def _find_head(lines: list[Line], parts: Parts) -> int:
    """The letterhead, number and date; the index of the first line after them."""
    end = 0
    for at, line in enumerate(lines[:_HEAD_LINES]):
        key = fold_key(line.words)
        if parts.state is None and "cong hoa xa hoi chu nghia" in key:
            parts.state = line
        elif parts.motto is None and "doc lap" in key and "hanh phuc" in key:
            parts.motto = line
        elif parts.number is None and _is_number(line):
            parts.number = line
        elif parts.date is None and _DATE.search(line.words) and len(line.words) < 80:
            if key.startswith(("can cu", "(kem")):
                continue
            parts.date = line
        elif not parts.letter_subject and _SUBJECT.match(line.words):
            parts.letter_subject = [line, *_continued(lines, at)]
            end = at + len(parts.letter_subject)
            continue
        else:
            if key.startswith(("kinh gui", "noi nhan")) or (line.adjust is Adjust.BOTH and key):
                break
            continue
        end = at + 1
    # What is left of the state's name, or over it, names who issues.
    box = [line for line in lines[:end] if line.words and not is_rule(line)]
    known = {id(each) for each in _known(parts)}
    rest = [line for line in box if id(line) not in known]
    stamps = [line for line in rest if _is_stamp(line)]
    parts.stamps = [line for line in lines if _is_stamp(line) and not line.in_table]
    named = [line for line in rest if line not in stamps and line.cell == _left_cell(line)]
    _split_issuer(named[:_ORGAN_BOX], parts)
    return _after_head(lines, end)


def _after_head(lines: list[Line], end: int) -> int:
    """Past what still belongs to the table of the head."""
    if 0 < end <= len(lines) and (cell := lines[end - 1].cell) is not None:
        while end < len(lines):
            following = lines[end].cell
            if following is None or following.table != cell.table:
                break
            end += 1
    return end


def _left_cell(line: Line) -> object:
    """The line's own cell if it stands in the first column or in none, which names the issuer."""
    return line.cell if line.cell is None or line.cell.column == 0 else None


def _is_number(line: Line) -> bool:
    if len(line.words) > 60:
        return False
    return bool(_NUMBER.match(line.words) or _BARE_NUMBER.match(line.words))


def _known(parts: Parts) -> list[Line]:
    single = (parts.state, parts.motto, parts.number, parts.date)
    return [*(each for each in single if each is not None), *parts.letter_subject]


def _continued(lines: list[Line], at: int) -> list[Line]:
    """The further lines of a letter's subject, in the same cell."""
    more: list[Line] = []
    for line in lines[at + 1 : at + 4]:
        if line.cell is None or line.cell != lines[at].cell or not line.words or is_rule(line):
            break
        more.append(line)
    return more


def _split_issuer(named: list[Line], parts: Parts) -> None:
    """Superior first, then the issuer: told by weight, else by words."""
    bold = [line for line in named if line.bold]
    if bold and len(bold) < len(named):
        first = _index(named, bold[0])
        parts.superior, parts.issuer = named[:first], [line for line in named[first:] if line.bold]
        return
    starts = [
        at
        for at, line in enumerate(named)
        if fold_key(line.words + " ").lstrip().startswith(_ORGANS)
    ]
    cut = starts[-1] if len(starts) > 1 else 0
    if not bold and len(starts) < 2 and len(named) > 1:
        cut = 0
    parts.superior, parts.issuer = named[:cut], named[cut:]


def _is_stamp(line: Line) -> bool:
    key = fold_key(line.words).strip(" .!")
    return key in {
        "hoa toc", "thuong khan", "khan", "hoa toc hen gio", "xem xong tra lai", "luu hanh noi bo",
        "mat", "toi mat", "tuyet mat",
    }  # fmt: skip


def _find_kind(lines: list[Line], parts: Parts, start: int, end: int) -> int:
    """Kind and subject; the index of the first line after them."""
    at = start
    while at < end and (not lines[at].words or is_rule(lines[at]) or _is_stamp(lines[at])):
        at += 1
    if at >= end:
        return start
    line = lines[at]
    key = fold_key(line.words).strip()
    centred = line.adjust is Adjust.CENTER and line.words == line.words.upper()
    if key not in KINDS and (not centred or parts.letter_subject or key.startswith("kinh gui")):
        return start
    parts.kind = line
    at += 1
    while at < end:
        following = lines[at]
        if not following.words or is_rule(following) or following.in_table:
            break
        if parts.subject and not (following.bold or following.adjust is Adjust.CENTER):
            break
        if fold_key(following.words).startswith(("kinh gui", "can cu", "(kem")):
            break
        if not (following.bold or following.adjust is Adjust.CENTER or not parts.subject):
            break
        parts.subject.append(following)
        at += 1
        if following.rule is not None:
            break
    return at


def _find_addressees(lines: list[Line], parts: Parts, start: int, end: int) -> int:
    for at in range(start, min(end, start + 8)):
        if not fold_key(lines[at].words).startswith("kinh gui"):
            continue
        parts.addressees_title = lines[at]
        after = at + 1
        while after < end:
            line = lines[after]
            if line.words and not (is_item(line) and not _is_running(line, parts)):
                break
            if line.words:
                parts.addressees.append(line)
                if line.words.endswith("."):
                    return after + 1
            after += 1
        return after
    while start < end and (not lines[start].words or is_rule(lines[start])):
        start += 1
    return start


def _is_running(line: Line, parts: Parts) -> bool:
    """Whether an item is one of the text below the addressees, which have ended."""
    return bool(parts.addressees) and parts.addressees[-1].words.endswith(".") and bool(line.words)


def _find_foot(lines: list[Line], parts: Parts, start: int) -> int:
    """Recipients and signature; the index of their first line."""
    foot = next(
        (
            at
            for at in range(len(lines) - 1, start - 1, -1)
            if fold_key(lines[at].words).startswith("noi nhan") and len(lines[at].words) < 30
        ),
        None,
    )
    if foot is None:
        return _foot_without_recipients(lines, parts, start)
    title = lines[foot]
    parts.recipients_title = title
    rest = lines[foot + 1 :]
    at = 0
    if title.cell is not None:
        table = title.cell.table
        row, column = title.cell.row, title.cell.column
        inside = [line for line in lines if line.cell is not None and line.cell.table == table]
        parts.recipients = [
            line for line in rest
            if line.cell is not None and line.cell.table == table
            and line.cell.column == column and line.words
        ]  # fmt: skip
        parts.recipients = [r for r in parts.recipients if not r.words.startswith("(")]
        signature = [
            line for line in inside if line.cell is not None and line.cell.column > column
            and line.cell.row >= row
        ]  # fmt: skip
        first = _index(lines, inside[0])
        _split_signature(signature, parts)
        return first
    while at < len(rest) and (not rest[at].words or is_item(rest[at])):
        if rest[at].words:
            parts.recipients.append(rest[at])
        at += 1
    _split_signature(rest[at:], parts)
    return foot


def _foot_without_recipients(lines: list[Line], parts: Parts, start: int) -> int:
    """The signature where no recipients stand: the last lines, in bold and in the middle."""
    at = len(lines)
    while at > start and not lines[at - 1].words:
        at -= 1
    end = at
    while at > start and end - at < 14:
        line = lines[at - 1]
        if line.words and not (line.bold and not line.in_table and len(line.words) < 60):
            break
        at -= 1
    block = [line for line in lines[at:end] if line.words]
    if len(block) < 2 or block[0].words != block[0].words.upper():
        return len(lines)
    _split_signature(block, parts)
    return _index(lines, block[0])


def _split_signature(lines: list[Line], parts: Parts) -> None:
    parts.has_picture_at_foot = any(line.has_picture for line in lines)
    said = [line for line in lines if line.words and not line.words.startswith("(")]
    if not said:
        return
    if len(said) > 1:
        parts.signer = said[-1]
        # A second office of the signer may stand over the name (I.II.7.đ).
        named = [line for line in said[:-1] if line.words == line.words.upper()]
        parts.authority = named or said[:1]
    elif said[0].words == said[0].words.upper():
        parts.authority = said
    else:
        parts.signer = said[0]


def _find_annexes(lines: list[Line], parts: Parts) -> int:
    """The annexes; the index where the first of them begins."""
    starts = [
        at
        for at, line in enumerate(lines)
        if not line.in_table and len(line.words) < 30 and _ANNEX.match(fold_key(line.words))
        and (line.bold or line.adjust is Adjust.CENTER or line.words.isupper())
    ]  # fmt: skip
    for at, end in pairwise([*starts, len(lines)]):
        annex = Annex(lines[at], lines=lines[at + 1 : end])
        for line in annex.lines:
            if not line.words or is_rule(line):
                continue
            if fold_key(line.words).startswith("(kem theo"):
                annex.reference = line
                break
            if line.in_table or (annex.title and line.adjust is not Adjust.CENTER):
                break
            if len(annex.title) > 3:
                break
            annex.title.append(line)
        parts.annexes.append(annex)
    return starts[0] if starts else len(lines)
