"""Our own forms as they come back: with every cell of dirty_cases.md A and B, moved, copied."""

from datetime import date

import openpyxl
from dirty_builders import (
    Desk,
    calculated,
    new_book_of,
    picture,
    rows_of,
    unprotected,
    without_letters,
)
from dirty_folder import (
    BLOCK,
    IMPORTED,
    LABELS,
    QUESTION,
    REVIEW,
    Sent,
    commune,
    office,
    telecom,
)
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook


def forms(desk: Desk) -> list[Sent]:
    """All forms with our ids, or that had them once."""
    return [*_cells(desk), *_shapes(desk), *_versions(desk)]


def _cells(desk: Desk) -> list[Sent]:
    """A and B, spread over five communes; families that need a question each."""
    numbers = commune(1) | {
        "C01": "25",
        "C02": "25 bài",
        "C03": "1.200",
        "C05": "1 200",
        "C06": "5\u00a0400",
        "C10": "1\u202f200",
        "C12": "1,200",
        "C08": "05 băng rôn",
        "D02": "２",
        "B04": "khoảng 300",
        "E00": "hơn 500",
        "D05": "10",
        "C14": "15 (5 buổi lưu động)",
        "D07": "7",
        "D01": "13/13",
        "F02": "một",
        "E14": "chưa thống kê",
        "H01": "5 triệu",
        "H02": "1,5 triệu",
        "H03": "500k",
        "A01": "đã BH",
        "B01": "x",
        "F01": "Có.",
        "C13": 0,
        "C15": None,
    }
    asked = commune(2) | {
        "C01": 1.2,
        "C02": "12.5",
        "C03": "300-350",
        "C04": "12 tin/85 lượt",
        "C08": "10+5",
        "C09": "2x50",
        "C10": "-",
        "C12": "không",
        "C13": ("95%", "General"),
        "C14": (0.95, "0%"),
        "E11": (date(2024, 10, 1), "dd/mm/yyyy"),
        "E12": "O5",
        "E13": "l2",
        "E14": -5,
        "E15": "(25)",
        "C06": "#REF!",
        "C15": "=SUM(E24:E26)",
        "H01": 2000,
        "H02": "3tr5",
        "B01": "K",
        "E05": "1/10",
    }
    days = commune(3) | {
        "A03": (date(2024, 1, 10), "dd/mm/yyyy"),
        "B02": "08 giờ 00 ngày 1/10/2024",
        "R02": "đầu tháng 10",
        "A02": "=1+1 kế hoạch",
    }
    years = commune(4) | {
        "A03": "25/09/2014",
        "B02": ("8h00' 1/10", "@"),
        "D08": 25_000,
        "D09": 1200,
        "H00": 9_000_000,
    }
    old_epoch = commune(12) | {"A03": date(2024, 9, 23)}

    def since_1904(book: Workbook) -> None:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904

    return [
        Sent(
            "Vĩnh Quang bieu CDS.xlsx",
            desk.form("15352", numbers),
            "N01 N02 N03 N04 N05 N09 N12 N14 N17 N18 N21 N24 N25 N26 N30",
            REVIEW,
            "15352",
            values={
                "C01": 25,
                "C02": 25,
                "C03": 1200,
                "C05": 1200,
                "C06": 5400,
                "C10": 1200,
                "C12": 1200,
                "C08": 5,
                "D02": 2,
                "B04": 300,
                "E00": 500,
                "C14": 15,
                "D01": 13,
                "F02": 1,
                "E14": None,
                "H01": 5_000_000,
                "H02": 1_500_000,
                "H03": 500_000,
                "A01": True,
                "B01": True,
                "C13": 0,
            },
            # Five times the median and more (N27); without the other communes they would be taken.
            open=dict.fromkeys(("C01", "C05", "C06", "C10"), QUESTION),
            flags=frozenset({"C12", "D02", "B04", "E00", "C14", "D01", "F02", "E14", "H03"}),
            said=("ước lượng", "chưa có số liệu"),
        ),
        Sent(
            "BC Vinh Yen (1).xlsx",
            desk.form("15355", asked),
            "N07 N08 N10 N11 N13 N15 N16 N19 N20 N21 N22 N23 N25 N26",
            REVIEW,
            "15355",
            values={"C01": None, "C08": 15, "C09": 100, "C12": 0, "H01": 2000, "B01": False},
            open={
                "C01": BLOCK,
                "C02": BLOCK,
                "C03": BLOCK,
                "C04": BLOCK,
                "C08": QUESTION,
                "C09": QUESTION,
                "C10": QUESTION,
                "C12": QUESTION,
                "C13": BLOCK,
                "C14": BLOCK,
                "E11": BLOCK,
                "E12": BLOCK,
                "E13": BLOCK,
                "E14": BLOCK,
                "E15": BLOCK,
                "C06": BLOCK,
                "C15": BLOCK,
                "H01": QUESTION,
                "B01": QUESTION,
                "E05": BLOCK,
            },
            flags=frozenset({"H02"}),
            said=("Ý là 1.200?", "công thức chưa tính", "số âm", "trông giống chữ số"),
        ),
        Sent(
            "z5901234567_bieu_so_lieu_kế hoạch chuyển đổi số.xlsx",
            desk.form("15358", days),
            "B1 B2 B3 B6 N29",
            REVIEW,
            "15358",
            values={"A02": "=1+1 kế hoạch"},
            # The day of signing is none of the figures: it is named by its cell.
            open={"A03": QUESTION, "E86": BLOCK},
            said=("đảo ngày với tháng",),
        ),
        Sent(
            "Bao cao.xlsx",
            desk.form("15361", years),
            "B3 B4 N27 N28",
            REVIEW,
            "15361",
            open={"A03": QUESTION, "D08": QUESTION, "H00": BLOCK},
        ),
        Sent(
            "bao cao (2).xlsx",
            desk.form("15388", old_epoch, since_1904),
            "B5",
            IMPORTED,
            "15388",
            values={"A03": date(2024, 9, 23)},
            said=("1904",),
        ),
    ]


