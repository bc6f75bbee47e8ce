"""Units, with dated names, codes and lineage, and what each is to one plan.

A `unit` is known by its own id: labels, names and official codes all change or are used again
(rules 7 and 16). Each plan brings units of its own; that two of them are the same body is for a
person to say, never for equal names or codes.
"""

from sqlalchemy import Date, Index, Integer, Table, Text, UniqueConstraint

from db.tables.base import METADATA, filled, key, optional, reference

UNIT = Table(
    "unit",
    METADATA,
    key(),
    optional("valid_to", Date),
)
"""A body that exists until `valid_to`."""

UNIT_NAME = Table(
    "unit_name",
    METADATA,
    key(),
    reference("unit_id", "unit", index=True),
    filled("name", Text),
    filled("short_name", Text),
    filled("fold_key", Text, index=True),
    filled("sort_key", Text, index=True),
    optional("valid_from", Date),
    optional("valid_to", Date),
)
"""A name of a unit, with the keys that search and order use (rule 14)."""

UNIT_ALIAS = Table(
    "unit_alias",
    METADATA,
    key(),
    reference("unit_id", "unit"),
    filled("position", Integer),
    filled("alias", Text),
    filled("fold_key", Text, index=True),
    UniqueConstraint("unit_id", "position"),
)
"""What else a unit is called in papers that come from outside."""

UNIT_CODE = Table(
    "unit_code",
    METADATA,
    key(),
    reference("unit_id", "unit"),
    filled("position", Integer),
    filled("scheme", Text),
    filled("code", Text),
    optional("valid_from", Date),
    optional("valid_to", Date),
    UniqueConstraint("unit_id", "position"),
    Index(None, "scheme", "code"),
)
"""A code that an authority gave a unit for a time."""

UNIT_LINEAGE = Table(
    "unit_lineage",
    METADATA,
    key(),
    reference("unit_id", "unit"),
    filled("position", Integer),
    filled("direction", Text),
    filled("name", Text),
    filled("gso_code", Text),
    optional("happened_on", Date),
    UniqueConstraint("unit_id", "position"),
)
"""What a unit came from or became."""

PLAN_UNIT = Table(
    "plan_unit",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    reference("unit_id", "unit", index=True),
    reference("name_id", "unit_name", index=True),
    filled("code", Text),
    filled("kind", Text),
    filled("group_code", Text),
    filled("relation", Text),
    filled("sort_order", Integer),
    filled("stated", Text),
    filled("origin", Text),
    filled("source", Text),
    filled("confidence", Text),
    filled("note", Text),
    filled("contact_person", Text),
    filled("contact_phone", Text),
    filled("contact_email", Text),
    optional("hamlets", Integer),
    optional("households", Integer),
    optional("teams", Integer),
    optional("members", Integer),
    optional("profile_as_of", Date),
    filled("profile_source", Text),
    UniqueConstraint("plan_id", "code"),
)
"""A unit as one plan sees it, under the plan's label `code` and the name it then had."""

UNIT_MEMBERSHIP = Table(
    "unit_membership",
    METADATA,
    key(),
    reference("plan_unit_id", "plan_unit"),
    filled("position", Integer),
    filled("group_code", Text),
    optional("valid_from", Date),
    optional("valid_to", Date),
    UniqueConstraint("plan_unit_id", "position"),
)
"""A further group of a unit in one plan, for filters only."""
