"""The verbs of `acxdesk calendar`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from acxdesk.cli import said, voice
from acxdesk.cli.call import Asked, Call, WrongUse, noun
from acxdesk.cli.said import DASH
from acxdesk.cli.voice import Heading

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk

app = noun("calendar", "Calendars of anyone as iCalendar files.")
app.command("acxdesk.cli.outbox:mail", name="mail", help="Write the e-mails that tell people what changed.")
app.command("acxdesk.cli.outbox:outbox", name="outbox", help="List the e-mails that wait, were sent, or are in doubt.")
app.command("acxdesk.cli.outbox:message", name="message", help="Show one e-mail of the outbox.")
app.command("acxdesk.cli.outbox:send", name="send", help="Hand the e-mails that wait to the mail server.")
app.command("acxdesk.cli.outbox:eml", name="eml", help="Write the e-mails that wait as .eml files.")
app.command("acxdesk.cli.outbox:resend", name="resend", help="Let e-mails wait again that are unsure or were refused.")
app.command("acxdesk.cli.outbox:arrived", name="arrived", help="Say that e-mails reached whom they are for.")
app.command("acxdesk.cli.outbox:drop", name="drop", help="Take e-mails out of the outbox.")
app.command("acxdesk.cli.push:push", name="push", help="Bring people's calendars on a CalDAV server up to date.")


@app.command
def export(
    *,
    out: Annotated[Path, DASH, Parameter(help="the file to write, as ada.ics")],
    person: Annotated[
        str | None,
        Parameter(help="what she sits; of who only teaches, what she teaches; by number, address or name"),
    ] = None,
    coach: Annotated[str | None, Parameter(help="a coach's: what she teaches; by number, address or name")] = None,
    session: Annotated[str | None, Parameter(help="one session's, by its reference")] = None,
    programme: Annotated[str | None, Parameter(help="all sessions of a programme, by its code")] = None,
    award: Annotated[int | None, Parameter(help="the dates of the award's cycle of a year")] = None,
    everything: Annotated[bool, Parameter(name="--all", help="every session on the desk")] = False,
    overwrite: Annotated[bool, Parameter(help="replace the file if it is there")] = False,
    whole: Annotated[bool, Parameter(help="one file, also for more than 1,500 meetings")] = False,
    call: Asked,
) -> None:
    """Write the calendar of a person, a coach, a session, a programme, an award, or of everything."""
    from acxdesk.actions.calendars import ExportCalendar
    from acxdesk.actions.givens import give_calendar

    if out == Path("-"):
        raise WrongUse("A calendar is written to a file, not to stdout.", remedy="Name one, as --out ada.ics.")
    if sum((*(one is not None for one in (person, coach, session, programme, award)), everything)) != 1:
        raise WrongUse(
            "A calendar is of one thing.",
            remedy="Give one of --person, --coach, --session, --programme, --award and --all.",
        )
    with call.reading() as opened:
        desk = opened.rehearsing() if call.dry_run else opened
        whose = {
            **_people(desk, person=person, coach=coach),
            **said.given(session=session, programme=programme, award=award),
            "everything": everything,
        }
        request = ExportCalendar.read({**whose, **_office(call), "out": out, "overwrite": overwrite, "whole": whole})
        receipt = give_calendar(desk, request, lambda done: voice.progress(done, "meetings"))
    call.answer(receipt, file=out)


def _people(desk: "Desk", **whose: str | None) -> dict[str, int]:
    """The number of who is named, by the field that names her."""
    return {field: said.people(desk, [who])[0] for field, who in whose.items() if who is not None}


@app.command
def updates(
    *,
    out: Annotated[
        Path | None, DASH, Parameter(help="write a file for each into this folder, and note it as given")
    ] = None,
    person: Annotated[tuple[str, ...], Parameter(help="only these people, by number, address or name")] = (),
    first: Annotated[bool, Parameter(help="also who was never given hers, and has a meeting ahead")] = False,
    whole: Annotated[bool, Parameter(help="write whole calendars, not what changed alone")] = False,
    overwrite: Annotated[bool, Parameter(help="replace files that are there")] = False,
    call: Asked,
) -> None:
    """Tell whose calendar changed since it was given out, and by which way; with --out give the updates as files."""
    from acxdesk.actions.givens import GiveFiles, give_files

    if out == Path("-"):
        raise WrongUse("Updates are written into a folder, not to stdout.", remedy="Name one, as --out updates.")
    with call.writing(upkeep=False) as desk:
        people = tuple(said.people(desk, person))
        if out is None:
            _print_updates(call, desk, people, first=first)
            return
        request = GiveFiles.read(
            {**_office(call), "folder": out, "people": people, "first": first, "whole": whole, "overwrite": overwrite}
        )
        receipt = give_files(desk, request, lambda done, _of: voice.progress(done, "calendars"))
    call.answer(receipt, folder=out)


def _print_updates(call: Call, desk: "Desk", people: tuple[int, ...], *, first: bool) -> None:
    """A line for each calendar and way."""
    from acxdesk.queries.givens import never_given, still_to_tell
    from acxdesk.rules.localtime import wall
    from acxdesk.rules.updates import News, Way, briefly, words

    some = people or None
    found = [(way.value, one) for way in Way for one in still_to_tell(desk, way, people=some)]
    if first:
        found += [("", one) for one in never_given(desk, people=some)]
    if call.as_json:
        voice.print_json_array(
            {
                "person": one.person,
                "name": one.name,
                "part": one.part.value,
                "way": way or None,
                "given_at": one.given_at,
                **{news.value: sum(update.news is news for update in one.updates) for news in News},
                "updates": [words(update) for update in one.updates],
            }
            for way, one in found
        )
        return
    headings = [Heading("Who"), Heading("Part"), Heading("Way"), Heading("What"), Heading("Given")]
    lines = (
        (
            one.name,
            one.part.value,
            way or "never",
            briefly(one.updates),
            f"{wall(one.given_at, call.settings.zone):%Y-%m-%d %H:%M}" if one.given_at else "",
        )
        for way, one in found
    )
    if not voice.print_table(headings, lines):
        voice.say("Everybody who was given a calendar has it as it stands.")


@app.command
def publish(
    folder: Annotated[Path, DASH, Parameter(help="the folder that a web server shows")],
    /,
    *,
    person: Annotated[tuple[str, ...], Parameter(help="only these people, by number, address or name")] = (),
    call: Asked,
) -> None:
    """Publish calendars to subscribe to: a file for each who has a meeting ahead, under a name that nobody can guess.

    Files that are as they were are left alone; those whose names are nobody's any more are removed. A web server has
    to read them, so everybody on this computer can (0644). Run it again after changes, or by a timer.
    """
    from acxdesk.actions.feeds import PublishFeeds, publish_feeds

    with call.writing(upkeep=False) as desk:
        request = PublishFeeds.read({**_office(call), "folder": folder, "people": said.people(desk, person)})
        receipt = publish_feeds(desk, request, lambda done, _of: voice.progress(done, "calendars"))
    call.answer(receipt, folder=folder)


@app.command
def feed(person: said.Who, /, *, call: Asked) -> None:
    """Say where somebody subscribes to her calendar; she gets a name to subscribe to when she has none."""
    from acxdesk.actions.feeds import FeedOf, feed_files, name_feed

    with call.writing(upkeep=False) as desk:
        (number,) = said.people(desk, [person])
        receipt = name_feed(desk, FeedOf(person=number))
        files = [f"{call.settings.feed_url}{name}" for name in feed_files(desk, number, receipt.reference)]
    call.answer(receipt, made="\n".join(files), files=files)


@app.command
def unfeed(person: said.Who, /, *, call: Asked) -> None:
    """Give somebody's feed another name, so that whoever knows the old one reads nothing once it is published again."""
    from acxdesk.actions.feeds import FeedOf, feed_files, rename_feed

    with call.writing(upkeep=False) as desk:
        (number,) = said.people(desk, [person])
        receipt = rename_feed(desk, FeedOf(person=number))
        files = [f"{call.settings.feed_url}{name}" for name in feed_files(desk, number, receipt.reference)]
    call.answer(receipt, made="\n".join(files), files=files)


