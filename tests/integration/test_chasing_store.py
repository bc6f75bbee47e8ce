"""Chasing over a real store: what was noted stays, is audited, and can be taken back."""

from datetime import date, timedelta

import pytest
from memory import MemoryStore, office
from stores import NOW, Watch, opened

from vinhloc_cds.domain.contact import ContactKind
from vinhloc_cds.domain.planfile import built_in_plans
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.letter import LetterForm
from vinhloc_cds.services.office import Office

PLAN = built_in_plans()[0].load()
CODE, YEN, TOWN = PLAN.code, "15355", "15349"


@pytest.fixture
def house(tmp_path):
    with opened(tmp_path) as (store, backups):
        made = Office.over(store, backups, Watch())
        with store.writing() as work:
            work.plans.add(PLAN)
        yield made


def log(house):
    with house.store.reading() as work:
        return [(c.unit, c.kind, c.cancelled) for c in work.contacts.of_plan(CODE)]


def test_letters_are_noted_in_one_step_that_can_be_taken_back(house):
    form = LetterForm("ubnd", date(2024, 10, 12), number=45, separate=True)
    house.chasing.note_letters(CODE, (YEN, TOWN), form)
    (noted,) = house.chasing.contacts(CODE, TOWN)
    assert noted.subject.startswith("Công văn số 46/UBND-VHTT ngày 12/10/2024, V/v đôn đốc báo cáo")
    with house.store.reading() as work:
        (line,) = work.audit.of("contact", str(noted.id))
    assert line.action == "contact"
    last = {each.unit.code: each.last_contact for each in house.chasing.late(CODE)}
    assert last[TOWN] == noted
    house.history.undo()
    assert house.chasing.contacts(CODE, TOWN) == ()
    letters = ContactKind.LETTER
    assert log(house) == [(YEN, letters, True), (TOWN, letters, True)]


@pytest.mark.parametrize(
    ("units", "at", "subject", "code"),
    [
        ((), NOW, "a", "chasing.error.no_units"),
        ((YEN,), NOW + timedelta(minutes=1), "a", "chasing.error.future"),
        ((YEN,), NOW, "  ", "chasing.error.no_subject"),
    ],
)
def test_what_says_nothing_is_not_noted(units, at, subject, code):
    house = office(MemoryStore(PLAN))
    with pytest.raises(UserError) as refused:
        house.chasing.note(CODE, units, ContactKind.CALL, subject, at)
    assert refused.value.code == code
    assert log(house) == []


def test_a_letter_can_be_noted_though_it_was_answered_before(house):
    bank = "NH01"
    for unit in (YEN, bank):
        draft = SubmissionDraft(unit, SubmissionKind.NOTHING, NOW, Channel.EMAIL)
        house.recording.record(CODE, draft, accept=True)
    form = LetterForm("ubnd", date(2024, 10, 12), number=45, separate=True)
    house.chasing.note_letters(CODE, (YEN, TOWN, bank), form)
    said = [house.chasing.contacts(CODE, unit)[0].subject for unit in (YEN, TOWN, bank)]
    assert ["đôn đốc báo cáo" in subject for subject in said] == [True, True, False]
    assert "47/UBND-VHTT ngày 12/10/2024, V/v đề nghị phối hợp" in said[2]


@pytest.mark.parametrize("number", [0, 99_999, 100_000])
def test_no_letter_has_a_number_that_none_has(number):
    house = office(MemoryStore(PLAN))
    form = LetterForm("ubnd", date(2024, 10, 12), number=number, separate=True)
    for act in (house.chasing.letters, house.chasing.note_letters):
        with pytest.raises(UserError) as refused:
            act(CODE, (YEN, TOWN), form)
        assert refused.value.code == "issuing.number_out_of_range"


def test_whoever_owes_nothing_gets_no_letter(house):
    draft = SubmissionDraft(TOWN, SubmissionKind.NOTHING, NOW, Channel.EMAIL)
    house.recording.record(CODE, draft, accept=True)
    form = LetterForm("vhtt", date(2024, 10, 12))
    with pytest.raises(UserError) as refused:
        house.chasing.letters(CODE, (YEN, TOWN), form)
    assert "UBND thị trấn Vĩnh Lộc đã gửi đủ báo cáo" in str(refused.value)
    with pytest.raises(UserError) as unknown:
        house.chasing.letters(CODE, (YEN,), LetterForm("sở", date(2024, 10, 12)))
    assert "vhtt" in str(unknown.value)


def test_a_report_typed_by_hand_has_a_slip_of_its_findings_and_reason(house, tmp_path):
    entries = (Entry("D01", "5"), Entry("D02", "6"))
    draft = SubmissionDraft(YEN, SubmissionKind.FIRST, NOW, Channel.PHONE, "12/BC", entries=entries)
    sent = house.recording.record(CODE, draft)
    house.recording.give_back(sent.id, "Số liệu Tổ chưa khớp")
    slip = house.returning.of_submission(sent.id)
    assert (slip.what, slip.reason) == ("báo cáo số 12/BC", "Số liệu Tổ chưa khớp")
    assert any(line.raw == "6" and line.subject.startswith("D02.") for line in slip.lines)
    file = tmp_path / "phieu.docx"
    house.returning.save(slip, file, "docx")
    assert file.read_bytes()[:2] == b"PK"
    nothing = SubmissionDraft(TOWN, SubmissionKind.NOTHING, NOW, Channel.EMAIL)
    sound = house.recording.record(CODE, nothing)
    with pytest.raises(UserError) as refused:
        house.returning.of_submission(sound.id)
    assert refused.value.code == "slip.nothing"
