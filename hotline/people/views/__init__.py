"""Pages: the door, one's own wishes, the accounts, the table of rights."""
