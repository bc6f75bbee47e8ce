"""What a figure of a document is: keys that lead from a printed number to what is behind it.

A key is part of no sentence. It stands beside a figure in a paragraph (`document.Spot`) or a
cell, names a field in an edited passage, and goes into a preview's links.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Which number of a total is meant; or its name, where no number can be said."""

    VALUE = "value"
    OF = "of"
    PERCENT = "percent"
    MAXIMUM = "maximum"
    REPORTED = "reported"
    EXPECTED = "expected"
    OTHERS = "others"
    NOTHING = "nothing"
    MISSING = "missing"
    PARTIAL = "partial"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class FigureKey:
    """A total of the indicator `code`, of one `group` or over all; or what one `unit` reported."""

    code: str
    part: Part = Part.VALUE
    group: str = ""
    unit: str = ""

    def __str__(self) -> str:
        """As in "D02.percent", "E01@G_XA.value" and "D02/15391.value"."""
        of = f"@{self.group}" if self.group else f"/{self.unit}" if self.unit else ""
        return f"{self.code}{of}.{self.part}"


@dataclass(frozen=True, slots=True)
class StateKey:
    """What is no total: a count such as "units.late", or the words beside it.

    `what` names it: "units.late" counts units, "names.late" lists the same, "percent.reported" is
    their share; "assignments.overdue" counts assignments, "opinions.K01" who wrote a text;
    "moment", "deadline", "issuer" and "addressees" are of the report itself.
    """

    what: str

    def __str__(self) -> str:
        """As in "state.units.late"."""
        return f"state.{self.what}"


_FIGURE = re.compile(r"(?P<code>\w+?)(?:@(?P<group>\w+)|/(?P<unit>\w+))?\.(?P<part>[a-z]+)")


def parse_key(key: str) -> FigureKey | StateKey:
    """The key that is written `key`. Raises ValueError where it is none."""
    if key.startswith("state."):
        return StateKey(key.removeprefix("state."))
    found = _FIGURE.fullmatch(key)
    if found is None:
        raise ValueError(key)
    return FigureKey(found["code"], Part(found["part"]), found["group"] or "", found["unit"] or "")
