"""Drills: an installation of its own, broken on purpose while people work with it."""
