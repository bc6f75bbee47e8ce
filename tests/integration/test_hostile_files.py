"""A small sample of the long trial: every hostile file ends as data or as one sentence (R6)."""

import json
import subprocess
import sys
from pathlib import Path

TRIAL = Path(__file__).parents[1] / "reliability" / "hostile_trial.py"


def test_hostile_files_end_as_data_or_as_a_sentence():
    done = subprocess.run(
        [sys.executable, str(TRIAL), "9"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert (found["files"], sum(found["ends"].values())) == (9, 9)
    assert done.returncode == 0
