"""The fields of each record of the plan, and the record again from what was entered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ui.dialogs.record import Choice, Field, Line, Lines, Tick, Typed, Words
from ui.models.plan_tables import deadline_words
from vinhloc_cds.domain.deadline import Deadline, Extension, Window
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import (
    Binding,
    Duty,
    Indicator,
    Letterhead,
    Plan,
    Role,
    Signer,
    ValueType,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.unit import Contact, Relation, Unit, UnitProfile
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.office import Office
from vinhloc_cds.texts import text

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """What a `RecordDialog` shows, and the change to the office that its values make."""

    title: str
    heading: str
    fields: Sequence[Field]
    change: Callable[[Office, Values], None]


def unit_form(plan: Plan, unit: Unit) -> Form:
    """A unit's names, relation, contact and profile."""
    label = _labels("unit")
    origin = text(f"state.origin.{unit.origin}")
    source = text(
        "settings.unit.name_origin", origin=origin, source=unit.source, confidence=unit.confidence
    )
    relations = [(text(f"state.relation.{relation}"), relation) for relation in Relation]
    profile, contact = unit.profile, unit.contact
    fields: list[Field] = [
        Line("name", label("name"), unit.name, hint=source, required=True),
        Line("short_name", label("short_name"), unit.short_name, required=True),
        Lines("aliases", label("aliases"), unit.aliases, label("aliases_hint")),
        Choice("relation", label("relation"), unit.relation, relations),
        Typed("order", label("order"), unit.order, ValueType.INTEGER, required=True),
        Line("person", label("person"), contact.person),
        Line("phone", label("phone"), contact.phone),
        Line("email", label("email"), contact.email),
    ]
    if unit.group == plan.commune_group:
        fields += [
            Typed(key, label(key), getattr(profile, key), ValueType.INTEGER)
            for key in ("hamlets", "households", "teams", "members")
        ]
        fields += [
            Typed("as_of", label("profile_as_of"), profile.as_of, ValueType.DATE),
            Line("source", label("profile_source"), profile.source, label("profile_hint")),
        ]
    fields.append(Words("note", label("note"), unit.note))

    def change(office: Office, values: Values) -> None:
        kept = {key: values[key] for key in ("name", "short_name", "aliases", "relation", "order")}
        changed = replace(
            unit,
            **kept,
            note=values["note"],
            contact=Contact(values["person"], values["phone"], values["email"]),
        )
        if unit.group == plan.commune_group:
            names = ("hamlets", "households", "teams", "members", "as_of", "source")
            changed = replace(changed, profile=UnitProfile(**{n: values[n] for n in names}))
        office.planning.change_unit(plan.code, changed)

    return Form(label("title"), unit.code, fields, change)


def extension_form(snapshot: Snapshot, unit: Unit) -> Form:
    """A later deadline for one unit."""
    label = _labels("extension")
    deadline = deadline_words(snapshot.deadline_of(unit.code))
    heading = text("settings.extension.heading", unit=unit.name, deadline=deadline)
    fields: list[Field] = [
        Typed("day", label("day"), None, ValueType.DATE, required=True),
        Line("reason", label("reason"), "", required=True),
    ]

    def change(office: Office, values: Values) -> None:
        extension = Extension(unit.code, Deadline(values["day"], exclusive=False), values["reason"])
        office.planning.extend(snapshot.plan.code, extension)

    return Form(label("title"), heading, fields, change)


def duty_form(plan: Plan, duty: Duty) -> Form:
    """A duty's words and time; whatever is changed here is ours, no longer the plan's own."""
    label = _labels("duty")

    def hint(field: str) -> str:
        origin = duty.origins.get(field, Origin.STATED)
        if origin is Origin.STATED:
            return ""
        return text("settings.duty.hint", origin=text(f"state.origin.{origin}"))

    window = duty.window or Window(None, None)
    roles = [(text(f"state.role.{role}"), role) for role in Role]
    bindings = [(text(f"state.binding.{binding}"), binding) for binding in Binding]
    fields: list[Field] = [
        Words("text", label("text"), duty.text, hint("text")),
        Choice("role", label("role"), duty.role, roles, hint("role")),
        Choice("binding", label("binding"), duty.binding, bindings, hint("binding")),
        Typed("start", label("start"), window.start, ValueType.DATE, hint("window")),
        Typed("end", label("end"), window.end, ValueType.DATE, hint("window")),
        Line("place", label("place"), duty.place),
        Line("evidence", label("evidence"), duty.evidence),
        Words("note", label("note"), duty.note),
    ]

    def change(office: Office, values: Values) -> None:
        if not values["text"]:
            raise UserError("settings.error.required", field=label("text"))
        start, end = values["start"], values["end"]
        dated = start is not None or end is not None
        kept = {
            key: values[key] for key in ("text", "role", "binding", "place", "evidence", "note")
        }
        changed = replace(
            duty, **kept, window=Window(start, end, window.start_time) if dated else None
        )
        moved = {
            field: Origin.ASSUMED
            for field in ("role", "binding", "window")
            if getattr(changed, field) != getattr(duty, field)
        }
        if changed.text != duty.text:
            moved["text"] = Origin.INFERRED
        office.planning.change_duty(plan.code, replace(changed, origins={**duty.origins, **moved}))

    heading = text("settings.duty.heading", code=duty.code, clauses=", ".join(duty.clauses))
    return Form(label("title"), heading, fields, change)


