"""What is handed out for accreditations, a file each: of one, of some, of a person or of a whole session.

A file is there whole or not at all. Whoever was stopped, by Esc or a full disk, begins again: what is there already
and has the same bytes is left as it is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from acxdesk.actions.people import counted
from acxdesk.actions.requests import Line, Request, RowNumber, as_fault
from acxdesk.desk.door import Desk
from acxdesk.desk.opening import Kind, look
from acxdesk.desk.receipts import Receipt
from acxdesk.desk.troubles import shown
from acxdesk.desk.writing import Taken, make_folder, refuse_taken, safe_name, write_whole
from acxdesk.errors import NotFound, Refused, SaveFailed
from acxdesk.queries import certificates as rows
from acxdesk.queries.people import person
from acxdesk.queries.sessions import session
from acxdesk.rules.certificates import Certificate, refuse_without

Told = Callable[[int, int], None]  # is told how many are done, and of how many; what it raises ends the work


class HandOut(Request):
    """Whose go where. One of number, accreditations, person and session; one of out and folder."""

    number: Line = Field(default="", description="of one accreditation, by its number or its code")
    accreditations: tuple[RowNumber, ...] = Field(default=(), description="of one or some, by their rows")
    person: RowNumber | None = Field(default=None, description="of all that somebody holds")
    session: Line = Field(default="", description="of all who earned something in a session, by its reference")
    out: Path | None = Field(default=None, description="the file to write")
    folder: Path | None = Field(default=None, description="the folder to write a file for each into")
    overwrite: bool = Field(default=False, description="replace files that are there and differ")
    issuer_name: Line = ""

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        whose = [self.number or None, self.accreditations or None, self.person, self.session or None]
        if sum(value is not None for value in whose) != 1:
            raise as_fault(
                Refused("They are of one accreditation, some of them, one person or one session.", remedy="Give one.")
            )
        if (self.out is None) == (self.folder is None):
            raise as_fault(Refused("They go into a file or into a folder.", remedy="Give one of the two."))
        return self


@dataclass(frozen=True, slots=True)
class Paper:
    """What is handed out."""

    noun: str  # "certificate"
    ending: str  # of its file: ".pdf"
    make: Callable[[Certificate], bytes]  # raises Refused for what cannot be made


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was written, and what was not."""

    receipt: Receipt
    files: tuple[Path, ...]  # written
    kept: tuple[Path, ...]  # there already, with the same bytes
    taken: tuple[Path, ...]  # there already with other bytes, and not to be replaced
    refused: tuple[str, ...]  # a sentence for each that cannot be made; what does not stand is in the receipt

    @property
    def left(self) -> tuple[str, ...]:
        """A sentence for each that is not there as it should be."""
        remedy = "another file is there already, and was not replaced."
        return (*self.refused, *(f"{shown(path)}: {remedy}" for path in self.taken))


def hand_out(
    desk: Desk, request: HandOut, paper: Paper, told: Told = lambda _done, _of: None, notes: Sequence[str] = ()
) -> HandedOut:
    """Make what is handed out and write it, one after another.

    Of several, one that cannot be made does not hold up the others; nor does an accreditation that is suspended or
    revoked, nor a file that is there already with other bytes.

    Args:
        desk: read only; a rehearsing one makes all and writes nothing.
        request: whose, and where to.
        paper: what.
        told: is told how far it is before each, and at the end.
        notes: sentences for the receipt.

    Raises:
        NotFound: no such accreditation, person or session.
        Refused: there is nothing to hand out; or, of one, its own reason.
        Taken: of one file, another one is there already.
        InputProblem, SaveFailed: the folder cannot be made, or a file cannot be written; whole ones stay.
    """
    certificates = _meant(desk, request)
    if request.folder is not None and not desk.rehearsal:
        make_folder(request.folder)
    run = _Run(desk, request, paper)
    pairs = list(_named(certificates, request, paper.ending))
    for done, (certificate, path) in enumerate(pairs):
        told(done, len(pairs))
        try:
            run.take(certificate, path)
        except SaveFailed as fault:
            if request.folder is None:
                raise
            raise SaveFailed(
                f"{fault.sentence} {done:,} of {counted(len(pairs), paper.noun)} had been dealt with before.",
                remedy="What is whole stays. Make room and do it again: it goes on from here.",
            ) from fault
    told(len(pairs), len(pairs))
    return run.report(notes)


