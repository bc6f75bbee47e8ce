"""Which indicator a unit means by what it wrote beside a figure (C10, C11).

A code decides before a name, a name before a synonym, and likeness comes last. The synonyms of a
plan stand in `labels.toml` beside it; a plan without one is known by its own names alone.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from importlib.resources.abc import Traversable
from math import log
from typing import NamedTuple

from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.domain.tomlfile import open_toml
from vinhloc_cds.forms.signature import FIELDS
from vinhloc_cds.texts import text

LONGEST_LABEL = 160
"""Characters; what is longer is no label but a story."""

# From here on two texts are alike; that much the best has to be better than the second best; and
# below that nothing is even asked.
_ALIKE, _MARGIN, _SIMILAR = 0.78, 0.1, 0.55
# Another unit of measure speaks against an indicator as much as some words of its name.
_OTHER_MEASURE = 0.75
# Likeness costs time: beyond so many different texts only exact labels are looked for.
_MOST_COMPARED = 2000
# Beyond so many nothing is looked for: that is no unit's report but somebody's data.
_MOST_LABELS = 20_000

_NUMBERING = re.compile(
    r"\A(?:(?:[ivx]+|\d+(?:\.\d+)*|[a-z]) ?[.)/:-] ?|\(\d+\) ?|[-+*•–] ?|\d+ )+"
)
_CODE = re.compile(r"([a-z]\d\d)[ .:–-]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MEASURE_TOLD = re.compile(r"^(?:dvt|don vi tinh|don vi) ?:? ?")
_SEPARATORS = re.compile(r"[\W_]+")


class How(IntEnum):
    """By what a label was understood, the surest first."""

    CONFIRMED = 1
    CODE = 2
    NAME = 3
    SYNONYM = 4
    LIKENESS = 5
    UNCLEAR = 6
    """It is like several indicators: `rivals`, the likeliest first."""


class Meaning(NamedTuple):
    """What a label means: an indicator, one of `FIELDS`, or "" for "ignore it"; `rivals` else."""

    code: str
    how: How
    rivals: tuple[str, ...] = ()
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What `labels.toml` says: spellings of words, and other names of indicators or fields."""

    spellings: Mapping[str, str]
    names: tuple[tuple[str, str], ...]


def synonyms_of(plan: Plan) -> Synonyms:
    """Those that come with a built-in plan; none for any other."""
    for built_in in built_in_plans():
        if built_in.code == plan.code and built_in.folder.joinpath("labels.toml").is_file():
            return load_synonyms(built_in.folder, plan)
    return Synonyms({}, ())


def load_synonyms(folder: Traversable, plan: Plan) -> Synonyms:
    """`labels.toml` of `folder`. PlanFileError names file, line and key of a mistake."""
    file = open_toml(folder, "labels.toml")
    spellings = {
        _plain(other): _plain(table.text("word")).replace(" ", "")
        for table in file.root.tables("spelling")
        for other in (table.text("word"), *table.texts("also"))
    }
    known = {*plan.indicator_by_code, *FIELDS}
    names = tuple(
        (name, table.reference("means", known))
        for table in file.root.tables("label")
        for name in table.texts("names")
    )
    file.refuse_unknown_keys()
    return Synonyms(spellings, names)


def _plain(label: str) -> str:
    return _SEPARATORS.sub(" ", fold_key(label)).strip()


