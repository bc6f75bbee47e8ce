"""Plans as files: a folder of TOML that an official can read and edit, made into a `Plan`.

    plan.toml        header, common dates, reporting rule, recipients, signer, letterheads
    clauses.toml     the plan's own words
    units.toml       units by group
    duties.toml      what each clause obliges a group to do
    indicators.toml  what units are asked for, and the checks

What is wrong in them is said once, with file, line and key (`PlanFileError`).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable

from vinhloc_cds.domain.deadline import Deadline, Window, local
from vinhloc_cds.domain.expression import FACTS, ExpressionError, names
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import (
    Aggregation,
    Binding,
    Check,
    Clause,
    Duty,
    DutyKind,
    Indicator,
    Letterhead,
    Plan,
    Recipient,
    ReportingRule,
    Role,
    Severity,
    Signer,
    ValueType,
)
from vinhloc_cds.domain.tomlfile import PlanFileError, Table, open_toml, refuse_duplicates
from vinhloc_cds.domain.unit import Lineage, Membership, OfficialCode, Relation, Unit, UnitGroup
from vinhloc_cds.texts import text

__all__ = ["BuiltInPlan", "PlanFileError", "built_in_plans", "load_plan"]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What a denominator may name beside an indicator (`Plan.constants`).
_CONSTANTS = frozenset({"campaign_days", "communes"})
_ORIGIN_FIELDS = frozenset({"text", "role", "window", "deadline", "binding", "units"})


@dataclass(frozen=True, slots=True)
class BuiltInPlan:
    """A plan that comes with the program: its code is cheap to know, the rest is read by `load`."""

    code: str
    folder: Traversable

    def load(self) -> Plan:
        """The whole plan."""
        return load_plan(self.folder)


def built_in_plans() -> tuple[BuiltInPlan, ...]:
    """The plans of `resources/plans/`, in the order of their folders' names."""
    folders = [
        folder
        for folder in resources.files("resources").joinpath("plans").iterdir()
        if folder.joinpath("plan.toml").is_file()
    ]
    folders.sort(key=lambda folder: folder.name)
    return tuple(
        BuiltInPlan(open_toml(folder, "plan.toml").root.text("code"), folder) for folder in folders
    )


def load_plan(folder: Traversable) -> Plan:
    """The plan that stands in `folder`. Raises PlanFileError, or UserError for a missing file."""
    return _Reader(folder).plan()


