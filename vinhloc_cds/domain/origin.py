"""Where a piece of a plan's data comes from."""

from enum import StrEnum


class Origin(StrEnum):
    """Stated in the plan, inferred from it, or assumed by us.

    Only what is stated is printed as if the plan said so; the rest is marked on screen.
    """

    STATED = "stated"
    INFERRED = "inferred"
    ASSUMED = "assumed"
