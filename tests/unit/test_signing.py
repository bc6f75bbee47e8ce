"""The signing step of the build: silent about the password, loud about a file it did not sign."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SIGN = Path(__file__).parents[2] / "packaging" / "sign.py"
PASSWORD = "nobody-may-read-this"


def sign(file: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `sign.py FILE` answers, with nothing of ours in the environment but this."""
    others = {name: value for name, value in os.environ.items() if "VINHLOC" not in name}
    return subprocess.run(
        [sys.executable, str(SIGN), str(file)],
        env=others | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A file to sign."""
    file = tmp_path / "program.exe"
    file.write_bytes(b"MZ")
    return file


def test_without_a_certificate_it_says_so_and_leaves_the_file(program: Path) -> None:
    answer = sign(program)
    assert (answer.returncode, program.read_bytes()) == (0, b"MZ")
    assert "not signed" in answer.stdout


def test_a_file_that_is_not_signed_ends_the_build_without_the_password(program: Path) -> None:
    # Whether the tool is missing or refuses: there is no such certificate.
    answer = sign(
        program,
        VINHLOC_CDS_CERTIFICATE=str(program.with_name("none.pfx")),
        VINHLOC_CDS_CERTIFICATE_PASSWORD=PASSWORD,
    )
    assert (answer.returncode, program.read_bytes()) == (1, b"MZ")
    assert "not signed" in answer.stderr
    assert PASSWORD not in answer.stdout + answer.stderr
    assert list(program.parent.iterdir()) == [program]
