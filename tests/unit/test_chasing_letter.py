"""What letters, messages and lists to late units say, word for word where it matters."""

import sys
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pypdfium2
import pytest
from builders import at
from report_documents import PAYLOADS
from report_samples import NOW, plan_2024, snapshot, submission

from vinhloc_cds.domain.chasing import LateUnit, Owing, late_units
from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.contact import Contact, ContactKind
from vinhloc_cds.domain.deadline import Deadline, Extension
from vinhloc_cds.domain.plan import Letterhead, Severity, Signer
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionKind, SubmissionState
from vinhloc_cds.domain.unit import Contact as Person
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports import docx as word
from vinhloc_cds.reports import pdf
from vinhloc_cds.reports.call_list import call_list, chasing_message, last_contact
from vinhloc_cds.reports.document import Addressees, Closing, Document, Paragraph
from vinhloc_cds.reports.letter import (
    LetterForm,
    chasing_letter,
    deadline_set,
    letter_file_name,
    letter_named,
    letter_note,
    letter_symbol,
    number_noted,
    proposed_recipients,
)
from vinhloc_cds.reports.quoting import quoted_deadline
from vinhloc_cds.services import rendering

PLAN = plan_2024()
YEN, TOWN, BANK = "15355", "15349", "NH01"
QUOTE = (
    "“Các đơn vị báo cáo kết quả thực hiện về UBND huyện (qua phòng Văn hóa và Thông tin) trước "
    "ngày 12/10/2024 để tổng hợp báo cáo Sở Thông tin và Truyền thông Thanh Hoá theo quy định”"
)
REASON = "Số Tổ ra quân lớn hơn tổng số Tổ"


def form(profile: str = "vhtt", **more) -> LetterForm:
    head = next(each for each in PLAN.letterheads if each.profile == profile)
    return LetterForm(profile, date(2024, 10, 12), recipients=proposed_recipients(head), **more)


def late(found: Snapshot, *units: str, questions=None, contacts=()) -> list[LateUnit]:
    everyone = late_units(found, questions or {}, contacts)
    return [each for each in everyone if not units or each.unit.code in units]


def returned(unit: str, reason: str = REASON):
    sent = submission(unit, {"A01": True}, state=SubmissionState.RETURNED)
    return replace(sent, returned_reason=reason)


def letter(found: list[LateUnit], *, now=NOW, plan=PLAN, **more) -> Document:
    return chasing_letter(plan, found, form(**more), now)


def words(document: Document) -> str:
    return "\n".join(block.line for block in document.blocks if isinstance(block, Paragraph))


def addressees(document: Document) -> tuple[str, ...]:
    (block,) = (each for each in document.blocks if isinstance(each, Addressees))
    return block.lines


def owing(found: list[LateUnit]) -> dict[str, Owing]:
    return {each.unit.code: each.owing for each in found}


def test_who_owes_what():
    found = snapshot(
        submission(TOWN, {"A01": True}),
        returned(YEN),
        submission("PB10", kind=SubmissionKind.NOTHING),
        submission("VT03", state=SubmissionState.RECEIVED, number=7),
    )
    asked = Finding("G05", "G05.1", Severity.BLOCK, "Chưa ghi số hoạt động.")
    states = owing(late(found, questions={"VT03": (asked,)}))
    assert states[TOWN] is Owing.PARTLY  # its report is there, most of its duties are not
    assert states[YEN] is Owing.RETURNED
    assert states["PB09"] is Owing.OVERDUE
    assert states[BANK] is Owing.ASKED
    assert states["VT03"] is Owing.PARTLY
    assert "PB10" not in states  # "không phát sinh" is a whole report
    assert all(PLAN.unit_by_code[code].relation is not Relation.OWN for code in states)


def test_days_and_deadlines_are_the_units_own():
    extended = Extension(YEN, Deadline(date(2024, 10, 15), exclusive=True), "bão")
    found = Snapshot.of(PLAN, (), now=NOW, extensions=(extended,))
    (yen,), (town,), (bank,) = (late(found, code) for code in (YEN, TOWN, BANK))
    assert (town.owing, town.days_late) == (Owing.OVERDUE, 1)
    assert (yen.owing, yen.days_late) == (Owing.WAITING, 0)
    assert bank.days_late == 0
    assert "đã gia hạn cho đơn vị là trước ngày 15/10/2024" in words(letter([yen]))
    assert "trước ngày 15 tháng 10 năm 2024." in words(letter([yen]))


def test_whoever_made_the_last_report_is_called_where_nobody_is_noted():
    plan = replace(PLAN, units=tuple(replace(unit, contact=Person()) for unit in PLAN.units))
    sent = replace(returned(YEN), maker="Lê Thị Mơ", phone="0912 000 000")
    (yen,) = late(snapshot(sent, plan=plan), YEN)
    assert (yen.person, yen.phone) == ("Lê Thị Mơ", "0912 000 000")


