"""Certificates on their way out: the name of the file or folder is asked for; a bar shows how far they are.

certificate_of(self, accreditation)     certificates_of_session(self, "ACXM-2026-11-16")
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acxdesk.desk.receipts import Receipt
from acxdesk.tui.perform import Node, read, shell
from acxdesk.tui.screens.dialogs import Report
from acxdesk.tui.screens.exporting import Exporting, Told

if TYPE_CHECKING:
    from acxdesk.desk.door import Desk
    from acxdesk.desk.settings import Settings


def certificate_of(node: Node, accreditation: int) -> None:
    """Write the certificate of one accreditation, by its row; what does not stand is told and has none."""

    def named(desk: "Desk") -> tuple[str, str]:
        from acxdesk.desk.writing import safe_name
        from acxdesk.queries.certificates import of_row
        from acxdesk.rules.certificates import refuse_without

        certificate = of_row(desk, accreditation)
        refuse_without(certificate)
        stem = f"{safe_name(certificate.name)}-{safe_name(certificate.number)}"
        return f"{certificate.number} of {certificate.name}", f"{stem}.pdf"

    def ask(names: tuple[str, str]) -> None:
        name, file = names
        _push(node, CertificateFile(name, file, accreditation, shell(node).settings))

    read(node, named, ask, slot="certificate")


def certificates_of_session(node: Node, reference: str) -> None:
    """Write, into a folder, the certificates of all who earned something in a session: a file for each."""
    _push(node, CertificateFolder(reference, shell(node).settings))


def _push(node: Node, dialog: "_Certificates") -> None:
    """Ask; and tell afterwards who has none, and what is missing on those that were written."""
    app = shell(node)

    def tell(receipt: Receipt | None) -> None:
        if receipt is not None and receipt.lines:
            app.push_screen(Report("Certificates", receipt.sentence, receipt.lines, asks=False))

    app.push_screen(dialog, tell)


class _Certificates(Exporting):
    """What a file and a folder have in common: the issuer, and the page on which codes are looked up."""

    def __init__(self, title: str, suggested: str, settings: "Settings") -> None:
        super().__init__(title, suggested)
        self._settings = settings

    def _write(self, desk: "Desk", told: Told, **values: Any) -> Receipt:
        from acxdesk.actions.certificates import WriteCertificates, write_certificates
        from acxdesk.desk.writing import SomeTaken

        settings = {"issuer_name": self._settings.issuer_name, "verify_url": self._settings.verify_url}
        report = write_certificates(desk, WriteCertificates.read({**settings, **values}), told)
        if report.taken:
            raise SomeTaken(f"{report.receipt.sentence} {_differ(len(report.taken))}")
        return replace(report.receipt, lines=(*report.left, *report.receipt.lines))


class CertificateFile(_Certificates):
    """One certificate, in one file.

    Args:
        name: whose it is.
        file: the name of its file that stands there at first.
        accreditation: its row.
        settings: for the issuer.
    """

    HELP = (
        "Write the file's name; ~ is your own folder. Enter writes the certificate, a page to frame. A file that is "
        "there already is replaced only when you press Enter again."
    )

    def __init__(self, name: str, file: str, accreditation: int, settings: "Settings") -> None:
        super().__init__(f"Certificate {name}", file, settings)
        self._accreditation = accreditation

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write the certificate, whole or not at all."""
        return self._write(desk, told, accreditation=self._accreditation, out=path, overwrite=overwrite)


class CertificateFolder(_Certificates):
    """The certificates of all who earned something in a session, a file for each, in one folder.

    Args:
        reference: the session's.
        settings: for the issuer.
    """

    HELP = (
        "Write the folder's name; it is made when it is not there. Everybody who was awarded gets a page to frame. "
        "Esc stops after a whole file, and the next time it goes on from there. Files that are there already and "
        "differ are replaced only when you press Enter again."
    )

    STOPPED = "Stopped. What is whole stays; Enter goes on from there."

    def __init__(self, reference: str, settings: "Settings") -> None:
        super().__init__(f"Certificates of {reference}", f"{reference}-certificates", settings)
        self._reference = reference

    def write(self, desk: "Desk", path: Path, told: Told, *, overwrite: bool) -> Receipt:
        """Write one after the other."""
        return self._write(desk, told, session=self._reference, folder=path, overwrite=overwrite)


def _differ(count: int) -> str:
    return "It is there already, and differs." if count == 1 else f"{count:,} are there already, and differ."
