"""Named reads: one statement in, frozen rows out."""
