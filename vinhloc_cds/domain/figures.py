"""Typed text read as a count or an amount of money (dirty_cases.md, section A).

Each of the `_as_...` functions knows one way of writing; the first that recognises the text
decides. Where the table of the dirty cases leaves it open, what can hardly mean anything else is
flagged, and what might be another number, or none, is a question.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import prod

from vinhloc_cds.domain.formatting import format_number
from vinhloc_cds.domain.numerals import NUMBER, Numeral, names_scale, numeral, scaled, spelled
from vinhloc_cds.domain.outcome import Expected, Reading, ask, flag, refuse, shortened
from vinhloc_cds.domain.plan import Severity, ValueType
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.texts import Message

LARGEST = 10**15 - 1
"""More than any count or amount; the store's whole numbers end at nineteen digits."""

# Đồng below which an amount without "đồng" was rather meant in thousands.
_SMALL_AMOUNT = 100_000
# A figure with its notes is shorter; what is longer is a story.
_LONGEST_READ = 200
_CURRENCY = {"dong", "d", "vnd"}
_COUNTERS = {"so", "luot"}

_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_LOOK_ALIKES = str.maketrans("OoIl|", "00111")

# All but the last two look at folded text.
_NO_FIGURE = re.compile(r"[-–—_/\\.…? ]+|x")
_FORMULA = re.compile(r"=.*|#(?:ref!|n/a|value!|div/0!|name\?|num!|null!|spill!|#+)")
_NEGATIVE = re.compile(rf"[-−–—] ?{NUMBER}(?:\D.*)?|\( ?{NUMBER} ?\)")
_DATE = re.compile(
    r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2,4}(?![0-9]).*|(?:.*\D)?[0-9]{1,2} thang [0-9].*"
)
_SHARE = re.compile(r"([0-9]+) ?/ ?([0-9]+)(?: ?([^0-9]+))?")
_RANGE = re.compile(rf"(?:tu )?({NUMBER}) ?(?:-|–|—|~|den|toi) ?({NUMBER})(?: ?[^0-9]+)?")
_SUM_OR_PRODUCT = re.compile(r"[0-9]+(?: ?\+ ?[0-9]+)+|[0-9]+(?: ?[x×*] ?[0-9]+)+")
_MISSING = re.compile(
    r"(?:chua|dang|se|cho|khong (?:ro|biet|nam|xac dinh|thong ke|bao cao))\b[^0-9]*"
)
_NOTHING = re.compile(r"(?:khong|ko)(?: [^0-9]*)?|0 co")
_ROUGHLY = re.compile(
    r"(?:(?:uoc(?: tinh| dat)?|khoang|xap xi|gan|tren|hon|duoi|chung|it nhat|toi thieu|toi da"
    r"|chua (?:den|toi)|khong (?:duoi|qua))\b|[~≈><≥≤]=?) ?"
)
_OR_MORE = re.compile(r" ?\+$| (?:tro len|hon)$")
_NOTED = re.compile(r"([^(]*[^( ]) ?\(([^)]*)\)?.*|(.*?)[,;]? trong do\b()")
_LABELLED = re.compile(rf"({NUMBER}) ?([^0-9]+)")
_ROUGHLY_ACCENTED = re.compile(r"(?:cỡ|độ|tầm) (?=[0-9])", re.IGNORECASE)
_LIKE_DIGITS = re.compile(r"(?=.*[0-9])[0-9OoIl|]+")


def read_figure(typed: str, expected: Expected) -> Reading:
    """A whole number, or whole đồng, from text on one line that is not blank."""
    shown = shortened(typed)
    if len(typed) > _LONGEST_READ:
        return refuse(Message("reading.no_number", {"raw": shown}))
    narrow = typed.translate(_WIDE_DIGITS)
    what = _Text(shown, narrow, expected)
    reading = _understood(what)
    if narrow != typed and reading.problem is None and isinstance(reading.value, int):
        return what.taken_as(reading.value)
    return reading


