"""The door: settings, clock, engine, one transaction, the journal, the schema."""
