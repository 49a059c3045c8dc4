"""Dispatch: one case offered to one provider, and what became of it."""
