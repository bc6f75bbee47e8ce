"""Numbers in running text, as officials write them: 2.091; 92,3%; and what only looks like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

_DAY = r"\d{1,2}"
# Days, hours, places in a document and its number: no figures.
_NO_FIGURE = re.compile(
    rf"""
      (?:ngày|tháng|năm)\s+{_DAY}(?:/\d+)*(?:\d\d)?\b
    | {_DAY}\s+giờ(?:\s+{_DAY})?\b
    | \b{_DAY}:{_DAY}\b
    | \b{_DAY}/{_DAY}/\d{{4}}\b
    | \b\d+(?:/\d{{4}})?/[^\W\d_]
    | (?:mục|khoản|điểm|điều|chương|phần|biểu|biểu\s+đồ|phụ\s+lục)\s+\d+\b(?!\s*%)
    | ^\s*\d+[.)]\s
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:\.\d{3})+|\d+)(?P<part>,\d+)?(?P<of>\s?%)?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number; two are the same if their value is, however they are written."""

    value: Decimal
    percent: bool
    words: str = field(compare=False)

    @property
    def whole(self) -> bool:
        """Whether it counts something."""
        return not self.percent and self.value == self.value.to_integral_value()


def numbers_in(words: str) -> Iterator[Number]:
    """The numbers in `words`, but for days, hours, numbers of documents and of their parts."""
    for found in _NUMBER.finditer(_NO_FIGURE.sub(" \0 ", words)):
        whole = found["number"].replace(".", "")
        part = (found["part"] or "").replace(",", ".")
        yield Number(Decimal(whole + part), bool(found["of"]), found[0])
