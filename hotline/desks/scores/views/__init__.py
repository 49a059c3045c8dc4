"""The pages of the desk of scores."""
