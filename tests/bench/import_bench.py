"""Import returned forms beside openpyxl merely reading them (T3).

    python tests/bench/import_bench.py [--files N] [--rounds N] [--json]

Both sides run in fresh processes, in turns, and the CPU time of all their processes counts. Ours is
the command line's `import`: read in the worker, checked, compared, stored, its audit written.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from filled_forms import filled_forms

from vinhloc_cds.bootstrap import build_office
from vinhloc_cds.domain.plan import Indicator, Plan
from vinhloc_cds.services.office import Office

ROOT = Path(__file__).resolve().parents[2]
NOW = "2024-10-11T10:00"
PLAN = "BENCH"
TARGET = "0.4"

_PEER = """
import sys
from pathlib import Path
from openpyxl import load_workbook
cells = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                cells += cell.value is not None
print(cells)
"""


def main() -> None:
    """Print the ratio and what a file costs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = measure(arguments.files, arguments.rounds)
    if arguments.json:
        print(json.dumps(rows, indent=2))
        return
    for row in rows:
        print(f"{row['id']}  {row['what']:<66} {row['figure']:>8}   target {row['target']}")


def measure(files: int, rounds: int) -> list[dict[str, str]]:
    """The lines of the table: T3."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forms, empty = folder / "forms", folder / "empty"
        prepare(forms, empty, files)
        ours, peer = [], []
        for turn in range(rounds + 1):
            pair = (
                cpu(ours_command(forms, empty, folder / f"data{turn}"), folder),
                cpu([sys.executable, "-c", _PEER, str(forms)], folder),
            )
            if turn:  # the first fills the caches
                ours.append(pair[0])
                peer.append(pair[1])
            check(folder / f"data{turn}", files)
    one, other = statistics.median(ours), statistics.median(peer)
    what = f"{files} forms imported ({each(one, files)}) / openpyxl reads them"
    return [
        {
            "id": "T3",
            "what": f"{what} ({each(other, files)})",
            "figure": f"{one / other:.2f}",
            "target": TARGET,
        }
    ]


def each(seconds: float, files: int) -> str:
    """What a file costs."""
    return f"{seconds / files * 1000:.1f} ms"


def ours_command(forms: Path, empty: Path, data: Path) -> list[str]:
    """The command line's import into a database of its own."""
    shutil.copytree(empty, data)
    start = [sys.executable, "-m", "vinhloc_cds", "--data", str(data), "--now", NOW]
    return [*start, "--plan", PLAN, "import", str(forms), "--json"]


def cpu(command: Sequence[str], folder: Path) -> float:
    """The CPU seconds of a command and of all the processes it started."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = spent()
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=False, cwd=folder
    )
    if done.returncode > 1:
        raise RuntimeError(f"{command} ended with {done.returncode}")
    return spent() - before


def spent() -> float:
    """The CPU seconds of all processes that ended so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def prepare(forms: Path, empty: Path, files: int) -> None:
    """A plan with as many communes as files, and the filled form of each."""
    forms.mkdir()
    with office(empty) as now:
        plan = with_communes(now.planning.plan(), files)
        with now.store.writing() as work:
            work.plans.add(plan)
    communes = plan.units[-files:]
    for unit, data in zip(communes, filled_forms(plan, communes, number), strict=True):
        (forms / f"{unit.code}.xlsx").write_bytes(data)


def with_communes(plan: Plan, count: int) -> Plan:
    """`plan` under another code, with `count` more communes."""
    like = next(unit for unit in plan.units if unit.group == plan.commune_group)
    added = tuple(
        replace(
            like,
            code=f"X{number:04}",
            name=f"UBND xã thứ {number}",
            short_name=f"Xã thứ {number}",
            aliases=(),
            codes=(),
            lineage=(),
            order=len(plan.units) + number,
        )
        for number in range(1, count + 1)
    )
    return replace(plan, code=PLAN, units=(*plan.units, *added), duties=())


def number(place: int, indicator: Indicator) -> int:
    """A small figure; no two communes have them all alike."""
    return place // 3 ** (ord(indicator.code[-1]) % 7) % 3 + 1


def check(data: Path, files: int) -> None:
    """RuntimeError unless every form was stored with its figures."""
    with office(data) as now, now.store.reading() as work:
        stored = work.submissions.of_plan(PLAN)
    if len(stored) != files or not all(len(each.values) > 40 for each in stored):
        raise RuntimeError("not all forms were imported")


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """The services over the store in `folder`."""
    made = build_office(folder, lambda: datetime(2024, 10, 11, 3, tzinfo=UTC))
    try:
        yield made
    finally:
        made.store.close()


if __name__ == "__main__":
    main()
