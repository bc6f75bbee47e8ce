"""The program that Windows starts without a console: what would be printed is in a box, and logged.

And what is told when the program itself is broken.
"""

import errno
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from vinhloc_cds import bootstrap, instance, saying
from vinhloc_cds.__main__ import main
from vinhloc_cds.cli import commands
from vinhloc_cds.texts import text

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.expects_log


@pytest.fixture
def start(monkeypatch):
    """Starts the program without streams; its exit code and the sentences of its boxes."""

    def start(*typed):
        shown = []

        def show(words, title):
            assert title == text("ui.program")
            shown.append(words)

        with monkeypatch.context() as patched:
            patched.setattr(saying, "_show_box", show)
            patched.setattr(sys, "stdout", None)
            patched.setattr(sys, "stderr", None)
            try:
                code = main([*map(str, typed)])
            except SystemExit as ended:
                code = ended.code
        return code, shown

    return start


def log(folder):
    return (folder / "logs" / "vinhloc-cds.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["--help"], 0, "Cách dùng: vinhloc-cds"),
        (["--nhap"], 2, "Dòng lệnh chưa đúng: không hiểu --nhap"),
        (["report"], 2, "Dòng lệnh chưa đúng: còn thiếu OUT"),
    ],
)
def test_help_and_wrong_usage_are_shown(start, typed, code, said):
    ended, (box,) = start(*typed)
    assert ended == code
    assert said in box


def test_a_command_is_sent_to_the_program_with_a_console(start, tmp_path):
    code, (box,) = start("--data", tmp_path, "status")
    assert code == 2
    assert "“status”" in box
    assert "vinhloc-cds.exe" in box


def test_the_self_test_needs_no_console(start, tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "run", lambda *_: 0)
    assert start("--data", tmp_path, "self-test") == (0, [])


def test_a_folder_that_cannot_be_used_is_shown_and_logged(start, tmp_path, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "window.lock").mkdir()
    code, (box,) = start("--data", tmp_path)
    assert code == 1
    assert str(tmp_path) in box
    assert box in log(tmp_path)


def test_a_bug_before_the_window_is_shown_and_logged(start, tmp_path, monkeypatch):
    def broken(_):
        raise ZeroDivisionError("mẫu số")

    monkeypatch.setattr(bootstrap, "open_window", broken)
    code, (box,) = start("--data", tmp_path)
    assert code == 70
    assert str(tmp_path / "logs" / "vinhloc-cds.log") in box
    assert "ZeroDivisionError: mẫu số" in log(tmp_path)


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("bootstrap.open_window", ImportError("DLL load failed while importing QtCore")),
        ("cli.parser.text", FileNotFoundError("cli.toml")),
        ("cli.run.make_parser", SyntaxError("ba\ud800d")),
    ],
)
def test_an_installation_that_is_not_whole_is_told_and_logged(
    start, tmp_path, monkeypatch, part, error
):
    def broken(*_, **__):
        raise error

    monkeypatch.setattr(f"vinhloc_cds.{part}", broken)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "home"))
    code, (box,) = start("--data", tmp_path)
    assert code == 70
    assert "Hãy cài lại chương trình" in box
    file = tmp_path / "home" / "VinhLocCDS" / "logs" / "vinhloc-cds.log"
    assert str(file) in box
    assert type(error).__name__ in file.read_text(encoding="utf-8")


def test_a_part_that_is_missing_from_the_source_is_a_bug(capsys, tmp_path, monkeypatch):
    def fail(_):
        raise ImportError("no module")

    monkeypatch.setattr(bootstrap, "open_window", fail)
    assert main(["--data", str(tmp_path)]) == 70
    assert text("cli.bug", log=tmp_path / "logs" / "vinhloc-cds.log") in capsys.readouterr().err


