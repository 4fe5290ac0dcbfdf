"""The calendars of all who have a seat on a session, written into one folder: a file for each person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from acxdesk.desk.receipts import Receipt
from acxdesk.errors import Refused
from acxdesk.rules.enrolments import ATTENDS, Place
from acxdesk.rules.text import visible

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

PAGE: Final = 500  # people of one read
NAMED: Final = 3  # files that a refusal names


def write_folder(
    desk: "Desk",
    reference: str,
    folder: Path,
    told: Callable[[int, int], None],
    organizer: Mapping[str, str],
    *,
    overwrite: bool,
) -> Receipt:
    """Write a calendar for everybody who has a seat, named after her; two of one name are told apart by their numbers.

    Args:
        desk: read only.
        reference: the session's.
        folder: made when it is not there.
        told: is told how many of how many are written; what it raises ends the writing after a whole file.
        organizer: the fields of `ExportCalendar` for the office that calendars name.
        overwrite: whether files that are there already are replaced.

    Raises:
        NotFound: no session has this reference.
        SomeTaken: files are there already; none was written.
        Refused: nobody has a seat, or a calendar cannot be made.
        InputProblem, SaveFailed: the folder cannot be made, or a file cannot be written.
    """
    from acxdesk.actions.calendars import ADVICE, ExportCalendar
    from acxdesk.actions.givens import give_calendar
    from acxdesk.desk.writing import make_folder

    files = _files(list(_booked(desk, reference)), folder)
    if not files:
        raise Refused(f"Nobody is booked on {reference}.", remedy="n books somebody.")
    make_folder(folder)
    if not overwrite:
        _refuse_taken(folder, files)
    for done, (person, path) in enumerate(files):
        told(done, len(files))
        values = {"person": person, "out": path, "overwrite": overwrite, **organizer}
        give_calendar(desk, ExportCalendar.read(values))
    told(len(files), len(files))
    calendars = "1 calendar" if len(files) == 1 else f"{len(files):,} calendars"
    return Receipt(f"{calendars} written to {visible(str(folder))}.", (ADVICE,), changed=False)


def _booked(desk: "Desk", reference: str) -> Iterator[tuple[int, str]]:
    """The number and the name of everybody who has a seat, by name."""
    from acxdesk.queries.enrolments import enrolments
    from acxdesk.queries.sessions import session

    listing = enrolments(desk, session=session(desk, reference).id)
    names = [column.name for column in listing.columns]
    person, name, place = (names.index(column) for column in ("person", "name", "place"))
    key = None
    while lines := listing.after(key, PAGE):
        for line in lines:
            if Place(str(line.values[place])) in ATTENDS:
                yield int(str(line.values[person])), str(line.values[name])
        key = lines[-1].key


def _files(people: Sequence[tuple[int, str]], folder: Path) -> list[tuple[int, Path]]:
    """A file for each person. Names that differ in capitals alone are one name to some systems."""
    from acxdesk.desk.writing import safe_name

    stems = {person: safe_name(name) for person, name in people}
    counts: dict[str, int] = {}
    for stem in stems.values():
        counts[stem.casefold()] = counts.get(stem.casefold(), 0) + 1
    return [
        (person, folder / (f"{stem}.ics" if counts[stem.casefold()] == 1 else f"{stem}-{person}.ics"))
        for person, stem in stems.items()
    ]


def _refuse_taken(folder: Path, files: Sequence[tuple[int, Path]]) -> None:
    from acxdesk.desk.writing import SomeTaken

    taken = [path.name for _person, path in files if path.exists() or path.is_symlink()]
    if taken:
        named = ", ".join(map(visible, taken[:NAMED])) + (" and more" if len(taken) > NAMED else "")
        of = f"{len(taken):,} of {len(files):,} files are" if len(files) > 1 else "The file is"
        raise SomeTaken(f"{of} in {visible(folder.name)} already: {named}.")
