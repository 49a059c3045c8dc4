"""The leader's and the reviewer's desk of what departments have: what they ask, reply, owe, and what is stuck."""
