"""A small sample of the long trial: every document of a plan that holds next to nothing."""

import json
import subprocess
import sys
from pathlib import Path

TRIAL = Path(__file__).parents[1] / "reliability" / "documents_trial.py"


def test_documents_of_an_empty_plan_hold():
    done = subprocess.run(
        [sys.executable, str(TRIAL), "1"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert found["documents"] > 5
    assert done.returncode == 0
