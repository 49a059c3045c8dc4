"""Shifts: who works when, what is said today, and what one shift leaves the next."""
