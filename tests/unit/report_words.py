"""The words and tables of a report, for tests."""

from vinhloc_cds.reports.document import Document, Heading, Paragraph, Table


def words(document: Document) -> list[str]:
    return [block.line for block in document.blocks if isinstance(block, Paragraph)]


def section(document: Document, title: str) -> list[str]:
    """The paragraphs under the heading that ends in `title`."""
    found: list[str] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text.endswith(title)
        elif inside and isinstance(block, Paragraph):
            found.append(block.line)
    return found


def tables(document: Document) -> dict[str, Table]:
    return {
        block.name: block
        for annex in document.annexes
        for block in annex.blocks
        if isinstance(block, Table)
    }
