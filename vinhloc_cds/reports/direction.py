"""Part I of the report: what was assigned to whom, and who has reported."""

from collections.abc import Iterator

from vinhloc_cds.reports.document import Paragraph
from vinhloc_cds.reports.fields import Fields
from vinhloc_cds.reports.passages import SILENT
from vinhloc_cds.reports.phrase import Phrase, joined, phrase

# Every duty of the plan is one of these.
_DUTIES = ("done", "partly", "open", "not_applicable", "unassigned")


def assigned(fields: Fields) -> Iterator[Paragraph]:
    """How many duties the plan has, for how many units, and how they stand."""
    if fields.units["units.obliged"]:
        yield phrase(
            "report.assigned",
            duties=fields.state("duties.all"),
            obliged=fields.state("units.obliged"),
            deadline=fields.state("deadline"),
        ).paragraph()
    if fields.units["asked.total"]:
        yield phrase("report.assigned_asked", asked=fields.state("asked.total")).paragraph()
    states = joined(
        ", ",
        (
            phrase(f"report.duties_told.{what}", count=fields.state(f"duties.{what}"))
            for what in _DUTIES
            if fields.duties[f"duties.{what}"]
        ),
    )
    if fields.material.assignments:
        yield phrase("report.states_of_duties", states=states).paragraph()
    else:
        # An annex is always named in the text (Decree 30, Annex I, part III, 1 a).
        yield phrase("report.nobody_assigned").paragraph()


def reporting(fields: Fields, *, chart: bool) -> Iterator[Paragraph]:
    """Who has reported, by name where somebody has not; and over whom the figures stand.

    `chart` says that a chart of what came in day by day follows.
    """
    units = fields.units
    moment, obliged = fields.state("moment"), fields.state("units.obliged")
    reported = bool(units["units.reported"])
    if reported:
        yield _reported(fields).paragraph()
    elif units["units.obliged"]:
        yield phrase("report.units_reported_none", moment=moment, obliged=obliged).paragraph()
    else:
        # An annex is always named in the text (Decree 30, Annex I, part III, 1 a).
        yield phrase("report.nobody_obliged").paragraph()
    if chart:
        yield phrase("report.see_chart_of_days").paragraph()
    anything = any(fields.material.has_accepted(u.code) for u in fields.material.plan.units)
    if units["units.silent"] and (reported or anything):
        yield _silent(fields).paragraph()
    if units["units.returned"]:
        yield phrase("report.units_returned", names=fields.state("names.returned")).paragraph()
    if units["asked.reported"]:
        yield phrase(
            "report.asked_reported",
            total=fields.state("asked.total"),
            reported=fields.state("asked.reported"),
        ).paragraph()
    elif units["asked.total"]:
        yield phrase("report.asked_reported_none", total=fields.state("asked.total")).paragraph()
    if units["units.nothing"]:
        yield phrase("report.nothing", names=fields.state("names.nothing")).paragraph()
    if anything and not fields.totals.tables:
        yield phrase("report.figures_not_given").paragraph()
    elif units["units.accepted"]:
        yield phrase(
            "report.figures_from", accepted=fields.state("units.accepted"), obliged=obliged
        ).paragraph()
    elif not anything:
        yield phrase("report.figures_none").paragraph()


def _reported(fields: Fields) -> Phrase:
    reported, obliged = fields.state("units.reported"), fields.state("units.obliged")
    moment, percent = fields.state("moment"), fields.state("percent.reported")
    if not fields.units["units.late"]:
        return phrase(
            "report.units_reported_on_time",
            moment=moment,
            reported=reported,
            obliged=obliged,
            percent=percent,
        )
    return phrase(
        "report.units_reported",
        moment=moment,
        reported=reported,
        obliged=obliged,
        percent=percent,
        on_time=fields.state("units.on_time"),
        late=fields.state("units.late"),
    )


def _silent(fields: Fields) -> Phrase:
    """The units without accepted figures, each named; later sentences refer to this list."""
    kinds = [
        kind
        for kind in SILENT
        if set(fields.units[f"units.{kind}"]) & set(fields.units["units.silent"])
    ]
    count = fields.state("units.silent")
    if len(kinds) == 1:
        names = fields.state(f"names.{kinds[0]}")
        return phrase(f"report.silent_all_{kinds[0]}", count=count, names=names)
    parts = (
        phrase(
            f"report.silent_{kind}",
            count=fields.state(f"units.{kind}"),
            names=fields.state(f"names.{kind}"),
        )
        for kind in kinds
    )
    return phrase("report.silent", count=count, parts=joined("; ", parts))
