"""Undo for what was entered in this session, as compensating records (nothing is erased)."""

from collections.abc import Callable
from dataclasses import dataclass

from vinhloc_cds.services.ports import Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Step:
    """Something done that can be taken back: its name on the menu and its compensation.

    `compensate` raises UserError when what it would take back has changed since.
    """

    label: str
    compensate: Callable[[UnitOfWork], None]


class History:
    """The steps of this session, last first out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._steps: list[Step] = []

    @property
    def next_label(self) -> str | None:
        """What `undo` would take back, or None."""
        return self._steps[-1].label if self._steps else None

    def push(self, label: str, compensate: Callable[[UnitOfWork], None]) -> None:
        """Remember a step once it has been committed."""
        self._steps.append(Step(label, compensate))

    def undo(self) -> str | None:
        """Take back the last step in a transaction of its own and return its name."""
        if not self._steps:
            return None
        step = self._steps[-1]
        with self._store.writing() as work:
            step.compensate(work)
        self._steps.pop()
        return step.label
