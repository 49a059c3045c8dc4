"""Filings: what a provider asks the line to write down of it, which the line looks at and takes over or not."""
