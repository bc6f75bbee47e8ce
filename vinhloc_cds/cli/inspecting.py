"""The command `check FILE...`: the form of finished documents."""

from pathlib import Path

from vinhloc_cds.inspection.outcome import Inspection, Outcome
from vinhloc_cds.services.inspecting import inspect_file
from vinhloc_cds.texts import text

_ORDER = (Outcome.FAILED, Outcome.DOUBTFUL)


def inspect_files(paths: list[Path]) -> list[tuple[Path, Inspection]]:
    """Each file with its inspection; UserError for the first that cannot be read."""
    return [(path, inspect_file(path)) for path in paths]


def has_faults(inspected: list[tuple[Path, Inspection]]) -> bool:
    """Whether any of the documents breaks a rule."""
    return any(each.having(Outcome.FAILED) for _, each in inspected)


def for_programs(inspected: list[tuple[Path, Inspection]]) -> dict[str, object]:
    """Every result of every file."""
    return {
        "files": [
            {
                "path": str(path),
                "sound": not inspection.having(Outcome.FAILED),
                "results": [
                    {
                        "rule": result.rule,
                        "title": result.title,
                        "clause": result.clause,
                        "outcome": result.outcome.value,
                        "findings": [
                            {"sentence": found.sentence, "place": found.place}
                            for found in result.findings
                        ],
                    }
                    for result in inspection.results
                ],
            }
            for path, inspection in inspected
        ]
    }


def for_people(inspected: list[tuple[Path, Inspection]]) -> str:
    """What is wrong and what is to be looked at, file by file; the rest is counted."""
    return "\n\n".join(_told(path, inspection) for path, inspection in inspected)


def _told(path: Path, inspection: Inspection) -> str:
    counts = {str(outcome): len(inspection.having(outcome)) for outcome in Outcome}
    lines = [text("inspection.cli.counts", path=path, **counts)]
    for outcome in _ORDER:
        for result in inspection.having(outcome):
            label = text(f"inspection.outcome.{outcome}")
            lines.append(f"[{label}] {result.title} ({result.clause})")
            lines += [
                f"  - {found.sentence}" + (f" [{found.place}]" if found.place else "")
                for found in result.findings
            ]
    return "\n".join(lines)
