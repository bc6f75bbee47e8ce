"""Files that come in: read, held against all others, stored with their figures, and settled."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.incoming import FileReading, Incoming, IncomingState
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.submission import (
    Source,
    Submission,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.worker import Excerpt, Reader
from vinhloc_cds.services.batches import Batch, Outcome, Progress, Status
from vinhloc_cds.services.deciding import changes_unit, decided, differences, refuse_settled
from vinhloc_cds.services.decisions import Action, Answer, Decision, Difference
from vinhloc_cds.services.filing import Case, case_among, case_of, followed, stored
from vinhloc_cds.services.history import History
from vinhloc_cds.services.ledger import Entry, Ledger, composed
from vinhloc_cds.services.ports import Backups, Clock, Store, UnitOfWork
from vinhloc_cds.services.recording import recorded
from vinhloc_cds.services.review import KIND, UNIT, Point, by_hand
from vinhloc_cds.services.settling import learned, settled
from vinhloc_cds.services.taking_in import TakingIn
from vinhloc_cds.services.things import incoming_thing, label_thing, submission_thing
from vinhloc_cds.texts import text

__all__ = [
    "Action",
    "Answer",
    "Batch",
    "Decision",
    "Difference",
    "Excerpt",
    "Importing",
    "Outcome",
    "Point",
    "Progress",
    "Status",
]


class _Said(NamedTuple):
    """An answer; to a point about a whole file, the decision it is and what the file then says."""

    answer: Answer
    decision: Decision | None
    reading: FileReading | None


class Importing:
    """Use cases around incoming files. Every change is audited and can be undone in its session."""

    def __init__(
        self,
        store: Store,
        backups: Backups,
        clock: Clock,
        history: History,
        reader: Callable[[Context], Reader] = Reader,
    ) -> None:
        self._store = store
        self._backups = backups
        self._clock = clock
        self._history = history
        self._ledger = Ledger(store, history)
        self._reader = reader
        # The cases that were listed last, and the plan that they were judged by.
        self._judged: tuple[Plan | None, dict[int, Case]] = None, {}
        # One cell after another is looked at: the process stays, and ends with the program.
        self._looking: tuple[str, Reader] | None = None

    def take_in(self, plan: str, batch: Batch) -> tuple[Outcome, ...]:
        """Read and store all files of `batch`, each whole or not at all; one step to undo.

        A backup is made before anything is stored. UserError where nothing could be begun at all.
        """
        now = self._clock()
        if not batch.paths:
            raise UserError("importing.nothing_to_take")
        if batch.received_at > now:
            raise UserError(
                "service.received_in_future",
                received=format_datetime(batch.received_at),
                now=format_datetime(now),
            )
        with self._store.reading() as work:
            context = _context(work, plan)
        taking = TakingIn(self._store, context.plan, batch, now)
        try:
            with self._reader(context) as reader:
                return taking.run(reader, lambda: self._backups.make("pre-import"))
        finally:
            # What was stored before something went wrong can be taken back, too.
            if taking.taken:
                label = text("importing.step", count=len(taking.taken))
                self._history.push(label, partial(taking.take_back, label=label))

    def incoming(self, plan: str) -> tuple[tuple[Incoming, tuple[Point, ...]], ...]:
        """All files that were not discarded, the newest first, with their points.

        What has not changed since it was last asked for is not judged again.
        """
        with self._store.reading() as work:
            its_plan = work.plans.get(plan)
            files = work.incoming.of_plan(plan)
            by_id = {submission.id: submission for submission in work.submissions.of_plan(plan)}
        by_unit: dict[str | None, list[Submission]] = {}
        for submission in by_id.values():
            by_unit.setdefault(submission.unit, []).append(submission)
        by, judged = self._judged
        if by is not None and by == its_plan:
            its_plan = by
        else:
            judged = {}
        cases = []
        for stored_file in reversed(files):
            if stored_file.state is IncomingState.DISCARDED:
                continue
            file = followed(stored_file, by_id.get(stored_file.submission or 0))
            case = case_among(its_plan, file, by_unit.get(file.unit, ()))
            before = judged.get(file.id)
            cases.append(before if before == case else case)
        self._judged = its_plan, {case.incoming.id: case for case in cases}
        return tuple((case.incoming, case.points) for case in cases)

    def answer(self, answers: Sequence[Answer]) -> tuple[Incoming, ...]:
        """Settle points, all in one step; what has none left open is accepted.

        A point that one of them takes away, or makes another, is left to be answered by itself.
        UserError where a typed text is none for its indicator.
        """
        by_file: dict[int, list[_Said]] = {}
        for answer in answers:
            decision = self._decision(answer)
            # A file is read outside the transaction: others may write meanwhile.
            reading = self._read_again(answer.incoming, decision) if decision else None
            by_file.setdefault(answer.incoming, []).append(_Said(answer, decision, reading))
        with self._ledger.step(text("importing.settle")) as step:
            return tuple(self._answered(step, *given) for given in by_file.items())

    def decide(self, incoming: int, decision: Decision) -> Incoming:
        """Give a file its unit, kind, moment or channel; a submission follows as soon as it can."""
        decision = composed(decision)
        reading = self._read_again(incoming, decision)
        with self._store.reading() as work:
            name = _file(work, incoming).file_name
        with self._ledger.step(text("importing.decide", file=name)) as step:
            before = _case(step.work, incoming)
            after = decided(before, decision, step.work, now=self._clock(), reading=reading)
            return self._saved(step, before, after, "decide").incoming

    def differences(self, incoming: int) -> tuple[Difference, ...]:
        """What a file of a unit that has reported already would change."""
        with self._store.reading() as work:
            return differences(_case(work, incoming))

    def enter(self, incoming: int, draft: SubmissionDraft, *, accept: bool = False) -> Submission:
        """Store what was typed from a file that only a person can read, and that it is from there.

        UserError where the file waits for no such thing, and as `Recording.record` does.
        """
        with self._store.reading() as work:
            name = _file(work, incoming).file_name
        with self._ledger.step(text("importing.enter", file=name)) as step:
            before = _waiting(step.work, incoming)
            if not by_hand(before):
                raise UserError("importing.is_read", file=name)
            source = Source(before.sha256, name, sheet="", cell="")
            now = self._clock()
            made = recorded(step, before.plan, draft, now=now, accept=accept, source=source)
            after = replace(
                before,
                unit=made.unit,
                kind=made.kind,
                state=IncomingState.TAKEN,
                submission=made.id,
                settled=tuple(str(place) for place in range(len(before.reading.problems))),
            )
            step.change(incoming_thing(incoming), after, "enter")
        return made

    def discard(self, incoming: int, reason: str) -> Incoming:
        """Set a file aside that no submission was made of; it can be taken in again later."""
        if not reason.strip():
            raise UserError("service.reason_needed")
        with self._store.reading() as work:
            name = _file(work, incoming).file_name
        with self._ledger.step(text("importing.discard", file=name)) as step:
            before = _waiting(step.work, incoming)
            after = replace(before, state=IncomingState.DISCARDED, reason=composed(reason.strip()))
            return step.change(incoming_thing(incoming), after, "discard")

    def excerpt(self, incoming: int, sheet: str, cell: str) -> Excerpt:
        """The original cell in its surroundings, read from the kept file."""
        with self._store.reading() as work:
            file = _file(work, incoming)
            if self._looking is None or self._looking[0] != file.plan:
                self._stop_looking()
                self._looking = file.plan, self._reader(_context(work, file.plan))
            _, reader = self._looking
        data = self._store.attachments.get(file.sha256)
        # Of hamlets that were added up, the first shows the table.
        first = cell.split(",", maxsplit=1)[0].strip()
        return reader.excerpt(data, file.file_name, sheet, first)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking[1].close()
        self._looking = None

    def file(self, sha256: str) -> bytes:
        """The kept file; UserError where it is gone or is not what it was."""
        return self._store.attachments.get(sha256)

    def _decision(self, answer: Answer) -> Decision | None:
        """The decision about a whole file that `answer` is, if it is one."""
        if answer.key not in {UNIT, KIND} or answer.action is Action.ASK:
            return None
        with self._store.reading() as work:
            case = _case(work, answer.incoming)
        refuse_settled(case)
        if answer.action is Action.BLANK:
            raise UserError("importing.cannot_blank", file=case.incoming.file_name)
        chosen = answer.text.strip()
        if answer.action is Action.ACCEPT:
            chosen = next((p.proposal for p in case.points if p.key == answer.key), "")
        if not chosen:
            raise UserError("importing.no_proposal")
        if answer.key == UNIT:
            return Decision(unit=chosen)
        if chosen not in set(SubmissionKind):
            raise UserError("importing.unknown_kind", kind=chosen)
        return Decision(kind=SubmissionKind(chosen))

    def _read_again(self, incoming: int, decision: Decision) -> FileReading | None:
        """The kept file read as of another unit, where `decision` names one."""
        with self._store.reading() as work:
            case = _case(work, incoming)
            context = _context(work, case.plan.code)
        refuse_settled(case)
        file, unit = case.incoming, decision.unit
        if not changes_unit(file, decision) or by_hand(file) or unit is None:
            return None
        if unit not in context.plan.unit_by_code:
            raise UserError("importing.unknown_unit", unit=unit)
        data = self._store.attachments.get(file.sha256)
        with self._reader(context) as reader:
            return reader.read(data, file.file_name, unit=unit)

    def _answered(self, step: Entry, number: int, given: Iterable[_Said]) -> Incoming:
        """Store what the answers to one file's points make of it."""
        before = case = _case(step.work, number)
        for said in given:
            if said.decision is not None:
                now = self._clock()
                case = decided(case, said.decision, step.work, now=now, reading=said.reading)
                continue
            if _has_changed(said.answer, before, case):
                continue
            after = settled(case, said.answer)
            if meaning := learned(case, said.answer):
                label, indicator = meaning
                step.change(label_thing(case.plan.code, label), indicator, "learn")
            case = after
        return self._saved(step, before, case, "settle").incoming

    def _saved(self, step: Entry, before: Case, after: Case, action: str) -> Case:
        """Store what became of a case, and accept its submission where nothing is open any more."""
        old = before.submission
        if before.is_stored and after.submission.id != old.id:
            gone = replace(old, state=SubmissionState.WITHDRAWN)
            step.change(submission_thing(old.id), gone, "withdraw")
        if after.is_ready and not after.is_stored:
            after = stored(after, step.work, self._clock())
            gone = replace(after.submission, state=SubmissionState.WITHDRAWN)
            step.made(submission_thing(after.submission.id), "import", taken_back=gone)
        elif after.is_stored and after.submission != old:
            thing = submission_thing(old.id)
            after = replace(after, submission=step.change(thing, after.submission, action))
        if after.submission.state is SubmissionState.RECEIVED and after.is_acceptable:
            accepted = replace(after.submission, state=SubmissionState.ACCEPTED)
            accepted = step.change(submission_thing(accepted.id), accepted, "accept")
            after = replace(after, submission=accepted)
        incoming = step.change(incoming_thing(after.incoming.id), after.incoming, action)
        return replace(after, incoming=incoming)


