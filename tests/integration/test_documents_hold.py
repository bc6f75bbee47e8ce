"""A small sample of the long trial: documents of extreme plans, and of hostile words (R9)."""

import json
import subprocess
import sys
from pathlib import Path

TRIAL = Path(__file__).parents[1] / "reliability" / "documents_trial.py"


def test_documents_say_what_the_data_say_and_no_word_takes_effect():
    done = subprocess.run(
        [sys.executable, str(TRIAL), "2"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert found["documents"] > 15
    assert done.returncode == 0