@pytest.mark.parametrize("code", [errno.EPIPE, errno.EINVAL])
def test_a_reader_who_has_enough_is_no_bug(capsys, tmp_path, monkeypatch, code):
    """Windows says EINVAL where others say EPIPE."""
    ends = []

    class Stream:
        def write(self, _):
            raise OSError(code, os.strerror(code))

        def flush(self):
            raise OSError(code, os.strerror(code))

        def fileno(self):
            return 99

    monkeypatch.setattr(sys, "stdout", Stream())
    monkeypatch.setattr(os, "dup2", lambda _, end: ends.append(end))
    monkeypatch.setattr(commands, "run", lambda *_: sys.stdout.write("x"))
    assert main(["--data", str(tmp_path), "status"]) == 1
    assert (ends, capsys.readouterr().err) == ([99], "")
    assert not (tmp_path / "logs").exists()


def test_any_other_refusal_by_the_system_is_a_bug(capsys, tmp_path, monkeypatch):
    def refused(*_):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(commands, "run", refused)
    assert main(["--data", str(tmp_path), "status"]) == 70
    assert "OSError" in log(tmp_path)


def test_ctrl_c_ends_a_command_without_a_word(capsys, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "run", interrupted)
    assert main(["--data", str(tmp_path), "status"]) == 1
    assert capsys.readouterr() == ("", "")


def test_what_is_printed_is_utf8_whatever_the_code_page():
    done = subprocess.run(
        [sys.executable, "-m", "vinhloc_cds", "report", "OUT", "--format", "\udc80ữ"],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "cp1258", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 2
    assert "không in được định dạng \\udc80ữ" in done.stderr.decode("utf-8")


class TestSecondStart:
    """What a start does while another has the data."""

    @pytest.fixture
    def start(self, tmp_path, monkeypatch):
        """Starts beside a program that holds the data, whose window answers at `answers` or never.

        It lets go of them at the pause `ends`.
        """
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

        def start(*, answers=None, ends=None):
            seen = []
            holder = instance.held(tmp_path)

            def pause(_):
                seen.append("pause")
                if seen.count("pause") == ends:
                    holder.__exit__(None, None, None)

            def raise_running(_):
                return answers is not None and seen.count("pause") >= answers

            monkeypatch.setattr(bootstrap, "time", SimpleNamespace(sleep=pause))
            monkeypatch.setattr("ui.app.raise_running", raise_running)
            monkeypatch.setattr("ui.app.run", lambda *_, **__: seen.append("window") or 0)
            holder.__enter__()
            try:
                return main(["--data", str(tmp_path)]), seen
            finally:
                if ends is None:
                    holder.__exit__(None, None, None)

        return start

    def test_it_raises_the_window_as_soon_as_that_answers(self, start):
        assert start(answers=0) == (0, [])
        assert start(answers=2) == (0, ["pause", "pause"])

    def test_it_opens_its_own_when_the_first_has_ended(self, start):
        assert start(ends=3) == (0, ["pause", "pause", "pause", "window"])

    @pytest.mark.parametrize(
        ("part", "other", "told"),
        [
            ("system_user", "lan", "tài khoản lan"),
            ("socket.gethostname", "PC-02", "máy PC-02"),
            ("_session", 7, "phiên đăng nhập số 7"),
        ],
    )
    def test_it_asks_no_window_of_another_desktop(
        self, tmp_path, monkeypatch, capsys, part, other, told
    ):
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        monkeypatch.setattr("ui.app.raise_running", lambda _: pytest.fail("asked"))
        with ExitStack() as holder:
            with monkeypatch.context() as there:
                there.setattr(f"vinhloc_cds.instance.{part}", lambda: other)
                holder.enter_context(instance.held(tmp_path))
            assert main(["--data", str(tmp_path)]) == 1
        assert told in capsys.readouterr().err

    def test_it_gives_up_in_the_end(self, start, capsys):
        code, seen = start()
        assert (code, set(seen)) == (1, {"pause"})
        assert "cửa sổ khác" in capsys.readouterr().err