def indicator_form(plan: Plan, indicator: Indicator) -> Form:
    """An indicator's name, unit of measure and explanation."""
    label = _labels("indicator")
    checks = "; ".join(check.rule for check in indicator.checks)
    fields: list[Field] = [
        Line("name", label("name"), indicator.name, required=True),
        Line("unit_of_measure", label("unit_of_measure"), indicator.unit_of_measure),
        Words(
            "explanation",
            label("explanation"),
            indicator.explanation,
            text("settings.indicator.checks", checks=checks) if checks else "",
        ),
        Tick("core", label("core"), indicator.core),
    ]

    def change(office: Office, values: Values) -> None:
        office.planning.change_indicator(plan.code, replace(indicator, **values))

    heading = text(
        "settings.indicator.heading", code=indicator.code, clauses=", ".join(indicator.clauses)
    )
    return Form(label("title"), heading, fields, change)


def plan_form(plan: Plan) -> Form:
    """The plan's own number and dates, and the deadlines."""
    label = _labels("plan")
    province = plan.reporting.province_deadline
    missing = label("missing_hint")
    fields: list[Field] = [
        Words("title", label("name"), plan.title),
        Line("short_title", label("short_title"), plan.short_title, required=True),
        Line("number", label("number"), plan.number, missing),
        Typed("issued_on", label("issued_on"), plan.issued_on, ValueType.DATE, missing),
        Typed(
            "day",
            label("deadline_day"),
            plan.reporting.deadline.day,
            ValueType.DATE,
            required=True,
        ),
        Tick("exclusive", label("deadline_exclusive"), plan.reporting.deadline.exclusive),
        Typed(
            "province",
            label("province_day"),
            province.day if province else None,
            ValueType.DATE,
            missing,
        ),
        Lines("basis", label("basis"), plan.basis),
    ]

    def change(office: Office, values: Values) -> None:
        day: date | None = values["province"]
        reporting = replace(
            plan.reporting,
            deadline=Deadline(values["day"], values["exclusive"]),
            province_deadline=Deadline(day, exclusive=False) if day else None,
        )
        kept = {
            key: values[key] for key in ("title", "short_title", "number", "issued_on", "basis")
        }
        office.planning.change_header(replace(plan, **kept, reporting=reporting))

    return Form(label("title"), "", fields, change)


def letterhead_form(plan: Plan, letterhead: Letterhead) -> Form:
    """How one issuer's report is headed, addressed and signed."""
    label = _labels("letterhead")
    signer = letterhead.signer
    fields: list[Field] = [
        Lines("superior", label("superior"), letterhead.superior),
        Lines("issuer", label("issuer"), letterhead.issuer),
        Line("symbol", label("symbol"), letterhead.symbol, required=True),
        Line("place", label("place"), letterhead.place, required=True),
        Lines("addressees", label("addressees"), letterhead.addressees),
        Lines("recipients", label("recipients"), letterhead.recipients),
        Line("authority", label("authority"), signer.authority),
        Line("position", label("position"), signer.title),
        Line("signer_name", label("signer_name"), signer.name),
    ]

    def change(office: Office, values: Values) -> None:
        names = ("superior", "issuer", "symbol", "place", "addressees", "recipients")
        changed = replace(
            letterhead,
            **{name: values[name] for name in names},
            signer=Signer(values["authority"], values["position"], values["signer_name"]),
        )
        heads = tuple(
            changed if head.profile == letterhead.profile else head for head in plan.letterheads
        )
        office.planning.change_header(replace(plan, letterheads=heads))

    return Form(text("settings.letterhead.title", label=letterhead.label), "", fields, change)


def _labels(record: str) -> Callable[[str], str]:
    return lambda key: text(f"settings.{record}.{key}")
