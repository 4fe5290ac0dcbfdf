"""The deeds: one request model and one function each, answering with a Receipt."""
