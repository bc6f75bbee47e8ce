"""Every figure that the body of a report may state, as printed, by its key (`reports.trace`).

Sentences take their figures from here, and so do passages that the officer worded: the same key
is the same words everywhere in a document.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.formatting import format_number, format_percent
from vinhloc_cds.domain.plan import Indicator, Plan, ValueType
from vinhloc_cds.domain.progress import AssignmentState, UnitState, count_assignments
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.annexes import printed_tables
from vinhloc_cds.reports.material import APPRAISAL, Material
from vinhloc_cds.reports.opinions import one_line
from vinhloc_cds.reports.phrase import Phrase, figure
from vinhloc_cds.reports.plain import lines, plain
from vinhloc_cds.reports.trace import FigureKey, Part, StateKey
from vinhloc_cds.reports.wording import (
    lower_first,
    sentence_deadline,
    sentence_moment,
    sentence_names,
)
from vinhloc_cds.texts import text

# As many units are named wherever they matter; of more, a sentence says where they are named.
NAMED_EACH_TIME = 6
# A whole list that is named once is referred to rather than named again from so many units on.
_LEAST_REFERRED_TO = 2
# More than these would fill a page: the annex names them.
NAMED_ONCE = 40
# So many units are quoted, each in so many letters, where the body tells of causes and proposals.
_QUOTED = 5
_LONGEST_QUOTE = 300
_QUOTED_TEXTS = {"K04", "K05"}
_NEVER_NAMED = {
    "units.obliged",
    "units.reported",
    "units.on_time",
    "units.accepted",
    "asked.total",
    "asked.reported",
}
# Whom the table of late and missing units in Annex III names; the others can be told in Annex I.
_IN_TABLE_OF_UNITS = {"units.late", "units.overdue", "units.waiting", "units.returned"}
_DONE = (AssignmentState.ACCEPTED, AssignmentState.REPORTED)


def consistent(total: Total) -> bool:
    """Whether value over denominator is the ratio, so that the three can stand side by side.

    They are not where a unit gave the part but not the whole: the ratio leaves it out (rule 9).
    """
    if total.ratio is None or not total.denominator or total.value is None:
        return False
    return math.isclose(total.value / total.denominator, total.ratio)


def name_of(indicator: Indicator) -> str:
    """The indicator's name without what only helps to fill in the form: "(có/không)"."""
    return plain(lower_first(indicator.name.partition(" (")[0]))


def name_figure(indicator: Indicator) -> Phrase:
    """The name of what nobody gave a figure of: it leads to who was to."""
    return figure(name_of(indicator), FigureKey(indicator.code, Part.NAME))


@dataclass(frozen=True)
class TotalFields:
    """The figures that go with totals of one plan.

    `silent` are the obliged units without any accepted report, named at `place` in the document;
    `nothing` those that reported "không phát sinh", which lack no figure; `partial` names, by
    indicator, the units whose computed total lacks a part. `tables` is how the table of each
    section's figures is called, where there is one.
    """

    plan: Plan
    silent: tuple[str, ...]
    place: str
    nothing: tuple[str, ...] = ()
    partial: Mapping[str, tuple[str, ...]] | None = None
    tables: Mapping[str, str] = field(default_factory=dict)

    def of(self, total: Total) -> Mapping[Part, str]:
        """What can be said of `total`, by part; a part that it does not have is left out."""
        lacking = self.lacking(total)
        nothing = len(total.missing) - len(lacking)
        partial = self.partial_of(total)
        optional = {
            Part.VALUE: None if total.value is None else format_number(total.value),
            Part.OF: format_number(total.denominator) if total.denominator else None,
            Part.PERCENT: None if total.ratio is None else format_percent(total.ratio),
            Part.MAXIMUM: None if total.maximum is None else format_number(total.maximum),
            Part.OTHERS: str(total.extra_units) if total.extra_units else None,
            Part.NOTHING: str(nothing) if nothing else None,
            Part.MISSING: self._missing(total, lacking) if lacking else None,
            Part.PARTIAL: self._some("partial", total, partial) if partial else None,
        }
        return {
            Part.REPORTED: str(total.reported),
            Part.EXPECTED: str(total.expected),
            **{part: plain(words) for part, words in optional.items() if words is not None},
        }

    def phrases(self, total: Total) -> Mapping[Part, Phrase]:
        """The same as figures that a sentence takes in."""
        group = total.group or ""
        return {
            part: figure(words, FigureKey(total.code, part, group))
            for part, words in self.of(total).items()
        }

    def lacking(self, total: Total) -> tuple[str, ...]:
        """The units whose figure is still to come: not those that reported that nothing arose."""
        return tuple(code for code in total.missing if code not in self.nothing)

    def indicator(self, total: Total) -> Indicator:
        """What the total is of."""
        return self.plan.indicator_by_code[total.code]

    def partial_of(self, total: Total) -> tuple[str, ...]:
        """The units whose computed figure lacks a part."""
        units = (self.partial or {}).get(total.code, ())
        group = {u: self.plan.unit_by_code[u].group for u in units}
        return tuple(u for u in units if total.group in {None, group[u]})

    def _some(self, what: str, total: Total, codes: tuple[str, ...]) -> str:
        """The units by name; so many that a reader would rather look into the table, by count.

        `what` they are: "missing", or "partial" whose figure is marked there.
        """
        table = self.tables.get(self.indicator(total).section)
        if len(codes) <= NAMED_EACH_TIME or table is None:
            return sentence_names(self.plan, codes)
        return text(f"report.{what}_in_table", count=len(codes), table=table)

    def _missing(self, total: Total, lacking: tuple[str, ...]) -> str:
        """Who is missing: by name, or by the place where a whole list of them is named.

        All silent units that are asked for a figure lack it, so that what is silent here is
        always the silent of whole groups.
        """
        silent = tuple(code for code in lacking if code in self.silent)
        others = tuple(code for code in lacking if code not in self.silent)
        whole = self._whole_list(silent)
        if whole is None:
            return self._some("missing", total, lacking)
        referred = text("report.missing_at", units=whole, place=self.place)
        if not others:
            return referred
        return text(
            "report.missing_and", those=referred, others=self._some("missing", total, others)
        )

    def _whole_list(self, silent: tuple[str, ...]) -> str | None:
        """What the units are called if they are all that a reader finds at `place` by that name."""
        if len(silent) < _LEAST_REFERRED_TO:
            return None
        if silent == self.silent:
            return text("report.those_units")
        group = {code: self.plan.unit_by_code[code].group for code in self.silent}
        groups = {group[code] for code in silent}
        if silent != tuple(code for code in self.silent if group[code] in groups):
            return None
        if groups == {self.plan.commune_group}:
            return text("report.those_communes")
        return text("report.those_asked") if len(silent) > NAMED_EACH_TIME else None


