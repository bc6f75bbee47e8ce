"""Files inside an archive, read without extracting anything to disk."""

from collections.abc import Iterator

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.domain.text import shown_name
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import FILE_BYTES
from vinhloc_cds.forms.context import Member
from vinhloc_cds.forms.kinds import is_zip, kind_of_zip
from vinhloc_cds.forms.safezip import ENTRIES, SafeZip, open_zip


def is_archive(data: bytes) -> bool:
    """Whether it is a plain .zip of files, rather than a workbook that happens to be zipped.

    One that cannot be opened is none: `open_book` says why.
    """
    return _plain(data) is not None


def members(data: bytes) -> Iterator[Member]:
    """The files in a .zip, in its order; UserError where it cannot be read safely.

    Of one larger than a file may be only so much is unpacked as shows that. A .zip in the .zip is
    opened too, and what is in it counts against the limits of the whole; one that lies deeper, or
    cannot be opened, is a member, so that `open_book` says why. So are files that systems leave
    behind: each gets its sentence.
    """
    archive = open_zip(data)
    if not archive.names:
        raise UserError("opening.empty_archive")
    for count, member in enumerate(_members(archive, deeper=True), 1):
        if count > ENTRIES:
            raise UserError("opening.too_many_entries", limit=ENTRIES)
        yield member


def _members(archive: SafeZip, *, deeper: bool) -> Iterator[Member]:
    for name in archive.names:
        content = archive.read(name, FILE_BYTES + 1)
        inner = _plain(content) if deeper else None
        if inner is None or not inner.names:
            yield Member(_shown(name), content)
            continue
        inner.left = archive.left
        for member in _members(inner, deeper=False):
            yield Member(f"{_shown(name)}/{member.name}", member.data)
        archive.left = inner.left


def _plain(data: bytes) -> SafeZip | None:
    if not is_zip(data):
        return None
    try:
        archive = open_zip(data)
        return archive if kind_of_zip(archive) is FileKind.ZIP else None
    except UserError:
        return None


def _shown(name: str) -> str:
    """A name as it may be shown: nothing that climbs, hides or turns the direction of writing."""
    parts = map(shown_name, name.split("/"))
    kept = [part for part in parts if part not in {"", ".", ".."} and not part.endswith(":")]
    return "/".join(kept) or "?"
