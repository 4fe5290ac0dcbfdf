"""Certificates and badges on their way out: the name of the file or folder is asked for; a bar shows how far they are.

certificate_of(self, row)        certificates_of(self, rows)       certificates_of_session(self, "ACXM-2026-11-16")
badges_of(self, rows)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from acxdesk.desk.receipts import Receipt
from acxdesk.tui.perform import Node, read, shell
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.exporting import Exporting, Told

if TYPE_CHECKING:
    from acxdesk.actions.handing import HandedOut
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings


@dataclass(frozen=True, slots=True)
class Paper:
    """What is handed out."""

    one: str
    many: str
    ending: str


CERTIFICATE: Final = Paper("Certificate", "Certificates", ".pdf")
BADGE: Final = Paper("Badge", "Badges", ".json")


def certificate_of(node: Node, accreditation: int) -> None:
    """Write the certificate of one accreditation, by its row; what does not stand is told and has none."""
    _ask_file(node, CERTIFICATE, accreditation)


def certificates_of(node: Node, accreditations: Sequence[int]) -> None:
    """Write the certificates of some accreditations, by their rows: of one a file, of several a folder."""
    _of(node, CERTIFICATE, accreditations)


def badges_of(node: Node, accreditations: Sequence[int]) -> None:
    """Write some accreditations as signed badges: of one a file, of several a folder."""
    _of(node, BADGE, accreditations)


def certificates_of_session(node: Node, reference: str) -> None:
    """Write, into a folder, the certificates of all who earned something in a session: a file for each."""
    title, folder = f"Certificates of {reference}", f"{reference}-certificates"
    _push(node, PapersFolder(CERTIFICATE, title, folder, {"session": reference}, shell(node).settings))


def _of(node: Node, paper: Paper, accreditations: Sequence[int]) -> None:
    if len(accreditations) == 1:
        _ask_file(node, paper, accreditations[0])
    elif accreditations:
        title, whose = f"{paper.many} of {len(accreditations):,}", {"accreditations": tuple(accreditations)}
        _push(node, PapersFolder(paper, title, paper.many.lower(), whose, shell(node).settings))


def _ask_file(node: Node, paper: Paper, accreditation: int) -> None:
    """Ask for the file, once it is known that there can be one, and what it is called."""

    def named(desk: "Desk") -> tuple[str, str]:
        from acxdesk.actions.handing import file_stem
        from acxdesk.queries.certificates import of_row
        from acxdesk.rules.certificates import refuse_without

        certificate = of_row(desk, accreditation)
        refuse_without(certificate)
        title = f"{paper.one} {certificate.number} of {certificate.name}"
        return title, f"{file_stem(certificate)}{paper.ending}"

    def ask(names: tuple[str, str]) -> None:
        title, file = names
        _push(node, PaperFile(paper, title, file, {"accreditations": (accreditation,)}, shell(node).settings))

    read(node, named, ask, slot="certificate")


def _push(node: Node, dialog: "_Papers") -> None:
    """Ask; and tell afterwards who has none, and what is missing on those that were written."""
    app = shell(node)

    def tell(receipt: Receipt | None) -> None:
        if receipt is not None and receipt.lines:
            app.push_screen(Report(dialog.paper.many, receipt.sentence, receipt.lines, asks=False))

    app.push_screen(dialog, tell)


class _Papers(Exporting):
    """What a file and a folder have in common.

    Args:
        paper: what is handed out.
        title: of what.
        suggested: the name that stands there at first.
        whose: the field of the request that says whose.
        settings: for the issuer, the page on which codes are looked up, the key.
    """

    INTO = ""  # the field of the request for the name

    def __init__(
        self, paper: Paper, title: str, suggested: str, whose: Mapping[str, Any], settings: "Settings"
    ) -> None:
        super().__init__(title, suggested)
        self.paper = paper
        self._whose = dict(whose)
        self._settings = settings

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write it, or one after the other."""
        from acxdesk.desk.writing import SomeTaken

        values = {**self._whose, self.INTO: path, "overwrite": overwrite, "issuer_name": self._settings.issuer_name}
        handed = self._handed(desk, values, told)
        if handed.taken:
            count = len(handed.taken)
            differ = "It is there already, and differs." if count == 1 else f"{count:,} are there already, and differ."
            raise SomeTaken(f"{handed.receipt.sentence} {differ}")
        return replace(handed.receipt, lines=(*handed.left, *handed.receipt.lines))

    def _handed(self, desk: "Desk", values: dict[str, Any], told: Told) -> "HandedOut":
        if self.paper is BADGE:
            from acxdesk.actions.badges import WriteBadges, write_badges

            return write_badges(desk, WriteBadges.read({**values, "key": self._settings.key_file}), told)
        from acxdesk.actions.certificates import WriteCertificates, write_certificates

        request = WriteCertificates.read({**values, "verify_url": self._settings.verify_url})
        return write_certificates(desk, request, told)


class PaperFile(_Papers):
    """One, in one file."""

    INTO = "out"
    HELP = (
        "Write the file's name; ~ is your own folder. Enter writes it: a certificate is a page to frame, a badge is "
        "signed for programs to verify. A file that is there already is replaced only when you press Enter again."
    )


class PapersFolder(_Papers):
    """Several, a file for each, in one folder."""

    INTO = "folder"
    STOPPED = "Stopped. What is whole stays; Enter goes on from there."
    HELP = (
        "Write the folder's name; it is made when it is not there. Everybody who was awarded gets a file. "
        "Esc stops after a whole one, and the next time it goes on from there. Files that are there already and "
        "differ are replaced only when you press Enter again."
    )
