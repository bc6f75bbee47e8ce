"""The schema's history. A new revision is a file in `versions/` and a name at the end of this list.

The list stands here so that an up-to-date database opens without importing alembic, which takes
longer than all the rest; a test holds it against the files.
"""

REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]
