"""Calls: one telephone conversation, its legs, its waiting time, its recording; and the seats."""
