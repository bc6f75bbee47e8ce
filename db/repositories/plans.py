"""Plans, whole and in parts."""

from dataclasses import replace

from sqlalchemy import Connection, select

from db.repositories.duties import read_duties, store_duty
from db.repositories.headers import read_header, store_header
from db.repositories.indicators import read_indicators, store_indicator
from db.repositories.rows import plan_id
from db.repositories.units import read_units, store_unit
from db.tables import PLAN
from vinhloc_cds.domain.plan import Duty, Indicator, Plan
from vinhloc_cds.domain.unit import Unit

_CODES = select(PLAN.c.code).order_by(PLAN.c.id)


class SqlPlans:
    """The plans of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def codes(self) -> tuple[str, ...]:
        """The codes of all plans, the one added last at the end."""
        return tuple(self._connection.scalars(_CODES))

    def get(self, code: str) -> Plan:
        """The plan `code`. Raises KeyError."""
        owner, header = read_header(self._connection, code)
        return replace(
            header,
            units=read_units(self._connection, owner),
            duties=read_duties(self._connection, owner),
            indicators=read_indicators(self._connection, owner),
        )

    def add(self, plan: Plan) -> None:
        """Store a new plan. Raises ValueError if there is one of that code."""
        if plan.code in self.codes():
            raise ValueError(f"there is a plan {plan.code!r} already")
        owner = store_header(self._connection, plan)
        for unit in plan.units:
            store_unit(self._connection, owner, unit)
        for indicator in plan.indicators:
            store_indicator(self._connection, owner, indicator)
        for duty in plan.duties:
            store_duty(self._connection, owner, duty)

    def save_header(self, plan: Plan) -> None:
        """Store all of `plan` but its units, duties and indicators. Raises KeyError."""
        plan_id(self._connection, plan.code)
        store_header(self._connection, plan)

    def save_unit(self, plan: str, unit: Unit) -> None:
        """Store a unit of `plan`, new or changed. Raises KeyError."""
        store_unit(self._connection, plan_id(self._connection, plan), unit)

    def save_duty(self, plan: str, duty: Duty) -> None:
        """Store a duty of `plan`, new or changed. Raises KeyError for an unknown plan or unit."""
        store_duty(self._connection, plan_id(self._connection, plan), duty)

    def save_indicator(self, plan: str, indicator: Indicator) -> None:
        """Store an indicator of `plan`, new or changed. Raises KeyError."""
        store_indicator(self._connection, plan_id(self._connection, plan), indicator)
