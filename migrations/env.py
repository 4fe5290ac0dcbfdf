"""How alembic takes the steps: on the connection that `desk.schema` hands in, inside its transaction.

That connection has begun already (BEGIN IMMEDIATE, foreign keys off), so alembic commits nothing by itself.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write the type that SQLite stores into a step: the classes of `records` change, a step does not."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run(connection: Connection) -> None:
    """Take the steps that alembic was asked for."""
    made_by_sqlite = {
        name
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')"
        )
    }
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get("metadata"),
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=True,
        render_item=plain_type,
        include_name=lambda name, kind, _parents: kind != "table" or name not in made_by_sqlite,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
