"""The one append-only log: who did what to what, when and why."""

APPEND_ONLY: tuple[str, ...] = ("journal_entry", "journal_seal")
"""Tables that the application may read and add to, never change: granted so, and held by a trigger."""
