"""What the columns of a unit's own table are, by their headings (dirty_cases.md C11, E4 to E6)."""

import re
from enum import Enum, auto
from functools import lru_cache

from vinhloc_cds.domain.text import collapse, fold_key

LONGEST_HEADING = 60
"""Characters; what is longer is a title or a story."""


class Part(Enum):
    """What one column of a table is, or one row of a table that lies on its side."""

    NAME = auto()

    NUMBER = auto()
    MEASURE = auto()
    VALUE = auto()
    TOTAL = auto()
    HAMLET = auto()
    NOTE = auto()
    OTHER = auto()
    """Figures that are not what is asked for: targets, ratios, last year's."""
    OWN = auto()
    """What our form itself says beside an entry."""


_TOTAL = r"(?:tong|cong)(?: cong| so| chung)?\.?:?|toan (?:xa|thi tran|huyen|dia ban)"
_PATTERNS = (
    (
        Part.NAME,
        (
            r"(?:ten )?(?:noi dung|chi tieu|hang muc|cong viec|hoat dong)"
            r"(?: cong viec| bao cao| thuc hien| hoat dong)?|"
            r"(?:ten )?(?:thon|khu pho|thon, ?(?:khu pho|kp)|thon/(?:khu pho|kp)|xa|don vi)"
        ),
    ),
    (Part.NUMBER, r"(?:so )?(?:s?tt|thu tu)\.?|ma(?: so| chi tieu)?"),
    (Part.MEASURE, r"dvt|don vi tinh|dvi tinh|d\.v\.t"),
    (Part.NOTE, r"(?:ghi chu|giai trinh|nhan xet|thuyet minh|ly do|y kien)\b.*"),
    (Part.OWN, r"kiem tra|giai thich|huong dan ghi|cach ghi|minh chung\b.*|(?:muc|can cu)\b.*"),
    (Part.TOTAL, _TOTAL),
    (
        Part.OTHER,
        (
            r"(?:ke hoach|muc tieu|chi tieu)(?: giao| nam.*|)|ty le\b.*|.*%.*|cung ky\b.*|"
            r"(?:nam|ky|thang) truoc|so sanh\b.*|so voi\b.*"
        ),
    ),
    (
        Part.VALUE,
        (
            r"(?:so lieu|so luong|ket qua|thuc hien|dat duoc|luy ke|gia tri|so bao cao)\b.*|so|"
            r"(?:don vi|xa) (?:bao cao|thuc hien)|bao cao"
        ),
    ),
)
_PARTS = tuple((part, re.compile(pattern)) for part, pattern in _PATTERNS)
_YEAR = re.compile(r"nam (20\d\d)")
# Without their accents "lang" and "xom" are other words, too; "bản" is a copy more often than not.
_HAMLET = re.compile(r"(?:thon|khu pho|kp|to dan pho|tdp|tieu khu)[ .:_-]*(?=[a-z0-9]).{1,40}")
_ACCENTED_HAMLET = re.compile(r"(?:làng|xóm)[ .:_-]+.{1,40}", re.IGNORECASE)
_SIGNED = re.compile(
    r"nguoi (?:lap|bao cao|tong hop)\b.*|thu truong\b.*|(?:pho )?chu tich\b.*|tm\. .*|kt\. .*|"
    r"truong (?:phong|ban)\b.*|giam doc\b.*|noi nhan\b.*|\(?ky,? .*|.*\bngay \d* ?thang\b.*"
)
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")


@lru_cache(maxsize=4096)
def part_of(heading: str, year: int) -> Part | None:
    """What a column with `heading` is; `year` is the plan's."""
    if len(heading) > LONGEST_HEADING:
        return None
    if is_hamlet(heading):
        return Part.HAMLET
    folded = fold_key(heading).strip(" .:*()")
    if (found := _YEAR.search(folded)) is not None:
        return Part.VALUE if int(found[1]) == year else Part.OTHER
    return next((part for part, pattern in _PARTS if pattern.fullmatch(folded)), None)


def is_hamlet(name: str) -> bool:
    """Whether `name` is that of a hamlet ("Thôn 2", "KP Bái Xuân"), not of hamlets in general."""
    if len(name) > LONGEST_HEADING:
        return False
    folded = fold_key(name)
    if folded.startswith(("thon khu", "thon kp", "thon, ", "khu pho, ")) or "/" in folded:
        return False
    return bool(_HAMLET.fullmatch(folded) or _ACCENTED_HAMLET.fullmatch(collapse(name)))


def is_total(label: str) -> bool:
    """Whether a row is the table's own sum, which is never added (E4)."""
    folded = fold_key(label).strip(" .:*()")
    return re.fullmatch(_TOTAL, folded) is not None


def is_signature(text: str) -> bool:
    """Whether `text` stands under tables rather than in them: who signs, where, when (E4)."""
    return _SIGNED.fullmatch(fold_key(text)) is not None


def is_column_number(text: str) -> bool:
    """Whether it numbers a column under its heading: "(1)", "A", "3=1+2"."""
    return _COLUMN_NUMBER.fullmatch(text.strip()) is not None