def _letterhead(book: Workbook) -> None:
    sheet = book.worksheets[0]
    unprotected(book)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(2, 3)
    sheet["B2"] = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet["B3"] = "Độc lập - Tự do - Hạnh phúc"
    sheet["E4"] = "Vĩnh Lộc, ngày 09 tháng 10 năm 2024"
    last = sheet.max_row + 2
    sheet.cell(last, 3, "Tổng cộng")
    sheet.cell(last, 5, 1234)
    sheet.cell(last + 1, 3, "Người lập biểu")
    sheet.cell(last + 2, 3, "Trần Văn Bảy")
    sheet.title = "Sheet1"
    sheet.row_dimensions[15].hidden = True
    book.create_sheet("Sheet2")


def _shapes(desk: Desk) -> list[Sent]:
    """E: what was done to the sheet around the figures."""

    def talking(book: Workbook) -> None:
        sheet = book.worksheets[0]
        rows = rows_of(sheet)
        sheet.cell(rows["C01"], 5).comment = Comment("Chưa tính 12 tin của tháng 9", "PB03")
        sheet.cell(rows["C02"], 5).comment = Comment("Nguồn: Zalo của Phòng", "PB03")
        sheet.add_image(picture(), f"E{rows['C09']}")

    def no_protection(book: Workbook) -> None:
        book.worksheets[0].protection.set_password("abc")

    def linked(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.cell(rows_of(sheet)["C03"], 5, "='[TH thang 10.xlsx]Sheet1'!B7")

    def other_columns(book: Workbook) -> None:
        """Columns swapped: the figures now stand before the names."""
        sheet = book.worksheets[0]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_cols(3)
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, 3).value = sheet.cell(row, 6).value
            sheet.cell(row, 6).value = None

    pb03 = office(3) | {"C09": None}
    link = desk.form("SN02", office(14), linked)
    at = rows_of(openpyxl.load_workbook(_stream(link)).worksheets[0])["C03"]
    return [
        Sent(
            "Văn phòng.xlsx",
            desk.form("PB01", office(1), _letterhead),
            "E2 E3 E4 E8",
            IMPORTED,
            "PB01",
            # The sum below the table is nothing that was asked for: it is not added.
            values={"C03": 317},
            said=("bị ẩn",),
        ),
        Sent(
            "noi vu.xlsx",
            new_book_of(desk.form("PB02", office(2)), (2, 3, 4, 5)),
            "C11 E8",
            IMPORTED,
            "PB02",
            LABELS,
            values={"C03": 334, "H01": 2_100_000},
        ),
        Sent(
            "Tư pháp.xlsx",
            desk.form("PB03", pb03, talking),
            "E13 E14",
            REVIEW,
            "PB03",
            values={"C01": 5},
            open={"C01": QUESTION, "C09": QUESTION},
            flags=frozenset({"C02"}),
            said=("Chưa tính 12 tin", "có thể thay cho số liệu"),
        ),
        Sent(
            "Phong TN-MT.xlsx",
            desk.form("PB05", office(5), no_protection),
            "E9",
            IMPORTED,
            "PB05",
            values={"C03": 385},
        ),
        Sent(
            "LĐTBXH.xlsx",
            desk.form("PB06", office(6), other_columns),
            "C11",
            IMPORTED,
            "PB06",
            values={"C03": 402, "K01": "Cán bộ, công chức hưởng ứng; đã có 4 tin, bài."},
        ),
        Sent(
            # Figures stand; what the unit wrote has lost its letters for good.
            "Hoi nong dan.csv",
            without_letters(desk.form("DT04", {"C03": 321, "K01": "Văn bản chỉ đạo kịp thời"})),
            "C4 F5",
            REVIEW,
            "DT04",
            values={"C03": 321},
            open={"K01": QUESTION},
            said=("mất dấu",),
        ),
        Sent(
            "GDNN-GDTX.xlsx",
            calculated(link, f"E{at}", "'[TH thang 10.xlsx]Sheet1'!B7", 538),
            "E12",
            IMPORTED,
            "SN02",
            values={"C03": 538},
            flags=frozenset({"C03"}),
        ),
    ]


