"""The names of a plan's units as they are really written, found in a text (dirty_cases.md D).

Names are told apart accents and all: Vĩnh Hưng is not Vĩnh Hùng. What a text without accents might
mean is looked up apart, and only ever as a guess (rule 7).
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import fold_key, nfc, spelling
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.forms.encodings import convert, told_by_text

Words = tuple[str, ...]


class Strength(IntEnum):
    """How surely a name says which unit it is.

    FORMER: a name from before or after units were merged. CONVERTED: any name, but in letters from
    before Unicode, which are never converted without a question. CALLED: an alias, or a commune's
    name without "xã". NAMED: the name as the plan has it. ALONE: that, and nothing else there.
    """

    FORMER = 1
    CONVERTED = 2
    CALLED = 3
    NAMED = 4
    ALONE = 5


class Hit(NamedTuple):
    """A name found: the units that bear it, and the text it stood in."""

    strength: Strength
    units: frozenset[str]
    text: str


class Found(NamedTuple):
    """What one text says: names of the plan's units, or else a commune that is none of them."""

    hits: tuple[Hit, ...] = ()
    stranger: bool = False


class _Name(NamedTuple):
    strength: Strength
    units: frozenset[str]
    bare: bool


def _set(text: str) -> frozenset[str]:
    """The words of `text`, and how they look without accents."""
    return frozenset(spelling(text)) | frozenset(fold_key(text).split())


(_XA, _TT, _HUYEN, _PHONG, _PHUONG, _UBND) = spelling("xã tt huyện phòng phường ubnd")
_PLACES = frozenset({_XA, _TT, _PHUONG})
_KINDS = _PLACES | {_HUYEN}
_ONE_FORM = {
    spelling("ủy ban nhân dân"): _UBND,
    spelling("thị trấn"): _TT,
    # "TT" stands for both; what follows tells them apart.
    spelling("trung tâm"): _TT,
    spelling("ttr"): _TT,
    spelling("x"): _XA,
    spelling("h"): _HUYEN,
    spelling("p"): _PHONG,
    spelling("chi nhánh"): "cn",
    spelling("phòng giao dịch"): "pgd",
}
_LONGEST_FORM = max(map(len, _ONE_FORM))
_CENTRE = spelling("trung tâm")
_AND = spelling("và")
# Behind a name they say nothing more.
_TAIL = _set("huyện cn pgd")
# In front of a commune's name they make it something else: a province, a hamlet, a school.
_OTHER_BEARERS = _set("xã phường tt huyện tỉnh tp phố thôn làng bản thcs thpt học non")
# In front of it, it is a person's name.
_BEFORE_PERSONS = _set("anh chị nguyễn trần lê phạm trịnh hoàng vũ bùi đỗ văn thị")
_NOBODY: frozenset[str] = frozenset()
_NOT_FROM = frozenset({spelling("kính gửi"), spelling("nơi nhận")})
_SOCIETY = spelling("hội")[0]
_SHORT_CODE = 3
_LONGEST_TITLE = 4
_MOST_REMEMBERED = 4096


def _words(text: str) -> Words:
    """The words of a text, with "ủy ban nhân dân", "TTr." and the like in one form."""
    return _in_one_form([word for word in spelling(text) if word not in _AND], _ONE_FORM)


def _in_one_form(words: list[str], forms: Mapping[Words, str]) -> Words:
    out: list[str] = []
    at = 0
    while at < len(words):
        longest = _LONGEST_FORM if words[at] in _BEGIN_FORMS else 0
        for length in range(longest, 0, -1):
            if short := forms.get(tuple(words[at : at + length])):
                out.append(short)
                at += length
                break
        else:
            out.append(words[at])
            at += 1
    return tuple(out)


def _folded(words: Iterable[str]) -> Words:
    """Words as they look without accents; the digits that stand for tones go with them."""
    bare = [fold_key(word.rstrip("12345")) if word[:1].isalpha() else word for word in words]
    return _in_one_form(bare, _ONE_FOLDED_FORM)


_ONE_FOLDED_FORM = {
    tuple(fold_key(word.rstrip("12345")) for word in long): fold_key(short.rstrip("12345"))
    for long, short in _ONE_FORM.items()
    if len(long) > 1
}
_BEGIN_FORMS = frozenset(long[0] for long in (*_ONE_FORM, *_ONE_FOLDED_FORM))


