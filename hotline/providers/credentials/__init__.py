"""The papers of providers and of their workers: seen by somebody, good for a time, warned of before they end."""
