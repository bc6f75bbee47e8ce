"""A desk to try importing on: a small plan, a store in memory, and a reader that was taught."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import builders
import pytest
from builders import at
from memory import MemoryStore

from vinhloc_cds.domain.incoming import (
    FileKind,
    FileProblem,
    FileReading,
    FoundValue,
    Incoming,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.plan import Aggregation, Check, Severity, ValueType
from vinhloc_cds.domain.submission import Channel, Doubt, Submission
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.context import Member
from vinhloc_cds.forms.worker import Excerpt
from vinhloc_cds.services.history import History
from vinhloc_cds.services.importing import Answer, Batch, Importing, Outcome
from vinhloc_cds.services.recording import Recording
from vinhloc_cds.services.review import Point

RECEIVED = at("2024-10-10T08:00")


def small_plan():
    part = replace(
        builders.indicator("D02", denominator="D01"),
        checks=(
            Check("D02.1", Severity.BLOCK, "D02 <= D01", "Số tổ tham gia lớn hơn tổng số tổ."),
            Check("D02.2", Severity.QUESTION, "D02 <= 50", "Số tổ tham gia quá nhiều."),
        ),
    )
    answer = replace(
        builders.indicator("B01", Aggregation.COUNT_YES, ValueType.BOOLEAN, groups=["G_HOI"]),
        checks=(Check("B01.1", Severity.BLOCK, "filled(B01)", "B01 chưa trả lời."),),
    )
    indicators = [
        answer,
        builders.indicator("D01", groups=["G_XA", "G_HOI"]),
        part,
        builders.text_indicator("K01"),
        builders.indicator("G03", groups=["G_VT"]),
    ]
    units = [
        builders.unit("A"),
        builders.unit("B"),
        builders.unit("C"),
        builders.unit("HOI", "G_HOI"),
        builders.unit("VT", "G_VT", Relation.ASKED),
        builders.unit("X", "G_KHAC", Relation.NONE),
    ]
    return builders.plan(units, indicators)


def value(code: str, given, raw: str | None = None, cell: str = "E7", **more) -> FoundValue:
    return FoundValue(code, given, str(given) if raw is None else raw, "Biểu", cell, **more)


def question(sentence: str = "Nhãn này có phải là chỉ tiêu không?", proposal: str = "") -> Doubt:
    return Doubt(Severity.QUESTION, sentence, proposal)


def reading(unit: str | None = "A", *found: FoundValue | FileProblem, **more) -> FileReading:
    """A form of `unit` that says D01 = 5 unless it is told what is in it."""
    values = tuple(each for each in found if isinstance(each, FoundValue))
    problems = tuple(each for each in found if isinstance(each, FileProblem))
    if not found:
        values = (value("D01", 5),)
    said = {"kind": FileKind.XLSX, "recognition": Recognition.FORM_ID, "values": values, **more}
    return FileReading(unit=unit, problems=problems, **said)


def refusal(call, *arguments) -> str:
    with pytest.raises(UserError) as refused:
        call(*arguments)
    assert str(refused.value)
    return refused.value.code


def figures(submission):
    return {each.indicator: each.value for each in submission.values}


def place(cell: str = "B9", raw: str = "7", **more) -> FileProblem:
    return FileProblem(
        Todo.PLACE, Severity.QUESTION, "Ô này thuộc chỉ tiêu nào?", "Biểu", cell, raw=raw, **more
    )


@dataclass
class TaughtReader:
    """Knows what to read from which bytes; `asked` is what it was asked to read."""

    readings: dict[bytes, FileReading | UserError] = field(default_factory=dict)
    of_unit: dict[tuple[bytes, str], FileReading] = field(default_factory=dict)
    archives: dict[bytes, tuple[Member, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    open: int = 0

    def __enter__(self):
        self.open += 1
        return self

    def __exit__(self, *_):
        self.open -= 1

    def close(self) -> None:
        self.open = 0

    def read(self, data: bytes, name: str, *, unit: str | None = None) -> FileReading:
        self.asked.append(name)
        found = self.readings[data] if unit is None else self.of_unit[data, unit]
        if isinstance(found, UserError):
            raise found
        return found

    def read_all(self, files: Iterable[Member]) -> Iterator[tuple[Member, FileReading | UserError]]:
        for member in files:
            try:
                yield member, self.read(member.data, member.name)
            except UserError as error:
                yield member, error

    def members(self, data: bytes) -> tuple[Member, ...] | None:
        return self.archives.get(data)

    def excerpt(self, data: bytes, name: str, sheet: str, cell: str) -> Excerpt:
        return Excerpt(sheet, 0, 0, ((name, cell),), 0, 1)


class Desk:
    """Importing over a store in memory, with a folder to drop files into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = small_plan()
        self.store = MemoryStore(self.plan)
        self.history = History(self.store)
        self.reader = TaughtReader()
        self.contexts: list[object] = []
        self.backups: list[str] = []
        backups = SimpleNamespace(make=self.backups.append)
        clock = lambda: self.store.now  # noqa: E731
        self.importing = Importing(self.store, backups, clock, self.history, self._reader)
        self.recording = Recording(self.store, clock, self.history)

    def _reader(self, context):
        self.contexts.append(context)
        return self.reader

    def drop(self, **files: FileReading | UserError) -> list[Path]:
        """Write files "<name>.xlsx" that will be read as is told."""
        return [self.file(f"{name}.xlsx", found) for name, found in files.items()]

    def file(self, name: str, found: FileReading | UserError, data: bytes = b"") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = data or name.encode()
        path.write_bytes(data)
        self.reader.readings[data] = found
        return path

    def take(self, *paths: Path, **more) -> list[Outcome]:
        batch = Batch(paths or (self.folder,), RECEIVED, Channel.ZALO, **more)
        return list(self.importing.take_in(builders.PLAN, batch))

    def take_one(self, found: FileReading | UserError, name: str = "bieu.xlsx", **more) -> Outcome:
        (outcome,) = self.take(self.file(name, found), **more)
        return outcome

    def answer(self, incoming: int, key: str, action, words: str = "") -> Incoming:
        (answered,) = self.importing.answer([Answer(incoming, key, action, words)])
        return answered

    def points(self, incoming: int) -> dict[str, Point]:
        listed = {each.id: points for each, points in self.importing.incoming(builders.PLAN)}
        return {point.key: point for point in listed[incoming]}

    def open(self, incoming: int) -> list[str]:
        return [key for key, point in self.points(incoming).items() if point.open]

    def submission(self, of: Incoming) -> Submission:
        return self.store.tables.submissions[of.submission]

    def stored(self, incoming: int) -> Incoming:
        return self.store.tables.incoming[incoming]