def test_a_contact_noted_by_mistake_is_no_contact():
    first = Contact(1, PLAN.code, YEN, ContactKind.CALL, at("2024-10-10T08:00"), "a")
    second = replace(first, id=2, at=at("2024-10-11T08:00"), cancelled=True)
    (yen,) = late(snapshot(), YEN, contacts=(first, second))
    assert yen.last_contact == first


def test_a_letter_to_one_unit_has_the_form_of_a_letter():
    document = letter(
        late(snapshot(), YEN), number=9, liaison="đ/c An, điện thoại 0912 1.", signer="Lê A"
    )
    head = document.head
    assert head is not None
    assert (head.kind, head.number_line) == ("", "Số: 09/VHTT")
    assert head.subject == (
        "V/v đôn đốc báo cáo kết quả hưởng ứng Ngày Chuyển đổi số quốc gia năm 2024"
    )
    assert addressees(document) == ("UBND xã Vĩnh Yên",)
    said = words(document)
    assert f"tại phần kết luận của Kế hoạch nêu: {QUOTE}." in said
    assert "Kế hoạch số ....../KH-UBND ngày ... tháng ... năm 2024 của" in said
    assert "UBND xã Vĩnh Yên chưa gửi báo cáo; thời hạn đã hết ngày 11/10/2024 (quá hạn 01" in said
    assert "gửi về UBND huyện (qua Phòng Văn hóa và Thông tin) ngay sau khi nhận được" in said
    assert "Đầu mối liên hệ: đ/c An, điện thoại 0912 1." in said
    assert said.endswith("./.")
    assert not document.annexes
    closing = document.blocks[-1]
    assert isinstance(closing, Closing)
    assert closing.letterhead.signer == Signer("", "TRƯỞNG PHÒNG", "Lê A")
    assert closing.recipients == (
        "- Như trên;",
        "- Chủ tịch, các PCT UBND huyện (để b/c);",
        "- Lưu: VT, VHTT.",
    )


def test_a_plan_with_number_and_day_is_named_by_them():
    plan = replace(PLAN, number="187/KH-UBND", issued_on=date(2024, 9, 20))
    said = words(letter(late(snapshot(plan=plan), YEN), plan=plan))
    assert "Kế hoạch số 187/KH-UBND ngày 20 tháng 9 năm 2024 của Ủy ban nhân dân huyện" in said


def test_a_deadline_that_was_moved_is_not_quoted_from_the_plan():
    moved = Deadline(date(2024, 10, 14), exclusive=True)
    plan = replace(PLAN, reporting=replace(PLAN.reporting, deadline=moved))
    assert quoted_deadline(PLAN) == QUOTE.strip("“”")
    assert quoted_deadline(plan) == ""
    said = words(letter(late(snapshot(plan=plan), YEN), plan=plan))
    assert "báo cáo kết quả thực hiện trước ngày 14 tháng 10 năm 2024." in said


@pytest.mark.parametrize(
    ("new_deadline", "now", "due"),
    [
        (date(2024, 10, 14), "2024-10-12T09:00", "chậm nhất ngày 14 tháng 10 năm 2024."),
        (None, "2024-10-12T09:00", "ngay sau khi nhận được Công văn này."),
        (None, "2024-10-11T09:00", "trước ngày 12 tháng 10 năm 2024."),
    ],
)
def test_no_day_that_has_passed_is_asked_for(new_deadline, now, due):
    found = late(Snapshot.of(PLAN, (), now=at(now)), YEN, TOWN)
    said = words(letter(found, now=at(now), new_deadline=new_deadline))
    assert f"(qua Phòng Văn hóa và Thông tin) {due}" in said


def test_what_was_returned_is_asked_for_with_the_reason():
    document = letter(late(snapshot(returned(YEN)), YEN))
    assert document.head is not None
    assert document.head.subject.startswith("V/v đôn đốc hoàn chỉnh báo cáo")
    assert "đã được trả lại để hoàn chỉnh, chưa gửi lại; cụ thể:" in words(document)
    assert f"- {REASON}." in words(document)


def test_of_a_slip_given_as_the_reason_only_its_lines_are_said():
    slip = "Kính gửi UBND xã.\n1. Ô E12: sai\n2. Ô E13: thiếu.\nTrân trọng cảm ơn."
    said = words(letter(late(snapshot(returned(YEN, slip)), YEN)))
    assert "- Ô E12: sai;\n- Ô E13: thiếu." in said
    assert "Trân trọng" not in said


