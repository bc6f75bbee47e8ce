"""How the use cases write: one transaction, a line of audit for each change, one step to undo.

Nothing is erased. What is taken back is a change of its own, with its own line of audit, and only
while what it would take back still stands as it was left.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Generic, TypeVar, cast

from vinhloc_cds.domain.submission import Value
from vinhloc_cds.domain.text import nfc
from vinhloc_cds.services.history import ChangedSinceError, History
from vinhloc_cds.services.ports import Store, UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Thing(Generic[T]):
    """Something that can change: how audit names it, and how a unit of work reads and saves it."""

    entity: str
    entity_id: str
    load: Callable[[UnitOfWork], T]
    save: Callable[[UnitOfWork, T], None]


class Entry:
    """The changes of one step, all in the transaction of `work`."""

    def __init__(self, work: UnitOfWork, label: str) -> None:
        self.work = work
        self.label = label
        self._compensations: list[Callable[[UnitOfWork], None]] = []

    @property
    def changed(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._compensations)

    def change(
        self, thing: Thing[T], after: T, action: str, *, if_new: T | None = None, **facts: str
    ) -> T:
        """Save `after` with its line of audit and return it as the store has it.

        Undo saves what stood there before; of something new that the store cannot let go of, it
        saves `if_new`, which says that it counts no more. `facts` (a reason, say) go into the
        line of audit. Where nothing changes, nothing is written.
        """
        before = thing.load(self.work)
        if before == after:
            return before
        thing.save(self.work, after)
        taken_back = if_new if before is None and if_new is not None else before
        return self._settle(thing, before, taken_back, action, facts)

    def made(self, thing: Thing[T], action: str, *, taken_back: T) -> T:
        """Give something new that has been stored already its line of audit."""
        return self._settle(thing, None, taken_back, action, {})

    def take_back(self, work: UnitOfWork) -> None:
        """Undo this step's changes in `work`, the last first."""
        for compensate in reversed(self._compensations):
            compensate(work)

    def _settle(
        self,
        thing: Thing[T],
        before: T | None,
        taken_back: T,
        action: str,
        facts: Mapping[str, str],
    ) -> T:
        settled = thing.load(self.work)
        _note(self.work, thing, action, before, settled, facts)

        def compensate(work: UnitOfWork) -> None:
            if thing.load(work) != settled:
                raise ChangedSinceError(self.label)
            thing.save(work, taken_back)
            _note(work, thing, "undo", settled, taken_back, {"of": action})

        self._compensations.append(compensate)
        return settled


class Ledger:
    """Opens the steps of this session; each becomes undoable once it is committed."""

    def __init__(self, store: Store, history: History) -> None:
        self._store = store
        self._history = history

    @contextmanager
    def step(self, label: str) -> Iterator[Entry]:
        """A writing unit of work whose changes can be taken back together as `label`."""
        with self._store.writing() as work:
            entry = Entry(work, label)
            yield entry
        if entry.changed:
            self._history.push(label, entry.take_back)


def _note(
    work: UnitOfWork,
    thing: Thing[T],
    action: str,
    before: T | None,
    after: T | None,
    facts: Mapping[str, str],
) -> None:
    old, new = differing(plain(before), plain(after))
    detail = {**facts, "before": old, "after": new}
    work.audit.append(action, thing.entity, thing.entity_id, detail)


def plain(value: object) -> object:
    """`value` in the terms of JSON: records become objects, moments ISO strings.

    The values of a submission become one object by indicator, so that a change of one shows.
    """
    match value:
        case Enum():
            return value.value
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case (Value(), *_):
            return {item.indicator: plain(item) for item in value if isinstance(item, Value)}
        case tuple() | list():
            return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def differing(before: object, after: object) -> tuple[object, object]:
    """Of two plain objects only what differs; anything else whole."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    old: dict[str, object] = {}
    new: dict[str, object] = {}
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) == after.get(key):
            continue
        was, becomes = differing(before.get(key), after.get(key))
        if key in before:
            old[key] = was
        if key in after:
            new[key] = becomes
    return old, new


def composed(record: T) -> T:
    """`record` with every text in it in NFC, the form in which everything is stored (rule 14)."""
    return cast("T", _composed(record))


def _composed(item: object) -> object:
    if type(item) is str:  # an enumeration's members are strings, too, and stay what they are
        return nfc(item)
    if isinstance(item, tuple):
        return tuple(_composed(part) for part in item)
    if isinstance(item, Mapping):
        return {key: _composed(part) for key, part in item.items()}
    if is_dataclass(item) and not isinstance(item, type):
        parts = {field.name: _composed(getattr(item, field.name)) for field in fields(item)}
        return type(item)(**parts)
    return item
