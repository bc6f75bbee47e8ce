"""Reads every file of a folder of workbooks that no one here wrote, and compares what was read.

    python tests/reliability/corpus_trial.py FOLDER [SECONDS]

Each file is taken in as the program does it, by its own reading process (reliability.md, R6), an
archive by its members: all must end as data or as one sentence within the limits, none by a bug.
What a second reader says differently (openpyxl for .xlsx, python-calamine for .xls, .xlsb and
.ods; the latter is no dependency, and what is missing is said) is counted by kind of difference,
with a few examples; each kind has to be explained. That is by far the longer part, and stops after
SECONDS, with how many are left. The exit code is 1 if any file ended otherwise.
"""

import io
import logging
import multiprocessing
import os
import pickle
import re
import resource
import select
import signal
import sys
import time
import traceback
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from datetime import time as clock
from importlib import import_module
from importlib.util import find_spec
from math import inf
from pathlib import Path
from random import Random
from typing import Any

# It is run as a script, from wherever.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import worker
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.grid import cell_name
from vinhloc_cds.forms.numberformat import duration_text
from vinhloc_cds.forms.opening import open_book
from vinhloc_cds.forms.worker import Reader
from vinhloc_cds.forms.xlsx_parts import unescaped

LIMIT_SECONDS = 10
# The second reader has more of both than ours.
COMPARING_SECONDS = 15
COMPARING_BYTES = 6 << 30
SHARDS = 2
EXAMPLES = 4
SHOWN = 60
SECOND_READERS = {
    "xlsx": "openpyxl",
    "xlsm": "openpyxl",
    "xls": "python_calamine",
    "xlsb": "python_calamine",
    "ods": "python_calamine",
}
FORMATS = [f"vinhloc_cds.forms.{name}" for name in ("xlsx", "xls", "xlsb", "ods")] + ["lxml.etree"]

Cells = dict[tuple[str, int, int], tuple[str, Any]]


def ours(path: Path) -> tuple[str, Any]:
    """The cells that the program finds in a file of which it is known that it can be read."""
    book = open_book(path.read_bytes(), path.name)
    cells: Cells = {
        (sheet.name, row, column): (
            cell.kind.name,
            cell.value if cell.value is not None else cell.raw,
        )
        for sheet in book.sheets
        for (row, column), cell in sheet.cells.items()
    }
    return "data", cells


def theirs(path: Path, kind: str) -> tuple[str, Any]:
    """The same by a second reader."""
    if SECOND_READERS[kind] == "openpyxl":
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
        cells = {
            (sheet.title, cell.row - 1, cell.column - 1): (cell.data_type, cell.value)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        return "data", cells
    import python_calamine

    workbook = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
    cells = {}
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                if value != "":
                    cells[name, row, column] = ("", value)
    return "data", cells


def in_a_child(work: Callable[[], tuple[str, Any]]) -> tuple[str, Any]:
    """What `work` gives, in a process that can be killed: of libraries that crash or hang."""
    reading, writing = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (COMPARING_BYTES, COMPARING_BYTES))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            answer = work()
        except BaseException:  # noqa: BLE001 - of a library's panics too: all are counted
            answer = ("crash", traceback.format_exc())
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(answer, pipe)
        os._exit(0)
    os.close(writing)
    got = bytearray()
    while time.monotonic() - start < COMPARING_SECONDS:
        if select.select([reading], [], [], 0.5)[0]:
            piece = os.read(reading, 1 << 20)
            if not piece:
                break
            got += piece
    else:
        os.kill(child, signal.SIGKILL)
        got = bytearray(pickle.dumps(("slow", None)))
    os.close(reading)
    os.waitpid(child, 0)
    found: tuple[str, Any] = pickle.loads(bytes(got)) if got else ("crash", "the process ended")
    return found


def same(kind: str, mine: Any, other: Any) -> bool:
    if kind == "BOOLEAN":
        return mine is other
    if isinstance(other, bool):
        return False
    if kind == "NUMBER":
        return isinstance(other, int | float) and abs(mine - other) <= 1e-12 * abs(mine)
    if kind == "DATE":
        if isinstance(other, datetime) and not isinstance(mine, datetime):
            mine = datetime.combine(mine, clock())
        if isinstance(other, date) and not isinstance(other, datetime):
            return mine == other
        return isinstance(other, datetime) and abs(mine - other) <= timedelta(seconds=1)
    if isinstance(other, clock):
        other = timedelta(hours=other.hour, minutes=other.minute, seconds=other.second)
    if isinstance(other, timedelta):
        return mine in {
            duration_text((other + timedelta(seconds=off)).total_seconds() / 86400)
            for off in (-1, 0, 1)
        }
    return isinstance(other, str) and (
        mine == other
        or unescaped(other) == mine
        or mine.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    )


def differences(mine: Cells, other: Cells) -> Iterator[tuple[str, str]]:
    """Kind of difference and where, cell by cell."""
    sheets = {key[0] for key in mine}
    for key in sorted(mine.keys() | other.keys()):
        kind, value = mine.get(key, ("nothing", None))
        data_type, found = other.get(key, ("", None))
        if kind == "nothing" and key[0] not in sheets and found is not None:
            yield "a sheet of which we have no cell", key[0]
            sheets.add(key[0])
            continue
        if kind in {"UNCALCULATED", "nothing"} and found is None:
            continue
        if kind != "nothing" and found is not None and same(kind, value, found):
            continue
        name = type(found).__name__ if found is not None else "nothing"
        where = f"{key[0]}!{cell_name(key[1:])}"
        told = f"{where} {str(value)[:SHOWN]!r} / {str(found)[:SHOWN]!r} {data_type}"
        yield f"{kind} / {name}", told


