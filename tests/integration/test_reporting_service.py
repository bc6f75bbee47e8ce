"""The report as files: the same bytes each time, whole or not at all."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vinhloc_cds.bootstrap import SetClock, build_office, demo_office
from vinhloc_cds.bootstrap import Setup as Asked
from vinhloc_cds.errors import UserError
from vinhloc_cds.services import files, reporting

PLAN = "KH-CDS-2024"
NAME = "bao-cao-tong-hop.docx"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    office = demo_office(tmp_path_factory.mktemp("data"), Asked(demo=True))
    yield office
    office.store.close()


class BusyError(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = 32


@pytest.fixture
def stand_still(monkeypatch):
    """Time passes only by waiting for it."""
    now = [0.0]
    monkeypatch.setattr(files.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(files.time, "sleep", lambda pause: now.__setitem__(0, now[0] + pause))
    return now


def held_for(monkeypatch, seconds: float, now: list[float]) -> None:
    replace = Path.replace

    def replace_if_free(self, target):
        if now[0] < seconds:
            raise BusyError(13, "busy")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_if_free)


@pytest.fixture(scope="module")
def rendered(office):
    return {each: office.reporting.render(PLAN, each) for each in reporting.FORMATS}


def test_the_same_data_and_moment_give_the_same_bytes_in_all_formats(tmp_path, rendered):
    again = demo_office(tmp_path, Asked(demo=True))
    try:
        for file_format, ours in rendered.items():
            assert again.reporting.render(PLAN, file_format) == ours
    finally:
        again.store.close()


def test_another_letterhead_makes_another_report(office, rendered):
    assert office.reporting.render(PLAN, "docx", profile="vhtt") != rendered["docx"]


def test_a_report_as_of_an_earlier_day_is_another(office, rendered):
    early = office.reporting.render(PLAN, "docx", as_of=office.clock() - timedelta(days=3))
    assert early != rendered["docx"]


def test_a_letterhead_the_plan_does_not_have_names_those_it_has(office):
    with pytest.raises(UserError, match="ubnd, vhtt"):
        office.reporting.render(PLAN, "pdf", profile="so")


def test_a_report_nobody_sent_anything_for_can_be_printed(tmp_path):
    office = build_office(tmp_path / "data", SetClock(datetime(2024, 10, 1, tzinfo=UTC)))
    paths = office.reporting.export(PLAN, tmp_path / "out", reporting.FORMATS)
    office.store.close()
    assert [path.suffix for path in paths] == [".pdf", ".docx", ".xlsx"]
    assert all(path.stat().st_size > 1000 for path in paths)


def test_writing_again_leaves_one_whole_file(office, rendered, tmp_path):
    (tmp_path / NAME).write_bytes(b"old")
    (path,) = office.reporting.export(PLAN, tmp_path, ["docx"])
    assert path.read_bytes() == rendered["docx"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_let_go_of_in_time_is_replaced(office, tmp_path, monkeypatch, stand_still):
    held_for(monkeypatch, 2.4, stand_still)
    office.reporting.save(PLAN, tmp_path / "a.docx", "docx")
    assert (tmp_path / "a.docx").exists()


def test_a_file_that_stays_open_elsewhere_stays_as_it_is(
    office, tmp_path, monkeypatch, stand_still
):
    (tmp_path / NAME).write_bytes(b"old")
    held_for(monkeypatch, 60, stand_still)
    with pytest.raises(UserError) as refused:
        office.reporting.export(PLAN, tmp_path, ["docx"])
    assert refused.value.code == "service.file_in_use"
    assert stand_still[0] == pytest.approx(2.5, abs=0.1)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_folder_in_the_way_is_told_by_its_name(office, tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(UserError, match=NAME) as refused:
        office.reporting.export(PLAN, tmp_path, ["docx"])
    assert refused.value.code == "service.file_unwritable"
    assert "trùng tên" in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_file_that_is_set_read_only_is_not_written_over(office, tmp_path):
    (tmp_path / NAME).write_bytes(b"signed")
    (tmp_path / NAME).chmod(0o444)
    with pytest.raises(UserError, match=NAME) as refused:
        office.reporting.export(PLAN, tmp_path, ["docx"])
    assert refused.value.code == "service.file_read_only"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"signed"]
    (tmp_path / NAME).chmod(0o644)  # or Windows keeps the folder of the test


def test_a_folder_that_cannot_be_made_is_told(office, tmp_path):
    (tmp_path / "tep").write_text("")
    with pytest.raises(UserError) as refused:
        office.reporting.export(PLAN, tmp_path / "tep" / "trong", ["docx"])
    assert refused.value.code == "service.folder_unusable"
