"""The sheet "Phiếu theo dõi đơn vị": all that is known of one unit, on paper for a call or a file.

For the office's own use, so it has no head and shows what no issued document would: what has not
been accepted yet, and what is still open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.contact import Contact
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.duty_time import due_of, when
from vinhloc_cds.domain.formatting import format_date, format_datetime, format_value
from vinhloc_cds.domain.plan import Aggregation, Indicator, ValueType
from vinhloc_cds.domain.progress import (
    AssignmentProgress,
    AssignmentState,
    UnitProgress,
    UnitState,
    assignment_progress,
    unit_progress,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.standing import StandingValue, standing_values
from vinhloc_cds.domain.submission import Submission, SubmissionState, Value
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.reports.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Table,
)
from vinhloc_cds.reports.lists import bare_document, numbered
from vinhloc_cds.texts import text

_PARTS = ("duties", "sent", "told", "figures", "open")
_NUMBERS = ("I.", "II.", "III.", "IV.", "V.")
_MEASURED = {ValueType.INTEGER, ValueType.MONEY}


def unit_sheet(
    snapshot: Snapshot, unit: str, findings: Sequence[Finding], contacts: Sequence[Contact]
) -> Document:
    """The sheet of `unit`; `findings` are those that still stop one of its submissions.

    `contacts` are what the office told it.
    """
    sheet = _Sheet(snapshot, snapshot.plan.unit_by_code[unit], findings, contacts)
    blocks: list[Block] = list(sheet.facts())
    made = (sheet.duties(), sheet.sent(), sheet.told(), sheet.figures(), sheet.open())
    for number, part, found in zip(_NUMBERS, _PARTS, made, strict=True):
        blocks.append(Heading(1, number, text(f"lists.sheet.part.{part}")))
        blocks += found or [Paragraph(text(f"lists.sheet.none.{part}"))]
    title = text("lists.sheet.title")
    return bare_document(snapshot.plan, title, snapshot.now, tuple(blocks))


@dataclass(frozen=True)
class _Sheet:
    snapshot: Snapshot
    unit: Unit
    findings: Sequence[Finding]
    contacts: Sequence[Contact]

    @property
    def _submissions(self) -> tuple[Submission, ...]:
        return self.snapshot.by_unit.get(self.unit.code, ())

    @property
    def _progress(self) -> UnitProgress:
        return next(p for p in unit_progress(self.snapshot) if p.unit.code == self.unit.code)

    def _assignments(self) -> list[AssignmentProgress]:
        return [p for p in assignment_progress(self.snapshot) if p.unit.code == self.unit.code]

    def facts(self) -> Iterator[Block]:
        """Who it is, whom to call, by when it reports and whether it has."""
        plan, unit, progress = self.snapshot.plan, self.unit, self._progress
        unknown = text("lists.sheet.fact.unknown")
        groups = {group.code: group.name for group in plan.groups}
        yield Note(
            text(
                "lists.sheet.about",
                plan=plan.short_title,
                moment=format_datetime(self.snapshot.now),
            )
        )
        yield Paragraph(
            text(
                "lists.sheet.fact.unit",
                name=unit.name,
                code=unit.code,
                group=groups.get(unit.group, unknown),
                relation=text(f"state.relation.{unit.relation}").lower(),
            ),
            bold=True,
        )
        contact = unit.contact
        yield Paragraph(
            text(
                "lists.sheet.fact.contact",
                person=contact.person or unknown,
                phone=contact.phone or unknown,
                email=contact.email or unknown,
            )
        )
        yield Paragraph(" ".join([*self._due(), *self._state(progress)]))

    def _due(self) -> Iterator[str]:
        deadline = self.snapshot.deadline_of(self.unit.code)
        code = "before" if deadline.exclusive else "until"
        yield text(f"lists.sheet.fact.{code}", day=format_date(deadline.day))
        for extension in self.snapshot.extensions:
            if extension.unit == self.unit.code and extension.deadline == deadline:
                yield text("lists.sheet.fact.extended", reason=extension.reason)

    @staticmethod
    def _state(progress: UnitProgress) -> Iterator[str]:
        yield text("lists.sheet.fact.state", state=text(f"state.unit.{progress.state}").lower())
        if progress.received_at is not None:
            received = format_datetime(progress.received_at)
            yield text("lists.sheet.fact.first", received=received)

    def duties(self) -> list[Block]:
        """What the plan obliges it to, and how each duty stands."""
        rows = []
        for item in self._assignments():
            duty, mark = item.duty, item.mark
            due = due_of(duty, self.snapshot.deadline_of(self.unit.code))
            rows.append(
                (
                    ", ".join(duty.clauses),
                    duty.text,
                    text(f"state.role.{duty.role}"),
                    when(duty.window, due),
                    text(f"state.assignment.{item.state}"),
                    " – ".join(filter(None, (mark.reason, mark.note))) if mark else "",
                )
            )
        return self._table("duties", ("clause", "duty", "role", "when", "state", "note"), rows)

    def sent(self) -> list[Block]:
        """Each submission: when, by which way, what it calls itself and how it stands."""
        rows = []
        for submission in self._submissions:
            said = [submission.note]
            if submission.returned_reason:
                reason = submission.returned_reason
                said.append(text("lists.sheet.sent.returned", reason=" ".join(reason.split())))
            if submission.reason:
                said.append(text("lists.sheet.sent.replaces", reason=submission.reason))
            day = format_date(submission.signed_on) if submission.signed_on else ""
            rows.append(
                (
                    format_datetime(submission.received_at),
                    text(f"state.kind.{submission.kind}"),
                    text(f"state.channel.{submission.channel}"),
                    ", ".join(filter(None, (submission.number, day))),
                    " – ".join(filter(None, (submission.maker, submission.phone))),
                    text(f"state.submission.{submission.state}"),
                    str(sum(value.given for value in submission.values)),
                    "; ".join(filter(None, said)),
                )
            )
        columns = ("received", "kind", "channel", "number", "maker", "state", "count", "note")
        return self._table("sent", columns, rows)

    def told(self) -> list[Block]:
        """By which way the office turned to it, when, and what came of it."""
        rows = [
            (
                format_datetime(contact.at),
                text(f"chasing.kind.{contact.kind}"),
                " ".join(contact.subject.split()),
                contact.person,
                contact.note,
            )
            for contact in self.contacts
        ]
        return self._table("told", ("at", "kind", "subject", "person", "note"), rows)

    @staticmethod
    def _table(part: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[Block]:
        titles = [text(f"lists.sheet.{part}.{name}") for name in columns]
        return [numbered(text(f"lists.sheet.{part}.name"), titles, rows)] if rows else []

    def figures(self) -> list[Block]:
        """What stands for the unit, section by section, with where each figure is from."""
        plan = self.snapshot.plan
        asked = [i for i in plan.indicators_of(self.unit) if i.is_entered]
        values = standing_values(plan, self._submissions, accepted_only=False)
        accepted = standing_values(plan, self._submissions)
        rows: list[tuple[Cell, ...]] = []
        for section in dict.fromkeys(i.section for i in asked):
            own = [i for i in asked if i.section == section]
            title = text(
                "lists.sheet.figures.section",
                section=section,
                title=plan.sections.get(section, section),
                given=sum(i.code in values for i in own),
                asked=len(own),
            )
            rows.append((Cell(title, bold=True, span=5),))
            for indicator in own:
                found = values.get(indicator.code)
                pending = found is not None and accepted.get(indicator.code) != found
                rows.append(self._figure(indicator, found, pending=pending))
        if not rows:
            return []
        columns = (
            Column(text("lists.sheet.figures.code"), 7, Align.CENTER),
            Column(text("lists.sheet.figures.indicator"), 42),
            Column(text("lists.sheet.figures.value"), 28),
            Column(text("lists.sheet.figures.measure"), 12),
            Column(text("lists.sheet.figures.source"), 40),
        )
        name, note = text("lists.sheet.figures.name"), text("lists.sheet.figures.note")
        return [Table(name, "", columns, tuple(rows), note)]

    def _figure(
        self, indicator: Indicator, found: StandingValue | None, *, pending: bool
    ) -> tuple[Cell, ...]:
        if found is None or found.value is None:
            value = Cell(text("lists.blank"), align=Align.CENTER)
        else:
            words = format_value(indicator, found.value)
            if found.estimate:
                words = text("lists.sheet.figures.estimate", value=words)
            elif found.partial:
                words = text("lists.sheet.figures.partial", value=words)
            measured = indicator.value_type in _MEASURED
            value = Cell(words, align=Align.RIGHT if measured else Align.LEFT)
        source = self._source(indicator, found) if found else ""
        if pending:
            source = text("lists.sheet.source.pending", source=source)
        return (
            Cell(indicator.code, align=Align.CENTER),
            Cell(indicator.name),
            value,
            Cell(indicator.unit_of_measure),
            Cell(source),
        )

    def _source(self, indicator: Indicator, found: StandingValue) -> str:
        if indicator.aggregation is Aggregation.COMPUTED:
            codes = ", ".join(indicator.computed_from)
            return text("lists.sheet.source.computed", codes=codes)
        by_id = {submission.id: submission for submission in self._submissions}
        used = [by_id[number] for number in found.submissions]
        return "; ".join(
            _written(submission, value)
            for submission in used
            if (value := submission.value_of(indicator.code)) is not None
        )

    def open(self) -> list[Block]:
        """What the unit or the office still has to do."""
        return [Paragraph(words, item=True) for words in self._open()]

    def _open(self) -> Iterator[str]:
        progress, sent = self._progress, self._submissions
        if progress.state is UnitState.OVERDUE:
            late = local(self.snapshot.moment).date() - progress.deadline.last_day
            yield text("lists.sheet.open.overdue", days=late.days)
        elif progress.state is UnitState.WAITING:
            yield text("lists.sheet.open.waiting")
        elif progress.state is UnitState.NOT_SENT:
            yield text("lists.sheet.open.asked")
        for place, submission in enumerate(sent):
            received = format_datetime(submission.received_at)
            if submission.state is SubmissionState.RECEIVED:
                yield text("lists.sheet.open.received", received=received)
            elif submission.state is SubmissionState.RETURNED and not any(
                later.stands for later in sent[place + 1 :]
            ):
                yield text("lists.sheet.open.returned", received=received)
        for finding in self.findings:
            indicator = self.snapshot.plan.indicator_by_code[finding.indicator]
            yield text(
                "lists.sheet.open.finding",
                code=indicator.code,
                name=indicator.name,
                message=finding.message,
            )
        behind = [
            item
            for item in self._assignments()
            if item.state in {AssignmentState.OVERDUE, AssignmentState.RETURNED}
        ]
        if behind:
            clauses = dict.fromkeys(ref for item in behind for ref in item.duty.clauses)
            yield text("lists.sheet.open.duties", count=len(behind), clauses=", ".join(clauses))
        # Who has nothing standing lacks everything; that is said already.
        if any(each.stands for each in sent) and (blank := self._blank()):
            yield text("lists.sheet.open.blank", codes=", ".join(blank))

    def _blank(self) -> list[str]:
        plan = self.snapshot.plan
        values = standing_values(plan, self._submissions, accepted_only=False)
        asked = plan.indicators_of(self.unit)
        filled_in = [i for i in asked if i.core and i.aggregation is not Aggregation.COMPUTED]
        return [i.code for i in filled_in if not i.is_text and i.code not in values]


def _written(submission: Submission, value: Value) -> str:
    """Where one value is from: the cell of a file, or the report it was typed from."""
    if value.source is None:
        received = format_datetime(submission.received_at)
        words = text("lists.sheet.source.typed", received=received)
    elif value.source.cell:
        words = text(
            "lists.sheet.source.cell",
            file=value.source.file_name,
            sheet=value.source.sheet,
            cell=value.source.cell,
        )
    else:
        words = text("lists.sheet.source.file", file=value.source.file_name)
    if value.corrected_from is None:
        return words
    before = value.corrected_from or text("lists.blank")
    return text("lists.sheet.source.corrected", source=words, before=before)
