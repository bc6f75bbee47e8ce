"""Which unit a file is from (dirty_cases.md D): by hidden id, by name with accents, by alias.

A name without accents never decides, and neither does a file's name alone (rule 7). What can be
proposed is a question; where the officer has to choose it is a block.
"""

from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from vinhloc_cds.domain.incoming import FileProblem, Todo
from vinhloc_cds.domain.outcome import shortened
from vinhloc_cds.domain.plan import Plan, Severity
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.forms.unit_names import Hit, Strength, UnitNames
from vinhloc_cds.texts import text

_NOBODY: frozenset[str] = frozenset()


class UnitMatch(NamedTuple):
    """`unit` where it is beyond doubt; else `candidates`, and a `problem` that asks for it.

    A QUESTION proposes the first of `candidates`; a BLOCK never has just one, which would be
    taken for a proposal.
    """

    unit: str | None
    candidates: tuple[str, ...] = ()
    problem: FileProblem | None = None


def match_unit(
    plan: Plan, *, signed: str | None, texts: Iterable[str], file_name: str
) -> UnitMatch:
    """The unit of a file: `signed` is its hidden id, `texts` what stands in its head.

    Where they contradict each other it is a question, with the hidden id's unit proposed.
    """
    return _matcher_of(plan).match(signed, tuple(texts), PurePath(file_name).stem)


class _Head(NamedTuple):
    """What the texts in a file's head say, as far as it counts.

    `hits` are the surest names of units that report; `others` names those that do not, `stranger`
    is a commune outside the plan.
    """

    hits: tuple[Hit, ...]
    others: tuple[Hit, ...]
    stranger: str

    @property
    def units(self) -> frozenset[str]:
        return _NOBODY.union(*(hit.units for hit in self.hits))

    def against(self, unit: str) -> Hit | None:
        """A name that only another unit than `unit` bears."""
        told = (hit for hit in self.hits if len(hit.units) == 1)
        return next((hit for hit in told if unit not in hit.units), None)


