"""The signing step of the build: silent about the password, loud about a file it did not sign."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program_files import image

SIGN = Path(__file__).parents[2] / "packaging" / "sign.py"
PASSWORD = "nobody-may-read-this"


def sign(file: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `sign.py FILE` answers, with nothing of ours in the environment but this."""
    others = {name: value for name, value in os.environ.items() if "VINHLOC" not in name}
    return subprocess.run(
        [sys.executable, str(SIGN), str(file)],
        env=others | environment,
        cwd=file.parent,
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


@pytest.mark.parametrize("password", ["", PASSWORD])
@pytest.mark.skipif(
    sys.platform == "win32" or not (shutil.which("osslsigncode") and shutil.which("openssl")),
    reason="needs osslsigncode, which signs on Debian, and openssl for a certificate to sign with",
)
def test_a_signed_file_is_the_holders_of_the_certificate(program: Path, password: str) -> None:
    program.write_bytes(image(["KERNEL32.dll"]))
    folder = program.parent
    for command in (
        "req -x509 -newkey rsa:2048 -nodes -subj /CN=Ours -keyout key.pem -out public.pem",
        f"pkcs12 -export -inkey key.pem -in public.pem -out ours.pfx -passout pass:{password}",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    verify = ["osslsigncode", "verify", "-CAfile", "public.pem", "-in", program.name]
    assert subprocess.run(verify, cwd=folder, check=False, capture_output=True).returncode

    answer = sign(
        program,
        VINHLOC_CDS_CERTIFICATE=str(folder / "ours.pfx"),
        VINHLOC_CDS_CERTIFICATE_PASSWORD=password,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    subprocess.run(verify, cwd=folder, check=True, capture_output=True)
    assert {path.name for path in folder.iterdir()} == {
        "key.pem", "public.pem", "ours.pfx", program.name,
    }  # fmt: skip


def test_a_tool_in_the_current_folder_is_not_trusted(program: Path) -> None:
    name = "signtool.exe" if sys.platform == "win32" else "osslsigncode"
    tool = program.with_name(name)
    tool.write_text("#!/bin/sh\nexit 0\n")
    tool.chmod(0o755)
    answer = sign(program, VINHLOC_CDS_CERTIFICATE="any.pfx", PATH=str(tool.parent))
    assert (answer.returncode, program.read_bytes()) == (1, b"MZ")
    assert "not on the PATH" in answer.stderr
