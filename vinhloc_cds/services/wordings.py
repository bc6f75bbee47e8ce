"""The officer's own words in the report: beside the program's, and held against the figures."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.passages import (
    Disagreement,
    Passage,
    disagreements,
    fields_of,
    template_of,
)
from vinhloc_cds.reports.trace import FigureKey, parse_key
from vinhloc_cds.services.readiness import letterhead_of
from vinhloc_cds.texts import text

_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?%?")


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage as the officer sees it.

    `template` is what stands in the report: that of `edit` where there is one, else `own`, the
    program's. `figures` are all fields that may be put in, as printed now.
    """

    passage: Passage
    edit: PassageEdit | None
    template: str
    own: str
    disagreements: tuple[Disagreement, ...]
    figures: Mapping[str, str]

    @property
    def disagrees(self) -> bool:
        """Whether the officer's words no longer go with the data."""
        return any(each.serious for each in self.disagreements)


def passage_views(
    snapshot: Snapshot, profile: str, edits: Iterable[PassageEdit]
) -> tuple[PassageView, ...]:
    """Every passage of the report in its order. UserError for an unknown letterhead."""
    by_key = {edit.passage: edit for edit in edits}
    figures = figures_of(snapshot, profile)
    return tuple(
        _view(passage, by_key.get(passage.key), figures) for passage in _passages(snapshot, profile)
    )


def figures_of(snapshot: Snapshot, profile: str) -> Mapping[str, str]:
    """Every figure that may be put into a passage, by its key, as printed."""
    from vinhloc_cds.reports.consolidated import report_figures  # noqa: PLC0415 - as below

    letterhead_of(snapshot.plan, profile)
    return report_figures(snapshot, profile)


def disagreeing(
    snapshot: Snapshot, profile: str, edits: tuple[PassageEdit, ...]
) -> tuple[str, ...]:
    """The edited passages that no longer agree with the data, a sentence each."""
    if not edits:
        return ()
    return tuple(
        text("issuing.open.disagrees", passage=view.passage.title)
        for view in passage_views(snapshot, profile, edits)
        if view.disagrees
    )


def edit_of(plan: Plan, view: PassageView, template: str, now: datetime) -> PassageEdit | None:
    """`template` as the officer's words of now; None where it is what the program says anyway.

    UserError where it is blank or names a figure that the report does not know.
    """
    template = "\n".join(line.rstrip() for line in template.splitlines()).strip("\n")
    if not template.strip():
        raise UserError("issuing.passage_blank", passage=view.passage.title)
    if template == view.own:
        return None
    keys = fields_of(template)
    if unknown := [key for key in keys if key not in view.figures and not _could_be(plan, key)]:
        names = ", ".join(f"{{{key}}}" for key in unknown)
        raise UserError("issuing.unknown_field", passage=view.passage.title, fields=names)
    return PassageEdit(
        passage=view.passage.key,
        template=template,
        base=view.own,
        seen=_seen(view, template),
        edited_at=now,
    )


def _could_be(plan: Plan, key: str) -> bool:
    """Whether `key` may have a figure one day, though it has none now."""
    parsed = parse_key(key)
    return isinstance(parsed, FigureKey) and parsed.code in plan.indicator_by_code


def _passages(snapshot: Snapshot, profile: str) -> tuple[Passage, ...]:
    # The sentences of the report are not needed before the first report.
    from vinhloc_cds.reports.consolidated import report_passages  # noqa: PLC0415

    return report_passages(snapshot, profile)


def _view(passage: Passage, edit: PassageEdit | None, figures: Mapping[str, str]) -> PassageView:
    own = template_of(passage.paragraphs)
    return PassageView(
        passage=passage,
        edit=edit,
        template=edit.template if edit else own,
        own=own,
        disagreements=disagreements(edit, passage, figures) if edit else (),
        figures=figures,
    )


def _seen(view: PassageView, template: str) -> dict[str, str]:
    """The figures that the words are about: their fields, and those typed as numbers."""
    fields = {*fields_of(template), *fields_of(view.own)}
    typed = set(_NUMBER.findall(template))
    return {key: shown for key, shown in view.figures.items() if key in fields or shown in typed}
