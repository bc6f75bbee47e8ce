"""The letter "công văn đôn đốc": who owes what, on what ground, by when, and how to send it.

Its form is that of Decree 30/2020, Annex III, sample 1.5: no kind, the subject under the number.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from vinhloc_cds.domain.chasing import LateUnit, Owing
from vinhloc_cds.domain.contact import Contact, ContactKind
from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.formatting import document_date, document_number, format_date
from vinhloc_cds.domain.plan import Letterhead, Plan
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.document import (
    Addressees,
    Align,
    Annex,
    Cell,
    Closing,
    Column,
    Document,
    Head,
    Paragraph,
    Table,
    count_cell,
)
from vinhloc_cds.reports.owed import owed, owed_details, owed_in_short
from vinhloc_cds.reports.quoting import (
    clause_named,
    deadline_in_words,
    plan_named,
    quoted_deadline,
)
from vinhloc_cds.reports.spelling import spelled_alike
from vinhloc_cds.reports.wording import (
    lower_first,
    sentence_deadline,
    sentence_moment,
    upper_first,
)
from vinhloc_cds.texts import text

MOST_NAMED = 10
"""More units than these are not spelled out under "Kính gửi" but listed in an annex."""

_OFFICE = "vhtt"
_FILE = "cong-van"
_UNNUMBERED = "cong-van-don-doc"
_NAMED = re.compile(r"Công văn số (?P<number>\d+/\S+) ngày \d\d/\d\d/(?P<year>\d{4})", re.ASCII)
_LEAST_GROUP = 3
_SHARES = (0.07, 0.27, 0.18, 0.48)
_ORDER = (Owing.OVERDUE, Owing.RETURNED, Owing.PARTLY, Owing.ASKED, Owing.WAITING)


@dataclass(frozen=True, slots=True)
class LetterForm:
    """What the officer decides of a letter.

    `number` is blank until the secretary gives one; `new_deadline` is by when to send now.
    `recipients` are the lines under "Nơi nhận", `liaison` whom units can ask, `signer` the name
    below the signature where it is not the letterhead's. With `separate` each unit gets a letter
    of its own, numbered on from `number`.
    """

    profile: str
    day: date
    number: int | None = None
    new_deadline: date | None = None
    recipients: tuple[str, ...] = ()
    liaison: str = ""
    signer: str = ""
    separate: bool = False

    def at(self, place: int) -> "LetterForm":
        """The form of the letter at `place`, from 0, where each unit gets its own."""
        return replace(self, number=None if self.number is None else self.number + place)


def office_letterhead(plan: Plan) -> Letterhead:
    """The office's own paper, or the first there is where the plan has none of that name."""
    return next((each for each in plan.letterheads if each.profile == _OFFICE), plan.letterheads[0])


def letter_symbol(letterhead: Letterhead) -> str:
    """Issuer and drafting unit, as in "UBND-VHTT" (Decree 30, Annex III, sample 1.5, notes 3, 4).

    Both are read off the letterhead of the report: the issuer ends its symbol "BC-UBND", the
    drafting unit ends the line "Lưu: VT, VHTT". An issuer that drafts itself stands alone.
    """
    issuer = letterhead.symbol.rpartition("-")[2]
    filed = letterhead.recipients[-1] if letterhead.recipients else ""
    drafter = filed.rpartition(",")[2].strip(" .;") if "," in filed else ""
    return issuer if drafter in {"", issuer} else f"{issuer}-{drafter}"


def proposed_recipients(letterhead: Letterhead) -> tuple[str, ...]:
    """The addressees, the issuer's own leaders and the file.

    The recipients of the report stand by rank: the last before the file are those leaders.
    """
    above = text("chasing.as_above")
    rest = [each for each in letterhead.recipients if each != above]
    return (above, *rest[-2:])


def letter_subject(plan: Plan, late: Sequence[LateUnit]) -> str:
    """The line "V/v ..." under the number."""
    found = {each.owing for each in late}
    title = lower_first(plan.short_title)
    if found == {Owing.ASKED}:
        return text("chasing.subject.asked", title=title)
    if found <= {Owing.RETURNED, Owing.PARTLY}:
        return text("chasing.subject.mend", title=title)
    return text("chasing.subject.send", title=title)


def letter_named(plan: Plan, late: Sequence[LateUnit], form: LetterForm) -> str:
    """The letter as the log of contacts calls it."""
    head = {each.profile: each for each in plan.letterheads}[form.profile]
    number = f"{form.number:02}" if form.number is not None else "…"
    return text(
        "chasing.letter_named",
        number=f"{number}/{letter_symbol(head)}",
        day=format_date(form.day),
        subject=letter_subject(plan, late),
    )


