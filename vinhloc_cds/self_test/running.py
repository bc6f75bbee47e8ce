"""Runs the checks one after the other, whatever becomes of each, and says what came of them."""

import json
import logging
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from vinhloc_cds import __version__, bootstrap
from vinhloc_cds.errors import UserError
from vinhloc_cds.log import LogFile
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.system import system_name
from vinhloc_cds.texts import text

CHECKS = (
    "imports",
    "new_database",
    "old_database",
    "shipped",
    "fonts",
    "time_zone",
    "reading_process",
    "reports",
    "preview",
    "window",
    "log",
    "data_folder",
    "streams",
)
"""The modules of the checks, in the order in which they are done."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a check: what it found, or what went wrong, in Vietnamese."""

    name: str
    passed: bool
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all checks; `log` has more on what went wrong."""

    results: tuple[Result, ...]
    log: Path

    @property
    def passed(self) -> bool:
        """Whether all of them did."""
        return all(result.passed for result in self.results)

    def for_programs(self) -> dict[str, object]:
        """The answer in the terms of JSON; its fields are a contract."""
        return {
            "version": __version__,
            "frozen": _is_frozen(),
            "python": platform.python_version(),
            "platform": system_name(),
            "checks": [
                {
                    "name": result.name,
                    "passed": result.passed,
                    "detail": result.detail,
                    "seconds": round(result.seconds, 3),
                }
                for result in self.results
            ],
            "passed": self.passed,
        }

    def for_people(self) -> str:
        """The answer in a line for each check."""
        parts = {
            "version": __version__,
            "python": platform.python_version(),
            "platform": system_name(),
        }
        failed = sum(not result.passed for result in self.results)
        return "\n".join(
            [
                text("self_test.frozen", **parts)
                if _is_frozen()
                else text("self_test.source", **parts),
                *(_line(result) for result in self.results),
                text("self_test.failed", count=failed, log=self.log)
                if failed
                else text("self_test.passed", count=len(self.results)),
            ]
        )


def run(data_dir: Path, out: Path | None, checks: Sequence[str]) -> Outcome:
    """Do `checks` and leave what they made in `out`, if one is given, with the answers.

    `data_dir` is the user's own folder: nothing stays there. UserError where `out` cannot be
    written to.
    """
    with tempfile.TemporaryDirectory(prefix="vinhloc-cds-", ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        kept = out or scratch / "out"
        make_folder(kept)
        with closing(Bench(kept, scratch, data_dir)) as bench:
            bench.log_file.unlink(missing_ok=True)
            with bootstrap.logging_to(bench.log_file):
                results = tuple(_do(name, bench) for name in checks)
            outcome = Outcome(results, bench.log_file if out else _log_of_program(data_dir))
        answer = json.dumps(outcome.for_programs(), ensure_ascii=False, indent=2)
        write_whole(kept / "self-test.json", f"{answer}\n".encode())
        write_whole(kept / "self-test.txt", f"{outcome.for_people()}\n".encode())
    return outcome


def _do(name: str, bench: Bench) -> Result:
    """What comes of the check `name`; never an exception."""
    begun = time.perf_counter()
    try:
        # Loaded one by one: a library that is missing fails the checks that need it, not all.
        detail = import_module(f"{__package__}.{name}").check(bench)
        passed = True
    except Exception as error:  # noqa: BLE001 - whatever went wrong is what was asked for
        _log.exception("the check %s failed", name)
        detail, passed = _last_line(error), False
    return Result(name, passed, detail, time.perf_counter() - begun)


def _log_of_program(data_dir: Path) -> Path:
    """The log that the command line keeps, which lies elsewhere where its folder is refused."""
    kept = (each for each in logging.getLogger().handlers if isinstance(each, LogFile))
    log = next(kept, None)
    return Path(log.baseFilename) if log else bootstrap.Setup(data_dir).log_file


def _last_line(error: Exception) -> str:
    if isinstance(error, UserError | FaultError):
        return str(error)
    return traceback.format_exception_only(error)[-1].strip()


def _line(result: Result) -> str:
    parts = {"title": text(f"self_test.title.{result.name}"), "detail": result.detail}
    if result.passed:
        return text("self_test.line_passed", **parts)
    return text("self_test.line_failed", **parts)


def _is_frozen() -> bool:
    return bool(getattr(sys, "frozen", False))
