"""Complaints about providers, the cards that founded ones bring, and what follows from a card."""
