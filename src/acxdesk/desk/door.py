"""The door to the data file: one deed, one transaction, one journal entry, one `with`.

    with desk.changing("book", deed=request.deed) as change:
        ...read the facts, decide, write rows by change.work...
        change.say("Ada Byron booked on ACXM-2020-11-16, seat 14 of 16.")

Whatever raises inside leaves the file as it was.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, exc, orm, select

from acxdesk.desk.clock import Clock
from acxdesk.desk.engine import READ, make_engine, translate
from acxdesk.desk.journal import Draft, Ledger, Work, new_uid, write
from acxdesk.desk.opening import HEAD, check
from acxdesk.desk.searching import follow
from acxdesk.desk.troubles import damaged
from acxdesk.errors import Refused, SaveFailed
from acxdesk.records.base import Unreadable
from acxdesk.records.journal import Entry


@dataclass(slots=True)
class Changing:
    """A deed under way."""

    work: Work
    now: datetime  # UTC, the instant of the whole deed
    who: str
    new_uid: Callable[[], str]  # a name for a row that nothing else has
    sentence: str = ""
    undoes: int | None = None  # the entry that an undo or a redo is about
    entry: int | None = None  # the journal's number of it, once written; None when nothing changed
    since: int = 0  # how many changes of rows the ledger had when it began: those are of other parts of the deed

    def say(self, sentence: str) -> None:
        """Set what the journal and the receipt will say; without it the deed is called by its verb."""
        self.sentence = sentence

    def concern(self, noun: str, row: int) -> None:
        """Name a person, session, programme or organisation that the deed is about but does not change."""
        self.work.ledger.concern(noun, row)

    @property
    def changed(self) -> bool:
        """Whether any row was changed so far (flushes what is pending)."""
        self.work.flush()
        return len(self.work.ledger.changes) > self.since


@dataclass(frozen=True)
class Desk:
    """An open data file, somebody at it, and the clock on its wall."""

    path: Path
    engine: Engine
    clock: Clock
    who: str
    rehearsal: bool = False  # True: every deed is carried out and rolled back at its end
    naming: Callable[[], str] = new_uid  # where the names of new rows come from; a deed's own is drawn at random
    within: Changing | None = None  # the deed that all deeds and reads here are part of; see `inside`

    @classmethod
    def open(cls, path: Path, *, who: str, clock: Clock, backups: Path | None = None) -> "Desk":
        """Open an existing data file; one of an older version is backed up, then migrated.

        Args:
            path: the data file.
            who: whoever sits at it; the journal says it.
            clock: for the instants of deeds.
            backups: the folder for the backup before a migration; None for the one beside the file.

        Raises:
            DataFileProblem: missing, empty, foreign, newer, damaged, unreadable.
        """
        if not check(path).at_head:
            from acxdesk.desk.schema import upgrade  # noqa: PLC0415 - alembic's relatives are read for a migration only

            upgrade(path, now=clock.now(), folder=backups)
        return cls(path=path, engine=make_engine(path), clock=clock, who=who)

    def rehearsing(self) -> "Desk":
        """The same desk for a dry run: deeds answer as they would, and nothing is written."""
        return replace(self, rehearsal=True)

    def inside(self, change: Changing) -> "Desk":
        """The desk as it stands in the middle of a deed: what is read sees it, what is done becomes part of it.

        Several deeds are then one: one transaction, one entry of the journal, one undo. A part that is refused leaves
        nothing of itself behind. Rows that were read before a part are no longer to be changed after it.
        """
        return replace(self, within=change)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[orm.Session]:
        """One short read: everything in it sees the file as of one instant. It cannot write."""
        if self.within is not None:
            self.within.work.flush()
            yield self.within.work
            return
        engine = self.engine.execution_options(acxdesk_read=True)
        with self._translated(), orm.Session(engine, autoflush=False) as work:
            yield work

    @contextmanager
    def changing(self, verb: str, *, deed: str | None = None, kind: str = "deed") -> Iterator[Changing]:
        """One deed: BEGIN IMMEDIATE, the facts, the rows, the journal entry, COMMIT; or nothing of it.

        Args:
            verb: what the journal calls it ("book", "session move").
            deed: a UUID made by the client; the same one is never carried out twice.
            kind: deed, undo, redo, system or final (see `desk.undoing`).

        Raises:
            Busy, DataFileProblem, SaveFailed: the file could not be written; nothing was.
        """
        if self.within is not None:
            with _part(self.within) as change:
                yield change
            return
        uid = deed or new_uid()
        with self._translated(), Work(self.engine, ledger=Ledger(), expire_on_commit=False) as work:
            work.connection()  # takes the write lock before any fact is read
            if deed and work.scalar(select(Entry.id).where(Entry.uid == uid)):
                raise Refused("This was done already.", remedy="The journal shows it.")
            change = Changing(work=work, now=self.clock.now(), who=self.who, new_uid=self.naming)
            yield change
            if change.changed and not self.rehearsal:
                draft = Draft(
                    uid=uid,
                    at=change.now,
                    who=self.who,
                    verb=verb,
                    sentence=change.sentence or verb,
                    kind=kind,
                    undoes=change.undoes,
                    revision=HEAD,
                )
                follow(work.connection(), work.ledger.changes)
                change.entry = write(work, draft)
                self._commit(work, uid)
            else:
                work.rollback()

    def _commit(self, work: Work, uid: str) -> None:
        """Commit; an error from COMMIT means unknown, not no, so the file is asked which it was."""
        try:
            work.commit()
        except exc.DBAPIError:
            work.rollback()
            with self.reading() as again:
                if again.scalar(select(Entry.id).where(Entry.uid == uid)):
                    return
            raise

    def _put_back(self) -> None:
        """Let SQLite roll back what it had written when the disk failed: it leaves that to whoever reads next."""
        with suppress(exc.DBAPIError), self.engine.connect() as connection:
            connection.execution_options(**{READ: True}).exec_driver_sql("SELECT count(*) FROM sqlite_schema")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            refused = translate(error, self.path)
            if isinstance(refused, SaveFailed):
                self._put_back()
            raise refused from error
        except Unreadable as fault:
            raise damaged(self.path, "a value that acxdesk never wrote") from fault


@contextmanager
def _part(whole: Changing) -> Iterator[Changing]:
    """A deed within another one: carried out behind a savepoint, and taken out of the ledger when it is refused."""
    with _savepoint(whole) as back:
        change = Changing(
            work=whole.work,
            now=whole.now,
            who=whole.who,
            new_uid=whole.new_uid,
            since=len(whole.work.ledger.changes),
        )
        try:
            yield change
            whole.work.flush()
        except BaseException:
            back()
            raise


@contextmanager
def tried(whole: Changing) -> Iterator[None]:
    """A stretch of a deed in which all is tried out: at its end nothing of it is left, neither rows nor ledger."""
    with _savepoint(whole) as back:
        try:
            yield
        finally:
            back()


@contextmanager
def _savepoint(whole: Changing) -> Iterator[Callable[[], None]]:
    """A savepoint in a deed, and what goes back to it. Rows that were read before it are let go at its end."""
    work, ledger = whole.work, whole.work.ledger
    work.flush()
    changes, subjects = len(ledger.changes), dict(ledger.subjects)
    savepoint = work.begin_nested()

    def back() -> None:
        savepoint.rollback()
        del ledger.changes[changes:]
        ledger.subjects = subjects

    try:
        yield back
    finally:
        if savepoint.is_active:
            savepoint.commit()
        work.expunge_all()  # whoever comes next reads its rows with what it needs of them
