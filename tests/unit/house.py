"""Where the project's own files stand."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("vinhloc_cds", "db", "ui", "resources")
