"""Files inside an archive, read without extracting anything to disk."""

from typing import NamedTuple


class Member(NamedTuple):
    """A file inside an archive; `name` is only shown."""

    name: str
    data: bytes


def is_archive(data: bytes) -> bool:
    """Whether it is a plain .zip of files, rather than a workbook that happens to be zipped."""
    raise NotImplementedError


def members(data: bytes) -> tuple[Member, ...]:
    """The files in a .zip, in its order; UserError where it cannot be read safely."""
    raise NotImplementedError
