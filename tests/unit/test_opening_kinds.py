"""Files are told apart by what is in them, and each that cannot be read gets its sentence."""

import struct

import pytest
from workbooks import parts, relations, workbook, zipped

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import ole
from vinhloc_cds.forms.archive import is_archive, members
from vinhloc_cds.forms.bounds import FILE_BYTES
from vinhloc_cds.forms.kinds import is_zip, kind_of, kind_of_zip
from vinhloc_cds.forms.opening import open_book
from vinhloc_cds.forms.safezip import open_zip

SECTOR = 512
END = 0xFFFFFFFE
NONE = 0xFFFFFFFF
XLSX = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')


def compound(*names: str) -> bytes:
    """An OLE file whose top level has these (empty) streams, each the right neighbour's left."""

    def entry(name: str, right: int = NONE, child: int = NONE) -> bytes:
        text = name.encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(text) + 2, 2, 1, NONE, right, child)
            + bytes(48)
        )

    last = len(names)
    entries = [entry("Root Entry", child=1)]
    for number, name in enumerate(names, start=1):
        entries.append(entry(name, right=number + 1 if number < last else NONE))
    directory = b"".join(entries).ljust(SECTOR * 2, b"\0")
    header = ole.MAGIC + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<6I", 1, 1, 0, 4096, END, 0)[:24] + struct.pack("<2I", END, 0)
    header = header.ljust(76, b"\0") + struct.pack("<109I", 0, *[NONE] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 2, END, *[NONE] * 125)
    return header + table + directory


def document(root: str, part: str = "word/document.xml") -> bytes:
    return zipped(
        {"_rels/.rels": relations(("r", "officeDocument", part)), part: f"<{root} xmlns='x'/>"}
    )


def kind(data: bytes, name: str = "tep") -> FileKind:
    return kind_of_zip(open_zip(data)) if is_zip(data) else kind_of(data, name)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (XLSX, FileKind.XLSX),
        (zipped({name.upper(): part for name, part in parts("").items()}), FileKind.XLSX),
        (document("document"), FileKind.DOCX),
        (document("workbook", "xl/workbook.bin"), FileKind.XLSB),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            FileKind.ODS,
        ),
        (zipped({"content.xml": "", "META-INF/manifest.xml": ""}), FileKind.ODS),
        (zipped({"a.xlsx": XLSX}), FileKind.ZIP),
        (compound("Workbook"), FileKind.XLS),
        (compound("SummaryInformation", "Book"), FileKind.XLS),
        (compound("WORKBOOK"), FileKind.XLS),
        (compound("BOOK"), FileKind.XLS),
        (compound("WordDocument", "1Table"), FileKind.DOC),
        (compound("__nameid_version1.0", "__properties_version1.0"), FileKind.MAIL),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(40), FileKind.XLS),
        (b"<html><table><tr><td>1</td></tr></table></html>", FileKind.HTML),
        ("<!DOCTYPE html>\n<html>".encode("utf-16"), FileKind.HTML),
        (b"\xef\xbb\xbf<!-- x --><meta charset=utf-8><table>", FileKind.HTML),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\r\n", FileKind.HTML),
        (
            (
                b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
                b"Content-Type: text/html\r\n\r\n<meta name=ProgId content=Excel.Sheet>"
            ),
            FileKind.HTML,
        ),
        (b"Don vi;So\r\nVinh Hung;25\r\n", FileKind.CSV),
        ("Đơn vị\t25".encode("utf-16"), FileKind.CSV),
        (b"25", FileKind.CSV),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"\n\n%PDF-1.4\n", FileKind.PDF),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", FileKind.PICTURE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FileKind.PICTURE),
        (b"\0\0\0\x18ftypheic\0\0\0\0", FileKind.PICTURE),
        (b"RIFF\x24\0\0\0WEBPVP8 ", FileKind.PICTURE),
        (b"GIF89a\1\0", FileKind.PICTURE),
        (b"BM\x36\x10\0\0\0\0\0\0\x36", FileKind.PICTURE),
        (b"II*\0\x08\0\0\0", FileKind.PICTURE),
        (b"Rar!\x1a\x07\x01\0", FileKind.RAR),
        (b"Rar!\x1a\x07\0", FileKind.RAR),
        (b"7z\xbc\xaf\x27\x1c\0\4", FileKind.RAR),
        (b"{\\rtf1\\ansi", FileKind.DOC),
        (b"Received: from a\r\nMessage-ID: <1>\r\nSubject: bao cao\r\n\r\n", FileKind.MAIL),
    ],
)
def test_the_kind_is_told_by_what_is_inside(data, expected):
    assert kind(data) is expected


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "opening.empty"),
        (bytes(500), "a.xlsx", "opening.empty"),
        (b"\x05Hoang" + bytes(159), "~$bieu.xlsx", "opening.lock_file"),
        (b",Hoang,PC,01.10.2024 08:00;", "goi.zip/.~lock.bieu.ods#", "opening.lock_file"),
        (compound("EncryptionInfo", "EncryptedPackage"), "a.xlsx", "opening.password"),
        (compound("PowerPoint Document"), "a.xls", "opening.other_document"),
        (compound("256_0"), "Thumbs.db", "opening.system_file"),
        (compound("Workbook")[:600], "a.xls", "opening.damaged"),
        (document("presentation", "ppt/presentation.xml"), "a.xlsx", "opening.other_document"),
        (XLSX[:-40], "a.xlsx", "opening.damaged"),
        (b"MZ\x90\0\3\0\0\0", "bao cao.pdf.exe", "opening.program"),
        (b"[InternetShortcut]\r\nURL=https://x", "a.url", "opening.shortcut"),
        (b'{"url": "https://docs.google.com/x", "doc_id": "1"}', "a.gsheet", "opening.shortcut"),
        (b"\0\x05\x16\x07\0\2\0\0", "__MACOSX/._a.xlsx", "opening.system_file"),
        (
            (
                b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
                b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
            ),
            "a.xls",
            "opening.other_xml",
        ),
        (b'<?xml version="1.0"?><a/>', "a.xml", "opening.other_xml"),
        (b"\1\2\3\4binary", "a.dat", "opening.unknown"),
        (zipped({"a.txt": "x"}), "a.zip", "opening.nested_archive"),
    ],
)
def test_what_no_one_can_read_gets_a_sentence_of_its_own(data, name, code):
    with pytest.raises(UserError) as caught:
        open_book(data, name)
    assert caught.value.code == code
    assert str(caught.value)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", compound("WordDocument"), b"Rar!\x1a\x07\0"])
