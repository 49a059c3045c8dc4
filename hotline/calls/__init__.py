"""Calls: one telephone conversation, in or out, with its legs, its waiting time and its recording; and the seats."""
