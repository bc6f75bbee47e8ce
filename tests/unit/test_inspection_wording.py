"""What is found in the words of any document, the plan of 2024 among them."""

import re
from pathlib import Path

import pytest
from inspected_documents import P, but, docx, grid, letter, middle

from vinhloc_cds.inspection.doubled import doubled
from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Outcome

PLAN = Path(__file__).parents[1] / "reference" / "ke-hoach-2024.txt"
_BEGINS = re.compile(
    r"^(?:[IVX]+\. |\d+(?:\.\d+)*\. |[a-zđ]\) |[-+] |Trên đây|Thực hiện Kế|Bắt đầu từ|Thời gian 10"
    r"|Tổ chức lễ phát động phát động|Tuyên truyền về|Triển khai chiến|Một số nội|Kinh phí thực"
    r"|UBND các xã, thị trấn tổ chức đồng)"
)


def plan_as_docx() -> bytes:
    """The plan's words, set as they should be."""
    lines = PLAN.read_text(encoding="utf-8").split("\n")
    foot = lines.index("Nơi nhận:")
    paragraphs: list[str] = []
    for line in lines[4 - 1 : foot]:
        begins = _BEGINS.match(line) and not (paragraphs and paragraphs[-1].endswith("Kế hoạch số"))
        if begins or not paragraphs:
            paragraphs.append(line)
        else:
            paragraphs[-1] += f" {line}"
    bold = re.compile(r"^([IVX]+\. |\d+\. )")
    ending = [line for line in lines[foot + 1 :] if line]
    received = [line for line in ending if line.startswith("-")]
    return docx(
        [
            middle(lines[0], bold=True),
            *(middle(line, bold=True) for line in lines[1:3]),
            P("", rule=140, room=439),
            *(P(words, bold=bool(bold.match(words))) for words in paragraphs),
            P("Nơi nhận:", 12, bold=True, italic=True, jc="left", first=0, after=0, line=240),
            *(P(line, 11, jc="left", first=0, after=0, line=240) for line in received),
            *(middle(line, bold=True) for line in ending[len(received) :]),
        ]
    )


def test_the_plan_gives_exactly_what_is_known_to_be_wrong_in_it():
    inspection = inspect(plan_as_docx(), "ke-hoach.docx")
    failed = {result.rule: result for result in inspection.having(Outcome.FAILED)}
    doubtful = {result.rule: result for result in inspection.having(Outcome.DOUBTFUL)}
    head = {"state", "motto", "issuer", "number", "date"}
    assert set(failed) == head | {"tones", "recipients", "doubled", "blanks", "grounds"}
    assert set(doubtful) == {"cited"}

    def said(rule: str) -> str:
        return " ".join(found.sentence for found in (failed | doubtful)[rule].findings)

    assert "“hóa”" in said("tones").lower()
    assert "“hoá”" in said("tones").lower()
    assert "Lưu VT, VHTT." in said("recipients")
    assert said("doubled") == "Lặp từ: “phát động phát động”."
    assert "quân“đi" in said("blanks")
    assert "KH-UBND" in said("cited")
    assert "Sở Thông tin" in said("cited")


@pytest.mark.parametrize(
    "words",
    [
        "Ngày ngày người người đến từng nhà, luôn luôn xanh xanh, từ từ, dần dần.",
        "Ủy ban ban hành; các tổ chức chức năng; nhà nước nước ngoài; đơn vị vị trí",
        "Ông Lê Lê Văn Năm; thôn Đa Đa; bà Ba Ba",
        "năm 20 20; A A; 12 12; báo cáo, báo cáo; - - -",
        "đi từng ngõ, gõ từng nhà, hướng dẫn từng người dân",
        "các tổ chức chức sắc tôn giáo; bàn giao giao diện; xã hội hội họp; cơ quan quan sát",
        "rất rất nhiều; mãi mãi; song song; đời đời",
    ],
)
def test_doubled_on_purpose(words):
    assert list(doubled(words)) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("các các đơn vị", ("các các", True)),
        ("thực hiện thực hiện nhiệm vụ", ("thực hiện thực hiện", True)),
        ("Kế hoạch của của huyện", ("của của", True)),
        ("hoàn thành thành nhiệm vụ", ("thành thành", False)),
    ],
)
def test_doubled_by_mistake(words, found):
    assert list(doubled(words)) == [found]