class _Reader:
    """Reads the five files; the codes come first, so that every reference can be looked up."""

    def __init__(self, folder: Traversable) -> None:
        self._files = {
            name: open_toml(folder, f"{name}.toml")
            for name in ("plan", "clauses", "units", "duties", "indicators")
        }
        self._clauses = self._codes(self._root("clauses").tables("clause"), "ref")
        self._groups = self._root("units").tables("group")
        self._group_codes = self._codes(self._groups, "code")
        self._units = [unit for group in self._groups for unit in group.tables("unit")]
        self._unit_codes = self._codes(self._units, "code")
        self._indicators = self._root("indicators").tables("indicator")
        self._indicator_codes = self._codes(self._indicators, "code")

    def _root(self, name: str) -> Table:
        return self._files[name].root

    @staticmethod
    def _codes(tables: Collection[Table], key: str) -> Collection[str]:
        refuse_duplicates(tables, key)
        return {table.text(key) for table in tables}

    def plan(self) -> Plan:
        """All of it, checked."""
        header = self._root("plan")
        publicity = _window(header, "publicity")
        campaign = _window(header, "campaign")
        if publicity is None or campaign is None:
            raise header.error("planfile.missing_key", "campaign" if publicity else "publicity")
        ceremony = header.moment("ceremony")
        if ceremony is None:
            raise header.error("planfile.missing_key", "ceremony")
        peak = _window(header, "publicity_peak")
        reporting = self._reporting(header.table("reporting"))
        opening = local(ceremony)
        windows = {
            "publicity": publicity,
            "publicity_peak": peak,
            "campaign": campaign,
            "ceremony": Window(opening.date(), opening.date(), opening.time()),
        }
        groups = tuple(
            UnitGroup(group.text("code"), group.text("name"), order)
            for order, group in enumerate(self._groups, start=1)
        )
        units = self._read_units()
        plan = Plan(
            code=header.text("code"),
            title=header.text("title"),
            short_title=header.text("short_title"),
            number=header.text("number", ""),
            issued_on=header.day("issued_on"),
            issuer=header.text("issuer"),
            basis=header.texts("basis"),
            closing=header.text("closing"),
            publicity=publicity,
            publicity_peak=peak,
            campaign=campaign,
            ceremony=ceremony,
            reporting=reporting,
            clauses=tuple(map(self._clause, self._root("clauses").tables("clause"))),
            groups=groups,
            units=units,
            duties=self._duties(units, windows, reporting.deadline),
            indicators=tuple(self._indicator(table, ceremony) for table in self._indicators),
            sections=self._sections(),
            recipients=tuple(map(_recipient, header.tables("recipient"))),
            signer=_signer(header.table("signer")),
            letterheads=self._letterheads(header),
            commune_group=header.reference("commune_group", self._group_codes),
        )
        for file in self._files.values():
            file.refuse_unknown_keys()
        return plan

    def _reporting(self, table: Table) -> ReportingRule:
        deadline = _deadline(table, "deadline")
        if deadline is None:
            raise table.error("planfile.missing_key", "deadline")
        return ReportingRule(
            deadline=deadline,
            clause=table.reference("clause", self._clauses),
            receiver=table.text("receiver"),
            superior_receiver=table.text("superior_receiver"),
            province_deadline=_deadline(table, "province_deadline"),
        )

    @staticmethod
    def _letterheads(header: Table) -> tuple[Letterhead, ...]:
        tables = header.tables("letterhead")
        refuse_duplicates(tables, "profile")
        return tuple(map(_letterhead, tables))

    def _sections(self) -> Mapping[str, str]:
        table = self._root("indicators").table("sections")
        for indicator in self._indicators:
            if (section := indicator.text("code")[:1]) not in table:
                raise indicator.error("planfile.no_section", "code", section=section)
        return table.entries()

    def _clause(self, table: Table) -> Clause:
        return Clause(
            ref=table.text("ref"),
            title=table.text("title", ""),
            body=table.text("body", ""),
            parent=table.reference("parent", self._clauses, ""),
        )

    def _read_units(self) -> tuple[Unit, ...]:
        rows = [(group, unit) for group in self._groups for unit in group.tables("unit")]
        return tuple(
            self._unit(group, table, order) for order, (group, table) in enumerate(rows, start=1)
        )

    def _unit(self, group: Table, table: Table, order: int) -> Unit:
        """A unit; what it does not say of itself is said of its group."""
        origin = group.choice("origin", Origin)
        relation = group.choice("relation", Relation)
        valid_to = table.day("valid_to") or group.day("valid_to")
        gso_code = table.text("gso_code", "")
        return Unit(
            code=table.text("code"),
            name=table.text("name"),
            short_name=table.text("short_name", table.text("name")),
            kind=table.text("kind", group.text("kind")),
            group=group.text("code"),
            relation=table.choice("relation", Relation, relation),
            order=order,
            stated=table.text("stated", group.text("stated")),
            origin=table.choice("origin", Origin, origin),
            source=table.text("source", group.text("source")),
            confidence=table.text("confidence", group.text("confidence")),
            note=table.text("note", group.text("note", "")),
            aliases=table.texts("aliases"),
            codes=(OfficialCode("GSO", gso_code, None, valid_to),) if gso_code else (),
            memberships=tuple(
                Membership(code) for code in table.references("also_in", self._group_codes)
            ),
            lineage=_lineage(table),
            valid_to=valid_to,
        )

    def _duties(
        self, units: tuple[Unit, ...], windows: Mapping[str, Window | None], reporting: Deadline
    ) -> tuple[Duty, ...]:
        tables = self._root("duties").tables("duty")
        refuse_duplicates(tables, "code")
        given: dict[tuple[str, tuple[str, ...]], str] = {}
        duties = []
        for table in tables:
            duty = self._duty(table, units, windows, reporting)
            for unit in duty.units:
                # Rule 6: no unit has the same clauses twice.
                earlier = given.setdefault((unit, duty.clauses), duty.code)
                if earlier != duty.code:
                    raise table.error("planfile.twice", "clauses", unit=unit, earlier=earlier)
            duties.append(duty)
        return tuple(duties)

    def _duty(
        self,
        table: Table,
        units: tuple[Unit, ...],
        windows: Mapping[str, Window | None],
        reporting: Deadline,
    ) -> Duty:
        group = table.reference("group", self._group_codes)
        clauses = table.references("clauses", self._clauses)
        if not clauses:
            raise table.error("planfile.missing_key", "clauses")
        return Duty(
            code=table.text("code"),
            clauses=clauses,
            group=group,
            units=self._units_of_duty(table, group, units),
            kind=table.choice("kind", DutyKind),
            role=table.choice("role", Role),
            binding=table.choice("binding", Binding),
            text=table.text("text"),
            window=_named_window(table, "window", windows),
            peak=_named_window(table, "peak", windows),
            deadline=reporting if _is_reporting(table) else _deadline(table, "deadline"),
            place=table.text("place", ""),
            evidence=table.text("evidence", ""),
            recipient=table.text("recipient", ""),
            indicators=table.references("indicators", self._indicator_codes),
            condition=table.reference("condition", self._indicator_codes, ""),
            by_hand=table.flag("by_hand"),
            origins=_origins(table),
            note=table.text("note", ""),
        )

    def _units_of_duty(self, table: Table, group: str, units: tuple[Unit, ...]) -> tuple[str, ...]:
        """Those listed, or every unit of the group that has a part in the plan."""
        members = {unit.code for unit in units if unit.group == group}
        listed = table.references("units", self._unit_codes)
        for code in listed:
            if code not in members:
                # Rule 6: its own group makes a unit's assignments, none other.
                raise table.error("planfile.other_group", "units", unit=code, group=group)
        if listed:
            return listed
        return tuple(
            unit.code
            for unit in units
            if unit.group == group and unit.relation is not Relation.NONE
        )

    def _indicator(self, table: Table, ceremony: datetime) -> Indicator:
        code = table.text("code")
        return Indicator(
            code=code,
            name=table.text("name"),
            unit_of_measure=table.text("unit_of_measure", ""),
            value_type=table.choice("value_type", ValueType),
            clauses=table.references("clauses", self._clauses),
            groups=table.references("groups", self._group_codes),
            aggregation=table.choice("aggregation", Aggregation),
            denominator=table.reference("denominator", {*self._indicator_codes, *_CONSTANTS}, ""),
            computed_from=table.references("computed_from", self._indicator_codes),
            expected_moment=_expected_moment(table, ceremony),
            checks=self._checks(table, code),
            choices=table.texts("choices"),
            evidence=table.text("evidence", ""),
            origin=table.choice("origin", Origin),
            source=table.text("source"),
            annex=table.text("annex", ""),
            core=table.flag("core", default=True),
            submission_field=table.flag("submission_field"),
            explanation=table.text("explanation"),
        )

    def _checks(self, table: Table, code: str) -> tuple[Check, ...]:
        """The checks numbered in their order, after the one that a `minimum` stands for."""
        checks = []
        if (minimum := table.integer("minimum")) is not None:
            message = text("planfile.minimum", name=table.text("name"), code=code, minimum=minimum)
            rule = f"{code} >= {minimum}"
            checks.append(Check(f"{code}.0", Severity.BLOCK, rule, message, origin=Origin.INFERRED))
        for number, check in enumerate(table.tables("check"), start=1):
            checks.append(
                Check(
                    code=f"{code}.{number}",
                    severity=check.choice("severity", Severity),
                    rule=self._expression(check, "rule"),
                    message=self._message(check),
                    when=self._expression(check, "when", ""),
                    origin=check.choice("origin", Origin),
                )
            )
        return tuple(checks)

    def _message(self, table: Table) -> str:
        """A sentence in which {D02} or {plan.communes} stands for what is known of it."""
        message = table.text("message")
        for name in _PLACEHOLDER.findall(message):
            if name not in self._indicator_codes and name not in FACTS:
                raise table.error("planfile.unknown_code", "message", value=name)
        return message

    def _expression(self, table: Table, key: str, default: str | None = None) -> str:
        expression = table.text(key, default)
        if not expression:
            return ""
        try:
            used = names(expression)
        except ExpressionError as error:
            raise table.error("planfile.expression", key, problem=str(error)) from error
        for code in sorted(used - set(self._indicator_codes)):
            raise table.error("planfile.unknown_code", key, value=code)
        return expression


