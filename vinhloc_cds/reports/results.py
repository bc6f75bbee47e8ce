"""Part II of the report and every other place that tells a section's figures."""

from collections.abc import Iterator

from vinhloc_cds.domain.plan import Aggregation, Indicator, ValueType
from vinhloc_cds.domain.unit import UnitGroup
from vinhloc_cds.reports.document import Paragraph
from vinhloc_cds.reports.fields import Fields, name_of
from vinhloc_cds.reports.phrase import Phrase, phrase
from vinhloc_cds.reports.sentences import Sentences
from vinhloc_cds.reports.trace import Part
from vinhloc_cds.texts import has_text


def section(fields: Fields, letter: str) -> Iterator[Paragraph]:
    """One section's figures: those within groups first, then those over all, then words."""
    material = fields.material
    indicators = material.figures_of(letter)
    codes = [i.code for i in indicators]
    totals = [total for total in material.totals if total.code in codes]
    if all(total.value is None for total in totals):
        yield phrase("report.no_figures_of_section").paragraph()
    else:
        within = {i.code for i in indicators if i.aggregation is Aggregation.SUM_WITHIN_GROUP}
        told_of = [t for t in totals if (t.group is None) != (t.code in within)]
        sentences = Sentences(fields.totals, told_of)
        for group in sorted(material.plan.groups, key=lambda g: g.order):
            of_group = [t for t in totals if t.code in within and t.group == group.code]
            if any(total.value is not None for total in of_group):
                for words in sentences.of(of_group):
                    yield _item(phrase("report.in_group", group=group.name, words=words))
            elif of_group:
                missing = fields.totals.phrases(of_group[0]).get(Part.MISSING)
                yield _item(_none_of(group, missing, nothing=bool(of_group[0].missing)))
        if within:
            yield phrase("report.not_added_up").paragraph()
        for words in sentences.of([t for t in totals if t.group is None]):
            yield _item(words)
        if sentences.lacking:
            yield sentences.lacking.paragraph()
    told = [_told(fields, indicator) for indicator in short_texts(fields, letter)]
    yield from told
    tables = fields.totals.tables
    if letter in tables and (told or any(code in codes for _, code in material.matrix)):
        yield phrase("report.see_table", table=tables[letter]).paragraph()


def short_texts(fields: Fields, letter: str) -> Iterator[Indicator]:
    """The section's texts for the narrative that some unit gave; its table has them."""
    for indicator in fields.opinions if letter in fields.totals.tables else ():
        if (
            indicator.section == letter
            and indicator.value_type is ValueType.TEXT
            and fields.units[f"opinions.{indicator.code}"]
        ):
            yield indicator


def _item(words: Phrase) -> Paragraph:
    return phrase("report.item_stop", words=words.as_line()).paragraph(item=True)


def _none_of(group: UnitGroup, missing: Phrase | None, *, nothing: bool) -> Phrase:
    """That a group gave no figures: these units lack them, nothing arose, or nobody was to."""
    if missing:
        return phrase("report.none_of_group", group=group.name, names=missing)
    if nothing:
        return phrase("report.nothing_in_group", group=group.name)
    return phrase("report.none_in_group", group=group.name)


def _told(fields: Fields, indicator: Indicator) -> Paragraph:
    """That units wrote about it; what they wrote stands in the section's table."""
    count = fields.state(f"opinions.{indicator.code}")
    table = fields.totals.tables[indicator.section]
    if has_text(code := f"report.told.{indicator.code}"):
        return phrase(code, count=count, table=table).paragraph(item=True)
    what = name_of(indicator)
    words = phrase("report.told_in_table", count=count, what=what, table=table)
    return words.paragraph(item=True)
