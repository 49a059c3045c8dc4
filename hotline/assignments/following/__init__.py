"""Helpers go by the clock of the one that gathers their answers."""