def _window(table: Table, key: str) -> Window | None:
    """From `start` to `end`; either may be left open, the whole may be left out."""
    if key not in table:
        return None
    inner = table.table(key)
    window = Window(inner.day("start"), inner.day("end"))
    if window.start and window.end and window.end < window.start:
        raise table.error("planfile.reversed", key, start=window.start, end=window.end)
    return window


def _named_window(table: Table, key: str, windows: Mapping[str, Window | None]) -> Window | None:
    """A window of the plan by its name, or one of its own."""
    if not table.is_text(key):
        return _window(table, key)
    return windows[table.reference(key, windows.keys())]


def _deadline(table: Table, key: str) -> Deadline | None:
    if key not in table:
        return None
    inner = table.table(key)
    day = inner.day("day")
    if day is None:
        raise inner.error("planfile.missing_key", "day")
    return Deadline(day, inner.flag("exclusive"))


def _is_reporting(table: Table) -> bool:
    """Whether a duty's deadline is the plan's deadline for reports, named so."""
    return table.is_text("deadline") and bool(table.reference("deadline", ("reporting",)))


def _expected_moment(table: Table, ceremony: datetime) -> datetime | None:
    if not table.is_text("expected_moment"):
        return table.moment("expected_moment")
    table.reference("expected_moment", ("plan.ceremony",))
    return ceremony


