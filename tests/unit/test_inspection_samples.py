"""The decree's samples 1.4 and 1.5 pass; each single fault in them is found, and nothing else."""

import pytest
from inspected_documents import ANNEX, LETTER, NUMBER, Page, but, letter, line, report

from vinhloc_cds.inspection.inspecting import inspect
from vinhloc_cds.inspection.outcome import Outcome
from vinhloc_cds.inspection.ruling import Faults


def faults(data: bytes, outcome: Outcome = Outcome.FAILED) -> set[str]:
    return {result.rule for result in inspect(data, "x.docx").having(outcome)}


@pytest.mark.parametrize("data", [report(), letter()], ids=["1.4", "1.5"])
def test_samples_pass(data):
    inspection = inspect(data, "mau.docx")
    assert inspection.file_name == "mau.docx"
    for outcome in (Outcome.FAILED, Outcome.DOUBTFUL):
        assert inspection.having(outcome) == ()
    assert len(inspection.having(Outcome.PASSED)) >= 25


UNDATED = but("reference", ANNEX, text="(Kèm theo Báo cáo số 05/BC-VHTT)")

FAULTS = {
    "paper": report(page=Page(width=12240, height=15840)),
    "margins": report(page=Page(left=1134)),
    "direction": report(page=Page(landscape=True), subject_rule=line(110, 686)),
    "font": report(**but("text2", font="Arial")),
    "encoding font": report(**but("text2", font=".VnTime")),
    "color": report(**but("text2", color="FF0000")),
    "page_number first": report(page=Page(title=False)),
    "page_number side": report(header=NUMBER.replace("center", "right")),
    "page_number size": report(header=NUMBER.replace("26", "22")),
    "page_number none": report(
        header="", text2=but("text2", text="Các xã đã báo cáo đủ. " * 160)["text2"]
    ),
    "state size": report(**but("state", size=14)),
    "state bold": report(**but("state", bold=False)),
    "motto": report(**but("motto", text="Độc lập – Tự do – Hạnh phúc")),
    "motto rule": report(motto_rule=line(80)),
    "motto no rule": report(motto_rule=None),
    "superior": report(**but("superior", bold=True)),
    "superior size": report(**but("superior", size=14)),
    "issuer size": report(**but("issuer", size=14)),
    "issuer case": report(**but("issuer", text="Phòng Văn hóa và Thông tin")),
    "issuer rule": report(issuer_rule=line(200)),
    "number zero": report(**but("number", text="Số: 5/BC-VHTT")),
    "number colon": report(**but("number", text="Số 05/BC-VHTT")),
    "number blanks": report(**but("number", text="Số: 05/BC - VHTT")),
    "number size": report(**but("number", size=12)),
    "number missing": report(number=None),
    "symbol": report(**but("number", text="Số: 05/BC-UBND")),
    "symbol kind": report(**but("number", text="Số: 05/KH-VHTT")),
    "date month": report(
        **UNDATED, **but("date", text="Vĩnh Lộc, ngày 09 tháng 03 năm 2024")
    ),
    "date month zero": report(
        **UNDATED, **but("date", text="Vĩnh Lộc, ngày 09 tháng 1 năm 2024")
    ),
    "date day": report(**but("date", text="Vĩnh Lộc, ngày 9 tháng 10 năm 2024")),
    "date comma": report(**but("date", text="Vĩnh Lộc ngày 09 tháng 10 năm 2024")),
    "date italic": report(**but("date", italic=False)),
    "date missing": report(date=None),
    "kind": report(**but("kind", text="Báo cáo")),
    "kind size": report(**but("kind", size=16)),
    "subject": report(**but("subject", bold=False)),
    "subject rule": report(subject_rule=None),
    "basis end": report(**but("basis1", text="Căn cứ Luật Tổ chức chính quyền địa phương.")),
    "basis italic": report(**but("basis2", italic=False)),
    "text size": report(**but("text2", size=12)),
    "text left": report(**but("text1", jc="left")),
    "text right": report(**but("text2", jc="right")),
    "indent": report(**but("text2", first=400)),
    "space": report(**but("c", after=60)),
    "pitch": report(**but("text2", line=480)),
    "headings capitals": report(**but("h1", text="I. Kết quả đạt được")),
    "headings bold": report(**but("c1", bold=False)),
    "order roman": report(**but("h2", text="III. KIẾN NGHỊ")),
    "order letters": report(**but("đ", text="e) Đã kiểm tra việc thực hiện tại 5 đơn vị.")),
    "order number": report(**but("c2", text="3. Công tác quản lý")),
    "order mark": report(**but("a", text="a. Đã tổ chức 12 buổi tuyên truyền tại các xã.")),
    "end": report(**but("text3", text="Đề nghị Ủy ban nhân dân huyện bố trí kinh phí quý IV.")),
    "authority": report(**but("power", text="KT TRƯỞNG PHÒNG")),
    "authority deputy": report(power=None),
    "signer": report(**but("name", text="ThS. Nguyễn Văn An")),
    "signer case": report(**but("name", text="NGUYỄN VĂN AN BÌNH")),
    "addressees": report(**but("to", text="Kính gửi Ủy ban nhân dân huyện Vĩnh Lộc")),
    "recipients_title": report(**but("receivers", italic=False)),
    "recipients size": report(**but("r2", size=12)),
    "recipients filed": report(**but("r3", text="- Lưu VT, VHTT.")),
    "recipients end": report(**but("r2", text="- Lãnh đạo phòng.")),
    "recipients as above": report(r1=None),
    "annex": report(**but("label", ANNEX, text="Phụ lục 1")),
    "annex_title": report(**but("title", ANNEX, text="Số liệu tuyên truyền")),
    "annex_reference": report(reference=None),
    "annex_pages": report(annex_page=Page()),
    "annex_named": report(**but("text1", text="Phòng Văn hóa và Thông tin báo cáo như sau:")),
    "draft": report(header=NUMBER + "<w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p>"),
    "tones": report(**but("c2", text="2. Công tác văn hoá")),
    "doubled": report(**but("text2", text="Tổ chức lễ phát động phát động phong trào tại các xã.")),
    "blanks": report(**but("text2", text="Chiến dịch ra quân“đi từng ngõ” tại các xã.")),
    "arithmetic": report(table=(
        ("STT", "Đơn vị", "Số buổi"), ("1", "Xã A", "1.200"), ("2", "Xã B", "800"),
        ("", "Tổng cộng", "2.100"),
    )),
    "letter: letter_subject": letter(**but("v", LETTER, size=14)),
    "letter: addressees": letter(**but("to1", LETTER, text="- Ủy ban nhân dân các xã, thị trấn.")),
    "letter: addressees last": letter(**but("to2", LETTER, text="- Các phòng, ban, đơn vị huyện;")),
    "letter: issuer": letter(issuer_rule=None),
    "letter: recipients": letter(**but("r1", text="- Như trên.")),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_single_fault(fault):
    rule = fault.removeprefix("letter: ").split()[0]
    found = inspect(FAULTS[fault], "x.docx")
    failed = found.having(Outcome.FAILED)
    also = {"font"} if rule == "encoding" else set()
    assert {result.rule for result in failed} - also == {rule}
    for result in failed:
        assert result.clause
        assert all(finding.sentence for finding in result.findings)


def test_a_fault_names_its_clause_what_was_found_and_where():
    (result,) = inspect(FAULTS["date day"], "x.docx").having(Outcome.FAILED)
    assert result.clause == "Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4, điểm b"
    (finding,) = result.findings
    assert "“09”" in finding.sentence
    assert "Vĩnh Lộc" in finding.place


def test_places_that_nobody_can_name_are_not_counted():
    faults = Faults()
    faults.fail("x")
    faults.fail("x")
    faults.fail("y")
    faults.fail("y", "Trang 1")
    assert [found.place for found in faults.result("paper", "").findings] == ["", "Trang 1"]


def test_a_sentence_is_in_vietnamese():
    (result,) = inspect(FAULTS["pitch"], "x.docx").having(Outcome.FAILED)
    assert "bằng 2 lần dòng đơn" in result.findings[0].sentence
