"""The desk of units: who stands behind the line, which answers for what, and what is contested."""
