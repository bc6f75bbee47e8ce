"""What comes of holding a document against the decree: one result to a row of its rules."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a document stands to one rule."""

    PASSED = "passed"
    FAILED = "failed"
    DOUBTFUL = "doubtful"
    """What the decree leaves open, or what cannot be told from the file: for a person to look."""
    ABSENT = "absent"
    """The document has nothing that the rule is about."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that does not keep a rule: what is wrong, where, and what to do."""

    sentence: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule held against the document; `clause` is the decree's, in words to be cited."""

    rule: str
    clause: str
    title: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """A document held against every rule, in the order of the decree."""

    file_name: str
    results: tuple[RuleResult, ...]

    def having(self, outcome: Outcome) -> tuple[RuleResult, ...]:
        """The results of one kind."""
        return tuple(result for result in self.results if result.outcome is outcome)
