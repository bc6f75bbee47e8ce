"""Small facts about the office, by key."""

from sqlalchemy import Connection, insert, select, update

from db.tables import SettingRow


class SqlSettings:
    """The settings of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The setting `key`, or None."""
        return self._connection.scalar(select(SettingRow.value).where(SettingRow.key == key))

    def set(self, key: str, value: str) -> None:
        """Store a setting, new or changed."""
        if self.get(key) is None:
            self._connection.execute(insert(SettingRow), {"key": key, "value": value})
        else:
            changed = update(SettingRow).where(SettingRow.key == key)
            self._connection.execute(changed, {"value": value})
