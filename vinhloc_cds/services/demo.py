"""The demo: invented results for a built-in plan, entered as an officer would enter them.

They stand in `demo.toml` beside the plan and go through the use cases, so that everything holds
for them that holds for real ones: checks, audit and all. What is in them is seen at `DEMO_NOW`.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from vinhloc_cds.domain.deadline import VIETNAM
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.snapshot import Mark, MarkState
from vinhloc_cds.domain.submission import (
    Channel,
    Entry,
    SubmissionDraft,
    SubmissionKind,
    SubmissionState,
)
from vinhloc_cds.domain.tomlfile import Table, open_toml
from vinhloc_cds.domain.unit import Contact, Unit, UnitProfile
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.office import Office
from vinhloc_cds.texts import text

DEMO_NOW = datetime(2024, 10, 12, 9, 0, tzinfo=VIETNAM).astimezone(UTC)
"""When the demo is looked at: the morning after the last day on which reports were on time."""

_PROFILED_ON = date(2024, 9, 30)


def fill_demo(office: Office, plan: str) -> None:
    """Enter the demo's results for `plan`, as far as they had come by the office's clock.

    All had come at DEMO_NOW. UserError where the plan comes without a demo.
    """
    folders = [built_in.folder for built_in in built_in_plans() if built_in.code == plan]
    if not folders:
        raise UserError("planfile.no_demo", plan=plan)
    file = open_toml(folders[0], "demo.toml")
    stored = office.planning.plan(plan)
    for table in file.root.tables("profile"):
        unit = stored.unit_by_code[table.reference("unit", stored.unit_by_code)]
        office.planning.change_unit(plan, _with_profile(unit, table))
    for table in file.root.tables("mark"):
        office.planning.mark(plan, _mark(stored, table))
    for table in file.root.tables("submission"):
        _enter(office, stored, table)
    file.refuse_unknown_keys()


def _with_profile(unit: Unit, table: Table) -> Unit:
    return replace(
        unit,
        contact=Contact(person=table.text("person"), phone=table.text("phone")),
        profile=UnitProfile(
            hamlets=table.integer("hamlets"),
            households=table.integer("households"),
            teams=table.integer("teams"),
            members=table.integer("members"),
            as_of=_PROFILED_ON,
            source=text("planfile.demo_source"),
        ),
    )


def _mark(plan: Plan, table: Table) -> Mark:
    return Mark(
        duty=table.reference("duty", plan.duty_by_code),
        unit=table.reference("unit", plan.unit_by_code),
        state=table.choice("state", MarkState),
        reason="",
        note=table.text("note"),
    )


def _enter(office: Office, plan: Plan, table: Table) -> None:
    """Record one submission and bring it to the state that it is in when the demo is seen."""
    outcome = table.choice("outcome", SubmissionState, SubmissionState.ACCEPTED)
    accept = outcome is SubmissionState.ACCEPTED
    returned = outcome is SubmissionState.RETURNED
    reason = table.text("returned_reason") if returned else ""
    draft = _draft(plan, table)
    if draft.received_at > office.clock():
        return
    submission = office.recording.record(plan.code, draft, accept=accept)
    if returned:
        office.recording.give_back(submission.id, reason)


def _draft(plan: Plan, table: Table) -> SubmissionDraft:
    received_at = table.moment("received")
    if received_at is None:
        raise table.error("planfile.missing_key", "received")
    reasons = table.table("reasons").entries()
    return SubmissionDraft(
        unit=table.reference("unit", plan.unit_by_code),
        kind=table.choice("kind", SubmissionKind, SubmissionKind.FIRST),
        received_at=received_at,
        channel=table.choice("channel", Channel),
        number=table.text("number", ""),
        signed_on=table.day("signed_on"),
        maker=table.text("maker"),
        phone=table.text("phone"),
        reason=table.text("reason", ""),
        note=table.text("note", ""),
        entries=tuple(
            Entry(code, raw, reason=reasons.get(code, ""))
            for section in plan.sections
            for code, raw in table.table(section).entries().items()
        ),
    )
