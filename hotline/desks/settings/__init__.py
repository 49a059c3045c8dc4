"""The line's own affairs: its numbers, its catalogue, its areas, and the tables that carry them in and out."""
