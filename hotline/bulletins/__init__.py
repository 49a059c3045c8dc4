"""Bulletins: what the line tells its providers, and who of them has read it."""
