"""Finished documents held against the decree, before they are issued or as they came in."""

from pathlib import Path

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import FILE_BYTES
from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Inspection


class Inspecting:
    """Use cases around the form of documents; they need no store.

    PDFs are read by PDFium, which is not made for several threads: a window does all of this on
    the worker that draws pages.
    """

    def file(self, path: Path) -> Inspection:
        """The file at `path`; UserError where it cannot be read or is no document."""
        try:
            if path.stat().st_size > FILE_BYTES:
                raise UserError("inspection.too_big", limit=FILE_BYTES >> 20)
            data = path.read_bytes()
        except OSError as error:
            raise UserError("inspection.unreadable", path=path) from error
        return inspect(data, path.name)

    def inspect(self, data: bytes, file_name: str) -> Inspection:
        """A document in memory, such as a report that is about to be issued."""
        return inspect(data, file_name)
