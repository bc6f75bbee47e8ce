"""Kill the program again and again while it saves, and look for what was lost (R1).

    python tests/reliability/kill_trial.py [KILLS]

A child records and corrects submissions through the services and says so on its output after
each save. It is killed at a random moment; then the store is opened, and whatever the child said
must be there, nothing may be half there, and the audit log must be whole. Prints one line of JSON;
the exit code is 1 if anything was lost, half-saved or broken.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

# It is run as a script, from wherever.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from vinhloc_cds.bootstrap import build_office
from vinhloc_cds.domain.plan import Plan, ValueType
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    Submission,
    SubmissionDraft,
    SubmissionKind,
)
from vinhloc_cds.services.office import Office

NOW = datetime(2024, 10, 11, 3, tzinfo=UTC)
FIGURES = 12
KILLS = 200
LONGEST_LIFE = 0.4


def main(arguments: list[str]) -> int:
    """Run the trial, or the child of it."""
    if arguments[:1] == ["child"]:
        work_until_killed(Path(arguments[1]))
    kills = int(arguments[0]) if arguments else KILLS
    with tempfile.TemporaryDirectory() as folder:
        found = trial(Path(folder), kills, random.Random(kills))
    print(json.dumps(found))
    return int(bool(found["lost"] or found["half_saved"] or found["problems"]))


def trial(folder: Path, kills: int, chance: random.Random) -> dict[str, object]:
    """Kill `kills` children at work in `folder` and count what is amiss after each."""
    said: dict[int, bool] = {}
    seen, lost, half_saved, problems = set[int](), set[int](), set[int](), list[str]()
    with office(folder):
        pass
    for _ in range(kills):
        said |= life(folder, chance.uniform(0, LONGEST_LIFE))
        with office(folder) as now:
            stored = {each.id: each for each in submissions(now)}
            problems += now.backups.check()
            # The digests that `check` holds against the rows speak for what was seen before.
            half_saved |= {new for new in stored.keys() - seen if not whole(now, stored[new])}
            seen |= stored.keys()
            lost |= {
                number
                for number, was_corrected in said.items()
                if number not in stored or (was_corrected and not corrected(stored[number]))
            }
    return {
        "kills": kills,
        "saves": len(said) + sum(said.values()),
        "lost": len(lost),
        "half_saved": len(half_saved),
        "problems": problems,
    }


def life(folder: Path, seconds: float) -> dict[int, bool]:
    """Let a child work for some seconds after its first save, kill it, and hear what it said."""
    command = [sys.executable, __file__, "child", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        if child.stdout is None:
            raise RuntimeError("the child has no output")
        lines = [child.stdout.readline()]
        time.sleep(seconds)
        child.kill()
        lines += child.stdout.readlines()
    said = {}
    for line in lines:
        if line.endswith("\n"):  # else the child was killed while it spoke
            number, step = line.split()
            said[int(number)] = step == "corrected"
    return said


def work_until_killed(folder: Path) -> None:
    """Record submissions and correct each, and say so once it is saved."""
    with office(folder) as now:
        plan = now.planning.plan()
        units = [unit for unit in plan.units if len(figures(plan, unit.code)) == FIGURES]
        for number in count():
            unit = units[number % len(units)].code
            entries = tuple(Entry(code, "7") for code in figures(plan, unit))
            draft = SubmissionDraft(
                unit, SubmissionKind.SUPPLEMENT, NOW, Channel.ZALO, entries=entries
            )
            made = now.recording.record(plan.code, draft)
            print(made.id, "recorded", flush=True)
            now.recording.correct(made.id, entries[0].indicator, "8", "Gọi điện")
            print(made.id, "corrected", flush=True)


def figures(plan: Plan, unit: str) -> tuple[str, ...]:
    """Some whole-number indicators of a unit, as many as a submission of the trial has."""
    asked = plan.indicators_of(plan.unit_by_code[unit])
    codes = [each.code for each in asked if each.value_type is ValueType.INTEGER]
    return tuple(codes[:FIGURES])


def submissions(now: Office) -> tuple[Submission, ...]:
    """All that is stored."""
    with now.store.reading() as work:
        return work.submissions.of_plan(now.planning.plan().code)


def corrected(submission: Submission) -> bool:
    """Whether the correction is there."""
    return submission.values[0].value == 8


def whole(now: Office, submission: Submission) -> bool:
    """Whether all values are there, and exactly one line of audit for each save."""
    values = [value.value for value in submission.values]
    steps = ["record", "correct"] if corrected(submission) else ["record"]
    audited = [line.action for line in now.recording.trail(submission.id)]
    return values[1:] == [7] * (FIGURES - 1) and values[0] in {7, 8} and audited == steps


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
