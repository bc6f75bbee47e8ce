"""What stands around the words of a report: head, grounds, last sentence, signature, annexes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import document_date, document_number
from vinhloc_cds.domain.issuing import IssueForm
from vinhloc_cds.domain.plan import Letterhead, Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.reports.document import (
    Addressees,
    Annex,
    Basis,
    Block,
    Closing,
    Document,
    Head,
    Paragraph,
)
from vinhloc_cds.reports.phrase import Phrase, phrase
from vinhloc_cds.reports.spelling import spelled_alike
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.texts import text

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """`number` in Roman numerals: annexes are numbered by them (Decree 30, Annex I, part III)."""
    digits = ""
    for value, letter in _ROMAN:
        while number >= value:
            digits += letter
            number -= value
    return digits


@dataclass(frozen=True, slots=True)
class AnnexContent:
    """What an annex holds, before it has a number."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one report: under whose letterhead, with which number, of which day.

    `number` is as printed ("05/BC-UBND"), with blanks to write in where it is still to come.
    `issued` says that a form was filled in: what has none is no more than a draft.
    """

    snapshot: Snapshot
    letterhead: Letterhead
    number: str
    day: date
    issued: bool

    @classmethod
    def of(cls, snapshot: Snapshot, profile: str, form: IssueForm | None = None) -> "Frame":
        """The plan's letterhead `profile` with what `form` says; without one, the day of `now`.

        Raises KeyError for a profile the plan does not have.
        """
        letterhead = {each.profile: each for each in snapshot.plan.letterheads}[profile]
        if form is None:
            number = document_number(None, letterhead.symbol)
            return cls(snapshot, letterhead, number, local(snapshot.now).date(), issued=False)
        filled = replace(
            letterhead,
            signer=form.signer,
            addressees=form.addressees,
            recipients=form.recipients,
        )
        number = document_number(form.number, letterhead.symbol)
        return cls(snapshot, filled, number, form.day, issued=True)

    def document(
        self,
        subject: str,
        blocks: Iterable[Block],
        annexes: Iterable[AnnexContent] = (),
        *,
        draft: bool = True,
        keywords: str = "",
    ) -> Document:
        """A whole report about `subject`: `blocks` between its grounds and its signature.

        What has a number is no draft.
        """
        plan = self.snapshot.plan
        addressees = self.letterhead.addressees
        document = Document(
            title=subject,
            subject=plan.short_title,
            author=self.letterhead.label,
            made_at=self.snapshot.now.astimezone(UTC).isoformat(timespec="seconds"),
            head=Head(
                self.letterhead,
                text("report.number_line", number=self.number),
                text(
                    "report.place_and_date",
                    place=self.letterhead.place,
                    date=document_date(self.day),
                ),
                text("report.kind"),
                subject,
            ),
            blocks=(
                *((Addressees(addressees),) if addressees else ()),
                *_bases((*plan.basis, _own_plan(plan))),
                *blocks,
                Closing(self.letterhead),
            ),
            annexes=self._annexes(tuple(annexes)),
            draft=draft and not self.issued,
            keywords=keywords,
        )
        return spelled_alike(document)

    def _annexes(self, contents: tuple[AnnexContent, ...]) -> tuple[Annex, ...]:
        reference = text(
            "framing.reference",
            number=self.number,
            date=document_date(self.day),
            issuer=self.letterhead.label,
        )
        # One annex alone has no number (Decree 30, Annex I, part III).
        labels = (
            [text("framing.annex_numbered", number=roman(n)) for n in range(1, len(contents) + 1)]
            if len(contents) > 1
            else [text("framing.annex")]
        )
        return tuple(
            Annex(label, each.title, reference, each.landscape, each.blocks)
            for label, each in zip(labels, contents, strict=False)
        )

    def last_words(self, subject: str) -> Paragraph:
        """The sentence that ends a report about `subject`."""
        return last_words(subject, self.letterhead.label, ", ".join(self.letterhead.addressees))


def last_words(subject: str, issuer: str | Phrase, addressees: str | Phrase | None) -> Paragraph:
    """The sentence that ends a report of `issuer` about `subject`.

    "./." ends the text (Decree 30, Annex III, sample 1.4).
    """
    about = lower_first(subject)
    if not addressees:
        return phrase("framing.closing_open", subject=about).paragraph()
    return phrase(
        "framing.closing", subject=about, issuer=issuer, addressees=addressees
    ).paragraph()


def _bases(grounds: tuple[str, ...]) -> tuple[Basis, ...]:
    """The grounds, a line each: ";" behind each but the last, which ends in "."."""
    return tuple(
        Basis(
            text(
                "report.basis", ground=ground.rstrip(".;"), stop="." if at == len(grounds) else ";"
            )
        )
        for at, ground in enumerate(grounds, 1)
    )


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
