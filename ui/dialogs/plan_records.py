"""Duties, indicators, header and letterheads: the fields, and the record from what was entered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.dialogs.fields import Choice, Field, Line, Lines, Picks, Tick, Typed, Words
from ui.dialogs.record import Form, Values
from vinhloc_cds.domain.deadline import Deadline, Window
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
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.office import Office
from vinhloc_cds.texts import text

_MARKED = ("role", "binding", "window", "deadline", "units")


@dataclass(frozen=True)
class PlanNumber(Line):
    """The plan's number with its symbol; a number alone would be printed without one."""

    def build(self) -> tuple[QWidget, Callable[[], str]]:
        edit = QLineEdit(self.value)
        edit.setPlaceholderText(text("settings.plan.number_example"))

        def read() -> str:
            words = nfc(edit.text()).strip()
            if words and "/" not in words:
                raise UserError("settings.error.plan_number", typed=words)
            return words

        return edit, read


def duty_form(plan: Plan, duty: Duty) -> Form:
    """A duty's words, time and units; what is changed here is ours, no longer the plan's own."""
    label = _labels("duty")
    window = duty.window or Window(None, None)
    roles = [(text(f"state.role.{role}"), role) for role in Role]
    bindings = [(text(f"state.binding.{binding}"), binding) for binding in Binding]
    # Its own group alone: that a unit has the same clause twice cannot come about (rule 6).
    units = [
        (unit.name, unit.code)
        for unit in plan.units
        if unit.code in duty.units
        or (unit.group == duty.group and unit.relation is not Relation.NONE)
    ]
    fields: list[Field] = [
        Words("text", label("text"), duty.text, hint=label("text_hint")),
        Choice("role", label("role"), duty.role, roles, doubt=_doubt(duty, "role")),
        Choice("binding", label("binding"), duty.binding, bindings, doubt=_doubt(duty, "binding")),
        Typed("start", label("start"), window.start, ValueType.DATE, year=plan.year),
        Typed(
            "end",
            label("end"),
            window.end,
            ValueType.DATE,
            doubt=_doubt(duty, "window"),
            year=plan.year,
        ),
    ]
    if not duty.is_report:
        day = duty.deadline.day if duty.deadline else None
        doubt = _doubt(duty, "deadline")
        fields += [
            Typed("day", label("deadline"), day, ValueType.DATE, doubt=doubt, year=plan.year),
            Tick("exclusive", label("exclusive"), bool(duty.deadline and duty.deadline.exclusive)),
        ]
    fields += [
        Picks("units", label("units"), duty.units, units, doubt=_doubt(duty, "units")),
        Line("place", label("place"), duty.place),
        Line("evidence", label("evidence"), duty.evidence),
        Words("note", label("note"), duty.note),
    ]

    def change(office: Office, values: Values) -> None:
        office.planning.change_duty(plan.code, _changed_duty(duty, values))

    heading = text("settings.duty.heading", code=duty.code, clauses=", ".join(duty.clauses))
    return Form(label("title"), heading, fields, change)


def _changed_duty(duty: Duty, values: Values) -> Duty:
    """`duty` with the values; what they change is marked as no longer the plan's own."""
    start, end = values["start"], values["end"]
    if start and end and end < start:
        raise UserError("settings.error.backwards")
    start_time = duty.window.start_time if duty.window and start else None
    deadline = duty.deadline
    if not duty.is_report:
        day: date | None = values["day"]
        deadline = Deadline(day, values["exclusive"]) if day else None
    kept = ("text", "role", "binding", "units", "place", "evidence", "note")
    changed = replace(
        duty,
        **{key: values[key] for key in kept},
        window=Window(start, end, start_time) if start or end else None,
        deadline=deadline,
    )
    moved = {
        field: Origin.ASSUMED
        for field in _MARKED
        if getattr(changed, field) != getattr(duty, field)
    }
    return replace(changed, origins={**duty.origins, **moved})


def _doubt(duty: Duty, field: str) -> str:
    origin = duty.origins.get(field, Origin.STATED)
    if origin is Origin.STATED:
        return ""
    return text("settings.duty.hint", origin=text(f"state.origin.{origin}"))


def indicator_form(plan: Plan, indicator: Indicator) -> Form:
    """An indicator's name, unit of measure and explanation."""
    label = _labels("indicator")
    checks = "\n".join(
        f"{text(f'state.severity.{check.severity}')}: {check.message}" for check in indicator.checks
    )
    fields: list[Field] = [
        Line("name", label("name"), indicator.name, required=True),
        Line("unit_of_measure", label("unit_of_measure"), indicator.unit_of_measure),
        Words(
            "explanation",
            label("explanation"),
            indicator.explanation,
            hint=text("settings.indicator.checks", checks=checks) if checks else "",
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
    """The plan's own number and date, and the deadlines.

    What the office has to fill in comes first, what changes the time of everybody last. Its other
    dates are not here: duties hold them as well, each in its own window.
    """
    label = _labels("plan")
    province = plan.reporting.province_deadline
    deadline = plan.reporting.deadline
    one_a_line = text("settings.one_a_line")
    fields: list[Field] = [
        PlanNumber(
            "number",
            label("number"),
            plan.number,
            doubt="" if plan.number else label("number_hint"),
        ),
        Typed(
            "issued_on",
            label("issued_on"),
            plan.issued_on,
            ValueType.DATE,
            doubt="" if plan.issued_on else label("issued_on_hint"),
            year=plan.year,
        ),
        Typed(
            "province",
            label("province"),
            province.day if province else None,
            ValueType.DATE,
            doubt="" if province else label("province_hint"),
            year=plan.year,
        ),
        Words("title", label("title"), plan.title),
        Line("short_title", label("short_title"), plan.short_title, required=True),
        Lines("basis", label("basis"), plan.basis, hint=one_a_line),
        Typed(
            "day",
            label("day"),
            deadline.day,
            ValueType.DATE,
            required=True,
            hint=label("day_hint"),
            year=plan.year,
        ),
        Tick("exclusive", label("exclusive_day"), deadline.exclusive),
    ]

    def change(office: Office, values: Values) -> None:
        day: date | None = values["province"]
        reporting = replace(
            plan.reporting,
            deadline=Deadline(values["day"], values["exclusive"]),
            province_deadline=Deadline(day, bool(province and province.exclusive)) if day else None,
        )
        kept = ("title", "short_title", "number", "issued_on", "basis")
        changed = replace(plan, **{key: values[key] for key in kept}, reporting=reporting)
        office.planning.change_header(changed)

    return Form(label("edit"), "", fields, change)


def letterhead_form(plan: Plan, letterhead: Letterhead) -> Form:
    """How one issuer's report is headed, addressed and signed."""
    label = _labels("letterhead")
    signer, one_a_line = letterhead.signer, text("settings.one_a_line")
    fields: list[Field] = [
        Lines("superior", label("superior"), letterhead.superior, hint=one_a_line),
        Lines("issuer", label("issuer"), letterhead.issuer, hint=one_a_line),
        Line("symbol", label("symbol"), letterhead.symbol, required=True),
        Line("place", label("place"), letterhead.place, required=True),
        Lines("addressees", label("addressees"), letterhead.addressees, hint=one_a_line),
        Lines("recipients", label("recipients"), letterhead.recipients, hint=one_a_line),
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
