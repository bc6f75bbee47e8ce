"""One batch of files: all are read, then held against each other, then stored one by one.

As nothing is stored before all are read, what becomes of a file does not depend on its place
among the others, but for two files of one unit: the one whose name comes first is the first.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from vinhloc_cds.domain.checking import TYPE
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.incoming import FileReading, Incoming, IncomingState
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.submission import Submission, SubmissionKind, SubmissionState
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.context import Member
from vinhloc_cds.forms.worker import Reader
from vinhloc_cds.services.batches import Batch, Outcome, Progress, Status
from vinhloc_cds.services.comparing import compared
from vinhloc_cds.services.decisions import Action, Answer
from vinhloc_cds.services.filing import (
    Case,
    case_among,
    case_of,
    fitted,
    followed,
    kind_for,
    stored,
)
from vinhloc_cds.services.history import ChangedSinceError
from vinhloc_cds.services.ports import Store, UnitOfWork
from vinhloc_cds.services.review import KIND, UNIT, by_hand, proposed_unit
from vinhloc_cds.services.settling import settled, unconfirmed_label
from vinhloc_cds.services.walking import Dropped, SystemFileError, load, refuse_name, walk
from vinhloc_cds.texts import text

# Held in memory at once, so that a folder of large files does not fill it.
_CHUNK_BYTES = 32 * 1024 * 1024
_CHUNK_FILES = 64
# Share one commit, which costs as much as the figures of a file.
_COMMIT_FILES = 20
_ZIP = b"PK"


@dataclass(slots=True)
class _File:
    """A file of the batch on its way; `outcome` is there once it is known what became of it."""

    name: str
    data: bytes = b""
    sha256: str = ""
    size: int = 0
    reading: FileReading | None = None
    outcome: Outcome | None = None
    twin: "_File | None" = None

    def refuse(self, error: UserError) -> None:
        """Let it end with a sentence."""
        self.outcome = Outcome(
            self.name,
            self.sha256,
            Status.REFUSED,
            str(error),
            harmless=isinstance(error, SystemFileError),
        )


class TakingIn:
    """A batch for `plan` under way; `taken` are the files stored so far, for who would undo it."""

    def __init__(self, store: Store, plan: Plan, batch: Batch, now: datetime) -> None:
        self._store = store
        self._plan = plan
        self._batch = batch
        self._now = now
        self._total = 0
        self._by_sha256: dict[str, _File] = {}
        self.taken: list[tuple[Incoming, Submission | None]] = []

    def run(self, reader: Reader, before_writing: Callable[[], object]) -> tuple[Outcome, ...]:
        """Read, compare and store; `before_writing` is called once if there is anything to store.

        UserError where the store cannot take any more; what was stored before stays.
        """
        files = self._read_all(reader)
        to_store = [file for file in files if file.reading is not None]
        if to_store and not self._batch.stop.is_set():
            self._compare(to_store)
            before_writing()
            self._store_all(to_store)
        for file in files:
            if file.twin is not None:
                file.outcome = _twin_outcome(file, file.twin)
        return tuple(file.outcome for file in files if file.outcome is not None)

    # Reading

    def _read_all(self, reader: Reader) -> list[_File]:
        dropped = walk(self._batch.paths, self._batch.stop)
        self._total = len(dropped)
        files: list[_File] = []
        for chunk in self._chunks(dropped, reader):
            self._read(chunk, reader, len(files))
            files += chunk
        return files

    def _chunks(self, dropped: Sequence[Dropped], reader: Reader) -> Iterator[list[_File]]:
        """The files with their bytes, those out of archives in the place of these."""
        chunk: list[_File] = []
        size = 0
        for each in dropped:
            if self._batch.stop.is_set():
                break
            opened = _opened(each, reader)
            self._total += len(opened) - 1
            chunk += opened
            size += sum(len(file.data) for file in opened)
            if size > _CHUNK_BYTES or len(chunk) >= _CHUNK_FILES:
                yield chunk
                chunk, size = [], 0
        yield chunk

    def _read(self, chunk: list[_File], reader: Reader, done: int) -> None:
        """Read a chunk, keep what could be read in the store of files, and let go of the bytes."""
        self._find_known(chunk)
        to_read = [file for file in chunk if file.outcome is None and file.twin is None]
        asked = (Member(f.name, f.data) for f in to_read if not self._batch.stop.is_set())
        place_of = {id(file): place for place, file in enumerate(chunk, 1)}
        for file, (_, result) in zip(to_read, reader.read_all(asked), strict=False):
            if isinstance(result, UserError):
                file.refuse(result)
            else:
                file.reading = result
            self._tell(done + place_of[id(file)], self._total, file.name)
        if chunk:
            self._tell(done + len(chunk), self._total, chunk[-1].name)
        for file in to_read:
            if file.reading is not None and not self._batch.stop.is_set():
                file.reading = fitted(self._plan, self._of_proposed_unit(file, reader))
                self._store.attachments.put(file.data)
        for file in chunk:
            file.data = b""

    def _find_known(self, chunk: list[_File]) -> None:
        """Say which files were taken in before, and which are in the batch twice."""
        with self._store.reading() as work:
            for file in chunk:
                if file.outcome is not None:
                    continue
                file.size = len(file.data)
                file.sha256 = hashlib.sha256(file.data).hexdigest()
                before = work.incoming.of_file(self._plan.code, file.sha256)
                standing = [each for each in before if each.state is not IncomingState.DISCARDED]
                if standing:
                    file.outcome = self._duplicate(file, standing[0], work)
                elif file.sha256 in self._by_sha256:
                    file.twin = self._by_sha256[file.sha256]
                else:
                    self._by_sha256[file.sha256] = file

    def _duplicate(self, file: _File, before: Incoming, work: UnitOfWork) -> Outcome:
        """As it was taken in before, with what is still open about it."""
        if before.submission is not None:
            before = followed(before, work.submissions.get(before.submission))
        still_open = [p for p in case_of(self._plan, before, work).points if p.open]
        unit = self._plan.unit_by_code.get(before.unit or "")
        said = text(
            "importing.file.duplicate",
            taken=format_datetime(before.taken_at),
            file=before.file_name,
            unit=unit.short_name if unit else text("importing.file.no_unit"),
        )
        return Outcome(
            file.name, file.sha256, Status.DUPLICATE, said, before, points=tuple(still_open)
        )

    def _of_proposed_unit(self, file: _File, reader: Reader) -> FileReading:
        """The reading, or, with proposals accepted, as of the unit that is proposed."""
        reading = file.reading
        if reading is None:
            raise ValueError(file.name)
        unit = proposed_unit(reading)
        if not self._batch.accept_proposals or reading.unit or not unit:
            return reading
        try:
            return reader.read(file.data, file.name, unit=unit)
        except UserError:
            # It could be read without knowing the unit: that stays the question.
            return reading

    def _compare(self, files: Sequence[_File]) -> None:
        with self._store.reading() as work:
            sent = work.submissions.of_plan(self._plan.code)
        readings = [file.reading for file in files if file.reading is not None]
        for file, reading in zip(files, compared(self._plan, readings, sent), strict=True):
            file.reading = reading

    # Storing

    def _store_all(self, files: Sequence[_File]) -> None:
        for start in range(0, len(files), _COMMIT_FILES):
            if self._batch.stop.is_set():
                return
            self._commit(files[start : start + _COMMIT_FILES], start, len(files))

    def _commit(self, files: Sequence[_File], done: int, total: int) -> None:
        """Store some files in one transaction; none is acknowledged before it is over."""
        outcomes: list[Outcome] = []
        taken: list[tuple[Incoming, Submission | None]] = []
        with self._store.writing() as work:
            for file in files:
                if self._batch.stop.is_set():
                    break
                case, outcome = self._file(work, file)
                taken.append((case.incoming, case.submission if case.is_stored else None))
                outcomes.append(outcome)
        self.taken += taken
        for place, (file, outcome) in enumerate(zip(files, outcomes, strict=False), done + 1):
            file.outcome = outcome
            self._tell(place, total, file.name)

    def _file(self, work: UnitOfWork, file: _File) -> tuple[Case, Outcome]:
        """Store one file: its record, its submission where it makes one, and its line of audit."""
        incoming = self._record(file)
        sent: tuple[Submission, ...] = ()
        if incoming.unit is not None:
            sent = work.submissions.of_unit(self._plan.code, incoming.unit)
            if not by_hand(incoming):
                incoming = replace(incoming, kind=kind_for(incoming, sent))
        case = case_among(self._plan, incoming, sent)
        if self._batch.accept_proposals:
            case = _proposals_accepted(case)
        seen = case.points
        status = Status.IMPORTED if case.is_acceptable else Status.NEEDS_REVIEW
        if case.is_ready:
            case = stored(case, work, self._now)
        case = replace(case, incoming=work.incoming.add(case.incoming))
        _note(work, case, len(seen))
        points = tuple(replace(point, incoming=case.incoming.id) for point in seen)
        outcome = Outcome(file.name, file.sha256, status, incoming=case.incoming, points=points)
        return case, outcome

    def _record(self, file: _File) -> Incoming:
        if file.reading is None:
            raise ValueError(file.name)
        return Incoming(
            id=0,
            plan=self._plan.code,
            file_name=file.name,
            sha256=file.sha256,
            size=file.size,
            taken_at=self._now,
            received_at=self._batch.received_at.astimezone(UTC),
            channel=self._batch.channel,
            unit=file.reading.unit,
            kind=None,
            state=IncomingState.WAITING,
            reading=file.reading,
        )

    def _tell(self, done: int, total: int, name: str) -> None:
        self._batch.progress(Progress(done, total, name))

    def take_back(self, work: UnitOfWork, label: str) -> None:
        """Undo: withdraw the submissions and discard the files, if all are as they were left."""
        for incoming, submission in self.taken:
            is_left = work.incoming.get(incoming.id) == incoming
            if not is_left or (submission and work.submissions.get(submission.id) != submission):
                raise ChangedSinceError(label)
        for incoming, submission in reversed(self.taken):
            if submission is not None:
                gone = replace(submission, state=SubmissionState.WITHDRAWN)
                work.submissions.save(gone)
            work.incoming.save(replace(incoming, state=IncomingState.DISCARDED))
            entity, number = (
                ("submission", submission.id) if submission else ("incoming", incoming.id)
            )
            work.audit.append("undo", entity, str(number), {"of": "import"})


def _opened(dropped: Dropped, reader: Reader) -> list[_File]:
    """The file with its bytes, those in it if it is an archive, or why it is not read."""
    file = _File(dropped.name)
    try:
        refuse_name(dropped.name)
        if dropped.fault is not None:
            raise dropped.fault
        file.data = load(dropped.path)
    except UserError as error:
        file.refuse(error)
        return [file]
    return _unpacked(file, reader)


def _unpacked(file: _File, reader: Reader) -> list[_File]:
    """The files in an archive, as `archive.members` gives them; any other file alone.

    An archive among them lies too deep. It is read as any other file, which says so: if it were
    opened in turn, as much again could come out of each.
    """
    if not file.data.startswith(_ZIP):
        return [file]
    try:
        members = reader.members(file.data)
        if members is None:
            return [file]
    except UserError as error:
        file.sha256 = hashlib.sha256(file.data).hexdigest()
        file.refuse(error)
        file.data = b""
        return [file]
    inner: list[_File] = []
    for member in members:
        within = _File(f"{file.name}/{member.name}", member.data)
        try:
            refuse_name(within.name)
        except UserError as error:
            within.refuse(error)
        inner.append(within)
    return inner


def _twin_outcome(file: _File, first: _File) -> Outcome | None:
    """What became of a file that is in the batch twice: as its twin, which is taken in once."""
    if first.outcome is None:
        return None
    if first.outcome.status is Status.REFUSED:
        return replace(first.outcome, file_name=file.name)
    said = text("importing.file.twin", file=first.name)
    return Outcome(file.name, file.sha256, Status.DUPLICATE, said, first.outcome.incoming)


def _proposals_accepted(case: Case) -> Case:
    """With every proposal taken, those too that taking one brought up.

    A label of the unit's own is nothing that a proposal confirms: nobody has looked at it, so it
    stays open, and nothing is learned.
    """
    asks_kind = any(point.key == KIND and point.proposal for point in case.points)
    if asks_kind and case.incoming.kind is None:
        kind = SubmissionKind.SUPPLEMENT
        submission = replace(case.submission, kind=kind)
        incoming = replace(case.incoming, kind=kind)
        case = replace(case, incoming=incoming, submission=submission)
    tried: set[tuple[str, str]] = set()
    while case.is_ready:
        fresh = [
            point
            for point in case.points
            if point.open
            and point.proposal
            and point.key not in {UNIT, KIND}
            and (point.key, point.proposal) not in tried
            and not (point.key.endswith(f"/{TYPE}") and unconfirmed_label(case, point.indicator))
        ]
        if not fresh:
            break
        tried.add((fresh[0].key, fresh[0].proposal))
        answer = Answer(case.incoming.id, fresh[0].key, Action.ACCEPT)
        # A proposal that is none after all leaves its point open.
        with suppress(UserError):
            case = settled(case, answer)
    return case


def _note(work: UnitOfWork, case: Case, points: int) -> None:
    """The line of audit about a file taken in; of one that made a submission it is about that."""
    incoming, reading = case.incoming, case.incoming.reading
    entity = "submission" if case.is_stored else "incoming"
    number = case.submission.id or incoming.id
    counts = reading.counts
    work.audit.append(
        "import",
        entity,
        str(number),
        {
            "file": incoming.file_name,
            "sha256": incoming.sha256,
            "unit": incoming.unit,
            "recognition": reading.recognition.value,
            "kind": incoming.kind.value if incoming.kind else None,
            "state": case.submission.state.value if case.is_stored else incoming.state.value,
            "values": len(case.submission.values),
            "points": points,
            "cells": counts.cells,
            "notes": counts.notes,
            "labels": counts.labels,
        },
    )
