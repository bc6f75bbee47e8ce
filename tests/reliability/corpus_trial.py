"""Reads every file of a folder of workbooks that no one here wrote, and compares what was read.

    python tests/reliability/corpus_trial.py FOLDER [PART_OF_NAME]

Each file is read in a child process within the limits of reliability.md (R6): it must give data or
one sentence. What a second reader says differently (openpyxl for .xlsx, python-calamine where it
is installed for .xls, .xlsb and .ods) is counted by kind of difference, with a few examples; each
kind has to be explained.
"""

import contextlib
import io
import multiprocessing
import os
import pickle
import resource
import select
import signal
import sys
import time
import traceback
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

# It is run as a script, from wherever.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.archive import is_archive, members
from vinhloc_cds.forms.grid import cell_name
from vinhloc_cds.forms.numberformat import duration_text
from vinhloc_cds.forms.opening import open_book
from vinhloc_cds.forms.xlsx_parts import unescaped

with contextlib.suppress(ImportError):
    import python_calamine
import openpyxl

SECONDS = 10
MEMORY_BYTES = 512 << 20
SHARDS = 2
EXAMPLES = 3
SHOWN = 60

Cells = dict[tuple[str, int, int], tuple[str, Any]]


def ours(path: Path) -> tuple[str, Any]:
    """What the program says of a file: ("data", kind, cells), or ("sentence", code)."""
    data = path.read_bytes()
    try:
        if is_archive(data):
            return "archive", len(members(data))
        book = open_book(data, path.name)
    except UserError as error:
        return "sentence", (error.code, str(error))
    [str(notice) for notice in book.notices]
    cells: Cells = {
        (sheet.name, row, column): (
            cell.kind.name,
            cell.value if cell.value is not None else cell.raw,
        )
        for sheet in book.sheets
        for (row, column), cell in sheet.cells.items()
    }
    return "data", (book.kind.value, cells)


def theirs(path: Path, kind: str) -> tuple[str, Any]:
    """The same by a second reader."""
    if kind in {"xlsx", "xlsm"}:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
        cells = {
            (sheet.title, cell.row - 1, cell.column - 1): (cell.data_type, cell.value)
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        return "data", (kind, cells)
    workbook = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
    cells = {}
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
            for column, value in enumerate(values):
                if value != "":
                    cells[name, row, column] = ("", value)
    return "data", (kind, cells)


def in_a_child(work: Callable[[], tuple[str, Any]]) -> tuple[str, Any, float, int]:
    """What `work` gives, its seconds and its peak memory, in a process that can be killed."""
    reading, writing = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
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
    while time.monotonic() - start < SECONDS:
        if select.select([reading], [], [], 0.5)[0]:
            piece = os.read(reading, 1 << 20)
            if not piece:
                break
            got += piece
    else:
        os.kill(child, signal.SIGKILL)
    os.close(reading)
    _, _, usage = os.wait4(child, 0)
    seconds = time.monotonic() - start
    if seconds >= SECONDS:
        return "slow", None, seconds, usage.ru_maxrss << 10
    what, value = pickle.loads(bytes(got)) if got else ("crash", "the process ended")
    return what, value, seconds, usage.ru_maxrss << 10


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
        self.slowest = 0.0

    def note(self, kind: str, example: str) -> None:
        self.outcomes[kind] += 1
        if len(self.examples[kind]) < EXAMPLES:
            self.examples[kind].append(example)

    def add(self, path: Path) -> None:
        what, value, seconds, memory = in_a_child(lambda: ours(path))
        self.outcomes["0 files"] += 1
        self.slowest, self.peak = max(self.slowest, seconds), max(self.peak, memory)
        if memory > MEMORY_BYTES:
            self.note("1 over 512 MiB", f"{path} {memory >> 20} MiB")
        if what == "sentence":
            self.outcomes["1 one sentence"] += 1
            self.note(f"2 sentence {value[0]}", str(path))
        elif what != "data":
            self.note(f"1 {what}", f"{path} {value}")
        else:
            self.outcomes["1 data"] += 1
            self.outcomes[f"2 data of {value[0]}"] += 1
            self.compare(path, *value)

    def compare(self, path: Path, kind: str, cells: Cells) -> None:
        self.cells += len(cells)
        if kind not in {"xlsx", "xlsm", "xls", "xlsb", "ods"}:
            return
        what, value, _, _ = in_a_child(lambda: theirs(path, kind))
        if what != "data":
            last = str(value).strip().rpartition("\n")[2]
            self.note(f"3 second reader: {what} on {kind}", f"{path} {last[:SHOWN]}")
            return
        self.outcomes[f"3 compared {kind}"] += 1
        seen: Counter[str] = Counter()
        for difference, where in differences(cells, value[1]):
            label = f"4 {kind}: {difference}"
            if not seen[label]:
                self.note(label + " (files)", f"{path} {where}")
            seen[label] += 1
        for label, count in seen.items():
            self.outcomes[label + " (cells)"] += count

    def merge(self, other: "Tally") -> None:
        self.outcomes += other.outcomes
        self.cells += other.cells
        self.peak, self.slowest = max(self.peak, other.peak), max(self.slowest, other.slowest)
        for kind, examples in other.examples.items():
            self.examples[kind] = (self.examples[kind] + examples)[:EXAMPLES]


def shard(paths: list[Path]) -> Tally:
    warnings.simplefilter("ignore")
    tally = Tally()
    for path in paths:
        tally.add(path)
    return tally


def main() -> None:
    folder, part = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and part in str(path))
    total = Tally()
    with multiprocessing.get_context("fork").Pool(SHARDS) as pool:
        for tally in pool.map(shard, [paths[start::SHARDS] for start in range(SHARDS)]):
            total.merge(tally)
    for kind, count in sorted(total.outcomes.items()):
        print(f"{count:8} {kind[2:]}")
        for example in total.examples.get(kind, ()):
            print(f"             {example}")
    print(f"{total.cells} cells; slowest {total.slowest:.1f} s; peak {total.peak >> 20} MiB")


if __name__ == "__main__":
    main()
