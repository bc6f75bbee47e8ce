"""Units, their groups and their deadlines: the fields, and the record from what was entered."""

from collections.abc import Callable
from dataclasses import replace

from ui.dialogs.fields import Choice, Field, Line, Lines, Typed, Words
from ui.dialogs.record import Form, Values
from ui.models.plan_tables import deadline_words
from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.plan import Plan, ValueType
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.unit import Contact, Relation, Unit, UnitGroup, UnitProfile
from vinhloc_cds.services.office import Office
from vinhloc_cds.texts import text

_COUNTS = ("hamlets", "households", "teams", "members")


def unit_form(plan: Plan, unit: Unit) -> Form:
    """A unit's names, relation, contact and, for a commune, its profile."""
    label = _labels("unit")
    is_commune = unit.group == plan.commune_group
    fields: list[Field] = [
        *_name_fields(unit, _origin_words(unit)),
        Typed("order", label("order"), unit.order, ValueType.INTEGER, required=True),
        *_contact_fields(unit.contact),
        *(_profile_fields(unit.profile, plan.year) if is_commune else ()),
        Words("note", label("note"), unit.note),
    ]

    def change(office: Office, values: Values) -> None:
        changed = replace(
            unit,
            **{key: values[key] for key in ("name", "short_name", "aliases", "relation", "order")},
            note=values["note"],
            contact=_contact(values),
        )
        if is_commune:
            profile = {key: values[key] for key in (*_COUNTS, "as_of", "source")}
            changed = replace(changed, profile=UnitProfile(**profile))
        office.planning.change_unit(plan.code, changed)

    group = next(group.name for group in plan.groups if group.code == unit.group)
    heading = text("settings.unit.heading", code=unit.code, group=group)
    return Form(label("title"), heading, fields, change)


def new_unit_form(plan: Plan, like: Unit) -> Form:
    """A unit that the plan did not have; `like` is one beside it, whose group comes first."""
    label = _labels("unit")
    peopled = {unit.group for unit in plan.units if unit.relation is not Relation.NONE}
    groups = [(group.name, group.code) for group in plan.groups if group.code in peopled]
    group = like.group if like.group in peopled else groups[0][1]
    unit = replace(like, name="", short_name="", aliases=())
    fields: list[Field] = [
        Choice("group", label("group"), group, groups, hint=label("group_hint")),
        *_name_fields(unit, ""),
        *_contact_fields(Contact()),
    ]

    def change(office: Office, values: Values) -> None:
        office.planning.add_unit(plan.code, _new_unit(plan, values))

    return Form(label("new_title"), "", fields, change)


def _new_unit(plan: Plan, values: Values) -> Unit:
    """The unit after the last one of its group, which it is like in kind."""
    fellows = [unit for unit in plan.units if unit.group == values["group"]]
    last = max(fellows, key=lambda unit: unit.order)
    return Unit(
        code=_free_code(plan, values["group"]),
        name=values["name"],
        short_name=values["short_name"],
        kind=last.kind,
        group=values["group"],
        relation=values["relation"],
        order=last.order,
        stated="",
        origin=Origin.ASSUMED,
        source=text("settings.unit.added"),
        confidence="",
        note="",
        aliases=values["aliases"],
        contact=_contact(values),
    )


def _free_code(plan: Plan, group: str) -> str:
    """The next of the plan's own labels in `group`: VT04 after VT03."""
    prefix = group.removeprefix("G_")
    number = 1
    while f"{prefix}{number:02}" in plan.unit_by_code:
        number += 1
    return f"{prefix}{number:02}"


def group_form(plan: Plan, group: UnitGroup) -> Form:
    """The name that a group has in tables and filters."""
    label = _labels("group")
    fields: list[Field] = [Line("name", label("name"), group.name, required=True)]

    def change(office: Office, values: Values) -> None:
        groups = tuple(
            replace(each, name=values["name"]) if each.code == group.code else each
            for each in plan.groups
        )
        office.planning.change_header(replace(plan, groups=groups))

    return Form(label("title"), "", fields, change)


def extension_form(snapshot: Snapshot, unit: Unit) -> Form:
    """A later deadline for one unit, with the reason."""
    label = _labels("extension")
    deadline = deadline_words(snapshot.deadline_of(unit.code))
    heading = text("settings.extension.heading", unit=unit.name, deadline=deadline)
    given = next((each for each in snapshot.extensions if each.unit == unit.code), None)
    day = given.deadline.last_day if given else None
    fields: list[Field] = [
        Typed("day", label("day"), day, ValueType.DATE, required=True, year=snapshot.plan.year),
        Line("reason", label("reason"), given.reason if given else "", required=True),
    ]

    def change(office: Office, values: Values) -> None:
        extension = Extension(unit.code, Deadline(values["day"], exclusive=False), values["reason"])
        office.planning.extend(snapshot.plan.code, extension)

    return Form(label("title"), heading, fields, change)


def _name_fields(unit: Unit, doubt: str) -> tuple[Field, ...]:
    label = _labels("unit")
    relations = [(text(f"state.relation.{relation}"), relation) for relation in Relation]
    return (
        Line("name", label("name"), unit.name, doubt=doubt, required=True),
        Line("short_name", label("short_name"), unit.short_name, required=True),
        Lines("aliases", label("aliases"), unit.aliases, hint=label("aliases_hint")),
        Choice("relation", label("relation"), unit.relation, relations),
    )


def _contact_fields(contact: Contact) -> tuple[Field, ...]:
    label = _labels("unit")
    return (
        Line("person", label("person"), contact.person),
        Line("phone", label("phone"), contact.phone),
        Line("email", label("email"), contact.email),
    )


def _profile_fields(profile: UnitProfile, year: int) -> tuple[Field, ...]:
    label = _labels("unit")
    counts = {key: getattr(profile, key) for key in _COUNTS}
    return (
        *(Typed(key, label(key), count, ValueType.INTEGER) for key, count in counts.items()),
        Typed("as_of", label("profile_as_of"), profile.as_of, ValueType.DATE, year=year),
        Line("source", label("profile_source"), profile.source, hint=label("profile_hint")),
    )


def _contact(values: Values) -> Contact:
    return Contact(values["person"], values["phone"], values["email"])


def _origin_words(unit: Unit) -> str:
    """Where the name is from, if not from the plan."""
    if unit.origin is Origin.STATED:
        return ""
    origin = text(f"state.origin.{unit.origin}")
    source = " – ".join(filter(None, (unit.source, unit.confidence)))
    return text("settings.unit.name_origin", origin=origin, source=source)


def _labels(record: str) -> Callable[[str], str]:
    return lambda key: text(f"settings.{record}.{key}")
