"""The architecture is a failing test."""

import subprocess
import sys

from house import ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"


def test_imports_point_down_the_house():
    # In a process of its own: import-linter sets up logging anew, which would blind other tests.
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_packaging_stays_the_library_of_that_name():
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_tests_shadow_no_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not {"db", "ui"} & {path.name for path in (ROOT / "tests").iterdir()}


def test_files_hold_one_idea():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.rglob("*.py")
        if not any(
            part.startswith(".") or part in {"build", "dist"}
            for part in path.parts[len(ROOT.parts) :]
        )
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long
