"""Undo for what was entered in this session, as compensating records (nothing is erased)."""

from collections.abc import Callable
from dataclasses import dataclass

from vinhloc_cds.errors import UserError
from vinhloc_cds.services.ports import Store, UnitOfWork


class ChangedSinceError(UserError):
    """What a step would take back has been changed since, so the step can never be undone."""

    def __init__(self, step: str) -> None:
        super().__init__("service.changed_since", step=step)


@dataclass(frozen=True, slots=True)
class Step:
    """Something done that can be taken back: its name on the menu and its compensation.

    `compensate` raises ChangedSinceError when what it would take back does not stand any more.
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
        """Take back the last step in a transaction of its own and return its name.

        A step that raises ChangedSinceError is forgotten, so that those before it can be reached;
        after any other error it can be tried again.
        """
        if not self._steps:
            return None
        step = self._steps[-1]
        try:
            with self._store.writing() as work:
                step.compensate(work)
        except ChangedSinceError:
            self._steps.pop()
            raise
        self._steps.pop()
        return step.label
