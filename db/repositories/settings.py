"""Small facts about the office, by key."""

from sqlalchemy import Connection, bindparam, insert, select, update

from db.tables import SETTING

_VALUE = select(SETTING.c.value).where(SETTING.c.key == bindparam("key"))


class SqlSettings:
    """The settings of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The setting `key`, or None."""
        return self._connection.scalar(_VALUE, {"key": key})

    def set(self, key: str, value: str) -> None:
        """Store a setting, new or changed."""
        if self.get(key) is None:
            self._connection.execute(insert(SETTING), {"key": key, "value": value})
        else:
            changed = update(SETTING).where(SETTING.c.key == key)
            self._connection.execute(changed, {"value": value})
