"""What a file is by its content, whatever its name ends in."""

import re

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import ole
from vinhloc_cds.forms.safezip import SafeZip
from vinhloc_cds.forms.xlsx_parts import Package

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE_KINDS = (
    # In this order: a workbook may hold a document and the other way round. Some libraries write
    # these names in capitals.
    ("workbook", FileKind.XLS),
    ("book", FileKind.XLS),
    ("worddocument", FileKind.DOC),
    ("__properties_version1.0", FileKind.MAIL),
)
_BY_HAND = (
    (re.compile(rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|II\*\0|MM\0\*"), FileKind.PICTURE),
    (re.compile(rb"RIFF.{4}WEBP|BM.{4}\0\0\0\0", re.S), FileKind.PICTURE),
    (re.compile(rb".{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1|avif)", re.S), FileKind.PICTURE),
    # Other archives are kept and unpacked by hand, as a .rar is.
    (re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|BZh[1-9]1AY"), FileKind.RAR),
    (re.compile(rb"\s*\{\\rtf"), FileKind.DOC),
    # Excel 2 to 5 wrote their records without OLE around them.
    (re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00"), FileKind.XLS),
)
_REFUSED = (
    (re.compile(rb"MZ.{0,510}\0|\x7fELF|#!", re.S), "opening.program"),
    (re.compile(rb"L\0\0\0\x01\x14\x02\0|\s*\[InternetShortcut", re.I), "opening.shortcut"),
    (re.compile(rb'\s*\{\s*"[^{}]*(?:doc_id|docs\.google\.com|resource_id)'), "opening.shortcut"),
    (re.compile(rb"\0\x05\x16\x07|\0\0\0\x01Bud1|\s*\[\.ShellClassInfo"), "opening.system_file"),
)
_LOCK_BYTES = 1024
_PDF_WITHIN = 1024
_HEAD = 16_384

_MAIL = re.compile(r"(?:Received|Return-Path|Delivered-To|MIME-Version|From|Date|Subject|X-\S+):")
_MAIL_MARK = re.compile(r"^(?:MIME-Version|Message-ID|Received):", re.I | re.M)
_MAILED_SHEET = re.compile(r"^X-Document-Type:\s*Workbook|Excel\.Sheet", re.I | re.M)
_ROOT = re.compile(
    # Nothing is tried in a second way, which thousands of comments would make endless.
    r"\s*+(?:<\?(?>.*?\?>)\s*+|<!--(?>.*?-->)\s*+|<!DOCTYPE[^>\[]*+(?>\[.*?\]\s*+)?>\s*+)*+"
    r"<(?:[\w.-]+:)?([\w.-]+)([^>]*)",
    re.S | re.I,
)
_TABLE = re.compile(r"<table[\s>]", re.I)
_HTML = frozenset(
    {"html", "head", "body", "meta", "title", "style", "script", "table", "div", "p", "center"}
    | {"font", "span", "br", "b", "h1", "h2", "h3"}
)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def is_zip(data: bytes) -> bool:
    """Whether a file begins as a zip; whether it is whole is another matter."""
    return data.startswith(_ZIP)


def kind_of(data: bytes, name: str) -> FileKind:
    """The kind of a file that is no zip; `name` only tells a lock file.

    UserError, each its own sentence, for what no one can read figures from.
    """
    if _is_lock(data, name):
        raise UserError("opening.lock_file")
    if not data.strip(b"\0"):
        raise UserError("opening.empty")
    if data.startswith(ole.MAGIC):
        return _kind_of_ole(ole.top_names(data), name)
    for pattern, code in _REFUSED:
        if pattern.match(data):
            raise UserError(code)
    for by_hand, kind in _BY_HAND:
        if by_hand.match(data):
            return kind
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return FileKind.PDF
    return _kind_of_text(_head(data))


def kind_of_zip(archive: SafeZip) -> FileKind:
    """What a zip is: a workbook or a text that happens to be zipped, or a .zip of files."""
    if archive.find("mimetype"):
        told = archive.open("mimetype").read(200)
        if told.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return FileKind.ODS
        if told.startswith(b"application/"):
            raise UserError("opening.other_document")
    main = Package(archive).main_part()
    if main is None:
        if archive.find("content.xml") and archive.find("META-INF/manifest.xml"):
            return FileKind.ODS
        if archive.find("Index/Document.iwa") or archive.find("Index.zip"):
            raise UserError("opening.other_document")
        return FileKind.ZIP
    if main.lower().endswith(".bin"):
        return FileKind.XLSB
    root = _ROOT.match(_head(archive.open(main).read(_HEAD)))
    if root is None:
        raise UserError("opening.damaged")
    if root[1] == "workbook":
        return FileKind.XLSX
    if root[1] == "document":
        return FileKind.DOCX
    raise UserError("opening.other_document")


def _is_lock(data: bytes, name: str) -> bool:
    """Excel, Word and LibreOffice leave such a file beside one that is open."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return base.startswith(("~$", ".~lock.")) and len(data) < _LOCK_BYTES


def _kind_of_ole(names: frozenset[str], name: str) -> FileKind:
    folded = {name.casefold() for name in names}
    if "encryptedpackage" in folded:
        raise UserError("opening.password")
    for stream, kind in _OLE_KINDS:
        if stream in folded:
            return kind
    if name.lower().endswith("thumbs.db"):
        raise UserError("opening.system_file")
    raise UserError("opening.other_document")


def _head(data: bytes) -> str:
    """The first letters of a text, for looking at marks that are all ASCII."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: _HEAD * 2].decode("utf-16", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")[:_HEAD].decode("latin-1")


def _kind_of_text(head: str) -> FileKind:
    if _BINARY.search(head):
        raise UserError("opening.unknown")
    if _MAIL.match(head) and _MAIL_MARK.search(head):
        # Excel writes "a single web page" as a letter with its sheets enclosed.
        return FileKind.HTML if _MAILED_SHEET.search(head) else FileKind.MAIL
    root = _ROOT.match(head)
    if root is None:
        return FileKind.CSV
    element, attributes = root[1].lower(), root[2]
    if element in _HTML:
        return FileKind.HTML
    if element == "svg":
        return FileKind.PICTURE
    if "schemas-microsoft-com:office" in head or "office:document" in attributes + head[:2000]:
        raise UserError("opening.other_xml")
    if _TABLE.search(head):
        return FileKind.HTML
    if "<?xml" in head[:100]:
        raise UserError("opening.other_xml")
    return FileKind.CSV
