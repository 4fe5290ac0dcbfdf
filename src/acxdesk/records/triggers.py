"""What SQLite itself keeps: the journal is append-only, and the name search follows the people.

Triggers are made from here after every migration, because a batch migration drops them silently.
"""

# One row of the search index a person, by the folded words of Person.search_key; prefixes of two and three letters
# are indexed, so that three letters find anybody.
PEOPLE_SEARCH = """\
CREATE VIRTUAL TABLE people_search USING fts5(
    search_key, content='people', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3'
)"""

_JOURNAL_TABLES = ("entries", "entry_changes", "entry_subjects")

TRIGGERS: dict[str, str] = {
    **{
        f"{table}_keep_{verb.lower()}": (
            f"CREATE TRIGGER {table}_keep_{verb.lower()} BEFORE {verb} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
        for table in _JOURNAL_TABLES
        for verb in ("UPDATE", "DELETE")
    },
    "people_search_insert": (
        "CREATE TRIGGER people_search_insert AFTER INSERT ON people BEGIN "
        "INSERT INTO people_search(rowid, search_key) VALUES (new.id, new.search_key); END"
    ),
    "people_search_delete": (
        "CREATE TRIGGER people_search_delete AFTER DELETE ON people BEGIN "
        "INSERT INTO people_search(people_search, rowid, search_key) VALUES ('delete', old.id, old.search_key); END"
    ),
    "people_search_update": (
        "CREATE TRIGGER people_search_update AFTER UPDATE OF search_key ON people BEGIN "
        "INSERT INTO people_search(people_search, rowid, search_key) VALUES ('delete', old.id, old.search_key); "
        "INSERT INTO people_search(rowid, search_key) VALUES (new.id, new.search_key); END"
    ),
}
