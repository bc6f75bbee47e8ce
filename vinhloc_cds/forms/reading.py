"""The reading itself, as `worker.Reader` describes it; loaded in the reading process alone."""

from collections.abc import Iterator

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.forms import archive, opening, recognition
from vinhloc_cds.forms.context import Context, Member
from vinhloc_cds.forms.excerpt import Excerpt, excerpt


class Forms:
    """What `child.Work` asks for."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, data: bytes, name: str, unit: str | None) -> FileReading:
        """What a file reports."""
        return recognition.recognise(opening.open_book(data, name), name, self._context, unit=unit)

    def members(self, data: bytes) -> Iterator[Member] | None:
        """The files in an archive, or None where it is none."""
        return archive.members(data) if archive.is_archive(data) else None

    def excerpt(self, data: bytes, name: str, sheet: str, cell: str) -> Excerpt:
        """The surroundings of a cell."""
        return excerpt(opening.open_book(data, name), sheet, cell)