def test_what_a_report_lacks_is_named_with_its_clause_and_indicators():
    given = {i.code: 1 for i in PLAN.indicators_of(PLAN.unit_by_code["PB09"]) if i.code != "G01"}
    found = late(snapshot(submission("PB09", given)), "PB09")
    assert not found  # nothing is lacking
    (health,) = late(snapshot(submission("PB09", {"G06": 3})), "PB09")
    assert health.lacks
    said = words(letter([health]))
    duty = health.lacks[0]
    assert f"(mục {duty.clauses[0]}" in said
    assert not any(f"({code}" in said or f" {code}" in said for code in duty.indicators)


def test_ten_units_are_named_and_more_stand_in_an_annex():
    ten = [each for each in late(snapshot()) if each.unit.group == "G_PB"][:10]
    document = letter(ten)
    assert addressees(document)[0] == "- Văn phòng HĐND và UBND huyện;"
    assert addressees(document)[-1].endswith(".")
    assert "- 10 đơn vị quá hạn chưa gửi báo cáo: Văn phòng HĐND và UBND huyện, " in words(document)
    assert not document.annexes
    many = [*late(snapshot(), YEN, TOWN), *ten]
    document = letter(many, number=12)
    assert addressees(document) == (
        "- UBND các xã, thị trấn (có danh sách kèm theo);",
        "- Các phòng, ban chuyên môn (có danh sách kèm theo).",
    )
    (annex,) = document.annexes
    assert annex.label == "Phụ lục"
    assert annex.reference == (
        "(Kèm theo Công văn số 12/VHTT ngày 12 tháng 10 năm 2024 của Phòng Văn hóa và Thông tin)"
    )
    assert [row[1].text for row in annex.blocks[0].rows] == [each.unit.name for each in many]
    assert "(có Phụ lục kèm theo)." in words(document)


def test_a_whole_group_is_addressed_as_one():
    document = letter(late(snapshot()))
    assert "- UBND các xã, thị trấn;" in addressees(document)
    assert "- 31 đơn vị quá hạn chưa gửi báo cáo;" in words(document)
    assert len(document.annexes[0].blocks[0].rows) == 42


def test_whoever_is_only_asked_is_not_pressed():
    asked = [each for each in late(snapshot()) if each.owing is Owing.ASKED]
    document = letter(asked[:2])
    assert document.head is not None
    assert document.head.subject.startswith("V/v đề nghị phối hợp báo cáo")
    assert "khẩn trương" not in words(document)
    assert words(document).endswith("rất mong nhận được sự phối hợp của quý đơn vị./.")
    assert "Rất mong đơn vị phối hợp" in chasing_message(PLAN, asked[0], NOW)


@pytest.mark.parametrize(
    ("symbol", "filed", "expected"),
    [
        ("BC-UBND", "Lưu: VT, VHTT", "UBND-VHTT"),
        ("BC-VHTT", "Lưu: VT, VHTT.", "VHTT"),
        ("BC-UBND", "Lưu: VT, VHXH", "UBND-VHXH"),
        ("BC-UBND", "Lưu: VT", "UBND"),
    ],
)
def test_a_letters_symbol_is_issuer_and_drafting_unit(symbol, filed, expected):
    head = Letterhead("x", "", (), (), symbol, "", (), ("Như trên", filed), Signer("", "", ""))
    assert letter_symbol(head) == expected
    plan = replace(PLAN, letterheads=(head,))
    numbered = LetterForm("x", date(2024, 10, 12), number=7)
    assert letter_file_name(plan, numbered) == f"cong-van-07-{expected}"


def test_a_message_says_who_what_and_by_when():
    (yen,) = late(snapshot(returned(YEN)), YEN)
    lines = chasing_message(PLAN, yen, NOW).splitlines()
    assert lines[0].startswith("Kính gửi UBND xã Vĩnh Yên. Phòng Văn hóa và Thông tin xin trao đổi")
    assert lines[0].endswith("báo cáo gửi trước ngày 12/10/2024.")
    assert lines[1] == f"1. {REASON}."
    assert lines[-1].endswith("ngay khi nhận được tin này. Trân trọng cảm ơn.")


def test_a_message_holds_to_the_new_deadline_of_the_last_letter():
    (yen,) = late(snapshot(), YEN)
    given = form(number=45, new_deadline=date(2024, 10, 14))
    subject, note = letter_named(PLAN, [yen], given), letter_note(given)
    sent = Contact(1, PLAN.code, YEN, ContactKind.LETTER, NOW, subject, "", note)
    assert (number_noted(sent), deadline_set(sent)) == (("45/VHTT", 2024), date(2024, 10, 14))
    said = chasing_message(PLAN, yen, NOW, sent)
    assert "Theo Công văn số 45/VHTT ngày 12/10/2024, báo cáo gửi chậm nhất" in said
    assert said.endswith("chậm nhất ngày 14/10/2024. Trân trọng cảm ơn.")
    passed = chasing_message(PLAN, yen, at("2024-10-15T08:00"), sent)
    assert passed.endswith("ngay khi nhận được tin này. Trân trọng cảm ơn.")
    (again,) = late(snapshot(), YEN, contacts=(sent,))
    assert last_contact(again) == "CV 45/VHTT 12/10"


