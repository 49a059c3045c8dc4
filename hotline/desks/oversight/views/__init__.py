"""The pages of the desk of oversight."""
