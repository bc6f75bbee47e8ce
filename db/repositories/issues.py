"""Issued reports with their files. Nothing of one changes but whether it stands."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from db.repositories import frozen
from db.repositories.digests import issue_digests, issued_data
from db.repositories.ids import Ids
from db.repositories.kept import Kept
from db.repositories.rows import add, signer_columns, utc
from db.tables import ISSUE, ISSUE_FILE, PLAN
from vinhloc_cds.domain.issuing import Issue, IssuedFile, IssueKind
from vinhloc_cds.domain.plan import Signer
from vinhloc_cds.errors import UserError

_ISSUES: Select[*tuple[Any, ...]] = (
    select(ISSUE, PLAN.c.code.label("plan_code"))
    .join(PLAN, PLAN.c.id == ISSUE.c.plan_id)
    .order_by(ISSUE.c.id)
)
_ONE = _ISSUES.where(ISSUE.c.id == bindparam("issue"))
_OF_PLAN = _ISSUES.where(ISSUE.c.plan_id == bindparam("plan"))
_FILES = (
    select(ISSUE_FILE.c.file_format, ISSUE_FILE.c.sha256, ISSUE_FILE.c.size)
    .where(ISSUE_FILE.c.issue_id == bindparam("issue"))
    .order_by(ISSUE_FILE.c.id)
)
_SHA256 = select(ISSUE_FILE.c.sha256).where(
    ISSUE_FILE.c.issue_id == bindparam("issue"),
    ISSUE_FILE.c.file_format == bindparam("file_format"),
)
_STANDING = select(ISSUE.c.day).where(
    ISSUE.c.symbol == bindparam("symbol"),
    ISSUE.c.number == bindparam("number"),
    ISSUE.c.withdrawn_at.is_(None),
    ISSUE.c.id != bindparam("but"),
)


class SqlIssues:
    """The issued reports."""

    def __init__(self, connection: Connection, ids: Ids, kept: Kept[Issue]) -> None:
        self._connection = connection
        self._ids = ids
        self._kept = kept

    def add(self, issue: Issue, files: Mapping[str, bytes]) -> Issue:
        """Store an issued report with its files by format; return it with its id.

        UserError where a report that stands, of whatever plan, has its number, symbol and year
        already. Raises KeyError for an unknown plan, ValueError where a file is not what the
        issue says of it.
        """
        if {each.file_format: each.sha256 for each in issue.files} != {
            file_format: _sha256(data) for file_format, data in files.items()
        }:
            raise ValueError("the files are not those of the issue")
        self._refuse_taken(issue.number, issue.symbol, issue.day)
        issue = replace(issue, as_of=utc(issue.as_of), issued_at=utc(issue.issued_at))
        columns = {
            "plan_id": self._ids.plan(issue.plan),
            "kind": issue.kind,
            "profile": issue.profile,
            "number": issue.number,
            "symbol": issue.symbol,
            "day": issue.day,
            **signer_columns(issue.signer),
            "addressees": issue.addressees,
            "recipients": issue.recipients,
            "as_of": issue.as_of,
            "issued_at": issue.issued_at,
            "issued_by": issue.issued_by,
            "audit_number": issue.audit_number,
            "audit_hash": issue.audit_hash,
            "frozen": frozen.encode(issue.frozen),
            "base_id": issue.base,
            "withdrawn_at": None,
            "withdrawn_reason": "",
            "digest": "",
        }
        stored = add(self._connection, ISSUE, columns)
        rows = [
            {
                "issue_id": stored,
                "file_format": each.file_format,
                "sha256": each.sha256,
                "size": each.size,
                "data": files[each.file_format],
            }
            for each in issue.files
        ]
        if rows:
            self._connection.execute(insert(ISSUE_FILE), rows)
        self._seal(stored)
        return replace(issue, id=stored)

    def get(self, issue: int) -> Issue:
        """Raises KeyError."""
        row = self._connection.execute(_ONE, {"issue": issue}).one_or_none()
        if row is None:
            raise KeyError(issue)
        return self._issue(row)

    def of_plan(self, plan: str) -> tuple[Issue, ...]:
        """All issues of `plan`, withdrawn ones too, in the order they were issued."""
        rows = self._connection.execute(_OF_PLAN, {"plan": self._ids.plan(plan)}).all()
        return tuple(
            self._kept.get(row.id, row.digest)
            or self._kept.keep(row.id, row.digest, self._issue(row))
            for row in rows
        )

    def data(self, issue: int, file_format: str) -> bytes:
        """A file of an issue, byte by byte as it was issued.

        KeyError where there is none; UserError where it is damaged.
        """
        wanted = {"issue": issue, "file_format": file_format}
        sha256 = self._connection.scalar(_SHA256, wanted)
        data = issued_data(self._connection, issue, file_format)
        if sha256 is None or data is None:
            raise KeyError(file_format)
        if _sha256(data) != sha256:
            raise UserError("store.issue_damaged", issue=issue, file_format=file_format)
        return data

    def withdraw(self, issue: int, at: datetime | None, reason: str) -> None:
        """Store that an issue stands no more, or (None) that it does.

        Raises KeyError; UserError where meanwhile another one stands with its number.
        """
        if at is None:
            again = self.get(issue)
            self._refuse_taken(again.number, again.symbol, again.day, but=issue)
        saved = self._connection.execute(
            update(ISSUE).where(ISSUE.c.id == issue),
            {"withdrawn_at": at, "withdrawn_reason": reason},
        )
        if not saved.rowcount:
            raise KeyError(issue)
        self._seal(issue)

    def _refuse_taken(self, number: int, symbol: str, day: date, *, but: int = 0) -> None:
        wanted = {"symbol": symbol, "number": number, "but": but}
        for taken in self._connection.scalars(_STANDING, wanted):
            if taken.year == day.year:
                raise UserError(
                    "store.issue_number_taken", number=number, symbol=symbol, year=day.year
                )

    def _seal(self, issue: int) -> None:
        ((_, digest, _),) = issue_digests(self._connection, issue)
        self._connection.execute(update(ISSUE).where(ISSUE.c.id == issue), {"digest": digest})

    def _issue(self, row: Row[Any]) -> Issue:
        files = self._connection.execute(_FILES, {"issue": row.id})
        return Issue(
            id=row.id,
            plan=row.plan_code,
            kind=IssueKind(row.kind),
            profile=row.profile,
            number=row.number,
            symbol=row.symbol,
            day=row.day,
            signer=Signer(row.signer_authority, row.signer_title, row.signer_name),
            addressees=tuple(row.addressees),
            recipients=tuple(row.recipients),
            as_of=row.as_of,
            issued_at=row.issued_at,
            issued_by=row.issued_by,
            audit_number=row.audit_number,
            audit_hash=row.audit_hash,
            frozen=frozen.decode(row.frozen),
            files=tuple(IssuedFile(*each) for each in files),
            base=row.base_id,
            withdrawn_at=row.withdrawn_at,
            withdrawn_reason=row.withdrawn_reason,
        )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
