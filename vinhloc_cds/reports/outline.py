"""The report's body: its parts in order, each with its headings, its passage and its charts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.reports import appraisal, charts, direction
from vinhloc_cds.reports.document import Block, Heading, Paragraph
from vinhloc_cds.reports.fields import Fields
from vinhloc_cds.reports.framing import last_words, roman
from vinhloc_cds.reports.offers import offers
from vinhloc_cds.reports.passages import LISTING, Offer, Passage, filled_in
from vinhloc_cds.reports.phrase import phrase
from vinhloc_cds.reports.results import section, short_texts
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text

# What directs the work stands in part I; the rest follows in the order of the plan's own text:
# publicity, the campaign, persons guided, the ceremony, who supports them, training, money.
_DIRECTION = "A"
_RESULTS = "CDEBGFH"
_GUIDED = "E"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One passage of the body, with the headings before it and what stands behind it."""

    headings: tuple[Heading, ...]
    passage: Passage
    after: tuple[Block, ...] = ()


def outline(fields: Fields, *, pictures: bool = False) -> tuple[Stretch, ...]:
    """The body from its opening sentence to its last words.

    `pictures` says that an annex holds some, which the body then refers to.
    """
    results = tuple(_results(fields))
    # A plan that asks for nothing has no part about results; the parts count on without a gap.
    number = 3 if results else 2
    return (
        Stretch((), _passage("opening", text("report.title_opening"), _opening(fields))),
        *_direction(fields),
        *results,
        *_appraisal(fields, number, pictures=pictures),
        Stretch((), _passage("closing", text("report.title_closing"), _closing(fields))),
    )


def blocks(
    stretches: Iterable[Stretch], edits: Iterable[PassageEdit], figures: Mapping[str, str]
) -> Iterator[Block]:
    """The body as it is printed, with what the officer wrote in place of the program's words."""
    edited = {edit.passage: edit.template for edit in edits}
    for stretch in stretches:
        yield from stretch.headings
        if (template := edited.get(stretch.passage.key)) is not None:
            yield from filled_in(template, figures)
        else:
            yield from stretch.passage.paragraphs
        yield from stretch.after


def _passage(
    key: str, title: str, paragraphs: Iterable[Paragraph], offered: tuple[Offer, ...] = ()
) -> Passage:
    return Passage(key, title, tuple(paragraphs), offered)


def _part(number: int, title: str) -> Heading:
    return Heading(1, f"{roman(number)}.", title)


def _item(number: int, title: str) -> Heading:
    return Heading(2, f"{number}.", title)


def _opening(fields: Fields) -> Iterator[Paragraph]:
    title = lower_first(fields.material.plan.title)
    yield phrase("report.opening", issuer=fields.state("issuer"), title=title).paragraph()


def _closing(fields: Fields) -> Iterator[Paragraph]:
    """The last sentence."""
    subject = text("report.subject", title=lower_first(fields.material.plan.title))
    addressees = fields.state("addressees") if "addressees" in fields.states else None
    yield last_words(subject, fields.state("issuer"), addressees)


def _direction(fields: Fields) -> Iterator[Stretch]:
    title = fields.material.plan.sections.get(_DIRECTION) or text("report.heading_assigned")
    told = section(fields, _DIRECTION) if _DIRECTION in fields.material.sections() else ()
    yield Stretch(
        (_part(1, text("report.heading_direction")), _item(1, title)),
        _passage("direction", title, (*direction.assigned(fields), *told)),
    )
    chart = charts.reported_by_day(fields.material)
    title = text("report.heading_reporting")
    yield Stretch(
        (_item(2, title),),
        _passage(LISTING, title, direction.reporting(fields, chart=chart is not None)),
        (chart,) if chart else (),
    )


def _results(fields: Fields) -> Iterator[Stretch]:
    material = fields.material
    known = [s for s in material.sections() if s != _DIRECTION]
    ordered = [s for s in _RESULTS if s in known] + [s for s in known if s not in _RESULTS]
    above: tuple[Heading, ...] = (_part(2, text("report.heading_results")),)
    for number, letter in enumerate(ordered, 1):
        title = material.plan.sections.get(letter, letter)
        paragraphs = list(section(fields, letter))
        chart = charts.persons_by_topic(material) if letter == _GUIDED else None
        if chart:
            paragraphs.append(phrase("report.see_chart_of_topics").paragraph())
        yield Stretch(
            (*above, _item(number, title)),
            _passage(
                f"section.{letter}",
                title,
                paragraphs,
                offers(material, short_texts(fields, letter)),
            ),
            (chart,) if chart else (),
        )
        above = ()


def _appraisal(fields: Fields, part: int, *, pictures: bool) -> Iterator[Stretch]:
    """What came of it, and what is asked for: parts `part` and the next."""

    def offered(passage: str) -> tuple[Offer, ...]:
        return offers(fields.material, appraisal.opinions_on(fields, passage))

    above: tuple[Heading, ...] = (_part(part, text("report.heading_appraisal")),)
    told = {
        "results": appraisal.results(fields),
        "limits": appraisal.limits(fields),
        "causes": appraisal.causes(fields),
    }
    seen = phrase("report.see_pictures", number="IV").paragraph()
    for number, (what, paragraphs) in enumerate(told.items(), 1):
        title = text(f"report.appraisal.{what}")
        yield Stretch(
            (*above, _item(number, title)),
            _passage(f"appraisal.{what}", title, paragraphs, offered(what)),
            (seen,) if pictures and what == "results" else (),
        )
        above = ()
    title = text("report.heading_proposals")
    yield Stretch(
        (_part(part + 1, title),),
        _passage(
            "proposals", title.capitalize(), appraisal.proposals(fields), offered("proposals")
        ),
    )