def _office(call: Call) -> dict[str, str]:
    """Whom calendars name as their sender."""
    return {name: getattr(call.settings, name) for name in ("organizer_name", "organizer_mailbox")}


@app.command
def read(
    file: Annotated[Path, DASH, Parameter(help="the coach's own calendar, as its program exports it (.ics)")],
    /,
    *,
    coach: Annotated[str, Parameter(help="whose it is, by number, address or name")],
    source: Annotated[str, Parameter(help="which of her calendars; read again, it is replaced")] = "calendar",
    call: Asked,
) -> None:
    """Read when a coach is busy, from her own calendar. Only the stretches are kept, for the check of clashes."""
    from acxdesk.actions.busytimes import ReadBusy, read_busy

    data = said.file_bytes(str(file))
    with call.writing() as desk:
        values = {"person": said.people(desk, [coach])[0], "data": data, "source": source, "zone": call.settings.zone}
        receipt = read_busy(desk, ReadBusy.read(values))
    call.answer(receipt)


@app.command
def forget(
    *,
    coach: Annotated[str, Parameter(help="whose, by number, address or name")],
    source: Annotated[str, Parameter(help="which of her calendars; all by default")] = "",
    call: Asked,
) -> None:
    """Forget when a coach is busy by her own calendar."""
    from acxdesk.actions.busytimes import ForgetBusy, forget_busy

    with call.writing() as desk:
        receipt = forget_busy(desk, ForgetBusy.read({"person": said.people(desk, [coach])[0], "source": source}))
    call.answer(receipt)