def _context(work: UnitOfWork, plan: str) -> Context:
    return Context(work.plans.get(plan), work.incoming.labels(plan))


def _file(work: UnitOfWork, incoming: int) -> Incoming:
    """UserError where there is none."""
    try:
        return work.incoming.get(incoming)
    except KeyError as error:
        raise UserError("importing.not_stored") from error


def _case(work: UnitOfWork, incoming: int) -> Case:
    file = _file(work, incoming)
    if file.submission is not None:
        file = followed(file, work.submissions.get(file.submission))
    return case_of(work.plans.get(file.plan), file, work)


def _has_changed(answer: Answer, before: Case, case: Case) -> bool:
    """Whether earlier answers of the same step left another point, or none, where it was given.

    It was no answer to that, which stays open; a point that was never there is `settled`'s to say.
    """

    def asked(of: Case) -> Point | None:
        return next((point for point in of.points if point.key == answer.key), None)

    was = asked(before)
    if was is None:
        return False
    now = asked(case)
    return now is None or replace(now, settled=was.settled, asked=was.asked) != was


def _waiting(work: UnitOfWork, incoming: int) -> Incoming:
    """UserError where the file waits no more."""
    file = _file(work, incoming)
    if file.state is not IncomingState.WAITING:
        raise UserError("importing.not_waiting", file=file.file_name)
    return file
