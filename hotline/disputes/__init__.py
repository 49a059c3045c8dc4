"""A citizen and a provider disagree about a price or a damage: both are heard, the legal adviser is asked, it is settled and paid."""

APPEND_ONLY: tuple[str, ...] = ("disputes_opinion",)
"""Tables that are added to, never changed."""
