"""The way in: it hears of whatever nobody else can tell the user of any more.

Exit codes: 0 done, 1 the user must act, 2 wrong usage, 70 a bug of ours.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

_MUST_ACT = 1
_BUG = 70

# The only sentence outside the catalogue: it has to be said when that cannot be read either.
_NAME = "Vĩnh Lộc CDS"
_LAST_WORDS = (
    "Chương trình Vĩnh Lộc CDS không chạy được vì thiếu tệp hoặc tệp bị hỏng. "
    "Hãy cài lại chương trình (dữ liệu đã nhập vẫn được giữ nguyên). "
    "Nếu vẫn không chạy được, hãy gửi tệp {log} cho người hỗ trợ."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` (the process's own if None) say and return the exit code."""
    try:
        # Here, not above: what is missing or broken is told, too.
        from vinhloc_cds.cli.run import run  # noqa: PLC0415

        return run(arguments)
    except KeyboardInterrupt:
        return _MUST_ACT
    except Exception as error:  # noqa: BLE001 - PyInstaller would show it to the user in English
        return _give_up(error)


def _give_up(error: Exception) -> int:
    from vinhloc_cds.saying import complain  # noqa: PLC0415 - seldom needed

    complain(_LAST_WORDS.format(log=_written_down(error)), _NAME)
    return _BUG


def _written_down(error: Exception) -> Path:
    """The default log, with `error` at its end if it can be written: no other part is asked."""
    import os  # noqa: PLC0415 - seldom needed, as all of this
    import time  # noqa: PLC0415
    import traceback  # noqa: PLC0415
    from contextlib import suppress  # noqa: PLC0415

    home = os.environ.get("LOCALAPPDATA") or Path.home() / ".local" / "share"
    log = Path(home, "VinhLocCDS", "logs", "vinhloc-cds.log")
    with suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} CRITICAL {__name__}: cannot run\n")
            file.writelines(traceback.format_exception(error))
    return log


def _serve_if_child() -> None:
    """Be the reading process if the frozen program was started as that; it then ends here."""
    import multiprocessing  # noqa: PLC0415 - PyInstaller has loaded it already

    try:
        multiprocessing.freeze_support()
    except Exception as error:  # noqa: BLE001 - who asked tells the user; no second dialog
        _written_down(error)
        sys.exit(_BUG)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        _serve_if_child()
    sys.exit(main())
