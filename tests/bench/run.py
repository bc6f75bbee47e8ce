"""Measure the program beside its peers and print the ratios.

    python tests/bench/run.py [--rounds N] [--json]

Both sides of a ratio are measured in the same run, in turns, so that a machine that changes its
speed changes both. The figures are medians of whole processes. Nothing here passes or fails:
the targets are printed beside the ratios for people to read.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> None:
    """Measure everything that has a benchmark and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="counted starts of each program")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows = [*start(arguments.rounds), *forms(), *imported(), *documents()]
    if arguments.json:
        print(json.dumps(rows, indent=2))
        return
    for row in rows:
        print(f"{row['id']}  {row['what']:<66} {row['figure']:>8}   target {row['target']}")


def start(rounds: int) -> list[dict[str, str]]:
    """T1 and T2: a start on a database that exists, against a bare window."""
    with tempfile.TemporaryDirectory() as folder:
        cache, data = Path(folder) / "bytecode", Path(folder) / "data"
        bare, ours = [], []
        for turn in range(rounds + 2):
            pair = probe(cache, "bare"), probe(cache, "ours", data)
            if turn >= 2:  # the first start makes the database, the second fills the caches
                bare.append(pair[0])
                ours.append(pair[1])
    base = statistics.median(run["first_paint"] for run in bare)
    first = statistics.median(run["first_paint"] for run in ours)
    shown = statistics.median(run["duties_shown"] for run in ours)
    gap = statistics.median(run["worst_gap"] for run in ours)
    seconds = f"bare window {base:.2f} s"
    return [
        row("T1", f"first paint / bare PySide6 window ({seconds})", f"{first / base:.2f}", "1.8"),
        row("T2", "duties shown / bare PySide6 window", f"{shown / base:.2f}", "4.0"),
        row("T2", "worst gap of the event loop until then", f"{gap * 1000:.0f} ms", "50 ms"),
    ]


def forms() -> list[dict[str, str]]:
    """T4: 600 forms, against openpyxl."""
    command = [sys.executable, str(HERE / "forms_bench.py")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    each = f"{found['ours_ms']:.1f} ms each"
    again = found["ratio_saving_again"]
    return [
        row("T4", f"forms written / openpyxl ({each})", f"{found['ratio']:.3f}", "0.3"),
        row("T4", "the same / openpyxl saving one book again", f"{again:.3f}", "0.3"),
    ]


def imported() -> list[dict[str, str]]:
    """T3 over fewer files and one round; `import_bench.py` alone measures it over 600."""
    command = [sys.executable, str(HERE / "import_bench.py"), "--json"]
    command += ["--files", "200", "--rounds", "1"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows: list[dict[str, str]] = json.loads(done.stdout)
    return rows


def documents() -> list[dict[str, str]]:
    """T8 and T9: long annexes, against a canvas drawn by hand and XML written as one string."""
    command = [sys.executable, str(HERE / "documents_bench.py")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    pages = f"{found['pdf_pages_per_second']:.0f} pages/s"
    linked, growth = found["pdf_ratio_with_links"], found["pdf_growth"]
    by_hand = f"its XML as one string ({found['docx_by_hand_ms']:.0f} ms)"
    return [
        row("T8", f"PDF annex / canvas by hand ({pages})", f"{found['pdf_ratio']:.2f}", ">= 0.7"),
        row("T8", "the same with a link at every figure", f"{linked:.2f}", "none"),
        row("T8", "time for 13,000 rows / for 3,250", f"{growth:.2f}", "4.4"),
        row("T9", f"Word annex of 600 x 12 / {by_hand}", f"{found['docx_ratio']:.2f}", "1.5"),
    ]


def probe(cache: Path, what: str, *arguments: Path) -> dict[str, float]:
    """One start in a process of its own, on the screen there is or on none.

    Compiled modules are kept in `cache`, as an installed program has them beside its sources.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, str(HERE / "start_probe.py"), what, repr(time.monotonic())]
    done = subprocess.run(
        [*command, *map(str, arguments)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def row(number: str, what: str, figure: str, target: str) -> dict[str, str]:
    """One line of the table."""
    return {"id": number, "what": what, "figure": figure, "target": target}


if __name__ == "__main__":
    main()
