"""What is behind a count of a document: the units or the assignments that it counts."""

from dataclasses import dataclass
from datetime import datetime

from vinhloc_cds.domain.plan import Indicator, Plan
from vinhloc_cds.domain.progress import (
    AssignmentProgress,
    AssignmentState,
    assignment_progress,
    unit_progress,
)
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.reports.fields import Fields
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.trace import StateKey
from vinhloc_cds.texts import has_text, text

_DONE = {AssignmentState.ACCEPTED, AssignmentState.REPORTED}
_AHEAD = {AssignmentState.NOT_DUE, AssignmentState.UNDATED}
# A share of the units is about all of them.
_SHARES = {"percent.reported": "units.obliged"}
_DUTY_SHARES = {"duties.percent": "duties.given"}
_KINDS = {
    "units": "count",
    "asked": "count",
    "opinions": "count",
    "names": "names",
    "percent": "share",
}
"""In what form the units of a count stand in the report."""


@dataclass(frozen=True, slots=True)
class TraceRow:
    """What one unit has to do with a number.

    `shown` is its figure, "" where it gave none (then `place` says why); `raw` what is written in
    `place`: the file with its sheet and cell, or by which way it was entered. `submission` is the
    id of the last submission that made it. Behind a count of units or duties there are no figures:
    `place` is the state, `raw` the duty.
    """

    unit: str
    unit_name: str
    shown: str
    raw: str = ""
    place: str = ""
    received_at: datetime | None = None
    submission: int | None = None


def state_title(plan: Plan, key: StateKey) -> str:
    """What the count is of, in words."""
    if (indicator := opinion_of(plan, key)) is not None:
        return text("trace.opinions", name=indicator.name)
    what = _units_key(key)
    for each in (key.what, what):
        if has_text(f"trace.state.{each.replace('.', '_')}"):
            return text(f"trace.state.{each.replace('.', '_')}")
    kind, _, rest = key.what.partition(".")
    if kind == "duty" and (duty := plan.duty_by_code.get(rest.partition(".")[0])):
        return text("trace.duty", clauses="; ".join(duty.clauses), duty=duty.text)
    if kind == "assignments" and has_text(f"state.assignment.{rest}"):
        return text("trace.assignments_in", state=text(f"state.assignment.{rest}"))
    return text("trace.states")


def field_title(plan: Plan, key: StateKey) -> str:
    """What the count is of, told apart from the names, or the share, that go with it."""
    kind, title = key.what.partition(".")[0], state_title(plan, key)
    if kind in _KINDS:
        return text(f"trace.kind.{_KINDS[kind]}", title=title)
    return title


def opinion_of(plan: Plan, key: StateKey) -> Indicator | None:
    """The indicator that units were to answer in their own words, if the count is of them."""
    kind, _, code = key.what.partition(".")
    return plan.indicator_by_code.get(code) if kind in {"opinions", "names"} else None


def units_behind(snapshot: Snapshot, key: StateKey) -> tuple[TraceRow, ...] | None:
    """The units that are counted or named; None where it is no count of units."""
    # What the letterhead says plays no part in who is counted.
    fields = Fields(Material.of(snapshot, snapshot.plan.letterheads[0]))
    codes = fields.units.get(_units_key(key))
    if codes is None:
        return None
    return tuple(
        TraceRow(
            progress.unit.code,
            progress.unit.name,
            "",
            place=text("trace.state_returned", state=text(f"state.unit.{progress.state}"))
            if progress.was_returned
            else text(f"state.unit.{progress.state}"),
            received_at=progress.received_at,
        )
        for progress in unit_progress(snapshot)
        if progress.unit.code in codes
    )


def assignments_behind(snapshot: Snapshot, key: StateKey) -> tuple[TraceRow, ...] | None:
    """The assignments that are counted, of one duty or of all; None where it counts others."""
    kind, *rest = key.what.split(".")
    if kind not in {"assignments", "duty", "duties"}:
        return None
    duty, state = (rest[0], rest[-1]) if kind == "duty" else ("", rest[-1])
    counted = _duties_behind(snapshot, key) if kind == "duties" else None
    if duty and state == "reported":
        # The annex counts accepted reports among those that came.
        state = "done"
    return tuple(
        TraceRow(
            progress.unit.code,
            progress.unit.name,
            "",
            raw=progress.duty.text,
            place=text(f"state.assignment.{progress.state}"),
        )
        for progress in assignment_progress(snapshot)
        if (
            progress.duty.code in counted
            if counted is not None
            else duty in {"", progress.duty.code} and _counts(state, progress)
        )
    )


def _duties_behind(snapshot: Snapshot, key: StateKey) -> tuple[str, ...]:
    """The duties that are counted, all of whose assignments are told; a share is of those given."""
    fields = Fields(Material.of(snapshot, snapshot.plan.letterheads[0]))
    all_of_them = tuple(duty.code for duty in snapshot.plan.duties)
    return fields.duties.get(_DUTY_SHARES.get(key.what, key.what), all_of_them)


def _units_key(key: StateKey) -> str:
    """The count that a list of names, or a share, goes with."""
    kind, _, rest = key.what.partition(".")
    if kind == "names":
        return f"units.{rest}"
    return _SHARES.get(key.what, key.what)


def _counts(state: str, progress: AssignmentProgress) -> bool:
    if state == "all":
        return True
    if state in {"expected", "percent"}:
        return progress.state is not AssignmentState.NOT_APPLICABLE
    if state == "done":
        return progress.state in _DONE
    if state == "ahead":
        return progress.state in _AHEAD
    return progress.state == state
