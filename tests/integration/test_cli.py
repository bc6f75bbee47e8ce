"""The command line: answers, exit codes, and what it says to people."""

import json
import logging
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from vinhloc_cds import bootstrap, instance, screen
from vinhloc_cds.__main__ import main
from vinhloc_cds.cli import commands
from vinhloc_cds.domain.deadline import VIETNAM
from vinhloc_cds.domain.submission import Channel, Entry, SubmissionDraft, SubmissionKind

PLAN = "KH-CDS-2024"
NOW = "2024-10-12T09:00"
HEAVY = {"sqlalchemy", "alembic", "openpyxl", "reportlab", "docx", "sqlite3"}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """A database with one report of a commune and one that was returned."""
    folder = tmp_path_factory.mktemp("data")
    clock = bootstrap.SetClock(datetime(2024, 10, 12, 2, tzinfo=UTC))
    office = bootstrap.build_office(folder, clock)
    recording = office.recording
    entries = (
        Entry("A01", "Có"),
        Entry("A02", "15/KH-UBND"),
        Entry("A03", "25/9/2024"),
        Entry("B01", "có"),
        Entry("B02", "8h00 ngày 01/10/2024"),
        Entry("C01", "khoảng 1.200"),
        Entry("H01", "5 triệu"),
        Entry("K01", "Người dân “hưởng ứng”"),
    )
    recording.record(PLAN, draft("15352", "2024-10-11T16:00", entries))
    returned = recording.record(PLAN, draft("15355", "2024-10-11T17:00", (Entry("C01", "x y"),)))
    recording.give_back(returned.id, "Số không đọc được")
    supplement = draft("15352", "2024-10-12T08:00", (Entry("C01", "", cleared=True),))
    recording.record(PLAN, replace(supplement, kind=SubmissionKind.SUPPLEMENT))
    office.store.close()
    return folder


def draft(unit: str, received: str, entries: tuple[Entry, ...]) -> SubmissionDraft:
    moment = datetime.fromisoformat(received).replace(tzinfo=VIETNAM)
    return SubmissionDraft(unit, SubmissionKind.FIRST, moment, Channel.EMAIL, entries=entries)


