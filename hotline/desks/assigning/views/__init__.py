"""The pages of the desk of assignments."""
