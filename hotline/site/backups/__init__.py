"""Copies of an installation: made while it runs, whole or not there, and put back into an empty place."""


class UnableToBackUp(Exception):
    """No backup was made; the text says why."""


class UnableToRestore(Exception):
    """Nothing was restored, or not everything; the text says why and what to do."""
