"""Sentences made from totals, in the idiom of officials and without a claim nobody reported.

A figure says over how many units it stands and names the units it lacks (rule 8). Figures that
stand over the same units share a sentence; one that nobody gave is said to be lacking.
"""

from collections.abc import Iterable, Iterator, Mapping

from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.plan import Aggregation, Indicator
from vinhloc_cds.reports.fields import (
    NAMED_EACH_TIME,
    TotalFields,
    consistent,
    name_figure,
    name_of,
)
from vinhloc_cds.reports.phrase import Phrase, joined, phrase
from vinhloc_cds.reports.trace import Part
from vinhloc_cds.reports.wording import sentence_moment
from vinhloc_cds.texts import has_text, text

# What so many sentences would say alike is said once behind them.
_ONCE_FOR_ALL = 2


class Sentences:
    """Speaks of totals, whose figures are `fields`.

    `together` are totals that a reader has before him at once: where several sentences of them
    lack the same units, `lacking` says so once for all and they do not.
    """

    def __init__(self, fields: TotalFields, together: Iterable[Total] = ()) -> None:
        self._fields = fields
        self._known: Mapping[str, Total] = {}
        self._lacking: Phrase | None = None
        self._lacking = self._lacking_alike([t for t in together if t.value is not None])

    @property
    def lacking(self) -> Phrase | None:
        """Whose figures are missing wherever a sentence stands over fewer units than asked."""
        return self._lacking and phrase("report.all_lacking", names=self._lacking)

    def _lacking_alike(self, known: list[Total]) -> Phrase | None:
        """The units that all of several sentences lack, if no other units are lacked."""
        said = {
            (t.group, self._coverage(t).text): self._fields.phrases(t).get(Part.MISSING)
            for t in known
        }
        names = [each for each in said.values() if each]
        alike = len({each.text for each in names}) == 1
        return names[0] if len(names) >= _ONCE_FOR_ALL and alike else None

    def of(self, totals: Iterable[Total]) -> Iterator[Phrase]:
        """What `totals` say, in their order; what nobody gave comes last, by name.

        Figures over the same units go together. A sum that stands below a ratio is not said again
        beside it.
        """
        known = [total for total in totals if total.value is not None]
        self._known = {total.code: total for total in known}
        absent = [total for total in totals if total.value is None]
        lacking = [t for t in absent if self._fields.lacking(t) or not t.missing]
        nothing = [total for total in absent if total not in lacking]
        below = {
            (self._indicator(total).denominator, total.denominator)
            for total in known
            if consistent(total)
        }
        together: dict[str, list[Total]] = {}
        for total in known:
            summed = self._indicator(total).aggregation is Aggregation.SUM
            if not (summed and (total.code, total.value) in below):
                together.setdefault(self._coverage(total).text, []).append(total)
        for group in together.values():
            words = joined("; ", map(self.figure, group))
            coverage = self._coverage(group[0])
            yield (
                phrase("report.covered", words=words, coverage=coverage) if coverage.text else words
            )
        if known and len(lacking) > NAMED_EACH_TIME:
            yield phrase("report.no_other_figures")
        elif lacking:
            yield phrase("report.no_figures", what=self._names(lacking))
        if nothing:
            yield phrase("report.nothing_about", what=self._names(nothing))

    def figure(self, total: Total) -> Phrase:
        """What one total that has a value says, without over how many units it stands."""
        indicator = self._indicator(total)
        if indicator.aggregation in {Aggregation.COUNT_YES, Aggregation.COUNT_ON_TIME}:
            return self._counted(total, indicator)
        parts = self._fields.phrases(total)
        value = parts[Part.VALUE]
        average = indicator.aggregation is Aggregation.AVERAGE
        if consistent(total) and not average:
            value = phrase("report.part_of", n=value, of=parts[Part.OF])
        unit = indicator.unit_of_measure
        if has_text(f"report.figure.{total.code}"):
            words = phrase(f"report.figure.{total.code}", n=value)
        else:
            words = phrase("report.any_figure", what=name_of(indicator), n=value, unit=unit)
        if consistent(total) and average:
            words = phrase("report.average_of", words=words, of=parts[Part.OF], unit=unit)
        if total.ratio is not None:
            code = "report.with_percent" if consistent(total) else "report.with_known_percent"
            words = phrase(code, words=words, percent=parts[Part.PERCENT])
        if total.maximum not in {None, total.value}:
            maximum = parts[Part.MAXIMUM]
            words = phrase("report.with_maximum", words=words, maximum=maximum, unit=unit)
        return words

    def _indicator(self, total: Total) -> Indicator:
        return self._fields.indicator(total)

    def _names(self, totals: list[Total]) -> Phrase:
        return joined("; ", (name_figure(self._indicator(total)) for total in totals))

    def _noun(self, total: Total) -> str:
        """What the units that are expected to give this figure are called."""
        groups = {total.group} if total.group else set(self._indicator(total).groups)
        if groups == {self._fields.plan.commune_group}:
            return text("report.commune_noun")
        return text("report.unit_noun")

    def _counted(self, total: Total, indicator: Indicator) -> Phrase:
        """Units that answered yes, or that acted at the moment the plan set."""
        parts, noun = self._fields.phrases(total), self._noun(total)
        n = parts[Part.VALUE]
        whole = consistent(total)
        if indicator.aggregation is Aggregation.COUNT_ON_TIME and indicator.expected_moment:
            moment = sentence_moment(indicator.expected_moment)
            if not whole:
                return phrase("report.count_on_time_bare", n=n, noun=noun, moment=moment)
            return phrase(
                "report.count_on_time",
                n=n,
                of=parts[Part.OF],
                noun=noun,
                moment=moment,
                percent=parts[Part.PERCENT],
            )
        what = name_of(indicator)
        if not whole:
            return phrase("report.count_yes_bare", n=n, noun=noun, what=what)
        return phrase(
            "report.count_yes",
            n=n,
            of=parts[Part.OF],
            noun=noun,
            what=what,
            percent=parts[Part.PERCENT],
        )

    def _coverage(self, total: Total) -> Phrase:
        """Over how many units the figure stands, who is missing, and whether it is estimated."""
        parts = self._fields.phrases(total)
        said = list(self._stands_over(total))
        if Part.NOTHING in parts:
            noun = self._noun(total)
            said.append(phrase("report.nothing_of", count=parts[Part.NOTHING], noun=noun))
        if Part.MISSING in parts and not self._lacking:
            said.append(phrase("report.no_figure_of", names=parts[Part.MISSING]))
        if total.estimates:
            said.append(phrase("report.with_estimates"))
        if Part.PARTIAL in parts:
            if self._named_with_parts(total):
                said.append(phrase("report.incomplete_as_told"))
            else:
                said.append(phrase("report.incomplete", names=parts[Part.PARTIAL]))
        return joined("; ", said)

    def _named_with_parts(self, total: Total) -> bool:
        """Whether each unit whose sum lacks a part is told of where that part is."""
        parts = [self._known.get(code) for code in self._indicator(total).computed_from]
        told = {unit for part in parts if part for unit in self._fields.lacking(part)}
        return set(self._fields.partial_of(total)) <= told

    def _stands_over(self, total: Total) -> Iterator[Phrase]:
        """Over how many units; "11/13 xã" says it already of answers, so that those are counted
        only where some are missing.
        """
        parts, noun = self._fields.phrases(total), self._noun(total)
        reported, expected = parts[Part.REPORTED], parts[Part.EXPECTED]
        counted = self._indicator(total).aggregation is Aggregation.COUNT_YES and consistent(total)
        if total.extra_units:
            others = parts[Part.OTHERS]
            if not total.reported:
                yield phrase("report.by_others", others=others)
            else:
                yield phrase(
                    "report.by_units_and_others",
                    reported=reported,
                    expected=expected,
                    noun=noun,
                    others=others,
                )
        elif not counted:
            yield phrase("report.by_units", reported=reported, expected=expected, noun=noun)
        elif total.missing:
            yield phrase("report.by_answers", reported=reported, noun=noun)
