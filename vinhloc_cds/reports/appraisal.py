"""Parts III and IV of the report: what the figures themselves show, and who wrote of what.

What units wrote in their own words stands in Annex III with who wrote it. The body says how many
did and which, quotes few and short causes and proposals, and claims nothing beyond that.
"""

from collections.abc import Iterable, Iterator

from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.plan import Aggregation, Indicator, ValueType
from vinhloc_cds.reports.document import Paragraph
from vinhloc_cds.reports.fields import NAMED_EACH_TIME, Fields, consistent, name_figure, name_of
from vinhloc_cds.reports.material import APPRAISAL
from vinhloc_cds.reports.phrase import Phrase, figure, joined, phrase
from vinhloc_cds.reports.sentences import Sentences
from vinhloc_cds.reports.trace import FigureKey
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.texts import has_text, text

# Which texts of section K are words for which passage; any other is about results.
_LIMITS, _CAUSES, _PROPOSALS = {"K03"}, {"K04"}, {"K05"}
# Words that say by themselves that they ask for something.
_ASKING = ("đề nghị", "đề xuất", "kiến nghị")


def opinions_on(fields: Fields, passage: str) -> tuple[Indicator, ...]:
    """The texts that units write for a passage: "results", "limits", "causes", "proposals"."""
    texts = [
        i for i in fields.opinions if i.section == APPRAISAL and i.value_type is ValueType.LONG_TEXT
    ]
    chosen = {"limits": _LIMITS, "causes": _CAUSES, "proposals": _PROPOSALS}
    if passage in chosen:
        return tuple(i for i in texts if i.code in chosen[passage])
    return tuple(i for i in texts if i.code not in {*_LIMITS, *_CAUSES, *_PROPOSALS})


def results(fields: Fields) -> Iterator[Paragraph]:
    """What has been reached: reports, duties, ratios, and who wrote of good results."""
    if not _accepted(fields):
        yield phrase("report.results_none").paragraph()
        return
    if fields.units["units.reported"]:
        yield _reported(fields).paragraph(item=True)
    if fields.duties["duties.done"]:
        yield phrase(
            "report.results_done",
            done=fields.state("duties.done"),
            given=fields.state("duties.given"),
            percent=fields.state("duties.percent"),
        ).paragraph(item=True)
    sentences = Sentences(fields.totals)
    reached = joined("; ", map(sentences.figure, _ratios(fields)))
    if reached.text:
        yield phrase("report.results_ratios", words=reached).paragraph(item=True)
    yield from _written(fields, opinions_on(fields, "results"))


def _reported(fields: Fields) -> Phrase:
    reported, obliged = fields.state("units.reported"), fields.state("units.obliged")
    percent, on_time = fields.state("percent.reported"), fields.state("units.on_time")
    if not fields.units["units.late"]:
        return phrase(
            "report.results_reporting_on_time", reported=reported, obliged=obliged, percent=percent
        )
    return phrase(
        "report.results_reporting",
        reported=reported,
        obliged=obliged,
        percent=percent,
        on_time=on_time,
    )


def _ratios(fields: Fields) -> Iterable[Total]:
    """The totals over all that stand beside what they are a part of.

    The largest of what units reached is no result of the district.
    """
    for total in fields.material.totals:
        if total.group is None and consistent(total):
            indicator = fields.totals.indicator(total)
            if indicator.aggregation is not Aggregation.MAX:
                yield total


def limits(fields: Fields) -> Iterator[Paragraph]:
    """What is late or lacking, and who wrote of difficulties."""
    said = list(_lacking(fields))
    if not said:
        yield phrase("report.limits_none", moment=fields.state("moment")).paragraph()
    for words in said:
        yield words.paragraph(item=True)
    wrote = list(_written(fields, opinions_on(fields, "limits")))
    # That nothing was accepted is said above, by what is lacking.
    yield from wrote or ((_nobody_wrote("limits"),) if _accepted(fields) else ())


