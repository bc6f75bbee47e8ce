"""A finished document, Word or PDF, held against the decree."""

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import FILE_BYTES
from vinhloc_cds.forms.kinds import is_zip, kind_of, kind_of_zip
from vinhloc_cds.forms.safezip import open_zip
from vinhloc_cds.inspection.arithmetic import arithmetic_rule
from vinhloc_cds.inspection.crossing import crossing_rule
from vinhloc_cds.inspection.outcome import Inspection
from vinhloc_cds.inspection.parts import find_parts
from vinhloc_cds.inspection.rules_body import body_rules
from vinhloc_cds.inspection.rules_foot import foot_rules
from vinhloc_cds.inspection.rules_head import head_rules
from vinhloc_cds.inspection.rules_page import page_rules
from vinhloc_cds.inspection.shares import shares_rule
from vinhloc_cds.inspection.sheet import Sheet
from vinhloc_cds.inspection.unfilled import unfilled_rule
from vinhloc_cds.inspection.wording import wording_rules


def inspect(data: bytes, file_name: str) -> Inspection:
    """Every rule's result; what the file is, is told by its content.

    UserError for what is no Word document or PDF, has a password, is damaged or too big.
    """
    if len(data) > FILE_BYTES:
        raise UserError("inspection.too_big", limit=FILE_BYTES >> 20)
    sheet = _read(data, file_name)
    if not any(line.words for line in sheet.lines):
        raise UserError("inspection.no_text")
    parts = find_parts(sheet)
    results = (
        *page_rules(sheet, parts),
        *head_rules(sheet, parts),
        *body_rules(sheet, parts),
        *foot_rules(sheet, parts),
        *wording_rules(sheet, parts),
        unfilled_rule(sheet),
        crossing_rule(sheet, parts),
        arithmetic_rule(sheet),
        shares_rule(sheet),
    )
    return Inspection(file_name, results)


def _read(data: bytes, file_name: str) -> Sheet:
    # Each format's libraries are only loaded when such a file is given.
    if is_zip(data):
        archive = open_zip(data)
        if kind_of_zip(archive) is FileKind.DOCX:
            from vinhloc_cds.inspection.docx_reading import read  # noqa: PLC0415

            return read(archive)
    elif kind_of(data, file_name) is FileKind.PDF:
        from vinhloc_cds.inspection.pdf_reading import read as read_pdf  # noqa: PLC0415

        return read_pdf(data)
    raise UserError("inspection.other_kind")