def _stream(data: bytes):
    import io

    return io.BytesIO(data)


def _versions(desk: Desk) -> list[Sent]:
    """D: whose form it is, which one counts, and from which year."""

    def of_last_year(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["A1"] = str(sheet["A1"].value).replace("KH-CDS-2024", "KH-CDS-2023")
        book["_vlcds"]["B1"] = "KH-CDS-2023"

    def of_an_older_version(book: Workbook) -> None:
        sheet = book.worksheets[0]
        signature = str(sheet["A1"].value).split(";")
        sheet["A1"] = ";".join([*signature[:3], "0", "0123456789ab"])

    def headed_otherwise(book: Workbook) -> None:
        book.worksheets[0]["B2"] = "MOBIFONE VĨNH LỘC"

    vnpt = telecom(1)
    first, second = commune(13), commune(13) | {"C01": 9, "E00": 999}
    return [
        Sent("Vĩnh An.xlsx", desk.form("15391", first), "D9", IMPORTED, "15391"),
        Sent(
            "Vĩnh An final(2).xlsx",
            desk.form("15391", second),
            "D9",
            REVIEW,
            "15391",
            values={"C01": 9, "E00": 999},
            open={"": QUESTION},
            said=("bản thay thế",),
        ),
        # Both are asked: which of the two is a copy cannot be told.
        Sent(
            "VNPT.xlsx",
            desk.form("VT01", vnpt),
            "D11",
            REVIEW,
            "VT01",
            open={"": QUESTION},
            said=("trùng với Viettel",),
        ),
        Sent(
            "Viettel.xlsx",
            desk.form("VT02", vnpt),
            "D11",
            REVIEW,
            "VT02",
            open={"": QUESTION},
            said=("trùng với VNPT",),
        ),
        Sent(
            "VNPT quý III.xlsx",
            desk.form("VT03", telecom(4), headed_otherwise),
            "D6",
            REVIEW,
            None,
            open={"": QUESTION},
            said=("MobiFone",),
        ),
        Sent(
            "BQLDA.xlsx",
            desk.form("SN04", office(16), of_last_year),
            "D12",
            REVIEW,
            "SN04",
            open={"": BLOCK},
            said=("kế hoạch khác", "chưa lấy số nào"),
        ),
        Sent(
            "TT VHTTTTDL.xlsx",
            desk.form(
                "SN01",
                office(13) | {"C04": 40, "C05": 80, "C06": 900, "C07": 3},
                of_an_older_version,
            ),
            "E16",
            REVIEW,
            "SN01",
            values={"C07": 3},
            open={"": QUESTION},
            said=("bản chỉ tiêu khác",),
        ),
    ]
