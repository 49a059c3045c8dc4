"""The deposits that providers leave with the line: paid in, drawn for a claim, topped up, paid back; each twice in the books."""

APPEND_ONLY: tuple[str, ...] = ("deposits_voucher", "deposits_posting")
"""Tables that are added to, never changed."""
