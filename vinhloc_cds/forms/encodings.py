"""Vietnamese from before Unicode: TCVN3, VNI and VIQR, told by font and by text (C3 to C6).

In TCVN3 ("ABC") one code is one letter, and ư is the soft hyphen: U+00AD must never be stripped
from a text before it has come through here. In VNI a vowel is followed by its mark; VIQR writes
the marks with those of ASCII (RFC 1456).
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby

from vinhloc_cds.domain.text import collapse
from vinhloc_cds.forms.grid import Cell, CellKind
from vinhloc_cds.forms.syllables import is_syllable


class Encoding(StrEnum):
    """An encoding that shows as other letters where its fonts are missing."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VIQR = "VIQR"


FONT_OF = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}
"""The font that shows an encoding: for files that have no fonts but are known to be in it."""

# From each code on, the letters of the codes that follow. Capitals with a tone have no code: the
# fonts whose names end in H show capitals for all of these.
_TCVN3_ROWS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
_TCVN3 = {first + step: letter for first, row in _TCVN3_ROWS for step, letter in enumerate(row)}

# What stands alone, and behind which vowels which marks make which letters.
_VNI_ALONE = {
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
    "ì": "ì",
    "í": "í",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}
_VNI_MARKED = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "u": ("ùøûõï", "úùủũụ"),
    "ö": ("ùøûõï", "ứừửữự"),
    "y": ("ùøûõ", "ýỳỷỹ"),
}


def _vni() -> dict[str, str]:
    """Every way to write a letter in VNI; the vowel decides whether it is a capital."""
    ways = dict(_VNI_ALONE)
    for vowel, (marks, letters) in _VNI_MARKED.items():
        for mark, letter in zip(marks, letters, strict=True):
            ways |= {vowel + mark: letter, vowel + mark.upper(): letter}
    return ways | {way[0].upper() + way[1:]: letter.upper() for way, letter in ways.items()}


_VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

_VIQR_LETTER = re.compile(r"\\(.)|(dd)|(a[(^]?|e\^?|o[\^+*]?|u[+*]?|[iy])([`'?~.]?)", re.I)
_VIQR_MARKS = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"} | {
    "`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"
}  # fmt: skip

# Letters that neither old encoding has: what has one of these is in Unicode.
_BEYOND = re.compile("[\u0100-\u02af\u0300-\u036f\u0370-\u1fff\u2c00-\ud7ff]")
_WORDS = {
    Encoding.TCVN3: re.compile("[A-Za-z\u00a1-\u00ff]+"),
    Encoding.VNI: re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]+"),
}
# No correct text in any language puts these there: signs and capitals inside a word, and marks
# that French, German or Spanish do not have behind these vowels.
_STRANGE = {
    Encoding.TCVN3: re.compile("[A-Za-z][¨©ª«¬\u00ad®¸¹¶¦þ]|[a-zß-ÿ][À-Þ]|[A-Z][À-Þ](?=[a-zß-ÿ])"),
    Encoding.VNI: re.compile("[aA][âêõøÂÊÕØ]|[eEoO][âõøÂÕØ]|[uU][õøÕØ]"),
}
_VIQR_WORD = re.compile(r"([A-Za-z\\][\w\\^+*~`'?.(]*?)([.?]?)(?![\w\\^+*~`'?.(])")
_VIQR_SURE = re.compile(r"[ae]\^|a\(|o[\^+]|u\+|[aeiouy][~`]", re.I)
_VIQR_TWICE = re.compile(r"(?:[ae]\^|a\(|o[\^+]|u\+)[`'?~.][a-z]", re.I)
_NO_VIQR = re.compile(r"://|www\.|[@\\=<>{}]")
_PARTS = re.compile(r"""[\s/,;:!"\u00a0]+|(?<![aA])\(|\)|(?<![A-Za-z^(+*])['`~.?+-]+""")
_LONGEST_ABBREVIATION = 6


def convert(text: str, encoding: Encoding) -> str:
    """`text` in Unicode; what the encoding has no letter for stays as it is."""
    if encoding is Encoding.TCVN3:
        return text.translate(_TCVN3)
    if encoding is Encoding.VNI:
        return _VNI_LETTER.sub(lambda found: _VNI[found[0]], text)
    return _VIQR_WORD.sub(_viqr_word, text)


def readable(cell: Cell) -> str:
    """A cell's text in Unicode, on one line: for understanding it, never for storing."""
    old = legacy(cell)
    return collapse(old[1] if old else cell.raw)


def legacy(cell: Cell) -> tuple[Encoding, str] | None:
    """How a cell's text is encoded and what it says in Unicode; None where it is Unicode already.

    Each run is converted by its own font; without a telling font the text itself has to be
    unmistakable. The cell keeps its raw text: the conversion is only ever a proposal.
    """
    if cell.kind is not CellKind.TEXT:
        return None
    if not cell.runs:
        encoding = _encoding(cell.raw, cell.font)
        return (encoding, _shown(cell.raw, cell.font, encoding)) if encoding else None
    stretches = [(text, font, _encoding(text, font)) for text, font in _stretches(cell)]
    found = next((encoding for _, _, encoding in stretches if encoding), None)
    if found is None:
        return None
    return found, "".join(_shown(*stretch) for stretch in stretches)


