"""The consolidated report: what the district tells the province, made from a snapshot alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vinhloc_cds.domain.issuing import IssueForm
from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.reports import annexes, opinions
from vinhloc_cds.reports.document import Document, Picture
from vinhloc_cds.reports.fields import Fields
from vinhloc_cds.reports.framing import AnnexContent, Frame
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.outline import blocks, outline
from vinhloc_cds.reports.passages import Passage
from vinhloc_cds.reports.spelling import spelled, spelled_alike
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text


def consolidated_report(
    snapshot: Snapshot,
    profile: str,
    *,
    form: IssueForm | None = None,
    edits: Sequence[PassageEdit] = (),
    pictures: Sequence[Picture] = (),
    draft: bool = True,
    keywords: str = "",
) -> Document:
    """The report under the letterhead `profile` ("ubnd", "vhtt").

    `form` gives it number, day, signer and who gets it; without one these stay blank or are the
    plan's, and it is a draft unless `draft` says otherwise. `edits` are what the officer wrote in
    place of the program's words. The same arguments give the same document. Raises KeyError for
    a profile the plan does not have.
    """
    frame = Frame.of(snapshot, profile, form)
    material = Material.of(snapshot, frame.letterhead)
    fields = Fields(material)
    return frame.document(
        text("report.subject", title=lower_first(snapshot.plan.title)),
        blocks(outline(fields, pictures=bool(pictures)), edits, fields.all()),
        _annexes(material, pictures),
        draft=draft,
        keywords=keywords,
    )


def report_passages(snapshot: Snapshot, profile: str) -> tuple[Passage, ...]:
    """The passages of the report as the program words them. Raises KeyError as above."""
    passages = (stretch.passage for stretch in outline(_fields(snapshot, profile)))
    # As they are printed; what units wrote is offered as they wrote it.
    return tuple(replace(each, paragraphs=spelled_alike(each.paragraphs)) for each in passages)


def report_figures(snapshot: Snapshot, profile: str) -> Mapping[str, str]:
    """Every figure that may be put into a passage, as printed, by its key."""
    return {key: spelled(words) for key, words in _fields(snapshot, profile).all().items()}


def _fields(snapshot: Snapshot, profile: str) -> Fields:
    return Fields(Material.of(snapshot, Frame.of(snapshot, profile).letterhead))


def _annexes(material: Material, pictures: Sequence[Picture]) -> tuple[AnnexContent, ...]:
    """Figures, duties, units with what they wrote; pictures only where there are any."""
    units = (*annexes.late_units(material), *opinions.opinions(material))
    contents = (
        AnnexContent(text("annex.figures"), annexes.figures(material)),
        AnnexContent(text("annex.duties"), annexes.duties(material)),
        AnnexContent(text("annex.units"), units),
    )
    if not pictures:
        return contents
    return (*contents, AnnexContent(text("report.pictures"), tuple(pictures), landscape=False))
