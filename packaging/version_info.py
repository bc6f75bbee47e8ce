"""What Windows tells of a program file: in its properties, the taskbar and warnings."""

from PyInstaller.utils.win32.versioninfo import (  # type: ignore[import-untyped]
    FixedFileInfo,
    StringFileInfo,
    StringStruct,
    StringTable,
    VarFileInfo,
    VarStruct,
    VSVersionInfo,
)

COMPANY = "UBND huyện Vĩnh Lộc"
PRODUCT = "Vĩnh Lộc CDS"
VIETNAMESE, UNICODE = 0x042A, 0x04B0
VOS_NT_WINDOWS32, VFT_APP = 0x0004_0004, 0x1


def version_info(version: str, file_name: str, description: str) -> VSVersionInfo:
    """The version resource of the program file `file_name` (with .exe), in Vietnamese."""
    numbers = four_numbers(version)
    words = {
        "CompanyName": COMPANY,
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": file_name.removesuffix(".exe"),
        "OriginalFilename": file_name,
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }
    table = StringTable(
        f"{VIETNAMESE:04X}{UNICODE:04X}",
        [StringStruct(name, value) for name, value in words.items()],
    )
    return VSVersionInfo(
        ffi=FixedFileInfo(
            filevers=numbers, prodvers=numbers, OS=VOS_NT_WINDOWS32, fileType=VFT_APP
        ),
        kids=[
            StringFileInfo([table]),
            VarFileInfo([VarStruct("Translation", [VIETNAMESE, UNICODE])]),
        ],
    )


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """`1.2` as Windows compares it: (1, 2, 0, 0). Other than up to four numbers is an error."""
    parts = [int(part) for part in version.split(".")]
    if len(parts) > 4 or max(parts) > 0xFFFF or min(parts) < 0:
        raise ValueError(f"Windows knows versions of up to four numbers below 65536: {version}")
    one, two, three, four = parts + [0] * (4 - len(parts))
    return one, two, three, four
