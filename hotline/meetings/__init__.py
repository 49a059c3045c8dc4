"""Meetings of the line with units: called, with an agenda that is proposed from stuck cases, held, minuted, and what was resolved there."""
