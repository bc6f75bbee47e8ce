"""Finished documents held against the decree, before they are issued or as they came in."""

from pathlib import Path

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import FILE_BYTES
from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Inspection


def inspect_file(path: Path) -> Inspection:
    """The document at `path` held against the decree; no store is needed.

    UserError where it cannot be read or is no document. PDFs are read by PDFium, which is not
    made for several threads: a window does this on the worker that draws pages.
    """
    try:
        if path.stat().st_size > FILE_BYTES:
            raise UserError("inspection.too_big", limit=FILE_BYTES >> 20)
        data = path.read_bytes()
    except OSError as error:
        raise UserError("inspection.unreadable", path=path) from error
    return inspect(data, path.name)
