"""What makes the same document the same bytes: one moment, and zip files that carry only it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def made_at(moment: str) -> datetime:
    """`Document.made_at` as an aware moment in UTC, in whole seconds."""
    return datetime.fromisoformat(moment).astimezone(UTC).replace(microsecond=0)


def zipped(entries: Mapping[str, bytes], moment: datetime) -> bytes:
    """A zip file of `entries`, in their order, each with `moment` as its time."""
    stamp = moment.timetuple()[:6]
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name, data in entries.items():
            info = ZipInfo(name, stamp)
            info.compress_type = ZIP_DEFLATED
            # The same on every system: a plain file made by "Unix".
            info.create_system = 3
            info.external_attr = 0o600 << 16
            target.writestr(info, data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The entries of a zip file that was made here, in their order."""
    with ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def fixed_zip(data: bytes, moment: datetime) -> bytes:
    """The zip file `data` with `moment` as the time of every entry, entries in their order."""
    return zipped(unzipped(data), moment)
