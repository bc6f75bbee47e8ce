"""Units and groups of units.

A unit's code is the plan's label. Official (GSO) codes were reused in 2025 with a new meaning,
so they are dated attributes, and so are names and memberships (rules 7 and 16).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vinhloc_cds.domain.origin import Origin


class Relation(StrEnum):
    """What a unit is to a plan (rule 4)."""

    OBLIGED = "obliged"
    ASKED = "asked"
    OWN = "own"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A group of units that duties are given to, in the order in which tables list them."""

    code: str
    name: str
    order: int


@dataclass(frozen=True, slots=True)
class OfficialCode:
    """A code that an authority gave, valid from `valid_from` to `valid_to`, both included."""

    scheme: str
    code: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Membership:
    """A further group of a unit, for filters only; it makes no assignments (rule 6)."""

    group: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a unit came from (`predecessor`) or became (`successor`), and when."""

    direction: str
    name: str
    gso_code: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the office calls."""

    person: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class UnitProfile:
    """Baselines a commune's figures are checked against, with the day and source they are from.

    None where not known. `hamlets` counts thôn and khu phố; `teams` and `members` those of the
    community digital technology teams.
    """

    hamlets: int | None = None
    households: int | None = None
    teams: int | None = None
    members: int | None = None
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as one plan sees it.

    `group` makes its assignments. `stated` says whether the plan names it; `source` and
    `confidence` say where the name is from otherwise. `order` is the plan's order.
    """

    code: str
    name: str
    short_name: str
    kind: str
    group: str
    relation: Relation
    order: int
    stated: str
    origin: Origin
    source: str
    confidence: str
    note: str
    aliases: tuple[str, ...] = ()
    codes: tuple[OfficialCode, ...] = ()
    memberships: tuple[Membership, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    valid_to: date | None = None
    contact: Contact = Contact()
    profile: UnitProfile = UnitProfile()
