"""What our form carries, hidden, so that it is known again whatever was done to it.

Row 1 is hidden and names the columns; column A is hidden and names the rows: an indicator's code,
one of `FIELDS` or one of `PROFILE`. Both travel with whatever is inserted, moved, sorted or copied
to another book. A1 holds the signature; a hidden sheet holds it once more.
"""

import hashlib
import re
from dataclasses import dataclass

from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.unit import Unit

VERSION = "1"
HIDDEN_SHEET = "_vlcds"
"""Its column A holds "plan", "unit", "version", "checksum"; column B what they are."""

COLUMNS = ("number", "name", "measure", "value", "explanation", "clause", "check")
"""What row 1 says of the columns that the form has; "value" is the one that is filled in."""

PROFILE = ("profile.hamlets", "profile.households", "profile.teams", "profile.members")
"""Rows that show what the office has on file of the unit: locked, never read as values."""

FIELDS = ("R01", "R02", "R05", "phone", "note")
"""Rows for fields of the submission itself: its number, its date, who made it, their telephone
number, and whatever else the unit wants to say."""

_SIGNATURE = re.compile(r"VLCDS;([^;]+);([^;]+);([^;]+);([0-9a-f]+)")


@dataclass(frozen=True, slots=True)
class Signature:
    """Of which plan, unit and version a form is; the checksum covers these and its indicators."""

    plan: str
    unit: str
    version: str
    checksum: str

    @classmethod
    def of(cls, plan: Plan, unit: Unit) -> "Signature":
        """The signature of the form of `unit`."""
        codes = ",".join(indicator.code for indicator in plan.indicators_of(unit))
        covered = f"{plan.code};{unit.code};{VERSION};{codes}"
        return cls(plan.code, unit.code, VERSION, hashlib.sha256(covered.encode()).hexdigest()[:12])

    @classmethod
    def parse(cls, text: str) -> "Signature | None":
        """The signature that stands in `text`, if there is one; its checksum is not verified."""
        found = _SIGNATURE.search(text)
        return cls(*found.groups()) if found else None

    def __str__(self) -> str:
        return f"VLCDS;{self.plan};{self.unit};{self.version};{self.checksum}"
