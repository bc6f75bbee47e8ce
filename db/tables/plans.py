"""Plans: their header, clauses, groups, duties with assignments, indicators with checks.

Rows of one plan keep its order in `position`.
"""

from sqlalchemy import JSON, Boolean, Date, Integer, Table, Text, Time, UniqueConstraint

from db.tables.base import METADATA, Moment, filled, key, optional, reference

PLAN = Table(
    "plan",
    METADATA,
    key(),
    filled("code", Text, unique=True),
    filled("title", Text),
    filled("short_title", Text),
    filled("number", Text),
    optional("issued_on", Date),
    filled("issuer", Text),
    filled("basis", JSON),
    filled("closing", Text),
    optional("publicity_start", Date),
    optional("publicity_end", Date),
    optional("publicity_time", Time),
    optional("publicity_peak_start", Date),
    optional("publicity_peak_end", Date),
    optional("publicity_peak_time", Time),
    optional("campaign_start", Date),
    optional("campaign_end", Date),
    optional("campaign_time", Time),
    filled("ceremony", Moment),
    filled("report_day", Date),
    filled("report_exclusive", Boolean),
    filled("report_clause", Text),
    filled("report_receiver", Text),
    filled("report_superior", Text),
    optional("province_day", Date),
    optional("province_exclusive", Boolean),
    filled("sections", JSON),
    filled("signer_authority", Text),
    filled("signer_title", Text),
    filled("signer_name", Text),
    filled("commune_group", Text),
)
"""The header of a plan."""

PLAN_CLAUSE = Table(
    "plan_clause",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("position", Integer),
    filled("ref", Text),
    filled("title", Text),
    filled("body", Text),
    filled("parent", Text),
    UniqueConstraint("plan_id", "position"),
)
"""A numbered place of the plan with its own words."""

PLAN_GROUP = Table(
    "plan_group",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("position", Integer),
    filled("code", Text),
    filled("name", Text),
    filled("sort_order", Integer),
    UniqueConstraint("plan_id", "position"),
)
"""A group of units in one plan."""

PLAN_RECIPIENT = Table(
    "plan_recipient",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("position", Integer),
    filled("name", Text),
    filled("purpose", Text),
    filled("purpose_origin", Text),
    UniqueConstraint("plan_id", "position"),
)
"""A line of the plan's "Nơi nhận"."""

PLAN_LETTERHEAD = Table(
    "plan_letterhead",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("position", Integer),
    filled("profile", Text),
    filled("label", Text),
    filled("superior", JSON),
    filled("issuer", JSON),
    filled("symbol", Text),
    filled("place", Text),
    filled("addressees", JSON),
    filled("recipients", JSON),
    filled("signer_authority", Text),
    filled("signer_title", Text),
    filled("signer_name", Text),
    UniqueConstraint("plan_id", "position"),
)
"""How one issuer's report is headed, addressed and signed."""

DUTY = Table(
    "duty",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("position", Integer),
    filled("code", Text),
    filled("clauses", JSON),
    filled("group_code", Text),
    filled("kind", Text),
    filled("role", Text),
    filled("binding", Text),
    filled("text", Text),
    optional("window_start", Date),
    optional("window_end", Date),
    optional("window_time", Time),
    optional("peak_start", Date),
    optional("peak_end", Date),
    optional("peak_time", Time),
    optional("deadline_day", Date),
    optional("deadline_exclusive", Boolean),
    filled("place", Text),
    filled("evidence", Text),
    filled("recipient", Text),
    filled("indicators", JSON),
    filled("condition", Text),
    filled("by_hand", Boolean),
    filled("origins", JSON),
    filled("note", Text),
    UniqueConstraint("plan_id", "code"),
)
"""What a clause obliges a group of units to do."""

ASSIGNMENT = Table(
    "assignment",
    METADATA,
    key(),
    reference("duty_id", "duty"),
    reference("plan_unit_id", "plan_unit", index=True),
    filled("position", Integer),
    UniqueConstraint("duty_id", "plan_unit_id"),
)
"""One duty for one unit."""

INDICATOR = Table(
    "indicator",
    METADATA,
    key(),
    reference("plan_id", "plan"),
    filled("position", Integer),
    filled("code", Text),
    filled("name", Text),
    filled("unit_of_measure", Text),
    filled("value_type", Text),
    filled("clauses", JSON),
    filled("groups", JSON),
    filled("aggregation", Text),
    filled("denominator", Text),
    filled("computed_from", JSON),
    optional("expected_moment", Moment),
    filled("choices", JSON),
    filled("evidence", Text),
    filled("origin", Text),
    filled("source", Text),
    filled("annex", Text),
    filled("core", Boolean),
    filled("submission_field", Boolean),
    filled("explanation", Text),
    UniqueConstraint("plan_id", "code"),
)
"""One figure, date or text that units are asked for."""

INDICATOR_CHECK = Table(
    "indicator_check",
    METADATA,
    key(),
    reference("indicator_id", "indicator"),
    filled("position", Integer),
    filled("code", Text),
    filled("severity", Text),
    filled("rule", Text),
    filled("message", Text),
    filled("applies_when", Text),
    filled("origin", Text),
    UniqueConstraint("indicator_id", "position"),
)
"""A check of an indicator, as data."""
