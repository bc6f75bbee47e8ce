"""Tables that units made themselves, in whatever program they had."""

from dirty_builders import Desk, Table, cp1258, csv, docx, free, html, ods, write, xls
from dirty_folder import BLOCK, IMPORTED, QUESTION, REVIEW, TABLE, Sent, commune
from old_letters import tcvn3, vni
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

HEAD = ("STT", "Nội dung", "ĐVT", "Kết quả", "Ghi chú")


NEEDED = {"A01": BLOCK, "B01": BLOCK}
"""What a commune has to answer: of a table without it, it is asked."""


def asked(*codes: str) -> dict[str, str]:
    """Labels of a unit's own: each figure waits for a word of the officer."""
    return dict.fromkeys(codes, QUESTION)


def tables(desk: Desk) -> list[Sent]:
    """All free tables."""
    return [*_letters(), *_programs(), *_layouts(), *_names(desk)]


def _table(*rows: tuple[str, str, object]) -> list[list[object]]:
    """Rows under the usual heading, numbered."""
    numbered = [[at, *row, None] for at, row in enumerate(rows, 1)]
    return [list(HEAD), *numbered]


def _letters() -> list[Sent]:
    """C: letters from before Unicode, by font."""
    old = [
        [tcvn3("UBND xã Vĩnh Hưng")],
        [],
        [tcvn3(one) for one in HEAD[:4]],
        [1, tcvn3("Số người dân được hướng dẫn"), tcvn3("người"), 640],
        [2, tcvn3("Băng rôn, khẩu hiệu"), tcvn3("chiếc"), 15],
        [3, tcvn3("Tổng số hộ"), tcvn3("hộ"), tcvn3("khoảng 1.650")],
    ]
    other = [
        [vni("UBND xã Vĩnh Hùng")],
        [],
        [vni(one) for one in HEAD[:4]],
        [1, vni("Số người dân được hướng dẫn"), vni("người"), 555],
        [2, vni("Băng rôn, khẩu hiệu"), vni("chiếc"), 17],
    ]
    oldest = [
        [tcvn3("UBND xã Vĩnh Phúc")],
        [],
        [tcvn3(one) for one in HEAD[:4]],
        [1, tcvn3("Tin, bài phát trên hệ thống truyền thanh"), tcvn3("tin, bài"), 9],
        [2, tcvn3("Áp phích"), tcvn3("tờ"), 45],
    ]
    return [
        Sent(
            "xa Vinh Hung (TCVN3).xlsx",
            free(("Sheet1", old), font=".VnTime"),
            "C3",
            REVIEW,
            None,
            TABLE,
            values={"E00": 640, "C08": 15},
            open={"": QUESTION} | asked("E00", "C08", "D08"),
            said=("Vĩnh Hưng", "bảng mã cũ"),
        ),
        Sent(
            "BC chuyen doi so.xlsx",
            free(("Sheet1", other), font="VNI-Times"),
            "C5",
            REVIEW,
            None,
            TABLE,
            values={"E00": 555},
            open={"": QUESTION} | asked("E00", "C08"),
            said=("Vĩnh Hùng",),
        ),
        Sent(
            "so lieu.xls",
            xls(oldest, ".VnTime"),
            "C3 F2",
            REVIEW,
            None,
            TABLE,
            values={"C04": 9, "C10": 45},
            open={"": QUESTION} | asked("C04", "C10"),
            said=("Vĩnh Phúc",),
        ),
    ]


