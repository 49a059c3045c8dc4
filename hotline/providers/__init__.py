"""Vetted companies, sole traders and workers: whom the line may send, for what, where and when."""
