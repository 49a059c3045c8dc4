"""What went out of the house as a table and what came in: who, when, which, how many lines."""
