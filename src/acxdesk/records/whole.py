"""The whole of the tables: whoever goes by table names, not by classes, takes them from here.

`Base.metadata` knows only the tables of the modules that were imported so far; this module imports them all.
"""

from acxdesk.records import (
    accreditations,
    attendance,
    ballots,
    calendars,
    catalogue,
    clashes,
    closures,
    cycles,
    diaries,
    enrolments,
    journal,
    marks,
    nominations,
    people,
    prerequisites,
    schemes,
    scratch,
    sessions,
    teaching,
)
from acxdesk.records.base import Base

ROOMS = (
    people,
    catalogue,
    schemes,
    prerequisites,
    sessions,
    enrolments,
    attendance,
    marks,
    accreditations,
    cycles,
    nominations,
    ballots,
    closures,
    diaries,
    teaching,
    clashes,
    scratch,
    calendars,
    journal,
)
TABLES = {table.name: table for table in Base.metadata.sorted_tables}  # parents before children