class Vocabulary:
    """All names of a plan's indicators, ready to be held against labels."""

    def __init__(self, plan: Plan, confirmed: Mapping[str, str], synonyms: Synonyms) -> None:
        self._confirmed = confirmed
        self._codes = {
            code.casefold(): code for code, one in plan.indicator_by_code.items() if one.is_entered
        }
        # Longer phrases first: "dịch vụ công trực tuyến" before any of its words.
        ordered = sorted(synonyms.spellings, key=len, reverse=True)
        self._spellings = synonyms.spellings
        self._phrases = re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered)) or '(?!)'})\b")
        self._by_name: dict[str, set[str]] = {}
        self._synonyms: dict[str, set[str]] = {}
        entered = [one for one in plan.indicators if one.is_entered]
        self._measures = {
            one.code: _plain(one.unit_of_measure) for one in entered if one.unit_of_measure
        }
        self._known_measures = {*self._measures.values()}
        for indicator in entered:
            for name in self._spellings_of(indicator.name):
                self._by_name.setdefault(name, set()).add(indicator.code)
        for code in FIELDS:
            for name in self._spellings_of(text(f"form.field.{code}")):
                self._by_name.setdefault(name, set()).add(code)
        for name, code in synonyms.names:
            self._synonyms.setdefault(self._key(name), set()).add(code)
        self._likeness = _Likeness(self._all_names())
        self._known: dict[tuple[str, str], Meaning | None] = {}

    def _spellings_of(self, name: str) -> set[str]:
        return {self._key(name), self._key(_BRACKETS.sub(" ", name))}

    def _all_names(self) -> Iterable[tuple[str, str]]:
        for names in (self._by_name, self._synonyms):
            for name, codes in names.items():
                yield from ((name, code) for code in codes if code not in FIELDS)

    def _key(self, label: str) -> str:
        return self._phrases.sub(lambda found: self._spellings[found[0]], _plain(label))

    def is_measure(self, label: str) -> bool:
        """Whether `label` is a unit of measure that the plan counts in."""
        return _plain(label) in self._known_measures

    def meaning(self, label: str, measure: str = "") -> Meaning | None:
        """What `label` means; `measure` is the unit of measure that stands beside it."""
        if len(label) > LONGEST_LABEL:
            return None
        asked = (label, measure)
        if asked not in self._known:
            if self.is_exhausted:
                return None
            self._known[asked] = self._meaning(label, measure)
        return self._known[asked]

    def begin(self) -> None:
        """Forget what was looked up before: every file has the same right to be looked at."""
        self._known.clear()

    @property
    def is_exhausted(self) -> bool:
        """Whether one file held more different texts than are looked at."""
        return len(self._known) >= _MOST_LABELS

    def _meaning(self, label: str, measure: str) -> Meaning | None:
        folded = fold_key(label)
        if (code := self._confirmed.get(folded)) is not None:
            return Meaning(code, How.CONFIRMED)
        if (code := self._codes.get(folded.strip(" .:()[]"))) is not None:
            return Meaning(code, How.CODE)
        if (begun := _CODE.match(folded)) and (code := self._codes.get(begun[1])) is not None:
            return Meaning(code, How.CODE)
        name, told = self._without_measure(_NUMBERING.sub("", folded, count=1))
        measure = told or _plain(measure)
        key = self._key(name)
        if not key:
            return None
        for names, how in ((self._by_name, How.NAME), (self._synonyms, How.SYNONYM)):
            if (codes := names.get(key)) is not None:
                (code, *others) = sorted(codes)
                if others or (how is How.SYNONYM and self._measured(code, measure) < 1):
                    return Meaning("", How.UNCLEAR, (code, *others))
                return Meaning(code, how, measure=told)
        if len(self._known) > _MOST_COMPARED:
            return None
        return self._alike(key, measure)

    def _without_measure(self, folded: str) -> tuple[str, str]:
        """A label without "(ĐVT: tổ)", and what stood there."""
        for found in _BRACKETS.finditer(folded):
            inside = _MEASURE_TOLD.sub("", found[1]).strip()
            if _plain(inside) in self._known_measures or scale(inside) is not None:
                return folded.replace(found[0], " "), _plain(inside)
        return folded, ""

    def _alike(self, key: str, measure: str) -> Meaning | None:
        ranked = sorted(
            (
                (score * self._measured(code, measure), code)
                for code, score in self._likeness.of(key).items()
            ),
            key=lambda found: (-found[0], found[1]),
        )
        if not ranked or ranked[0][0] < _SIMILAR:
            return None
        best, code = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        if best >= _ALIKE and best - second >= _MARGIN:
            return Meaning(code, How.LIKENESS, measure=measure)
        rivals = tuple(code for score, code in ranked if score >= best - _MARGIN)[:3]
        return Meaning("", How.UNCLEAR, rivals)

    def _measured(self, code: str, measure: str) -> float:
        own = self._measures.get(code, "")
        if measure not in self._known_measures or not own or own == measure:
            return 1.0
        return _OTHER_MEASURE


def scale(measure: str) -> int | None:
    """How many đồng a unit of money stands for: 1.000.000 for "triệu đồng"."""
    return {
        "nghin dong": 1_000,
        "ngan dong": 1_000,
        "1000 dong": 1_000,
        "1.000 dong": 1_000,
        "1.000d": 1_000,
        "trieu dong": 1_000_000,
        "tr.dong": 1_000_000,
        "trd": 1_000_000,
        "ty dong": 1_000_000_000,
    }.get(fold_key(measure))


class _Likeness:
    """Names as bags of words, the rarer a word the heavier, slips of the keys allowed."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        bags = [(code, frozenset(name.split())) for name, code in names]
        holders: dict[str, set[str]] = {}
        for code, bag in bags:
            for word in bag:
                holders.setdefault(word, set()).add(code)
        codes = len({code for code, _ in bags}) or 1
        self._weights = {word: log(1 + codes / len(by)) for word, by in holders.items()}
        self._strange = log(1 + codes)
        self._names = [(code, bag, sum(map(self._weights.__getitem__, bag))) for code, bag in bags]
        self._with: dict[str, list[int]] = {}
        for place, (_, bag, _) in enumerate(self._names):
            for word in bag:
                self._with.setdefault(word, []).append(place)
        self._meant: dict[str, str] = {}

    def of(self, key: str) -> dict[str, float]:
        """How like each indicator `key` is, from 0 to 1, by the name that fits best."""
        bag = {self._word(word) for word in key.split()}
        weight = sum(self._weights.get(word, self._strange / 2) for word in bag)
        shared: dict[int, float] = {}
        for word in bag:
            for place in self._with.get(word, ()):
                shared[place] = shared.get(place, 0.0) + self._weights[word]
        best: dict[str, float] = {}
        for place, common in shared.items():
            code, _, own = self._names[place]
            score = 2 * common / (weight + own)
            if score > best.get(code, 0.0):
                best[code] = score
        return best

    def _word(self, word: str) -> str:
        """The word of a name that was probably meant by a strange one ("thanh taon")."""
        if word in self._weights or len(word) < 4:
            return word
        if word not in self._meant:
            near = get_close_matches(word, self._weights, 1, 0.75)
            self._meant[word] = near[0] if near else word
        return self._meant[word]
