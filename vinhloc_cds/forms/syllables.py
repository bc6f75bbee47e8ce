"""Whether a word can be a Vietnamese syllable: what tells text from what only looks like letters.

Old encodings show as letters that exist, in an order that no Vietnamese word has. Vietnamese has
few onsets and rimes, and a tone stands on one letter of its rime: that is all that is needed.
"""

import unicodedata
from functools import lru_cache

from vinhloc_cds.domain.text import nfc

_ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh"),
    *("nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_WRITTEN_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oc oe oen oeo oet oi om on ong oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RIMES = frozenset(_WRITTEN_RIMES.split())
# After "qu" and "gi" stand rimes that stand nowhere else: quyên, quynh, giêng.
_AFTER = {
    "qu": frozenset({"yên", "yêt", "ynh", "yt", "yêu", "ych"}),
    "gi": frozenset({"êc", "êng", "êt", "êm", "ên", "êp"}),
}
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_BEFORE_A_STOP = {"\u0301", "\u0323"}
"""Syllables that end in a stop are sắc or nặng, no other tone can be said."""
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơ")
_LONGEST = 7


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether `word` can be one Vietnamese syllable, its tone on a letter that can bear it."""
    lowered = nfc(word).lower()
    if not 0 < len(lowered) <= _LONGEST:
        return False
    bare, tone, at = _apart(lowered)
    if bare is None:
        return False
    return any(
        _is_rime(bare[len(onset) :], onset, tone, at - len(onset))
        for onset in _ONSETS
        if bare.startswith(onset)
    )


def _apart(word: str) -> tuple[str | None, str, int]:
    """The letters without the tone, the tone, and the place of its letter (-1 without a tone)."""
    letters: list[str] = []
    tone, at = "", -1
    for place, letter in enumerate(word):
        decomposed = unicodedata.normalize("NFD", letter)
        kept = "".join(mark for mark in decomposed if mark not in _TONES)
        if kept != decomposed:
            if tone:
                return None, "", -1
            tone = next(mark for mark in decomposed if mark in _TONES)
            at = place
        letters.append(unicodedata.normalize("NFC", kept))
    return "".join(letters), tone, at


def _is_rime(rime: str, onset: str, tone: str, at: int) -> bool:
    if rime not in _RIMES and rime not in _AFTER.get(onset, ()):
        return False
    if not tone:
        # A syllable that ends in a stop always has its tone written.
        return not rime.endswith(("c", "ch", "p", "t"))
    if rime.endswith(("c", "ch", "p", "t")) and tone not in _BEFORE_A_STOP:
        return False
    return at in _bearers(rime)


@lru_cache(maxsize=512)
def _bearers(rime: str) -> frozenset[int]:
    """The places in a rime where its tone may be written, in the old style and the new."""
    vowels = [place for place, letter in enumerate(rime) if letter in _VOWELS]
    marked = [place for place in vowels if rime[place] in _MARKED]
    if marked:
        return frozenset({marked[-1]})
    if len(vowels) == 1:
        return frozenset(vowels)
    if len(vowels) == 3:
        return frozenset({vowels[1]})
    if vowels[-1] != len(rime) - 1:
        # oan, uynh: before a consonant the second vowel bears it; "hòan" is an old habit.
        return frozenset(vowels) if rime.startswith("o") else frozenset({vowels[1]})
    if rime in {"oa", "oe", "uy"}:
        return frozenset(vowels)
    return frozenset({vowels[0]})
