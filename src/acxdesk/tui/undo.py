"""Undo and redo as the frame needs them. Imported when first used: the deeds bring SQLAlchemy with them."""

from acxdesk.actions.journal import redo, undo
from acxdesk.queries.journal import Back, back, newest

__all__ = ["Back", "back", "newest", "redo", "undo"]