def _programs() -> list[Sent]:
    """F: the same in Word, HTML, CSV and OpenDocument."""
    rows = _table(
        ("Tổng số Tổ CNSCĐ", "tổ", 9),
        ("Số Tổ CNSCĐ ra quân", "tổ", 9),
        ("Băng rôn, khẩu hiệu", "chiếc", "16 băng rôn"),
        ("Hướng dẫn DVCTT", "lượt người", "1.200"),
    )
    signed = [
        [None, "Tổng cộng", None, 1234, None],
        [None, "Người lập biểu", None, "Chủ tịch", None],
    ]
    money = _table(
        ("Tin, bài đăng trên trang thông tin điện tử", "tin, bài", 6),
        ("Kinh phí từ ngân sách nhà nước", "triệu đồng", 5),
    )
    values = {"D01": 9, "D02": 9, "C08": 16, "E01": 1200}
    own = asked("D01", "D02", "E01")
    head = ["UBND huyện Vĩnh Lộc", "UBND xã Vĩnh Hoà", "Số liệu chuyển đổi số"]
    text = "UBND xã Vĩnh Thịnh\r\n\r\n" + csv(rows)
    return [
        Sent(
            # A folder on a Mac: names are decomposed there (C1).
            "Vi\u0303nh Ho\u0300a.docx",
            docx("UBND xã Vĩnh Hoà", "Báo cáo kết quả", rows, "Người lập biểu: Hà Văn Tư"),
            "C1 C2 C10 F7",
            REVIEW,
            "15376",
            TABLE,
            values=values,
            # Its label is letter by letter ours: C08 is taken.
            open=own | NEEDED,
            flags=frozenset({"C08"}),
        ),
        Sent(
            "Vĩnh Hòa bo sung.xls",
            html(head, money),
            "F3 N25 D9",
            REVIEW,
            "15376",
            TABLE,
            values={"C01": 6, "H01": None},
            # Several million as a "5": said in đồng, to be confirmed.
            open={"": QUESTION, "H01": BLOCK} | NEEDED,
            said=("triệu đồng",),
        ),
        Sent(
            "Vĩnh Thịnh.csv",
            cp1258(text),
            "F5 C2",
            REVIEW,
            "15388",
            TABLE,
            values=values,
            open={"": QUESTION} | own,
            said=("Windows-1258",),
        ),
        Sent(
            "Vĩnh Thịnh utf8.csv",
            b"\xef\xbb\xbf" + text.replace(";9;", ";8;").encode(),
            "F5 D9",
            REVIEW,
            "15388",
            TABLE,
            values=values | {"D01": 8, "D02": 8},
            open={"": QUESTION} | own,
        ),
        Sent(
            "TT DVNN.ods",
            ods([["Trung tâm Dịch vụ nông nghiệp huyện"], [], *rows[:1], rows[3], *signed]),
            "F6 E4",
            IMPORTED,
            "SN03",
            TABLE,
            values={"C08": 16},
            flags=frozenset({"C08"}),
            said=("đúng tên",),
        ),
    ]


def _layouts() -> list[Sent]:
    """E: transposed, side by side, a sheet to each hamlet."""
    across = [
        ["ỦY BAN NHÂN DÂN XÃ NINH KHANG"],
        [],
        ["Chỉ tiêu", "Tổng số hộ", "Số thôn", "Pa nô", "Tờ rơi", "Hướng dẫn TTKDTM"],
        ["Kết quả", 1720, 8, 3, 500, 410],
    ]

    def several(book: Workbook) -> None:
        sheet = book.create_sheet("Biểu")
        sheet["A1"] = "PHÒNG TÀI CHÍNH - KẾ HOẠCH"
        sheet.merge_cells("A1:D1")
        write(
            sheet,
            _table(("Số hội nghị", "cuộc", 2), ("Người dự hội nghị", "lượt người", 85)),
            top=3,
        )
        write(
            sheet,
            _table(("Ngân sách nhà nước", "đồng", 3_000_000), ("Tài trợ", "đồng", 0)),
            top=9,
        )
        sheet.merge_cells("D4:E4")
        sheet.row_dimensions[5].hidden = True
        sheet["D10"].comment = Comment("Đã quyết toán", "TCKH")
        book.create_sheet("Ẩn").sheet_state = "hidden"
        write(book["Ẩn"], [["nháp", 77]])

    def hamlet(name: str, *figures: object) -> tuple[str, Table]:
        labels = ("Số hộ dân trên địa bàn", "Số hộ được hướng dẫn tận nhà", "Hướng dẫn DVCTT")
        rows = [[f"UBND xã Minh Tân - {name}"], [], ["Nội dung", "Kết quả"]]
        return name, [*rows, *map(list, zip(labels, figures, strict=True))]

    three = [
        hamlet("Thôn 1", 210, 150, 44),
        hamlet("Thôn 2", 180, "120 hộ", 31),
        hamlet("Thôn 3", 195, None, 28),
    ]
    lines = [
        ["UBND xã Vĩnh Long"],
        ["Băng rôn: 15 chiếc"],
        ["Tờ rơi: 500"],
        ["Số hộ được hướng dẫn: 300 hộ"],
    ]
    by_row = [
        ["UBND XÃ NINH KHANG"],
        ["TT", "Thôn", "Số hộ dân trên địa bàn", "Hướng dẫn DVCTT"],
        [1, "Thôn Bèo", 200, 100],
        [2, "Thôn Cầu Mư", 150, 90],
        [3, "Khu phố 3", None, None],
        [None, "Tổng cộng", 350, 180],
    ]
    of_many = [
        ["TỔNG HỢP SỐ LIỆU CÁC XÃ"],
        ["TT", "Nội dung", "Vĩnh Hưng", "Vĩnh Hùng", "Cộng"],
        [1, "Băng rôn", 4, 5, 9],
        [2, "Tờ rơi", 100, 200, 300],
    ]
    return [
        Sent(
            # Figures in one cell with their labels are asked about: the file is not blank.
            "Vĩnh Long một cột.xlsx",
            free(("Sheet1", lines)),
            "E6",
            REVIEW,
            "15361",
            TABLE,
            open=dict.fromkeys(("A2", "C12", "D09"), QUESTION) | {"": QUESTION},
            said=("ghi cả nhãn và số",),
        ),
        Sent(
            "Ninh Khang theo thôn.xlsx",
            free(("Sheet1", by_row)),
            "D7 N28",
            REVIEW,
            "15385",
            TABLE,
            # Its own total stands where it is the sum of its hamlets.
            values={"D08": 350, "E01": None},
            open={"": " ".join([QUESTION] * 3), "D08": QUESTION, "E01": BLOCK} | NEEDED,
            said=("chưa có số nào: Khu phố 3", "tổng là 180", "được 190"),
        ),
        Sent(
            "tong hop hai xa.xlsx",
            free(("Sheet1", of_many)),
            "D7",
            REVIEW,
            None,
            TABLE,
            # Whose column is read is said by whose file it is (test of the unit chosen).
            open={"": BLOCK, "C08": " ".join([QUESTION] * 3), "C12": " ".join([QUESTION] * 3)},
            said=("nhiều đơn vị",),
        ),
        Sent(
            "Ninh Khang.xlsx",
            free(("Sheet1", across)),
            "E6",
            REVIEW,
            "15385",
            TABLE,
            values={"D08": 1720, "D06": 8, "C09": 3, "C12": 500, "E02": 410},
            open=asked("D08", "D06", "C09", "C12", "E02") | NEEDED,
        ),
        Sent(
            "TC-KH.xlsx",
            free(edit=several),
            "E1 E2 E7 E8 E13",
            REVIEW,
            "PB04",
            TABLE,
            values={"C14": 2, "C15": 85, "H01": 3_000_000, "H03": 0},
            open=asked("C14", "C15", "H01", "H03"),
            said=("bị ẩn", "Sheet ẩn", "Đã quyết toán"),
        ),
        Sent(
            "Minh Tân các thôn.xlsx",
            free(*three),
            "D7",
            REVIEW,
            "15382",
            TABLE,
            values={"D08": 585, "D09": 270, "E01": 103},
            # The profile does not say how many hamlets there are: whether it is all is asked.
            open={"": QUESTION} | asked("D08", "D09", "E01") | NEEDED,
            said=("Thôn 1, Thôn 2, Thôn 3", "chưa có số của Thôn 3"),
        ),
    ]


