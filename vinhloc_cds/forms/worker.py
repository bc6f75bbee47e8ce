"""A process of its own that reads files: it can be killed, and takes nothing down with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.archive import Member
from vinhloc_cds.forms.recognition import Context

SECONDS = 10
MEMORY_BYTES = 512 * 1024 * 1024
FILE_BYTES = 30 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A cell in its surroundings, as texts; all places count from 0."""

    sheet: str
    top: int
    left: int
    rows: tuple[tuple[str, ...], ...]
    row: int
    column: int


class Reader:
    """Reads files in a child process within the limits above (reliability.md R6).

    The process starts at the first file and is made anew after one that had to be killed.
    """

    def __init__(self, context: Context) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str, *, unit: str | None = None) -> FileReading:
        """What a file reports. UserError where it cannot be read within the limits."""
        raise NotImplementedError

    def read_all(self, files: Iterable[Member]) -> Iterator[tuple[Member, FileReading | UserError]]:
        """As `read`, in order, one file ahead: the next is read while the last is dealt with."""
        raise NotImplementedError

    def members(self, data: bytes) -> tuple[Member, ...] | None:
        """The files in an archive, or None where it is no archive. UserError as `read`."""
        raise NotImplementedError

    def excerpt(self, data: bytes, name: str, sheet: str, cell: str) -> Excerpt:
        """The surroundings of a cell ("B7"). UserError as `read`."""
        raise NotImplementedError

    def close(self) -> None:
        """End the process."""
        raise NotImplementedError