def _lacking(fields: Fields) -> Iterator[Phrase]:
    for kind in ("late", "overdue"):
        units, count = fields.units[f"units.{kind}"], fields.state(f"units.{kind}")
        if len(units) > NAMED_EACH_TIME:
            yield phrase(f"report.limits_{kind}_at", count=count, place=text("report.units_place"))
        elif units:
            names = fields.state(f"names.{kind}")
            yield phrase(f"report.limits_{kind}", count=count, names=names)
    if fields.duties["duties.overdue"]:
        overdue, given = fields.state("duties.overdue"), fields.state("duties.given")
        yield phrase("report.limits_duties", overdue=overdue, given=given)
    lacking = fields.lacking
    if len(lacking) > NAMED_EACH_TIME:
        count = fields.state("figures.lacking")
        # Where no figure has been accepted, Annex I has no table that would show the lacking ones.
        where = "_in_tables" if fields.totals.tables else ""
        yield phrase(f"report.limits_figures{where}", count=count)
    elif lacking:
        count, what = fields.state("figures.lacking"), joined("; ", map(name_figure, lacking))
        yield phrase("report.limits_figures_named", count=count, what=what)


def causes(fields: Fields) -> Iterator[Paragraph]:
    """Who wrote of causes: the figures cannot tell any."""
    wrote = list(_quoted(fields, opinions_on(fields, "causes")))
    yield from wrote or (_nobody_wrote("causes" if _accepted(fields) else "nothing_accepted"),)


def proposals(fields: Fields) -> Iterator[Paragraph]:
    """Who proposes something, and whom the office asks to consider it."""
    wrote = list(_quoted(fields, opinions_on(fields, "proposals")))
    yield from wrote or (_nobody_wrote("proposals" if _accepted(fields) else "nothing_accepted"),)
    if wrote and "addressees" in fields.states:
        yield phrase(
            "report.proposals_asked",
            issuer=fields.state("issuer"),
            addressees=fields.state("addressees"),
        ).paragraph()


def _accepted(fields: Fields) -> bool:
    """Whether any report was accepted: what is said of units' words is said of those alone."""
    return any(fields.material.has_accepted(u.code) for u in fields.material.plan.units)


def _nobody_wrote(about: str) -> Paragraph:
    return phrase(f"report.nobody_wrote.{about}").paragraph()


def _quoted(fields: Fields, indicators: Iterable[Indicator]) -> Iterator[Paragraph]:
    """What few units wrote, each in a line of its own; else how many did, and where it stands."""
    plan = fields.material.plan
    for indicator in indicators:
        quotes = fields.quotes.get(indicator.code)
        if not quotes:
            yield from _written(fields, [indicator], item=False)
            continue
        count = fields.state(f"opinions.{indicator.code}")
        yield phrase("report.opinions_quoted", count=count, what=_subject(indicator)).paragraph()
        for code, words in quotes.items():
            unit = listed_name(plan, plan.unit_by_code[code])
            said = figure(words, FigureKey(indicator.code, unit=code))
            asks = words.casefold().startswith(_ASKING)
            quote = "report.quoted.as_it_is" if asks else f"report.quoted.{indicator.code}"
            yield phrase(quote, unit=unit, words=said).paragraph(item=True)


def _written(
    fields: Fields, indicators: Iterable[Indicator], *, item: bool = True
) -> Iterator[Paragraph]:
    """How many units wrote of each of `indicators`, few of them by name, and where it stands."""
    told = [
        _wrote(fields, indicator)
        for indicator in indicators
        if fields.units[f"opinions.{indicator.code}"]
    ]
    if told:
        yield phrase("report.opinions", parts=joined("; ", told)).paragraph(item=item)


def _subject(indicator: Indicator) -> str:
    code = f"report.opinion.{indicator.code}"
    return text(code) if has_text(code) else name_of(indicator)


def _wrote(fields: Fields, indicator: Indicator) -> Phrase:
    what = _subject(indicator)
    count = fields.state(f"opinions.{indicator.code}")
    if f"names.{indicator.code}" not in fields.states:
        return phrase("report.opinion_of", count=count, what=what)
    names = fields.state(f"names.{indicator.code}")
    return phrase("report.opinion_of_named", count=count, what=what, names=names)
