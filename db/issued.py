"""Which issued reports a database file holds, so that none is lost unsaid."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, inspect, select

from db.tables import ISSUE
from vinhloc_cds.domain.formatting import document_number, format_date
from vinhloc_cds.texts import text

IssueKey = tuple[str, int, datetime]
"""Symbol and number, and when it was issued: a number is taken again once it was withdrawn."""

_REPORTS = select(ISSUE.c.symbol, ISSUE.c.number, ISSUE.c.day, ISSUE.c.issued_at).order_by(
    ISSUE.c.id
)


def issued_reports(connection: Connection) -> Mapping[IssueKey, str]:
    """Every issued report by number and day, as sentences name it; none in an older database."""
    if not inspect(connection).has_table(ISSUE.name):
        return {}
    return {
        (row.symbol, row.number, row.issued_at): text(
            "store.issued_report",
            number=document_number(row.number, row.symbol),
            day=format_date(row.day),
        )
        for row in connection.execute(_REPORTS)
    }