def _meant(desk: Desk, request: HandOut) -> Sequence[Certificate]:
    if request.number:
        return (rows.of_number(desk, request.number),)
    if request.accreditations:
        if len(request.accreditations) == 1:
            return (rows.of_row(desk, request.accreditations[0]),)
        return _for_one_file(rows.of_rows(desk, request.accreditations), request)
    if request.person is not None:
        card = person(desk, request.person)
        if card is None:
            raise NotFound(f"No person {request.person}.", remedy="person list shows them.")
        hers = _some(rows.of_person(desk, request.person), f"{card.name} was awarded nothing yet.")
        return _for_one_file(hers, request)
    taught = session(desk, request.session)
    if request.out is not None:
        raise Refused(f"Those of {taught.reference} are several files.", remedy="Give a folder for them.")
    return _some(rows.of_session(desk, taught.id), f"Nothing was awarded on {taught.reference} yet.")


def _some(found: Sequence[Certificate], sentence: str) -> Sequence[Certificate]:
    if not found:
        raise Refused(sentence, remedy="An accreditation is awarded after the results are released.")
    return found


def _for_one_file(found: Sequence[Certificate], request: HandOut) -> Sequence[Certificate]:
    if request.out is not None and len(found) > 1:
        numbers = ", ".join(each.number for each in found)
        raise Refused(f"There are several: {numbers}.", remedy="Give one number, or a folder for all of them.")
    return found


def _named(certificates: Sequence[Certificate], request: HandOut, ending: str) -> Iterator[tuple[Certificate, Path]]:
    """Each accreditation with the file that it goes to: the holder's name and the number."""
    if request.folder is None:
        assert request.out is not None
        yield certificates[0], request.out
        return
    given: set[str] = set()
    for at, certificate in enumerate(certificates):
        stem = file_stem(certificate)
        if stem.casefold() in given:  # two numbers that differ in signs that no file's name keeps
            stem = f"{stem}-{at}"
        given.add(stem.casefold())
        yield certificate, request.folder / f"{stem}{ending}"


def file_stem(certificate: Certificate) -> str:
    """The name of its file, without the ending."""
    return f"{safe_name(certificate.name)}-{safe_name(certificate.number)}"


class _Run:
    """The writing under way."""

    def __init__(self, desk: Desk, request: HandOut, paper: Paper) -> None:
        self._desk = desk
        self._paper = paper
        self._request = request
        self._files: list[Path] = []
        self._kept: list[Path] = []
        self._taken: list[Path] = []
        self._refused: list[str] = []
        self._withheld: list[str] = []

    @property
    def _alone(self) -> bool:
        return self._request.folder is None

    def take(self, certificate: Certificate, path: Path) -> None:
        """Make one and write it, or note why not; what concerns only one is raised.

        Raises:
            Refused: it is the only one and cannot be made, or its file is taken.
            SaveFailed: it cannot be written.
        """
        told = self._withheld
        try:
            refuse_without(certificate)
            told = self._refused
            self._write(path, self._paper.make(certificate))
        except (SaveFailed, Taken):
            raise
        except Refused as refused:
            if self._alone:
                raise
            told.append(str(refused))

    def _write(self, path: Path, made: bytes) -> None:
        if _holds(path, made):
            self._kept.append(path)
            return
        overwrite = self._request.overwrite
        try:
            refuse_taken(path, overwrite=overwrite)
            if not self._desk.rehearsal:
                write_whole(path, (made,), overwrite=overwrite)
        except Taken:
            if self._alone:
                raise
            self._taken.append(path)
        else:
            self._files.append(path)

    def report(self, notes: Sequence[str]) -> HandedOut:
        """What came of it.

        Raises:
            Refused: nothing did, and nothing was there.
        """
        noun, where = self._paper.noun, self._request.out or self._request.folder
        assert where is not None
        if not (self._files or self._kept or self._taken):
            first, *others = (*self._refused, *self._withheld)
            more = f" And {len(others)} more." if others else ""
            raise Refused(f"No {noun} was written. {first}{more}")
        written = f"{counted(len(self._files), noun)} written"
        left = len(self._taken) + len(self._refused)
        others = [f"{len(self._kept):,} there already"] * bool(self._kept) + [f"{left:,} not written"] * bool(left)
        sentence = f"{', '.join((written, *others))}: {shown(where)}." if others else f"{written} to {shown(where)}."
        receipt = Receipt(sentence, (*self._withheld, *notes), changed=False, rehearsed=self._desk.rehearsal)
        return HandedOut(receipt, tuple(self._files), tuple(self._kept), tuple(self._taken), tuple(self._refused))


def _holds(path: Path, made: bytes) -> bool:
    """Whether a plain file holds just these bytes. A data file is not opened: that would drop its locks."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size != len(made):
            return False
        return look(path).kind is Kind.STRANGE and path.read_bytes() == made
    except OSError:
        return False
