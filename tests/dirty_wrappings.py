"""Files that hold a report without being one: wrapped, broken, locked, photographed, copied."""

from dirty_builders import (
    Desk,
    blank_rows,
    docx,
    ole_with,
    photo,
    with_macros,
    zipped,
)
from dirty_folder import (
    BLOCK,
    DUPLICATE,
    IMPORTED,
    NONE,
    QUESTION,
    REFUSED,
    REVIEW,
    Sent,
    commune,
    office,
)

_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_MAIL = "From: a@vinhloc.example\r\nMIME-Version: 1.0\r\nSubject: Bao cao\r\n\r\nXin gửi.\r\n"


def _by_hand(name: str, data: bytes, case: str, *, said: str = "bằng tay") -> Sent:
    # Whose it is is chosen where it is typed in: that is no question of its own.
    return Sent(name, data, case, REVIEW, None, NONE, open={"": QUESTION}, said=(said,))


def _refused(name: str, data: bytes, case: str, said: str) -> Sent:
    return Sent(name, data, case, REFUSED, None, NONE, open={"": BLOCK}, said=(said,))


def wrappings(desk: Desk) -> list[Sent]:
    """All of them."""
    twelve = desk.form("PB12", office(12))
    centre = desk.form("PB10", office(10))
    nested = zipped([("Thanh tra.xlsx", centre)])
    eight = desk.form("PB08", office(8))
    nine = desk.form("PB09", office(9))
    macro = desk.form("PB11", office(11))
    blank = blank_rows(desk.form("15364", commune(6)), 200, 100_000)
    return [
        Sent(
            "cac phong.zip",
            zipped(
                [
                    ("KT-HT/Kinh te ha tang.xlsx", twelve),
                    ("KT-HT/~$Kinh te ha tang.xlsx", b"\x05Tran" + bytes(160)),
                    ("tiep.zip", nested),
                    ("anh.jpg", photo()),
                ]
            ),
            "F12",
            "",
            inside=(
                Sent("cac phong.zip/KT-HT/Kinh te ha tang.xlsx", twelve, "F12", IMPORTED, "PB12"),
                _refused("cac phong.zip/KT-HT/~$Kinh te ha tang.xlsx", b"", "E10", "tệp tạm"),
                Sent("cac phong.zip/tiep.zip/Thanh tra.xlsx", centre, "F12", IMPORTED, "PB10"),
                _by_hand("cac phong.zip/anh.jpg", b"", "F11"),
            ),
        ),
        Sent("GD&ĐT.xls", eight, "F3", IMPORTED, "PB08", values={"C03": 436}),
        Sent(
            "GD&ĐT - Copy.xlsx",
            eight,
            "D10",
            DUPLICATE,
            "PB08",
            said=("giống hệt tệp",),
        ),
        Sent(
            "NN&PTNT.xlsm",
            with_macros(macro),
            "F4",
            IMPORTED,
            "PB11",
            values={"C03": 487},
            said=("macro",),
        ),
        Sent("Vĩnh Phúc day du.xlsx", blank, "E15", IMPORTED, "15364", values={"E00": 766}),
        Sent("Y te.xlsx", nine, "F13", IMPORTED, "PB09"),
        _refused("~$Y te.xlsx", b"\x05Tran" + bytes(160), "E10", "tệp tạm"),
        _refused(
            "Nội vụ (mật khẩu).xlsx",
            ole_with("EncryptionInfo", "EncryptedPackage"),
            "E9",
            "mật khẩu",
        ),
        _refused("tai chua xong.xlsx", desk.form("PB02", office(20))[:9000], "E11", "tải chưa hết"),
        _refused("rong.xlsx", b"", "E11", "rỗng"),
        _refused("tren mang.xlsx", bytes(4096), "E11", "rỗng"),
        _by_hand("BC Trung tâm VHTT có dấu đỏ.pdf", _PDF, "F9 F10"),
        _by_hand("z5901777123456_8a1b.jpg", photo("grey"), "F11"),
        Sent(
            "Báo cáo Thanh tra huyện.doc",
            ole_with("WordDocument", "1Table"),
            "F8",
            REVIEW,
            None,
            NONE,
            # Its name tells the unit, accents and all, but is not enough to decide.
            open={"": QUESTION},
            said=("lưu thành .docx", "của Thanh tra huyện"),
        ),
        _by_hand("tong hop.rar", b"Rar!\x1a\x07\x01\x00" + bytes(200), "F12"),
        _by_hand("thu.eml", _MAIL.encode(), "F14"),
        # Only a letter, with no table in it: to be read by somebody.
        _by_hand(
            "Công văn.docx", docx("Kính gửi: UBND huyện", "Đơn vị xin gửi báo cáo sau."), "F7"
        ),
        _refused(
            "khoa.zip",
            _with_password(zipped([("bieu.xlsx", eight)])),
            "F12",
            "mật khẩu",
        ),
    ]


def _with_password(data: bytes) -> bytes:
    """The .zip with its entries marked as encrypted."""
    changed = bytearray(data)
    changed[6] |= 1
    at = data.rindex(b"PK\x01\x02")
    changed[at + 8] |= 1
    return bytes(changed)
