"""What the reading process is given to do to see whether its memory is limited.

The process imports this by its name, so it imports nothing that reading does not need.
"""

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.forms.context import Context, Member
from vinhloc_cds.forms.excerpt import Excerpt
from vinhloc_cds.forms.worker import MEMORY_BYTES


class Greedy:
    """Asks the system for more memory than the process may have; all that is sent is "an archive".

    None where there is no limit.
    """

    def __init__(self, _: Context) -> None:
        pass

    def read(self, data: bytes, name: str, unit: str | None) -> FileReading:
        """Not asked for."""
        raise NotImplementedError

    def members(self, _: bytes) -> tuple[Member, ...] | None:
        """Take the memory and let go of it."""
        return None if bytearray(MEMORY_BYTES + 1) else ()

    def excerpt(self, data: bytes, name: str, sheet: str, cell: str) -> Excerpt:
        """Not asked for."""
        raise NotImplementedError