def test_the_annex_has_the_new_deadline_and_says_it_without_codes():
    found = late(snapshot(returned(YEN, "Số Tổ (D02) lớn hơn (D01, D02); gửi lại")), YEN, TOWN)
    (annex,) = letter(found, new_deadline=date(2024, 10, 14)).annexes
    rows = [[cell.text for cell in row] for row in annex.blocks[0].rows]
    assert [row[2] for row in rows] == ["Hết ngày 14/10/2024"] * 2
    assert [row[3] for row in rows] == [
        "Chưa gửi báo cáo",
        "Báo cáo đã được trả lại để hoàn chỉnh, chưa gửi lại: Số Tổ lớn hơn; gửi lại",
    ]


@pytest.mark.parametrize("profile", ["vhtt", "ubnd"])
def test_a_letter_to_a_few_units_stands_on_one_sheet(profile):
    sent = submission(YEN, {"A01": True}, state=SubmissionState.RETURNED)
    few = late(snapshot(replace(sent, returned_reason=REASON)), YEN, TOWN, "PB09", "SN04")
    assert len(few) == 4
    liaison = "đ/c Nguyễn Văn An, điện thoại 0912 345 678"
    given = form(
        profile, number=45, new_deadline=date(2024, 10, 14), liaison=liaison, signer="Lê Văn Bình"
    )
    pages = printed(pdf.render(chasing_letter(PLAN, few, given, NOW)))
    assert "Lê Văn Bình" in pages[0]
    assert len(pages) == 2  # and the annex


def test_a_list_to_call_by_says_where_no_number_is_known():
    known = Person("Phạm Thị Nga", "0912 345 103")
    units = [replace(u, contact=known) if u.code == YEN else u for u in PLAN.units]
    plan = replace(PLAN, units=tuple(units))
    document = call_list(plan, late(snapshot(plan=plan), YEN, BANK), NOW)
    assert document.head is None
    assert document.landscape
    table = document.blocks[1]
    cells = [[cell.text for cell in row] for row in table.rows]
    assert cells[0] == [
        "1",
        "UBND xã Vĩnh Yên",
        "Phạm Thị Nga",
        "0912 345 103",
        "Chưa gửi báo cáo",
        "1",
        "",
        "",
    ]
    assert cells[1][2:] == [
        "Chưa có tên",
        "Chưa có số",
        "Chưa gửi báo cáo (được đề nghị phối hợp)",
        "",
        "",
        "",
    ]


def test_letters_in_one_file_are_the_pages_of_each(monkeypatch):
    letters = [letter(late(snapshot())), letter(late(snapshot(), YEN))]
    with monkeypatch.context() as without:
        # PDFium belongs to the thread that draws pages.
        without.setitem(sys.modules, "pypdfium2", None)
        together = rendering.together(letters)
    alone = [page for each in letters for page in printed(pdf.render(each))]
    assert printed(together) == alone
    assert [page.startswith("2\r\n") for page in alone].count(True) == 2


def printed(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def test_text_of_units_is_only_text_in_letters_and_lists():
    units = list(PLAN.units)
    for at_, payload in enumerate(PAYLOADS):
        units[at_] = replace(units[at_], name=payload, contact=Person(payload, payload))
    plan = replace(PLAN, units=tuple(units))
    sent = [returned(unit.code, payload) for unit, payload in zip(units, PAYLOADS, strict=False)]
    found = snapshot(*sent, plan=plan)
    document = chasing_letter(plan, late(found), form(), NOW)
    calls = pypdfium2.PdfDocument(BytesIO(pdf.render(call_list(plan, late(found), NOW))))
    shown = "".join(page.get_textpage().get_text_range() for page in calls)
    pages = pypdfium2.PdfDocument(BytesIO(pdf.render(document)))
    printed = "".join(page.get_textpage().get_text_range() for page in pages)
    written = docx.Document(BytesIO(word.render(document)))
    cells = {cell.text for table in written.tables for row in table.rows for cell in row.cells}
    for payload in ("<b>đậm</b>", "a & b &amp; c &#60;", "{0} {name} %s %d", "#REF!"):
        assert payload in " ".join(shown.split())
        assert payload in " ".join(printed.split())
        assert payload in cells
