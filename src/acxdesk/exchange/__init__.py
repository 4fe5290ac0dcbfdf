"""Rows to bytes and bytes to rows: iCalendar and CSV; no file, no clock."""
