"""Draft the next step from what the tables in `records` have become.

    PYTHONPATH=src python -m migrations.draft "sessions have a language"

A draft is for reading: fill in what alembic cannot see (checks, triggers, what rows become), name in `RETIRES` the
tables whose rows may go, and raise `HEAD` in desk/opening.py.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

from alembic import command
from alembic.script import Script
from sqlalchemy import MetaData, create_engine

from acxdesk import records
from acxdesk.desk.schema import config_of, resource
from acxdesk.records.base import Base


def draft(message: str, metadata: MetaData, steps: Path) -> Path:
    """Write the step that leads from the newest one in the folder to these tables.

    Args:
        message: what the step does, as the first line of its docstring.
        metadata: the tables to be.
        steps: the folder with env.py and versions.

    Returns:
        The new file, numbered behind the others.
    """
    number = len(list((steps / "versions").glob("[0-9]*.py"))) + 1
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        config = config_of(steps, connection)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["metadata"] = metadata
        command.upgrade(config, "head")
        written = command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
    engine.dispose()
    assert isinstance(written, Script)  # one revision was asked for
    return Path(written.path)


def all_tables() -> MetaData:
    """Every table of `records`."""
    for module in pkgutil.iter_modules(records.__path__, "acxdesk.records."):
        importlib.import_module(module.name)
    return Base.metadata


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]), all_tables(), resource("migrations"))
