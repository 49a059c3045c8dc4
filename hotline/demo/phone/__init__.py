"""A telephone on a page: in the demo anybody can ring the line as one of the sample callers."""
