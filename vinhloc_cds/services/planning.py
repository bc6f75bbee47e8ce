"""Plans and what belongs to them: loading, looking up, editing, deadlines and marks."""

from dataclasses import replace
from datetime import datetime

from vinhloc_cds.domain.deadline import Extension
from vinhloc_cds.domain.plan import Duty, Indicator, Plan
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.snapshot import Mark, MarkState, Snapshot
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.actor import system_user
from vinhloc_cds.services.history import History
from vinhloc_cds.services.ledger import Ledger, Thing, composed
from vinhloc_cds.services.ports import ACTOR, Clock, Store, UnitOfWork
from vinhloc_cds.services.things import mark_thing
from vinhloc_cds.texts import text


def take_snapshot(
    work: UnitOfWork, code: str, *, now: datetime, as_of: datetime | None = None
) -> Snapshot:
    """All that `work` sees of the plan `code`."""
    return Snapshot.of(
        work.plans.get(code),
        work.submissions.of_plan(code, as_of=as_of),
        now=now,
        marks=work.decisions.marks(code),
        extensions=work.decisions.extensions(code),
        as_of=as_of,
    )


class Planning:
    """Use cases around a plan. Every change is audited and can be undone in its session."""

    def __init__(self, store: Store, clock: Clock, history: History) -> None:
        self._store = store
        self._clock = clock
        self._ledger = Ledger(store, history)

    def ensure_built_in(self) -> None:
        """Load the plans of `resources/plans/` that the store lacks, in one transaction.

        The first time of all, the system's user becomes the one in whose name changes are
        recorded. Where nothing is lacking, nothing is written.
        """
        with self._store.reading() as work:
            known = work.plans.codes()
        lacking = [plan.load() for plan in built_in_plans() if plan.code not in known]
        if not lacking:
            return
        with self._store.writing() as work:
            if not work.settings.get(ACTOR):
                work.settings.set(ACTOR, system_user())
            for plan in lacking:
                work.plans.add(plan)
                counts = {
                    "units": len(plan.units),
                    "duties": len(plan.duties),
                    "indicators": len(plan.indicators),
                }
                work.audit.append("load", "plan", plan.code, {"title": plan.title, **counts})

    def codes(self) -> tuple[str, ...]:
        """All plans, the newest last."""
        with self._store.reading() as work:
            return work.plans.codes()

    def plan(self, code: str | None = None) -> Plan:
        """The plan `code`, or the only or newest one. UserError when there is no such plan."""
        with self._store.reading() as work:
            return work.plans.get(_code_of(work, code))

    def snapshot(self, code: str | None = None, *, as_of: datetime | None = None) -> Snapshot:
        """All that is known of a plan now, or with what was received up to `as_of`."""
        with self._store.reading() as work:
            return take_snapshot(work, _code_of(work, code), now=self._clock(), as_of=as_of)

    def change_header(self, plan: Plan) -> None:
        """Store number, date, deadlines, letterheads and the like of `plan`.

        UserError without a title, or when a window ends before it starts.
        """
        if not plan.title.strip():
            raise UserError("service.plan_without_title")
        for window in (plan.publicity, plan.campaign):
            if window.start and window.end and window.end < window.start:
                raise UserError("service.window_backwards")
        thing = Thing(
            "plan",
            plan.code,
            lambda work: _header(work.plans.get(plan.code)),
            lambda work, after: work.plans.save_header(after),
        )
        with self._ledger.step(text("service.step.header")) as entry:
            entry.change(thing, composed(_header(plan)), "change")

    def change_unit(self, plan: str, unit: Unit) -> None:
        """Store a changed or new unit (names, relation, contact, profile, aliases...).

        UserError without a name, or when a figure of its profile is negative. A new unit that is
        undone stays without a relation to the plan.
        """
        _refuse_unit(unit)
        with self._ledger.step(text("service.step.unit", unit=unit.short_name)) as entry:
            gone = replace(unit, relation=Relation.NONE)
            entry.change(_unit(plan, unit.code), composed(unit), "change", if_new=composed(gone))

    def add_unit(self, plan: str, unit: Unit) -> None:
        """Store a new unit and give it the duties that its whole group has (rule 6).

        UserError as `change_unit`. All of it is one step to undo.
        """
        _refuse_unit(unit)
        with self._ledger.step(text("service.step.unit", unit=unit.short_name)) as entry:
            stored = entry.work.plans.get(plan)
            fellows = {
                other.code
                for other in stored.units
                if other.group == unit.group and other.relation is not Relation.NONE
            }
            gone = replace(unit, relation=Relation.NONE)
            entry.change(_unit(plan, unit.code), composed(unit), "add", if_new=composed(gone))
            for duty in stored.duties:
                if duty.group == unit.group and fellows and fellows <= set(duty.units):
                    after = replace(duty, units=(*duty.units, unit.code))
                    entry.change(_duty(plan, duty.code), after, "change")

    def change_duty(self, plan: str, duty: Duty) -> None:
        """Store a changed or new duty.

        UserError without its text. A new duty that is undone stays without any unit.
        """
        if not duty.text.strip():
            raise UserError("service.duty_without_text")
        with self._ledger.step(text("service.step.duty", duty=duty.code)) as entry:
            gone = replace(duty, units=())
            entry.change(_duty(plan, duty.code), composed(duty), "change", if_new=composed(gone))

    def change_indicator(self, plan: str, indicator: Indicator) -> None:
        """Store a changed or new indicator.

        UserError without its name. A new indicator that is undone is asked of no group.
        """
        if not indicator.name.strip():
            raise UserError("service.indicator_without_name")
        thing: Thing[Indicator | None] = Thing(
            "indicator",
            f"{plan}/{indicator.code}",
            lambda work: work.plans.get(plan).indicator_by_code.get(indicator.code),
            lambda work, after: work.plans.save_indicator(plan, after) if after else None,
        )
        with self._ledger.step(text("service.step.indicator", indicator=indicator.code)) as entry:
            gone = replace(indicator, groups=())
            entry.change(thing, composed(indicator), "change", if_new=composed(gone))

    def extend(self, plan: str, extension: Extension) -> None:
        """Give one unit a later deadline; UserError without a reason or if it is not later."""
        if not extension.reason.strip():
            raise UserError("service.extension_without_reason")
        with self._ledger.step(text("service.step.extend")) as entry:
            stored = entry.work.plans.get(plan)
            unit = stored.unit_by_code[extension.unit]
            if unit.relation not in {Relation.OBLIGED, Relation.ASKED}:
                raise UserError("service.extension_not_due", unit=unit.short_name)
            if extension.deadline.closes_at <= stored.reporting.deadline.closes_at:
                raise UserError("service.extension_not_later", unit=unit.short_name)
            entry.change(_extension(plan, unit.code), composed(extension), "extend")

    def end_extension(self, plan: str, unit: str) -> None:
        """Take an extension back."""
        with self._ledger.step(text("service.step.end_extension")) as entry:
            entry.change(_extension(plan, unit), None, "end_extension")

    def mark(self, plan: str, mark: Mark) -> None:
        """Set state and note of one assignment by hand; a mark with neither is removed.

        UserError when NOT_APPLICABLE lacks its reason, or when ACCEPTED is asked for a duty
        that figures settle.
        """
        if mark.state is MarkState.NOT_APPLICABLE and not mark.reason.strip():
            raise UserError("service.mark_without_reason")
        with self._ledger.step(text("service.step.mark", duty=mark.duty)) as entry:
            duty = entry.work.plans.get(plan).duty_by_code[mark.duty]
            if mark.unit not in duty.units:
                raise KeyError(mark.unit)
            if mark.state is MarkState.ACCEPTED and not duty.settled_by_hand:
                raise UserError("service.mark_by_figures", duty=duty.code)
            after = composed(mark) if mark.state or mark.note.strip() else None
            entry.change(mark_thing(plan, mark.duty, mark.unit), after, "mark")

    def actor(self) -> str:
        """In whose name changes are recorded."""
        with self._store.reading() as work:
            return work.settings.get(ACTOR) or ""

    def set_actor(self, name: str) -> None:
        """Change in whose name changes are recorded; UserError if blank."""
        if not name.strip():
            raise UserError("service.actor_blank")
        thing: Thing[str | None] = Thing(
            "setting",
            ACTOR,
            lambda work: work.settings.get(ACTOR),
            lambda work, after: work.settings.set(ACTOR, after or ""),
        )
        with self._ledger.step(text("service.step.actor")) as entry:
            entry.change(thing, composed(name.strip()), "change")


