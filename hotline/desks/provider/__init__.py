"""The desk of the provider."""
