"""How a typed text was understood: the value, what is doubtful about it, what to type instead."""

from dataclasses import dataclass

from vinhloc_cds.domain.plan import Indicator, Severity, ValueType
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.texts import Message, text

_LONGEST_SHOWN = 60


def shortened(typed: str) -> str:
    """`typed` as sentences quote it: whole stories are cut."""
    return typed if len(typed) <= _LONGEST_SHOWN else f"{typed[:_LONGEST_SHOWN]}…"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a text is read as: the type, and what helps to understand it.

    `labels` are names that may stand behind a number ("tổ", "băng rôn"), `choices` the answers
    to choose from, `year` the one that a day written without a year is in.
    """

    value_type: ValueType
    labels: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    year: int | None = None

    @classmethod
    def of(cls, indicator: Indicator, year: int | None = None) -> "Expected":
        """What `indicator` expects in a plan of `year`."""
        labels = (indicator.unit_of_measure, indicator.name)
        return cls(indicator.value_type, labels, indicator.choices, year)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, a problem, both, or neither for a blank.

    With FLAG and QUESTION there usually is a value, with BLOCK there is none. `proposal` is what
    to type instead, where that can be told.
    """

    value: Scalar = None
    estimate: bool = False
    problem: Message | None = None
    severity: Severity | None = None
    proposal: str = ""

    @property
    def sentence(self) -> str:
        """The problem in words, with the proposal; "" without a problem."""
        if self.problem is None:
            return ""
        if not self.proposal:
            return str(self.problem)
        return f"{self.problem} {text('reading.proposal', proposal=self.proposal)}"


def flag(value: Scalar, problem: Message, *, estimate: bool = False) -> Reading:
    """Taken, and shown how it was understood."""
    return Reading(value, estimate, problem, Severity.FLAG)


def ask(value: Scalar, problem: Message, proposal: str = "") -> Reading:
    """Taken, but only with a word of the officer: the wrong guess would change a total."""
    return Reading(value, problem=problem, severity=Severity.QUESTION, proposal=proposal)


def refuse(problem: Message, proposal: str = "") -> Reading:
    """Not taken; the text stays outside the totals (rule 12)."""
    return Reading(problem=problem, severity=Severity.BLOCK, proposal=proposal)