class _Matcher:
    """A plan's units and their names, made once for all files."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._names = UnitNames(plan)
        self._order = {unit.code: order for order, unit in enumerate(plan.units)}
        self._reporting = self._related(Relation.OBLIGED, Relation.ASKED)
        self._own = self._related(Relation.OWN)
        self._communes = frozenset(
            unit.code for unit in plan.units if unit.group == plan.commune_group
        )

    def _related(self, *relations: Relation) -> frozenset[str]:
        return frozenset(unit.code for unit in self.plan.units_related(*relations))

    def match(self, signed: str | None, texts: tuple[str, ...], stem: str) -> UnitMatch:
        head = self._head(texts)
        filed = self._of_file_name(stem)
        if signed in self._reporting or signed in self._own:
            return self._signed(signed, head, filed, stem)
        if len(head.units) == 1:
            return self._told(signed, head, filed, stem)
        if head.units:
            return self._unclear(head, filed)
        return self._untold(texts, stem, head, filed)

    def _head(self, texts: tuple[str, ...]) -> _Head:
        hits: list[Hit] = []
        stranger = ""
        for each in texts:
            found = self._names.found(each)
            hits += found.hits
            if found.stranger and not stranger:
                stranger = each
        # The office and the district stand in many a letterhead of others, as the addressee or
        # the superior: they only count where nobody else is named.
        others = tuple(hit for hit in hits if not hit.units & (self._reporting | self._own))
        for reporting in (self._reporting, self._own):
            if said := tuple(hit for hit in hits if hit.units & reporting):
                return _Head(_surest(said), others, stranger)
        return _Head((), others, stranger)

    def _of_file_name(self, stem: str) -> Hit | None:
        """The one unit that a file's name tells, accents and all."""
        hits = self._names.found_in_file_name(stem)
        said = _surest(tuple(hit for hit in hits if hit.units & self._reporting))
        units = _NOBODY.union(*(hit.units for hit in said))
        return said[0] if len(units) == 1 else None

    def _against(self, unit: str, stem: str, filed: Hit | None) -> frozenset[str]:
        """The units that a file's name speaks of instead of `unit`.

        A name without accents tells no unit, but it can tell that it is another one.
        """
        if filed:
            return _NOBODY if unit in filed.units else filed.units
        if any(unit in hit.units for hit in self._names.found_in_file_name(stem)):
            return _NOBODY
        meant = self._names.communes_without_accents(stem, self._communes)
        return _NOBODY if unit in meant else meant

    def _signed(self, signed: str, head: _Head, filed: Hit | None, stem: str) -> UnitMatch:
        """By the hidden id, unless head or file name speak of another unit (D6)."""
        unit = self._name(signed)
        other = head.against(signed)
        if other or (head.stranger and not head.hits and not self._alike(head.stranger, signed)):
            units = other.units if other else _NOBODY
            raw = other.text if other else head.stranger
            sentence = text("units.id_and_head", unit=unit, raw=_quoted(raw))
            return self._ask(sentence, signed, units, raw)
        if others := self._against(signed, stem, filed):
            sentence = text("units.id_and_file_name", unit=unit, raw=_quoted(stem))
            return self._ask(sentence, signed, others, stem)
        return UnitMatch(signed)

    def _told(self, signed: str | None, head: _Head, filed: Hit | None, stem: str) -> UnitMatch:
        """By the one unit that the head names."""
        (code,) = head.units
        hit = head.hits[0]
        unit = self._name(code)
        if others := self._against(code, stem, filed):
            sentence = text("units.head_and_file_name", unit=unit, raw=_quoted(stem))
            return self._ask(sentence, code, others, stem)
        if signed:
            sentence = text("units.unknown_id", id=_quoted(signed), unit=unit)
            return self._ask(sentence, code, _NOBODY, hit.text)
        if hit.strength is Strength.FORMER:
            sentence = text("units.former", raw=_quoted(hit.text), unit=unit)
            return self._ask(sentence, code, _NOBODY, hit.text)
        if hit.strength is Strength.CONVERTED:
            sentence = text("units.converted", raw=_quoted(hit.text), unit=unit)
            return self._ask(sentence, code, _NOBODY, hit.text)
        return UnitMatch(code)

    def _unclear(self, head: _Head, filed: Hit | None) -> UnitMatch:
        """The head names several units, or one name that several bear."""
        if filed and filed.units <= head.units:
            return self._by_file_name(filed, head.units)
        raw = head.hits[0].text
        units = self._listed(head.units)
        if len({hit.units for hit in head.hits}) == 1:
            sentence = text("units.ambiguous", raw=_quoted(raw), units=units)
        else:
            sentence = text("units.several", units=units)
        return self._choose(sentence, head.units, raw)

    def _untold(
        self, texts: tuple[str, ...], stem: str, head: _Head, filed: Hit | None
    ) -> UnitMatch:
        """The head names nobody who reports: what is left are guesses."""
        if head.stranger and not self._names.guesses(head.stranger):
            sentence = text("units.stranger", raw=_quoted(head.stranger))
            return self._choose(sentence, filed.units if filed else _NOBODY, head.stranger)
        if filed:
            return self._by_file_name(filed, _NOBODY)
        for raw in (*texts, stem):
            guessed = self._names.guesses(raw)
            if guessed & (self._reporting | self._own):
                listed = self._listed(guessed)
                sentence = text("units.no_accents", raw=_quoted(raw), units=listed)
                return self._choose(sentence, guessed, raw)
        if head.others:
            others = self._listed(_NOBODY.union(*(hit.units for hit in head.others)))
            sentence = text("units.not_reporting", units=others)
            return self._choose(sentence, _NOBODY, head.others[0].text)
        return self._choose(text("units.none"), _NOBODY, "")

    def _alike(self, raw: str, unit: str) -> bool:
        """Whether `raw` may be a slip of the pen for the name of `unit`."""
        return unit in self._names.guesses(raw)

    def _by_file_name(self, filed: Hit, others: frozenset[str]) -> UnitMatch:
        (code,) = filed.units
        sentence = text("units.file_name", raw=_quoted(filed.text), unit=self._name(code))
        return self._ask(sentence, code, others, filed.text)

    def _ask(self, sentence: str, code: str, others: frozenset[str], raw: str) -> UnitMatch:
        problem = FileProblem(Todo.CHOOSE_UNIT, Severity.QUESTION, sentence, raw=raw, proposal=code)
        return UnitMatch(None, (code, *self._choosable(others - {code})), problem)

    def _choose(self, sentence: str, units: frozenset[str], raw: str) -> UnitMatch:
        problem = FileProblem(Todo.CHOOSE_UNIT, Severity.BLOCK, sentence, raw=raw)
        candidates = self._choosable(units)
        return UnitMatch(None, candidates if len(candidates) > 1 else (), problem)

    def _choosable(self, units: frozenset[str]) -> tuple[str, ...]:
        able = units & (self._reporting | self._own)
        return tuple(sorted(able, key=self._order.__getitem__))

    def _listed(self, units: frozenset[str]) -> str:
        ordered = sorted(units, key=self._order.__getitem__)
        return text("units.or").join(self._name(code) for code in ordered)

    def _name(self, code: str) -> str:
        return self.plan.unit_by_code[code].name


def _surest(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The strongest of `hits`; among equals, a name that only one unit bears counts more."""
    best = max((_rank(hit) for hit in hits), default=None)
    return tuple(hit for hit in hits if _rank(hit) == best)


def _rank(hit: Hit) -> tuple[Strength, bool]:
    return hit.strength, len(hit.units) == 1


def _quoted(raw: str) -> str:
    return shortened(collapse(raw))


_latest: _Matcher | None = None


def _matcher_of(plan: Plan) -> _Matcher:
    """The matcher of `plan`; files come in by the batch, so the last one is kept."""
    global _latest  # noqa: PLW0603
    matcher = _latest
    if matcher is None or matcher.plan is not plan:
        _latest = matcher = _Matcher(plan)
    return matcher
