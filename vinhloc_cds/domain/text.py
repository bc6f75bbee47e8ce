"""Vietnamese text: one form, one order, one way to search (rule 14).

Three keys are made from a text, each for one question. `fold_key`: which texts look the same to
somebody who types without accents? `sort_key`: which comes first in a Vietnamese list? `same_name`
and `SearchQuery`: is it this name, accents and all, whatever the style of tone placement?
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Eth and African D are drawn like Đ and come from old keyboards and fonts.
_ONE_D = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
# Unicode does not decompose đ, so it is folded by hand.
_FOLDED_D = str.maketrans("đðɖ", "ddd")
# What \s does not know as a blank: zero-width space, joiners, word joiner, byte order mark.
_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_WORD = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile("[a-z0-9]+")
_LETTERS_OR_NUMBER = re.compile(r"\d{1,99}|[^\W\d_]+")

# CLDR vi: &̀<<̉<<̃<<́<<̣, no tone before them all.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_HALF_PAIR = re.compile("[\ud800-\udfff]")
# Controls, and what hides letters or turns the direction in which they are written.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

# CLDR vi: &a<ă<â &d<đ &e<ê &o<ô<ơ &u<ư, letters of their own.
_OWN_LETTERS = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}


def nfc(text: str) -> str:
    """`text` as it is stored: composed, and with one letter Đ instead of its look-alikes.

    Half of a surrogate pair, as a broken clipboard leaves it, is no text: it becomes U+FFFD.
    """
    return _HALF_PAIR.sub("\ufffd", unicodedata.normalize("NFC", text)).translate(_ONE_D)


def collapse(text: str) -> str:
    """`text` composed and on one line: every run of blanks, visible or not, is one space."""
    return _BLANKS.sub(" ", nfc(text)).strip()


def shown_name(name: str) -> str:
    """The name that somebody gave a file, composed and without what would make it look another."""
    return _UNSHOWN.sub("", nfc(name)).strip()


def fold_key(text: str) -> str:
    """`text` without accents, case and superfluous blanks: the key that search is stored under.

    Folding twice changes nothing. Two units may share a key (Vĩnh Hưng, Vĩnh Hùng): never tell
    them apart by it (rule 7).
    """
    decomposed = unicodedata.normalize("NFD", text).casefold().translate(_FOLDED_D)
    bare = "".join(
        char
        for char in unicodedata.normalize("NFD", decomposed)
        if unicodedata.category(char) != "Mn"
    )
    return _BLANKS.sub(" ", bare).strip()


def file_stem(text: str) -> str:
    """`text` as every system takes it in the name of a file: a-z and 0-9, words with hyphens."""
    return "-".join(_PLAIN_WORD.findall(fold_key(text)))


@lru_cache(maxsize=8192)
def sort_key(text: str) -> str:
    """A key whose order by code point or byte is the Vietnamese order of the texts.

    As CLDR has it for `vi`: first the letters over the whole text (a < ă < â), then the tones
    (none, huyền, hỏi, ngã, sắc, nặng); upper and lower case are equal. Beyond it, numbers count by
    their value ("Thôn 2" before "Thôn 10") and punctuation only parts words. The key is made of
    a-z and 0-9 alone, so that a database orders it alike under any collation.
    """
    letters: list[str] = []
    tones: list[str] = []
    for word in _LETTERS_OR_NUMBER.findall(nfc(text).lower()):
        if word.isdecimal():
            digits = str(int(word))
            # Digits before letters, as everywhere; the length first makes it an order of values.
            letters.append(f"2{len(digits):02}{digits}")
        else:
            weight, tone = _weighed(word)
            letters.append(weight)
            tones.append(tone)
    # "0" ends a level and "1" a word: both before any digit or letter.
    return "1".join(letters) + "0" + "".join(tones)


@lru_cache(maxsize=8192)
def _weighed(word: str) -> tuple[str, str]:
    """What a word's letters and its tones are ordered by."""
    bare, tones = _apart(word)
    return "".join(map(_weight, bare)), tones or "0"


def _weight(letter: str) -> str:
    """Two characters that stand for a letter; a foreign one comes after z, by its code point."""
    if own := _OWN_LETTERS.get(letter):
        return own
    plain = unicodedata.normalize("NFD", letter)[0]
    return f"{plain}0" if "a" <= plain <= "z" else f"z9{ord(plain):06x}"


@lru_cache(maxsize=8192)
def _apart(word: str) -> tuple[str, str]:
    """The letters of a word without its tones, and the tones: "hoà" and "hòa" give the same."""
    bare: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tones.append(_TONES[char])
        else:
            bare.append(char)
    return unicodedata.normalize("NFC", "".join(bare)), "".join(tones)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as search sees it; `bare` has lost its tone but not its other marks."""

    folded: str
    bare: str
    tones: str

    @property
    def marked(self) -> bool:
        """Whether anything in it is more than a plain letter."""
        return bool(self.tones) or self.folded != self.bare

    def begins(self, other: "_Word") -> bool:
        """Whether this word as typed is how `other` begins."""
        if not self.marked:
            return other.folded.startswith(self.folded)
        return other.bare.startswith(self.bare) and other.tones == self.tones


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(map(_word, _WORD.findall(nfc(text).casefold())))


@lru_cache(maxsize=8192)
def _word(word: str) -> _Word:
    return _Word(fold_key(word), *_apart(word))


class SearchQuery:
    """What was typed into a search box, ready to be held against many texts.

    A text matches when each word typed is the beginning of one of its words, in any order. A word
    typed without marks finds every accent; one with a mark finds exactly its own accents, each
    word judged by itself. Old and new style of tone placement are the same (Hoà, Hòa).
    """

    def __init__(self, query: str) -> None:
        self._asked = _words(query)

    def matches(self, *texts: str) -> bool:
        """Whether the words typed are found in `texts` together; nothing typed matches all."""
        if not self._asked:
            return True
        found = [word for text in texts for word in _words(text)]
        return all(any(asked.begins(word) for word in found) for asked in self._asked)


def matches(query: str, text: str) -> bool:
    """Whether `text` is found by what was typed; see `SearchQuery`."""
    return SearchQuery(query).matches(text)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, accents included; case, blanks and tone style aside."""
    return spelling(one) == spelling(other)


def spelling(text: str) -> tuple[str, ...]:
    """The words of `text`, each as `same_name` compares it: the tone behind its letters."""
    return tuple(word.bare + word.tones for word in _words(text))
