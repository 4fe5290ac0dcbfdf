"""An accreditation as certificates and badges see it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from acxdesk.rules.accreditations import State
from acxdesk.rules.certificates import Certificate, Taught
from acxdesk.rules.sessions import Delivery

TAUGHT = Taught(
    reference="ACXM-2026-11-16",
    starts_on=date(2026, 11, 16),
    ends_on=date(2026, 11, 19),
    delivery=Delivery.ONLINE,
    city="",
    venue="",
    coaches=("Ngozi Okafor", "Johanna Lindqvist"),
)
ADA = Certificate(
    uid="5b6d2c1e-0c1a-4a52-9a53-0c0f7a1c9e11",
    number="ACXM-2026-0001",
    code="K7MX-3PRT-9WAE",
    state=State.ISSUED,
    replaced_by="",
    name="Ada Byron",
    country="GB",
    languages=("en",),
    email="ada@example.org",
    programme="ACXM",
    title="Accredited CX Master",
    post_nominal="ACXM",
    awarded_on=date(2026, 11, 20),
    valid_until=date(2028, 11, 20),
    made_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
    taught=TAUGHT,
)


def award(**other: Any) -> Certificate:
    """Ada's accreditation, unless said otherwise."""
    return replace(ADA, **other)