def _origins(table: Table) -> Mapping[str, Origin]:
    inferred = table.references("inferred", _ORIGIN_FIELDS)
    assumed = table.references("assumed", _ORIGIN_FIELDS)
    return {
        **dict.fromkeys(sorted(_ORIGIN_FIELDS), Origin.STATED),
        **dict.fromkeys(inferred, Origin.INFERRED),
        **dict.fromkeys(assumed, Origin.ASSUMED),
    }


def _lineage(table: Table) -> tuple[Lineage, ...]:
    former = [Lineage("predecessor", name, "", None) for name in table.texts("former")]
    if "successor" not in table:
        return tuple(former)
    successor = table.table("successor")
    later = Lineage(
        "successor", successor.text("name"), successor.text("gso_code"), successor.day("on")
    )
    return (*former, later)


def _recipient(table: Table) -> Recipient:
    return Recipient(
        table.text("name"), table.text("purpose"), table.choice("purpose_origin", Origin)
    )


def _signer(table: Table) -> Signer:
    return Signer(table.text("authority", ""), table.text("title"), table.text("name", ""))


def _letterhead(table: Table) -> Letterhead:
    return Letterhead(
        profile=table.text("profile"),
        label=table.text("label"),
        superior=table.texts("superior"),
        issuer=table.texts("issuer"),
        symbol=table.text("symbol"),
        place=table.text("place"),
        addressees=table.texts("addressees"),
        recipients=table.texts("recipients"),
        signer=_signer(table.table("signer")),
    )