@pytest.fixture
def run(capsys, data_dir):
    """Runs a command on the database and gives its exit code and what it wrote."""

    def run(*arguments: str, at: str = NOW) -> tuple[int, str, str]:
        code = main(["--data", str(data_dir), "--now", at, *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def ask(run):
    """The JSON answer of a command that is done."""

    def ask(*arguments: str, at: str = NOW):
        code, out, err = run(*arguments, "--json", at=at)
        assert (code, err) == (0, "")
        return json.loads(out)

    return ask


class TestAnswers:
    def test_status(self, ask):
        answer = ask("status")
        assert list(answer) == [
            "plan",
            "now",
            "deadline",
            "deadline_exclusive",
            "units",
            "asked",
            "assignments",
        ]
        assert answer["plan"] == PLAN
        assert answer["now"] == "2024-10-12T09:00:00+07:00"
        assert (answer["deadline"], answer["deadline_exclusive"]) == ("2024-10-12", True)
        assert answer["units"] == {
            "obliged": 31,
            "on_time": 1,
            "late": 0,
            "waiting": 0,
            "overdue": 30,
        }
        assert answer["asked"] == {"total": 11, "reported": 0}
        assignments = answer["assignments"]
        assert (assignments["total"], assignments["communes"]) == (272, 143)
        assert list(assignments["by_state"]) == [
            "not_applicable",
            "accepted",
            "reported",
            "returned",
            "overdue",
            "under_way",
            "not_due",
            "undated",
        ]
        assert sum(assignments["by_state"].values()) == 272

    @pytest.mark.parametrize(
        ("at", "waiting"), [("2024-10-11T23:59:59.999999", 30), ("2024-10-12T00:00", 0)]
    )
    def test_the_deadline_is_the_last_instant_before_its_day(self, ask, at, waiting):
        units = ask("status", at=at)["units"]
        assert (units["waiting"], units["overdue"]) == (waiting, 30 - waiting)

    def test_units(self, ask):
        units = ask("units")
        fields = ["code", "name", "groups", "relation", "state", "received", "aliases"]
        assert all(list(unit) == fields for unit in units)
        by_code = {unit["code"]: unit for unit in units}
        assert len(by_code) == len(units)
        assert by_code["15352"]["received"] == "2024-10-11T16:00:00+07:00"
        assert (by_code["15352"]["state"], by_code["15352"]["relation"]) == ("on_time", "obliged")
        assert by_code["15355"]["received"] is None
        assert by_code["15349"]["aliases"] == ["Xã Vĩnh Thành"]
        assert all(unit["groups"] and isinstance(unit["groups"], list) for unit in units)
        relations = [unit["relation"] for unit in units]
        assert [relations.count(r) for r in ("obliged", "asked", "own")] == [31, 11, 1]

    def test_values_are_typed(self, ask):
        rows = ask("values")
        fields = ["unit", "submission", "kind", "state", "received", "indicator", "value", "raw"]
        assert all(list(row) == fields for row in rows)
        first = {row["indicator"]: row["value"] for row in rows if row["kind"] == "first"}
        assert first["A01"] is True
        assert first["A02"] == "15/KH-UBND"
        assert first["A03"] == "2024-09-25"
        assert first["B02"] == "2024-10-01T08:00:00+07:00"
        assert first["H01"] == 5_000_000
        assert next(r["raw"] for r in rows if r["indicator"] == "C01") == "khoảng 1.200"

    def test_cleared_and_unreadable_values_are_null(self, ask):
        rows = {(r["unit"], r["kind"]): r for r in ask("values") if r["indicator"] == "C01"}
        assert rows["15352", "first"]["value"] == 1200
        assert rows["15352", "supplement"]["value"] is None
        unreadable = rows["15355", "first"]
        assert (unreadable["value"], unreadable["raw"]) == (None, "x y")
        assert unreadable["state"] == "returned"

    @pytest.mark.parametrize(
        ("as_of", "count"),
        [
            ("2024-10-11", 2),
            ("2024-10-12", 3),
            ("2024-10-11T16:00", 1),
            ("2024-10-11T09:00:00Z", 1),
            ("2024-10-11T15:59:59", 0),
        ],
    )
    def test_as_of_is_a_moment_or_the_end_of_a_day(self, ask, as_of, count):
        rows = ask("values", "--as-of", as_of)
        assert len({row["submission"] for row in rows}) == count

    def test_totals(self, ask):
        rows = ask("totals")
        assert list(rows[0]) == [
            "code",
            "name",
            "unit_of_measure",
            "group",
            "value",
            "denominator",
            "ratio",
            "reported",
            "expected",
            "missing",
            "extra_units",
        ]
        over_all = next(r for r in rows if r["code"] == "C02" and r["group"] is None)
        assert (over_all["value"], over_all["reported"], over_all["expected"]) == (None, 0, 31)
        assert len(over_all["missing"]) == 31

    def test_json_is_alone_and_readable(self, run):
        _, out, _ = run("units", "--json")
        assert "UBND thị trấn Vĩnh Lộc" in out


class TestTables:
    @pytest.mark.parametrize("command", ["status", "units", "values", "totals"])
    def test_people_read_vietnamese(self, run, command):
        code, out, err = run(command)
        assert (code, err) == (0, "")
        assert not out.startswith(("{", "["))
        assert {"status": "Quá hạn chưa nộp: 30", "units": "Phải báo cáo"}.get(command, "") in out

    def test_what_a_unit_sent_does_not_steer_the_terminal(self, run, tmp_path, capsys):
        office = bootstrap.build_office(tmp_path, bootstrap.SetClock(datetime.now(UTC)))
        sent = draft("15352", "2024-10-11T16:00", (Entry("K01", "một\n\x1b[31mhai" + "a" * 99),))
        office.recording.record(PLAN, sent)
        office.store.close()
        assert main(["--data", str(tmp_path), "values"]) == 0
        out, _ = capsys.readouterr()
        assert "\x1b" not in out
        assert len(out.splitlines()) == 3

    def test_an_empty_answer_is_a_sentence(self, run):
        _, out, _ = run("values", "--as-of", "2024-10-01")
        assert out.strip().endswith(".")


class TestFiles:
    def test_the_report_is_written_under_fixed_names(self, run, tmp_path):
        out = tmp_path / "bao cao"
        code, said, _ = run("report", str(out), "--format", "xlsx,docx", "--profile", "vhtt")
        assert code == 0
        names = ["bao-cao-tong-hop.xlsx", "bao-cao-tong-hop.docx"]
        assert said.splitlines() == [str(out / name) for name in names]
        assert sorted(path.name for path in out.iterdir()) == sorted(names)
        assert all((out / name).read_bytes().startswith(b"PK") for name in names)

    def test_a_report_to_be_signed_bears_no_mark_of_a_draft(self, ask, tmp_path):
        for place, *final in (["draft"], ["final", "--final"]):
            answer = ask("report", str(tmp_path / place), "--format", "docx", *final)
            (file,) = answer["files"]
            assert [file["path"]] == answer["paths"]
            with ZipFile(file["path"]) as package:
                headers = [name for name in package.namelist() if "header" in name]
                marked = any("DỰ THẢO" in package.read(name).decode() for name in headers)
            assert marked is not bool(final)
            data = Path(file["path"]).read_bytes()
            assert (file["format"], file["sha256"]) == ("docx", sha256(data).hexdigest())

    def test_a_backup_is_made_checked_and_put_back(self, ask, run, data_dir):
        made = ask("backup")
        assert made["kind"] == "manual"
        assert len(made["sha256"]) == 64
        with_bootstrap = bootstrap.Setup(data_dir, now=datetime(2024, 10, 12, 3, tzinfo=UTC))
        with bootstrap.open_office(with_bootstrap) as office:
            office.planning.set_actor("Người khác")
        code, out, _ = run("restore", made["path"])
        assert (code, made["path"] in out) == (0, True)
        with bootstrap.open_office(with_bootstrap) as office:
            assert office.planning.actor() != "Người khác"
        assert ask("check") == {"sound": True, "problems": []}

    def test_nothing_is_put_under_an_open_window(self, ask, run, data_dir):
        made = ask("backup")
        with instance.held(data_dir):
            code, _, err = run("restore", made["path"])
        assert code == 1
        assert "cửa sổ khác" in err

    def test_a_changed_figure_is_found(self, run, tmp_path, data_dir):
        copy = shutil.copytree(data_dir, tmp_path / "copy")
        with closing(sqlite3.connect(copy / "vinhloc-cds.sqlite3")) as connection, connection:
            connection.execute("UPDATE value SET raw = '9' WHERE raw = 'khoảng 1.200'")
        code, out, _ = run("--data", str(copy), "check", "--json")
        answer = json.loads(out)
        assert (code, answer["sound"], len(answer["problems"])) == (1, False, 1)
        code, out, _ = run("--data", str(copy), "check")
        assert (code, out.splitlines()) == (1, answer["problems"])


class TestExitCodes:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["nhap"],
            ["report"],
            ["report", "OUT", "--format", "odt"],
            ["status", "--as-of", "2024-10-12"],
            ["values", "--as-of", "hôm qua"],
            ["--now", "12/10/2024", "status"],
            ["--data", "", "status"],
            ["forms"],
            ["import"],
            ["self-test", "OUT", "OUT"],
        ],
    )
    def test_wrong_usage_is_2(self, capsys, arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("Cách dùng:")
        assert "Dòng lệnh chưa đúng" in err

    def test_an_unknown_letterhead_is_wrong_usage(self, run, tmp_path):
        with pytest.raises(SystemExit) as ended:
            run("report", str(tmp_path), "--profile", "so")
        assert ended.value.code == 2

    def test_an_issued_report_is_written_as_it_is(self, run, tmp_path):
        for more in (["--final"], ["--profile", "vhtt"], ["--as-of", "2024-10-10"]):
            with pytest.raises(SystemExit) as ended:
                run("report", str(tmp_path), "--issued", "1", *more)
            assert ended.value.code == 2
        code, _, err = run("report", str(tmp_path), "--issued", "15/BC-UBND")
        assert (code, "chưa có bản nào" in err) == (1, True)

    def test_what_the_user_must_act_on_is_1(self, run, tmp_path):
        code, out, err = run("--plan", "KH-KHAC", "status")
        assert (code, out) == (1, "")
        assert err == "Không có kế hoạch mang mã “KH-KHAC”. Các kế hoạch hiện có: KH-CDS-2024.\n"
        blocked = tmp_path / "tep"
        blocked.write_text("")
        assert run("report", str(blocked), "--format", "xlsx")[0] == 1
        assert run("restore", str(tmp_path / "khong-co.sqlite3"))[0] == 1

    def test_a_folder_that_cannot_be_used_is_1(self, capsys, tmp_path):
        blocked = tmp_path / "tep"
        blocked.write_text("")
        assert main(["--data", str(blocked / "trong"), "status"]) == 1
        assert "--data" in capsys.readouterr().err

    @pytest.mark.expects_log
    def test_a_bug_is_70_and_in_the_log(self, run, data_dir, monkeypatch):
        def broken(*_):
            raise ZeroDivisionError("mẫu số")

        monkeypatch.setattr(commands, "run", broken)
        code, out, err = run("status")
        log = data_dir / "logs" / "vinhloc-cds.log"
        assert (code, out) == (70, "")
        assert str(log) in err
        assert len(err.splitlines()) == 1
        assert "ZeroDivisionError: mẫu số" in log.read_text(encoding="utf-8")

    def test_no_log_is_made_without_a_reason(self, tmp_path, capsys):
        before = list(logging.getLogger().handlers)
        main(["--data", str(tmp_path), "status"])
        assert not (tmp_path / "logs").exists()
        assert logging.getLogger().handlers == before


class TestWindow:
    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
    def test_without_a_screen_it_names_the_way_without_a_window(
        self, capsys, monkeypatch, tmp_path
    ):
        for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        assert main(["--data", str(tmp_path)]) == 1
        err = capsys.readouterr().err
        assert screen.COMMAND in err
        assert len(err.splitlines()) == 1

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux has X to be asked")
    def test_a_screen_that_does_not_answer_is_told_before_qt_gives_up(self, tmp_path, monkeypatch):
        monkeypatch.setenv("DISPLAY", ":7919")
        for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        ended = subprocess.run(
            [sys.executable, "-m", "vinhloc_cds", "--data", str(tmp_path)],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ended.returncode == 1
        assert screen.COMMAND in ended.stderr
        assert len(ended.stderr.splitlines()) == 1

    def test_a_missing_library_is_named(self):
        missing = ImportError(
            "libEGL.so.1: cannot open shared object file: No such file or directory",
            name="PySide6.QtGui",
            path="/venv/PySide6/QtGui.abi3.so",
        )
        with pytest.raises(screen.UserError, match=r"libEGL\.so\.1"):
            screen.explain(missing)

    def test_any_other_import_error_is_a_bug(self):
        screen.explain(ImportError("cannot import name 'x'", name="ui.app", path="/ui/app.py"))
        screen.explain(ModuleNotFoundError("No module named 'libx.so'", name="x"))

    def test_only_one_window_to_a_database(self, tmp_path):
        refused = pytest.raises(instance.AlreadyOpenError)
        with instance.held(tmp_path), refused, instance.held(tmp_path):
            pass
        with instance.held(tmp_path):
            pass

    def test_nothing_heavy_stands_before_the_first_paint(self):
        script = (
            "import sys, vinhloc_cds.__main__, vinhloc_cds.bootstrap, ui.app;"
            "from vinhloc_cds.cli.parser import make_parser; make_parser();"
            f"print(sorted(set(sys.modules) & {HEAVY!r}))"
        )
        ended = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
        )
        assert ended.stdout.strip() == "[]"


class TestDemo:
    def test_it_leaves_nothing_behind(self, capsys, monkeypatch, tmp_path):
        monkeypatch.setattr(bootstrap.tempfile, "tempdir", str(tmp_path / "tmp"))
        monkeypatch.setattr(bootstrap, "default_data_dir", lambda: tmp_path / "home")
        (tmp_path / "tmp").mkdir()
        assert main(["--demo", "status"]) == 0
        assert list((tmp_path / "tmp").iterdir()) == []
        assert not (tmp_path / "home").exists()

    def test_what_killed_demos_left_goes_with_the_next(self, monkeypatch, tmp_path):
        monkeypatch.setattr(bootstrap.tempfile, "tempdir", str(tmp_path))
        demo = bootstrap.Setup(demo=True)
        with bootstrap.open_office(demo):
            (running,) = tmp_path.iterdir()
            killed, begun = (tmp_path / f"vinhloc-cds-demo-{each}" for each in "ab")
            other = tmp_path / "vinhloc-cds-khac"
            for folder in (killed, begun, other):
                folder.mkdir()
            with instance.held(killed), instance.held(other):
                (killed / "backups").mkdir()
                (killed / "backups" / "copy.sqlite3").touch()
            bootstrap.list_backups(demo)
            assert set(tmp_path.iterdir()) == {running, begun, other}
            assert (running / "vinhloc-cds.sqlite3").exists()

    def test_its_moment_and_what_has_come(self, capsys):
        main(["--demo", "status", "--json"])
        answer = json.loads(capsys.readouterr().out)
        assert answer["now"] == "2024-10-12T09:00:00+07:00"
        units = answer["units"]
        assert units["on_time"] + units["late"] == 27
        assert units["late"] > 0
        assert (units["waiting"], units["overdue"]) == (0, 4)
        assert 0 < answer["asked"]["reported"] < answer["asked"]["total"]

    def test_at_an_earlier_moment_less_has_come(self, capsys):
        main(["--demo", "--now", "2024-10-10T08:00", "status", "--json"])
        answer = json.loads(capsys.readouterr().out)
        units = answer["units"]
        assert (units["late"], units["overdue"]) == (0, 0)
        assert units["on_time"] + units["waiting"] == 31
        assert units["waiting"] > 4