@dataclass(frozen=True)
class _Text:
    """What is being read: `shown` in messages, `typed` so far as it is still to be understood."""

    shown: str
    typed: str
    expected: Expected

    @cached_property
    def folded(self) -> str:
        """Without accents and without what only frames it: Excel's apostrophe, a full stop."""
        return fold_key(self.typed).lstrip("'’").rstrip(" .,;:") or self.typed

    @property
    def is_money(self) -> bool:
        return self.expected.value_type is ValueType.MONEY

    @property
    def labels(self) -> list[str]:
        """The names that may stand behind the number; none if nothing is known of it."""
        known = [label for label in self.expected.labels if label]
        return ["đồng", *known] if self.is_money else known

    def part(self, typed: str) -> "_Text":
        """A part of it, still shown as the whole."""
        return replace(self, typed=typed)

    def whole(self, number: Numeral) -> Reading:
        """`number`, if a count can be that; flagged if another reading is possible."""
        if number.value.denominator != 1:
            return refuse(Message("reading.not_whole", {"raw": self.shown}))
        if number.value > LARGEST:
            return refuse(Message("reading.too_large", {"raw": self.shown}))
        value = int(number.value)
        return self.taken_as(value) if number.doubtful else Reading(value)

    def taken_as(self, value: int) -> Reading:
        """`value`, flagged so that the officer sees how the text was understood."""
        understood = format_number(value)
        return flag(value, Message("reading.taken_as", {"raw": self.shown, "value": understood}))

    def unreadable(self) -> Reading:
        """No number; the only one in it, if there is just one, is proposed."""
        return refuse(Message("reading.no_number", {"raw": self.shown}), self.only_number)

    @property
    def only_number(self) -> str:
        """The only number in it as it should be typed; "" if there are more, or a scale with it."""
        found = re.findall(NUMBER, self.folded)
        if len(found) != 1 or names_scale(self.folded[self.folded.index(found[0]) :]):
            return ""
        return _digits(found[0])

    def fits(self, label: str) -> bool:
        """Whether the words behind a number name what the indicator counts.

        They do if they begin one of its names, or one of its names begins them: "băng rôn" fits
        "Băng rôn, khẩu hiệu", "tin bài" fits "tin", "thành viên" fits "Tổng số thành viên Tổ...".
        """
        words = _words(label)
        labels = self.labels
        if not words or not labels or (self.is_money and " ".join(words) in _CURRENCY):
            return True
        names = [_words(name) for label in labels for name in re.split("[,;/(]", label)]
        names += [_uncounted(name) for name in names]
        return any(_one_begins(words, name) for name in names if name)


def _words(label: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold_key(label))


def _uncounted(words: list[str]) -> list[str]:
    """Without the words for counting in front: "tổng số hộ" is "hộ", "lượt người" is "người"."""
    if words[:2] == ["tong", "so"]:
        return words[2:]
    return words[1:] if words and words[0] in _COUNTERS else words


def _one_begins(words: list[str], others: list[str]) -> bool:
    return all(word == other for word, other in zip(words, others, strict=False))


def _understood(what: _Text) -> Reading:
    for way in _WAYS:
        if (reading := way(what)) is not None:
            return reading
    return what.unreadable()


def _digits(written: str, *more: str) -> str:
    """The number `written` as it should be typed, unless there are `more` or it is none."""
    number = numeral(written)
    if more or number is None or number.value.denominator != 1:
        return ""
    return format_number(int(number.value))


def _as_no_figure(what: _Text) -> Reading | None:
    if not _NO_FIGURE.fullmatch(what.folded):
        return None
    return ask(None, Message("reading.zero_or_missing", {"raw": what.shown}))


def _as_formula(what: _Text) -> Reading | None:
    if not _FORMULA.fullmatch(what.folded):
        return None
    return refuse(Message("reading.formula", {"raw": what.shown}))


def _as_percentage(what: _Text) -> Reading | None:
    if "%" not in what.folded and "phan tram" not in what.folded:
        return None
    return refuse(Message("reading.percentage", {"raw": what.shown}))


def _as_negative(what: _Text) -> Reading | None:
    if not _NEGATIVE.fullmatch(what.folded):
        return None
    return refuse(Message("reading.negative", {"raw": what.shown}), what.only_number)


def _as_number(what: _Text) -> Reading | None:
    if not (number := numeral(what.folded)):
        return None
    reading = what.whole(number)
    if what.is_money and isinstance(reading.value, int) and 0 < reading.value < _SMALL_AMOUNT:
        thousands = f"{format_number(reading.value * 1000)} đồng"
        return ask(reading.value, Message("reading.small_amount", {"raw": what.shown}), thousands)
    return reading


def _as_date(what: _Text) -> Reading | None:
    if not _DATE.fullmatch(what.folded):
        return None
    return refuse(Message("reading.date_for_number", {"raw": what.shown}))


def _as_share(what: _Text) -> Reading | None:
    """A part and its whole, as in "13/13"; without a unit, "1/10" may be a date."""
    if not (found := _SHARE.fullmatch(what.folded)):
        return None
    part, whole = int(found[1]), int(found[2])
    if not found[3] and 1 <= part <= 31 and 1 <= whole <= 12:
        return refuse(Message("reading.share_or_date", {"raw": what.shown}), _digits(found[1]))
    if part > whole:
        return refuse(Message("reading.part_above_whole", {"raw": what.shown}))
    return what.taken_as(part)


