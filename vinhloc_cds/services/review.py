"""What is still to be decided about an incoming file: its own problems and those of its figures."""

from dataclasses import dataclass

from vinhloc_cds.domain.incoming import Todo
from vinhloc_cds.domain.plan import Severity


@dataclass(frozen=True, slots=True)
class Point:
    """One thing about a file that somebody has to know, decide or mend.

    `key` tells it apart in its file: the place of a file's problem ("3") or indicator and check
    ("D02/type"). `settled`: answered; `asked`: left for the unit to mend.
    """

    incoming: int
    key: str
    todo: Todo
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    indicator: str = ""
    raw: str = ""
    proposal: str = ""
    settled: bool = False
    asked: bool = False

    @property
    def open(self) -> bool:
        """Whether it keeps the file's figures from the totals."""
        return not self.settled and self.severity is not Severity.FLAG
