"""What the checks say, as it is put to the officer: in words, counted, the gravest first."""

from collections.abc import Iterable

from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.texts import text

_GRAVITY = (Severity.BLOCK, Severity.QUESTION, Severity.FLAG)


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Blocks, then open questions, then flags; what has been answered comes last."""
    return tuple(sorted(findings, key=lambda f: (f.answered, _GRAVITY.index(f.severity))))


def finding_text(finding: Finding) -> str:
    """What a check says, led by the word for how grave it is."""
    if finding.answered:
        return text("submissions.answered", message=finding.message)
    severity = text(f"state.severity.{finding.severity}")
    return text("submissions.finding", severity=severity, message=finding.message)


def count_problems(findings: Iterable[Finding]) -> tuple[int, int, int]:
    """How many findings block, ask without having an answer, and merely show a flag."""
    found = list(findings)
    return (
        sum(f.severity is Severity.BLOCK for f in found),
        sum(f.severity is Severity.QUESTION and not f.answered for f in found),
        sum(f.severity is Severity.FLAG for f in found),
    )
