"""Deadlines: rows with a time, acted on when it comes unless they were met first."""
