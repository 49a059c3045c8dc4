"""Wishes: a citizen asks that a person call."""