class Fields:
    """All figures of one report: those of totals, and the counts and names of units and duties."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.totals = TotalFields(
            material.plan,
            silent=material.silent,
            place=text("report.reporting_place", number=2),
            nothing=material.nothing,
            partial=material.partial,
            tables=printed_tables(material),
        )

    @cached_property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        """The units behind each count, by what of its key `vinhloc_cds.reports.trace.StateKey`."""
        material = self.material
        obliged = [p for p in material.units if p.unit.relation is Relation.OBLIGED]
        asked = [p for p in material.units if p.unit.relation is Relation.ASKED]
        sent = {UnitState.ON_TIME, UnitState.LATE}
        silent = set(material.silent)
        chosen = {
            "units.obliged": obliged,
            "units.reported": [p for p in obliged if p.state in sent],
            "units.on_time": [p for p in obliged if p.state is UnitState.ON_TIME],
            "units.late": [p for p in obliged if p.state is UnitState.LATE],
            "units.overdue": [p for p in obliged if p.state is UnitState.OVERDUE],
            "units.waiting": [p for p in obliged if p.state is UnitState.WAITING],
            "units.accepted": [p for p in obliged if p.unit.code not in silent],
            "units.silent": [p for p in obliged if p.unit.code in silent],
            "units.unaccepted": [p for p in obliged if p.unit.code in silent and p.state in sent],
            "units.returned": [p for p in obliged if p.was_returned],
            "asked.total": asked,
            "asked.reported": [p for p in asked if p.state in sent],
        }
        found = {what: tuple(p.unit.code for p in units) for what, units in chosen.items()}
        found["units.nothing"] = material.nothing
        for indicator in self.opinions:
            found[f"opinions.{indicator.code}"] = tuple(
                unit.code
                for unit in material.plan.units
                if (standing := material.matrix.get((unit.code, indicator.code)))
                and any(map(lines, standing.texts))
            )
        return found

    @cached_property
    def duties(self) -> Mapping[str, tuple[str, ...]]:
        """The duties behind each count of them, by what of its key.

        A duty counts as done where every unit that it was given to has a result; one that suits
        none of them is not applicable.
        """
        by_duty: dict[str, list[AssignmentState]] = {}
        for each in self.material.assignments:
            states = by_duty.setdefault(each.duty.code, [])
            if each.state is not AssignmentState.NOT_APPLICABLE:
                states.append(each.state)
        done = {code: sum(s in _DONE for s in states) for code, states in by_duty.items()}
        given = [code for code, states in by_duty.items() if states]
        chosen = {
            "duties.given": given,
            "duties.done": [code for code in given if done[code] == len(by_duty[code])],
            "duties.partly": [code for code in given if 0 < done[code] < len(by_duty[code])],
            "duties.open": [code for code in given if not done[code]],
            "duties.not_applicable": [code for code, states in by_duty.items() if not states],
            "duties.unassigned": [
                duty.code for duty in self.material.plan.duties if duty.code not in by_duty
            ],
            "duties.overdue": [c for c in given if AssignmentState.OVERDUE in by_duty[c]],
        }
        return {what: tuple(codes) for what, codes in chosen.items()}

    @property
    def opinions(self) -> tuple[Indicator, ...]:
        """What units are asked to say in their own words, and in how many of the others."""
        return tuple(
            i
            for i in self.material.plan.indicators
            if not i.submission_field
            and (
                i.value_type is ValueType.LONG_TEXT
                or (i.value_type is ValueType.TEXT and i.annex == "thuyết minh")
            )
        )

    @cached_property
    def quotes(self) -> Mapping[str, Mapping[str, str]]:
        """By indicator what each unit wrote of it, in a line; only what the body has room for."""
        found: dict[str, Mapping[str, str]] = {}
        for code in _QUOTED_TEXTS & {indicator.code for indicator in self.opinions}:
            words = {
                unit: one_line("\n".join(self.material.matrix[unit, code].texts)).rstrip(" .;,")
                for unit in self.units[f"opinions.{code}"]
            }
            short = all(0 < len(each) <= _LONGEST_QUOTE for each in words.values())
            if len(words) <= _QUOTED and short:
                found[code] = words
        return found

    @cached_property
    def lacking(self) -> tuple[Indicator, ...]:
        """What nobody has given a figure of though some unit is still to."""
        by_code: dict[str, list[Total]] = {}
        for total in self.material.totals:
            by_code.setdefault(total.code, []).append(total)
        return tuple(
            self.material.plan.indicator_by_code[code]
            for code, totals in by_code.items()
            if self.material.plan.indicator_by_code[code].section != APPRAISAL
            and all(total.value is None for total in totals)
            and any(self.totals.lacking(total) for total in totals)
        )

    @cached_property
    def states(self) -> Mapping[str, str]:
        """The words of every figure that is no total, by what of its key."""
        material = self.material
        plan, letterhead = material.plan, material.letterhead
        counts = count_assignments(material.assignments)
        done = sum(counts[state] for state in _DONE)
        expected = len(material.assignments) - counts[AssignmentState.NOT_APPLICABLE]
        found = {
            "moment": sentence_moment(material.moment),
            "deadline": sentence_deadline(plan.reporting.deadline),
            "issuer": letterhead.label,
            "addressees": ", ".join(letterhead.addressees),
            "duties.all": str(len(plan.duties)),
            "assignments.all": str(len(material.assignments)),
            "assignments.done": str(done),
            "assignments.expected": str(expected),
            "figures.lacking": str(len(self.lacking)),
        }
        if expected:
            found["assignments.percent"] = format_percent(done / expected)
        for what, duties in self.duties.items():
            found[what] = str(len(duties))
        if given := self.duties["duties.given"]:
            found["duties.percent"] = format_percent(len(self.duties["duties.done"]) / len(given))
        for state, count in counts.items():
            found[f"assignments.{state}"] = str(count)
        for what, units in self.units.items():
            found[what] = str(len(units))
            if units and what not in _NEVER_NAMED:
                found[f"names.{what.rpartition('.')[2]}"] = self._names(what, units)
        if obliged := self.units["units.obliged"]:
            share = len(self.units["units.reported"]) / len(obliged)
            found["percent.reported"] = format_percent(share)
        return {what: plain(words) for what, words in found.items() if words}

    def _names(self, what: str, units: tuple[str, ...]) -> str:
        """The units by name, or where so many stand; those with an opinion have their table."""
        if what.startswith("opinions"):
            short = len(units) <= NAMED_EACH_TIME
            return sentence_names(self.material.plan, units) if short else ""
        if len(units) <= NAMED_ONCE:
            return sentence_names(self.material.plan, units)
        annex = "III" if what in _IN_TABLE_OF_UNITS else "I"
        return text("report.names_in_annex", annex=annex)

    def state(self, what: str) -> Phrase:
        """The figure `what`. Raises KeyError where there is none."""
        return figure(self.states[what], StateKey(what))

    def all(self) -> Mapping[str, str]:
        """All figures, by their key as a string."""
        return {
            **{
                str(FigureKey(total.code, part, total.group or "")): words
                for total in self.material.totals
                for part, words in self.totals.of(total).items()
            },
            **{
                str(FigureKey(code, Part.NAME)): name_of(self.material.plan.indicator_by_code[code])
                for code in dict.fromkeys(total.code for total in self.material.totals)
            },
            **{
                str(FigureKey(code, unit=unit)): words
                for code, quoted in self.quotes.items()
                for unit, words in quoted.items()
            },
            **{str(StateKey(what)): words for what, words in self.states.items()},
        }
