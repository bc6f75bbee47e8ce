"""The store: SQLAlchemy tables, mapping, repositories, units of work, migrations."""

from db.opening import open_backups, open_store

__all__ = ["open_backups", "open_store"]