HEAD = ("STT", "Đơn vị", "Số lớp", "Số người")


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([("1", "A", "1.000", "2"), ("2", "B", "500", "3"), ("", "Cộng", "1.500", "5")], 0),
        ([("1", "A", "1.000", "2"), ("2", "B", "500", "3"), ("", "Cộng", "1.400", "6")], 2),
        # Nothing reported, and what is no sum, says nothing against a total.
        ([("1", "A", "–", "2"), ("2", "B", "7", "3"), ("", "Cộng", "7", "5")], 0),
        ([("1", "A", "1,5", "2"), ("2", "B", "2,25", "3"), ("", "Tổng", "3,75", "5")], 0),
        # Nobody can add what is no number: that is said, and is no fault.
        ([("1", "A", "khoảng 5", "2"), ("2", "B", "7", "3"), ("", "Cộng", "20", "5")], 1),
        ([("1", "A", "01/KH", "2"), ("2", "B", "02/KH", "3"), ("", "Cộng", "2", "5")], 0),
        # Groups: each has its own total, the last adds the groups.
        (
            [
                ("1", "A", "1", "1"), ("2", "B", "2", "2"), ("", "Cộng", "3", "3"),
                ("3", "C", "4", "4"), ("4", "D", "5", "5"), ("", "Cộng", "9", "9"),
                ("", "Tổng cộng", "12", "13"),
            ],
            1,
        ),
        # A group's sum may stand over it.
        (
            [
                ("I", "Các xã", "3", "9"), ("1", "A", "1", "1"), ("2", "B", "2", "2"),
                ("II", "Phòng", "5", "5"), ("Tổng cộng", "", "8", "8"),
            ],
            1,
        ),
    ],
)  # fmt: skip
def test_totals(rows, faults):
    data = docx([P("Số liệu như sau:"), grid(HEAD, *rows)])
    result = next(each for each in inspect(data, "x").results if each.rule == "arithmetic")
    assert len(result.findings) == faults
    if faults:
        assert result.findings[0].place.startswith("Bảng thứ 1, dòng")


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("Văn hóa và văn hoá được quan tâm.", {"tones"}),
        ("Huyện ủy, Ủy ban và uỷ quyền.", {"tones"}),
        ("Quý, quỹ, quy định; tỏa sáng, hóa đơn.", set()),
        ('Hóa đơn; theo bài “Văn hoá đọc”, "văn hoá" và hoá@x.vn, www.hoá.vn.', set()),
        ("Hóa đơn của bà Đỗ Thị Hoá đã gửi.", set()),
        ("Hóa đơn của bà văn hoá đã gửi.", {"tones"}),
        ("Các xã , thị trấn.", {"blanks"}),
        ("Các xã,thị trấn.", {"blanks"}),
        ("Theo mẫu “A”và biểu B.", {"blanks"}),
        ("Đạt 12,5% (tăng 1.200 lượt); xem a.b@c.vn, http://x.vn/a,b.", set()),
        ("Ca\u0301c xa\u0303 đã báo cáo.", {"encoding"}),
    ],
)
def test_words(words, rules):
    own = {"tones", "blanks", "doubled", "encoding", "grounds", "cited"}
    text = P(words + "/.")
    found = inspect(letter(text=text), "x").having(Outcome.FAILED)
    assert {result.rule for result in found} & own == rules


def test_the_signer_is_written_as_the_signer_writes():
    data = letter(**but("name", text="Nguyễn Văn Hoá"), text=P("Hóa đơn của Nguyễn Văn Hoá./."))
    assert "tones" not in {result.rule for result in inspect(data, "x").having(Outcome.FAILED)}
