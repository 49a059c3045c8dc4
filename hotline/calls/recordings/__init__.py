"""Recordings: taken from the switch when a call is over, sealed side by side, heard by whoever may, emptied in time."""
