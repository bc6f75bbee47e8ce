"""Documents as files of one of FORMATS."""

from collections.abc import Sequence

from vinhloc_cds.reports.document import Document
from vinhloc_cds.services.ports import AuditHead
from vinhloc_cds.texts import text

FORMATS = ("pdf", "docx", "xlsx")


def render(document: Document, file_format: str, *, links: bool = False) -> bytes:
    """The document in one of FORMATS; the same document gives the same bytes.

    With `links` every figure of a PDF leads to what is behind it. ValueError for another format.
    """
    # Each renderer brings a library of its own, which only its own format should wait for.
    match file_format:
        case "pdf":
            from vinhloc_cds.reports import pdf  # noqa: PLC0415

            return pdf.render(document, links=links)
        case "docx":
            from vinhloc_cds.reports import docx  # noqa: PLC0415

            return docx.render(document)
        case "xlsx":
            from vinhloc_cds.reports import xlsx  # noqa: PLC0415

            return xlsx.render(document)
    raise ValueError(file_format)


def together(documents: Sequence[Document]) -> bytes:
    """The documents as one PDF, so that they are looked at and printed in one go."""
    from vinhloc_cds.reports import pdf  # noqa: PLC0415 - as above

    return pdf.render_all(documents)


def traced_to(head: AuditHead) -> str:
    """What a document's metadata say of the audit log as it was when the document was made."""
    return text("issuing.keywords", number=head.number, hash=head.hash)
