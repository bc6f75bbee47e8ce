"""The built wheel carries everything that runs, and nothing else."""

import subprocess
import sys
import zipfile

import pytest
from house import PACKAGES, ROOT

SHIPPED = {".py", ".toml", ".svg", ".qss", ".mako", ".sql", ".typed"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    # hatchling itself, without build isolation: the test needs no network.
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = out.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_every_package_and_resource_is_in_it(wheel):
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in SHIPPED
    }
    assert wanted <= wheel
    assert "resources/huong-dan-su-dung.md" in wheel, "F1 shows the manual"
    for needed in (
        "resources/plans/",
        "resources/icons/",
        "resources/styles/",
        "db/migrations/versions/",
    ):
        assert any(name.startswith(needed) for name in wheel), needed


def test_nothing_else_is_in_it(wheel):
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
