"""Hand hostile files to the reading process, and look at what becomes of each (R6).

    python tests/reliability/hostile_trial.py [HOW_MANY]

Each ends as data or as one sentence, within the limits of time and memory, and never by a bug.
Prints one line of JSON; the exit code is 1 if any file did not.
"""

import json
import re
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Self

# It is run as a script, from wherever.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hostile_files import hostile_files

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import worker
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.worker import Reader

_SECONDS = 10
"""For a file, or each one in an archive, with the ending of a process that hangs."""
_SHARDS = 2
_NAMED = 5


@dataclass
class Found:
    """What became of some of the files."""

    files: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)

    def add(self, other: Self) -> None:
        self.files += other.files
        self.ends += other.ends
        self.faults += other.faults
        self.slowest = sorted(self.slowest + other.slowest, reverse=True)[:_NAMED]
        self.peaks += other.peaks


def main(arguments: list[str]) -> int:
    """Run the trial over all files, or some."""
    wanted = int(arguments[0]) if arguments else None
    found = Found()
    with ProcessPoolExecutor(_SHARDS) as pool:
        for part in pool.map(try_shard, range(_SHARDS), [wanted] * _SHARDS):
            found.add(part)
    peak = max(found.peaks, default=0)
    if peak > worker.MEMORY_BYTES >> 20:
        found.faults.append(f"{peak} MiB")
    told = {
        "files": found.files,
        "slowest": found.slowest,
        "peak_mib": peak,
        "ends": dict(found.ends.most_common()),
        "faults": found.faults,
    }
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(found.faults))


def try_shard(shard: int, wanted: int | None) -> Found:
    """Every second file, or whatever share one process has of them."""
    found = Found(peaks=watched_peaks())
    with Reader(Context(built_in_plans()[0].load())) as reader:
        for name, make in islice(hostile_files(), shard, wanted, _SHARDS):
            data = make()
            began = time.perf_counter()
            ends = outcomes(reader, data)
            took = time.perf_counter() - began
            faults = [fault for end in ends if (fault := fault_of(end))]
            if took > _SECONDS * len(ends):
                faults.append(f"{took:.1f} s")
            one = Found(1, Counter(map(end_of, ends)), slowest=[(round(took, 1), name)])
            one.faults = [f"{name}: {fault}" for fault in faults]
            found.add(one)
    return found


def watched_peaks() -> list[int]:
    """A list that gets the most memory that each process held, in MiB, as it ends.

    It stays empty on a system without /proc.
    """
    peaks: list[int] = []
    if sys.platform != "linux":
        return peaks
    end = worker._Child.end

    def note_and_end(child: worker._Child) -> None:
        status = Path(f"/proc/{child.process.pid}/status").read_text(encoding="ascii")
        # Of one that has crashed the system tells no more.
        peaks.extend(int(held) // 1024 for held in re.findall(r"VmHWM:\s+([0-9]+)", status))
        end(child)

    worker._Child.end = note_and_end
    return peaks


def outcomes(reader: Reader, data: bytes) -> list[FileReading | UserError]:
    """What becomes of a file as it is taken in: of its members, if it is an archive."""
    try:
        members = reader.members(data)
        if members is None:
            return [reader.read(data, "Biểu.xlsx")]
    except UserError as error:
        return [error]
    return [outcome for _, outcome in reader.read_all(members)]


def end_of(outcome: FileReading | UserError) -> str:
    """How it ended, in a word."""
    return outcome.code if isinstance(outcome, UserError) else f"read as {outcome.kind}"


def fault_of(outcome: FileReading | UserError) -> str:
    """What is wrong with an end, or nothing."""
    if isinstance(outcome, UserError):
        said = str(outcome).strip()
        if not said.endswith("."):
            return f"no sentence: {said!r}"
        return "a bug" if outcome.code == "worker.unreadable" else ""
    counts = outcome.counts
    if counts.cells != counts.values + counts.notes + counts.problems + counts.labels:
        return f"cells that do not add up: {counts}"
    try:
        repr(outcome).encode()
        texts = [value.raw for value in outcome.values] + [each.raw for each in outcome.problems]
        "".join(texts).encode()
    except UnicodeEncodeError:
        return "half a character, which nothing can store"
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
