"""The family of errors that the user can mend.

Every other exception is a bug: it goes to the log and to a dialog that can be copied.
"""

from vinhloc_cds.texts import text


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
