"""What stands where on the form that goes out: pure, in rows and words; nothing of a file.

Two units that are asked the same things have the same layout: only names, dates and the figures
of their profiles differ, and those are no part of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.formatting import format_date
from vinhloc_cds.domain.plan import Indicator, Plan, ValueType
from vinhloc_cds.domain.unit import Unit, UnitProfile
from vinhloc_cds.forms.signature import FIELDS, PROFILE
from vinhloc_cds.texts import text

VALUE = "E"
"""The column that is filled in; `signature.COLUMNS` start at B."""

FIRST_ROW = 8
"""The first row below the column titles, counted from 1 as Excel does."""

TITLES_ROW = FIRST_ROW - 1

LONGEST_TEXT = 255
LONGEST_LONG_TEXT = 3000
"""Characters that an entry takes before the form warns."""


class Kind(Enum):
    """What a row of the table is."""

    SECTION = auto()
    SHOWN = auto()
    """A figure that the office has on file: shown, not to be filled in."""
    ENTRY = auto()
    LONG = auto()
    """A text that takes two rows; `Row.at` is the first, which carries the id."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; `id` is what stands hidden in its column A.

    `value_type` is None where nothing is filled in.
    """

    at: int
    kind: Kind
    name: str
    id: str = ""
    number: str = ""
    measure: str = ""
    explanation: str = ""
    clause: str = ""
    value_type: ValueType | None = None
    choices: tuple[str, ...] = ()

    @property
    def value_cell(self) -> str:
        """The address of what is filled in, or shown."""
        return f"${VALUE}${self.at}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The table of a form. `first_day` to `last_day` are the days that entries may name."""

    rows: tuple[Row, ...]
    end: int
    first_day: date
    last_day: date


def shows_profile(plan: Plan, unit: Unit) -> bool:
    """Whether the form of `unit` shows what the office has on file: always for communes."""
    return unit.group == plan.commune_group or any(
        profile_figure(unit.profile, name) is not None for name in PROFILE
    )


def profile_figure(profile: UnitProfile, name: str) -> int | None:
    """The figure that one of `PROFILE` stands for."""
    return {
        "profile.hamlets": profile.hamlets,
        "profile.households": profile.households,
        "profile.teams": profile.teams,
        "profile.members": profile.members,
    }[name]


_FIELD_TYPES = {"R02": ValueType.DATE, "note": ValueType.LONG_TEXT}


def lay_out(plan: Plan, indicators: tuple[Indicator, ...], *, profile: bool) -> Layout:
    """The form for units that are asked for `indicators`, with the figures on file or without."""
    rows, at = [], FIRST_ROW
    for row in _rows(plan, indicators, profile=profile):
        rows.append(replace(row, at=at))
        at += 2 if row.kind is Kind.LONG else 1
    return Layout(tuple(rows), at - 1, date(plan.year, 1, 1), date(plan.year + 1, 12, 31))


def _rows(plan: Plan, indicators: tuple[Indicator, ...], *, profile: bool) -> Iterator[Row]:
    """The rows in their order, not yet in their places."""
    if profile:
        yield Row(0, Kind.SECTION, text("form.section.profile"))
        for name in PROFILE:
            yield Row(
                0,
                Kind.SHOWN,
                text(f"form.{name}"),
                name,
                measure=text(f"form.measure.{name}"),
            )
    section = ""
    for indicator in indicators:
        if indicator.section != section:
            section = indicator.section
            title = plan.sections.get(section, "")
            yield Row(0, Kind.SECTION, f"{section}. {title}")
        yield Row(
            0,
            Kind.LONG if indicator.value_type is ValueType.LONG_TEXT else Kind.ENTRY,
            indicator.name,
            indicator.code,
            indicator.code,
            indicator.unit_of_measure,
            indicator.explanation,
            ", ".join(indicator.clauses),
            indicator.value_type,
            indicator.choices,
        )
    yield Row(0, Kind.SECTION, text("form.section.report"))
    for field in FIELDS:
        yield Row(
            0,
            Kind.LONG if field == "note" else Kind.ENTRY,
            text(f"form.field.{field}"),
            field,
            explanation=text(f"form.explain.{field}"),
            value_type=_FIELD_TYPES.get(field, ValueType.TEXT),
        )


def deadline_line(plan: Plan, deadline: Deadline) -> str:
    """Where to send the form and by when, with the clause that says so."""
    rule = plan.reporting
    clause = (
        text("form.clause", ref=rule.clause)
        if rule.clause[:1].isupper()
        else text("form.clause_unnumbered", ref=rule.clause)
    )
    day = format_date(deadline.day)
    if deadline.exclusive:
        return text("form.before", receiver=rule.receiver, day=day, clause=clause)
    return text("form.by", receiver=rule.receiver, day=day, clause=clause)
