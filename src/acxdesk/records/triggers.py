"""What SQLite itself keeps: the journal is append-only.

Triggers are made from here after every migration, because a batch migration drops them silently.
"""

_JOURNAL_TABLES = ("entries", "entry_changes", "entry_subjects")

TRIGGERS: dict[str, str] = {  # name -> the statement that makes it
    f"{table}_keep_{verb.lower()}": (
        f"CREATE TRIGGER {table}_keep_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    )
    for table in _JOURNAL_TABLES
    for verb in ("UPDATE", "DELETE")
}
