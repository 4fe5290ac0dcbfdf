"""Certificates on their way out: of one accreditation, some, a person or a whole session, a page each."""

from typing import Final

from acxdesk.actions.handing import HandedOut, HandOut, Paper, Told, hand_out
from acxdesk.actions.requests import Line
from acxdesk.desk.door import Desk
from acxdesk.exchange.certificates import Press

NO_ISSUER: Final = "No issuer stands on it: name one with `acxdesk settings set issuer_name NAME`."


class WriteCertificates(HandOut):
    """Whose certificates go where, and what stands on all of them."""

    verify_url: Line = ""  # with {code} in it; empty for none


def write_certificates(desk: Desk, request: WriteCertificates, told: Told = lambda _done, _of: None) -> HandedOut:
    """Print certificates and write them, one after another; the fonts are looked up once.

    Args:
        desk: read only; a rehearsing one prints all and writes nothing.
        request: whose, and where to.
        told: is told how far it is before each, and at the end.

    Raises:
        Refused, SaveFailed: as `handing.hand_out`; one cannot be printed whose letters no font has, or whose name
            does not fit the page.
    """
    press = Press(request.issuer_name, request.verify_url)
    notes = () if request.issuer_name else (NO_ISSUER,)
    return hand_out(desk, request, Paper("certificate", ".pdf", press.print), told, notes)
