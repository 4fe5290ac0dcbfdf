"""Calendars on a CalDAV server (RFC 4791): a collection for each person, one resource for each occasion.

    with Calendars(server_of(settings)) as calendars:
        url = calendars.opened(name, "Ada Byron")
        calendars.put(url, uid, content)

What is put a second time replaces itself, so that whatever broke off is simply done again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self, cast
from urllib.parse import quote, urljoin, urlsplit

from acxdesk.desk.passwords import password
from acxdesk.errors import Refused

if TYPE_CHECKING:
    from types import TracebackType

    from caldav.collection import CalendarSet

    from acxdesk.desk.settings import Settings

PASSWORD_VARIABLE: Final = "ACXDESK_CALDAV_PASSWORD"  # noqa: S105 - the name of a variable
SECONDS: Final = 30.0  # how long each answer is waited for

_MISSING: Final = 404
_TAKEN: Final = range(200, 300)  # RFC 9110, 15.3
_TOO_BUSY: Final = 429
_BROKEN: Final = range(500, 600)  # RFC 9110, 15.6: the server's fault, whatever it was asked
_FULL: Final = 507


@dataclass(frozen=True, slots=True)
class CaldavServer:
    """A server on which calendars are kept for us."""

    url: str
    user: str
    password: str = field(repr=False)
    seconds: float = SECONDS  # how long each of its answers is waited for

    @property
    def host(self) -> str:
        """Its name, as people know it."""
        return urlsplit(self.url).hostname or self.url


class ServerAway(Refused):
    """The server cannot be used now: it does not answer, or lets nobody in. What it took before stays."""

    def __init__(self, server: CaldavServer, why: str) -> None:
        self.why = why
        super().__init__(f"{server.host} takes nothing now: {why}", remedy="What it has stays; the rest goes later.")


class NotTaken(Refused):
    """The server does not take one occasion, or does not make one calendar."""


def server_of(settings: "Settings") -> CaldavServer:
    """The server that the settings name, with its password.

    Raises:
        Refused: none is named, or who signs in, or the password is missing.
        InputProblem: the password's file cannot be read, or others can read it.
    """
    if not settings.caldav_url:
        raise Refused(
            "There is no CalDAV server.",
            remedy="Name one: `acxdesk settings set caldav_url https://calendars.example.org/`.",
        )
    if not settings.caldav_user:
        raise Refused(
            f"Nobody is named who signs in at {settings.caldav_url}.",
            remedy="Name her: `acxdesk settings set caldav_user desk`.",
        )
    secret = password(PASSWORD_VARIABLE, settings.caldav_password_file)
    if not secret:
        raise Refused(
            f"The password of {settings.caldav_user} at {settings.caldav_url} is missing.",
            remedy=f"Say it in {PASSWORD_VARIABLE}, or name a file with it in caldav_password_file.",
        )
    return CaldavServer(settings.caldav_url, settings.caldav_user, secret)


class Calendars:
    """The calendars in the home of who signs in."""

    def __init__(self, server: CaldavServer) -> None:
        from caldav.davclient import DAVClient  # noqa: PLC0415 - half a second, for those who have such a server

        self._server = server
        self._client: DAVClient = DAVClient(
            url=server.url,
            username=server.user,
            password=server.password,
            auth_type="basic",  # asked for by all, and the line is private
            timeout=server.seconds,  # type: ignore[arg-type]  # fractions of a second do
            enable_rfc6764=False,  # the settings name the server, not the domain's records
            rate_limit_handle=False,  # a server that is too busy is away; nobody sleeps here
        )
        self._home: CalendarSet | None = None  # of who signs in, once it was asked for

    def __enter__(self) -> Self:
        """Nothing is asked yet."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: "TracebackType | None"
    ) -> None:
        """Let go of the line."""
        self._client.close()

    def opened(self, name: str, title: str) -> str:
        """The address of a calendar, which is made when it is not there.

        Args:
            name: its part of the address, which nothing else has.
            title: what programs call it.

        Raises:
            ServerAway: the server cannot be used.
            NotTaken: it does not make the calendar.
        """
        from caldav.collection import Calendar, Principal  # noqa: PLC0415 - as above
        from caldav.elements import dav  # noqa: PLC0415 - as above

        with self._asking(f"the calendar of {title}"):
            if self._home is None:
                self._home = Principal(self._client).calendar_home_set
            url = urljoin(f"{str(self._home.url).rstrip('/')}/", f"{quote(name)}/")
            found = self._client.propfind(url, _ITS_NAME, depth=0)
            if found.status == _MISSING:
                made = self._home.make_calendar(name=title, cal_id=name, supported_calendar_component_set=["VEVENT"])
                return str(cast("Calendar", made).url)  # this client never answers with a coroutine
            self._check(found.status, found.reason, f"the calendar of {title}")
            calendar = Calendar(self._client, url=url)
            if calendar.get_display_name() != title:
                calendar.set_properties([dav.DisplayName(title)])
            return url

    def put(self, calendar: str, uid: str, content: bytes) -> None:
        """Put an occasion into a calendar, in the place of what it was there.

        Args:
            calendar: its address, from `opened`.
            uid: the occasion's name.
            content: it as iCalendar, without METHOD.

        Raises:
            ServerAway: the server cannot be used; whether it has the occasion is not known.
            NotTaken: it does not take this one.
        """
        with self._asking(f"{uid}"):
            answer = self._client.put(
                f"{calendar}{quote(uid)}.ics", content.decode(), {"Content-Type": "text/calendar; charset=utf-8"}
            )
            self._check(answer.status, answer.reason, uid)

    def _check(self, status: int, reason: str, what: str) -> None:
        """Raise what an answer means that is no yes."""
        if status in _TAKEN:
            return
        said = f"{status} {reason}".strip()
        if status in _BROKEN or status == _TOO_BUSY:
            raise ServerAway(self._server, "it is full." if status == _FULL else f"it answered {said}.")
        raise NotTaken(f"{self._server.host} does not take {what}: it answered {said}.")

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        """Turn what the library and the network raise into what it means."""
        from caldav.lib.error import AuthorizationError, DAVError  # noqa: PLC0415 - as above

        try:
            yield
        except AuthorizationError as fault:
            raise ServerAway(self._server, f"it does not let {self._server.user} in, or not there.") from fault
        except DAVError as fault:
            said = " ".join(str(fault.reason or type(fault).__name__).split())
            raise NotTaken(f"{self._server.host} does not take {what}: {said}.") from fault
        except OSError as fault:
            raise ServerAway(self._server, _words(fault)) from fault


_ITS_NAME: Final = '<?xml version="1.0"?><propfind xmlns="DAV:"><prop><displayname/></prop></propfind>'


def _words(fault: OSError) -> str:
    """What broke the line, in words; an error of the library tells addresses and more."""
    name = type(fault).__name__
    if "Timeout" in name:
        return "it did not answer in time."
    if "SSL" in name:
        return "its certificate does not hold."
    return "it cannot be reached, or the line broke."
