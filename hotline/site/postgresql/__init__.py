"""PostgreSQL as Django reaches it, with the driver's own reading of times."""
