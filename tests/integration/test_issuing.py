"""A report issued on a real database: its files stay, whatever comes in later."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
from openpyxl import load_workbook
from report_samples import invented

from vinhloc_cds.__main__ import main
from vinhloc_cds.bootstrap import SetClock, build_office
from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.formatting import format_scalar
from vinhloc_cds.domain.issuing import IssueForm
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind

PLAN = "KH-CDS-2024"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office with nothing left blank, reports of two units, and a passage in its own words."""
    clock = SetClock(datetime(2024, 10, 12, 2, tzinfo=UTC))
    office = build_office(tmp_path_factory.mktemp("data"), clock)
    plan = office.planning.plan(PLAN)
    deadline = Deadline(date(2024, 10, 20), exclusive=False)
    office.planning.change_header(
        replace(
            plan,
            number="125/KH-UBND",
            issued_on=date(2024, 9, 26),
            reporting=replace(plan.reporting, province_deadline=deadline),
        )
    )
    for unit in ("PB03", "LQ01"):
        entries = tuple(
            Entry(value.indicator, format_scalar(value.value)) for value in invented(plan, unit, 3)
        )
        received = datetime(2024, 10, 10, 2, tzinfo=UTC)
        draft = SubmissionDraft(unit, SubmissionKind.FIRST, received, Channel.ZALO, entries=entries)
        office.recording.record(PLAN, draft, accept=True)
    office.reporting.edit_passage(
        PLAN, "ubnd", "section.C", "Các cơ quan đăng {C01.value} tin, bài."
    )
    yield office
    office.store.close()


@pytest.fixture(scope="module")
def form(office):
    proposal = office.issuing.propose(PLAN, "ubnd")
    assert proposal.blanks == ()
    return IssueForm(15, proposal.day, proposal.signer, proposal.addressees, proposal.recipients)


@pytest.fixture(scope="module")
def issue(office, form):
    return office.issuing.issue(PLAN, "ubnd", form)


@pytest.fixture(scope="module")
def words(office, issue):
    """What is read in each PDF of the issue, with its metadata."""

    def read(file_format):
        with pypdfium2.PdfDocument(office.issuing.data(issue.id, file_format)) as pdf:
            pages = [pdf[at].get_textpage().get_text_range() for at in range(len(pdf))]
            return " ".join(" ".join(pages).split()), pdf.get_metadata_dict()

    return {each: read(each) for each in ("pdf", "control")}


def test_the_files_are_what_the_issue_says_of_them(office, issue):
    assert [each.file_format for each in issue.files] == ["pdf", "docx", "xlsx", "control"]
    for each in issue.files:
        data = office.issuing.data(issue.id, each.file_format)
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each.size, each.sha256)
    load_workbook(BytesIO(office.issuing.data(issue.id, "xlsx")))


def test_the_page_says_the_number_and_not_the_log(issue, words):
    page, about = words["pdf"]
    assert "15/BC-UBND" in page
    (total,) = [t for t in issue.frozen.totals if (t.code, t.group) == ("C01", "")]
    assert f"Các cơ quan đăng {total.value} tin, bài." in page
    assert issue.audit_hash not in page
    assert issue.audit_hash in about["Keywords"]


def test_the_control_sheet_has_what_the_page_has_not(issue, words):
    sheet = words["control"][0].replace(" ", "")
    for mark in (issue.audit_hash, *(each.sha256 for each in issue.files[:3])):
        assert mark in sheet


def test_what_comes_later_is_told_and_touches_nothing(office, issue, form):
    files = [office.issuing.data(issue.id, each.file_format) for each in issue.files]
    accepted = office.planning.snapshot(PLAN).submissions[0]
    office.recording.reopen(accepted.id, "Số không khớp")
    office.reporting.discard_edit(PLAN, "section.C")
    assert office.issuing.issued(PLAN)[0] == issue
    assert [office.issuing.data(issue.id, each.file_format) for each in issue.files] == files
    changes = office.issuing.standing(PLAN)[0][1]
    assert {each.unit for each in changes.values} == {accepted.unit}
    assert all("Số không khớp" in each.why for each in changes.values)
    pages = office.issuing.rehearse(PLAN, "ubnd", replace(form, number=16), base=issue.id)["pdf"]
    with pypdfium2.PdfDocument(pages) as pdf:
        assert "Bổ sung" in pdf[0].get_textpage().get_text_range()
    office.history.undo()
    office.history.undo()
    assert not office.issuing.standing(PLAN)[0][1]


def test_a_crash_before_the_end_leaves_nothing_behind(office, issue, form, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("vinhloc_cds.services.issuing.settle_duty", crash)
    monkeypatch.setattr("vinhloc_cds.services.issuing.render", lambda *_: b"quick")
    with pytest.raises(KeyboardInterrupt):
        office.issuing.issue(PLAN, "ubnd", replace(form, number=16))
    assert office.issuing.issued(PLAN) == (issue,)
    assert office.backups.check() == ()


def test_the_command_line_writes_the_issued_bytes(office, issue, tmp_path, capsys):
    folder, now = office.store.path.parent, office.clock() + timedelta(days=30)
    arguments = ["--data", str(folder), "--now", now.isoformat(), "report", str(tmp_path)]
    assert main([*arguments, "--issued", "15/BC-UBND", "--format", "pdf,xlsx", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(each["format"], each["sha256"]) for each in answer["files"]] == [
        (each, issue.file(each).sha256) for each in ("pdf", "xlsx")
    ]
    data = (tmp_path / "bao-cao-15-BC-UBND-2024.pdf").read_bytes()
    assert data == office.issuing.data(issue.id, "pdf")
    assert main([*arguments, "--issued", "16/BC-UBND"]) == 1
    assert "15/BC-UBND (1)" in capsys.readouterr().err
