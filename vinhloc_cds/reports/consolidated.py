"""The consolidated report: what the district tells the province, made from a snapshot alone."""

from datetime import UTC
from typing import Protocol

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import document_date, document_number
from vinhloc_cds.domain.plan import Letterhead, Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.reports import annexes
from vinhloc_cds.reports.document import (
    Addressees,
    Annex,
    Basis,
    Block,
    Closing,
    Document,
    Head,
    Note,
    Paragraph,
)
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.narrative import narrative
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text


class LogHead(Protocol):
    """The end of the audit log when the report was made: its last line and that line's hash."""

    @property
    def number(self) -> int:
        """How many lines the log has."""
        ...

    @property
    def hash(self) -> str:
        """The hash of its last line, which covers all before it."""
        ...


def consolidated_report(snapshot: Snapshot, profile: str, head: LogHead | None = None) -> Document:
    """The report under the letterhead `profile` ("ubnd", "vhtt").

    The same snapshot gives the same document. With `head` the last annex ends in the hash by
    which the log can be checked later. Raises KeyError for a profile the plan does not have.
    """
    plan = snapshot.plan
    letterhead = {each.profile: each for each in plan.letterheads}[profile]
    material = Material.of(snapshot, letterhead)
    day = document_date(local(snapshot.now).date())
    number = document_number(None, letterhead.symbol)
    subject = text("report.subject", title=lower_first(plan.title))
    trace = (Note(text("report.annex.trace", number=head.number, hash=head.hash)),) if head else ()
    top = Head(
        letterhead,
        text("report.number_line", number=number),
        text("report.place_and_date", place=letterhead.place, date=day),
        text("report.kind"),
        subject,
    )
    reference = text("report.annex.reference", number=number, date=day, issuer=letterhead.label)
    contents = (
        (text("report.annex.figures"), annexes.figures(material)),
        (text("report.annex.duties"), annexes.duties(material)),
        (text("report.annex.units"), (*annexes.late_units(material), *trace)),
    )
    return Document(
        title=subject,
        subject=plan.short_title,
        author=letterhead.label,
        made_at=snapshot.now.astimezone(UTC).isoformat(timespec="seconds"),
        head=top,
        blocks=(
            *_opening(plan, letterhead),
            *narrative(material),
            Paragraph(_last_words(plan, letterhead)),
            Closing(letterhead),
        ),
        annexes=tuple(
            Annex(
                text("report.annex.label", number=annexes.roman(number)),
                title,
                reference,
                landscape=True,
                blocks=blocks,
            )
            for number, (title, blocks) in enumerate(contents, 1)
        ),
    )


def _opening(plan: Plan, letterhead: Letterhead) -> tuple[Block, ...]:
    """To whom, on what ground, about what."""
    grounds = [*plan.basis, _own_plan(plan)]
    bases = [
        Basis(
            text(
                "report.basis", ground=ground.rstrip(".;"), stop="." if at == len(grounds) else ";"
            )
        )
        for at, ground in enumerate(grounds, 1)
    ]
    opening = text("report.opening", issuer=letterhead.label, title=lower_first(plan.title))
    addressees = (Addressees(letterhead.addressees),) if letterhead.addressees else ()
    return (*addressees, *bases, Paragraph(opening))


def _own_plan(plan: Plan) -> str:
    """The plan that is reported on; what the office has not filled in stays visibly blank."""
    year = plan.campaign.start.year if plan.campaign.start else plan.ceremony.year
    return text(
        "report.own_plan",
        number=plan.number or text("report.blank_plan_number"),
        date=(
            document_date(plan.issued_on)
            if plan.issued_on
            else text("report.blank_date", year=year)
        ),
        issuer=plan.issuer,
        title=lower_first(plan.title),
    )


def _last_words(plan: Plan, letterhead: Letterhead) -> str:
    title = lower_first(plan.title)
    if not letterhead.addressees:
        return text("report.closing_open", title=title)
    return text(
        "report.closing",
        title=title,
        issuer=letterhead.label,
        addressees=", ".join(letterhead.addressees),
    )