def _as_range(what: _Text) -> Reading | None:
    if not _RANGE.fullmatch(what.folded):
        return None
    return refuse(Message("reading.range", {"raw": what.shown}))


def _as_calculation(what: _Text) -> Reading | None:
    if not _SUM_OR_PRODUCT.fullmatch(what.folded):
        return None
    numbers = [int(number) for number in re.findall("[0-9]+", what.folded)]
    reading = what.whole(Numeral(Fraction(sum(numbers) if "+" in what.folded else prod(numbers))))
    if not isinstance(reading.value, int):
        return reading
    proposal = format_number(reading.value)
    return ask(reading.value, Message("reading.calculation", {"raw": what.shown}), proposal)


def _as_missing(what: _Text) -> Reading | None:
    if not _MISSING.fullmatch(what.folded):
        return None
    return flag(None, Message("reading.missing", {"raw": what.shown}))


def _as_nothing(what: _Text) -> Reading | None:
    if not _NOTHING.fullmatch(what.folded):
        return None
    return ask(0, Message("reading.nothing", {"raw": what.shown}), "0")


def _as_estimate(what: _Text) -> Reading | None:
    if found := _ROUGHLY.match(what.folded):
        rest = what.folded[found.end() :]
    elif found := _ROUGHLY_ACCENTED.match(what.typed):
        rest = what.typed[found.end() :]
    elif found := _OR_MORE.search(what.folded):
        rest = what.folded[: found.start()]
    else:
        return None
    reading = _understood(what.part(rest))
    if reading.value is None:
        return reading
    if reading.severity is Severity.QUESTION:
        return replace(reading, estimate=True)
    message = Message("reading.estimate", {"raw": what.shown})
    return flag(reading.value, message, estimate=True)


def _as_scaled(what: _Text) -> Reading | None:
    """As in "1,5 triệu", "3tr5", "2000 (nghìn đồng)": usual for money, unusual for a count."""
    plain = re.sub("[() ]+", " ", what.folded).strip()
    if not names_scale(plain):
        return None
    found = scaled(plain)
    if found is None or not what.fits(found[1]):
        # With a note in brackets it is the note's turn.
        return None if plain != what.folded else what.unreadable()
    number, _ = found
    certain = what.is_money and plain == what.folded and not number.doubtful
    return what.whole(Numeral(number.value, doubtful=not certain))


def _as_noted(what: _Text) -> Reading | None:
    """As in "15 (5 nữ)", "20, trong đó 12 LED": the note stays in the raw text."""
    if not (found := _NOTED.match(what.folded)):
        return None
    reading = _understood(what.part(found[1] or found[3]))
    note = numeral(found[2] or "")
    if note and isinstance(reading.value, int) and note.value != reading.value:
        return refuse(Message("reading.several", {"raw": what.shown}))
    if reading.problem or not isinstance(reading.value, int):
        return reading
    return what.taken_as(reading.value)


def _as_words(what: _Text) -> Reading | None:
    found = spelled(what.typed.rstrip(" .,;:"))
    if not found or not what.fits(found[1]):
        return None
    return what.whole(Numeral(Fraction(found[0]), doubtful=True))


def _as_several(what: _Text) -> Reading | None:
    """As in "12 tổ/85 thành viên": the label may tell which of the figures is wanted."""
    if len(re.findall(NUMBER, what.folded)) < 2:
        return None
    wanted = [number for number, label in _LABELLED.findall(what.folded) if what.fits(label)]
    proposal = _digits(*wanted) if wanted and what.labels else ""
    return refuse(Message("reading.several", {"raw": what.shown}), proposal)


def _as_labelled(what: _Text) -> Reading | None:
    if not (found := _LABELLED.fullmatch(what.folded)) or not (number := numeral(found[1])):
        return None
    reading = what.whole(number)
    if reading.value is None or what.fits(found[2]):
        return reading
    wanted = what.labels[0]
    return ask(reading.value, Message("reading.other_unit", {"raw": what.shown, "unit": wanted}))


def _as_look_alikes(what: _Text) -> Reading | None:
    if not _LIKE_DIGITS.fullmatch(what.typed):
        return None
    proposal = _digits(what.typed.translate(_LOOK_ALIKES))
    return refuse(Message("reading.look_alike", {"raw": what.shown}), proposal)


_WAYS: tuple[Callable[[_Text], Reading | None], ...] = (
    _as_no_figure,
    _as_formula,
    _as_percentage,
    _as_negative,
    _as_number,
    _as_date,
    _as_share,
    _as_range,
    _as_calculation,
    _as_missing,
    _as_nothing,
    _as_estimate,
    _as_scaled,
    _as_noted,
    _as_words,
    _as_several,
    _as_labelled,
    _as_look_alikes,
)
