"""The report's body: direction and reporting, results section by section, appraisal."""

from collections.abc import Iterator

from vinhloc_cds.domain.formatting import format_percent
from vinhloc_cds.domain.plan import Aggregation, Indicator, ValueType
from vinhloc_cds.domain.progress import (
    AssignmentState,
    UnitState,
    count_assignments,
    count_units,
)
from vinhloc_cds.domain.unit import Relation, UnitGroup
from vinhloc_cds.reports.document import Block, Heading, Paragraph
from vinhloc_cds.reports.material import APPRAISAL, Material
from vinhloc_cds.reports.plain import lines
from vinhloc_cds.reports.sentences import Said, Sentences
from vinhloc_cds.reports.wording import (
    listed_name,
    lower_first,
    sentence_deadline,
    sentence_moment,
    sentence_name,
    sentence_names,
    upper_first,
)
from vinhloc_cds.texts import text

# What directs the work stands in part I; the rest follows in the order of the plan's own text:
# publicity, the campaign, the ceremony, those who support them, training, money.
_DIRECTION = "A"
_RESULTS = "CDEBGFH"
_SENT = {UnitState.ON_TIME, UnitState.LATE}


def narrative(material: Material) -> tuple[Block, ...]:
    """Parts I to III with their headings."""
    return (*_direction(material), *_results(material), *_appraisal(material))


def _sentences(material: Material) -> Sentences:
    return Sentences(
        material.plan,
        silent=material.silent,
        nothing=material.nothing,
        place=text("report.reporting_place", number=2),
        partial=material.partial,
    )


def _heading(number: int, title: str) -> Heading:
    return Heading(2, f"{number}.", title)


def _item(said: Said) -> Paragraph:
    return Paragraph(text("report.item_stop", words=upper_first(said.text)), item=True)


def _direction(material: Material) -> Iterator[Block]:
    plan = material.plan
    yield Heading(1, "I.", text("report.heading_direction"))
    yield _heading(1, plan.sections.get(_DIRECTION, ""))
    yield Paragraph(
        text(
            "report.assigned",
            duties=len(plan.duties),
            assignments=len(material.assignments),
            obliged=len(plan.units_related(Relation.OBLIGED)),
            deadline=sentence_deadline(plan.reporting.deadline),
        )
    )
    if asked := plan.units_related(Relation.ASKED):
        yield Paragraph(text("report.assigned_asked", asked=len(asked)))
    yield Paragraph(_states_of_duties(material))
    yield from _section(material, _DIRECTION)
    yield _heading(2, text("report.heading_reporting"))
    yield from _reporting(material)


def _states_of_duties(material: Material) -> str:
    counts = count_assignments(material.assignments)
    states = ", ".join(
        text(
            "report.state_count",
            count=counts[state],
            state=lower_first(text(f"state.assignment.{state}")),
        )
        for state in AssignmentState
        if counts[state]
    )
    return text("report.states_of_duties", total=len(material.assignments), states=states)


def _reporting(material: Material) -> Iterator[Block]:
    """Who has reported, by name where somebody has not; and over whom the figures stand."""
    obliged = [p for p in material.units if p.unit.relation is Relation.OBLIGED]
    asked = [p for p in material.units if p.unit.relation is Relation.ASKED]
    counts = count_units(obliged)
    reported = counts[UnitState.ON_TIME] + counts[UnitState.LATE]
    moment = sentence_moment(material.moment)
    if reported:
        yield Paragraph(
            text(
                "report.units_reported",
                moment=moment,
                reported=reported,
                obliged=len(obliged),
                percent=format_percent(reported / len(obliged)),
                on_time=counts[UnitState.ON_TIME],
                late=counts[UnitState.LATE],
            )
        )
        if late := [p.unit.code for p in obliged if p.state is UnitState.LATE]:
            yield Paragraph(text("report.units_late", names=sentence_names(material.plan, late)))
    else:
        yield Paragraph(text("report.units_reported_none", moment=moment, obliged=len(obliged)))
    anything = any(material.has_accepted(unit.code) for unit in material.plan.units)
    if material.silent and (reported or anything):
        yield _silent(material)
    if returned := [p.unit.code for p in obliged if p.was_returned]:
        yield Paragraph(
            text("report.units_returned", names=sentence_names(material.plan, returned))
        )
    if asked:
        sent = sum(p.state in _SENT for p in asked)
        yield Paragraph(
            text("report.asked_reported", total=len(asked), reported=sent)
            if sent
            else text("report.asked_reported_none", total=len(asked))
        )
    if material.nothing:
        yield Paragraph(
            text("report.nothing", names=sentence_names(material.plan, material.nothing))
        )
    accepted = len(obliged) - len(material.silent)
    if accepted:
        yield Paragraph(
            text("report.figures_from", accepted=accepted, obliged=len(obliged), moment=moment)
        )
    elif not anything:
        yield Paragraph(text("report.figures_none"))