class Tally:
    """What came out, over all files."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = defaultdict(list)
        self.cells = 0
        self.peak = 0
        self.slowest: list[tuple[float, str]] = []

    def note(self, kind: str, example: str) -> None:
        self.outcomes[kind] += 1
        if len(self.examples[kind]) < EXAMPLES:
            self.examples[kind].append(example)

    def take(self, path: Path, reader: Reader, logged: list[str]) -> str:
        """Read a file as the program does; its kind, if there are figures to be read in it."""
        data = path.read_bytes()
        self.outcomes["0 files"] += 1
        logged.clear()
        forget_peak(reader)
        kind = ""
        start = time.monotonic()
        try:
            members = reader.members(data)
            if members is None:
                kind = reader.read(data, path.name).kind.value
            else:
                self.outcomes["1 archives"] += 1
                for _, outcome in reader.read_all(members):
                    said = outcome.code if isinstance(outcome, UserError) else "data"
                    self.note(f"2 member: {said}", str(path))
        except UserError as error:
            self.outcomes["1 one sentence"] += 1
            self.note(f"2 sentence {error.code}", str(path))
        seconds = time.monotonic() - start
        self.peak = max(self.peak, peak(reader))
        self.slowest = sorted([*self.slowest, (seconds, path.name)], reverse=True)[:EXAMPLES]
        if seconds > LIMIT_SECONDS:
            self.note("1 FAULT: too slow", f"{path} {seconds:.1f} s")
        if logged:
            self.note("1 FAULT: a bug", f"{path} {logged[0]}")
        if kind:
            self.outcomes["1 data"] += 1
            self.outcomes[f"2 data of {kind}"] += 1
        return kind

    def compare(self, path: Path, kind: str) -> None:
        """Hold the cells of a file against what the second reader finds in it."""
        if not find_spec(SECOND_READERS[kind]):
            self.outcomes[f"3 not compared, {SECOND_READERS[kind]} is missing: {kind}"] += 1
            return
        said, mine = in_a_child(lambda: ours(path))
        if said != "data":
            self.note("1 FAULT: read only once", f"{path} {said} {mine}")
            return
        self.cells += len(mine)
        what, other = in_a_child(lambda: theirs(path, kind))
        if what != "data":
            last = str(other).strip().rpartition("\n")[2]
            self.note(f"3 second reader: {what} on {kind}", f"{path} {last[:SHOWN]}")
            return
        self.outcomes[f"3 compared {kind}"] += 1
        seen: Counter[str] = Counter()
        for difference, where in differences(mine, other):
            label = f"4 {kind}: {difference}"
            if not seen[label]:
                self.note(label + " (files)", f"{path} {where}")
            seen[label] += 1
        for label, count in seen.items():
            self.outcomes[label + " (cells)"] += count

    def merge(self, other: "Tally") -> None:
        self.outcomes += other.outcomes
        self.cells += other.cells
        self.peak = max(self.peak, other.peak)
        self.slowest = sorted(self.slowest + other.slowest, reverse=True)[:EXAMPLES]
        for kind, examples in other.examples.items():
            self.examples[kind] = (self.examples[kind] + examples)[:EXAMPLES]


def forget_peak(reader: Reader) -> None:
    if reader._child:
        Path(f"/proc/{reader._child.process.pid}/clear_refs").write_text("5", encoding="ascii")


def peak(reader: Reader) -> int:
    """The most memory that the reading process held, in MiB; of one that is gone, its limit."""
    if not reader._child:
        return worker.MEMORY_BYTES >> 20
    status = Path(f"/proc/{reader._child.process.pid}/status").read_text(encoding="ascii")
    return max((int(held) >> 10 for held in re.findall(r"VmHWM:\s+([0-9]+)", status)), default=0)


class Log(logging.Handler):
    """Keeps what is said of bugs."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def shard(paths: list[Path], deadline: float) -> Tally:
    warnings.simplefilter("ignore")
    # Once, rather than in each process that is forked off.
    for library in (*SECOND_READERS.values(), *FORMATS):
        if find_spec(library):
            import_module(library)
    log = Log()
    logging.getLogger("vinhloc_cds").addHandler(log)
    tally = Tally()
    with Reader(Context(built_in_plans()[0].load())) as reader:
        kinds = {path: tally.take(path, reader, log.said) for path in paths}
    print(f"{len(paths)} read", file=sys.stderr, flush=True)
    for path, kind in kinds.items():
        if kind in SECOND_READERS and time.monotonic() > deadline:
            tally.outcomes[f"3 not compared in the time: {kind}"] += 1
        elif kind in SECOND_READERS:
            tally.compare(path, kind)
    return tally


def main() -> int:
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else inf
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    Random(3).shuffle(paths)
    for library in sorted(set(SECOND_READERS.values())):
        if not find_spec(library):
            print(f"{library} IS NOT INSTALLED: what it reads is not compared.")
    total = Tally()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(SHARDS, mp_context=fork) as pool:
        shares = [paths[start::SHARDS] for start in range(SHARDS)]
        for tally in pool.map(shard, shares, [time.monotonic() + seconds] * SHARDS):
            total.merge(tally)
    for kind, count in sorted(total.outcomes.items()):
        print(f"{count:8} {kind[2:]}")
        for example in total.examples.get(kind, ()):
            print(f"             {example}")
    slowest = ", ".join(f"{seconds:.1f} s {name}" for seconds, name in total.slowest)
    print(f"{total.cells} cells compared; slowest {slowest}; peak {total.peak} MiB")
    return int(any("FAULT" in kind for kind in total.outcomes))


if __name__ == "__main__":
    sys.exit(main())