def told_by_text(text: str) -> Encoding | None:
    """The encoding of a text whose font says nothing; None unless it is unmistakable."""
    if text.isascii():
        return Encoding.VIQR if _is_viqr(text) else None
    if _BEYOND.search(text):
        return None
    sure = {encoding: _sure(text, encoding) for encoding in _WORDS}
    best = max(sure, key=lambda encoding: sure[encoding])
    return best if list(sure.values()).count(sure[best]) == 1 else None


def _stretches(cell: Cell) -> Iterator[tuple[str, str]]:
    """The runs of a cell, those in one font together: editing breaks words into pieces."""
    for font, runs in groupby(cell.runs, key=lambda run: run.font):
        yield "".join(run.text for run in runs), font


def _encoding(text: str, font: str) -> Encoding | None:
    """The encoding of a stretch of text: as its font says, else as it can be told by itself."""
    if not text.isascii() and not _BEYOND.search(text) and (told := _told_by_font(font)):
        return told if _fits(text, told) else None
    return told_by_text(text)


def _shown(text: str, font: str, encoding: Encoding | None) -> str:
    converted = convert(text, encoding) if encoding else text
    is_capital = font.endswith("H") and _told_by_font(font) is Encoding.TCVN3
    return converted.upper() if is_capital and not _BEYOND.search(text) else converted


def _told_by_font(font: str) -> Encoding | None:
    name = font.lstrip().casefold()
    if name.startswith(".vn"):
        return Encoding.TCVN3
    return Encoding.VNI if name.startswith(("vni-", "vni ")) else None


def _fits(text: str, encoding: Encoding) -> bool:
    """Whether a text in a font of `encoding` is in it: the font may have stayed on by mistake."""
    converted = convert(text, encoding)
    if converted == text:
        return False
    words = _WORDS[encoding].findall(text)
    return not all(map(_is_word, words)) or all(is_syllable(convert(w, encoding)) for w in words)


def _is_word(word: str) -> bool:
    """Whether a word is Vietnamese as it stands: also no capital stands inside it."""
    return (word[1:].islower() or word.isupper() or len(word) == 1) and is_syllable(word)


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= _LONGEST_ABBREVIATION


def _sure(text: str, encoding: Encoding) -> int:
    """How many words say that `text` is in `encoding`; 0 where there is any doubt."""
    telling: set[str] = set()
    strange = False
    accented = wrong = plain = foreign = 0
    for word in _WORDS[encoding].findall(text):
        if word.isascii():
            known = is_syllable(word)
            plain += known
            foreign += not known and not _is_abbreviation(word)
            continue
        accented += 1
        converted = convert(word, encoding)
        if not is_syllable(converted):
            wrong += not _is_abbreviation(converted)
        elif len(converted) > 1 and not _is_word(word):
            telling.add(word)
            strange = strange or (len(converted) > 2 and bool(_STRANGE[encoding].search(word)))
    if wrong * 10 > accented or not (strange or _is_plenty(telling)):
        return 0
    if foreign > (plain + len(telling) if strange else 0):
        return 0
    return len(telling)


def _is_plenty(words: set[str]) -> bool:
    """Two words with two letters of their own: "Thaï" and "Loïc" are names of one language."""
    return len(words) > 1 and len({char for word in words for char in word if ord(char) > 127}) > 1


def _is_viqr(text: str) -> bool:
    if not _VIQR_SURE.search(text) or _NO_VIQR.search(text):
        return False
    sure: set[str] = set()
    right = wrong = 0
    for word in filter(None, _PARTS.split(text)):
        if not word.isalpha() and any(char.isdigit() for char in word):
            continue
        converted = convert(word, Encoding.VIQR)
        if is_syllable(converted.rstrip(".?-")):
            right += 1
            if len(converted) > 1 and _VIQR_SURE.search(word):
                sure.add(word)
        else:
            wrong += not _is_abbreviation(word)
    return wrong * 4 <= right and (len(sure) > 1 or any(map(_VIQR_TWICE.search, sure)))


def _viqr_word(found: re.Match[str]) -> str:
    """A word in Unicode; a full stop or a question mark that is no tone stays what it is."""
    word, end = found.groups()
    if any(char.isdigit() for char in word):
        return found[0]
    whole = _VIQR_LETTER.sub(_viqr_letter, word + end)
    if not end or is_syllable(whole):
        return whole
    return _VIQR_LETTER.sub(_viqr_letter, word) + end


def _viqr_letter(found: re.Match[str]) -> str:
    literal, double, letter, tone = found.groups()
    if literal or double:
        return literal or ("Đ" if double[0] == "D" else "đ")
    written = letter + tone
    return unicodedata.normalize(
        "NFC", written[0] + "".join(_VIQR_MARKS[mark] for mark in written[1:])
    )
