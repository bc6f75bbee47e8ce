"""A small sample of the long trial: no acknowledged save is lost when the process dies (R1)."""

import json
import subprocess
import sys
from pathlib import Path

TRIAL = Path(__file__).parents[1] / "reliability" / "kill_trial.py"


def test_nothing_is_lost_or_half_saved_when_the_program_is_killed():
    done = subprocess.run(
        [sys.executable, str(TRIAL), "5"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found.pop("saves") >= 5
    assert found == {"kills": 5, "lost": 0, "half_saved": 0, "problems": []}
    assert done.returncode == 0
