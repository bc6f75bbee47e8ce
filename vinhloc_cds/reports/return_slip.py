"""The slip "Phiếu trả lại": what a unit has to mend in what it sent, on paper and as words."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from vinhloc_cds.domain.deadline import Deadline, local
from vinhloc_cds.domain.formatting import (
    document_date,
    document_number,
    format_date,
    format_datetime,
)
from vinhloc_cds.domain.plan import Letterhead, Plan
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.reports.document import (
    Addressees,
    Align,
    Block,
    Cell,
    Closing,
    Column,
    Document,
    Head,
    Paragraph,
    Table,
    count_cell,
)
from vinhloc_cds.reports.letter import office_letterhead
from vinhloc_cds.reports.quoting import clause_named
from vinhloc_cds.reports.spelling import spelled
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text

_SHARES = (0.06, 0.16, 0.24, 0.16, 0.38)


@dataclass(frozen=True, slots=True)
class ToMend:
    """One thing to mend: where it stands, what it is about, what is written there, and why."""

    place: str
    subject: str
    raw: str
    why: str


@dataclass(frozen=True, slots=True)
class ReturnSlip:
    """What a unit is told about one file or report of its own, received at `received_at`.

    `what` names it within a sentence ("tệp “x.xlsx”", "báo cáo số 12/BC-UBND"). `deadline` is the
    unit's own, which may have been extended. `reason` is why it was returned as a whole.
    """

    plan: Plan
    unit: Unit
    what: str
    received_at: datetime
    lines: tuple[ToMend, ...]
    deadline: Deadline
    made_at: datetime
    reason: str = ""

    @property
    def due(self) -> str:
        """By when it is to be mended, in words."""
        rule = self.plan.reporting
        if self.deadline.passed(self.made_at):
            return text("slip.at_once", day=format_date(self.deadline.last_day))
        if self.deadline != rule.deadline:
            return text("slip.extended", day=format_date(self.deadline.last_day))
        code = "slip.before" if rule.deadline.exclusive else "slip.until"
        return text(code, day=format_date(rule.deadline.day), clause=clause_named(rule.clause))


def slip_message(slip: ReturnSlip) -> str:
    """The slip as plain words, ready to be pasted into a message."""
    lines = [
        text(
            "slip.message.head",
            issuer=spelled(office_letterhead(slip.plan).label),
            unit=slip.unit.name,
            what=slip.what,
            received=format_datetime(slip.received_at),
            request=_request(slip),
        )
    ]
    for number, line in enumerate(slip.lines, 1):
        place = text("slip.message.place", place=line.place) if line.place else ""
        raw = text("slip.message.raw", raw=line.raw) if line.raw else ""
        head = " – ".join(filter(None, (place, line.subject, raw)))
        lines.append(f"{number}. {head}: {line.why}" if head else f"{number}. {line.why}")
    lines.append(text("slip.message.end", due=slip.due))
    return "\n".join(lines)


def slip_document(slip: ReturnSlip, letterhead: Letterhead) -> Document:
    """The slip on the office's own paper; the same slip gives the same document."""
    day = document_date(local(slip.made_at).date())
    # Kind and issuer (Decree 30, Annex III, sample 1.4); a report's symbol ends in the issuer.
    symbol = text("slip.symbol", issuer=letterhead.symbol.rpartition("-")[2])
    issuer = spelled(letterhead.label)
    subject = text("slip.subject", title=lower_first(slip.plan.short_title))
    # The recipients of the consolidated report are not those of a slip.
    filed = letterhead.recipients[-1:]
    letterhead = replace(letterhead, recipients=(text("slip.as_above"), *filed))
    head = Head(
        letterhead,
        text("report.number_line", number=document_number(None, symbol)),
        text("report.place_and_date", place=letterhead.place, date=day),
        text("slip.kind"),
        subject,
    )
    blocks: tuple[Block, ...] = (
        Addressees((spelled(slip.unit.name),)),
        Paragraph(
            text(
                "slip.opening",
                issuer=issuer,
                what=slip.what,
                received=format_datetime(slip.received_at),
                request=_request(slip),
            )
        ),
        *((_table(slip),) if slip.lines else ()),
        Paragraph(text("slip.closing", issuer=issuer, due=slip.due)),
        Closing(letterhead),
    )
    return Document(
        title=subject,
        subject=slip.unit.name,
        author=letterhead.label,
        made_at=slip.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        head=head,
        blocks=blocks,
    )


def _request(slip: ReturnSlip) -> str:
    """What is asked for: to mend the lines, for the reason if one was given, or that alone."""
    reason = " ".join(slip.reason.split()).rstrip(".;")
    if not slip.lines:
        return text("slip.request_reason", reason=reason)
    if reason:
        return text("slip.request_both", reason=reason)
    return text("slip.request_lines")


def slip_named(slip: ReturnSlip) -> str:
    """The slip as the log of contacts calls it."""
    return text("slip.named", what=slip.what, received=format_datetime(slip.received_at))


def _table(slip: ReturnSlip) -> Table:
    titles = ("number", "place", "indicator", "raw", "why")
    return Table(
        name=text("slip.table"),
        title="",
        columns=tuple(
            Column(
                text(f"slip.column.{title}"),
                share,
                Align.CENTER if title == "number" else Align.LEFT,
            )
            for title, share in zip(titles, _SHARES, strict=True)
        ),
        rows=tuple(
            (
                count_cell(number),
                Cell(line.place),
                Cell(line.subject),
                Cell(line.raw),
                Cell(line.why),
            )
            for number, line in enumerate(slip.lines, 1)
        ),
    )