def _names(desk: Desk) -> list[Sent]:
    """D: names that two units bear, that none bears now, or that the plan does not know."""
    rows = _table(("Băng rôn", "chiếc", 11), ("Tờ rơi", "tờ", 300))
    figures = asked("C08", "C12")

    def named(head: str) -> bytes:
        return free(("Sheet1", [[head], [], *rows])) if head else free(("Sheet1", rows))

    return [
        Sent(
            "Vinh Hung.xlsx",
            named("BAO CAO UBND XA VINH HUNG"),
            "D1",
            REVIEW,
            None,
            TABLE,
            open={"": BLOCK} | figures,
            said=("Vĩnh Hưng", "Vĩnh Hùng"),
        ),
        Sent(
            "Vinh Loc.xlsx",
            named(""),
            "D2",
            REVIEW,
            None,
            TABLE,
            open={"": BLOCK} | figures,
            said=("Vinh Loc", "thị trấn Vĩnh Lộc"),
        ),
        Sent(
            "TT Vĩnh Lộc.xlsx",
            named("UBND TT Vĩnh Lộc"),
            "D5",
            REVIEW,
            "15349",
            TABLE,
            values={"C08": 11},
            open=figures | NEEDED,
        ),
        Sent(
            "xã Vĩnh Lộc mới.xlsx",
            named("UBND XÃ VĨNH LỘC"),
            "D2",
            REVIEW,
            None,
            TABLE,
            # Since 2025 a commune of five former ones: whoever sent it has to be chosen.
            open={"": BLOCK} | figures,
            said=("Hãy chọn đơn vị",),
        ),
        Sent(
            "so lieu xa.xlsx",
            named("UBND xã Vĩnh Minh"),
            "D4",
            REVIEW,
            None,
            TABLE,
            open={"": QUESTION} | figures,
            said=("Minh Tân",),
        ),
        Sent(
            "Xa Yen Truong.xlsx",
            named("UBND xã Yên Trường"),
            "D8",
            REVIEW,
            None,
            TABLE,
            open={"": BLOCK} | figures,
            said=("Yên Trường", "không có trong danh sách"),
        ),
        Sent(
            "z V.Hung.xlsx",
            named("UBND xã V.Hùng"),
            "D5",
            REVIEW,
            "15379",
            TABLE,
            values={"C08": 11},
            open={"": QUESTION} | figures,
        ),
        Sent(
            "Xã Vĩnh Hùng.xlsx",
            desk.form("15379", commune(9)),
            "D1 D5",
            "imported",
            "15379",
        ),
    ]
