"""Chasing: who owes what, the letters, messages and calls about it, and the log of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vinhloc_cds.domain.chasing import LateUnit, Owing, late_units
from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.contact import Contact, ContactKind
from vinhloc_cds.domain.formatting import format_date, format_datetime
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import Submission, SubmissionState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.letter import (
    LetterForm,
    chasing_letter,
    letter_file_name,
    letter_named,
    letter_note,
    letter_symbol,
    number_noted,
)
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.services.handing_out import file_names
from vinhloc_cds.services.intake import judge, stops
from vinhloc_cds.services.ledger import Entry, Ledger, Thing, composed
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.readiness import letterhead_of, refuse_number
from vinhloc_cds.services.rendering import render, together
from vinhloc_cds.texts import text

if TYPE_CHECKING:
    from vinhloc_cds.reports.document import Document
    from vinhloc_cds.services.history import History
    from vinhloc_cds.services.ports import Clock, Store, UnitOfWork

NUMBER_USED: Final = "chasing.error.number_used"
"""The code of the UserError that may be answered by noting the letter again."""

FORMATS = ("pdf", "docx")
"""In which formats a letter leaves the office."""


class Chasing:
    """Use cases around units that owe something. What is noted can be undone in its session."""

    def __init__(self, store: "Store", clock: "Clock", history: "History") -> None:
        self._store = store
        self._clock = clock
        self._ledger = Ledger(store, history)

    def late(self, plan: str) -> tuple[LateUnit, ...]:
        """Who owes what now, in the plan's order of units."""
        return self._all_late(plan)[1]

    def contacts(self, plan: str, unit: str) -> tuple[Contact, ...]:
        """What `unit` was told, the last first; without what was noted by mistake."""
        with self._store.reading() as work:
            found = work.contacts.of_plan(plan)
        return tuple(c for c in reversed(found) if c.unit == unit and not c.cancelled)

    # Letters.

    def letters(self, plan: str, units: Sequence[str], form: LetterForm) -> "tuple[Document, ...]":
        """One letter to all of `units`, or with `form.separate` one to each.

        UserError where one of them owes nothing (any more), none is given, the new deadline lies
        before the letter's day, a number makes no sense, or the plan has no such letterhead.
        """
        snapshot, late = self._chosen(plan, units)
        return tuple(
            chasing_letter(snapshot.plan, to, each, snapshot.now)
            for to, each in _split(snapshot.plan, late, form)
        )

    def render(self, plan: str, units: Sequence[str], form: LetterForm) -> bytes:
        """The letters as one PDF to look at and to print; UserError as `letters`."""
        return together(self.letters(plan, units, form))

    def save(
        self, plan: str, units: Sequence[str], form: LetterForm, file: Path, file_format: str
    ) -> tuple[Path, ...]:
        """Write the letter as `file`; where each unit gets its own, into the folder `file`.

        UserError as `letters`, and where a file cannot be written.
        """
        letters = [render(each, file_format) for each in self.letters(plan, units, form)]
        if not form.separate:
            write_whole(file, letters[0])
            return (file,)
        make_folder(file)
        with self._store.reading() as work:
            found = work.plans.get(plan)
        names = file_names(found)
        paths = []
        for place, (unit, data) in enumerate(zip(units, letters, strict=True)):
            name = letter_file_name(found, form.at(place))
            path = file / f"{name}-{Path(names[unit]).stem}.{file_format}"
            write_whole(path, data)
            paths.append(path)
        return tuple(paths)

    def note_letters(
        self,
        plan: str,
        units: Sequence[str],
        form: LetterForm,
        *,
        again: bool = False,
    ) -> tuple[Contact, ...]:
        """Note that the letters were sent now: one step for all.

        UserError as `letters`, but for units that have answered meanwhile: they were sent it, too.
        UserError as well (`NUMBER_USED`) where a letter of the year has been noted with such a
        number, unless that is known and it is noted `again`.
        """
        snapshot, found = self._late(plan, units)
        by_code = {each.unit.code: each for each in found}
        late = tuple(by_code.get(unit) or _answered(snapshot, unit) for unit in units)
        now = snapshot.now
        split = _split(snapshot.plan, late, form)
        if not again:
            self._refuse_used(snapshot.plan, [one for _, one in split])
        return self._noted(
            _contact(
                plan,
                each.unit.code,
                ContactKind.LETTER,
                letter_named(snapshot.plan, to, one),
                now,
                note=letter_note(one),
            )
            for to, one in split
            for each in to
        )

    def _refuse_used(self, plan: Plan, forms: Iterable[LetterForm]) -> None:
        """A number and symbol belong to one document of the year."""
        with self._store.reading() as work:
            contacts = work.contacts.of_plan(plan.code)
        used = {number_noted(each) for each in contacts if not each.cancelled}
        for form in forms:
            symbol = letter_symbol(letterhead_of(plan, form.profile))
            number = f"{form.number or 0:02}/{symbol}"
            if form.number is not None and (number, form.day.year) in used:
                raise UserError(NUMBER_USED, number=number, year=form.day.year)

    # Messages and calls.

    def message(self, plan: str, unit: str) -> str:
        """A text for Zalo or SMS; UserError where the unit owes nothing."""
        from vinhloc_cds.reports.call_list import chasing_message  # noqa: PLC0415 - when needed

        snapshot, (late,) = self._chosen(plan, (unit,))
        letters = (c for c in self.contacts(plan, unit) if c.kind is ContactKind.LETTER)
        return chasing_message(snapshot.plan, late, snapshot.now, next(letters, None))

    def call_list(self, plan: str, units: Sequence[str]) -> bytes:
        """The list to call by as a PDF; UserError as `letters`."""
        from vinhloc_cds.reports.call_list import call_list  # noqa: PLC0415 - when needed

        snapshot, late = self._chosen(plan, units)
        return render(call_list(snapshot.plan, late, snapshot.now), "pdf")

    def note(
        self,
        plan: str,
        units: Sequence[str],
        kind: ContactKind,
        subject: str,
        at: datetime,
        person: str = "",
        note: str = "",
    ) -> tuple[Contact, ...]:
        """Note that `units` were turned to: one step that can be taken back.

        UserError where no unit is given, `at` lies in the future or the subject is blank.
        """
        now = self._clock()
        if not units:
            raise UserError("chasing.error.no_units")
        if at > now:
            raise UserError("chasing.error.future", now=format_datetime(now))
        if not subject.strip():
            raise UserError("chasing.error.no_subject")
        return self._noted(
            _contact(plan, unit, kind, subject, at, person=person, note=note) for unit in units
        )

    def _noted(self, contacts: Iterable[Contact]) -> tuple[Contact, ...]:
        with self._ledger.step(text("chasing.step.note")) as step:
            return tuple(_add(step, contact) for contact in contacts)

    def _all_late(self, plan: str) -> tuple[Snapshot, tuple[LateUnit, ...]]:
        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=self._clock())
            contacts = work.contacts.of_plan(plan)
        return snapshot, late_units(snapshot, _questions(snapshot), contacts)

    def _late(self, plan: str, units: Sequence[str]) -> tuple[Snapshot, tuple[LateUnit, ...]]:
        """All who owe something, where `units` are any."""
        if not units:
            raise UserError("chasing.error.no_units")
        return self._all_late(plan)

    def _chosen(self, plan: str, units: Sequence[str]) -> tuple[Snapshot, tuple[LateUnit, ...]]:
        """The late units among `units`, in the order given."""
        snapshot, late = self._late(plan, units)
        by_code = {each.unit.code: each for each in late}
        for unit in units:
            if unit not in by_code:
                name = snapshot.plan.unit_by_code[unit].name
                raise UserError("chasing.error.owes_nothing", unit=name)
        return snapshot, tuple(by_code[unit] for unit in units)


