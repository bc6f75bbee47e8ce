"""The family of errors that the user can mend.

Every other exception is a bug: it goes to the log and to a dialog that can be copied.
"""

import errno

from vinhloc_cds.texts import text

_CAUSES = {
    errno.ENOSPC: "full",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read_only",
    errno.ENOENT: "missing",
    errno.EEXIST: "in_the_way",
    errno.ENOTDIR: "in_the_way",
    errno.EISDIR: "in_the_way",
    errno.ENAMETOOLONG: "too_long",
    errno.EIO: "device",
}


class UserError(Exception):
    """Something the user can put right; its sentence says what is wrong, where and what to do.

    `code` names a sentence of the catalogue (see `vinhloc_cds.texts`), `params` fill it.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return text(self.code, **self.params)


class UnusableStoreError(UserError):
    """What stands in the place of the database cannot be used: a backup may take its place."""


def cause_of(error: OSError) -> str:
    """Why the system refuses a file, for a sentence; of what is rare, in the system's own words."""
    cause = _CAUSES.get(error.errno or 0)
    return text(f"system.{cause}") if cause else error.strerror or type(error).__name__
