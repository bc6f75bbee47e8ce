"""What makes the same document the same bytes: one moment, and zip files that carry only it."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def made_at(moment: str) -> datetime:
    """`Document.made_at` as an aware moment in UTC, in whole seconds."""
    return datetime.fromisoformat(moment).astimezone(UTC).replace(microsecond=0)


def fixed_zip(data: bytes, moment: datetime) -> bytes:
    """The zip file `data` with `moment` as the time of every entry, entries in their order."""
    stamp = moment.timetuple()[:6]
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, stamp)
            info.compress_type = ZIP_DEFLATED
            # The same on every system: a plain file made by "Unix".
            info.create_system = 3
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()
