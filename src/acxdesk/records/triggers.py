"""What SQLite itself keeps: the journal is append-only; and the table that names are searched in.

Triggers are made from here after every migration, because a batch migration drops them silently.
"""

# The search index follows the people at the door (desk.searching), not by triggers: with trusted_schema off SQLite
# lets no trigger write to a virtual table. One row of the search index a person, by the folded words of Person.search_key; prefixes of two and three letters
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
}
