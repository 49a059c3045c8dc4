"""The pages of the desk of members."""