def letter_file_name(plan: Plan, form: LetterForm) -> str:
    """What a letter's file is called, without its ending: by its number once it has one."""
    if form.number is None:
        return _UNNUMBERED
    head = {each.profile: each for each in plan.letterheads}[form.profile]
    return f"{_FILE}-{form.number:02}-{letter_symbol(head)}".replace("/", "-")


def letter_note(form: LetterForm) -> str:
    """What the log notes of a letter: the new deadline it set, blank where it set none."""
    if form.new_deadline is None:
        return ""
    return text("chasing.letter_note", day=format_date(form.new_deadline))


def deadline_set(contact: Contact) -> date | None:
    """The new deadline that `letter_note` noted with a letter."""
    if contact.kind is not ContactKind.LETTER:
        return None
    before, _, after = text("chasing.letter_note", day="\n").partition("\n")
    noted = contact.note.removeprefix(before).removesuffix(after)
    try:
        day = datetime.strptime(noted, "%d/%m/%Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None
    return day if contact.note == f"{before}{format_date(day)}{after}" else None


def number_noted(contact: Contact) -> tuple[str, int] | None:
    """Number with symbol as in "45/VHTT", and the year, of a letter that `letter_named` named."""
    found = _NAMED.match(contact.subject) if contact.kind is ContactKind.LETTER else None
    return (found["number"], int(found["year"])) if found else None


def letter_shortly(contact: Contact) -> str:
    """A noted letter's number and day, as in "Công văn số 45/VHTT ngày 12/10/2024"."""
    found = _NAMED.match(contact.subject)
    return found[0] if found else contact.subject


def chasing_letter(
    plan: Plan, late: Sequence[LateUnit], form: LetterForm, now: datetime
) -> Document:
    """One letter to all of `late`; the same facts give the same document.

    Raises KeyError for a letterhead that the plan does not have.
    """
    letterhead = {each.profile: each for each in plan.letterheads}[form.profile]
    signer = replace(letterhead.signer, name=form.signer or letterhead.signer.name)
    filled = replace(letterhead, recipients=form.recipients, signer=signer)
    return _Letter(plan, tuple(late), form, filled, now).document(letter_symbol(letterhead))


@dataclass(frozen=True)
class _Letter:
    """What all parts of one letter are made of."""

    plan: Plan
    late: tuple[LateUnit, ...]
    form: LetterForm
    letterhead: Letterhead
    now: datetime

    @property
    def alone(self) -> LateUnit | None:
        """The unit of a letter to one."""
        return self.late[0] if len(self.late) == 1 else None

    @property
    def many(self) -> bool:
        """Whether the units are too many to be named in the letter."""
        return len(self.late) > MOST_NAMED

    @property
    def annexed(self) -> bool:
        """Whether a list goes with it: of many units, or of what several of them lack."""
        return self.many or (
            self.alone is None and any(owed_details(self.plan, each) for each in self.late)
        )

    def document(self, symbol: str) -> Document:
        """The whole letter."""
        subject = letter_subject(self.plan, self.late)
        number = document_number(self.form.number, symbol)
        day = document_date(self.form.day)
        place = self.letterhead.place
        document = Document(
            title=subject,
            subject=self.plan.short_title,
            author=self.letterhead.label,
            made_at=self.now.astimezone(UTC).isoformat(timespec="seconds"),
            head=Head(
                self.letterhead,
                text("chasing.number_line", number=number),
                text("chasing.place_and_date", place=place, date=day),
                "",
                subject,
            ),
            blocks=(
                Addressees(self._addressees()),
                Paragraph(self._ground()),
                *self._state(),
                Paragraph(self._request()),
                Paragraph(self._way()),
                Paragraph(self._last_words()),
                Closing(self.letterhead),
            ),
            annexes=self._annexes(number, day),
        )
        return spelled_alike(document)

    def _addressees(self) -> tuple[str, ...]:
        """Each unit, or its whole group; the groups alone where there are too many."""
        names = self._by_group(self._unit_names)
        return names if len(names) <= MOST_NAMED else self._by_group(self._group_line)

    def _by_group(self, named: Callable[[str, list[LateUnit]], list[str]]) -> tuple[str, ...]:
        groups: dict[str, list[LateUnit]] = {}
        for each in self.late:
            groups.setdefault(each.unit.group, []).append(each)
        return tuple(name for code, late in groups.items() for name in named(code, late))

    def _unit_names(self, group: str, late: list[LateUnit]) -> list[str]:
        if self._is_whole(group, late):
            return [self._group_name(group)]
        return [each.unit.name for each in late]

    def _group_line(self, group: str, late: list[LateUnit]) -> list[str]:
        if self._is_whole(group, late):
            return [self._group_name(group)]
        if len(late) == 1:
            return [late[0].unit.name]
        return [text("chasing.some_of_group", group=self._group_name(group))]

    def _is_whole(self, group: str, late: list[LateUnit]) -> bool:
        """Whether `late` are all who report in `group`, and more than a few."""
        members = [
            unit
            for unit in self.plan.units_related(Relation.OBLIGED, Relation.ASKED)
            if unit.group == group
        ]
        return len(late) == len(members) >= _LEAST_GROUP

    def _group_name(self, code: str) -> str:
        return next((group.name for group in self.plan.groups if group.code == code), code)

    def _ground(self) -> str:
        named, quote = plan_named(self.plan), quoted_deadline(self.plan)
        rule = self.plan.reporting
        if quote:
            clause = clause_named(rule.clause)
            return text("chasing.ground", plan=named, clause=clause, quote=quote)
        return text(
            "chasing.ground_unquoted", plan=named, deadline=sentence_deadline(rule.deadline)
        )

    def _state(self) -> tuple[Paragraph, ...]:
        """Who owes what, up to now."""
        moment = sentence_moment(self.now)
        if each := self.alone:
            details = owed_details(self.plan, each)
            code = "chasing.state_of_one_with" if details else "chasing.state_of_one"
            state = owed(self.plan, each)
            first = text(code, moment=moment, unit=each.unit.name, state=state)
            return (Paragraph(first), *_items(details))
        first = text("chasing.state", moment=moment)
        lines = [line for owing in _ORDER if (line := self._state_of(owing))]
        return (Paragraph(first), *_items(lines))

    def _state_of(self, owing: Owing) -> str:
        late = [each for each in self.late if each.owing is owing]
        if not late:
            return ""
        line = text(f"chasing.count.{owing}", count=f"{len(late):02}")
        # What the annex lists is not told twice.
        if self.annexed:
            return line
        names = ", ".join(each.unit.name for each in late)
        return text("chasing.count_named", line=line, names=names)

    def _request(self) -> str:
        if each := self.alone:
            who = each.unit.name
        else:
            who = text("chasing.units_annexed" if self.many else "chasing.units_above")
        words = text(
            "chasing.request_asked" if self._all_asked else "chasing.request",
            issuer=self.letterhead.label,
            who=who,
            receiver=self.plan.reporting.receiver,
            due=self._due(),
        )
        return text("chasing.see_annex" if self.annexed else "chasing.request_end", words=words)

    @property
    def _all_asked(self) -> bool:
        """Whether nobody among them is obliged: they are asked, and not pressed (rule 4)."""
        return all(each.unit.relation is Relation.ASKED for each in self.late)

    def _due(self) -> str:
        """By when to send now: no day that has passed is asked for."""
        if day := self.form.new_deadline:
            return text("chasing.due_by", day=document_date(day))
        deadlines = {each.deadline for each in self.late}
        if len(deadlines) == 1:
            (deadline,) = deadlines
            if not deadline.passed(self.now):
                return sentence_deadline(deadline)
        return text("chasing.due_at_once")

    def _way(self) -> str:
        way = text("chasing.way")
        liaison = self.form.liaison.strip().rstrip(".")
        return text("chasing.with_liaison", way=way, liaison=liaison) if liaison else way

    def _last_words(self) -> str:
        if self._all_asked:
            return text("chasing.closing_asked", issuer=self.letterhead.label)
        if each := self.alone:
            return text("chasing.closing_one", unit=each.unit.name)
        return text("chasing.closing")

    def _annexes(self, number: str, day: str) -> tuple[Annex, ...]:
        if not self.annexed:
            return ()
        issuer = self.letterhead.label
        reference = text("chasing.annex.reference", number=number, date=day, issuer=issuer)
        # One annex alone has no number (Decree 30, Annex I, part III).
        return (
            Annex(
                text("chasing.annex.label"),
                text("chasing.annex.title"),
                reference,
                landscape=False,
                blocks=(self._table(),),
            ),
        )

    def _table(self) -> Table:
        titles = ("number", "unit", "deadline", "owes")
        aligned = {"number": Align.CENTER, "deadline": Align.CENTER}
        columns = tuple(
            Column(text(f"chasing.annex.{title}"), share, aligned.get(title, Align.LEFT))
            for title, share in zip(titles, _SHARES, strict=True)
        )
        rows = tuple(self._row(number, each) for number, each in enumerate(self.late, 1))
        return Table(text("chasing.annex.name"), "", columns, rows)

    def _row(self, number: int, each: LateUnit) -> tuple[Cell, ...]:
        new = self.form.new_deadline
        deadline = Deadline(new, exclusive=False) if new else each.deadline
        return (
            count_cell(number),
            Cell(each.unit.name),
            Cell(upper_first(deadline_in_words(deadline)), align=Align.CENTER),
            Cell(owed_in_short(self.plan, each)),
        )


def _items(lines: Sequence[str]) -> Iterator[Paragraph]:
    """The lines as a list, by the decree's punctuation."""
    for number, line in enumerate(lines, 1):
        yield Paragraph(f"{line}{'.' if number == len(lines) else ';'}", item=True)
