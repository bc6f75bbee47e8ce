"""Records that were read before: a window asks for all of a plan after each thing that is done."""

from typing import Generic, TypeVar

T = TypeVar("T")

_MOST = 1000


class Kept(Generic[T]):
    """Records by their ids, each good while its row has the digest that it was read with.

    The digest covers all that a record is made of, so it does not matter which transaction, or
    which program, changed the row. Only the last ones are kept. Any thread may ask.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._records: dict[int, tuple[str, T]] = {}

    def get(self, number: int, digest: str) -> T | None:
        """The record as it was read, or None where it is unknown or has changed since."""
        found = self._records.get(number)
        return found[1] if found and found[0] == digest else None

    def keep(self, number: int, digest: str, record: T) -> T:
        """Keep `record`, which is as its row has it, and return it."""
        if not digest:
            return record
        self._records[number] = digest, record
        while len(self._records) > self._most:
            # Another thread may have been quicker.
            self._records.pop(next(iter(tuple(self._records))), None)
        return record