class UnitNames:
    """All names of a plan's units, made once and asked often."""

    def __init__(self, plan: Plan) -> None:
        self._names: dict[Words, _Name] = {}
        self._guesses: dict[Words, _Name] = {}
        self._whole: dict[Words, frozenset[str]] = {}
        self._codes: dict[str, str] = {}
        self._longest = 1
        self._begin: set[str] = set()
        self._remembered: dict[str, Found] = {}
        issuer = _words(plan.issuer)
        # "Vĩnh Lộc": all of the plan's units are there.
        self._place = issuer[issuer.index(_UBND) + 2 :] if _UBND in issuer else ()
        self._places = {self._place, _folded(self._place)}
        for unit in plan.units:
            self._add_unit(unit)

    def _add_unit(self, unit: Unit) -> None:
        code = unit.code
        self._codes[unit.code.casefold()] = code
        former = {_words(origin.name) for origin in unit.lineage}
        for name in (unit.name, unit.short_name):
            self._add_name(name, code, Strength.NAMED)
        for alias in unit.aliases:
            if _words(alias) not in former:
                self._add_alias(alias, unit)
        for origin in unit.lineage:
            self._add_name(
                origin.name, code, Strength.FORMER, with_bare=origin.direction == "predecessor"
            )

    def _add_alias(self, alias: str, unit: Unit) -> None:
        """An office's "NN&PTNT" only counts behind "Phòng" or alone: a bank bears it, too."""
        words, office = _words(alias), _words(unit.name)[:1] == (_PHONG,)
        if office and words and words[0] != _PHONG:
            self._add((_PHONG, *words), unit.code, Strength.CALLED)
            self._add_whole(words, unit.code)
        else:
            self._add_name(alias, unit.code, Strength.CALLED)

    def _add_whole(self, words: Words, code: str) -> None:
        self._whole[words] = self._whole.get(words, frozenset()) | {code}

    def _add_name(
        self, name: str, code: str, strength: Strength, *, with_bare: bool = True
    ) -> None:
        words = _words(name)
        if words[:1] == (_UBND,) and len(words) > 1:
            words = words[1:]
        if not words:
            return
        if words[0] in _KINDS and spelling(name)[:2] != _CENTRE:
            self._add_place(words, code, strength, with_bare=with_bare)
        else:
            core = self._core(words)
            self._add(core, code, strength if core == words else Strength.CALLED)
            if core[0] == "pgd" and len(core) > 1:
                self._add(core[1:], code, Strength.CALLED)
        if words[0] == _PHONG and len(words) > 1:
            # "Nội vụ" and "Y tế" are words like others, unless they stand alone.
            self._add_whole(words[1:], code)

    def _add_place(self, words: Words, code: str, strength: Strength, *, with_bare: bool) -> None:
        kind, *name = words
        self._add(words, code, strength)
        if len(name) > 1:
            # "xã V.Hùng"
            initials = tuple(word[0] for word in name[:-1])
            self._add((kind, *initials, name[-1]), code, min(strength, Strength.CALLED))
        if with_bare and name:
            self._add(tuple(name), code, min(strength, Strength.CALLED), bare=True)

    def _core(self, words: Words) -> Words:
        """A name without the place and the branch behind it: "Agribank", "Thanh tra"."""
        end = len(words)
        while end > 1:
            start = end - len(self._place)
            if self._place and start > 0 and words[start:end] == self._place:
                end = start
            elif words[end - 1] in _TAIL:
                end -= 1
            else:
                break
        return words[:end]

    def _behind(self, words: Words, end: int) -> int:
        """Where place and branch behind a name that ended at `end` end themselves."""
        while end < len(words):
            if self._place and words[end : end + len(self._place)] in self._places:
                end += len(self._place)
            elif words[end] in _TAIL:
                end += 1
            else:
                break
        return end

    def _add(self, words: Words, code: str, strength: Strength, *, bare: bool = False) -> None:
        self._longest = max(self._longest, len(words))
        self._begin |= {words[0], _folded(words)[0]}
        for names, key in ((self._names, words), (self._guesses, _folded(words))):
            known = names.get(key)
            if known is None or known.strength < strength:
                names[key] = _Name(strength, frozenset({code}), bare)
            elif known.strength == strength:
                names[key] = _Name(strength, known.units | {code}, known.bare and bare)

    def found(self, text: str) -> Found:
        """The names that stand in `text`, accents and all."""
        known = self._remembered.get(text)
        if known is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[text] = self._converted(text) or self._find(text)
        return known

    def _converted(self, text: str) -> Found | None:
        """The names in a text that can only be TCVN3 or VNI (C3, C5), as they read in Unicode."""
        encoding = None if text.isascii() else told_by_text(text)
        if encoding is None:
            return None
        found = self._find(convert(text, encoding))
        hits = (hit._replace(strength=min(hit.strength, Strength.CONVERTED)) for hit in found.hits)
        return found._replace(hits=tuple(hits))

    def _find(self, text: str) -> Found:
        words = _words(text)
        if words[:2] in _NOT_FROM:
            return Found()
        title = _words(text.rpartition(":")[2])
        if units := self._whole.get(self._core(title)):
            return Found((Hit(Strength.CALLED, units, text),))
        hits, begun = [], set()
        for name, start, end in self._scan(words, self._names):
            begun.add(start)
            strength = name.strength
            if strength is Strength.NAMED:
                whole = end - start + (words[start - 1 : start] == (_UBND,))
                strength = Strength.ALONE if whole >= len(title) else strength
            hits.append(Hit(strength, name.units, text))
        strangers = set(_seats(words)) | ({len(words) - len(title)} if _is_place(title) else set())
        return Found(tuple(hits), bool(strangers - begun))

    def _scan(self, words: Words, names: Mapping[Words, _Name]) -> Iterator[tuple[_Name, int, int]]:
        """The longest names from left to right, where they begin, and where their place ends."""
        at = 0
        while at < len(words):
            longest = min(self._longest, len(words) - at) if words[at] in self._begin else 0
            for length in range(longest, 0, -1):
                name = names.get(words[at : at + length])
                if name is None or (name.bare and at and words[at - 1] in _OTHER_BEARERS):
                    continue
                end = self._behind(words, at + length)
                if name.strength is Strength.CALLED and not name.bare:
                    if end > at + length:
                        name = name._replace(strength=Strength.NAMED)
                    elif words[end : end + 1] and words[end] in _PLACES:
                        # "Hội Nông dân xã Vĩnh Hùng" is not the district's.
                        continue
                yield name, at, end
                at = end
                break
            else:
                at += 1

    def found_in_file_name(self, stem: str) -> tuple[Hit, ...]:
        """The names and codes of units in a file's name without its ending."""
        hits = list(self._find(stem).hits)
        if (parted := _parted(stem)) != stem:
            hits += self._find(parted).hits
        codes = [self._codes.get(word) for word in spelling(stem) if len(word) > _SHORT_CODE]
        hits += [Hit(Strength.CALLED, frozenset({code}), stem) for code in codes if code]
        return tuple(hits)

    def communes_without_accents(self, stem: str, communes: frozenset[str]) -> frozenset[str]:
        """The communes that a file's name may mean with its accents lost.

        "vinh loc" is mostly the district, "xa vinh loc" a commune that took in several, and
        "Nguyen Minh Tan" a person.
        """
        words = _folded(_words(_parted(stem)))
        return _NOBODY.union(
            *(
                name.units
                for name, start, _ in self._scan(words, self._guesses)
                if name.units <= communes
                and not (name.strength is Strength.FORMER and len(name.units) > 1)
                and not (name.bare and start and words[start - 1] in _BEFORE_PERSONS)
            )
        )

    def guesses(self, text: str) -> frozenset[str]:
        """The units that `text` may mean if its accents are lost."""
        words = _words(text)
        if words[:2] in _NOT_FROM:
            return frozenset()
        readings = (_folded(words), _folded(_words(_parted(text))))
        return frozenset(
            code
            for reading in readings
            for name, _, _ in self._scan(reading, self._guesses)
            for code in name.units
        )


def _parted(text: str) -> str:
    """With a blank before each capital inside a word: "XãVĩnhHùng"."""
    text = nfc(text)
    return "".join(
        f" {char}" if at and char.isupper() and text[at - 1].islower() else char
        for at, char in enumerate(text)
    )


def _is_place(words: Words) -> bool:
    """Whether a text is nothing but some commune's name."""
    return 1 < len(words) <= _LONGEST_TITLE and words[0] in _PLACES and _named(words[1])


def _seats(words: Words) -> Iterator[int]:
    """Where "xã …" stands behind "UBND"."""
    for at in range(1, len(words) - 1):
        if words[at - 1] == _UBND and words[at] in _PLACES and _named(words[at + 1]):
            yield at


def _named(word: str) -> bool:
    """Whether a word behind "xã" begins a name: not "xã hội", not "xã, thị trấn"."""
    return word != _SOCIETY and word not in _KINDS