def _code_of(work: UnitOfWork, code: str | None) -> str:
    """`code` if there is such a plan, or the newest; UserError otherwise."""
    codes = work.plans.codes()
    if not codes:
        raise UserError("service.no_plan")
    if code is None:
        return codes[-1]
    if code not in codes:
        raise UserError("service.unknown_plan", code=code, known=", ".join(codes))
    return code


def _header(plan: Plan) -> Plan:
    """`plan` without what is stored apart from its header."""
    return replace(plan, units=(), duties=(), indicators=())


def _refuse_unit(unit: Unit) -> None:
    """UserError where the unit's names or its profile make no sense."""
    if not unit.name.strip() or not unit.short_name.strip():
        raise UserError("service.unit_without_name")
    profile = unit.profile
    counts = (profile.hamlets, profile.households, profile.teams, profile.members)
    if any(count is not None and count < 0 for count in counts):
        raise UserError("service.profile_negative", unit=unit.short_name)


def _unit(plan: str, code: str) -> Thing[Unit | None]:
    return Thing(
        "unit",
        f"{plan}/{code}",
        lambda work: work.plans.get(plan).unit_by_code.get(code),
        lambda work, after: work.plans.save_unit(plan, after) if after else None,
    )


def _duty(plan: str, code: str) -> Thing[Duty | None]:
    return Thing(
        "duty",
        f"{plan}/{code}",
        lambda work: work.plans.get(plan).duty_by_code.get(code),
        lambda work, after: work.plans.save_duty(plan, after) if after else None,
    )


def _extension(plan: str, unit: str) -> Thing[Extension | None]:
    def save(work: UnitOfWork, after: Extension | None) -> None:
        if after:
            work.decisions.save_extension(plan, after)
        else:
            work.decisions.delete_extension(plan, unit)

    return Thing(
        "extension",
        f"{plan}/{unit}",
        lambda work: next((e for e in work.decisions.extensions(plan) if e.unit == unit), None),
        save,
    )
