"""Leaving an assignment out of a month: one asks with a reason, another approves."""
