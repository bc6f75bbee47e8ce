"""Plans and what belongs to them: loading, looking up, editing, deadlines and marks."""

from datetime import datetime

from vinhloc_cds.domain.deadline import Extension
from vinhloc_cds.domain.plan import Duty, Indicator, Plan
from vinhloc_cds.domain.snapshot import Mark, Snapshot
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.services.history import History
from vinhloc_cds.services.ports import Clock, Store


class Planning:
    """Use cases around a plan. Every change is audited and can be undone in its session."""

    def __init__(self, store: Store, clock: Clock, history: History) -> None:
        self._store = store
        self._clock = clock
        self._history = history

    def ensure_built_in(self) -> None:
        """Load the plans of `resources/plans/` that the store lacks, in one transaction."""
        raise NotImplementedError

    def codes(self) -> tuple[str, ...]:
        """All plans, the newest last."""
        raise NotImplementedError

    def plan(self, code: str | None = None) -> Plan:
        """The plan `code`, or the only or newest one. UserError when there is no such plan."""
        raise NotImplementedError

    def snapshot(self, code: str | None = None, *, as_of: datetime | None = None) -> Snapshot:
        """All that is known of a plan now, or with what was received up to `as_of`."""
        raise NotImplementedError

    def change_header(self, plan: Plan) -> None:
        """Store number, date, deadlines, letterheads and the like of `plan`."""
        raise NotImplementedError

    def change_unit(self, plan: str, unit: Unit) -> None:
        """Store a changed or new unit (names, relation, contact, profile, aliases...)."""
        raise NotImplementedError

    def change_duty(self, plan: str, duty: Duty) -> None:
        """Store a changed duty."""
        raise NotImplementedError

    def change_indicator(self, plan: str, indicator: Indicator) -> None:
        """Store a changed indicator."""
        raise NotImplementedError

    def extend(self, plan: str, extension: Extension) -> None:
        """Give one unit a later deadline; UserError without a reason or if it is not later."""
        raise NotImplementedError

    def end_extension(self, plan: str, unit: str) -> None:
        """Take an extension back."""
        raise NotImplementedError

    def mark(self, plan: str, mark: Mark) -> None:
        """Set state and note of one assignment by hand; a mark with neither is removed.

        UserError when NOT_APPLICABLE lacks its reason, or when ACCEPTED is asked for a duty
        that figures settle.
        """
        raise NotImplementedError

    def actor(self) -> str:
        """In whose name changes are recorded."""
        raise NotImplementedError

    def set_actor(self, name: str) -> None:
        """Change in whose name changes are recorded; UserError if blank."""
        raise NotImplementedError