def _silent(material: Material) -> Paragraph:
    """The units without accepted figures, each named; later sentences refer to this list."""
    state = {p.unit.code: p.state for p in material.units}
    overdue = [code for code in material.silent if state[code] is UnitState.OVERDUE]
    waiting = [code for code in material.silent if state[code] is UnitState.WAITING]
    unaccepted = [code for code in material.silent if state[code] in _SENT]

    def named(codes: list[str]) -> str:
        return sentence_names(material.plan, codes)

    parts = []
    if overdue:
        parts.append(text("report.silent_overdue", count=len(overdue), names=named(overdue)))
    if waiting:
        parts.append(text("report.silent_waiting", count=len(waiting), names=named(waiting)))
    if unaccepted:
        names = named(unaccepted)
        parts.append(text("report.silent_unaccepted", count=len(unaccepted), names=names))
    return Paragraph(text("report.silent", count=len(material.silent), parts="; ".join(parts)))


def _results(material: Material) -> Iterator[Block]:
    yield Heading(1, "II.", text("report.heading_results"))
    known = [s for s in material.sections() if s != _DIRECTION]
    ordered = [s for s in _RESULTS if s in known] + [s for s in known if s not in _RESULTS]
    for number, section in enumerate(ordered, 1):
        yield _heading(number, material.plan.sections.get(section, section))
        yield from _section(material, section)


def _section(material: Material, section: str) -> Iterator[Block]:
    """One section's figures: those within groups first, then those over all, then words."""
    indicators = material.figures_of(section)
    codes = [i.code for i in indicators]
    totals = [total for total in material.totals if total.code in codes]
    if all(total.value is None for total in totals):
        yield Paragraph(text("report.no_figures_of_section"))
    else:
        sentences = _sentences(material)
        within = {i.code for i in indicators if i.aggregation is Aggregation.SUM_WITHIN_GROUP}
        for group in sorted(material.plan.groups, key=lambda g: g.order):
            of_group = [t for t in totals if t.code in within and t.group == group.code]
            if any(total.value is not None for total in of_group):
                for said in sentences.of(of_group):
                    words = text("report.in_group", group=group.name, words=said.text)
                    yield _item(Said(words, said.codes))
            elif of_group:
                words = _none_of(material, group, of_group[0].missing)
                yield _item(Said(words, tuple(total.code for total in of_group)))
        if within:
            yield Paragraph(text("report.not_added_up"))
        for said in sentences.of([t for t in totals if t.group is None]):
            yield _item(said)
    yield from (_words(material, i) for i in indicators if _is_told(material, i))
    yield Paragraph(text("report.see_table", section=section), italic=True)


def _none_of(material: Material, group: UnitGroup, missing: tuple[str, ...]) -> str:
    """That a group gave no figures: nobody was to, nothing arose, or these units lack them."""
    lacking = [code for code in missing if code not in material.nothing]
    if lacking:
        names = sentence_names(material.plan, lacking)
        return text("report.none_of_group", group=group.name, names=names)
    if missing:
        return text("report.nothing_in_group", group=group.name)
    return text("report.none_in_group", group=group.name)


def _is_told(material: Material, indicator: Indicator) -> bool:
    """Whether it is a text for the narrative that some unit gave."""
    return (
        indicator.value_type is ValueType.TEXT
        and indicator.annex == "thuyết minh"
        and any(code == indicator.code for _, code in material.matrix)
    )


def _words(material: Material, indicator: Indicator) -> Paragraph:
    """Short texts of units side by side, each with its unit."""
    parts = [
        text(
            "report.words_of_unit",
            unit=sentence_name(material.plan, unit),
            words=" ".join(lines(" ".join(standing.texts))),
        )
        for unit in material.plan.units
        if (standing := material.matrix.get((unit.code, indicator.code)))
    ]
    words = text("report.words_of_units", what=indicator.name, words="; ".join(parts))
    return Paragraph(words, item=True)


def _appraisal(material: Material) -> Iterator[Block]:
    """What units wrote about their results, word for word, with the unit that wrote it."""
    indicators = [
        i
        for i in material.plan.indicators
        if i.section == APPRAISAL and i.value_type is ValueType.LONG_TEXT
    ]
    if not indicators:
        return
    yield Heading(1, "III.", text("report.heading_appraisal"))
    yield Paragraph(text("report.long_appraisal"), italic=True)
    for number, indicator in enumerate(indicators, 1):
        yield _heading(number, indicator.name)
        told = list(_texts(material, indicator))
        yield from told or [Paragraph(text("report.nothing_said"))]


def _texts(material: Material, indicator: Indicator) -> Iterator[Paragraph]:
    for unit in material.plan.units:
        standing = material.matrix.get((unit.code, indicator.code))
        first, *rest = lines("\n".join(standing.texts)) if standing else ("",)
        if not first:
            continue
        name = listed_name(material.plan, unit)
        words = text("report.words_of_unit", unit=name, words=first)
        yield Paragraph(words, item=True)
        yield from (Paragraph(line) for line in rest)
