"""Sign program files for Windows, where a certificate is given; without one say so and leave them.

python sign.py FILE...

VINHLOC_CDS_CERTIFICATE            a .pfx file or, on Windows, the SHA-1 thumbprint of a certificate
                                   in the user's store, as of a token, whose driver asks the PIN
VINHLOC_CDS_CERTIFICATE_PASSWORD   of the .pfx file, if it has one
VINHLOC_CDS_TIMESTAMP              address of an RFC 3161 server; a signature without a time in it
                                   is worth nothing once the certificate has expired

Windows needs signtool (of the Windows SDK) on the PATH, Linux osslsigncode. A file that cannot be
signed ends the build: exit code 1.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_CERTIFICATE = "VINHLOC_CDS_CERTIFICATE"
_PASSWORD = f"{_CERTIFICATE}_PASSWORD"
_TIMESTAMP = "VINHLOC_CDS_TIMESTAMP"
_THUMBPRINT = re.compile(r"[0-9A-Fa-f]{40}")


def main(files: list[str]) -> None:
    """Sign each of `files` in place; SystemExit with a sentence where that fails."""
    certificate = os.environ.get(_CERTIFICATE, "")
    if not certificate:
        print(f"not signed, {_CERTIFICATE} is not set: {', '.join(files)}")
        return
    sign = _with_signtool if sys.platform == "win32" else _with_osslsigncode
    for file in files:
        sign(Path(file), certificate)
        print(f"signed: {file}")


def _with_signtool(file: Path, certificate: str) -> None:
    command = [_tool("signtool", file), "sign", "/q", "/fd", "sha256"]
    if _THUMBPRINT.fullmatch(certificate):
        command += ["/sha1", certificate]
    else:
        command += ["/f", certificate]
        if password := os.environ.get(_PASSWORD):
            command += ["/p", password]  # signtool takes it in no other way
    if timestamp := os.environ.get(_TIMESTAMP):
        command += ["/tr", timestamp, "/td", "sha256"]
    _run([*command, str(file)], file)


def _with_osslsigncode(file: Path, certificate: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [_tool("osslsigncode", file), "sign", "-h", "sha256", "-pkcs12", certificate]
        if password := os.environ.get(_PASSWORD):
            Path(folder, "password").write_text(password, encoding="utf-8")
            command += ["-readpass", str(Path(folder, "password"))]
        else:
            command += ["-pass", ""]  # it refuses a file with nothing in it
        if timestamp := os.environ.get(_TIMESTAMP):
            command += ["-ts", timestamp]
        # It does not sign in place.
        signed = file.with_name(f"{file.name}.signed")
        signed.unlink(missing_ok=True)
        try:
            _run([*command, "-in", str(file), "-out", str(signed)], file)
            shutil.copymode(file, signed)
            signed.replace(file)
        finally:
            signed.unlink(missing_ok=True)


def _tool(name: str, file: Path) -> str:
    """Where a program on the PATH lies; it is handed the certificate."""
    found = shutil.which(name)
    # Windows looks into the current folder first, where anybody may have put one.
    if found is None or Path(found).resolve().parent == Path.cwd():
        raise SystemExit(f"not signed, {name} is not on the PATH: {file}")
    return found


def _run(command: list[str], file: Path) -> None:
    """Run `command`, never showing it: it may hold the password."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        said = done.stdout.decode(errors="replace").strip()
        raise SystemExit(f"not signed, {Path(command[0]).stem} failed: {file}\n{said}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
