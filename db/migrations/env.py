"""What alembic runs: it needs no ini file, only the open connection that `db.migrate` hands it."""

from alembic import context

from db.migrations import REVISIONS
from db.sqlite import set_user_version
from db.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
    revision = context.get_context().get_current_revision()
    set_user_version(connection, REVISIONS.index(revision) + 1 if revision else 0)
