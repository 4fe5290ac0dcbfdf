"""Pure decisions on frozen facts: standard library only, no clock, no database."""
