"""The report's words, line by line, against a file that an official can read and correct."""

from collections.abc import Iterator
from pathlib import Path

from report_samples import full_snapshot

from vinhloc_cds.reports.consolidated import consolidated_report
from vinhloc_cds.reports.document import (
    Addressees,
    Basis,
    Block,
    Chart,
    Closing,
    Document,
    Heading,
    Note,
    Paragraph,
    Table,
)

REFERENCE = Path(__file__).with_name("report_2024.txt")


def spelled_out(document: Document) -> Iterator[str]:
    head = document.head
    yield from (*head.letterhead.superior, *head.letterhead.issuer)
    yield from (head.number_line, head.place_and_date, head.kind, head.subject)
    for block in document.blocks:
        yield from block_lines(block)
    for annex in document.annexes:
        yield from ("", annex.label, annex.title, annex.reference)
        for block in annex.blocks:
            yield from block_lines(block)


def block_lines(block: Block) -> Iterator[str]:
    match block:
        case Addressees():
            yield from block.lines
        case Heading():
            yield from ("", block.text)
        case Paragraph():
            yield block.line
        case Basis() | Note():
            yield block.text
        case Table():
            yield from ("", block.title, " | ".join(column.title for column in block.columns))
            yield from (" | ".join(cell.text for cell in row) for row in block.rows)
            yield block.note
        case Chart():
            yield from ("", block.title, " | ".join(("", *block.categories)))
            for series in block.series:
                yield " | ".join(
                    (series.name, *("" if v is None else str(v) for v in series.values))
                )
            yield f"{block.after}: {block.after_label}. {block.note}"
        case Closing():
            signer = block.letterhead.signer
            yield from ("", *block.recipients, signer.authority, signer.title, signer.name)


def test_the_report_reads_as_it_did(tmp_path):
    document = consolidated_report(full_snapshot(silent=4), "ubnd")
    actual = "\n".join(spelled_out(document)) + "\n"
    expected = REFERENCE.read_text(encoding="utf-8") if REFERENCE.exists() else ""
    if actual != expected:
        changed = tmp_path / REFERENCE.name
        changed.write_text(actual, encoding="utf-8")
        raise AssertionError(
            f"The report reads differently. If it is meant to, copy {changed} to {REFERENCE}."
        )
