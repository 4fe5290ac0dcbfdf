"""acxdesk: a terminal desk for accreditation programmes."""

__version__ = "0.4.0"
