"""A small sample of the long trial: an import is atomic per file when the process dies (R5)."""

import json
import subprocess
import sys
from pathlib import Path

TRIAL = Path(__file__).parents[1] / "reliability" / "import_kill_trial.py"


def test_every_file_is_there_whole_or_not_at_all_when_the_program_is_killed():
    done = subprocess.run(
        [sys.executable, str(TRIAL), "2"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    del found["cut_short"]
    assert found == {"kills": 2, "half_stored": 0, "not_completed": 0, "problems": []}
    assert done.returncode == 0
