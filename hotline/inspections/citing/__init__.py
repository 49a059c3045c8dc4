"""Commendation and accountability: proposed, approved by another, issued to the unit."""
