"""Numbers as people write them: in digits, in words, with "triệu" and "nghìn"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from vinhloc_cds.domain.text import fold_key

NUMBER = r"[0-9]+(?:[., ][0-9]+)*"
"""Anything in digits that could be one number; `numeral` says whether it is."""

# The notation, the mark before its decimals, and whether another reading is possible. Vietnamese
# groups thousands by dot or space and has a decimal comma; some group by comma, as in English.
_NOTATIONS = (
    (re.compile(r"[0-9]+"), "", False),
    (re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?"), ",", False),
    (re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?"), ",", False),
    (re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"), ".", True),
    (re.compile(r"[0-9]+,[0-9]+"), ",", False),
    (re.compile(r"[0-9]+\.0+"), ".", False),
    (re.compile(r"[0-9]+\.[0-9]+"), ".", True),
)

_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_CASUAL_SCALES = {"k": 10**3, "tr": 10**6}
_BY_FOLDED_SCALE = {fold_key(word): scale for word, scale in (_SCALES | _CASUAL_SCALES).items()}
_SCALED = re.compile(rf"({NUMBER}) ?({'|'.join(_BY_FOLDED_SCALE)})(?![a-z]) ?")
# "3tr5" leaves its last decimals out: 3,5 triệu.
_CUT_OFF = re.compile(r"([0-9]{1,3})(?![0-9.,]) ?")


def _with_folded(words: Mapping[str, int]) -> dict[str, int]:
    return {fold_key(word): number for word, number in words.items()} | dict(words)


_DIGITS = _with_folded(
    {
        "không": 0,
        "một": 1,
        "mốt": 1,
        "hai": 2,
        "ba": 3,
        "bốn": 4,
        "tư": 4,
        "năm": 5,
        "lăm": 5,
        "nhăm": 5,
        "sáu": 6,
        "bảy": 7,
        "bẩy": 7,
        "tám": 8,
        "chín": 9,
    }
)
_TENS = {"mười", "mươi", "muoi", "chục", "chuc"}
_HUNDRED = {"trăm", "tram"}
_LINKS = {"linh", "lẻ", "le"}
_WORD_SCALES = _with_folded(_SCALES)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that was written; `doubtful` where it can be read in another way too."""

    value: Fraction
    doubtful: bool = False


def numeral(written: str) -> Numeral | None:
    """A number in digits: "25", "25.0", "1.200", "1 200", "1.200,5", doubtful "1,200"; or None."""
    for notation, mark, doubtful in _NOTATIONS:
        if notation.fullmatch(written):
            digits = "".join(char for char in written if char.isdigit() or char == mark)
            return Numeral(Fraction(digits.replace(",", ".")), doubtful)
    return None


def names_scale(written: str) -> bool:
    """Whether `written` begins with a number and a scale behind it, however that is meant."""
    return _SCALED.match(fold_key(written)) is not None


def scaled(written: str) -> tuple[Numeral, str] | None:
    """A number with its scale, and what follows it: "1,5 triệu", "3tr5", "500k", "1 tỷ 200 triệu".

    None where no scale is named, or where "1,500 triệu" may be 1.5 billion or 1.5 million. What is
    said in passing is doubtful.
    """
    rest = fold_key(written)
    total, doubtful, parts = Fraction(), False, 0
    while found := _SCALED.match(rest):
        number = numeral(found[1])
        if number is None or (number.doubtful and number.value.denominator == 1):
            return None
        scale = _BY_FOLDED_SCALE[found[2]]
        total += number.value * scale
        doubtful |= number.doubtful or found[2] in _CASUAL_SCALES
        parts += 1
        rest = rest[found.end() :]
        if not _SCALED.match(rest) and (cut_off := _CUT_OFF.match(rest)):
            total += Fraction(f"0.{cut_off[1]}") * scale
            doubtful = True
            rest = rest[cut_off.end() :]
    return (Numeral(total, doubtful or parts > 1), rest) if parts else None


def spelled(words: str) -> tuple[int, str] | None:
    """A number in words at the beginning, and the words after it: "mười hai tổ" is 12 and "tổ"."""
    tokens = words.casefold().split()
    length = 0
    while length < len(tokens) and _is_numeral_word(tokens[length]):
        length += 1
    value = _value_of(tokens[:length])
    return None if value is None else (value, " ".join(tokens[length:]))


def _is_numeral_word(word: str) -> bool:
    return (
        word in _DIGITS
        or word in _TENS
        or word in _HUNDRED
        or word in _LINKS
        or word in _WORD_SCALES
    )


def _value_of(words: list[str]) -> int | None:
    """The number that `words` spell; None where they spell none."""
    total = group = 0
    digit: int | None = None
    for word in words:
        if word in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[word]
        elif word in _TENS:
            group += 10 * (1 if digit is None else digit)
            digit = None
        elif word in _HUNDRED and digit is not None:
            group += 100 * digit
            digit = None
        elif word in _WORD_SCALES and (group or digit):
            total += (group + (digit or 0)) * _WORD_SCALES[word]
            group, digit = 0, None
        elif word not in _LINKS:
            return None
    return total + group + (digit or 0) if words and words[0] not in _LINKS else None
