"""Gaps: for which services, in which places, at which hours there are too few providers, told from what went wrong."""
