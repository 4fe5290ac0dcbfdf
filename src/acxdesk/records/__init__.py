"""The tables: SQLAlchemy typed declarative classes without verbs."""
