"""Kill the program again and again while it imports, and look for half a file (R5).

    python tests/reliability/import_kill_trial.py [KILLS]

A child takes in a folder of files in a new database and is killed at a random moment. Then every
file is all there (its record, its bytes, its submission with all values, one line of audit) or not
at all, no row names bytes that are gone, the audit log is whole, and taking the folder in once
more completes it. Prints one line of JSON; the exit code is 1 if anything was half there or broken.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

# It is run as a script, from wherever.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from filled_forms import filled_forms

from vinhloc_cds.bootstrap import build_office
from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.submission import Channel
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.importing import Batch, Status
from vinhloc_cds.services.office import Office

NOW = datetime(2024, 10, 11, 3, tzinfo=UTC)
# Two commits of 20: with less in the second, hardly a kill would fall between them.
FILES = 40
KILLS = 100
# The last file read is told of twice; the next to be told of is in the first commit.
READ_TWICE = 2


def main(arguments: list[str]) -> int:
    """Run the trial, or the child of it."""
    if arguments[:1] == ["child"]:
        take_in(Path(arguments[1]), Path(arguments[2]))
        return 0
    kills = int(arguments[0]) if arguments else KILLS
    with tempfile.TemporaryDirectory() as folder:
        found = trial(Path(folder), kills, random.Random(kills))
    print(json.dumps(found))
    return int(bool(found["half_stored"] or found["not_completed"] or found["problems"]))


def trial(folder: Path, kills: int, chance: random.Random) -> dict[str, object]:
    """Kill `kills` children, each over a new database, and count what is amiss after each."""
    empty, files = folder / "empty", folder / "files"
    with office(empty) as now:
        write_files(now, files)
    storing = unhurt(folder / "unhurt", empty, files)
    half, left, problems, stored = 0, 0, list[str](), list[int]()
    for number in range(kills):
        data = folder / f"data{number}"
        shutil.copytree(empty, data)
        # While files are read, from there to the end, and after the first commit, in turn.
        lines, longest = [
            (chance.randint(1, FILES), 0.02),
            (FILES, storing),
            (FILES + READ_TWICE, storing / 2),
        ][number % 3]
        with child(data, files, lines) as running:
            time.sleep(chance.uniform(0, longest))
            running.kill()
        with office(data) as now:
            problems += now.backups.check()
            taken = incoming(now)
            stored.append(len(taken))
            half += sum(not whole(now, each) for each in taken)
            left += completed(now, files) != FILES
        shutil.rmtree(data)
    return {
        "kills": kills,
        "cut_short": sum(0 < count < FILES for count in stored),
        "half_stored": half,
        "not_completed": left,
        "problems": problems,
    }


def write_files(now: Office, folder: Path) -> None:
    """Filled forms, some of them second versions of a unit."""
    folder.mkdir()
    plan = now.planning.plan()
    units = plan.units_related(Relation.OBLIGED)
    chosen = [units[number % len(units)] for number in range(FILES)]
    for number, data in enumerate(filled_forms(plan, chosen, lambda place, _: place + 1)):
        (folder / f"bieu {number:02}.xlsx").write_bytes(data)


def unhurt(data: Path, empty: Path, files: Path) -> float:
    """How long a child that nobody kills takes from the last file read to its end."""
    shutil.copytree(empty, data)
    with child(data, files, FILES) as running:
        begun = time.monotonic()
        running.communicate()
        seconds = time.monotonic() - begun
    with office(data) as now:
        if len(incoming(now)) != FILES:
            raise RuntimeError("the files of the trial are not all taken in")
    return seconds


@contextmanager
def child(data: Path, files: Path, lines: int) -> Iterator["subprocess.Popen[str]"]:
    """A child that has told `lines` times of a file in hand."""
    command = [sys.executable, __file__, "child", str(data), str(files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        if running.stdout is None:
            raise RuntimeError("the child has no output")
        for _ in range(lines):
            running.stdout.readline()
        yield running


def take_in(data: Path, files: Path) -> None:
    """Take the folder in, and tell of each file that is read or stored."""
    with office(data) as now:
        batch = Batch((files,), NOW, Channel.ZALO, progress=lambda _: print("file", flush=True))
        now.importing.take_in(now.planning.plan().code, batch)


def incoming(now: Office) -> list[Incoming]:
    """All files that are stored."""
    with now.store.reading() as work:
        return list(work.incoming.of_plan(now.planning.plan().code))


def whole(now: Office, file: Incoming) -> bool:
    """Whether all that belongs to a file is there."""
    try:
        now.store.attachments.get(file.sha256)
    except UserError:
        return False
    with now.store.reading() as work:
        if file.submission is None:
            return len(work.audit.of("incoming", str(file.id))) == 1
        submission = work.submissions.get(file.submission)
        found = {(each.indicator, each.raw) for each in file.reading.values}
        there = {(each.indicator, each.raw) for each in submission.values}
        return found == there and len(work.audit.of("submission", str(submission.id))) == 1


def completed(now: Office, files: Path) -> int:
    """How many files are stored once the folder was taken in again."""
    code = now.planning.plan().code
    before = {each.sha256 for each in incoming(now)}
    outcomes = now.importing.take_in(code, Batch((files,), NOW, Channel.ZALO))
    again = {each.sha256 for each in outcomes if each.status is Status.DUPLICATE}
    return len({each.sha256 for each in incoming(now)}) if again == before else 0


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """The services over the store in `folder`."""
    made = build_office(folder, lambda: NOW)
    try:
        yield made
    finally:
        made.store.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
