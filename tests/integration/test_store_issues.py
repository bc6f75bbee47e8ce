"""What leaves the office, on real SQLite: kept whole, and every changed byte told."""

import hashlib
from dataclasses import replace
from datetime import date

import builders
import pytest
from builders import at
from stores import NOW, execute, opened

from vinhloc_cds.domain.contact import Contact, ContactKind
from vinhloc_cds.domain.issuing import (
    Frozen,
    FrozenTotal,
    FrozenUnit,
    FrozenValue,
    Issue,
    IssuedFile,
    IssueKind,
)
from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.plan import Signer
from vinhloc_cds.errors import UserError

PLAN = builders.plan([builders.unit("A"), builders.unit("B")], [builders.indicator("D01")])
OTHER = replace(PLAN, code="KH-KHAC")
FILES = {"pdf": b"%PDF-1.7 \x00 c\xc3\xb3", "control": b"%PDF control"}
ISSUE = Issue(
    id=0,
    plan=PLAN.code,
    kind=IssueKind.REPORT,
    profile="ubnd",
    number=15,
    symbol="BC-UBND",
    day=date(2024, 10, 12),
    signer=Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn B"),
    addressees=("Sở TT&TT",),
    recipients=("Như trên;", "Lưu: VT."),
    as_of=NOW,
    issued_at=NOW,
    issued_by="Trịnh Văn Đạt",
    audit_number=7,
    audit_hash="ab" * 32,
    frozen=Frozen(
        (
            FrozenValue("A", "D01", 12, "12", (1, 2), "Báo cáo.xlsx", "Biểu 1", "C7", "12"),
            FrozenValue("B", "D01", True, "Có"),
            FrozenValue("B", "D02", "2024-10-01T01:00:00+00:00", "01/10/2024 08:00", (3,)),
        ),
        (FrozenTotal("D01", "", 12.5, None, 1, 2, ("B",)),),
        (
            FrozenUnit("A", "on_time", at("2024-10-10T08:00")),
            FrozenUnit("B", "waiting", None, nothing=True),
        ),
    ),
    files=tuple(
        IssuedFile(each, hashlib.sha256(data).hexdigest(), len(data))
        for each, data in FILES.items()
    ),
)


@pytest.fixture
def folder(tmp_path):
    """A folder with a database that has two plans and one issue."""
    with opened(tmp_path) as (store, _), store.writing() as work:
        work.plans.add(PLAN)
        work.plans.add(OTHER)
        work.issues.add(ISSUE, FILES)
    return tmp_path


def test_an_issue_comes_back_as_it_was(folder):
    with opened(folder) as (store, backups):
        with store.reading() as work:
            (issue,) = work.issues.of_plan(PLAN.code)
            assert issue == work.issues.get(issue.id) == replace(ISSUE, id=issue.id)
            # The type of a value counts: yes is not 1.
            assert issue.frozen.values[1].value is True
            assert work.issues.of_plan(OTHER.code) == ()
            assert {each: work.issues.data(issue.id, each) for each in FILES} == FILES
            with pytest.raises(KeyError):
                work.issues.data(issue.id, "docx")
            with pytest.raises(KeyError):
                work.issues.get(99)
        assert backups.check() == ()
        copy = backups.make("manual")
    assert copy.counts["issue_file"] == len(FILES)


def test_a_number_stands_once_for_a_symbol_and_year_whatever_the_plan(folder):
    again = replace(ISSUE, plan=OTHER.code)
    with opened(folder) as (store, _):
        for free in (
            replace(again, number=16),
            replace(again, symbol="BC-VHTT"),
            replace(again, day=date(2025, 10, 12)),
        ):
            with store.writing() as work:
                work.issues.add(free, FILES)
        with pytest.raises(UserError) as refused, store.writing() as work:
            work.issues.add(again, FILES)
        assert refused.value.code == "store.issue_number_taken"
        with store.writing() as work:
            work.issues.withdraw(1, NOW, "Nhầm số")
            work.issues.add(again, FILES)
        with store.reading() as work:
            (withdrawn,) = work.issues.of_plan(PLAN.code)
            assert (withdrawn.withdrawn_at, withdrawn.withdrawn_reason) == (NOW, "Nhầm số")
        with pytest.raises(UserError) as refused, store.writing() as work:
            work.issues.withdraw(1, None, "")
        assert refused.value.code == "store.issue_number_taken"


def test_files_that_are_not_those_of_the_issue_are_a_bug(folder):
    with (
        opened(folder) as (store, _),
        pytest.raises(ValueError, match="not those"),
        store.writing() as work,
    ):
        work.issues.add(replace(ISSUE, number=16), FILES | {"pdf": b"another"})


@pytest.mark.parametrize(
    ("statement", "said", "readable"),
    [
        ("UPDATE issue_file SET data = X'00' || substr(data, 2) WHERE file_format = 'pdf'", 1, 0),
        ("UPDATE issue_file SET sha256 = upper(sha256) WHERE file_format = 'pdf'", 2, 0),
        ("UPDATE issue SET frozen = replace(frozen, '\"12\"', '\"13\"')", 1, 1),
        ("UPDATE issue SET number = 17", 1, 1),
        ("DELETE FROM issue_file WHERE file_format = 'control'", 1, 1),
    ],
)
def test_a_changed_byte_is_told(folder, statement, said, readable):
    execute(folder, statement)
    with opened(folder) as (store, backups):
        found = backups.check()
        assert len(found) == said
        assert all("bản phát hành thứ 1" in sentence for sentence in found)
        with store.reading() as work:
            if readable:
                assert work.issues.data(1, "pdf") == FILES["pdf"]
            else:
                with pytest.raises(UserError) as refused:
                    work.issues.data(1, "pdf")
                assert refused.value.code == "store.issue_damaged"


def test_passages_stand_by_their_keys_until_they_are_deleted(folder):
    first = PassageEdit("ceremony", "Có {D01.value} tổ.", "Có 12 tổ.", {"D01.value": "12"}, NOW)
    second = replace(first, passage="campaign")
    with opened(folder) as (store, _):
        with store.writing() as work:
            work.passages.save(PLAN.code, first)
            work.passages.save(PLAN.code, second)
            work.passages.save(PLAN.code, replace(first, template="Khác."))
            work.passages.save(OTHER.code, first)
            work.passages.delete(OTHER.code, "campaign")
        with store.reading() as work:
            assert work.passages.of_plan(PLAN.code) == (second, replace(first, template="Khác."))
            assert work.passages.of_plan(OTHER.code) == (first,)
        with store.writing() as work:
            work.passages.delete(PLAN.code, "ceremony")
            assert work.passages.of_plan(PLAN.code) == (second,)


def test_contacts_come_in_order_of_their_moments(folder):
    late = Contact(0, PLAN.code, "A", ContactKind.CALL, NOW, "Đôn đốc", "Ông Đức", "hẹn chiều")
    early = replace(late, unit="B", kind=ContactKind.LETTER, at=at("2024-10-09T08:00"))
    with opened(folder) as (store, _):
        with store.writing() as work:
            late = work.contacts.add(late)
            early = work.contacts.add(early)
            gone = replace(late, cancelled=True, note="")
            work.contacts.save(gone)
            with pytest.raises(KeyError):
                work.contacts.save(replace(late, id=99))
        with store.reading() as work:
            assert work.contacts.of_plan(PLAN.code) == (early, gone)
            assert work.contacts.get(late.id) == gone