def questioned(snapshot: Snapshot, unit: str) -> tuple[tuple[Submission, tuple[Finding, ...]], ...]:
    """What `unit` sent and keeps itself from being accepted, with why, in the order received."""
    sent = snapshot.by_unit.get(unit, ())
    found = []
    for submission in sent:
        if submission.state is SubmissionState.RECEIVED:
            others = [other for other in sent if other.id != submission.id]
            findings = judge(
                snapshot.plan, submission, submission.values, others, entry=submission.id
            )
            if stopping := tuple(each for each in findings if stops(each)):
                found.append((submission, stopping))
    return tuple(found)


def _questions(snapshot: Snapshot) -> Mapping[str, tuple[Finding, ...]]:
    """By unit what keeps its reports from being accepted and it could answer itself."""
    return {
        unit: tuple(each for _, findings in questioned(snapshot, unit) for each in findings)
        for unit in snapshot.by_unit
    }


def _answered(snapshot: Snapshot, unit: str) -> LateUnit:
    """A unit as the letter found it that it has answered since; KeyError for an unknown one."""
    known = snapshot.plan.unit_by_code[unit]
    owing = Owing.ASKED if known.relation is Relation.ASKED else Owing.OVERDUE
    return LateUnit(known, owing, snapshot.deadline_of(unit), 0, "", "")


def _split(
    plan: Plan, late: tuple[LateUnit, ...], form: LetterForm
) -> list[tuple[tuple[LateUnit, ...], LetterForm]]:
    """To whom each letter goes, with its own form."""
    letterhead_of(plan, form.profile)
    if form.new_deadline is not None and form.new_deadline < form.day:
        raise UserError(
            "chasing.error.past_deadline",
            deadline=format_date(form.new_deadline),
            day=format_date(form.day),
        )
    split = [(late, form)]
    if form.separate:
        split = [((each,), form.at(place)) for place, each in enumerate(late)]
    for _, each in split:
        if each.number is not None:
            refuse_number(each.number)
    return split


def _contact(
    plan: str,
    unit: str,
    kind: ContactKind,
    subject: str,
    at: datetime,
    *,
    person: str = "",
    note: str = "",
) -> Contact:
    contact = Contact(0, plan, unit, kind, at, subject.strip(), person.strip(), note.strip())
    return composed(contact)


def _add(step: Entry, contact: Contact) -> Contact:
    made = step.work.contacts.add(contact)
    return step.made(_contact_thing(made.id), "contact", taken_back=replace(made, cancelled=True))


def _contact_thing(contact: int) -> Thing[Contact]:
    def load(work: "UnitOfWork") -> Contact:
        return work.contacts.get(contact)

    return Thing("contact", str(contact), load, lambda work, after: work.contacts.save(after))
