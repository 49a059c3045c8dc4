"""Hearing what units say against their figures before a month is published."""
