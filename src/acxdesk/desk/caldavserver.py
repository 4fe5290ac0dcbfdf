"""Calendars on a CalDAV server (RFC 4791): a collection for each person, one resource for each occasion.

    with Calendars(server_of(settings)) as calendars:
        url = calendars.opened(name, "Ada Byron")
        calendars.put(url, uid, content)

What is put a second time replaces itself, so that whatever broke off is simply done again.
"""

import logging
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

_OK, _MADE, _REPLACED, _TOLD, _MISSING = 200, 201, 204, 207, 404
_TOO_BUSY: Final = 429
_BAD: Final = 400  # from here on an answer is a no
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

        logging.getLogger("caldav").propagate = False  # it tells what it stumbles over on stderr
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
        from caldav.collection import Calendar  # noqa: PLC0415 - as above
        from caldav.elements import dav  # noqa: PLC0415 - as above

        with self._asking(f"the calendar of {title}"):
            home = self._homed()
            url = urljoin(f"{str(home.url).rstrip('/')}/", f"{quote(name)}/")
            found = self._client.propfind(url, _ITS_NAME, depth=0)
            if found.status == _MISSING:
                made = home.make_calendar(name=title, cal_id=name, supported_calendar_component_set=["VEVENT"])
                return str(cast("Calendar", made).url)  # this client never answers with a coroutine
            if found.status != _TOLD:  # a page that asks to sign in answers 200 to everything
                raise self._no(found.status, found.reason, f"the calendar of {title}")
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
            is_taken = answer.status in {_MADE, _REPLACED} or (answer.status == _OK and "ETag" in answer.headers)
            if not is_taken:
                raise self._no(answer.status, answer.reason, uid)

    def _homed(self) -> "CalendarSet":
        """The home of who signs in.

        Raises:
            ServerAway: the server tells none, so that it is no CalDAV server, or not at this address.
        """
        from caldav.collection import Principal  # noqa: PLC0415 - as above
        from caldav.lib.error import DAVError  # noqa: PLC0415 - as above

        if self._home is None:
            try:
                self._home = Principal(self._client).calendar_home_set
            except DAVError as fault:
                if _is_known(fault):
                    raise
                raise ServerAway(self._server, _STRANGE) from fault
        return self._home

    def _no(self, status: int, reason: str, what: str) -> Refused:
        """What an answer means that is no yes."""
        said = f"{status} {reason}".strip()
        if status in _BROKEN or status == _TOO_BUSY:
            return ServerAway(self._server, "it is full." if status == _FULL else f"it answered {said}.")
        if status < _BAD:
            return ServerAway(self._server, _STRANGE)
        return NotTaken(f"{self._server.host} does not take {what}: it answered {said}.")

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        """Turn what the library and the network raise into what it means."""
        from caldav.lib.error import AuthorizationError, DAVError, RateLimitError  # noqa: PLC0415 - as above

        try:
            yield
        except AuthorizationError as fault:
            raise ServerAway(self._server, f"it does not let {self._server.user} in, or not there.") from fault
        except RateLimitError as fault:
            raise ServerAway(self._server, "it is too busy.") from fault
        except (SyntaxError, AttributeError, AssertionError, ValueError) as fault:
            # What the library stumbles over where an answer is not the XML that it should be.
            raise ServerAway(self._server, _STRANGE) from fault
        except DAVError as fault:
            said = " ".join(str(fault.reason or type(fault).__name__).split())
            raise NotTaken(f"{self._server.host} does not take {what}: {said}.") from fault
        except OSError as fault:
            raise ServerAway(self._server, _words(fault)) from fault


_ITS_NAME: Final = '<?xml version="1.0"?><propfind xmlns="DAV:"><prop><displayname/></prop></propfind>'


_STRANGE: Final = "it does not answer as a CalDAV server does; look at its address."


def _is_known(fault: Exception) -> bool:
    """Whether an error of the library says more than that something went wrong."""
    from caldav.lib.error import AuthorizationError, RateLimitError  # noqa: PLC0415 - as above

    return isinstance(fault, AuthorizationError | RateLimitError)


def _words(fault: OSError) -> str:
    """What broke the line, in words; an error of the library tells addresses and more."""
    name = type(fault).__name__
    if "Timeout" in name:
        return "it did not answer in time."
    if "SSL" in name:
        return "its certificate does not hold."
    return "it cannot be reached, or the line broke."
