"""The store: SQLAlchemy tables, mapping, repositories, units of work, migrations."""
