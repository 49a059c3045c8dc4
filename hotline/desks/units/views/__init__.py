"""The pages of the desk of units."""
