"""Sentences made from totals, in the idiom of officials and without a claim nobody reported.

A figure says over how many units it stands and names the units it lacks (rule 8). Figures that
stand over the same units share a sentence; one that nobody gave is said to be lacking.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.formatting import format_number, format_percent
from vinhloc_cds.domain.plan import Aggregation, Indicator, Plan
from vinhloc_cds.reports.wording import lower_first, sentence_moment, sentence_names
from vinhloc_cds.texts import has_text, text

# More missing units than these are not all spelled out in every sentence: those without any
# figures are named once, and a sentence refers to that place.
_NAMED_EACH_TIME = 6
_LEAST_REFERRED_TO = 2


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence and the indicators its figures come from."""

    text: str
    codes: tuple[str, ...]


class Sentences:
    """Speaks of the totals of one plan.

    `silent` are the obliged units without any accepted report, named at `place` in the document;
    `nothing` those that reported "không phát sinh", which lack no figure; `partial` names, by
    indicator, the units whose computed total lacks a part.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        silent: tuple[str, ...],
        place: str,
        nothing: tuple[str, ...] = (),
        partial: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._plan = plan
        self._silent = silent
        self._place = place
        self._nothing = nothing
        self._partial = partial or {}

    def of(self, totals: Iterable[Total]) -> Iterator[Said]:
        """What `totals` say, in their order; what nobody gave comes last, by name.

        Figures over the same units go together. A sum that stands below a ratio is not said again
        beside it.
        """
        known = [total for total in totals if total.value is not None]
        absent = [total for total in totals if total.value is None]
        lacking = [total for total in absent if self._lacking(total) or not total.missing]
        nothing = [total for total in absent if total not in lacking]
        below = {
            (self._indicator(total).denominator, total.denominator)
            for total in known
            if _consistent(total)
        }
        together: dict[str, list[Total]] = {}
        for total in known:
            summed = self._indicator(total).aggregation is Aggregation.SUM
            if not (summed and (total.code, total.value) in below):
                together.setdefault(self._coverage(total), []).append(total)
        for coverage, group in together.items():
            words = "; ".join(self._figure(total) for total in group)
            if coverage:
                words = text("report.covered", words=words, coverage=coverage)
            yield Said(words, _codes(group))
        if lacking:
            yield Said(text("report.no_figures", what=self._names(lacking)), _codes(lacking))
        if nothing:
            yield Said(text("report.nothing_about", what=self._names(nothing)), _codes(nothing))

    def _indicator(self, total: Total) -> Indicator:
        return self._plan.indicator_by_code[total.code]

    def _names(self, totals: list[Total]) -> str:
        return "; ".join(self._name(self._indicator(total)) for total in totals)

    def _lacking(self, total: Total) -> list[str]:
        """The units whose figure is still to come: not those that reported that nothing arose."""
        return [code for code in total.missing if code not in self._nothing]

    @staticmethod
    def _name(indicator: Indicator) -> str:
        """The indicator's name without what only helps to fill in the form: "(có/không)"."""
        return lower_first(indicator.name.partition(" (")[0])

    def _noun(self, total: Total) -> str:
        """What the units that are expected to give this figure are called."""
        groups = {total.group} if total.group else set(self._indicator(total).groups)
        if groups == {self._plan.commune_group}:
            return text("report.commune_noun")
        return text("report.unit_noun")

    def _figure(self, total: Total) -> str:
        indicator = self._indicator(total)
        if indicator.aggregation in {Aggregation.COUNT_YES, Aggregation.COUNT_ON_TIME}:
            return self._counted(total, indicator)
        value = format_number(total.value or 0)
        if _consistent(total):
            value = text("report.part_of", n=value, of=format_number(total.denominator or 0))
        if has_text(f"report.figure.{total.code}"):
            words = text(f"report.figure.{total.code}", n=value)
        else:
            words = text(
                "report.any_figure",
                what=self._name(indicator),
                n=value,
                unit=indicator.unit_of_measure,
            )
        if total.maximum is not None:
            most = format_number(total.maximum)
            unit = indicator.unit_of_measure
            words = text("report.with_maximum", words=words, maximum=most, unit=unit)
        if total.ratio is None:
            return words
        percent = format_percent(total.ratio)
        if _consistent(total):
            return text("report.with_percent", words=words, percent=percent)
        return text("report.with_known_percent", words=words, percent=percent)

    def _counted(self, total: Total, indicator: Indicator) -> str:
        """Units that answered yes, or that acted at the moment the plan set."""
        n, noun = format_number(total.value or 0), self._noun(total)
        whole = total.denominator if _consistent(total) else None
        of = format_number(whole or 0)
        percent = format_percent(total.ratio or 0)
        if indicator.aggregation is Aggregation.COUNT_ON_TIME and indicator.expected_moment:
            moment = sentence_moment(indicator.expected_moment)
            if whole is None:
                return text("report.count_on_time_bare", n=n, noun=noun, moment=moment)
            return text(
                "report.count_on_time", n=n, of=of, noun=noun, moment=moment, percent=percent
            )
        what = self._name(indicator)
        if whole is None:
            return text("report.count_yes_bare", n=n, noun=noun, what=what)
        return text("report.count_yes", n=n, of=of, noun=noun, what=what, percent=percent)

    def _coverage(self, total: Total) -> str:
        """Over how many units the figure stands, who is missing, and whether it is estimated."""
        parts = [self._stands_over(total)] if self._says_over(total) else []
        lacking = self._lacking(total)
        if nothing := len(total.missing) - len(lacking):
            noun = self._noun(total)
            parts.append(text("report.nothing_of", count=nothing, noun=noun))
        if lacking:
            parts.append(self._lacks(lacking))
        if total.estimates:
            parts.append(text("report.with_estimates"))
        if partial := self._partial.get(total.code):
            names = sentence_names(self._plan, partial)
            parts.append(text("report.incomplete", names=names))
        return "; ".join(parts)

    def _says_over(self, total: Total) -> bool:
        """Whether units are to be counted: "13/13 xã" says it already when all have answered."""
        counted = self._indicator(total).aggregation is Aggregation.COUNT_YES
        return bool(not counted or total.missing or total.extra_units)

    def _stands_over(self, total: Total) -> str:
        if not total.expected:
            return text("report.by_others", others=total.extra_units)
        noun = self._noun(total)
        if total.extra_units:
            return text(
                "report.by_units_and_others",
                reported=total.reported,
                expected=total.expected,
                noun=noun,
                others=total.extra_units,
            )
        return text("report.by_units", reported=total.reported, expected=total.expected, noun=noun)

    def _lacks(self, missing: list[str]) -> str:
        """Who is missing, by name; or as many as are named at `place`, and the others by name.

        The reference is made only to a whole list: all silent units, or all silent communes.
        """
        silent = [code for code in missing if code in self._silent]
        others = [code for code in missing if code not in self._silent]
        noun = self._whole_list(silent)
        if len(missing) <= _NAMED_EACH_TIME or noun is None:
            return text("report.no_figure_of", names=sentence_names(self._plan, missing))
        count, place = len(silent), self._place
        if not others:
            return text("report.no_figure_of_many", silent=count, noun=noun, place=place)
        return text(
            "report.no_figure_of_many_and",
            silent=count,
            noun=noun,
            place=place,
            names=sentence_names(self._plan, others),
        )

    def _whole_list(self, silent: list[str]) -> str | None:
        """What the units are called if they are all that a reader finds at `place` by that name."""
        if len(silent) < _LEAST_REFERRED_TO:
            return None
        if silent == list(self._silent):
            return text("report.unit_noun")
        units = self._plan.unit_by_code
        communes = [c for c in self._silent if units[c].group == self._plan.commune_group]
        return text("report.commune_noun") if silent == communes else None


def _codes(totals: Iterable[Total]) -> tuple[str, ...]:
    return tuple(total.code for total in totals)


def _consistent(total: Total) -> bool:
    """Whether value over denominator is the ratio, so that the three can stand side by side.

    They are not where a unit gave the part but not the whole: the ratio leaves it out (rule 9).
    """
    if total.ratio is None or not total.denominator or total.value is None:
        return False
    return math.isclose(total.value / total.denominator, total.ratio)