def test_what_is_entered_by_hand_is_a_book_without_sheets(data):
    assert open_book(data, "a.xlsx").sheets == []


def unmarked(name: bytes) -> bytes:
    """A zip whose only name is `name`, as written by a tool that does not say in what letters."""
    return zipped({"x" * len(name): "1"}).replace(b"x" * len(name), name)


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (zipped({"Vĩnh Hưng.xlsx": "1"}), "Vĩnh Hưng.xlsx"),
        (unmarked("Vĩnh Hưng.xlsx".encode()), "Vĩnh Hưng.xlsx"),
        (unmarked("Vi\u0303nh Hu\u031bng.xlsx".encode()), "Vĩnh Hưng.xlsx"),
        (unmarked("Vi\u0303nh Hưng.xlsx".encode("cp1258")), "Vĩnh Hưng.xlsx"),
        (zipped({"../../Windows/a.xlsx": "1"}), "Windows/a.xlsx"),
        (zipped({"C:\\Tệp\\a.xlsx": "1"}), "Tệp/a.xlsx"),
        (zipped({"bieu\u202excod.xlsx": "1"}), "bieuxcod.xlsx"),
        (zipped({"..": "1"}), "?"),
    ],
)
def test_names_in_an_archive_are_shown_readably_and_lead_nowhere(data, shown):
    assert [member.name for member in members(data)] == [shown]


def test_an_archive_gives_its_files_and_those_of_one_archive_in_it():
    inner = zipped({"b.xlsx": XLSX, "deep.zip": zipped({"c.csv": "1"})})
    data = zipped({"goi/": "", "goi/a.csv": "1;2", "x.zip": inner, "~$a.xlsx": "\5Hoang"})
    assert is_archive(data)
    found = list(members(data))
    assert [member.name for member in found] == [
        "goi/a.csv",
        "x.zip/b.xlsx",
        "x.zip/deep.zip",
        "~$a.xlsx",
    ]
    assert found[1].data == XLSX
    with pytest.raises(UserError, match="quá sâu"):
        open_book(found[2].data, found[2].name)


def test_a_zipped_workbook_is_no_archive_and_a_damaged_one_is_a_file():
    assert not is_archive(XLSX)
    assert not is_archive(b"PK\x03\x04 not whole")
    damaged = zipped({"x.zip": b"PK\x03\x04 not whole"})
    assert [member.name for member in members(damaged)] == ["x.zip"]


def test_an_archive_without_files_says_so():
    with pytest.raises(UserError) as caught:
        list(members(zipped({"a/": ""})))
    assert caught.value.code == "opening.empty_archive"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        # 4 x 60 MB and 4 x 3,000 entries: each archive within is under the limit by itself.
        ({f"{number}.csv": bytes(20_000_000) for number in range(3)}, "too_big_unpacked"),
        ({f"{number}.csv": "" for number in range(3_000)}, "too_many_entries"),
    ],
)
def test_the_limits_of_an_archive_are_those_of_all_that_is_in_it(made, code):
    inner = zipped(made)
    archive = zipped({f"{number}.zip": inner for number in range(4)})
    with pytest.raises(UserError) as caught:
        list(members(archive))
    assert caught.value.code == f"opening.{code}"


def test_of_a_file_that_is_too_large_only_so_much_is_unpacked_as_shows_that():
    large, small = members(zipped({"a.csv": "0" * (FILE_BYTES + 5_000_000), "b.csv": "1"}))
    assert (len(large.data), small.data) == (FILE_BYTES + 1, b"1")
